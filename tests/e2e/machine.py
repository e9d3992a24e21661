"""The machine of the tests: the guest with our DLL in its Wine, and its four drives."""
import shutil

import guest
import sg

ARCHITECTURES = ("x64", "x86")


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
    def __init__(self, image, work):
        self.work = work
        self.guest = guest.Guest(image, work)

    def install(self, with_dll=True):
        """Puts the DLLs where Windows keeps them and registers them; discctl comes beside."""
        self.must("wineserver --persistent && mkdir /tmp/x64 /tmp/x86")
        for arch, folder, loader in (("x64", "system32", "/usr/lib/wine/wine64"), ("x86", "syswow64", "/usr/lib/wine/wine")):
            self.must(f"cp /mnt/host/{arch}/*.exe /tmp/{arch}/")
            if with_dll:
                self.must(f"cp --remove-destination /mnt/host/{arch}/imapi2.dll $WINEPREFIX/drive_c/windows/{folder}/")
                self.must(f"{loader} 'C:\\windows\\{folder}\\regsvr32.exe' /s imapi2.dll")

    def must(self, command):
        result = self.guest(command)
        if result.code != 0:
            raise guest.GuestError(f"the guest cannot: {result}")
        return result

    def wine(self, arch, program, *arguments):
        """A program of ours of that architecture."""
        return self.guest(" ".join(["wine", f"/tmp/{arch}/{program}", *arguments]))

    def discctl(self, arch, *arguments):
        return self.wine(arch, "discctl.exe", *arguments)

    def info(self, arch, drive):
        """The members that discctl could read."""
        result = self.discctl(arch, "info", f"{drive.letter}:", "--json")
        return result.json() or {"failure": str(result)}

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

    def close(self):
        self.guest.close()
        shutil.rmtree(self.work, ignore_errors=True)
