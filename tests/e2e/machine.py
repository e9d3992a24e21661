"""The machine of the tests: the guest with our DLL in its Wine, and its four drives."""
import json
import pathlib
import shlex
import shutil

import discs
import guest
import sg

ARCHITECTURES = ("x64", "x86")
FOLDERS = {"x64": "system32", "x86": "syswow64"}
# A 32-bit loader finds the 32-bit programs in "system32", so each architecture has its own.
LOADERS = {"x64": "/usr/lib/wine/wine64", "x86": "/usr/lib/wine/wine"}


class Drive:
    """letter  under Wine
    node    under Linux
    number  N of \\Device\\CdRomN: Wine counts the letters that are CD-ROMs
    """

    def __init__(self, name, letter, number):
        self.name, self.letter, self.number = name, letter, number
        self.node = f"/dev/sr{number}"


IDE = Drive("ide", "D", 0)
SCSI = Drive("scsi", "E", 1)
ISCSI = Drive("iscsi", "F", 2)
RECORDER = Drive("recorder", "G", 3)
DRIVES = (IDE, SCSI, ISCSI, RECORDER)


class Machine:
    script = "serve"

    def __init__(self, image, work, programs):
        self.work, self.programs = work, pathlib.Path(programs)
        self.guest = guest.Guest(image, work, self.script)

    def install(self, with_dll=True):
        """Puts the DLLs where Windows keeps them and registers them; discctl comes beside."""
        self.must("wineserver --persistent && mkdir /tmp/x64 /tmp/x86")
        for arch in ARCHITECTURES:
            self.must(f"cp /mnt/host/{arch}/* /tmp/{arch}/ && rm /tmp/{arch}/*.dll")
            if with_dll:
                self.must(f"cp --remove-destination /mnt/host/{arch}/*.dll $WINEPREFIX/drive_c/windows/{FOLDERS[arch]}/")
                self.must(f"{LOADERS[arch]} 'C:\\windows\\{FOLDERS[arch]}\\regsvr32.exe' /s imapi2.dll imapi2fs.dll")

    def must(self, command):
        result = self.guest(command)
        if result.code != 0:
            raise guest.GuestError(f"the guest cannot: {result}")
        return result

    def hold(self, path):
        """A program has this open until release(): it is "sleep" when the shell has opened its input."""
        self.must(f"sleep 6000 <{path} >/dev/null 2>&1 3>&- & until pidof sleep >/dev/null; do :; done")

    def release(self):
        self.guest("kill $(pidof sleep)")

    def unmount(self, folder):
        """Where it is mounted: as soon as who held it has gone."""
        self.must(f"for _ in $(seq 600); do grep -q ' {folder} ' /proc/mounts || exit 0; umount {folder} || sleep 0.1; done; exit 1")

    @staticmethod
    def wine_command(arch, program, *arguments):
        """A program of ours of that architecture: an executable, or a script for cscript."""
        command = ["wine", f"/tmp/{arch}/{program}"]
        if not program.endswith(".exe"):
            command = [LOADERS[arch], f"C:\\windows\\{FOLDERS[arch]}\\cscript.exe", "//nologo", f"Z:\\tmp\\{arch}\\{program}"]
        return shlex.join([*command, *arguments])

    def make_image(self, name, blocks):
        """A disc image of so many blocks, /mnt/host/NAME.iso in the guest; its bytes."""
        return discs.make_disc(self.work / "share", name, blocks * 2048, random_bytes=(blocks - 400) * 2048).read_bytes()

    def wine(self, arch, program, *arguments):
        return self.guest(self.wine_command(arch, program, *arguments))

    def discctl(self, arch, *arguments):
        return self.wine(arch, "discctl.exe", *arguments)

    def info(self, arch, drive):
        """The members that discctl could read."""
        result = self.discctl(arch, "info", f"{drive.letter}:", "--json")
        return result.json() or {"failure": str(result)}

    def ask_command(self, arch, drive, *steps):
        return self.wine_command(arch, "ask.js", drive.letter, *steps)

    def ask(self, arch, drive, *steps):
        """The steps, one after the other, on one recorder object (guest/ask.js)."""
        return self.answers(self.guest(self.ask_command(arch, drive, *steps)), steps)

    @staticmethod
    def answers(result, steps):
        """What ask.js printed: for each step its value, or (HRESULT, words)."""
        answers = [json.loads(line) for line in result.out.splitlines()]
        if [answer[0] for answer in answers] != list(steps):
            raise RuntimeError(f"ask.js broke off: {result}")
        return [answer[1] if len(answer) == 2 else tuple(answer[1:]) for answer in answers]

    def facts(self, drive):
        return sg.facts(self.guest, drive.node)

    def is_ready(self, drive):
        return sg.is_ready(self.guest, drive.node)

    def is_open(self, drive):
        """The tray, as who emulates the drive sees it."""
        if drive in (IDE, SCSI):
            return self.block(drive)["tray_open"]
        shown = self.must("tgtadm --lld iscsi --op show --mode target").out
        unit = shown.partition(f"Target {drive.number - 1}:")[2].partition("LUN: 1")[2]
        return {"Yes": False, "No": True}[unit.partition("Online: ")[2].split()[0]]

    def block(self, drive):
        """What QEMU knows about one of its drives."""
        return next(block for block in self.guest.control("query-block") if block.get("qdev") == drive.name)

    def insert(self, drive, image):
        """Puts another disc into one of QEMU's drives; the door must not be locked."""
        self.guest.control("blockdev-change-medium", id=drive.name, filename=str(image), format="raw")

    def insert_blank(self):
        """A new blank DVD+R into tgt's recorder."""
        self.must("rm -f /tmp/recorder.img && tgtimg --op new --device-type cd --type dvd+r --file /tmp/recorder.img")
        self.insert_recorder("/tmp/recorder.img")

    def insert_recorder(self, file):
        """Another file of the guest's into tgt's recorder, also under a file system that is mounted. It notices one that comes while its tray
        is open."""
        node = RECORDER.node
        self.must(f"sg_raw {node} 1e 00 00 00 00 00 && sg_start --eject {node} && "
                  f"tgtadm --lld iscsi --mode logicalunit --op update --tid 2 --lun 1 --params path={file} && sg_start --load {node}")
        self.is_ready(RECORDER)

    def close(self):
        self.guest.close()
        shutil.rmtree(self.work, ignore_errors=True)
