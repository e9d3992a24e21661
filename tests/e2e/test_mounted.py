"""A disc that the guest's Linux has mounted, which locks the door, while a Windows program ejects it."""
from cases import check, equal
from machine import IDE, SCSI


def run(machine):
    run_case(machine, "x64", IDE, "where_wine_looks", f"/media/{IDE.letter.lower()}")
    run_case(machine, "x86", SCSI, "elsewhere", "/mnt")
    run_case(machine, "x86", IDE, "in_use", f"/media/{IDE.letter.lower()}", "sleep 600 </media/d/name.txt >/dev/null 2>&1 3>&- &")


def run_case(machine, arch, drive, where, folder, then="true"):
    name = f"mounted__{drive.name}_{where}_{arch}"
    machine.must(f"mount -r -t iso9660 {drive.node} {folder} && ls {folder}/name.txt && {then}")
    # Without these the rest would prove nothing.
    equal(f"{name}__door_is_locked", machine.block(drive)["locked"], True)
    refused = machine.guest(f"sg_start --eject {drive.node}")
    check(f"{name}__an_ordinary_eject_is_refused", refused.code != 0 and not machine.is_open(drive), refused)
    result = machine.discctl(arch, "eject", f"{drive.letter}:")
    equal(f"{name}__ejected", (result.code, machine.is_open(drive)), (0, True))
    # Wine unmounts what nobody uses; what somebody uses stays mounted, with no disc under it.
    equal(f"{name}__is_mounted", machine.guest(f"grep -q {drive.node} /proc/mounts").code == 0, "sleep" in then)
    machine.discctl(arch, "close", f"{drive.letter}:")
    machine.guest(f"kill $(pidof sleep); umount {folder}")
