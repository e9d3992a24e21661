"""A door that another program has locked, with the node open, as one that burns does: EjectMedia leaves the disc in."""
from cases import check, equal
from machine import IDE, RECORDER, SCSI

PREVENT = "1e 00 00 00 01 00"
ALLOW = "1e 00 00 00 00 00"


def run(machine):
    run_case(machine, "x64", SCSI, "pressed")
    run_case(machine, "x86", IDE, "pressed")
    # Its disc is blank until test_burn has been there. tgt refuses with 05/53/02, QEMU's IDE drive with 02/53/02.
    run_case(machine, "x64", RECORDER, "recordable")
    run_case(machine, "x86", RECORDER, "recordable")


def run_case(machine, arch, drive, disc):
    name = f"held__{drive.name}_{disc}_{arch}"
    # The kernel opens the door with the last handle: the node stays open.
    machine.hold(drive.node)
    machine.must(f"sg_raw {drive.node} {PREVENT}")
    # Without these the rest would prove nothing.
    refused = machine.guest(f"sg_start --eject {drive.node}")
    check(f"{name}__an_ordinary_eject_is_refused", refused.code != 0 and not machine.is_open(drive), refused)
    result = machine.discctl(arch, "eject", f"{drive.letter}:")
    equal(f"{name}__exit_code", result.code, 1)
    equal(f"{name}__disc_is_in", machine.is_open(drive), False)
    equal(f"{name}__is_still_locked", machine.guest(f"sg_start --eject {drive.node}").code != 0, True)
    check(f"{name}__says_why", "START STOP UNIT" in result.err and "/53/0" in result.err, result)
    machine.guest(f"sg_raw {drive.node} {ALLOW}")
    machine.release()
    machine.guest(f"sg_start --load {drive.node}")
