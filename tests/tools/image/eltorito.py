"""The boot catalog ("El Torito" Bootable CD-ROM Format Specification 1.0, 2.0 to 2.4)."""
from .volume import BLOCK, little

ENTRY = 32
MEDIA_MAX = 4  # none, 1.2M, 1.44M, 2.88M, hard disk
PLATFORMS = (0, 1, 2, 0xEF)
SECTORS_IN_BLOCK = 4
EMULATED_SECTORS = {1: 2400, 2: 2880, 3: 5760}


def check_entry(volume, entry, where):
    volume.expect(entry[0] in (0, 0x88), where, f"boot indicator {entry[0]:02X}h")
    media = entry[1] & 0xF
    volume.expect(media <= MEDIA_MAX, where, f"media type {media}")
    volume.expect(entry[5] == 0 and not any(entry[13:]), where, "a reserved byte is not zero")
    sectors, first = little(entry, 6, 2), little(entry, 8, 4)
    # An emulated floppy disk is as long as its kind; else the count of sectors is all that is known.
    volume.claim(where, first, -(-max(EMULATED_SECTORS.get(media, sectors), 1) // SECTORS_IN_BLOCK), is_data=True)


def check(volume, catalog, record):
    where = "boot record"
    volume.expect(not any(record[39:71]) and not any(record[75:]), where, "a reserved byte is not zero")
    data = volume.read(catalog, BLOCK)
    where = f"boot catalog at {catalog}"
    # Some programs list it as a file of its own: data, then.
    volume.claim(where, catalog, 1, is_data=True)
    volume.expect(data[0] == 1 and data[30:32] == b"\x55\xAA", where, "the validation entry has other key bytes")
    volume.expect(data[1] in PLATFORMS and not any(data[2:4]), where, f"platform {data[1]:02X}h of the validation entry")
    total = sum(little(data, at, 2) for at in range(0, ENTRY, 2)) & 0xFFFF
    volume.expect(total == 0, where, f"the words of the validation entry make {total:04X}h and not 0")
    check_entry(volume, data[ENTRY:2 * ENTRY], f"{where}, initial entry")
    at, header = 2 * ENTRY, 0
    while at < BLOCK and data[at] in (0x90, 0x91):
        volume.expect(header != 0x91, where, "a section stands behind the last one")
        header, count = data[at], little(data, at + 2, 2)
        volume.expect(data[at + 1] in PLATFORMS, where, f"platform {data[at + 1]:02X}h")
        if not volume.expect(count and at + (1 + count) * ENTRY <= BLOCK, where, f"a section of {count} entries"):
            return
        for number in range(count):
            at += ENTRY
            check_entry(volume, data[at:at + ENTRY], f"{where}, entry {at // ENTRY}")
        at += ENTRY
    volume.expect(header != 0x90, where, "the last section is not marked as the last one")
    volume.expect(not any(data[at:]), where, "something stands behind the last entry")
