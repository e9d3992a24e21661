"""Every property of IDiscRecorder2, compared with what sg3_utils say about the same drive at the same moment."""
from cases import check, equal
from machine import ARCHITECTURES, DRIVES

# Wine makes the volume's name from the letter; the ID is of a shape of our own.
VOLUME = "\\\\?\\Volume{{00000000-0000-0000-0000-0000000000{0:02x}}}\\"
IDENTIFIER = "\\\\?\\wine#cdrom#{}#{{53f56308-b6bf-11d0-94f2-00a0c91efb8b}}"


def compare(machine, arch, drive, situation):
    """situation: for the names of the cases. Returns the facts."""
    wanted = machine.facts(drive) | {
        "ActiveDiscRecorder": IDENTIFIER.format(drive.letter.lower()), "VolumeName": VOLUME.format(ord(drive.letter)),
        "VolumePathNames": [f"{drive.letter}:\\"], "LegacyDeviceNumber": drive.number, "ExclusiveAccessOwner": ""}
    seen = machine.info(arch, drive)
    for member, value in wanted.items():
        equal(f"{member}__{drive.name}_{situation}_{arch}", seen.get(member, seen), value)
    return wanted


def run(machine):
    """The drives as they come up. That the facts differ from drive to drive shows that they are not made up."""
    situations = {"ide": "disc", "scsi": "empty", "iscsi": "disc", "recorder": "blank"}
    facts = {}
    for drive in DRIVES:
        for arch in ARCHITECTURES:
            facts[drive.name] = compare(machine, arch, drive, situations[drive.name])
    equal("facts__current_profiles__are_the_media", [facts[drive.name]["CurrentProfiles"] for drive in DRIVES],
          [[0x08], [], [0x10], [0x1B]])
    check("facts__features__differ", facts["ide"]["SupportedFeaturePages"] != facts["recorder"]["SupportedFeaturePages"], facts)
    for arch in ARCHITECTURES:
        listed = machine.discctl(arch, "list", "--json")
        equal(f"list__{arch}__every_drive_in_the_order_of_the_letters", [entry.get("id") for entry in listed.json() or []],
              [IDENTIFIER.format(drive.letter.lower()) for drive in DRIVES])
