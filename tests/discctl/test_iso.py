"""iso: folders and files as images, read back by 7-Zip and isoinfo; burn FOLDER: the same on the discs of virtual recorders."""
import binascii
import os
import struct
import subprocess

from harness import check, is_failure
from test_burn import burn, disc_of, make_iso

SIZE_LIMIT = "0xC0AAB120"
NOT_BLANK = "0xC0AA0405"
INVALID_PARAMETER = "0x80070057"
FILES = {"a file.txt": b"one\n", "folder/b.bin": bytes(range(256)) * 40, "folder/deep/c": b"", "\u00e4\u03b2.dat": b"names"}


def make_tree(discctl, name, files):
    for path, content in files.items():
        file = discctl.work / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return name


def extract(image, folder, kind):
    """What 7-Zip finds in the image's file system of this kind: {path: content}."""
    subprocess.run(["7z", "x", "-y", f"-t{kind}", f"-o{folder}", image], capture_output=True, check=True)
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def isoinfo(image, *options):
    return subprocess.run(["isoinfo", "-i", image, *options], capture_output=True, text=True, check=True).stdout


def run_usage(discctl):
    refusals = {
        "without_out": ("tree",),
        "unknown_file_system": ("tree", "--out", "x.iso", "--fs", "iso,hfs"),
        "joliet_alone": ("tree", "--out", "x.iso", "--fs", "joliet"),
        "unknown_revision": ("tree", "--out", "x.iso", "--udf", "3.00"),
        "revision_without_udf": ("tree", "--out", "x.iso", "--fs", "iso", "--udf", "2.50"),
        "unknown_medium": ("tree", "--out", "x.iso", "--media", "floppy"),
        "unknown_emulation": ("tree", "--out", "x.iso", "--boot", "x", "--emulation", "5.25"),
        "emulation_without_boot": ("tree", "--out", "x.iso", "--emulation", "hd"),
    }
    for name, arguments in refusals.items():
        result = discctl("iso", *arguments)
        check(f"iso__{name}__exit_2", result.code == 2 and "see discctl iso --help" in result.err, result)
    check("iso__wrong_usage__no_file", not (discctl.work / "x.iso").exists())
    result = discctl("iso")
    check("iso__no_source__is_missing", result.code == 2 and "SOURCE is missing" in result.err, result)


def run_readers(discctl):
    tree = make_tree(discctl, "tree", FILES)
    result = discctl("iso", tree, "--out", "all.iso", "--label", "Label_1")
    image = discctl.work / "all.iso"
    check("iso__folder__is_done", result.code == 0, result)
    check("iso__folder__says_what_it_has", "ISO 9660, Joliet, UDF 1.02, 4 files, 2 folders" in result.out and
          f"{image.stat().st_size} bytes" in result.out, result)
    for kind in ("iso", "udf"):
        found = extract(image, discctl.work / f"out-{kind}", kind)
        check(f"iso__folder__read_as_{kind}", found == FILES, found)
    check("iso__label__in_the_volume", "Volume id: LABEL_1" in isoinfo(image, "-d"), isoinfo(image, "-d"))
    check("iso__part__is_gone", not list(discctl.work.glob("*.part")))

    result = discctl("iso", tree, "--out", "udf.iso", "--fs", "udf", "--udf", "2.50", "--no-mirror")
    found = extract(discctl.work / "udf.iso", discctl.work / "out-250", "udf")
    check("iso__udf_2_50__read_back", result.code == 0 and "UDF 2.50" in result.out and found == FILES, found)

    (discctl.work / "single").write_bytes(b"single")
    result = discctl("iso", tree, "single", "--out", "two.iso", "--fs", "iso,joliet")
    found = extract(discctl.work / "two.iso", discctl.work / "out-two", "iso")
    expected = {f"tree/{path}": content for path, content in FILES.items()} | {"single": b"single"}
    check("iso__two_sources__under_their_names", result.code == 0 and found == expected, found)


def run_boot(discctl):
    (discctl.work / "bios.img").write_bytes(b"\xf4" * 2048)
    (discctl.work / "efi.img").write_bytes(b"\xeb" * 1474560)
    result = discctl("iso", "tree", "--out", "boot.iso", "--boot", "bios.img", "--efi", "efi.img")
    listing = isoinfo(discctl.work / "boot.iso", "-d") if result.code == 0 else ""
    check("iso__boot__catalog", result.code == 0 and "El Torito VD version 1 found" in listing, (result, listing))
    plain = subprocess.run(["xorriso", "-indev", discctl.work / "boot.iso", "-report_el_torito", "plain"], capture_output=True, text=True).stdout
    check("iso__boot__bios_and_uefi_without_emulation", "1  BIOS  y   none" in plain and "2  UEFI  y   none" in plain, plain)
    result = discctl("iso", "tree", "--out", "boot.iso", "--boot", "bios.img", "--emulation", "1.44", "--json")
    check("iso__boot__wrong_size_for_the_emulation", result.code == 1 and is_failure(result.json(), "0xC0AAB14A"), result)


def listed(discctl, name):
    """The files that ls --json shows: {path with slashes: size}."""
    result = discctl("ls", name, "--json")
    got = result.json() if result.code == 0 else None
    return got and {item["path"][1:].replace("\\", "/"): item["size"] for item in got["items"] if not item["directory"]}, got or result


def run_ls(discctl):
    sizes = {path: len(content) for path, content in FILES.items()}
    found, got = listed(discctl, "all.iso")
    check("ls__image_of_ours__udf", found == sizes and got["fileSystem"] == "UDF" and got["label"] == "Label_1", got)
    found, got = listed(discctl, "two.iso")
    check("ls__image_without_udf__joliet", got and got["fileSystem"] == "Joliet" and "tree/folder/b.bin" in found, got)
    make_iso(discctl, "foreign.iso", 50)
    found, got = listed(discctl, "foreign.iso")
    check("ls__image_of_xorriso__its_file", found == {"data.bin": 51200}, got)
    text = discctl("ls", "all.iso")
    check("ls__text__files_and_sum", text.code == 0 and "\\folder\\b.bin\n" in text.out and "4 files, 2 folders" in text.out, text)
    (discctl.work / "noise.iso").write_bytes(bytes(range(256)) * 4096)
    result = discctl("ls", "noise.iso", "--json")
    check("ls__no_file_system__says_so", result.code == 1 and is_failure(result.json(), "0xC0AAB151"), result)
    (discctl.work / "short.iso").write_bytes(b"short")
    result = discctl("ls", "short.iso")
    check("ls__no_image__says_so", result.code == 1 and "is no image of a disc" in result.err, result)
    result = discctl("ls", "no such.iso")
    check("ls__no_such_file__names_it", result.code == 1 and "no such.iso" in result.err, result)


def run_reproducible(discctl):
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    try:
        discctl("iso", "tree", "--out", "first.iso")
        extract(discctl.work / "first.iso", discctl.work / "again", "udf")  # reading changes access times
        for file in (discctl.work / "tree").rglob("*"):
            if file.is_file():
                file.read_bytes()
        discctl("iso", "tree", "--out", "second.iso")
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    first, second = ((discctl.work / name).read_bytes() for name in ("first.iso", "second.iso"))
    check("iso__same_folder__same_bytes", first == second and first)


def run_control_characters(discctl):
    """Names of a disc may have any character: a terminal sees none that moves its cursor or changes it. The identifiers' CRC is not asked for."""
    make_tree(discctl, "controls", {"evilZYXW.txt": b"1"})
    result = discctl("iso", "controls", "--out", "controls.iso", "--fs", "udf")
    image = (discctl.work / "controls.iso").read_bytes() if result.code == 0 else b""
    name = "ZYXW".encode("utf-16-be")
    check("ls__control_characters__image_has_the_name_once", image.count(name) == 1, result)
    discctl.file("controls.iso", image.replace(name, "\x1b\n\x9b\u202e".encode("utf-16-be")))
    text = discctl("ls", "controls.iso")
    check("ls__control_characters__are_shown_by_number", text.code == 0 and "\\evil<U+001B><U+000A><U+009B><U+202E>.txt\n" in text.out, text)
    found, got = listed(discctl, "controls.iso")
    check("ls__control_characters_json__as_they_are", found == {"evil\x1b\n\x9b\u202e.txt": 1}, got)


def udf_descriptor(tag, location, size, fields):
    """A block with a descriptor of so many bytes; ECMA-167 3/7.2."""
    block = bytearray(2048)
    for offset, value in fields.items():
        block[offset:offset + len(value)] = value
    block[0:16] = struct.pack("<HHBBHHHI", tag, 2, 0, 0, 0, binascii.crc_hqx(bytes(block[16:size]), 0), size - 16, location)
    block[4] = sum(block[0:16]) & 0xFF
    return bytes(block)


def deep_udf(path, levels):
    """A volume of UDF 1.02 whose partition of directories "d", one in the other, begins at block 300; by ECMA-167 and OSTA UDF 1.02."""
    blocks = 301 + levels + 1
    with open(path, "wb") as image:
        def put(block, content):
            image.seek(2048 * block)
            image.write(content)
        for block, name in ((16, b"BEA01"), (17, b"NSR02"), (18, b"TEA01")):
            put(block, b"\0" + name + b"\1")
        put(32, udf_descriptor(5, 32, 512, {16: struct.pack("<IHH", 1, 1, 1), 184: struct.pack("<III", 1, 300, blocks - 300)}))
        put(33, udf_descriptor(6, 33, 446, {16: struct.pack("<I", 1), 84: b"\x08deep".ljust(127, b"\0") + b"\5", 212: struct.pack("<I", 2048),
                                            217: b"*OSTA UDF Compliant", 240: b"\x02\x01", 248: struct.pack("<I", 2048),
                                            264: struct.pack("<II", 6, 1), 440: b"\1\6\1\0\1\0"}))
        put(34, udf_descriptor(8, 34, 512, {}))
        put(256, udf_descriptor(2, 256, 512, {16: struct.pack("<IIII", 32768, 32, 32768, 32)}))
        put(300, udf_descriptor(256, 0, 512, {400: struct.pack("<II", 2048, 1)}))
        for level in range(levels + 1):
            identifier = udf_descriptor(257, level + 1, 40, {16: b"\1\0\2\2", 20: struct.pack("<II", 2048, level + 2), 38: b"\x08d"})[:40]
            items = identifier if level < levels else b""
            put(301 + level, udf_descriptor(261, level + 1, 176 + len(items), {20: b"\4", 27: b"\4", 34: b"\3", 56: struct.pack("<Q", len(items)),
                                                                               172: struct.pack("<I", len(items)), 176: items}))
        image.truncate(2048 * blocks)


def run_deep(discctl):
    """Each level has its path, so that the list has 170 MB: it goes to a file. A stack of 2 MiB has no room for so many levels of 176 bytes."""
    levels = 13000
    deep_udf(discctl.work / "deep.iso", levels)
    with open(discctl.work / "deep.txt", "w+b") as listing:
        code = subprocess.run([discctl.wine, discctl.exe, "ls", "deep.iso"], cwd=discctl.work, stdin=subprocess.DEVNULL, stdout=listing,
                              stderr=subprocess.DEVNULL, timeout=600, check=False).returncode
        size = listing.seek(0, os.SEEK_END)
        listing.seek(max(size - 4 * levels, 0))
        lines = listing.read().decode("utf-8", "replace").splitlines()
    os.remove(discctl.work / "deep.txt")
    check("ls__deep_directories__are_all_listed", code == 0 and lines[-2].endswith("\\d" * levels + "\\") and
          lines[-1] == f'0 files, {levels} folders, 0 bytes; UDF, volume "deep"', (code, size, lines[-1]))


def run_part_files(discctl):
    """What the image is written into until it is whole is a file of its own."""
    discctl.file("kept.iso.part", b"somebody's")
    result = discctl("iso", "tree", "--out", "kept.iso")
    check("iso__part_file_is_there__stays", result.code == 0 and (discctl.work / "kept.iso.part").read_bytes() == b"somebody's", result)
    check("iso__part_file_is_there__no_other_is_left", sorted(file.name for file in discctl.work.glob("kept.iso*")) == ["kept.iso", "kept.iso.part"],
          list(discctl.work.glob("kept.iso*")))
    (discctl.work / "kept.iso.part").unlink()


def run_failures(discctl):
    result = discctl("iso", "not there", "--out", "failed.iso", "--json")
    check("iso__missing_source__fails", result.code == 1 and result.json() and "not there" in result.json()["text"], result)
    check("iso__missing_source__no_file", not (discctl.work / "failed.iso").exists())
    (discctl.work / "keep.iso").write_bytes(b"old")
    with open(discctl.work / "large", "wb") as large:
        large.truncate(800 * 1024 * 1024)
    result = discctl("iso", "large", "--out", "keep.iso", "--media", "cd-r", "--json")
    check("iso__too_large_for_the_medium__size_limit",
          result.code == 1 and is_failure(result.json(), SIZE_LIMIT) and "--media names a larger disc" in result.json()["text"], result)
    check("iso__failed__old_file_stays", (discctl.work / "keep.iso").read_bytes() == b"old")
    (discctl.work / "large").unlink()
    result = discctl("iso", "tree", "--out", "no folder/x.iso")
    check("iso__out_in_no_folder__says_so", result.code == 1 and "cannot write no folder/x.iso.part" in result.err, result)


def run_output_in_source(discctl):
    """An image that is one of the files that are to be read cannot be replaced while they are: that is told before any work."""
    make_tree(discctl, "own", FILES)
    discctl.file("source.img", b"source")
    result = discctl("iso", "own", "--out", "own/in.iso")
    image = (discctl.work / "own" / "in.iso").read_bytes()
    check("iso__new_file_in_its_folder__is_done", result.code == 0 and image, result)
    for name, sources, out, taken in (("file_in_its_folder", ["own"], "own/in.iso", "a file in own,"),
                                      ("in_another_case", ["tree", "OWN\\"], "own\\IN.iso", "a file in OWN\\,"),
                                      ("in_a_folder_of_it", ["."], "own/in.iso", "a file in .,"),
                                      ("is_a_source", ["tree", "source.img"], ".\\source.img", "source.img,"),
                                      ("is_the_bios_image", ["tree", "--boot", "source.img"], "source.img", "source.img,"),
                                      ("is_the_uefi_image", ["tree", "--efi", "source.img"], "source.img", "source.img,")):
        result = discctl("iso", *sources, "--out", out, "--json")
        check(f"iso__{name}__is_refused_first", result.code == 1 and is_failure(result.json(), INVALID_PARAMETER) and
              f"the image would overwrite {taken} which is to be read" in result.json()["text"], result)
    check("iso__out_in_its_source__files_are_as_they_were", (discctl.work / "own" / "in.iso").read_bytes() == image and
          (discctl.work / "source.img").read_bytes() == b"source" and not list(discctl.work.rglob("*.part")), os.listdir(discctl.work))
    make_tree(discctl, "own-2", {"in.iso": b"old"})
    result = discctl("iso", "own", "--out", "own-2/in.iso")
    check("iso__file_in_a_folder_with_a_longer_name__is_done", result.code == 0, result)


def run_burn_folder(discctl):
    discctl("virtual", "add", "folder-cd", "--media", "cd-r")
    burn(discctl, "folder", "tree", "folder-cd", "--label", "DISC", "--verify", "full", "--keep-open")
    found = extract(disc_of(discctl, "folder-cd"), discctl.work / "out-cd", "iso")
    check("burn__folder__on_the_disc", found == FILES, found)

    discctl("virtual", "add", "folder-rw", "--media", "dvd+rw")
    make_iso(discctl, "old.iso", 100)
    burn(discctl, "image_below", "old.iso", "folder-rw")
    found, got = listed(discctl, "folder-cd")
    check("ls__disc_in_a_drive__its_files", found == {path: len(content) for path, content in FILES.items()} and got["label"] == "DISC", got)
    drive = next(entry for entry in discctl("list", "--json").json() if entry["name"] == "folder-cd")
    for form, name in (("id", drive["id"]), ("index", str(drive["index"]))):
        found, got = listed(discctl, name)
        check(f"ls__drive_by_{form}__its_files", found and got["label"] == "DISC", got)
    discctl("virtual", "fault", "folder-cd", "--opcode", "25", "--nth", "1", "--sense", "2/04/01")
    found, got = listed(discctl, "folder-cd")
    check("ls__drive_becoming_ready__is_waited_for", found and got["label"] == "DISC", got)
    discctl("virtual", "fault", "folder-cd", "--clear")
    result = discctl("ls", drive["id"] + "x")
    check("ls__id_of_no_recorder__is_a_path", result.code == 1 and drive["id"] in result.err, result)
    result = discctl("burn", "tree", "folder-rw", "--json")
    check("burn__folder_on_written_rewritable__asks",
          result.code == 1 and is_failure(result.json(), NOT_BLANK) and "--new" in result.json()["text"], result)
    before = disc_of(discctl, "folder-rw").read_bytes()
    for name, options in (("overwrite", ["--overwrite"]), ("append_and_overwrite", ["--append", "--overwrite"])):
        result = discctl("burn", "tree", "folder-rw", *options)
        check(f"burn__folder_{name}__exit_2",
              result.code == 2 and "--overwrite is for an image; for a folder use --new" in result.err, result)
        check(f"burn__folder_{name}__disc_is_as_it_was", disc_of(discctl, "folder-rw").read_bytes() == before)
    burn(discctl, "folder_new", "tree", "folder-rw", "--new")
    found = extract(disc_of(discctl, "folder-rw"), discctl.work / "out-rw", "udf")
    check("burn__folder_new__on_the_disc", found == FILES, found)

    make_tree(discctl, "alone", {"alone.txt": b"alone"})
    burn(discctl, "folder_new_behind_a_session", "alone", "folder-cd", "--new")
    found, got = listed(discctl, "folder-cd")
    check("burn__folder_new_behind_a_session__is_alone", found == {"alone.txt": 5}, got)

    result = discctl("burn", "old.iso", "folder-cd", "--label", "X")
    check("burn__label_of_an_image__exit_2", result.code == 2 and "are for a folder" in result.err, result)
    result = discctl("burn", "tree", "folder-cd", "--new", "--append")
    check("burn__new_and_append__exit_2", result.code == 2 and "contradict" in result.err, result)


def run(discctl):
    run_usage(discctl)
    run_readers(discctl)
    run_boot(discctl)
    run_ls(discctl)
    run_deep(discctl)
    run_control_characters(discctl)
    run_part_files(discctl)
    run_reproducible(discctl)
    run_failures(discctl)
    run_output_in_source(discctl)
    run_burn_folder(discctl)
