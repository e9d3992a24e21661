"""Our own burner at CDEmu's recorder: CD-R, DVD+R and BD-R. CDEmu checks no address and no page 05h: so its list of commands is looked at,
too, and its own image of the disc."""
from cases import check, equal
from cdemu import RECORDER

# Medium, its profile, blocks of one ECC block, architecture, program.
BURNS = (("cdr80", 0x09, 1, "x64", "discctl.exe"), ("cdr80", 0x09, 1, "x86", "burn.vbs"),
         ("dvd+r", 0x1B, 16, "x86", "discctl.exe"), ("dvd+r", 0x1B, 16, "x64", "burn_c.exe"),
         ("bdr", 0x41, 32, "x64", "burn.vbs"), ("bdr", 0x41, 32, "x86", "burn_cpp.exe"))
BLOCKS = 3001
POST_GAP_BLOCKS = 150  # behind the data of a CD

MODE_SELECT_10, SYNCHRONIZE_CACHE, WRITE_10, CLOSE, PREVENT = 0x55, 0x35, 0x2A, 0x5B, 0x1E


def run(machine):
    image = machine.make_image("written", BLOCKS)
    for burned in BURNS:
        run_case(machine, image, *burned)


def run_case(machine, image, medium, profile, ecc_blocks, arch, program):
    name = f"cdemu__{medium}_{program}_{arch}"
    machine.insert_blank(medium)
    profiles = machine.info(arch, RECORDER).get("CurrentProfiles", [])  # CDEmu calls that of the pressed disc current, too
    check(f"{name}__is_blank", profile in profiles, profiles)
    before = len(machine.commands())
    result = burn(machine, arch, program)
    check(f"{name}__ends_well", result.code == 0 and machine.runs(), result)
    check_commands(name, machine.commands()[before:], medium, ecc_blocks)
    machine.must(f"rm -f /tmp/read; sg_dd if={RECORDER.node} iflag=sgio bs=2048 count={BLOCKS} of=/tmp/read")
    check(f"{name}__is_read_back", machine.must("cat /tmp/read").raw_out == image)
    recorded = machine.must("cat /tmp/disc.iso").raw_out
    check(f"{name}__is_recorded", recorded[:len(image)] == image and not any(recorded[len(image):]), f"{len(recorded)} bytes")
    equal(f"{name}__recorded_blocks", len(recorded) // 2048, written_blocks(medium, ecc_blocks))
    machine.load("/tmp/disc.iso")
    seen = machine.must(f"mount -r -t iso9660 {RECORDER.node} /opt && cat /opt/name.txt; umount /opt").out
    equal(f"{name}__is_mounted_by_linux", seen, "written\n")


def burn(machine, arch, program):
    image = "Z:\\mnt\\host\\written.iso"
    if program == "discctl.exe":
        return machine.discctl(arch, "burn", image, f"{RECORDER.letter}:", "--close", "--verify", "full")
    return machine.wine(arch, program, image)


def written_blocks(medium, ecc_blocks):
    return BLOCKS + POST_GAP_BLOCKS if medium.startswith("cd") else -(-BLOCKS // ecc_blocks) * ecc_blocks


def check_commands(name, commands, medium, ecc_blocks):
    """The WRITEs are without a gap from block 0 to the last; then the cache, then what closes; and the door is given back."""
    equal(f"{name}__writes", writes_of(commands), [(0, written_blocks(medium, ecc_blocks))])
    wanted = [WRITE_10, SYNCHRONIZE_CACHE, CLOSE]
    equal(f"{name}__order", order_of(commands), [MODE_SELECT_10, *wanted] if medium.startswith("cd") else wanted)
    check_door(name, commands)


def writes_of(commands):
    """The WRITEs as (first block, count), those in one where the second begins at the end of the first."""
    runs = []
    for cdb in commands:
        if cdb[0] == WRITE_10:
            lba, count = int.from_bytes(cdb[2:6], "big", signed=True), int.from_bytes(cdb[7:9], "big")
            if runs and sum(runs[-1]) == lba:
                lba, count = runs[-1][0], runs.pop()[1] + count
            runs.append((lba, count))
    return runs


def order_of(commands):
    """The operation codes of what writes and closes, each once where it stands several times in a row."""
    order = [cdb[0] for cdb in commands if cdb[0] in (MODE_SELECT_10, SYNCHRONIZE_CACHE, WRITE_10, CLOSE)]
    return [code for i, code in enumerate(order) if i == 0 or code != order[i - 1]]


def check_door(name, commands):
    doors = [cdb[4] for cdb in commands if cdb[0] == PREVENT]
    check(f"{name}__door_is_given_back", doors and doors[-1] == 0 and 1 in doors, doors)
