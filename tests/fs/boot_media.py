"""Programs that a firmware starts from an image, typed in as machine code: each writes "booted" to the first serial port, byte by byte, and
ends the machine by QEMU's isa-debug-exit at port F4h (exit code 2 * 1 + 1)."""
import random

# For the BIOS, wherever it is loaded.
BIOS_PROGRAM = bytes.fromhex("e80000 5e 83c61a 0e 1f ac 84c0 7406 baf803 ee ebf5 baf400 b001 ee f4 ebfd") + b"booted\0"

# The same for a processor in 64-bit mode.
UEFI_PROGRAM = bytes.fromhex("e800000000 5e 4883c61c fc 66baf803 ac 84c0 7403 ee ebf8 66baf400 b001 ee f4 ebfd") + b"booted\0"

SECTOR = 512
FAT_SECTORS, ROOT_SECTORS, FIRST_DATA, SECTORS = 9, 14, 33, 2880  # of a floppy disk of 1.44 MB


def number(value, width):
    return value.to_bytes(width, "little")


def bios_image():
    return BIOS_PROGRAM + random.Random("bios").randbytes(4096 - len(BIOS_PROGRAM))


def application():
    """An EFI application of two sectors: headers, and one section with the program. PE/COFF specification, 2 and 3."""
    coff = b"PE\0\0" + number(0x8664, 2) + number(1, 2) + bytes(12) + number(240, 2) + number(0x22, 2)  # executable, large addresses
    optional = number(0x20B, 2) + bytes(2) + number(SECTOR, 4) + bytes(8) + number(SECTOR, 4) + number(SECTOR, 4) + bytes(8) + \
        number(SECTOR, 4) + number(SECTOR, 4) + bytes(16) + number(2 * SECTOR, 4) + number(SECTOR, 4) + bytes(4) + number(10, 2) + bytes(2) + \
        bytes(32) + bytes(4) + number(16, 4) + bytes(128)
    section = b".text\0\0\0" + 2 * (number(SECTOR, 4) + number(SECTOR, 4)) + bytes(12) + number(0x60000020, 4)
    headers = b"MZ" + bytes(58) + number(64, 4) + coff + optional + section
    return headers.ljust(SECTOR, b"\0") + UEFI_PROGRAM.ljust(SECTOR, b"\0")


def directory_entry(name, attributes, cluster, size=0):
    return name.ljust(11) + bytes([attributes]) + bytes(14) + number(cluster, 2) + number(size, 4)


def efi_image():
    """A floppy disk in FAT12 with \\EFI\\BOOT\\BOOTX64.EFI: clusters 2 and 3 are the directories, 4 and 5 the file."""
    program = application()
    boot = bytes.fromhex("eb3c90") + b"MSDOS5.0" + number(SECTOR, 2) + b"\1" + number(1, 2) + b"\2" + number(224, 2) + number(SECTORS, 2) + \
        b"\xF0" + number(FAT_SECTORS, 2) + number(18, 2) + number(2, 2) + bytes(10) + b"\x29" + bytes(4) + b"NO NAME    " + b"FAT12   "
    entries = (0xFF0, 0xFFF, 0xFFF, 0xFFF, 5, 0xFFF)
    fat = b"".join(number(low | high << 12, 3) for low, high in zip(entries[::2], entries[1::2])).ljust(FAT_SECTORS * SECTOR, b"\0")
    root = directory_entry(b"EFI", 0x10, 2).ljust(ROOT_SECTORS * SECTOR, b"\0")
    efi = directory_entry(b".", 0x10, 2) + directory_entry(b"..", 0x10, 0) + directory_entry(b"BOOT", 0x10, 3)
    folder = directory_entry(b".", 0x10, 3) + directory_entry(b"..", 0x10, 2) + directory_entry(b"BOOTX64 EFI", 0x20, 4, len(program))
    image = boot.ljust(510, b"\0") + b"\x55\xAA" + 2 * fat + root + efi.ljust(SECTOR, b"\0") + folder.ljust(SECTOR, b"\0") + program
    assert len(image) == (FIRST_DATA + 2) * SECTOR + len(program)
    return image.ljust(SECTORS * SECTOR, b"\0")
