"""Audio CDs at CDEmu's recorder, three tracks each: track at once, and raw discs of sector types 1 and 3, the latter with CD-TEXT. Of raw
discs, CDEmu learns tracks, index marks, numbers and words from the sub-channel. What it then has is asked from it, and read by cdrskin."""
import binascii
import json
import pathlib
import random
import re
import typing
import wave

from cases import attempt, check, equal
from cdemu import RECORDER
from test_cdemu import CLOSE, MODE_SELECT_10, SYNCHRONIZE_CACHE, WRITE_10, check_door, order_of, writes_of

SECTOR = 2352
SECTOR_P_TO_W = SECTOR + 96
LENGTHS = (400, 350, 300)
TRACKS = tuple(random.Random(f"track {number}").randbytes(count * SECTOR) for number, count in enumerate(LENGTHS, 1))
PAUSE = 150
LEAD_IN = -11077  # of CDEmu's CD-R by ATIP: 97:34:23
LEAD_OUT_SECTORS = 6750

# Of a disc of three tracks; libburn makes packs of them, and reads them again.
WORDS = json.loads((pathlib.Path(__file__).parents[1] / "vectors/cd-text.json").read_text())["sheet"]


class Disc(typing.NamedTuple):
    arch: str
    program: str
    options: tuple
    sector_type: int  # 0: track at once
    has_pauses: bool = True
    mcn: str = ""
    isrcs: tuple = ("", "", "")
    has_text: bool = False

    @property
    def name(self):
        return f"cdemu_audio__{('track_at_once', 'raw_type_1', '', 'raw_type_3')[self.sector_type]}_{self.program}_{self.arch}"

    @property
    def starts(self):
        """CDEmu has no run-out: the next of tracks at once begins behind the pause alone, as in a raw image with pauses."""
        return [0, 550, 1050] if self.has_pauses else [0, 400, 750]

    @property
    def lead_out(self):
        return 1350 if self.has_pauses else 1050

    @property
    def samples(self):
        """What CDEmu keeps: of index 0 nothing but its length, whoever burns (cdrskin by session at once loses it, too)."""
        if self.has_pauses:
            return bytes(PAUSE * SECTOR).join(TRACKS)
        return bytes(PAUSE * SECTOR).join((*(track[:-PAUSE * SECTOR] for track in TRACKS[:-1]), TRACKS[-1]))


# Each with another block type in mode page 05h than the one before, since CDEmu keeps that over a change of disc.
DISCS = (
    Disc("x64", "discctl.exe", ("--tao",), 0),
    Disc("x86", "raw.vbs", ("mcn=4006381333931", "isrc=USS1Z9900001"), 1, False, "4006381333931", ("USS1Z9900001", "", "")),
    Disc("x86", "audio.vbs", (), 0),
    Disc("x64", "discctl.exe", ("--text", "Z:\\mnt\\host\\words.txt"), 3, True, WORDS["upc_ean"], tuple(WORDS["isrc"]), True),
    Disc("x64", "discctl.exe", ("--raw", "--mcn", "0123456789012", "--isrc", "USK7Y9812345,DEA120500001"), 1, True, "0123456789012",
         ("USK7Y9812345", "DEA120500001", "")),
    Disc("x86", "discctl.exe", ("--gapless", "--text", "Z:\\mnt\\host\\words.txt"), 3, False, WORDS["upc_ean"], tuple(WORDS["isrc"]), True),
)

# Of raw discs with pauses: sector, P, Q without its CRC (IEC 60908; control 2: copying permitted). The numbers have a place of their own in
# each 90 sectors.
FRAMES = ((0, 1, "21010100000000000200"), (2, 0, "21010100000200000202"), (74, 0, "21010100007400000274"), (75, 0, "21010100010000000300"),
          (399, 0, "21010100052400000724"), (550, 1, "21020100000000000925"), (551, 0, "21020100000100000926"),
          (899, 0, "21020100044900001374"), (1050, 1, "21030100000000001600"), (1199, 0, "21030100017400001774"),
          (1200, 1, "21030100020000001800"), (1349, 1, "21030100037400001974"))
CODES = {"0123456789012": ((1, "22012345678901200001"), (90, "22012345678901200015")),
         "USK7Y9812345": ((50, "239636c7a49812345050"), (140, "239636c7a49812345065")),
         "DEA120500001": ((590, "23515441080500001065"),)}
# Of all discs with pauses, and of those without: sector, track, index.
BORDERS = {True: ((0, 1, 1), (399, 1, 1), (400, 2, 0), (549, 2, 0), (551, 2, 1), (899, 2, 1), (901, 3, 0), (1049, 3, 0), (1051, 3, 1)),
           False: ((2, 1, 1), (249, 1, 1), (250, 2, 0), (399, 2, 0), (401, 2, 1), (599, 2, 1), (601, 3, 0), (749, 3, 0), (751, 3, 1))}


def run(machine):
    share = machine.work / "share"
    for number, samples in enumerate(TRACKS, 1):
        (share / f"{number}.raw").write_bytes(samples)
        with wave.open(str(share / f"{number}.wav"), "wb") as file:
            file.setparams((2, 2, 44100, 0, "NONE", ""))
            file.writeframes(samples)
    (share / "words.txt").write_text(sony_sheet(), encoding="latin-1")
    for disc in DISCS:
        attempt(disc.name, run_disc, machine, disc)


def words():
    """Those of the vector under the keys of Sony's input sheet 0.7T."""
    sheet = {"UPC / EAN": WORDS["upc_ean"]}
    for kind, of_disc, of_track in (("title", "Album Title", "Title"), ("performer", "Artist Name", "Artist"),
                                    ("songwriter", "Songwriter", "Songwriter")):
        sheet[of_disc] = WORDS[kind][0]
        sheet.update({f"Track {number:02} {of_track}": text for number, text in enumerate(WORDS[kind]) if number})
    sheet.update({f"ISRC {number:02}": code for number, code in enumerate(WORDS["isrc"], 1)})
    return sheet


def sony_sheet():
    head = {"Input Sheet Version": "0.7T", "Text Code": "8859", "Language Code": "English",
            "First Track Number": "1", "Last Track Number": "3"}
    return "".join(f"{key} = {text}\n" for key, text in {**head, **words()}.items() if text)


def run_disc(machine, disc):
    machine.insert_blank_for_audio()
    before = len(machine.commands())
    result = burn(machine, disc)
    check(f"{disc.name}__ends_well", result.code == 0 and machine.runs(), result)
    check_commands(disc, machine.commands()[before:])
    check_sectors(machine, disc)
    check_drive(machine, disc)
    check_cdrskin(machine, disc)
    check_discctl(machine, disc)


def burn(machine, disc):
    kind = "wav" if disc.program == "discctl.exe" else "raw"
    files = [f"Z:\\mnt\\host\\{number}.{kind}" for number in (1, 2, 3)]
    if disc.program == "discctl.exe":
        return machine.discctl(disc.arch, "audio", f"{RECORDER.letter}:", *files, *disc.options)
    return machine.wine(disc.arch, disc.program, *files, *disc.options)


def check_commands(disc, commands):
    """Of tracks at once, each is written at its address, and the session is closed; a raw disc goes without a gap from the first sector of the
    lead-in to the last of the lead-out, and needs no CLOSE. The door is given back."""
    if disc.sector_type:
        writes = [(LEAD_IN, disc.lead_out + LEAD_OUT_SECTORS - LEAD_IN)]
        order = [MODE_SELECT_10, WRITE_10, SYNCHRONIZE_CACHE]
    else:
        writes = list(zip(disc.starts, LENGTHS))
        order = 3 * [MODE_SELECT_10, WRITE_10, SYNCHRONIZE_CACHE] + [MODE_SELECT_10, CLOSE]
    equal(f"{disc.name}__writes", writes_of(commands), writes)
    equal(f"{disc.name}__order", order_of(commands), order)
    check_door(disc.name, commands)


def check_sectors(machine, disc):
    data = read_cd(machine, disc.lead_out)
    sectors = [data[at:at + SECTOR_P_TO_W] for at in range(0, len(data), SECTOR_P_TO_W)]
    check_samples(f"{disc.name}__samples", b"".join(sector[:SECTOR] for sector in sectors), disc.samples)
    p, q = ([channel_of(sector[SECTOR:], bit) for sector in sectors] for bit in (0x80, 0x40))
    damaged = [lba for lba, frame in enumerate(q) if binascii.crc_hqx(frame[:10], 0) ^ 0xFFFF != int.from_bytes(frame[10:], "big")]
    equal(f"{disc.name}__crc_of_q", damaged, [])
    borders = BORDERS[disc.has_pauses]
    equal(f"{disc.name}__index_marks", tuple((lba, *q[lba][1:3]) for lba, _, _ in borders), borders)
    if disc.sector_type and disc.has_pauses:
        equal(f"{disc.name}__p_and_q", tuple((lba, p[lba][0] >> 7, q[lba][:10].hex()) for lba, _, _ in FRAMES), FRAMES)
    for code in (disc.mcn, *disc.isrcs):
        for lba, frame in CODES.get(code, ()):
            equal(f"{disc.name}__q_of_{code}_at_{lba}", q[lba][:10].hex(), frame)


def check_samples(name, read, wanted):
    different = [lba for lba in range(len(wanted) // SECTOR) if read[lba * SECTOR:][:SECTOR] != wanted[lba * SECTOR:][:SECTOR]]
    check(name, len(read) == len(wanted) and not different, f"{len(read)} bytes, {len(different)} sectors differ: {different[:5]}")


def read_cd(machine, count):
    """From sector 0 on, samples and sub-channels P to W of each, by READ CD of CD-DA (MMC-3)."""
    commands = []
    for lba in range(0, count, 25):
        sectors = min(25, count - lba)
        commands.append(f"sg_raw -b -r {sectors * SECTOR_P_TO_W} {RECORDER.node} "
                        f"be 04 {lba.to_bytes(4, 'big').hex(' ')} 00 00 {sectors:02x} 10 01 00")
    return machine.must(" && ".join(commands)).raw_out


def channel_of(sub_channel, bit):
    """The 12 bytes of one of P to W."""
    return int("".join("1" if byte & bit else "0" for byte in sub_channel), 2).to_bytes(12, "big")


def check_drive(machine, disc):
    """READ TOC format 0, and the numbers by READ SUB-CHANNEL formats 2 and 3 (MMC-3)."""
    control = 0x12 if disc.sector_type else 0x10  # ADR 1; copying permitted
    toc = answer(machine, "43 00 00 00 00 00 00 00 24 00", 36)
    tracks = [(toc[at + 2], toc[at + 1], int.from_bytes(toc[at + 4:at + 8], "big")) for at in range(4, len(toc), 8)]
    equal(f"{disc.name}__table_of_contents", tracks[:-1], [(number, control, start) for number, start in enumerate(disc.starts, 1)])
    equal(f"{disc.name}__lead_out", tracks[-1][::2], (0xAA, disc.lead_out))
    equal(f"{disc.name}__catalogue_number", number_of(answer(machine, "42 00 40 02 00 00 00 00 18 00", 24), 13), disc.mcn)
    isrcs = tuple(number_of(answer(machine, f"42 00 40 03 00 00 {track:02x} 00 18 00", 24), 12) for track in (1, 2, 3))
    equal(f"{disc.name}__isrc", isrcs, disc.isrcs)


def answer(machine, command, count):
    return machine.must(f"sg_raw -b -r {count} {RECORDER.node} {command}").raw_out


def number_of(reply, count):
    return reply[9:9 + count].decode("ascii") if reply[8] & 0x80 else ""


def check_cdrskin(machine, disc):
    """Its list of tracks, its files of them, each up to where the next begins, and its words. CDEmu answers with packs of its own making, one
    less than it was sent: so the words are compared, not the packs."""
    shown = machine.must("cd /tmp && rm -rf tracks && mkdir tracks && "
                         f"cdrskin dev={RECORDER.node} -vv -toc extract_audio_to=tracks cdtext_to_v07t=-").out
    tracks = [tuple(map(int, track)) for track in re.findall(r"^track: +(\d+) lba: +(\d+) .* control: (\d) ", shown, re.M)]
    control = 2 if disc.sector_type else 0
    equal(f"{disc.name}__cdrskin__tracks", tracks, [(number, start, control) for number, start in enumerate(disc.starts, 1)])
    for number, (start, end) in enumerate(zip(disc.starts, [*disc.starts[1:], disc.lead_out]), 1):
        read = machine.must(f"cat /tmp/tracks/{number:02}.wav").raw_out[44:]
        check_samples(f"{disc.name}__cdrskin__track_{number}", read, disc.samples[start * SECTOR:end * SECTOR])
    sheet = {key: text.strip() for key, text in re.findall(r"^(\S.*?) *=(.*)$", shown, re.M)}
    wanted = words() if disc.has_text else dict.fromkeys(words())
    equal(f"{disc.name}__cdrskin__words", {key: sheet.get(key) for key in wanted}, wanted)


def check_discctl(machine, disc):
    seen = machine.discctl(disc.arch, "media", f"{RECORDER.letter}:", "--json").json() or {}
    tracks = [(track["number"], track["kind"], track["start"], track.get("isrc") or "") for track in seen.get("Tracks", [])]
    wanted = [(number, "audio", start, isrc) for number, (start, isrc) in enumerate(zip(disc.starts, disc.isrcs), 1)]
    equal(f"{disc.name}__discctl__tracks", tracks, wanted)
    equal(f"{disc.name}__discctl__catalogue_number", seen.get("MediaCatalogNumber") or "", disc.mcn)
