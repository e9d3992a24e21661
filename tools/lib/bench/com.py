"""What a call through COM costs under Wine, beside Wine's own Scripting.Dictionary and Scripting.FileSystemObject in the same process,
by turns; a first activation has a process of its own. Nothing here is a count, so nothing is a gate."""
import collections

import measure

CALLS = 5000
DRIVE = "bench-com"
DICTIONARY, FILE_SYSTEM = "Scripting.Dictionary", "Scripting.FileSystemObject"

# Row of com_calls.c: what it is, our classes, the others, a note.
TABLE = {
    "GetIDsOfNames": ("GetIDsOfNames of one member", ["MsftDiscRecorder2"], [DICTIONARY, FILE_SYSTEM], ""),
    "Invoke-number": ("Invoke, a number: DeviceCanLoadMedia, Count", ["MsftDiscRecorder2"], [DICTIONARY], ""),
    "Invoke-string": ("Invoke, a string: VendorId, Item(key), GetFileName(path)", ["MsftDiscRecorder2"], [DICTIONARY, FILE_SYSTEM],
                      "the others' take an argument"),
    "CreateInstance": ("IClassFactory::CreateInstance and Release", ["MsftDiscRecorder2", "MsftDiscMaster2"], [DICTIONARY],
                       "the FileSystemObject is static: nothing is made"),
    "CoCreateInstance": ("later CoCreateInstance and Release", ["MsftDiscRecorder2", "MsftDiscMaster2"], [DICTIONARY, FILE_SYSTEM], ""),
}


def calls():
    measure.discctl("virtual", "add", DRIVE)
    output = measure.wine(measure.bench_program("com_calls"), measure.SAMPLES, CALLS, measure.identifier_of(DRIVE))
    measure.discctl("virtual", "remove", DRIVE)
    samples = collections.defaultdict(list)
    for line in output.partition("begin\n")[2].splitlines():
        row, name, nanoseconds = line.split()
        samples[row, name].append(float(nanoseconds))
    return {key: measure.median(values) for key, values in samples.items()}


def first_activations():
    """One class a process, by turns: a second one would find what the first one had loaded."""
    names = ["MsftDiscRecorder2", DICTIONARY, FILE_SYSTEM]
    samples = collections.defaultdict(list)
    for turn in range(len(names) * measure.SAMPLES):
        output = measure.wine(measure.bench_program("com_calls"), "first", names[turn % len(names)])
        _, name, nanoseconds = output.split()
        samples[name].append(int(nanoseconds) / 1000)
    return {name: measure.median(samples[name]) for name in names}


def row(what, unit, ours, peers, note=""):
    return measure.Row("com", what, unit, ours, peers, "no more than either" if len(peers) > 1 else "no more than it",
                       ours <= min(peers.values()), note=note)


def rows(gates_only):
    if gates_only:
        return
    medians = calls()
    for name, (what, classes, others, note) in TABLE.items():
        peers = {other: medians[name, other] for other in others}
        for ours in classes:
            yield row(f"{what}; {ours}", "ns", medians[name, ours], peers, note)
    first = first_activations()
    yield row("first CoCreateInstance of a process; MsftDiscRecorder2", "µs", first.pop("MsftDiscRecorder2"), first)
