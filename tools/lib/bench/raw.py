"""A command of the caller's own, SendCommandGetDataFromDevice, beside a loop that gives the same one to DeviceIoControl: at a
simulated drive behind Linux's SG_IO, through Wine's own pass-through, in one process and by turns, command by command. That drive
answers at once, so that the way to it is as large a part of the whole as can be. Nothing here is a count, so nothing is a gate."""
import collections

import measure

COMMANDS = 400
MOST_ADDED = 0.05
IMAGE_BYTES = 1 << 20

# Row of raw_command.c: what it is.
TABLE = {"inquiry-36": "INQUIRY, 36 bytes", "read-16": "READ (10), 16 blocks, 32,768 bytes"}


def medians():
    folder = measure.BUILD / "bench" / "raw"
    folder.mkdir(parents=True, exist_ok=True)
    image = folder / "disc.iso"
    image.write_bytes(bytes(number * 7 & 0xff for number in range(IMAGE_BYTES)))
    measure.run("cmake", "--preset", "sgio")
    measure.run("ninja", "-C", "build/sgio", "sgdrive", "sgdrive_preload")
    output = measure.run("tests/sgdrive/with-drives", folder, f"image={image}", "--",
                         "tools/lib/bench/raw-drive", measure.SAMPLES, COMMANDS)[0]
    samples = collections.defaultdict(list)
    for line in output.partition("begin\n")[2].splitlines():
        command, way, nanoseconds = line.split()
        samples[command, way].append(int(nanoseconds) / 1000)
    return {key: measure.median(values) for key, values in samples.items()}


def rows(gates_only):
    if gates_only:
        return
    measured = medians()
    for name, what in TABLE.items():
        ours, bare = measured[name, "ours"], measured[name, "bare"]
        yield measure.Row("raw", what, "µs", ours, {"bare DeviceIoControl": bare}, f"adds at most {MOST_ADDED:.0%}",
                          ours <= bare * (1 + MOST_ADDED), note=f"adds {ours / bare - 1:.1%}")
