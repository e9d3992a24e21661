"""burn, audio, iso, erase: the console's window is closed meanwhile. discctl_closed.exe ends as Windows ends a program, when the handler
returns, so that what is said and left behind shows that it waited for the end of the work."""
import contextlib
import os
import subprocess

from harness import BEGUN, check
from test_audio import FRAMES, make_wav
from test_burn import CANCELLED, burn, media, status

MIB = 1 << 20


def close_at(discctl, program, pattern, *arguments):
    """The window is closed when standard error has this. Returns what was said on both."""
    running = discctl.run(program, *arguments, stdin=subprocess.PIPE)
    running.says(pattern)
    with contextlib.suppress(BrokenPipeError):  # of one that has ended, which its words show
        running.process.stdin.write(b"\n")
        running.process.stdin.close()
    return running.end()[1:]


def close_before(discctl, program, *arguments):
    """The window is closed before the work begins."""
    process = subprocess.run([discctl.wine, program, *arguments], cwd=discctl.work, input=b"\n", capture_output=True, timeout=300, check=False,
                             env={**os.environ, "OPENIMAPI2_CLOSED": "before"})
    return process.stdout, process.stderr


def run_burn(discctl, program):
    discctl("virtual", "fault", "slow", "--opcode", "2a", "--delay", "100")
    out, err = close_at(discctl, program, BEGUN, "burn", "closed.iso", "slow")
    check("burn__console_closed__ends_its_work", b"cancelling" in err and CANCELLED.encode() in err and b"The disc (CD-R) is now" in err, (out, err))
    check("burn__console_closed__nobody_holds_the_drive", discctl("owner", "slow").out == "nobody\n")
    discctl("virtual", "fault", "slow", "--clear")
    check("burn__console_closed__tray_is_free", discctl("eject", "slow").code == 0)


def run_audio(discctl, program):
    discctl("virtual", "fault", "audio", "--opcode", "2a", "--delay", "500")
    out, err = close_at(discctl, program, rb"writing", "audio", "audio", "closed.wav", "--tao")
    check("audio__console_closed__ends_its_work", b"cancelling" in err and CANCELLED.encode() in err and b"The disc (CD-" in err, (out, err))
    discctl("virtual", "fault", "audio", "--clear")
    check("audio__console_closed__tray_is_free", discctl("eject", "audio").code == 0)


def run_iso(discctl, program):
    (discctl.work / "closing").mkdir()
    (discctl.work / "closing" / "file").write_bytes(bytes(MIB))
    out, err = close_before(discctl, program, "iso", "closing", "--out", "unmade.iso")
    check("iso__console_closed__ends_its_work", b"cancelled; unmade.iso was not written" in err, (out, err))
    check("iso__console_closed__leaves_no_file", not list(discctl.work.glob("unmade.iso*")), list(discctl.work.glob("unmade.iso*")))


def run_erase(discctl, program):
    burn(discctl, "closed__disc_to_erase", "closed.iso", "rw")
    discctl.set_busy("rw", 30)  # of one a second
    out, err = close_at(discctl, program, rb"erasing", "erase", "rw")
    check("erase__console_closed__goes_on_to_its_end", b"The disc is erased." in out and b"erasing" in err.partition(b"closed\n")[2], (out, err))
    check("erase__console_closed__disc_is_blank", "BLANK" in status(discctl, "rw"), media(discctl, "rw"))


def run(discctl):
    program = discctl.program("discctl_closed")
    if not program:
        return
    discctl.file("closed.iso", bytes(32 * MIB))
    make_wav(discctl, "closed.wav", 3000 * FRAMES)
    discctl.add("slow", "--media", "cd-r")
    discctl.add("audio", "--media", "cd-r")
    discctl.add("rw", "--media", "cd-rw")
    run_burn(discctl, program)
    run_audio(discctl, program)
    run_iso(discctl, program)
    run_erase(discctl, program)
