"""Readers of images that several of these tests ask, and the programs that are built for them."""
import pathlib
import re
import subprocess
import tempfile

from tree import contents_of, differences

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAKE_IMAGE = ROOT / "build" / "native-asan" / "tests" / "fs" / "make_image"
CHECK_IMAGE = ROOT / "tests" / "tools" / "check-image"


def run(*command, **more):
    result = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                            stdin=subprocess.DEVNULL, timeout=600, **more)
    return result.returncode, result.stdout.decode("utf-8", "replace")


def structure_problems(path, wanted, session=0):
    """Our own checker's, and what it does not find at the blocks where each file system says that the files are.

    wanted  of each of ISO 9660, Joliet and UDF that is there: path -> bytes, None for a directory. A named stream is PATH:STREAM."""
    code, output = run(CHECK_IMAGE, path, "--list", "--session", session)
    image, found, problems = path.read_bytes(), {}, []
    for line in output.splitlines():
        row = re.fullmatch(r"(ISO 9660|Joliet|UDF) (\d+|None) (\d+) /(.*)", line)
        if row:
            begin = 0 if row[2] == "None" else int(row[2]) * 2048
            found.setdefault(row[1], {})[row[4]] = image[begin:begin + int(row[3])]
        else:
            problems.append(line)
    for system in {*found, *wanted}:
        files = {name: data for name, data in wanted.get(system, {}).items() if data is not None}
        problems += [f"{system}: {text}" for text in differences(found.get(system, {}), files)]
    return problems or ([] if code == 0 else [f"exit code {code}"])


def udfclient_problems(path, contents, label):
    """It takes the newest session by itself, and makes names of its own where they are not ASCII."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        listing = subprocess.run(["udfclient", "-b", "2048", path], input=b"ls\n", cwd=folder, capture_output=True, check=False).stdout.decode()
        volume = re.search(rf"^drwxrwxrwx .* (\S+:{label}:{label}:{label})$", listing, re.M)
        if volume:
            subprocess.run(["udfclient", "-b", "2048", path], input=f"get {volume[1]} all\n".encode(), cwd=folder, capture_output=True, check=False)
        found = contents_of(pathlib.Path(folder) / "all")
        run("chmod", "-R", "u+w", folder)
    named = {name: data for name, data in contents.items() if name.isascii()}
    others = sorted(data for name, data in contents.items() if not name.isascii())
    problems = differences({name: data for name, data in found.items() if name in named or data is None}, named)
    # It makes no directory that has no file.
    problems = [text for text in problems if text != "'empty' is missing"]
    if sorted(data for name, data in found.items() if name not in named and data is not None) != others:
        problems.append("the files whose names are not ASCII differ")
    return problems
