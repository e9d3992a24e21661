"""media, burn: images to the discs of virtual recorders, and what is on them afterwards."""
import pathlib
import random
import re
import subprocess

from harness import BEGUN, check, is_failure

NO_MEDIA = "0xC0AA0202"
NOT_BLANK = "0xC0AA0405"
CANCELLED = "0xC0AA0002"
SECTOR = 2048


def make_iso(discctl, name, kib, *options):
    """An image by xorriso, with one file of so many KiB in it. Returns its bytes."""
    tree = discctl.work / f"tree-{name}"
    tree.mkdir()
    (tree / "data.bin").write_bytes(random.Random(name).randbytes(kib * 1024))
    subprocess.run(["xorriso", "-as", "mkisofs", "-quiet", "-J", "-r", "-o", discctl.work / name, *options, tree], check=True,
                   capture_output=True)
    return (discctl.work / name).read_bytes()


def disc_of(discctl, drive):
    """The disc in a virtual recorder's tray, as a file of ours; None where there is none."""
    entry = next(entry for entry in discctl("virtual", "list", "--json").json() if entry["name"] == drive)
    if not entry["image"]:
        return None
    return pathlib.Path(discctl.windows("winepath", "-u", entry["image"]).strip())


def on_disc(discctl, drive, at, count):
    """So many bytes of the disc from a sector on."""
    with open(disc_of(discctl, drive), "rb") as disc:
        disc.seek(at * SECTOR)
        return disc.read(count)


def media(discctl, drive):
    return discctl("media", drive, "--json").json()


def status(discctl, drive):
    return set(media(discctl, drive)["CurrentMediaStatus"]["names"])


def burn(discctl, name, image, drive, *options):
    result = discctl("burn", image, drive, *options)
    check(f"burn__{name}__is_done", result.code == 0, result)
    return result


def run_media(discctl):
    result = discctl("media", "cd", "--json")
    got = result.json()
    check("media__cd_r__kind", got["CurrentPhysicalMediaType"] == {"value": 2, "name": "CDR"}, got)
    check("media__cd_r__status", got["CurrentMediaStatus"] == {"value": 6, "names": ["BLANK", "APPENDABLE"]}, got)
    check("media__cd_r__blank", got["MediaPhysicallyBlank"] is True and got["MediaHeuristicallyBlank"] is True, got)
    check("media__cd_r__room", got["FreeSectorsOnMedia"] > 300000 and got["NextWritableAddress"] == 0
          and got["TotalSectorsOnMedia"] >= got["FreeSectorsOnMedia"], got)
    check("media__cd_r__protection", got["WriteProtectStatus"] == {"value": 0, "names": []} or is_failure(got["WriteProtectStatus"]), got)
    check("media__cd_r__speeds", got["SupportedWriteSpeeds"] == sorted(set(got["SupportedWriteSpeeds"]), reverse=True)
          and len(got["SupportedWriteSpeeds"]) > 0, got)
    text = discctl("media", "cd")
    check("media__text", text.code == 0 and "CD-R\n" in text.out and "APPENDABLE" in text.out and "x)" in text.out, text)
    for arguments in (["media", "empty"], ["burn", "first.iso", "empty"]):
        result = discctl(*arguments, "--json")
        check(f"{arguments[0]}__no_medium", result.code == 1 and is_failure(result.json(), NO_MEDIA), result)


def run_cd(discctl, first, second):
    result = burn(discctl, "cd_r", "first.iso", "cd", "--verify", "full", "--keep-open")
    check("burn__cd_r__says_what_the_disc_is", "verified" in result.out and "(CD-R)" in result.out and "appendable" in result.out, result)
    check("burn__progress__is_on_standard_error", "writing" in result.err and "closing" in result.err, result)
    check("burn__cd_r__disc_has_the_image", on_disc(discctl, "cd", 0, len(first)) == first)
    got = media(discctl, "cd")
    check("burn__cd_r__appendable", got["CurrentMediaStatus"]["names"] == ["APPENDABLE"] and got["NextWritableAddress"] > len(first) // SECTOR, got)
    at = got["NextWritableAddress"]
    burn(discctl, "cd_r_again__second_session", "second.iso", "cd", "--close")
    check("burn__cd_r_again__second_session_is_where_it_was_announced", on_disc(discctl, "cd", at, len(second)) == second)
    check("burn__cd_r_again__first_session_is_as_it_was", on_disc(discctl, "cd", 0, len(first)) == first)
    check("burn__cd_r__closed", status(discctl, "cd") == {"FINALIZED"}, media(discctl, "cd"))
    text = discctl("media", "cd")
    lines = [line for line in text.out.splitlines() if "not told: " in line]
    reasons = [line for line in text.out.splitlines() if "(0x" in line]
    check("media__finalized__one_reason_for_many_properties", text.code == 0 and len(lines) > len(reasons) == 1, text)
    result = discctl("burn", "first.iso", "cd")
    check("burn__closed_disc__is_refused", result.code == 1 and "final" in result.err, result)


def run_rewritable(discctl, first, second):
    burn(discctl, "dvd_plus_rw", "first.iso", "dvd", "--verify", "quick")
    check("burn__dvd_plus_rw__disc_has_the_image", on_disc(discctl, "dvd", 0, len(first)) == first)
    check("burn__dvd_plus_rw__is_not_blank", status(discctl, "dvd") == {"OVERWRITE_ONLY"}, media(discctl, "dvd"))
    result = discctl("burn", "second.iso", "dvd", "--json")
    check("burn__not_blank__is_refused", result.code == 1 and is_failure(result.json(), NOT_BLANK), result)
    check("burn__not_blank__disc_is_as_it_was", on_disc(discctl, "dvd", 0, len(first)) == first)
    burn(discctl, "overwrite", "second.iso", "dvd", "--overwrite")
    check("burn__overwrite__disc_has_the_image", on_disc(discctl, "dvd", 0, len(second)) == second)


def run_cd_rw(discctl, first):
    burn(discctl, "cd_rw", "first.iso", "rw", "--speed", "4x")
    check("burn__cd_rw__disc_has_the_image", on_disc(discctl, "rw", 0, len(first)) == first)


def run_input(discctl, first):
    """What comes by a pipe and is no multiple of 2048 bytes."""
    ragged = first + b"tail"
    process = discctl.start("burn", "-", "pipe", stdin=subprocess.PIPE)
    out, err = process.communicate(ragged, timeout=600)
    check("burn__standard_input", process.returncode == 0 and f"{len(ragged)} bytes".encode() in out, (out, err))
    padded = ragged + bytes(SECTOR - 4)
    check("burn__standard_input__is_padded_with_zeros", on_disc(discctl, "pipe", 0, len(padded)) == padded)
    process = discctl.start("burn", "-", "pipe", "--overwrite", "--json", stdin=subprocess.PIPE)
    out, err = process.communicate(b"", timeout=600)
    check("burn__empty_standard_input__is_refused", process.returncode == 1 and b"nothing to burn" in out, (out, err))


def run_failures(discctl):
    for name, arguments, word in (("missing_file", ["burn", "missing.iso", "small"], "missing.iso"),
                                  ("missing_drive", ["burn", "first.iso", "nobody"], "nobody")):
        result = discctl(*arguments)
        check(f"burn__{name}", result.code == 1 and word in result.err, result)
    discctl("virtual", "fault", "small", "--opcode", "2a", "--nth", "2", "--sense", "3/0c/00")
    result = discctl("burn", "first.iso", "small")
    check("burn__drive_refuses_a_write__says_so_and_what_the_disc_is", result.code == 1 and "3/0C/00" in result.err
          and "The disc (CD-R) is now" in result.err, result)
    check("burn__drive_refuses_a_write__is_never_blank", "BLANK" not in status(discctl, "small"), media(discctl, "small"))
    check("burn__failed__nobody_holds_the_drive", discctl("owner", "small").out == "nobody\n")
    discctl("virtual", "fault", "small", "--clear")
    check("burn__failed__tray_is_free", discctl("eject", "small").code == 0)


def run_ctrl_c(discctl):
    """Ctrl-C when a tenth is written: each WRITE takes a tenth of a second, so that the rest would take most of a minute."""
    ctrl_c = discctl.program("ctrl_c")
    if not ctrl_c:
        return
    discctl.file("long.iso", bytes(32 << 20))
    discctl("virtual", "fault", "slow", "--opcode", "2a", "--delay", "100")
    running = discctl.under_ctrl_c(ctrl_c, "burn", "long.iso", "slow", stdin=subprocess.DEVNULL)
    check("burn__ctrl_c__it_was_burning", running.says(BEGUN), running.said)
    discctl.press_ctrl_c()
    code, out, err = running.end()
    check("burn__ctrl_c__ends_soon", code == 1 and not re.search(rb"writing +(9\d|100) %", err), (code, out, err))
    check("burn__ctrl_c__says_so_and_what_the_disc_is", b"cancelling" in err and CANCELLED.encode() in err
          and b"The disc (CD-R) is now" in err, (out, err))
    check("burn__ctrl_c__nobody_holds_the_drive", discctl("owner", "slow").out == "nobody\n")
    discctl("virtual", "fault", "slow", "--clear")
    check("burn__ctrl_c__disc_is_not_blank", "BLANK" not in status(discctl, "slow"), media(discctl, "slow"))


def run(discctl):
    for name, medium in (("cd", "cd-r"), ("dvd", "dvd+rw"), ("rw", "cd-rw"), ("pipe", "dvd+rw"), ("small", "cd-r"), ("slow", "cd-r")):
        discctl.add(name, "--media", medium)
    discctl.add("empty")
    first = make_iso(discctl, "first.iso", 3000)
    second = make_iso(discctl, "second.iso", 1000)
    run_media(discctl)
    run_cd(discctl, first, second)
    run_rewritable(discctl, first, second)
    run_cd_rw(discctl, first)
    run_input(discctl, first)
    run_failures(discctl)
    run_ctrl_c(discctl)
