"""An image of a folder by the portable core, native, beside genisoimage and xorriso: whole programs on the same tree, from the folder to a
file. Ours writes ISO 9660, Joliet and UDF, genisoimage too, xorriso has no UDF. Instructions: of callgrind, without the bytes' source.
Trees without files of a host tell how the cost of a file, in processor time, grows with their number. The large files are sparse, and what
is made of them goes to /dev/null, so that no disk is measured. A time is the median of 5 samples, of the trees without a host of 3."""
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

import measure

FOLDER = measure.BUILD / "bench" / "fs"
NATIVE = measure.BUILD / "native-bench" / "tests"
SMALL_BYTES, FILES_IN_DIRECTORY = 300, 100
GATE_FILES, FILES = 20000, 100000
LARGE_FILES, LARGE_BYTES = 20, 500000000
NUMBERS = (10000, 100000, 1000000)
SAMPLES = 5  # of what takes seconds
MIB = 1 << 20
MOST_BYTES = 500        # of memory for a file
MOST_DATA = 450         # instructions for a MiB: counted with gcc 12, and a little more
MOST_FILE = 14000       # instructions for a file
MOST_GROWTH = 1.25
LEAST_RATE = 0.9


def bench_tree(*arguments):
    return [int(word) for word in measure.run(NATIVE / "bench" / "bench_fs_tree", *arguments)[0].split()]


def small_files(count):
    folder = FOLDER / f"{count}-files"
    if not folder.exists():
        for number in range(count):
            if number % FILES_IN_DIRECTORY == 0:
                directory = folder / f"directory{number:07}"
                directory.mkdir(parents=True)
            (directory / f"file{number:07}.dat").write_bytes(b"x" * SMALL_BYTES)
    return folder


def large_files():
    folder = FOLDER / "large-files"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(LARGE_FILES):
        with (folder / f"{number}.dat").open("wb") as file:
            file.truncate(LARGE_BYTES)
    return folder


def programs(folder, out):
    return {"ours": [NATIVE / "fs" / "make_image", out, folder, "iso", "joliet", "udf", "label=LABEL", "now=1600000000"],
            "genisoimage": ["genisoimage", "-quiet", "-J", "-udf", "-V", "LABEL", "-o", out, folder],
            "xorriso": ["xorriso", "-as", "mkisofs", "-quiet", "-J", "-V", "LABEL", "-o", out, folder]}


def run_once(command):
    """Seconds, and the most memory in KiB."""
    began = time.monotonic()
    with open(os.devnull, "r+b") as nothing, subprocess.Popen([str(word) for word in command], stdin=nothing, stdout=nothing, stderr=nothing) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {process.returncode}")
    return time.monotonic() - began, used.ru_maxrss


def beside_others(files, samples):
    """name -> (seconds, KiB), each a median; by turns, after a run of each that fills the page cache."""
    out, values = FOLDER / "out.img", {}
    for turn in range(samples + 1):
        for name, command in programs(small_files(files), out).items():
            measured = run_once(command)
            out.unlink()
            if turn or samples == 1:
                values.setdefault(name, []).append(measured)
    return {name: tuple(statistics.median(column) for column in zip(*rows)) for name, rows in values.items()}


def instructions(*arguments):
    output = measure.run("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no", "--toggle-collect=measured",
                         "--toggle-collect=answer", NATIVE / "bench" / "bench_fs_tree", *arguments, environment={"LD_BIND_NOW": "1"})[1]
    return int(re.search(r"Collected : (\d+)", output)[1])


def others_of(values, column):
    return {name: value[column] for name, value in values.items() if name != "ours"}


def rows_of_counts():
    memory = bench_tree("build", FILES)[4]
    yield measure.Row("fs", "memory of a file in a tree of 100,000 and its plan, name included", "bytes", memory, {}, f"at most {MOST_BYTES}", memory <= MOST_BYTES,
                      limit=f"at most {MOST_BYTES}", holds=memory <= MOST_BYTES)
    few, many = (instructions("count", number) / number for number in (5000, 40000))
    holds = many <= min(few * MOST_GROWTH, MOST_FILE)
    yield measure.Row("fs", "add a file and plan it, tree of 40,000", "instructions", many, {"tree of 5,000": few}, "grows with the number of files alone",
                      many <= few * MOST_GROWTH, limit=f"at most {MOST_GROWTH} of the other, and {MOST_FILE:,}", holds=holds)
    data = (instructions("data", 64) - instructions("data", 32)) / 32
    yield measure.Row("fs", "a MiB of a file's bytes", "instructions", data, {}, "no byte is copied", data <= MOST_DATA,
                      limit=f"at most {MOST_DATA:,}", holds=data <= MOST_DATA)
    sizes = beside_others(GATE_FILES, 1)
    most = min(others_of(sizes, 1).values())
    yield measure.Row("fs", f"{GATE_FILES:,} files of {SMALL_BYTES} bytes, peak resident memory", "KiB", sizes["ours"][1], others_of(sizes, 1), "no more than either",
                      sizes["ours"][1] <= most, limit=f"at most {most:,}", holds=sizes["ours"][1] <= most)


def rows_of_times():
    values = beside_others(FILES, SAMPLES)
    for column, unit, what in ((0, "s", ""), (1, "KiB", ", peak resident memory")):
        others = others_of(values, column)
        yield measure.Row("fs", f"{FILES:,} files of {SMALL_BYTES} bytes{what}", unit, values["ours"][column], others, "no more than either",
                          values["ours"][column] <= min(others.values()))
    folder, rates = large_files(), {"ours": [], "copy": []}
    for _ in range(SAMPLES):
        rates["ours"].append(run_once([NATIVE / "fs" / "make_image", os.devnull, folder, "udf", "label=LABEL", "now=1600000000"])[0])
        rates["copy"].append(run_once([NATIVE / "bench" / "bench_fs_tree", "copy", *sorted(folder.iterdir())])[0])
    ours, copy = (LARGE_FILES * LARGE_BYTES / MIB / statistics.median(seconds) for seconds in rates.values())
    yield measure.Row("fs", f"{LARGE_FILES} files of {LARGE_BYTES // 1000000} MB", "MiB/s", ours, {"plain copy loop": copy}, f"at least {LEAST_RATE} of it",
                      ours >= LEAST_RATE * copy, note=f"{ours / copy:.2f} of it; sparse files, to /dev/null")


def rows_of_growth():
    fewest = None
    for number in NUMBERS:
        add, plan, read, blocks, _ = (statistics.median(column) for column in zip(*(bench_tree("build", number) for _ in range(3))))
        whole = (add + plan + read) / number
        fewest = fewest or whole
        yield measure.Row("fs", f"a file of a tree of {number:,} without a host: add, plan, read", "ns", whole, {f"tree of {NUMBERS[0]:,}": fewest},
                          "at most 1.5 of it", whole <= 1.5 * fewest, note=f"{add / number:,.0f} + {plan / number:,.0f} + {read / number:,.0f}")
        if number == FILES:
            block = read / blocks
    first, each = bench_tree("random", FILES, 100000)
    yield measure.Row("fs", "2,048 bytes at a random place of that image", "ns", each, {"a block of a whole pass": block}, "", True,
                      note=f"the first of all, at the end, {first / 1000:,.1f} µs: there is no first pass")


def rows(gates_only):
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        yield from rows_of_counts()
        if not gates_only:
            yield from rows_of_times()
            yield from rows_of_growth()
    finally:
        shutil.rmtree(FOLDER)
