"""lock, owner: exclusive access between processes."""
import subprocess
import time

from harness import check, is_failure

LOCKED = "0xC0AA0210"
HOLD = ["--", "cmd", "/c", "echo held& set /p x="]  # says that it runs, and runs until its input ends


def hold(discctl, drive, client, *options):
    """A process that holds the drive; it is known to when this returns."""
    process = discctl.start("lock", drive, "--client", client, *options, *HOLD, stdin=subprocess.PIPE)
    line = process.stdout.readline()
    if b"held" not in line:
        raise RuntimeError(f"nobody holds the drive: {line!r} {process.stderr.read()!r}")
    return process


def wait_until_nobody_holds(discctl, drive, seconds):
    end = time.monotonic() + seconds
    while True:
        is_last = time.monotonic() > end
        owner = discctl("owner", drive, "--json").json()["ExclusiveAccessOwner"]
        if not owner or is_last:
            return owner == ""


def owner_for(discctl, drive, seconds):
    """Everybody who holds the drive within so many seconds, by one look at least."""
    end, owners = time.monotonic() + seconds, set()
    while not owners or time.monotonic() < end:
        owners.add(discctl("owner", drive, "--json").json()["ExclusiveAccessOwner"])
    return owners


def run_ctrl_c(discctl):
    """Ctrl-C reaches discctl and its COMMAND; a COMMAND that goes on keeps its drive."""
    ctrl_c = discctl.program("ctrl_c")
    if not ctrl_c:
        return
    process = subprocess.Popen([discctl.wine, ctrl_c, "console", discctl.exe_in_windows(), "lock", "own", "--client", "Test one", "--",
                                ctrl_c, "press"], cwd=discctl.work, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    line = process.stdout.readline()
    check("lock__ctrl_c__has_come", line.strip() == b"pressed", line)
    owners = owner_for(discctl, "own", 2)
    check("lock__ctrl_c__command_goes_on__drive_is_held", owners == {"Test one"}, owners)
    process.communicate(b"", timeout=60)
    check("lock__ctrl_c__exit_code_is_the_commands", process.returncode == 7, process.returncode)
    check("lock__ctrl_c__command_ended__nobody_holds", discctl("owner", "own").out == "nobody\n")


def run(discctl):
    discctl.add("own", "--media", "dvd+rw")
    result = discctl("owner", "own")
    check("owner__nobody__text", result.code == 0 and result.out == "nobody\n", result)
    result = discctl("owner", "own", "--json")
    check("owner__nobody__json", result.json() == {"ExclusiveAccessOwner": ""}, result)

    holder = hold(discctl, "own", "Test one")
    result = discctl("owner", "own")
    check("owner__other_process__text", result.out == "Test one\n", result)
    result = discctl("owner", "own", "--json")
    check("owner__other_process__json", result.json() == {"ExclusiveAccessOwner": "Test one"}, result)
    result = discctl("eject", "own")
    check("eject__held_by_another__names_the_holder", result.code == 1 and "Test one" in result.err
          and "E_IMAPI_RECORDER_LOCKED" in result.err, result)
    result = discctl("eject", "own", "--json")
    check("eject__held_by_another__json", result.code == 1 and is_failure(result.json(), LOCKED), result)
    result = discctl("lock", "own", "--client", "Test two", "--force", "--", "cmd", "/c", "echo ran")
    check("lock__held_by_another__command_does_not_run", result.code == 1 and "Test one" in result.err and "ran" not in result.out, result)
    info = discctl.info("own")
    check("info__held_by_another__identity_is_read", info["VendorId"] != "" and is_failure(info["SupportedProfiles"], LOCKED), info)
    check("info__held_by_another__owner", info["ExclusiveAccessOwner"] == "Test one", info["ExclusiveAccessOwner"])
    discctl.add("second", "--media", "cd-r")
    check("eject__other_drive_is_free", discctl("eject", "second").code == 0)
    holder.communicate(b"\n", timeout=60)
    check("lock__command_ended__nobody_holds", discctl("owner", "own").out == "nobody\n")

    holder = hold(discctl, "own", "Doomed", "--force")
    holder.kill()
    holder.wait(timeout=60)  # a program that has been told to die lives until it gets its turn
    check("lock__holder_killed__free_within_a_second", wait_until_nobody_holds(discctl, "own", 1))
    check("lock__holder_killed__eject_works", discctl("eject", "own").code == 0)
    holder.stdin.close()

    for code in (0, 7):
        result = discctl("lock", "own", "--client", "x", "--", "cmd", "/c", f"exit {code}")
        check(f"lock__exit_code_{code}_is_the_commands", result.code == code, result)
    result = discctl("lock", "own", "--client", "x", "--", "no-such-program.exe")
    check("lock__command_cannot_be_started", result.code == 1 and "no-such-program.exe" in result.err, result)
    check("lock__command_cannot_be_started__nobody_holds", discctl("owner", "own").out == "nobody\n")
    result = discctl("lock", "own", "--client", "x", "--json", "--", "no-such-program.exe")
    check("lock__command_cannot_be_started__json", result.code == 1 and is_failure(result.json(), "0x80070002"), result)
    for argument in ("two words", 'a "quoted" one', "ends in \\", 'c:\\dir\\"', "", "--json", "ümlaut"):
        result = discctl("lock", "own", "--client", "x", "--", discctl.exe_in_windows(), argument)
        check(f"lock__argument_reaches_the_command_{argument}", f'no verb "{argument}"' in result.err or
              (argument == "--json" and result.code == 2), result)
    run_ctrl_c(discctl)
    for client, hresult in (("", "0x80070057"), ("a/b", "0xC0AA0211"), ("x" * 64, "0xC0AA0211"), ("ä", "0xC0AA0211")):
        result = discctl("lock", "own", "--client", client, "--json", "--", "cmd", "/c", "echo ran")
        check(f"lock__bad_client_name_{client[:8]}", result.code == 1 and is_failure(result.json(), hresult), result)
