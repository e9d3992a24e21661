"""The folder that the images of these tests are made of, and what a reader has to find in it."""
import os
import pathlib
import random

NOW = 1600000000  # 2020-09-13 12:26:40 UTC: the moment of the images
MODIFIED = 1580702706  # 2020-02-03 04:05:06 UTC: of the files

# What is in the folder: size, path, and the path in ISO 9660 relaxed, at level 2 and at level 1. Typed by hand.
TREE = [
    (None, "empty", "EMPTY", "EMPTY", "EMPTY"),
    (6, "hello.txt", "HELLO.TXT", "HELLO.TXT", "HELLO.TXT"),
    (5000, "Long name with spaces & more of it.data", "LONG_NAME_WITH_SPACES___MORE_OF_IT.DATA", "LONG_NAME_WITH_SPACES___MO.DATA",
     "LONG_N_1.DAT"),
    (7, "Long name with spaces & more of it.DATX", "LONG_NAME_WITH_SPACES___MORE_OF_IT.DATX", "LONG_NAME_WITH_SPACES___MO.DATX",
     "LONG_NAM.DAT"),
    (0, "zero.bin", "ZERO.BIN", "ZERO.BIN", "ZERO.BIN"),
    (3, "été ☃ 𝄞", "_T______", "_T______", "_T______"),
    (2048, "two.dots.tar.gz", "TWO_DOTS_TAR.GZ", "TWO_DOTS_TAR.GZ", "TWO.GZ"),
    (None, "Sub Dir", "SUB_DIR", "SUB_DIR", "SUB_DIR"),
    (300001, "Sub Dir/big.bin", "SUB_DIR/BIG.BIN", "SUB_DIR/BIG.BIN", "SUB_DIR/BIG.BIN"),
    (None, "Sub Dir/deeper", "SUB_DIR/DEEPER", "SUB_DIR/DEEPER", "SUB_DIR/DEEPER"),
    (4, "Sub Dir/deeper/.profile", "SUB_DIR/DEEPER/_PROFILE", "SUB_DIR/DEEPER/_PROFILE", "SUB_DIR/DEEPER/_PROFILE"),
    (None, "many", "MANY", "MANY", "MANY"),
] + [(number, f"many/f{number:03}", f"MANY/F{number:03}", f"MANY/F{number:03}", f"MANY/F{number:03}") for number in range(1, 301)]
RELAXED, LEVEL_2, LEVEL_1 = 2, 3, 4


def make_tree(folder):
    """The files' bytes by their paths; None for a directory."""
    dice = random.Random(1)
    contents = {}
    for size, path, *_ in TREE:
        if size is None:
            (folder / path).mkdir()
            contents[path] = None
        else:
            contents[path] = dice.randbytes(size)
            (folder / path).write_bytes(contents[path])
    for path in sorted(contents, reverse=True):
        os.utime(folder / path, (MODIFIED, MODIFIED))
    return contents


def contents_of(folder):
    return {str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes() for path in pathlib.Path(folder).rglob("*")}


def differences(found, wanted):
    """Empty where they are equal."""
    return [f"{name!r} {'is missing' if name not in found else 'is too many' if name not in wanted else 'has other bytes'}"
            for name in sorted({*found, *wanted}) if name not in found or name not in wanted or found[name] != wanted[name]]
