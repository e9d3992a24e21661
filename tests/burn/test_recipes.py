"""The programs in C of docs/recipes.md that no other test runs: a folder added to a disc, a disc copied to a file, a burn that is verified, an
image with a boot image; and the script that finds the recorder of a path."""
import os
import pathlib
import subprocess

import harness
from harness import check, skip

IMAGE = bytes(16 * 2048) + b"\1CD001\1" + bytes(2041) + bytes(range(256)) * 8 * 30  # 47 blocks: no multiple of the 16 that are read at once


def run_find(discctl):
    script = harness.in_windows(str(harness.ROOT / "examples" / "find.vbs"))
    discctl.add("other", "--drive", harness.in_windows(str(harness.ROOT / "tests/drives/tsstcorp-cddvdw-sh-s223f-sb03.json")))
    for entry in discctl("virtual", "list", "--json").json():
        said = discctl.windows("cscript", "//nologo", script, entry["folder"].upper() + "\\volume")
        expected = {"burner": "OPENIMAP Virtual BD-RE\n", "other": "TSSTcorp CDDVDW SH-S223F\n"}[entry["name"]]
        check(f"find_vbs__{entry['name']}", said == expected, said)
    said = discctl.windows("cscript", "//nologo", script, "Q:")
    check("find_vbs__no_drive_has_the_letter", said == "No recorder has the path q:\\\n", said)
    discctl("virtual", "remove", "other")


def run(discctl):
    programs = os.environ.get("BURN_PROGRAMS")
    if not programs or not pathlib.Path(f"{programs}/copy_c.exe").exists():
        skip("recipes_c", "BURN_PROGRAMS does not name the folder in which it was built")
        return
    folder = harness.in_windows(str(pathlib.Path(programs).resolve()))

    def program(name, *arguments):
        return discctl.windows(f"{folder}\\{name}.exe", *arguments)

    discctl.remove_all()
    discctl.file("recipe.iso", IMAGE)
    discctl.file("boot.bin", bytes(range(256)) * 16)
    for name, content in {"old/first.txt": b"first", "new/second.txt": b"second"}.items():
        (discctl.work / name).parent.mkdir(exist_ok=True)
        (discctl.work / name).write_bytes(content)

    discctl.add("burner", "--image", "recipe.iso")
    run_find(discctl)
    said = program("copy_c", "copied.iso", "0")
    check("copy_c__every_byte", "Copying: done" in said and (discctl.work / "copied.iso").read_bytes() == IMAGE, said)
    discctl("virtual", "fault", "burner", "--opcode", "28", "--sense", "3/11/00")
    said = program("copy_c", "copied.iso", "0")
    check("copy_c__a_sector_that_cannot_be_read__is_said", "sense 3/11/00" in said and "done" not in said, said)
    discctl("virtual", "fault", "burner", "--clear")

    for medium in ("cd-r", "dvd+rw"):
        discctl("virtual", "insert", "burner", "--media", medium)
        for name in ("old", "new"):
            said = program("folder_c", name, "0")
            check(f"folder_c__{medium}__{name}", "Burning: done" in said, said)
        items = (discctl("ls", "burner", "--json").json() or {"items": []})["items"]
        check(f"folder_c__{medium}__both_are_there", [item["path"] for item in items] == ["\\first.txt", "\\second.txt"], items)

    discctl("virtual", "insert", "burner", "--media", "cd-rw")
    said = program("burn_c", "recipe.iso", "0", "verify")
    check("burn_c__verified", "Burning: done" in said, said)
    for word, expected in (("verify", False), ("closed", True)):
        discctl("virtual", "insert", "burner", "--media", "cd-rw")
        discctl("virtual", "fault", "burner", "--opcode", "28", "--sense", "3/11/00")
        said = program("burn_c", "recipe.iso", "0", word)
        check(f"burn_c__unreadable_disc__{word}", ("Burning: done" in said) == expected, said)
        discctl("virtual", "fault", "burner", "--clear")

    said = program("iso_c", "old", "boot.iso", "BOOT", "boot.bin")
    report = subprocess.run(["xorriso", "-indev", str(discctl.work / "boot.iso"), "-report_el_torito", "plain"], capture_output=True, check=False)
    check("iso_c__boot_image", "done" in said and b"El Torito boot img :   1  BIOS  y   none  0x0000  0x00      8 " in report.stdout, (said, report))
