"""The conformance program at the four drives: what a drive lacks or refuses must not be called a fault of the DLL."""
import re

from cases import check
from machine import DRIVES
from test_members import IDENTIFIER


def run(machine):
    for i, drive in enumerate(DRIVES):
        arch = ("x64", "x86")[i % 2]
        result = machine.wine(arch, "imapi2_conformance.exe", "--tray", "--drive", IDENTIFIER.format(drive.letter.lower()))
        wrong = re.findall(r"^(?:wrong .*\n)*not ok .*$", result.out, re.M)
        passed = re.findall(r"^ok .*\[drive \d+\]$", result.out, re.M)
        check(f"conformance__{drive.name}_{arch}", result.code == 0 and not wrong and len(passed) > 20,
              wrong or f"exit {result.code}, {len(passed)} passed: {result.out[-300:]}")
