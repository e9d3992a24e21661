"""The methods of IDiscRecorder2 that are no property: exclusive access, notifications, the tray, on one object."""
from cases import check, equal
from machine import ARCHITECTURES, IDE, ISCSI

LOCKED = "0xC0AA0210"
BAD_COMMAND = "0x80070016"  # "the device does not recognize the command": nothing was disabled


def run_one_object(machine, arch, drive):
    """Through automation, which calls by name. The results are what the documentation says, the tray what the machine says."""
    steps = {
        "DisableMcn()": None,
        "EnableMcn()": None,
        "AcquireExclusiveAccess(true, 'Night backup')": None,
        "ExclusiveAccessOwner": "Night backup",
        "EjectMedia()": None,  # the holder itself may
        "CloseTray()": None,
        "ReleaseExclusiveAccess()": None,
        "ExclusiveAccessOwner ": "",
        "VendorId": machine.facts(drive)["VendorId"],
        "CurrentProfiles.toArray()": machine.facts(drive)["CurrentProfiles"],
    }
    for (step, wanted), seen in zip(steps.items(), machine.ask(arch, drive, *steps)):
        equal(f"object__{step.strip()}__{drive.name}_{arch}", seen, wanted)
    equal(f"object__tray_is_closed_at_the_end__{drive.name}_{arch}", machine.is_open(drive), False)
    seen = machine.ask(arch, drive, "EnableMcn()")[0]
    check(f"object__EnableMcn_of_what_is_not_disabled__{drive.name}_{arch}", seen and seen[0] == BAD_COMMAND, seen)


def run_two_processes(machine, holder, other, drive):
    """A program of the other architecture meets the lock."""
    def under_lock(*arguments):
        return machine.discctl(holder, "lock", f"{drive.letter}:", "--client", "Night backup", "--",
                               f"Z:\\tmp\\{other}\\discctl.exe", *arguments, "--json")

    name = f"{drive.name}_held_by_{holder}"
    equal(f"lock__owner__{name}", under_lock("owner", f"{drive.letter}:").json(), {"ExclusiveAccessOwner": "Night backup"})
    result = under_lock("eject", f"{drive.letter}:")
    refused = result.json() or {}
    check(f"lock__eject_of_another_is_refused__{name}", result.code == 1 and refused.get("hresult") == LOCKED
          and "Night backup" in refused.get("text", ""), result)
    equal(f"lock__eject_of_another_leaves_the_tray__{name}", machine.is_open(drive), False)
    equal(f"lock__owner_afterwards__{name}", machine.discctl(other, "owner", f"{drive.letter}:", "--json").json(),
          {"ExclusiveAccessOwner": ""})


def run(machine):
    for arch in ARCHITECTURES:
        run_one_object(machine, arch, IDE)
    run_one_object(machine, "x64", ISCSI)
    run_two_processes(machine, "x64", "x86", IDE)
