"""The conformance program at the four drives: what a drive lacks or refuses must not be called a fault of the DLL."""
import pathlib
import re
import sys

from cases import check
from machine import DRIVES
from test_members import IDENTIFIER

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "lib"))
import tap  # pylint: disable=wrong-import-position


def run(machine):
    for i, drive in enumerate(DRIVES):
        arch = ("x64", "x86")[i % 2]
        result = machine.wine(arch, "imapi2_conformance.exe", "--tray", "--drive", IDENTIFIER.format(drive.letter.lower()))
        ran = tap.read(result.out)
        wrong = [(case.name, case.said) for case in ran.cases if case.kind == "not ok"]
        passed = [case for case in ran.cases if case.kind == "ok" and re.search(r"\[drive \d+\]$", case.name)]
        check(f"conformance__{drive.name}_{arch}", result.code == 0 and not wrong and not ran.broken and len(passed) > 20,
              wrong or ran.broken or f"exit {result.code}, {len(passed)} passed: {result.out[-300:]}")
