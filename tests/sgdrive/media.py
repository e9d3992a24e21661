"""What is true of the media that the simulated drive knows, typed from the standards and from what real drives said of such discs
(tests/media); nothing here comes from the simulator.

    profile      MMC-6, profile list
    blocks       of 2,048 bytes: CD by its lead-out (ATIP, 80 and 74 minutes), DVD and BD by their books
    status       MMC-6, disc status: blank, complete, other
    formats      READ FORMAT CAPACITIES: (type, blocks), the current one first as "unformatted" or "formatted"
    speeds       fastest write speed in kB/s
"""
import collections

Medium = collections.namedtuple(
    "Medium", "name profile sg libburn libcdio mediainfo blocks status erasable speed book formats layer0", defaults=(None, (), None))

MEDIA = [
    Medium("cd-r", 0x09, "CD-R", "CD-R", "Write once Compact Disc capable", None, 359849, "blank", False, 8467),
    Medium("cd-rw", 0x0A, "CD-RW", "CD-RW", "CD-RW Re-writable Compact Disc capable", None, 332850, "blank", True, 1764),
    Medium("dvd-r", 0x11, "DVD-R sequential recording", "DVD-R sequential recording",
           "Re-recordable DVD using Sequential recording", "11h, DVD-R Sequential", 2298496, "blank", False, 22160, "25h, DVD-R book [revision 5]"),
    Medium("dvd-rw", 0x14, "DVD-RW sequential recording", "DVD-RW sequential recording",
           "Re-recordable DVD using Sequential Recording", "14h, DVD-RW Sequential", 2298496, "blank", True, 5540, "33h, DVD-RW book [revision 3]"),
    Medium("dvd-rw-ro", 0x13, "DVD-RW restricted overwrite", "DVD-RW restricted overwrite",
           "Re-recordable DVD using Restricted Overwrite", "13h, DVD-RW Restricted Overwrite", 2297888, "complete", True, 5540,
           "33h, DVD-RW book [revision 3]", (("formatted", 2297888), ("00h", 2297888), ("10h", 2297888), ("15h", 2297888))),
    Medium("dvd-r-dl", 0x15, "DVD-R dual layer sequental recording", "DVD-R/DL sequential recording",
           "DVD-R - Double-Layer Sequential Recording", "15h, DVD-R Dual Layer Sequential", 4171712, "blank", False, 11080,
           "26h, DVD-R book [revision 6]"),
    Medium("dvd+r", 0x1B, "DVD+R", "DVD+R", "DVD+R - DVD Recordable", "1Bh, DVD+R", 2295104, "blank", False, 22160),
    Medium("dvd+rw", 0x1A, "DVD+RW", "DVD+RW", "DVD+RW - DVD Rewritable", "1Ah, DVD+RW", 2295104, "blank", True, 11080,
           None, (("unformatted", 2295104), ("26h", 2295104))),
    Medium("dvd+r-dl", 0x2B, "DVD+R dual layer", "DVD+R/DL", "DVD+R Double Layer - DVD Recordable Double Layer",
           "2Bh, DVD+R Double Layer", 4173824, "blank", False, 11080, None, (), 2086912),
    Medium("dvd-ram", 0x12, "DVD-RAM", "DVD-RAM", "Re-writable DVD", "12h, DVD-RAM", 2236704, "other", True, 6925,
           None, (("formatted", 2236704), ("00h", 2236704), ("00h", 2295072))),
    Medium("bd-r", 0x41, "BD-R SRM", "BD-R sequential recording", "Blu Ray BD-R sequential recording", "41h, BD-R SRM", 12219392,
           "blank", False, 53952, None, (("unformatted", 12219392), ("00h", 11826176), ("32h", 11826176), ("32h", 12088320))),
    Medium("bd-re", 0x43, "BD-RE", "BD-RE", "Blu Ray BD-RE", "43h, BD-RE", 12219392, "blank", True, 8992, None,
           (("unformatted", 12219392), ("30h", 11826176), ("31h", 12219392))),
    Medium("bd-r-dl", 0x41, "BD-R SRM", "BD-R sequential recording", "Blu Ray BD-R sequential recording", "41h, BD-R SRM", 24438784,
           "blank", False, 26976, None, (("unformatted", 24438784), ("00h", 23652352), ("32h", 23652352))),
    Medium("bd-re-dl", 0x43, "BD-RE", "BD-RE", "Blu Ray BD-RE", "43h, BD-RE", 24438784, "blank", True, 8992, None,
           (("unformatted", 24438784), ("30h", 23652352), ("31h", 24438784))),
]
