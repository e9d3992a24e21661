"""An image of 10,000 files of 300 bytes through COM, under Wine, beside what Wine needs for the same files by itself, in one process: a walk
by FindFirstFile, and a walk that opens, reads and closes each file. Nearly all of that is Wine's server, so that no native program can be
compared with it. A time is the median of 5 runs. Nothing here is a count, so nothing is a gate."""
import shutil
import statistics

import fs
import measure

FILES, RUNS = 10000, 5


def rows(gates_only):
    if gates_only:
        return
    try:
        folder, samples = fs.small_files(FILES), {}
        for _ in range(RUNS):
            for line in measure.wine(measure.bench_program("add_tree"), measure.windows_path(folder)).splitlines():
                way, nanoseconds = line.split()
                samples.setdefault(way, []).append(int(nanoseconds) / 1e6)
    finally:
        shutil.rmtree(fs.FOLDER, ignore_errors=True)
    found = {way: statistics.median(values) for way, values in samples.items()}
    host = {"FindFirstFile": found["walk"], "that, and open, read, close": found["open"]}
    yield measure.Row("folder", "AddTree", "ms", found["add"], host, "", True, note="it opens each file once")
    yield measure.Row("folder", "CreateResultImage and all of its stream, ISO 9660, Joliet and UDF", "ms", found["image"], {"open, read, close": found["open"]},
                      "", True)
