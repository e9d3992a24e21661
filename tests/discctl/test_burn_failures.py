"""burn, erase: what a user meets who has the wrong disc, a drive that others hold, an image that goes away. Each says why, what the disc
is then, and leaves the drive free."""
import subprocess

from harness import BEGUN, check
from test_burn import burn, media, status
from test_lock import hold, wait_until_nobody_holds

MIB = 1 << 20
SPACE = " "


class Failure:
    """How a burn or an erase failed. words: standard error without its progress, on one line."""

    def __init__(self, discctl, name, result):
        self.name, self.result = name, result
        self.words = SPACE.join(line for line in result.err.splitlines() if line.startswith("discctl:"))

    def says(self, *parts):
        check(f"failure__{self.name}__says_why", self.result.code == 1 and self.result.out == "" and all(part in self.words for part in parts), self.result)
        return self


def failed(discctl, name, verb, *arguments):
    return Failure(discctl, name, discctl(verb, *arguments))


def run_wrong_disc(discctl):
    failed(discctl, "too_large", "burn", "large.iso", "small").says(
        "0xC0AA0404", "The data need 4000 blocks (8.1 MB), but the disc has room for only 3944 blocks (8.0 MB): 56 blocks (0.1 MB) too many.",
        "The disc (CD-R) is now blank, appendable.")
    failed(discctl, "no_disc", "burn", "one.iso", "empty").says("0xC0AA0202", "There is no disc in the drive.")
    failed(discctl, "pressed", "burn", "one.iso", "pressed").says("0xC0AA0406", "of type CD-ROM:", "this drive cannot write such a disc")
    burn(discctl, "failures__final_disc", "one.iso", "small", "--close")
    failed(discctl, "finalised", "burn", "one.iso", "small").says("0xC0AA0402", "it is finalised, so that nothing can be added.")
    burn(discctl, "failures__full_disc", "one.iso", "rw")
    failed(discctl, "not_blank", "burn", "one.iso", "rw").says("0xC0AA0405", "The disc is not blank", "Use --overwrite to write the image anyway; the present content of the disc is lost.")
    failed(discctl, "protected", "burn", "one.iso", "ram").says("0xC0AA0209", "The disc is write protected.", "by the tab of its cartridge.")
    failed(discctl, "erase_protected", "erase", "ram").says("protected by the tab of its cartridge")
    failed(discctl, "erase_final_cd_r", "erase", "small").says("0xC0AA0909", "The eraser does not support this kind of disc.", "of type CD-ROM:")
    failed(discctl, "erase_pressed", "erase", "pressed").says("0xC0AA0909", "this drive cannot write such a disc")
    failed(discctl, "erase_no_disc", "erase", "empty").says("0xC0AA0202", "There is no disc in the drive.")
    failed(discctl, "erase_cd_r", "erase", "slow").says("0xC0AA0909", "of type CD-R", "The disc (CD-R) is now blank, appendable.")


def run_hazy(discctl):
    """A disc that looks blank at first, as one that is exchanged: the advice is what the command takes. READ (10), the first of the run, ends
    with BLANK CHECK (MMC-6: never written), and what is on the disc is shorter than what it reads."""
    discctl.file("tiny.iso", b"tiny" * 1024)
    burn(discctl, "failures__hazy", "tiny.iso", "hazy")
    for name, options, words, unsaid in (
            ("folder", [], ["Use --append to add the folder to the content of the disc, or --new to replace that content, which is lost."], "--overwrite"),
            ("folder_to_append", ["--append"], ["Use --new to replace the content of the disc, which is lost."], "--append"),
            ("folder_alone", ["--new"], ["The disc looked blank before: run the command again."], "--new")):
        discctl("virtual", "fault", "hazy", "--opcode", "28", "--nth", "1", "--sense", "8/00/00")
        failure = failed(discctl, f"not_blank_{name}", "burn", "hazy", "hazy", *options).says("0xC0AA0405", "The disc is not blank", *words)
        check(f"failure__not_blank_{name}__no_other_advice", unsaid not in failure.words and "--overwrite" not in failure.words, failure.result)
        discctl("virtual", "fault", "hazy", "--clear")


def run_busy(discctl):
    """Somebody else holds the drive: who? And a drive that is at work by itself."""
    holder = hold(discctl, "rw", "Night backup")
    for verb, arguments in (("burn", ["one.iso", "rw"]), ("erase", ["rw"])):
        failed(discctl, f"{verb}_held", verb, *arguments).says("0xC0AA0210", 'Exclusive access is held by "Night backup".')
    holder.communicate(b"\n", timeout=60)
    check("failure__held__is_free_again", discctl("owner", "rw").out == "nobody\n")
    discctl("virtual", "fault", "rw", "--opcode", "00", "--sense", "2/04/07")
    failed(discctl, "at_work", "burn", "one.iso", "rw").says("The drive is busy with a long operation. Try again when it has finished.", "2/04/07")
    discctl("virtual", "fault", "rw", "--clear")


def run_drive(discctl):
    """What the drive says while it writes, verifies and erases."""
    discctl("virtual", "fault", "rw", "--opcode", "2a", "--sense", "3/0c/00")
    failed(discctl, "write_error", "burn", "one.iso", "rw", "--overwrite").says(
        "0xC0AA0301", "The command WRITE(10) (2Ah) ended with sense 3/0C/00: medium error, write error.", "The disc (DVD+RW) is now")
    discctl("virtual", "fault", "rw", "--clear")
    discctl("virtual", "fault", "rw", "--opcode", "28", "--nth", "3", "--sense", "3/11/05")
    failed(discctl, "verification", "burn", "one.iso", "rw", "--overwrite", "--verify", "full").says(
        "0xC0AA0007", "sectors 64 to 95", "3/11/05: medium error")
    discctl("virtual", "fault", "rw", "--clear")
    discctl("virtual", "fault", "rw", "--opcode", "2a", "--nth", "2", "--gone")
    failed(discctl, "unplugged", "burn", "one.iso", "rw", "--overwrite").says(
        "0x80070037", "The drive was unplugged or switched off.", "The present state of the disc cannot be read.")
    discctl("virtual", "fault", "rw", "--clear")
    burn(discctl, "failures__drive_is_back", "one.iso", "rw", "--overwrite")
    burn(discctl, "failures__cd_rw", "one.iso", "cd-rw")
    discctl("virtual", "fault", "cd-rw", "--opcode", "a1", "--sense", "5/30/05")
    failed(discctl, "erase_refused", "erase", "cd-rw").says(
        "0x80AA0905", "The drive refused the command to erase the disc.", "BLANK (A1h) ended with sense 5/30/05", "The disc (CD-RW) is now appendable.")
    discctl("virtual", "fault", "cd-rw", "--clear")


def start_to_burn(discctl, image, drive):
    """Each WRITE takes a while; a tenth of the image is written."""
    discctl("virtual", "fault", drive, "--opcode", "2a", "--delay", "100")
    running = discctl.run(discctl.exe, "burn", image, drive, stdin=subprocess.DEVNULL)
    running.says(BEGUN)
    return running


def run_killed(discctl):
    """The program is killed while it burns: the drive is free for the next one, and the disc can be used again."""
    discctl.file("long.iso", b"long" * (32 * MIB // 4))
    running = start_to_burn(discctl, "long.iso", "killed")
    check("failure__killed__it_was_burning", running.process.poll() is None)
    running.process.kill()
    running.end()
    check("failure__killed__free_within_a_second", wait_until_nobody_holds(discctl, "killed", 1))
    discctl("virtual", "fault", "killed", "--clear")
    check("failure__killed__disc_is_not_blank", "BLANK" not in status(discctl, "killed"), media(discctl, "killed"))
    ejected = discctl("eject", "killed")
    check("failure__killed__tray_is_free", ejected.code == 0, ejected)
    discctl("close", "killed")
    erased = discctl("erase", "killed")
    check("failure__killed__erase_works", erased.code == 0, erased)
    burn(discctl, "failures__killed__burns_again", "one.iso", "killed")


def run_source(discctl):
    """The image becomes shorter while it is burned; the ring holds 16 MiB at most. That the rest is read takes more than a minute, unless the
    drive becomes quick."""
    image = discctl.work / "shrinks.iso"
    image.write_bytes(bytes(64 * MIB))
    running = start_to_burn(discctl, "shrinks.iso", "slow")
    with image.open("r+b") as file:
        file.truncate(MIB)
    discctl("virtual", "fault", "slow", "--clear")
    code, out, err = running.end()
    words = SPACE.join(err.decode().split())
    check("failure__image_shrinks__says_why", code == 1 and out == b"" and "0x8003001E" in words
          and "The image cannot be read, or has become shorter since the burn began." in words and "The disc (CD-R) is now appendable." in words, words)
    check("failure__image_shrinks__disc_is_not_blank", "BLANK" not in status(discctl, "slow"), media(discctl, "slow"))
    failed(discctl, "no_image", "burn", "missing.iso", "slow").says("cannot open missing.iso")
    failed(discctl, "no_drive", "burn", "one.iso", "nobody").says("nobody")
    discctl.file("nothing.iso", b"")
    failed(discctl, "empty_image", "burn", "nothing.iso", "slow").says("nothing.iso is empty: there is nothing to burn")
    (discctl.work / "folder").mkdir()
    failed(discctl, "folder_behind_no_file_system", "burn", "folder", "slow").says("has no file system that can be imported", "--new")


def run(discctl):
    discctl.file("one.iso", b"data" * (MIB // 4))
    discctl.file("large.iso", bytes(4000 * 2048))
    discctl.add("small", "--media", "cd-r", "--blocks", "4096")
    discctl.add("pressed", "--image", "one.iso")
    discctl.add("ram", "--media", "dvd-ram", "--protected")
    for name, medium in (("rw", "dvd+rw"), ("cd-rw", "cd-rw"), ("killed", "cd-rw"), ("slow", "cd-r")):
        discctl.add(name, "--media", medium)
    discctl.add("empty")
    discctl.add("hazy", "--media", "dvd+rw")
    (discctl.work / "hazy").mkdir()
    discctl.file("hazy/file.txt", b"file")
    run_wrong_disc(discctl)
    run_hazy(discctl)
    run_busy(discctl)
    run_drive(discctl)
    run_source(discctl)
    run_killed(discctl)
    for drive in ("small", "rw", "cd-rw", "slow"):
        check(f"failure__{drive}__nobody_holds_the_drive", discctl("owner", drive).out == "nobody\n")
        check(f"failure__{drive}__tray_is_free", discctl("eject", drive).code == 0)
