"""Folders as discs: imaged and burned to each medium by discctl, then a second folder added, by discctl and by the scripts of examples/.
7-Zip, isoinfo and xorriso read the files out of the plain file that keeps the disc. And the examples that make image files."""
import os
import pathlib
import subprocess

import harness
from harness import check, skip

FIRST = {"a file of the first session.txt": b"first\n" * 1000, "folder/b.bin": bytes(range(256)) * 500, "empty": b""}
SECOND = {"second.txt": b"second\n" * 3000, "folder/c.bin": b"c" * 70000}

# The medium; does it have ISO 9660 in what ChooseImageDefaults picks; what a second folder does: another session behind the first, the
# same volume anchored anew, or nothing, since one session is all that the medium takes.
ANOTHER, ANCHORED, ONE = "another session", "anchored anew", "one session"
MEDIA = [
    ("cd-r", True, ANOTHER),
    ("cd-rw", True, ANOTHER),
    ("dvd-r", True, ANOTHER),
    ("dvd-rw", False, ANOTHER),
    ("dvd-rw-ro", False, ANCHORED),
    ("dvd-r-dl", True, ONE),
    ("dvd+r", True, ANOTHER),
    ("dvd+rw", False, ANCHORED),
    ("dvd+r-dl", True, ONE),
    ("dvd-ram", False, ANCHORED),
    ("bd-r", False, ANOTHER),
    ("bd-re", False, ANCHORED),
]


def make_tree(discctl, name, files):
    for path, content in files.items():
        file = discctl.work / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return name


def disc_of(discctl):
    path = discctl("virtual", "list", "--json").json()[0]["image"]
    return pathlib.Path(discctl.windows("winepath", "-u", path).strip())


def by_7z(image, folder, kind):
    """{path: content} of the volume of this kind that begins the file. The file may be as long as a disc, and hollow."""
    subprocess.run(["7z", "x", "-y", f"-t{kind}", f"-o{folder}", image], capture_output=True, check=False)
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def by_xorriso(disc, session, folder):
    """{path: content} of the ISO 9660 or Joliet volume whose session begins at this sector."""
    subprocess.run(["xorriso", "-osirrox", "on", "-indev", f"stdio:{disc}", "-load", "sbsector", str(session), "-extract", "/", folder],
                   capture_output=True, check=False)
    subprocess.run(["chmod", "-R", "u+rwX", folder], check=False)
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def add_folder(discctl, client, medium):
    """Adds the second folder to the disc in the tray by this client."""
    if client == "discctl":
        result = discctl("burn", "folder-second", "burner", "--append", "--close")
        return check(f"folders__{medium}__appended", result.code == 0, result)
    said = discctl.windows("cscript", "//nologo", harness.in_windows(str(harness.ROOT / "examples" / f"folder.{client}")), "folder-second", "0")
    return check(f"folders__{medium}__appended_by_{client}", any(line.strip() == "burned" for line in said.splitlines()), said)


def burn_medium(discctl, medium, has_iso, second, client):
    name = medium.replace("+", "_plus_").replace("-", "_")
    discctl("virtual", "insert", "burner", "--media", medium)
    result = discctl("burn", "folder-first", "burner", "--label", "FOLDERS", "--keep-open", "--verify", "quick")
    if not check(f"folders__{name}__burned", result.code == 0, result):
        return
    disc = disc_of(discctl)
    found = by_7z(disc, discctl.work / f"{name}-first", "iso" if has_iso else "udf")
    check(f"folders__{name}__7z_reads_the_first", found == FIRST, {path: len(content) for path, content in found.items()})
    if second == ONE:
        return
    session = discctl("media", "burner", "--json").json()["NextWritableAddress"]
    if not add_folder(discctl, client, name):
        return
    both = {**FIRST, **SECOND}
    if second == ANCHORED:
        found = by_7z(disc, discctl.work / f"{name}-both", "udf")
        check(f"folders__{name}__7z_reads_both", found == both, {path: len(content) for path, content in found.items()})
    elif has_iso:
        found = by_xorriso(disc, session, discctl.work / f"{name}-both")
        check(f"folders__{name}__xorriso_reads_both", found == both, {path: len(content) for path, content in found.items()})
    else:  # no other program here finds the last session of UDF alone; tests/e2e has the kernel's mounts
        items = (discctl("ls", "burner", "--json").json() or {"items": []})["items"]
        found = {item["path"][1:].replace("\\", "/"): item["size"] for item in items if not item["directory"]}
        check(f"folders__{name}__ls_finds_both", found == {path: len(content) for path, content in both.items()}, found)


def run_examples(discctl):
    programs = os.environ.get("BURN_PROGRAMS")
    for language in ("c", "cpp"):
        if not programs or not pathlib.Path(f"{programs}/iso_{language}.exe").exists():
            skip(f"iso_{language}", "BURN_PROGRAMS does not name the folder in which it was built")
            continue
        program = harness.in_windows(str(pathlib.Path(programs).resolve())) + f"\\iso_{language}.exe"
        said = discctl.windows(program, "folder-first", f"{language}.iso", "EXAMPLE")
        found = by_7z(discctl.work / f"{language}.iso", discctl.work / f"out-{language}", "udf")
        check(f"iso_{language}__makes_an_image", "done" in said and found == FIRST, (said, sorted(found)))


def run(discctl):
    make_tree(discctl, "folder-first", FIRST)
    make_tree(discctl, "folder-second", SECOND)
    run_examples(discctl)
    discctl("virtual", "insert", "burner", "--media", "cd-r")
    for number, (medium, has_iso, second) in enumerate(MEDIA):
        burn_medium(discctl, medium, has_iso, second, ("discctl", "vbs", "js")[number % 3])
