"""A burn while Linux has a file system of the drive's mounted: it is dismounted before, or the burn is refused and has changed nothing."""
from cases import check, equal
from machine import RECORDER
from test_write import burn, check_disc

IN_USE = "0x80070005"


def run(machine):
    image = machine.make_image("dismounted", 2001)
    where_wine_looks = f"/media/{RECORDER.letter.lower()}"
    run_case(machine, "x64", "discctl.exe", image, where_wine_looks)
    run_case(machine, "x86", "burn_c.exe", image, "/opt")
    run_case(machine, "x64", "burn.vbs", image, where_wine_looks, in_use=True)
    run_case(machine, "x86", "discctl.exe", image, "/opt", in_use=True)


def run_case(machine, arch, program, image, folder, in_use=False):
    name = f"dismount__{folder.replace('/', '')}_{'in_use' if in_use else 'unused'}_{program}_{arch}"
    mount_blank(machine, folder, in_use)
    result = burn(machine, arch, program, "Z:\\mnt\\host\\dismounted.iso")
    equal(f"{name}__is_mounted", machine.guest(f"grep -q {RECORDER.node} /proc/mounts").code == 0, in_use)
    if in_use:
        said = result.out + result.err
        check(f"{name}__is_refused", result.code == 1 and IN_USE.removeprefix("0x") in said, result)
        check(f"{name}__says_why", "A file system on the disc is mounted and could not be dismounted" in said, result)
        equal(f"{name}__is_blank_still", machine.must("stat -c %s /tmp/recorder.img").out, "0\n")
    else:
        check(f"{name}__ends_well", result.code == 0, result)
        check_disc(name, machine, image)
    machine.release()
    machine.unmount(folder)


def mount_blank(machine, folder, in_use):
    """No disc that tgt can write can be mounted: so the one that is gets exchanged for a blank. To Linux, the file system is there still."""
    machine.insert_recorder("/tmp/disc.iso")
    machine.must(f"mount -r -t iso9660 {RECORDER.node} {folder} && ls {folder}/name.txt")
    if in_use:
        machine.hold(f"{folder}/name.txt")
    machine.insert_blank()
    # Without this the rest would prove nothing.
    machine.must(f"grep {RECORDER.node} /proc/mounts")
