"""The examples, as they are: what they print about the four drives is what sg3_utils say, and they move the trays."""
import re

from cases import check, equal
from machine import DRIVES


def numbers(lines):
    return [[int(number.rstrip("h"), 16) for number in line.split()] for line in lines]


def run(machine):
    facts = [machine.facts(drive) for drive in DRIVES]
    for arch, example in (("x64", "list_c.exe"), ("x86", "list_cpp.exe"), ("x86", "list.vbs"), ("x64", "list.js")):
        result = machine.wine(arch, example)
        for label, member in (("Features", "SupportedFeaturePages"), ("Profiles", "SupportedProfiles"),
                              ("Mode pages", "SupportedModePages")):
            equal(f"example__{example}_{arch}__{member}", numbers(re.findall(rf"^ +{label}:(.*)$", result.out, re.M | re.I)),
                  [fact[member] for fact in facts])
        products = [fact["ProductId"] for fact in facts]
        equal(f"example__{example}_{arch}__products_in_order", re.findall("|".join(sorted(set(products))), result.out), products)
        check(f"example__{example}_{arch}__trays", len(re.findall("opened|Open tray: done", result.out)) == len(DRIVES)
              and len(re.findall("closed|Close tray: done", result.out)) == len(DRIVES), result)
        equal(f"example__{example}_{arch}__trays_are_closed", [machine.is_open(drive) for drive in DRIVES], [False] * len(DRIVES))
