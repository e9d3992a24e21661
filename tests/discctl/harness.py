"""Runs discctl under Wine; counts what was found by tests/support/verdicts.py."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
PRESS = "press-ctrl-c"  # the file for which ctrl_c.exe waits
BEGUN = rb"writing +[1-9]"  # what standard error has when a part of a disc is written: a percentage that is not 0

sys.path.append(str(TESTS / "support"))
from verdicts import check, finish, skip  # pylint: disable=wrong-import-position,unused-import


def in_windows(path):
    return "Z:" + path.replace("/", "\\")


class Result:
    """How one run of discctl ended: code, out, err, seconds."""

    def __init__(self, code, out, err, seconds):
        self.code, self.seconds = code, seconds
        self.out, self.err = (text.decode("utf-8").replace("\r\n", "\n") for text in (out, err))

    def json(self):
        """What it printed as JSON; None when it is not JSON."""
        try:
            return json.loads(self.out)
        except ValueError:
            return None

    def __str__(self):
        return f"exit {self.code}, out: {self.out!r}, err: {self.err!r}"


class Running:
    """A program of which something is wanted while it runs. What it says on standard error is read on a thread, as it comes."""

    def __init__(self, process):
        self.process, self.said = process, b""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.said += line

    def says(self, pattern, seconds=300):
        """True as soon as standard error has this; False when the program has ended without it, or the time is over."""
        end = time.monotonic() + seconds
        while self.reader.is_alive() and time.monotonic() < end and not re.search(pattern, self.said):
            time.sleep(0.02)
        return re.search(pattern, self.said) is not None

    def end(self, seconds=300):
        """Its end: code, standard output, standard error. What goes to standard output meanwhile has to find room in the pipe."""
        try:
            code = self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = "no end"
        self.reader.join(timeout=60)
        return code, self.process.stdout.read() if code != "no end" else b"", self.said


class Discctl:
    """discctl.exe of one dist folder. Runs in a folder of its own inside the checkout: the 32-bit Wine sees no other."""

    def __init__(self, wine, dist):
        self.wine = str(pathlib.Path(wine).resolve()) if "/" in wine else wine
        self.exe = str(pathlib.Path(dist).resolve() / "discctl.exe")
        self.programs = os.environ.get("DISCCTL_PROGRAMS")
        (ROOT / "build").mkdir(exist_ok=True)
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="discctl-test-", dir=ROOT / "build"))

    def start(self, *arguments, **options):
        return subprocess.Popen([self.wine, self.exe, *arguments], cwd=self.work, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **options)

    def __call__(self, *arguments, timeout_s=600):
        began = time.monotonic()
        process = self.start(*arguments, stdin=subprocess.DEVNULL)
        try:
            out, err = process.communicate(timeout=timeout_s)
            code = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            code = "no end"
        return Result(code, out, err, time.monotonic() - began)

    def run(self, program, *arguments, **options):
        """Another Windows program, which goes on."""
        return Running(subprocess.Popen([self.wine, program, *arguments], cwd=self.work, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options))

    def under_ctrl_c(self, ctrl_c, *arguments, **options):
        """discctl in a console of its own, where press_ctrl_c() presses Ctrl-C."""
        (self.work / PRESS).unlink(missing_ok=True)
        return self.run(ctrl_c, "at", PRESS, self.exe_in_windows(), *arguments, **options)

    def press_ctrl_c(self):
        (self.work / PRESS).touch()

    def windows(self, *arguments):
        """The output of another Windows program."""
        run = subprocess.run([self.wine, *arguments], cwd=self.work, stdin=subprocess.DEVNULL, capture_output=True,
                             timeout=600, check=False)
        return run.stdout.decode("utf-8", "replace").replace("\r\n", "\n")

    def exe_in_windows(self):
        """The path of discctl.exe as Windows programs take it."""
        return in_windows(self.exe)

    def program(self, name):
        """The path of a program of this folder, as Windows programs take it; None, and said so, where none was built."""
        path = f"{self.programs}/{name}.exe"
        if self.programs and pathlib.Path(path).exists():
            return in_windows(path)
        skip(name, "DISCCTL_PROGRAMS does not name the folder in which it was built")
        return None

    def file(self, name, content):
        """A file in the working folder; returns the name to give to discctl."""
        (self.work / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    def copy(self, source):
        """A file of the tests, in the working folder."""
        shutil.copy(TESTS / source, self.work)
        return pathlib.PurePath(source).name

    def add(self, name, *arguments):
        """A virtual recorder that a test needs."""
        result = self("virtual", "add", name, *arguments)
        if result.code != 0:
            raise RuntimeError(f"virtual add {name}: {result}")

    def set_busy(self, name, polls):
        """From now on, what takes long in this recorder is under way for so many polls. (--busy would be for the burn before, too.)"""
        self.windows("reg", "add", f"HKCU\\Software\\OpenIMAPI2\\VirtualRecorders\\{name}", "/v", "MediaBusy", "/t", "REG_DWORD", "/d", str(polls), "/f")

    def names(self):
        result = self("virtual", "list", "--json")
        if result.code != 0 or result.json() is None:
            raise RuntimeError(f"virtual list --json: {result}")
        return [entry["name"] for entry in result.json()]

    def remove_all(self):
        for name in self.names():
            if self("virtual", "remove", name).code != 0:
                self("virtual", "remove", name, "--machine")

    def info(self, drive):
        result = self("info", drive, "--json")
        return result.json() or {}

    def close(self):
        shutil.rmtree(self.work, ignore_errors=True)


def is_failure(value, hresult=None):
    """A member of `info --json` that could not be read, or what a verb prints with --json when it fails."""
    return (isinstance(value, dict) and set(value) == {"hresult", "name", "text"} and value["text"] != ""
            and re.fullmatch("0x[0-9A-F]{8}", value["hresult"]) is not None
            and (hresult is None or value["hresult"] == hresult))
