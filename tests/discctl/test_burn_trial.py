"""burn --dry-run and --test-write: what they print, and that the disc stays blank."""
import subprocess

from harness import check, is_failure
from test_burn import burn, disc_of, media, status

NOT_SUPPORTED = "0x80070032"
TOO_LARGE = "0xC0AA0404"

# 916 blocks: 1064 KiB of data, with the tables of ISO 9660, are padded to that. The vectors' operations cd-r-blank-open and
# dvd+r-default: (how many commands, command block, parameter list); None is not compared, and so is a step that only reads.
BLOCKS = 916
PAGE_05 = "05 32 41 C4 08 00 00 00 00 00 00 00 00 00"
CD_R = [(1, "1E 00 00 00 01 00", ""), (1, "55 10 00 00 00 00 00 00 3C 00", "00 00 00 00 00 00 00 00 " + PAGE_05), None,
        (1, "54 01 00 00 00 00 00 00 00 00", ""), (34, "2A 00 00 00 00 00 00 00 20 00", ""), (1, "35 02 00 00 00 00 00 00 00 00", ""),
        (1, "5B 01 02 00 00 00 00 00 00 00", ""), (0, "", ""), (1, "1E 00 00 00 00 00", "")]
DVD_PLUS_R = [(1, "1E 00 00 00 01 00", ""), None, (29, "2A 00 00 00 00 00 00 00 20 00", ""), (1, "35 02 00 00 00 00 00 00 00 00", ""),
              (1, "5B 01 01 00 00 01 00 00 00 00", ""), (1, "5B 01 05 00 00 00 00 00 00 00", ""), (0, "", ""), (1, "1E 00 00 00 00 00", "")]


def is_planned(steps, wanted):
    return len(steps) == len(wanted) and all(want is None or (step["commands"], step["cdb"]) == want[:2] and step["list"].startswith(want[2])
                                             and bool(step["list"]) == bool(want[2]) for step, want in zip(steps, wanted))


def run_dry_run(discctl):
    for drive, wanted in (("cd-r", CD_R), ("dvd-plus-r", DVD_PLUS_R)):
        result = discctl("burn", "whole.iso", drive, "--dry-run", "--json")
        got = result.json() or {}
        check(f"dry_run__{drive}__json__has_the_commands_of_the_sheet", result.code == 0 and got["hresult"] == "0x00000000"
              and is_planned(got["steps"], wanted), result)
        check(f"dry_run__{drive}__says_that_nothing_was_written", f"{BLOCKS * 2048} bytes were read, and nothing was written" in got.get("text", ""), got)
        check(f"dry_run__{drive}__disc_is_blank", "BLANK" in status(discctl, drive) and disc_of(discctl, drive).stat().st_size == 0, media(discctl, drive))
    result = discctl("burn", "whole.iso", "cd-r", "--dry-run")
    words = " ".join(result.out.split())
    check("dry_run__text__steps_commands_and_page", result.code == 0 and "2. set the write parameters command 55 10 00 00 00 00 00 00 3C 00 mode page "
          + PAGE_05 in words and "34 commands, the first of them: command 2A 00" in words and "The disc (CD-R) is now blank" in words, result)
    check("dry_run__text__no_line_is_long", all(len(line) <= 120 for line in result.out.splitlines()), result)
    result = discctl("burn", "whole.iso", "cd-r", "--dry-run", "--close", "--json")
    check("dry_run__close__is_another_plan", result.code == 0 and any(step["cdb"].startswith("5D ") for step in result.json()["steps"]), result)
    process = discctl.start("burn", "-", "cd-r", "--dry-run", stdin=subprocess.PIPE)
    out, err = process.communicate(bytes(2049), timeout=600)
    check("dry_run__standard_input", process.returncode == 0 and b"2049 bytes were read" in out, (out, err))


def run_dry_run_refused(discctl):
    (discctl.work / "large.iso").open("wb").truncate(900 * 1024 * 1024)
    result = discctl("burn", "large.iso", "cd-r", "--dry-run", "--json")
    check("dry_run__too_large__is_refused_as_a_burn", result.code == 1 and is_failure(result.json(), TOO_LARGE), result)
    burn(discctl, "dry_run__disc_for_it", "whole.iso", "cd-rw", "--close")
    result = discctl("burn", "whole.iso", "cd-rw", "--dry-run")
    check("dry_run__finalised__is_refused_as_a_burn", result.code == 1 and "finalised" in result.err and result.out == "", result)


def run_test_write(discctl):
    discctl("erase", "cd-rw")
    for drive in ("cd-r", "cd-rw", "dvd-r"):
        result = discctl("burn", "whole.iso", drive, "--test-write")
        check(f"test_write__{drive}__says_that_the_disc_is_blank", result.code == 0 and "with its laser off" in result.out
              and "is now blank" in result.out, result)
        check(f"test_write__{drive}__disc_is_blank", "BLANK" in status(discctl, drive), media(discctl, drive))
    for drive, name in (("dvd-plus-r", "DVD+R"), ("bd-r", "BD-R")):
        result = discctl("burn", "whole.iso", drive, "--test-write", "--json")
        check(f"test_write__{drive}__is_refused_with_a_reason", result.code == 1 and is_failure(result.json(), NOT_SUPPORTED)
              and f"of type {name}, with the laser off" in result.json()["text"], result)
        check(f"test_write__{drive}__disc_is_blank", "BLANK" in status(discctl, drive), media(discctl, drive))
    burn(discctl, "cd_r__after_tests", "whole.iso", "cd-r", "--verify", "full")
    result = discctl("burn", "whole.iso", "dvd-r", "--dry-run", "--test-write", "--json")
    check("test_write__dry_run__page_has_its_bit", result.code == 0 and any(step["cdb"].startswith("55 ") and
          step["list"].startswith("00 00 00 00 00 00 00 00 05 32 70 E5 08 10") for step in result.json()["steps"]), result)


def run(discctl):
    discctl.file("whole.iso", bytes(range(256)) * (BLOCKS * 8))
    for medium in ("cd-r", "cd-rw", "dvd-r", "dvd+r", "bd-r"):
        discctl.add(medium.replace("+", "-plus-"), "--media", medium)
    run_dry_run(discctl)
    run_dry_run_refused(discctl)
    run_test_write(discctl)
