"""erase: rewritable discs of virtual recorders, which are burned before and after."""
from harness import check, is_failure
from test_burn import burn, make_iso, media, on_disc, status

NO_MEDIA = "0xC0AA0202"
NOT_ERASABLE = ("0x80AA0904", "0xC0AA0909")


def run_erase(discctl, drive, image):
    """Burned, erased, and burned again."""
    burn(discctl, f"{drive}__to_be_erased", "erased.iso", drive)
    result = discctl("erase", drive)
    check(f"erase__{drive}", result.code == 0 and "The disc is erased. The disc (" in result.out and "erasing" in result.err, result)
    check(f"erase__{drive}__is_blank", "BLANK" in status(discctl, drive), media(discctl, drive))
    burn(discctl, f"{drive}__erased_disc", "erased.iso", drive, "--verify", "full")
    check(f"burn__{drive}__erased_disc__disc_has_the_image", on_disc(discctl, drive, 0, len(image)) == image)
    result = discctl("erase", drive, "--full", "--json")
    check(f"erase__{drive}__full__json", result.code == 0 and result.json()["hresult"] == "0x00000000" and not result.err, result)
    check(f"erase__{drive}__full__is_blank", "BLANK" in status(discctl, drive), media(discctl, drive))


def run_refused(discctl):
    result = discctl("erase", "empty", "--json")
    check("erase__no_medium", result.code == 1 and is_failure(result.json(), NO_MEDIA), result)
    result = discctl("erase", "cd-r", "--json")
    check("erase__cd_r__is_refused", result.code == 1 and result.json()["hresult"] in NOT_ERASABLE, result)
    discctl("virtual", "fault", "cd-rw", "--opcode", "a1", "--sense", "5/30/05")
    result = discctl("erase", "cd-rw")
    check("erase__drive_refuses__says_so", result.code == 1 and "5/30/05" in result.err, result)
    check("erase__drive_refuses__nobody_holds_the_drive", discctl("owner", "cd-rw").out == "nobody\n")
    discctl("virtual", "fault", "cd-rw", "--clear")


def run(discctl):
    discctl.add("empty")
    for medium in ("cd-r", "cd-rw", "dvd+rw"):
        discctl.add(medium.replace("+", "-plus-"), "--media", medium)
    image = make_iso(discctl, "erased.iso", 2000)
    for drive in ("cd-rw", "dvd-plus-rw"):
        run_erase(discctl, drive, image)
    run_refused(discctl)
