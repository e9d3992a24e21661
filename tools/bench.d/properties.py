"""Commands, and bytes that they move, to open a drive and read every property of IDiscRecorder2: the first time, and once more in the
same object. Counted in the trace of our virtual BD-RE recorder with a DVD+RW in it."""
import re

import measure

DRIVE, MEDIUM = "bench-properties", "dvd+rw"
# INQUIRY, GET CONFIGURATION, MODE SENSE and READ DISC INFORMATION, and two more.
COMMANDS_GOAL = 6
# What is counted now: commands and bytes. A change shows, and has to be meant.
KNOWN = {"first": (7, 1382), "again": (5, 1330)}

MOVED = re.compile(r"^\S+ \S+ [0-9a-f ]+= [^|]+\| (?:no data|(?:in|out) \d+ moved (\d+)) \|")


def count(identifier, rounds):
    trace = measure.BUILD / "bench" / f"properties-{rounds}.trace"
    trace.parent.mkdir(parents=True, exist_ok=True)
    trace.unlink(missing_ok=True)
    measure.wine(measure.bench_program("properties"), identifier, rounds,
                 environment={"OPENIMAPI2_TRACE": measure.windows_path(trace)})
    moved = [int(match[1] or 0) for match in map(MOVED.match, trace.read_text(encoding="utf-8").splitlines()) if match]
    return len(moved), sum(moved)


def rows(gates_only):
    measure.discctl("virtual", "add", DRIVE, "--media", MEDIUM)
    identifier = measure.identifier_of(DRIVE)
    first, both = count(identifier, 1), count(identifier, 2)
    measure.discctl("virtual", "remove", DRIVE)
    for name, counted in (("first", first), ("again", (both[0] - first[0], both[1] - first[1]))):
        for unit, value, known in zip(("commands", "bytes"), counted, KNOWN[name]):
            is_goal = unit == "commands"
            yield measure.Row("properties", f"open and read every property, {name}", unit, value, {},
                              f"at most {COMMANDS_GOAL}" if is_goal else "", not is_goal or value <= COMMANDS_GOAL,
                              limit=f"{known:,}", holds=value == known)
