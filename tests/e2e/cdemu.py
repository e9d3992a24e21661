"""Debian 13's machine: the guest with our DLL in Wine 10, and one recorder, CDEmu's."""
import re

from machine import Drive, Machine

RECORDER = Drive("cdemu", "D", 0)
METHOD = "gdbus call --session --timeout 30 --dest net.sf.cdemu.CDEmuDaemon --object-path /Daemon --method net.sf.cdemu.CDEmuDaemon."


class CdemuMachine(Machine):
    script = "serve-cdemu"

    def insert_blank(self, medium):
        """medium: CDEmu's word for it. What is burned becomes /tmp/disc.iso."""
        self.create_blank(medium, "{'writer-id': <'WRITER-ISO'>, ")

    def insert_blank_for_audio(self):
        """A CD-R that keeps the sub-channel of each sector as it was sent, but for those of index 0, of which CDEmu keeps nothing."""
        self.create_blank("cdr80", "{'writer-id': <'WRITER-TOC'>, 'writer.write_subchannel': <true>, ")

    def create_blank(self, medium, options):
        self.must(f"{METHOD}DeviceUnload 0 && rm -f /tmp/disc*")
        self.must(f"""{METHOD}DeviceCreateBlank 0 /tmp/disc "{options}'medium-type': <'{medium}'>}}" """)
        self.is_ready(RECORDER)

    def load(self, image):
        """A pressed disc."""
        self.must(f"""{METHOD}DeviceUnload 0 && {METHOD}DeviceLoad 0 "['{image}']" "{{}}" """)
        self.is_ready(RECORDER)

    def commands(self):
        """What the recorder has got so far, in order: a bytes object of 12 each. Its log is written some KB at a time: commands that change
        nothing push out what is missing."""
        self.must(f"for _ in $(seq 60); do sg_raw {RECORDER.node} 00 00 00 00 00 00; done")
        log = self.must("cat /run/cdemu.log").out
        return [bytes.fromhex(words) for words in re.findall(r"MMC-3: ((?:[0-9A-F]{2} ){11}[0-9A-F]{2})$", log, re.M)]

    def runs(self):
        """Is the process that plays the drive alive?"""
        return self.guest("pidof cdemu-daemon").code == 0
