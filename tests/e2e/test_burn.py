"""The blank DVD+R is burned by cdrskin: from then on it is another medium to sg3_utils, and so to us."""
from cases import check
from machine import ARCHITECTURES, RECORDER
from test_members import compare


def run(machine):
    machine.must("head -c 1000000 /dev/urandom >/tmp/data")
    burned = machine.guest(f"cdrskin dev={RECORDER.node} -tao /tmp/data")
    check("burn__cdrskin", burned.code == 0, burned)
    for arch in ARCHITECTURES:
        facts = compare(machine, arch, RECORDER, "burned")
        check(f"burn__no_blank_any_more__{arch}", facts["CurrentProfiles"] != [0x1B], facts)
