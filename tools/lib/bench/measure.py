"""Shared by the subjects of tools/bench: a row of the table, running a program in the prefix, medians."""
import dataclasses
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = ROOT / "build"
PREFIX = BUILD / "wine" / (os.environ.get("OPENIMAPI2_PREFIX", "") + "x64")

SAMPLES = 9  # of what is timed; the table has the median


@dataclasses.dataclass
class Row:
    """One line of the table. What is a count may be a gate of tools/check: `limit` says what it must be, `holds` whether it is."""
    subject: str
    what: str
    unit: str
    ours: float
    peers: dict  # name -> value of the same unit; empty where there is nobody to compare with
    goal: str    # in words; "" for none
    met: bool    # the goal
    limit: str = ""
    holds: bool = True
    note: str = ""


def run(*command, environment=None, timeout_s=600):
    """Standard output and standard error. A program that fails ends the benchmark: no figure is better than a wrong one."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **(environment or {})},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout_s, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout.replace("\r\n", "\n"), done.stderr.replace("\r\n", "\n")


def wine(program, *arguments, environment=None):
    return run("tools/wine-x64", program, *arguments, environment=environment)[0]


def bench_program(name):
    return BUILD / "win64" / "tests" / "bench" / f"bench_{name}.exe"


def discctl(*arguments):
    return wine(ROOT / "dist" / "x64" / "discctl.exe", *arguments)


def identifier_of(drive):
    """The ID of a virtual recorder."""
    return next(line for line in wine(bench_program("enumeration")).splitlines() if f"#{drive}#" in line)


def windows_path(path):
    return "Z:" + str(path).replace("/", "\\")


def median(values):
    if len(values) < 7:
        sys.exit(f"only {len(values)} samples")
    return statistics.median(values)
