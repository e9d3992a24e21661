"""A disc that the guest's Linux has mounted, which locks the door, while a Windows program ejects it."""
from cases import check, equal
from machine import IDE, SCSI


def run(machine):
    where_wine_looks = f"/media/{IDE.letter.lower()}"
    run_case(machine, "x64", IDE, "where_wine_looks", where_wine_looks)
    run_case(machine, "x86", SCSI, "elsewhere", "/opt")
    run_case(machine, "x86", IDE, "in_use", where_wine_looks, in_use=True)
    run_case(machine, "x64", SCSI, "in_use_elsewhere", "/opt", in_use=True)


def run_case(machine, arch, drive, where, folder, in_use=False):
    name = f"mounted__{drive.name}_{where}_{arch}"
    machine.must(f"mount -r -t iso9660 {drive.node} {folder} && ls {folder}/name.txt")
    if in_use:
        machine.hold(f"{folder}/name.txt")
    # Without these the rest would prove nothing.
    equal(f"{name}__door_is_locked", machine.block(drive)["locked"], True)
    refused = machine.guest(f"sg_start --eject {drive.node}")
    check(f"{name}__an_ordinary_eject_is_refused", refused.code != 0 and not machine.is_open(drive), refused)
    result = machine.discctl(arch, "eject", f"{drive.letter}:")
    equal(f"{name}__is_mounted", machine.guest(f"grep -q {drive.node} /proc/mounts").code == 0, in_use)
    # Wine unmounts what nobody uses; what somebody uses stays where it is.
    if in_use:
        check(f"{name}__is_refused", result.code == 1 and not machine.is_open(drive), result)
        check(f"{name}__says_where", f'mounted at "{folder}"' in result.err, result)
    else:
        check(f"{name}__ejected", result.code == 0 and machine.is_open(drive), result)
    machine.release()
    machine.unmount(folder)
    machine.must(f"sg_start --load {drive.node}")
