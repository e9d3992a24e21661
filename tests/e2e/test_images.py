"""Images that the portable core made of a folder, mounted by the kernel's own file systems: every file's name, size, time and bytes."""
import hashlib
import pathlib
import re
import shlex
import subprocess
import sys

from cases import check, equal

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "fs"))
import sessions  # pylint: disable=wrong-import-position
import tree  # pylint: disable=wrong-import-position

BLOCK = 2048
UDF, JOLIET, ISO = ("udf", "iocharset=utf8"), ("iso9660", "norock,iocharset=utf8"), ("iso9660", "norock,nojoliet,map=off")

# make_image's options, and the mounts.
IMAGES = (
    ("udf revision=102", (UDF,)),
    ("udf revision=150", (UDF,)),
    ("udf revision=200", (UDF,)),
    ("udf revision=201", (UDF,)),
    ("udf revision=250", (UDF,)),
    ("udf revision=260", (UDF,)),
    ("udf revision=250 nomirror", (UDF,)),
    ("iso", (ISO,)),
    ("iso joliet", (ISO, JOLIET)),
    ("iso joliet udf revision=102", (UDF, JOLIET, ISO)),
    ("iso joliet udf revision=260", (UDF, JOLIET)),
)

SESSIONS = (
    ("udf revision=102", (UDF,)),
    ("udf revision=201", (UDF,)),
    ("udf revision=260", (UDF,)),
    ("iso joliet udf revision=250", (UDF, JOLIET, ISO)),
    ("iso joliet", (JOLIET, ISO)),
)


def run(machine):
    folder = machine.work / "share" / "images"
    folder.mkdir()
    trees = sessions.make_trees(folder)
    contents = trees["tree"][1]
    for options, mounts in IMAGES:
        image = make_image(machine, folder, options)
        for mount in mounts:
            run_mount(machine, image, mount, contents)
    run_mirrors(machine, folder, contents)
    run_sessions(machine, folder, trees)


def make_image(machine, folder, options):
    image = folder / (options.replace(" ", "-") + ".img")
    subprocess.run([machine.programs / "native" / "make_image", image, folder / "tree", *options.split(), "label=LABEL", f"now={tree.NOW}"], check=True)
    return image


def read_image(machine, image, mount):
    return machine.guest(f"sh /mnt/host/read-image /mnt/host/images/{shlex.quote(image.name)} {mount[0]} {mount[1]}")


def run_mount(machine, image, mount, contents, iso=None):
    """iso   the path in ISO 9660 of each, where it is not the first session's"""
    iso = iso or {row[1]: row[tree.RELAXED] for row in tree.TREE}
    is_iso = "nojoliet" in mount[1]
    name = f"images__{image.stem}_as_{mount[0] if is_iso or mount[0] == 'udf' else 'joliet'}{'_of_a_session' if len(contents) != len(tree.TREE) else ''}"
    result = read_image(machine, image, mount)
    if not check(f"{name}__is_mounted", result.code == 0, result):
        return
    items, _, sums = result.out.partition("\n\n")
    found = {path: (kind, size, time) for kind, size, time, path in (line.split(" ", 3) for line in items.splitlines())}
    found_sums = {path: digest for digest, path in re.findall(r"^([0-9a-f]{32}) [ *]\./(.*)$", sums, re.M)}
    wanted, wanted_sums = {}, {}
    for path, data in contents.items():
        if is_iso:
            path = iso[path] + ("" if data is None else ";1" if "." in iso[path] else ".;1")
        wanted[path] = data
        if data is not None:
            wanted_sums[path] = hashlib.md5(data).hexdigest()
    equal(f"{name}__names_and_kinds", differences({path: kind for path, (kind, _, _) in found.items()},
                                                  {path: "d" if data is None else "f" for path, data in wanted.items()}), [])
    equal(f"{name}__sizes", differences({path: int(found[path][1]) for path in wanted_sums if path in found},
                                        {path: len(wanted[path]) for path in wanted_sums}), [])
    equal(f"{name}__times", {float(time) for _, _, time in found.values()}, {float(tree.MODIFIED)})
    equal(f"{name}__bytes", differences(found_sums, wanted_sums), [])


def differences(found, wanted):
    return [(path, found.get(path), wanted.get(path)) for path in sorted({*found, *wanted}) if found.get(path) != wanted.get(path)][:5]


def run_mirrors(machine, folder, contents):
    """The kernel takes the mirror where the main metadata file's entry cannot be read, and mounts nothing where neither can be."""
    for options in ("udf revision=250", "udf revision=260", "udf revision=250 nomirror"):
        image = folder / (options.replace(" ", "-") + ".img")
        data = bytearray(image.read_bytes())
        # UDF 2.2.10 and ECMA-167 3/10.5: the logical volume's second map stands at byte 446, the partition's start at 188.
        lvd, pd = 34 * BLOCK, 35 * BLOCK
        partition = int.from_bytes(data[pd + 188:pd + 192], "little")
        main, mirror = (partition + int.from_bytes(data[lvd + 446 + at:lvd + 450 + at], "little") for at in (40, 44))
        data[main * BLOCK:(main + 1) * BLOCK] = bytes(BLOCK)
        broken = image.with_name(image.stem + "-main-zeroed.img")
        broken.write_bytes(data)
        run_mount(machine, broken, UDF, contents)
        data[mirror * BLOCK:(mirror + 1) * BLOCK] = bytes(BLOCK)
        broken = image.with_name(image.stem + "-both-zeroed.img")
        broken.write_bytes(data)
        result = read_image(machine, broken, UDF)
        check(f"images__{broken.stem}__is_refused", result.code != 0, result)


def run_sessions(machine, folder, trees):
    """The last of three sessions: the kernel is told where it begins. A rewritable disc's anchor leads to the second by itself."""
    for options, mounts in SESSIONS:
        disc = make_disc(machine, folder, f"{options} sessions", options, trees)
        disc.append("second", *trees["second"])
        disc.append("third", *trees["third"])
        for mount in mounts:
            place = f"session={disc.starts[-1]}" if mount is UDF else f"sbsector={disc.starts[-1]}"
            run_mount(machine, disc.path, (mount[0], f"{mount[1]},{place}"), disc.contents, disc.iso)
    for options in ("udf revision=102", "udf revision=250"):
        disc = make_disc(machine, folder, f"{options} rewritable", options, trees)
        disc.append("second", *trees["second"], is_rewritable=True)
        run_mount(machine, disc.path, UDF, disc.contents)


def make_disc(machine, folder, name, options, trees):
    return sessions.Disc(machine.programs / "native" / "make_image", folder, name, options, trees["tree"][1])
