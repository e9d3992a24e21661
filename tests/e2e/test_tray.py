"""EjectMedia and CloseTray: whether the tray moved is asked of who emulates the drive, and of TEST UNIT READY."""
from cases import equal
from machine import DRIVES, IDE
from test_members import compare


def run(machine):
    # The 64-bit program opens the first and the third, the 32-bit one closes them; with the others it is the other way round.
    for i, drive in enumerate(DRIVES):
        opener, closer = ("x64", "x86") if i % 2 == 0 else ("x86", "x64")
        was_ready = machine.is_ready(drive)
        result = machine.discctl(opener, "eject", f"{drive.letter}:")
        equal(f"eject__{drive.name}_{opener}__exit_code", result.code, 0)
        equal(f"eject__{drive.name}_{opener}__is_open", machine.is_open(drive), True)
        equal(f"eject__{drive.name}_{opener}__is_not_ready", machine.is_ready(drive), False)
        facts = compare(machine, closer, drive, "open")
        if drive is IDE:  # tgt keeps the profile of the disc that is out
            equal("eject__open_tray__no_current_profile", facts["CurrentProfiles"], [])
        result = machine.discctl(closer, "close", f"{drive.letter}:")
        equal(f"close__{drive.name}_{closer}__exit_code", result.code, 0)
        equal(f"close__{drive.name}_{closer}__is_closed", machine.is_open(drive), False)
        equal(f"close__{drive.name}_{closer}__is_ready_as_before", machine.is_ready(drive), was_ready)
