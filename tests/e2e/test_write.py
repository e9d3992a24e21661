"""Our own burner at a recorder that others wrote: an image of xorriso's on the blank DVD+R of tgt, by every kind of program. The disc is read
by READ(10), and in tgt's own file."""
from cases import check, equal
from machine import ARCHITECTURES, RECORDER

# "Writing the disc failed": E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED
NOT_SUPPORTED = "0xC0AA0406"


def run(machine):
    image = machine.make_image("written", 3001)  # not whole ECC blocks of 16
    for arch, program in (("x64", "discctl.exe"), ("x86", "burn_c.exe"), ("x64", "burn.vbs"), ("x86", "burn_cpp.exe"), ("x86", "burn.js")):
        machine.insert_blank()
        result = burn(machine, arch, program, "Z:\\mnt\\host\\written.iso")
        name = f"write__{program}_{arch}"
        check(f"{name}__ends_well", result.code == 0, result)
        check_disc(name, machine, image)
    for arch in ARCHITECTURES:
        check_closed(machine, arch, image)
        check_speeds(machine, arch)


def burn(machine, arch, program, image):
    if program == "discctl.exe":
        return machine.discctl(arch, "burn", image, f"{RECORDER.letter}:", "--verify", "full")
    return machine.wine(arch, program, image, str(RECORDER.number))


def check_disc(name, machine, image):
    """tgt keeps the user data from block 0 on, and nothing else; the medium is what tgt calls a closed DVD+R."""
    blocks = len(image) // 2048
    machine.must(f"rm -f /tmp/read; sg_dd if={RECORDER.node} iflag=sgio bs=2048 count={blocks} of=/tmp/read")
    check(f"{name}__is_read_back", machine.must("cat /tmp/read").raw_out == image)
    recorded = machine.must("cat /tmp/recorder.img").raw_out
    check(f"{name}__is_recorded", recorded[:len(image)] == image and not any(recorded[len(image):]) and len(recorded) - len(image) < 32768,
          f"{len(recorded)} bytes")
    equal(f"{name}__is_another_medium", machine.facts(RECORDER)["CurrentProfiles"], [0x10])


def check_closed(machine, arch, image):
    """tgt closes the disc with its only session, also one that was to stay open, which the burn says; the next one is refused, and changes
    nothing."""
    machine.insert_blank()
    first = machine.discctl(arch, "burn", "/mnt/host/written.iso", f"{RECORDER.letter}:", "--keep-open")
    check(f"write__keep_open__closed_all_the_same_{arch}", first.code == 1 and "the disc reports other contents than were written" in first.err, first)
    second = machine.discctl(arch, "burn", "/mnt/host/written.iso", f"{RECORDER.letter}:")
    check(f"write__closed_disc_is_refused_{arch}", second.code == 1 and NOT_SUPPORTED in second.err, second)
    check_disc(f"write__closed_disc_{arch}", machine, image)


def check_speeds(machine, arch):
    """tgt lists 3324 kB/s, 2.4x of a DVD, which are 1623 sectors of 2048 bytes. Its mode page 2Ah says 4234 kB/s, 24x of a CD, in bytes 28
    and 29 for every medium: that is not believed, and nothing was chosen."""
    machine.insert_blank()
    machine.must(f"sg_raw -r 512 -o /tmp/page {RECORDER.node} 5a 00 2a 00 00 00 00 02 00 00")
    equal(f"write__speeds__premise_{arch}", machine.must("cat /tmp/page").raw_out[8 + 28:8 + 30], b"\x10\x8a")
    media = machine.discctl(arch, "media", f"{RECORDER.letter}:", "--json").json()
    equal(f"write__speeds__list_{arch}", media["SupportedWriteSpeeds"], [1623])
    equal(f"write__speeds__current_{arch}", media["CurrentWriteSpeed"]["name"], "E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE")
