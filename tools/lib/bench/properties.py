"""Commands, and bytes that they move, to open a drive and read every property of IDiscRecorder2: the first time, and once more in the
same object. Ours are counted in the trace of our virtual BD-RE recorder with a DVD+RW in it; the others at the same simulated drive
behind Linux's SG_IO, a complete run of each. What they print is not the same: mmc-tool -i wants the identity alone, cdrskin the medium,
too."""
import re

import measure
import peers

DRIVE, MEDIUM = "bench-properties", "dvd+rw"
PLAIN, PLAIN_COMMANDS = "INQUIRY + GET CONFIGURATION + MODE SENSE + READ DISC INFORMATION, and two more", 6
# What is counted now: commands and bytes. A change shows, and has to be meant.
KNOWN = {"first": (7, 1414), "again": (5, 1362)}

MOVED = re.compile(r"^\S+ \S+ [0-9a-f ]+= [^|]+\| (?:no data|(?:in|out) \d+ moved (\d+)) \|")


def count(identifier, rounds):
    trace = measure.BUILD / "bench" / f"properties-{rounds}.trace"
    trace.parent.mkdir(parents=True, exist_ok=True)
    trace.unlink(missing_ok=True)
    measure.wine(measure.bench_program("properties"), identifier, rounds,
                 environment={"OPENIMAPI2_TRACE": measure.windows_path(trace)})
    moved = [int(match[1] or 0) for match in map(MOVED.match, trace.read_text(encoding="utf-8").splitlines()) if match]
    return len(moved), sum(moved)


def ours():
    measure.discctl("virtual", "add", DRIVE, "--media", MEDIUM)
    identifier = measure.identifier_of(DRIVE)
    first, both = count(identifier, 1), count(identifier, 2)
    measure.discctl("virtual", "remove", DRIVE)
    return {"first": first, "again": (both[0] - first[0], both[1] - first[1])}


def row(name, unit, value, known, others):
    met = value <= others["cdrskin -minfo"] / 2
    return measure.Row("properties", f"open and read every property, {name}", unit, value, others, "at most half of cdrskin's", met,
                       limit=f"{known:,}, and at most half of cdrskin's", holds=value == known and met)


def rows(gates_only):
    counted = ours()
    others = peers.count(MEDIUM)
    for name in counted:
        for place, unit in enumerate(("commands", "bytes")):
            yield row(name, unit, counted[name][place], KNOWN[name][place], {peer: counts[place] for peer, counts in others.items()})
        commands = counted[name][0]
        yield measure.Row("properties", f"the same, {name}", "commands", commands, {PLAIN: PLAIN_COMMANDS}, "no more",
                          commands <= PLAIN_COMMANDS,
                          note="" if commands <= PLAIN_COMMANDS else "one is the INQUIRY that Windows has sent already, and Wine has not")
