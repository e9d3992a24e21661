"""The examples that write audio CDs: two tracks each, and what the plain file that keeps the sectors holds afterwards."""
import os
import pathlib
import random
import subprocess

import harness
from harness import check, skip

SECTOR = 2352
TRACKS = {"first.raw": random.Random("first").randbytes(400 * SECTOR), "second.raw": random.Random("second").randbytes(350 * SECTOR)}
PAUSED = TRACKS["first.raw"] + bytes(152 * SECTOR) + TRACKS["second.raw"]  # run-out and pre-gap are zeros
GAPLESS = TRACKS["first.raw"] + TRACKS["second.raw"]
CODES = ["mcn=4006381333931", "isrc=USS1Z9900001"]


def sectors(discctl, count):
    path = discctl("virtual", "list", "--json").json()[0]["image"] or ""
    unix = subprocess.run([discctl.wine, "winepath", "-u", path], capture_output=True, check=False).stdout.decode().strip()
    disc = pathlib.Path(unix).with_suffix(".bin")
    return disc.read_bytes()[:count] if disc.exists() else b""


def commands():
    """Name, the command line without its files, what stands behind the files, what the disc holds."""
    examples = harness.in_windows(str(harness.ROOT / "examples"))
    for name in ("audio.vbs", "audio.js"):
        yield name, ["cscript", "//nologo", f"{examples}\\{name}"], ["0"], PAUSED
    yield "raw.vbs", ["cscript", "//nologo", f"{examples}\\raw.vbs"], ["0", *CODES], GAPLESS
    programs = os.environ.get("BURN_PROGRAMS")
    if programs and pathlib.Path(f"{programs}/audio_c.exe").exists():
        yield "audio_c", [f"{harness.in_windows(str(pathlib.Path(programs).resolve()))}\\audio_c.exe", "0"], [], PAUSED
    else:
        skip("audio_c", "BURN_PROGRAMS does not name the folder in which it was built")


def run(discctl):
    for name, samples in TRACKS.items():
        discctl.file(name, samples)
    discctl.file("ragged.raw", bytes(400 * SECTOR + 1))
    discctl.remove_all()
    discctl.add("burner", "--media", "cd-r")
    for name, command, behind, disc in commands():
        discctl("virtual", "insert", "burner", "--media", "cd-r")
        case = name.replace(".", "_")
        output = discctl.windows(*command, *TRACKS, *behind)
        check(f"{case}__burned", "burned" in output.splitlines(), output)
        check(f"{case}__disc_has_both_tracks", sectors(discctl, len(disc)) == disc)
        check(f"{case}__tracks", [track["kind"] for track in discctl("media", "burner", "--json").json()["Tracks"]] == ["audio", "audio"])
        discctl("virtual", "insert", "burner", "--media", "cd-r")
        output = discctl.windows(*command, "ragged.raw", *behind)
        check(f"{case}__ragged_file__is_refused", "burned" not in output.splitlines() and output.strip() != "", output)
        check(f"{case}__ragged_file__nobody_holds_the_drive", discctl("owner", "burner").out == "nobody\n")
