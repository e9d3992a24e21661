"""The burns of run-burners: which programs write to which medium, the commands that change the disc by it, and what other programs say
of the disc then. Orders of commands: captured from these programs at a drive that accepts everything."""
import collections

# One step of a burn: a program, the changes that it makes, what it says, how it ends. Of its words, IMAGE is an image's file, TREE a folder
# with the file "noise", SECOND one with the file "more".
Step = collections.namedtuple("Step", "command changes says code", defaults=((), 0))

# Another step: isoinfo or xorriso finds both files, byte for byte, in the file system whose descriptors stand at `session` + 16. For isoinfo
# sg_dd reads the pieces of the disc: (start, blocks).
Files = collections.namedtuple("Files", "reader session pieces", defaults=(0, ()))


def cdrskin(wanted, *options, says=(), code=0):
    return Step(("cdrskin", "dev=/dev/sr0", *options), wanted, says, code)


def wodim(wanted, *options, says=(), code=0):
    return Step(("wodim", "dev=/dev/sr0", "gracetime=2", *options), wanted, says, code)


def growisofs(wanted, *options, says=(), code=0):
    return Step(("growisofs", *options, "-Z", "/dev/sr0=IMAGE"), wanted, says, code)


def grow(wanted, option, folder, *options):
    """growisofs makes the file system itself; option: -Z for the first session, -M for another."""
    return Step(("growisofs", *options, option, "/dev/sr0", "-quiet", "-R", "-V", "BURNED", folder), wanted)


def xorriso(wanted, *options, says=()):
    return Step(("xorriso", *options, "-end"), wanted, says)


def formats(wanted, *options):
    return Step(("dvd+rw-format", *options, "/dev/sr0"), wanted)


def cd_is(*says):
    """wodim's table of contents; it always flushes the cache before it ends."""
    return Step(("wodim", "dev=/dev/sr0", "-toc"), "SYNCHRONIZE", says)


def next_session_is(*says):
    return Step(("wodim", "dev=/dev/sr0", "-msinfo"), "SYNCHRONIZE", says)


def disc_is(*says):
    return Step(("dvd+rw-mediainfo", "/dev/sr0"), "", says)


def cdrskin_says(state, sessions, *tracks):
    """cdrskin's view: the disc, its sessions (an open disc has an empty one at the end), its tracks: (session, kind, start, blocks)."""
    rows = (rf"^ +{number} +{session} {kind} +{start} +{start + blocks - 1} +{blocks} *$"
            for number, (session, kind, start, blocks) in enumerate(tracks, 1))
    return Step(("cdrskin", "dev=/dev/sr0", "-minfo"), "", (rf"^disk status: +{state}$", rf"^number of sessions: +{sessions}$", *rows))


def atip_is(*says):
    return Step(("wodim", "dev=/dev/sr0", "-atip"), "SYNCHRONIZE", says)


def status(words, sessions):
    return rf"Disc status: +{words}$", rf"Number of Sessions: +{sessions}$"


def track(number, start, blocks, state="complete incremental"):
    return rf"INFORMATION\[#{number}\]:\n Track State: +{state}\n Track Start Address: +{start}\*2KB\n(.*\n)*? Track Size: +{blocks}\*2KB$"


def fragment(number, start, blocks):
    """A track of DVD+R."""
    return track(number, start, blocks, "partial/complete")


def track_at_once(number, start, blocks):
    return track(number, start, blocks, "complete")


def next_address(lba, free):
    return rf"Next Writable Address: +{lba}\*2KB\n Free Blocks: +{free}\*2KB$"


BLANK = status("blank", 1)
# Where the file system says that the disc is written: an overwritable disc has no sessions.
ISO_IS_THERE = Step(("xorriso", "-indev", "/dev/sr0", "-toc"), "", (r"^Media status : is written", r"^ISO session  :   1 ,         0 ,",
                                                                   r"^Volume id    : 'BURNED'$"))


def capacity_is(blocks):
    return disc_is(rf"^READ CAPACITY: +{blocks}\*2048=")


def first_session(wanted):
    return xorriso(wanted, "-outdev", "/dev/sr0", "-volid", "BURNED", "-map", "TREE", "/", "-commit",
                   says=(r"^Media status : is written , is appendable$", r"^Volume id    : 'BURNED'$"))


def next_session(wanted, sessions):
    return xorriso(wanted, "-dev", "/dev/sr0", "-map", "SECOND/more", "/more", "-commit",
                   says=(r"^Media status : is written , is appendable$", rf"^Media summary: {sessions} sessions?, "))


def blanked(wanted, mode):
    return xorriso(wanted, "-outdev", "/dev/sr0", "-blank", mode, says=(r"^Media status : is blank$",))


APPENDABLE = "incomplete/appendable"
# ATIP of a 74 minute CD-RW for 4x to 10x, whatever is recorded on it.
CD_RW_ATIP = (r"^  Reference speed: 2$", r"^  Is erasable$", r"^  Disk sub type: High speed Rewritable \(CAV\) media \(1\)$",
              r"^  ATIP start of lead out: 332850 \(74:00/00\)$")
CD_R_ATIP = (r"^  Is not erasable$", r"^  ATIP start of lead out: 359849 \(79:59/74\)$")


# A burn: its name, the medium, the steps, where the image stands afterwards, with so many blocks (zeros behind the image), and the
# drive's options (settings.h).
Burn = collections.namedtuple("Burn", "name medium steps pieces options", defaults=((),))

TAO_OPEN = "WRITE | SYNCHRONIZE | CLOSE 2 0"
ONE_TRACK = "WRITE | SYNCHRONIZE | CLOSE 1 1 | CLOSE 2 0"
OVERWRITTEN = "WRITE | SYNCHRONIZE | WRITE | SYNCHRONIZE"  # the session, then the descriptors at block 16

# Orders of commands: captured from these programs at a drive that accepts everything. Addresses: CD track at once, 2 blocks of run-out,
# 11,400 behind the first session; DVD and BD, whole ECC blocks of 16 and 32.
BURNS = [
    Burn("cdrskin: CD-R, track at once", "cd-r", (
        atip_is(*CD_R_ATIP), cdrskin(TAO_OPEN, "-tao", "IMAGE"), cd_is(r"^first: 1 last 1$", r"^track: +1 lba: +0 ", r"^track:lout lba: +918 ")), [(0, 916)]),
    Burn("cdrskin: CD-R, session at once", "cd-r", (
        cdrskin("CUE | WRITE | SYNCHRONIZE", "-sao", "IMAGE"), cd_is(r"^first: 1 last 1$", r"^track:lout lba: +916 "),
        cdrskin("", "-sao", "IMAGE", code=10)), [(0, 916)]),
    Burn("cdrskin: CD-R, two sessions", "cd-r", (
        cdrskin(TAO_OPEN, "-tao", "-multi", "IMAGE"), next_session_is(r"^0,12318$"),
        cdrskin(TAO_OPEN, "-tao", "IMAGE"), cd_is(r"^first: 1 last 2$", r"^track: +2 lba: +12318 ", r"^track:lout lba: +13236 ")),
         [(0, 916), (12318, 916)]),
    Burn("wodim: CD-RW, track at once, blanked, session at once", "cd-rw", (
        wodim("OPC | WRITE | SYNCHRONIZE | CLOSE 2 0 | SYNCHRONIZE", "-tao", "IMAGE"), cd_is(r"^track:lout lba: +918 "),
        cdrskin_says("complete", 1, (1, "Data", 0, 918)), atip_is(*CD_RW_ATIP),
        wodim("OPC | BLANK 1 | SYNCHRONIZE", "blank=fast"), cdrskin_says("empty", 1, (1, "Blank", 0, 332848)), atip_is(*CD_RW_ATIP),
        wodim("OPC | CUE | WRITE | SYNCHRONIZE", "-sao", "IMAGE"), cd_is(r"^track:lout lba: +916 ")), [(0, 916)]),
    Burn("wodim: CD-R, two sessions", "cd-r", (
        wodim("OPC | WRITE | SYNCHRONIZE | CLOSE 2 0 | SYNCHRONIZE", "-tao", "-multi", "IMAGE"), next_session_is(r"^0,12318$"),
        cdrskin_says(APPENDABLE, 2, (1, "Data", 0, 918), (2, "Blank", 12318, 347529)),
        wodim("OPC | WRITE | SYNCHRONIZE | CLOSE 2 0 | SYNCHRONIZE", "-tao", "IMAGE"), cd_is(r"^track: +2 lba: +12318 "),
        cdrskin_says("complete", 2, (1, "Data", 0, 918), (2, "Data", 12318, 918)), atip_is(*CD_R_ATIP)),
         [(0, 916), (12318, 916)]),
    Burn("cdrskin: CD-RW, blanked in full", "cd-rw", (
        cdrskin(TAO_OPEN, "-tao", "IMAGE"), cdrskin("BLANK 0", "blank=all"), cdrskin(TAO_OPEN, "-tao", "IMAGE")), [(0, 916)]),

    Burn("growisofs: DVD-R", "dvd-r", (
        disc_is(*BLANK), growisofs("OPC | " + ONE_TRACK), disc_is(*status("appendable", 2), track(1, 0, 928)),
        cdrskin_says(APPENDABLE, 2, (1, "Data", 0, 928), (2, "Blank", 12288, 2286208))), [(0, 928)]),
    Burn("growisofs: DVD-R, closed", "dvd-r", (
        growisofs("OPC | " + ONE_TRACK, "-dvd-compat"), disc_is(*status("complete", 1), track(1, 0, 928)),
        cdrskin_says("complete", 1, (1, "Data", 0, 928))), [(0, 928)]),
    Burn("cdrskin: DVD-R, at once", "dvd-r", (
        cdrskin("RESERVE 916 | WRITE | SYNCHRONIZE", "-sao", "IMAGE"), disc_is(*status("complete", 1), track_at_once(1, 0, 916))), [(0, 916)]),
    Burn("wodim: DVD-R, at once", "dvd-r", (
        wodim("RESERVE 916 | OPC | WRITE | SYNCHRONIZE", "-dao", "IMAGE"), disc_is(*status("complete", 1), track_at_once(1, 0, 916))), [(0, 916)]),
    Burn("cdrskin: DVD-RW, session, blanked in a hurry, at once", "dvd-rw", (
        cdrskin(ONE_TRACK, "-multi", "IMAGE"), disc_is(*status("appendable", 2)), cdrskin("BLANK 1", "blank=deformat_sequential_quickest"), disc_is(*BLANK),
        cdrskin("RESERVE 916 | WRITE | SYNCHRONIZE", "IMAGE"), disc_is(*status("complete", 1))), [(0, 916)]),
    Burn("growisofs: DVD-RW, blanked in a hurry", "dvd-rw", (
        cdrskin(ONE_TRACK, "-multi", "IMAGE"), cdrskin("BLANK 1", "blank=deformat_sequential_quickest"),
        growisofs("OPC | RESERVE 916 | WRITE | SYNCHRONIZE"), disc_is(*status("complete", 1), track_at_once(1, 0, 916))), [(0, 916)]),
    Burn("growisofs: DVD-RW, formatted by dvd+rw-format", "dvd-rw", (
        formats("OPC | FORMAT | SYNCHRONIZE", "-force"), disc_is(r"State of Last Session: incomplete$", r"READ CAPACITY: +0\*2048"),
        growisofs("OPC | FORMAT | WRITE | SYNCHRONIZE | CLOSE 2 0"), ISO_IS_THERE), [(0, 928)]),
    Burn("cdrskin: DVD-RW, formatted, blanked in full", "dvd-rw", (
        cdrskin("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 2 0", "blank=format_overwrite"),
        cdrskin("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 2 0", "IMAGE"), ISO_IS_THERE, cdrskin("BLANK 0", "blank=deformat_sequential"), disc_is(*BLANK),
        growisofs("OPC | " + ONE_TRACK)), [(0, 928)]),
    Burn("growisofs: DVD-RW, restricted overwrite", "dvd-rw-ro", (growisofs("OPC | WRITE | SYNCHRONIZE"), ISO_IS_THERE), [(0, 928)]),
    Burn("cdrskin: DVD-R DL, at once", "dvd-r-dl", (
        cdrskin("RESERVE 916 | WRITE | SYNCHRONIZE", "IMAGE"), disc_is(*status("complete", 1))), [(0, 916)]),

    Burn("growisofs: DVD+R", "dvd+r", (
        disc_is(*BLANK), growisofs(ONE_TRACK), disc_is(*status("appendable", 2), fragment(1, 0, 928)),
        cdrskin_says(APPENDABLE, 2, (1, "Data", 0, 928), (2, "Blank", 2976, 2292128))), [(0, 928)]),
    Burn("growisofs: DVD+R, closed", "dvd+r", (
        growisofs("WRITE | SYNCHRONIZE | CLOSE 1 1 | CLOSE 6 0", "-dvd-compat"), disc_is(*status("complete", 1))), [(0, 928)]),
    Burn("cdrskin: DVD+R, two sessions", "dvd+r", (
        cdrskin("RESERVE 928 | " + ONE_TRACK, "-multi", "IMAGE"), disc_is(*status("appendable", 2)),
        cdrskin("WRITE | SYNCHRONIZE | CLOSE 1 2 | CLOSE 5 1", "IMAGE"), disc_is(*status("complete", 2), fragment(2, 2976, 928))),
         [(0, 928), (2976, 928)]),
    Burn("wodim: DVD+R", "dvd+r", (
        wodim("RESERVE 916 | OPC | WRITE | SYNCHRONIZE | CLOSE 2 0 | SYNCHRONIZE", "-dao", "IMAGE"),
        disc_is(*status("appendable", 2), fragment(1, 0, 928))), [(0, 928)]),
    Burn("growisofs: DVD+R DL", "dvd+r-dl", (
        growisofs(ONE_TRACK), disc_is(*status("appendable", 2), r"L0 Data Zone Capacity: +2086912\*2KB, can no longer be set")), [(0, 928)]),
    Burn("growisofs: DVD+R DL, split in the middle", "dvd+r-dl", (
        growisofs("STRUCTURE | WRITE | SYNCHRONIZE | CLOSE 1 1 | CLOSE 5 0", "-dvd-compat"),
        disc_is(*status("complete", 1), fragment(1, 0, 928), r"L0 Data Zone Capacity: +464\*2KB, can no longer be set")), [(0, 928)]),
    Burn("growisofs: DVD+R DL, split where it is told", "dvd+r-dl", (
        growisofs("STRUCTURE | WRITE | SYNCHRONIZE | CLOSE 1 1 | CLOSE 5 0", "-dvd-compat", "-use-the-force-luke=break:480"),
        disc_is(*status("complete", 1), fragment(1, 0, 928), r"L0 Data Zone Capacity: +480\*2KB, can no longer be set")), [(0, 928)]),
    Burn("cdrskin: DVD+R DL", "dvd+r-dl", (
        cdrskin("RESERVE 928 | WRITE | SYNCHRONIZE | CLOSE 1 1 | CLOSE 5 1", "IMAGE"), disc_is(*status("complete", 1), fragment(1, 0, 928))),
         [(0, 928)]),
    Burn("wodim: DVD+R DL", "dvd+r-dl", (
        wodim("RESERVE 916 | OPC | WRITE | SYNCHRONIZE | CLOSE 4 0 | CLOSE 5 0 | SYNCHRONIZE", "-dao", "IMAGE"),
        disc_is(*status("complete", 1))), [(0, 928)]),
    Burn("growisofs: DVD+RW", "dvd+rw", (
        disc_is(*BLANK), growisofs("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 0 0 | CLOSE 2 0"),
        disc_is(*status("complete", 1), r"BG Format Status: +suspended$"), ISO_IS_THERE,
        cdrskin_says("complete", 1, (1, "Data", 0, 2295104))), [(0, 928)]),
    Burn("cdrskin: DVD+RW", "dvd+rw", (
        cdrskin("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 2 0", "IMAGE"), ISO_IS_THERE), [(0, 916)]),
    Burn("wodim: DVD+RW, formatted by dvd+rw-format", "dvd+rw", (
        formats("FORMAT | CLOSE 0 0 | CLOSE 2 0", "-force"), wodim("OPC | WRITE | SYNCHRONIZE", "-dao", "IMAGE"), ISO_IS_THERE), [(0, 916)]),
    Burn("growisofs: DVD-RAM, as a block device", "dvd-ram", (
        Step(("growisofs", "-Z", "/dev/sr0=IMAGE"), "WRITE"), ISO_IS_THERE, cdrskin_says("complete", 1, (1, "Data", 0, 2236704))), [(0, 928)]),
    Burn("cdrskin: DVD-RAM", "dvd-ram", (cdrskin("WRITE | SYNCHRONIZE", "IMAGE"), ISO_IS_THERE), [(0, 916)]),

    Burn("growisofs: BD-R, formatted", "bd-r", (
        disc_is(*BLANK), growisofs("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 1 1"),
        disc_is(*status("appendable", 1), track(1, 0, 928), next_address(928, 12087392))), [(0, 928)]),
    Burn("growisofs: BD-R, not formatted", "bd-r", (
        growisofs(ONE_TRACK, "-use-the-force-luke=spare:none"), disc_is(*status("appendable", 2), next_address(928, 12218464)),
        cdrskin_says(APPENDABLE, 2, (1, "Data", 0, 928), (2, "Blank", 928, 12218464))), [(0, 928)]),
    Burn("cdrskin: BD-R, two sessions", "bd-r", (
        cdrskin("RESERVE 928 | " + ONE_TRACK, "-multi", "IMAGE"),
        cdrskin("WRITE | SYNCHRONIZE | CLOSE 1 2 | CLOSE 6 0", "IMAGE"), disc_is(*status("complete", 2), track(2, 928, 928))),
         [(0, 928), (928, 928)]),
    Burn("growisofs: BD-RE", "bd-re", (
        growisofs("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE"), capacity_is(11826176), ISO_IS_THERE,
        cdrskin_says("complete", 1, (1, "Data", 0, 11826176)), disc_is(r"^ Spare Area: +12288/12288=100.0% free$")), [(0, 928)]),
    Burn("cdrskin: BD-RE, formatted by dvd+rw-format", "bd-re", (
        formats("FORMAT", "-force"), cdrskin("WRITE | SYNCHRONIZE", "IMAGE"), ISO_IS_THERE), [(0, 916)]),

    # Two sessions of one file system. xorriso: 150 blocks of padding behind a first one; on overwritable discs its sessions start at block
    # 32, and the descriptors at 16 are those of the last one.
    Burn("xorriso: CD-R, two sessions", "cd-r", (
        first_session("CUE | WRITE | SYNCHRONIZE"), cd_is(r"^track:lout lba: +783 "),
        next_session("WRITE | SYNCHRONIZE | CLOSE 2 0", 2), cd_is(r"^first: 1 last 2$", r"^track: +2 lba: +12183 ", r"^track:lout lba: +12485 "),
        Files("isoinfo", 12183, ((0, 783), (12183, 300)))), []),
    Burn("xorriso: CD-RW, two sessions, blanked", "cd-rw", (
        first_session("CUE | WRITE | SYNCHRONIZE"), next_session("WRITE | SYNCHRONIZE | CLOSE 2 0", 2),
        Files("isoinfo", 12183, ((0, 783), (12183, 300))), blanked("BLANK 1", "fast"), cdrskin_says("empty", 1, (1, "Blank", 0, 332848)),
        wodim("OPC | WRITE | SYNCHRONIZE | CLOSE 2 0 | SYNCHRONIZE", "-tao", "IMAGE")), [(0, 916)]),
    Burn("xorriso: DVD-RW, two sessions, blanked in full", "dvd-rw", (
        first_session(ONE_TRACK), disc_is(*status("appendable", 2), track(1, 0, 784)),
        next_session("WRITE | SYNCHRONIZE | CLOSE 1 2 | CLOSE 2 0", 2), disc_is(*status("appendable", 3), track(2, 12144, 176)),
        Files("isoinfo", 12144, ((0, 784), (12144, 176))), blanked("BLANK 0", "as_needed"), disc_is(*BLANK),
        growisofs("OPC | " + ONE_TRACK)), [(0, 928)]),
    Burn("xorriso: DVD-RW, restricted overwrite, two sessions, deformatted", "dvd-rw-ro", (
        first_session(OVERWRITTEN), next_session(OVERWRITTEN, 2), Files("isoinfo", 0, ((0, 864),)),
        blanked("WRITE | SYNCHRONIZE", "as_needed"), blanked("BLANK 0", "deformat"), disc_is(*BLANK)), []),
    Burn("xorriso: DVD+RW, two sessions, blanked", "dvd+rw", (
        first_session("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 2 0 | WRITE | SYNCHRONIZE"), next_session(OVERWRITTEN, 2),
        Files("isoinfo", 0, ((0, 864),)), blanked("WRITE | SYNCHRONIZE", "as_needed"), disc_is(*status("complete", 1))), []),
    Burn("xorriso: BD-RE, formatted, two sessions, blanked", "bd-re", (
        xorriso("FORMAT | SYNCHRONIZE", "-outdev", "/dev/sr0", "-format", "as_needed"), first_session(OVERWRITTEN), next_session(OVERWRITTEN, 2),
        Files("isoinfo", 0, ((0, 864),)), blanked("WRITE | SYNCHRONIZE", "as_needed"), capacity_is(11826176)), []),
    Burn("growisofs: DVD-R, two sessions", "dvd-r", (
        grow("OPC | " + ONE_TRACK, "-Z", "TREE"), grow("OPC | WRITE | SYNCHRONIZE | CLOSE 1 2 | CLOSE 2 0", "-M", "SECOND"),
        disc_is(*status("appendable", 3), track(1, 0, 784), track(2, 12144, 192)), Files("xorriso")), []),
    Burn("growisofs: DVD+R, two sessions", "dvd+r", (
        grow(ONE_TRACK, "-Z", "TREE"), grow("WRITE | SYNCHRONIZE | CLOSE 1 2 | CLOSE 2 0", "-M", "SECOND"),
        disc_is(*status("appendable", 3), fragment(1, 0, 784), fragment(2, 2832, 192)), Files("xorriso")), []),
    Burn("growisofs: BD-R, two sessions", "bd-r", (
        grow(ONE_TRACK, "-Z", "TREE", "-use-the-force-luke=spare:none"), grow("WRITE | SYNCHRONIZE | CLOSE 1 2 | CLOSE 2 0", "-M", "SECOND"),
        disc_is(*status("appendable", 3), track(1, 0, 800), track(2, 800, 192)), Files("xorriso")), []),
    Burn("growisofs: DVD+RW, grown", "dvd+rw", (
        grow("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 0 0 | CLOSE 2 0", "-Z", "TREE"),
        grow("WRITE | SYNCHRONIZE | WRITE | SYNCHRONIZE | CLOSE 0 0 | CLOSE 2 0", "-M", "SECOND"), Files("xorriso")), []),
    Burn("growisofs: DVD-RW, restricted overwrite, grown", "dvd-rw-ro", (
        grow("OPC | WRITE | SYNCHRONIZE", "-Z", "TREE"), grow("OPC | " + OVERWRITTEN, "-M", "SECOND"), Files("xorriso")), []),
    Burn("growisofs: BD-RE, grown", "bd-re", (
        grow("FORMAT | SYNCHRONIZE | WRITE | SYNCHRONIZE", "-Z", "TREE"), grow(OVERWRITTEN, "-M", "SECOND"), Files("xorriso")), []),
    Burn("growisofs: DVD-RAM, grown as a block device", "dvd-ram", (
        grow("WRITE", "-Z", "TREE"), grow("WRITE", "-M", "SECOND"), Files("xorriso")), []),

    # A drive that takes half the real time (2 MB at 48x and 16x: 0.12 and 0.05 s), and is at a long command for a while.
    Burn("cdrskin: CD-RW that takes time, blanked", "cd-rw", (
        cdrskin(TAO_OPEN, "-tao", "IMAGE"), cdrskin("BLANK 1", "blank=fast"), cdrskin(TAO_OPEN, "-tao", "IMAGE"), cd_is(r"^track:lout lba: +918 ")),
         [(0, 916)], ("time 50", "busy 3")),
    Burn("wodim: CD-R that takes time", "cd-r", (
        wodim("OPC | WRITE | SYNCHRONIZE | CLOSE 2 0 | SYNCHRONIZE", "-tao", "IMAGE"), cd_is(r"^track:lout lba: +918 ")), [(0, 916)], ("time 50",)),
    Burn("growisofs: DVD+R that takes time", "dvd+r", (
        growisofs(ONE_TRACK), disc_is(*status("appendable", 2), fragment(1, 0, 928))), [(0, 928)], ("time 50", "busy 2")),
    Burn("growisofs: DVD-RAM, small, that takes time", "dvd-ram", (
        Step(("growisofs", "-Z", "/dev/sr0=IMAGE"), "WRITE"), ISO_IS_THERE, capacity_is(4096)), [(0, 928)], ("time 50", "blocks 4096")),
    Burn("cdrskin: DVD-RAM, protected", "dvd-ram", (cdrskin("WRITE | SYNCHRONIZE", "IMAGE", says=(r"\[7 27 00\]",), code=10),), [], ("protected 1",)),
]
