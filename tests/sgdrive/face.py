"""Simulated drives at Linux's SG_IO for tests: starts their daemons, steers them, reads what they were asked.

    with face.Drive(folder, "own", media="dvd+r") as drive:
        face.run(["sg_inq", "/dev/sr0"], [drive])
        print(drive.commands())

See README.md, settings.h and drive.h."""
import collections
import os
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Another folder than the usual one: for tests that break something on purpose.
BUILD = pathlib.Path(os.environ.get("OPENIMAPI2_SGIO_BUILD", ROOT / "build" / "sgio"))

# A line of the log: drive.h, drive_execute.
Command = collections.namedtuple("Command", "pid program origin cdb direction requested transferred status sense")


def environment(drives):
    """What a process needs to see these drives as /dev/sr0, /dev/sr1 ... $LIB is the loader's word for the folder of 64- or 32-bit
    libraries."""
    return {**os.environ, "LD_PRELOAD": f"{BUILD}/$LIB/libsgdrive.so",
            "OPENIMAPI2_SGDRIVE": ":".join(str(drive.file) for drive in drives)}


def run(command, drives, timeout_s=60, cwd=None):
    """A finished program: returncode, stdout, stderr as text."""
    return subprocess.run(command, env=environment(drives), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          errors="replace", timeout=timeout_s, cwd=cwd, check=False)


def attached(index):
    """A drive of this process's environment, whose daemon somebody else has started; it becomes our own drive, and empty."""
    file = pathlib.Path(os.environ["OPENIMAPI2_SGDRIVE"].split(":")[index])
    return Drive(file.parent, file.name, attach=True)


class Drive:
    """One drive with its daemon, which ends with this process at the latest. attach: there is a daemon already."""

    def __init__(self, folder, name, identity=None, state=None, media="none", image=None, attach=False, options=()):
        self.file = pathlib.Path(folder).resolve() / name
        self.daemon, self.identity, self.faults, self.extra = None, [], [], []
        # Other numbers than those of whoever was here before.
        self.media_serial = self.fault_serial = time.monotonic_ns() & 0x7fffffff
        if not attach:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            for suffix in ("settings", "state", "log"):
                self.beside(suffix).unlink(missing_ok=True)
        self.become(identity, state, media, image, options)
        if not attach:
            self.start()

    def beside(self, suffix):
        return self.file.with_name(f"{self.file.name}.{suffix}")

    def start(self):
        self.daemon = subprocess.Popen([BUILD / "tests" / "sgdrive" / "sgdrive", self.file], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if self.daemon.stdout.readline() != "ready\n":
            raise RuntimeError(f"no drive at {self.file}: {self.daemon.communicate()[1]}")
        self.beside("pid").write_text(f"{self.daemon.pid}\n", encoding="utf-8")

    def stop(self):
        """Raises when the daemon did not end well: a sanitizer's complaint is one."""
        if not self.daemon:
            return
        daemon, self.daemon = self.daemon, None
        _, errors = daemon.communicate(timeout=60)
        if daemon.returncode != 0 or errors:
            raise RuntimeError(f"the daemon of {self.file} ended with {daemon.returncode}: {errors}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _write(self):
        lines = [*self.identity, f"media {self.media}", f"media-serial {self.media_serial}",
                 f"fault-serial {self.fault_serial}", *([f"image {self.image}"] if self.image else []), *self.options, *self.extra, *self.faults]
        following = self.beside("settings.next")
        following.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        os.replace(following, self.beside("settings"))

    def become(self, identity=None, state=None, media="none", image=None, options=()):
        """Another drive takes its place: our own, or a captured one (tests/drives)."""
        self.identity = [f"drive {pathlib.Path(identity).resolve()}"] if identity else []
        self.identity += [f"state {state}"] if state else []
        self.insert(media, image, options)

    def insert(self, media, image=None, options=()):
        """Somebody puts this medium in and pushes the tray shut. options: "blocks N", "busy N", "time N", "protected 1" (settings.h)."""
        self.media, self.image = media, pathlib.Path(image).resolve() if image else None
        self.options = list(options)
        self.media_serial += 1
        self._write()

    def fault(self, opcode, kind, parameter=0, nth=0, reply=b""):
        """sim/sim_fault.h; kind: sense, reply, short, delay, gone, hang."""
        self.faults.append(f"fault {opcode:02x} {kind} {nth} {parameter} {reply.hex()}".rstrip())
        self.fault_serial += 1
        self._write()

    def clear_faults(self):
        self.faults = []
        self.fault_serial += 1
        self._write()

    def report_no_residual(self, wanted=True):
        """As many ATA adapters: every transfer looks full."""
        self.extra = ["residual none"] if wanted else []
        self._write()

    def commands(self, origin=None):
        """All commands since forget(), oldest first. origin: "client" or "system", or both."""
        found = []
        for line in self.beside("log").read_text(encoding="utf-8").splitlines():
            fields = line.split(" ") + [""]
            found.append(Command(int(fields[0]), *fields[1:5], int(fields[5]), int(fields[6]), *fields[7:9]))
        return [command for command in found if origin in (None, command.origin)]

    def forget(self):
        os.truncate(self.beside("log"), 0)
