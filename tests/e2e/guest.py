"""The virtual machine: a QEMU process, with KVM where that works, the commands that run in it, and the hands at its drives."""
import json
import os
import pathlib
import shutil
import socket
import subprocess

HERE = pathlib.Path(__file__).resolve().parent

# With SMAP on, QEMU's own emulation faults on a user-mode IRET, and Wine does those (seen: QEMU 7.2).
PROCESSOR = "max,smap=off,smep=off,umip=off,la57=off,pku=off"
# Generous: a loaded machine that emulates another.
BOOT_TIMEOUT_S = 300
# The guest itself ends a command before ($command_s of its script).
COMMAND_TIMEOUT_S = {"serve": 960, "serve-cdemu": 960, "serve-wine": 1260}


class GuestError(Exception):
    """The machine does not run, or does not answer."""


class Result:
    """How a command in the guest ended."""

    def __init__(self, command, code, out, err):
        self.command, self.code = command, code
        self.raw_out, self.raw_err = out, err
        self.out, self.err = (text.decode("utf-8", "replace").replace("\r\n", "\n") for text in (out, err))

    def json(self):
        """What it printed as JSON; None when that is none."""
        try:
            return json.loads(self.out)
        except ValueError:
            return None

    def __str__(self):
        return f"`{self.command}`: exit {self.code}, out: {self.out!r}, err: {self.err!r}"


class Line:
    """Lines and bytes over one end of a socket pair, of which QEMU has the other."""

    def __init__(self):
        self.socket, self.theirs = socket.socketpair()
        self.file = self.socket.makefile("rwb")

    def write(self, text):
        self.file.write(text.encode() + b"\n")
        self.file.flush()

    def read_line(self, timeout_s):
        return self.read(None, timeout_s).decode("utf-8", "replace").rstrip("\n")

    def read(self, count, timeout_s):
        """count bytes, or a line when it is None."""
        self.socket.settimeout(timeout_s)
        try:
            data = self.file.readline() if count is None else self.file.read(count)
        except OSError as error:
            raise GuestError(f"no answer within {timeout_s} s") from error
        if not data and count != 0:
            raise GuestError("the machine has ended")
        return data


def accelerators():
    """The ways to run the machine, the quickest first. That the device is there does not mean that the machine boots."""
    return ["kvm", "tcg"] if os.access("/dev/kvm", os.R_OK | os.W_OK) else ["tcg"]


class Guest:
    """image   the folder that tools/lib/guest-image printed
    work    a folder for what a run makes; its "share" is /mnt/host in the guest, read-only
    script  of the folder guest/: the first process after the hand-over. It writes "ready" to the port
    keep    the disk keeps what this run writes
    share   a folder of the host, writable for the guest, which mounts it as "checkout"
    ways    of accelerators(), those to try
    """

    def __init__(self, image, work, script="serve", keep=False, boot_timeout_s=BOOT_TIMEOUT_S, share=None, ways=None):
        self.image, self.work = image, pathlib.Path(work)
        self.command_timeout_s = COMMAND_TIMEOUT_S.get(script)
        shutil.copytree(HERE / "guest", self.work / "share", dirs_exist_ok=True)
        shutil.copy(HERE / "guest" / script, self.work / "share" / "serve")
        options = ["-drive", f"if=virtio,format=raw,snapshot={'off' if keep else 'on'},file={image}/root.ext4"]
        if share:
            options += ["-virtfs", f"local,path={share},mount_tag=checkout,security_model=none"]
        ways = ways or accelerators()
        for self.accelerator in ways:
            try:
                self.start(options)
                greeting = self.port.read_line(boot_timeout_s if self.accelerator == "tcg" else boot_timeout_s // 5)
                if greeting != "ready":
                    raise GuestError(f"the guest greets with {greeting!r}")
                return
            except GuestError:
                self.close()
                if self.accelerator == ways[-1]:
                    raise

    def start(self, options):
        self.port, self.monitor = Line(), Line()
        descriptors = [line.theirs.fileno() for line in (self.port, self.monitor)]
        with open(self.work / "qemu.log", "wb") as log:
            self.qemu = subprocess.Popen(
                ["qemu-system-x86_64", "-nodefaults", "-no-reboot", "-display", "none", "-machine", "pc", "-accel", self.accelerator,
                 "-cpu", PROCESSOR, "-smp", "1", "-m", "1536",
                 "-kernel", f"{self.image}/kernel", "-initrd", f"{self.image}/initrd",
                 "-append", "console=ttyS0 quiet loglevel=4 panic=-1 mitigations=off norandmaps",
                 "-serial", f"file:{self.work}/console.log",
                 *options,
                 "-virtfs", f"local,path={self.work}/share,mount_tag=host,security_model=none,readonly=on",
                 "-device", "virtio-serial-pci",
                 "-chardev", f"socket,id=port,fd={descriptors[0]}", "-device", "virtserialport,chardev=port",
                 "-chardev", f"socket,id=monitor,fd={descriptors[1]}", "-mon", "chardev=monitor,mode=control",
                 *self.disc(),
                 "-device", "ide-cd,id=ide,drive=ide-medium",
                 "-drive", "if=none,id=scsi-medium,media=cdrom",
                 "-device", "virtio-scsi-pci", "-device", "scsi-cd,id=scsi,drive=scsi-medium"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=descriptors,
                env={**os.environ, "TMPDIR": str(self.work)})
        for line in (self.port, self.monitor):
            line.theirs.close()
        self.monitor.read_line(60)  # its greeting
        self.control("qmp_capabilities")

    def disc(self):
        """The IDE drive's medium, where the run has made one."""
        disc = self.work / "share" / "disc.iso"
        return ["-drive", "if=none,id=ide-medium,media=cdrom" + (f",readonly=on,format=raw,file={disc}" if disc.exists() else "")]

    def __call__(self, command):
        """Runs a line of shell in the guest."""
        self.port.write(command)
        answer = self.port.read_line(self.command_timeout_s)
        try:
            code, out, err = map(int, answer.split())
        except ValueError as error:
            raise GuestError(f"instead of a result: {answer!r}") from error
        return Result(command, code, self.port.read(out, self.command_timeout_s), self.port.read(err, self.command_timeout_s))

    def control(self, command, **arguments):
        """A command of QEMU's monitor protocol; what it returns."""
        self.monitor.write(json.dumps({"execute": command, "arguments": arguments}))
        while True:
            answer = json.loads(self.monitor.read_line(60))
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise GuestError(f"QEMU refuses {command}: {answer['error']['desc']}")

    def close(self):
        self.qemu.kill()
        self.qemu.wait()
