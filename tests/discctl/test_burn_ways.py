"""burn, erase: Ctrl-C while an erase or standard input is under way, progress that goes to a file, sizes that are no whole sectors."""
import subprocess

from harness import check
from test_burn import burn, media, on_disc, status

MIB = 1 << 20
SECTOR = 2048


def run_erase(discctl, ctrl_c):
    """The drive erases for half a minute by itself, and Ctrl-C comes in their midst."""
    burn(discctl, "ways__disc_to_erase", "whole.iso", "rw")
    discctl.set_busy("rw", 30)  # of one a second
    running = discctl.under_ctrl_c(ctrl_c, "erase", "rw", stdin=subprocess.DEVNULL)
    check("erase__ctrl_c__it_was_erasing", running.says(rb"erasing"), running.said)
    discctl.press_ctrl_c()
    code, out, err = running.end()
    check("erase__ctrl_c__goes_on_and_says_so", code == 0 and b"an erase cannot be cancelled" in err and b"The disc is erased." in out, (out, err))
    check("erase__ctrl_c__disc_is_blank", "BLANK" in status(discctl, "rw"), media(discctl, "rw"))
    check("erase__ctrl_c__nobody_holds_the_drive", discctl("owner", "rw").out == "nobody\n")


def run_input(discctl, ctrl_c):
    """Ctrl-C while a pipe is read: its writer ends with it, and the half of the image that came is not burned."""
    running = discctl.under_ctrl_c(ctrl_c, "burn", "-", "cd", stdin=subprocess.PIPE)
    running.process.stdin.write(bytes(MIB))  # a pipe holds a part of that: when all is in it, somebody is reading
    running.process.stdin.flush()
    discctl.press_ctrl_c()
    check("burn__ctrl_c_at_standard_input__has_come", running.says(rb"cancelling"), running.said)
    running.process.stdin.close()
    code, _, err = running.end()
    check("burn__ctrl_c_at_standard_input__nothing_is_written", code == 1 and b"cancelled; nothing was written to the disc" in err, err)
    check("burn__ctrl_c_at_standard_input__disc_is_blank", "BLANK" in status(discctl, "cd"), media(discctl, "cd"))


def run_progress(discctl):
    """Where standard error is no console, each line stays: one for a phase, and one for a tenth of the writing at most."""
    result = discctl("burn", "whole.iso", "dvd")
    lines = result.err.splitlines()
    check("progress__in_a_file__has_no_bar", result.code == 0 and "\r" not in result.err and all(line == line.rstrip() and len(line) < 80 for line in lines), result)
    check("progress__in_a_file__is_short", 4 < len(lines) <= 8 + 11 and len(set(lines)) == len(lines), result)
    check("progress__standard_output__has_the_result_alone", len(result.out.splitlines()) == 1 and "are burned" in result.out, result)
    result = discctl("burn", "whole.iso", "dvd", "--overwrite", "--json")
    check("progress__json__has_none", result.code == 0 and result.err == "" and result.json()["hresult"] == "0x00000000", result)


def run_sizes(discctl):
    for size in (1, SECTOR - 1, SECTOR + 1, 40 * SECTOR - 7):
        content = bytes(1 + i % 255 for i in range(size))
        discctl.file("ragged.iso", content)
        result = burn(discctl, f"size_{size}", "ragged.iso", "dvd", "--overwrite", "--verify", "full")
        padded = content + bytes(-size % SECTOR)
        check(f"burn__size_{size}__is_told_as_it_is_and_padded", f"{size} bytes are burned" in result.out
              and on_disc(discctl, "dvd", 0, len(padded)) == padded, result)


def run(discctl):
    discctl.file("whole.iso", b"data" * MIB)
    discctl.add("rw", "--media", "cd-rw")
    discctl.add("cd", "--media", "cd-r")
    discctl.add("dvd", "--media", "dvd+rw")
    run_progress(discctl)
    run_sizes(discctl)
    ctrl_c = discctl.program("ctrl_c")
    if ctrl_c:
        run_erase(discctl, ctrl_c)
        run_input(discctl, ctrl_c)
