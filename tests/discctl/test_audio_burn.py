"""audio: discs burned by track at once and raw, and read back: by READ CD, READ TOC and READ SUB-CHANNEL, and from the plain file that keeps
the sectors."""
import json
import pathlib
import re
import subprocess

from harness import check, is_failure
from test_audio import FRAMES, SECTOR, make_wav
from test_burn import disc_of, media, status

CANCELLED = "0xC0AA0002"

# Sony's input sheet 0.7T of a disc of three tracks, and its packs, as libburn 1.5.4 makes them of it; cdrdao 1.2.4 makes the same.
SHEET = """Input Sheet Version = 0.7T
Text Code = 8859
Language Code = English
Album Title = Four Fine Walls
Artist Name = The Sector Band
Songwriter = A. Writer
UPC / EAN = 4006381333931
Text Data Copy Protection = OFF
First Track Number = 1
Last Track Number = 3
Track 01 Title = Lead-in
Track 01 Artist = The Sector Band
ISRC 01 = DEA450700001
Track 02 Title = A title that is long enough to run over two packs
Track 02 Artist = Guest & Co
ISRC 02 = DEA450700002
Track 03 Title = Z
Track 03 Artist = The Sector Band
ISRC 03 = DEA450700003
"""
PACKS = bytes.fromhex(
    "80000000466f75722046696e652057617af0"
    "8000010c6c6c73004c6561642d696e00d003"
    "8002020041207469746c652074686174866c"
    "8002030c206973206c6f6e6720656e6ffc8f"
    "8002040f75676820746f2072756e206f6269"
    "8002050f7665722074776f207061636b6e68"
    "8002060f73005a0000000000000000008300"
    "8100070054686520536563746f7220423332"
    "8100080c616e640054686520536563745f51"
    "810109086f722042616e640047756573d5b5"
    "81020a0474202620436f0054686520539fbf"
    "81030b056563746f722042616e6400001cfa"
    "82000c00412e20577269746572000000734a"
    "82030d00000000000000000000000000396d"
    "8e000e0034303036333831333333393330aa"
    "8e000f0c310044454134353037303030dc19"
    "8e01100a303100444541343530373030f082"
    "8e0211093030320044454134353037304596"
    "8e0312083030303300000000000000002c90"
    "8f00130000010300070502000000000099b9"
    "8f011400000000000000050315000000110b"
    "8f021500000000000900000000000000da77")

# A sheet for the first two tracks of three, whose titles fill a pack with their zeros: the empty title of track 3 is in the next one.
SHORT_SHEET = """Input Sheet Version = 0.7T
Text Code = 8859
Language Code = English
Album Title = Walls
Track 01 Title = A
Track 02 Title = Two
"""
# Without their checksums; MMC-3, CD-TEXT: the second pack begins with track 3, and 8Fh has the tracks 1 to 3 and two packs of 80h.
SHORT_PACKS = [bytes.fromhex(pack) for pack in (
    "8000000057616c6c7300410054776f00",
    "80030100000000000000000000000000",
    "8f000200000103000200000000000000",
    "8f010300000000000000000304000000",
    "8f020400000000000900000000000000")]


def sectors_of(discctl, drive, at, count):
    """So many sectors from the plain file that keeps them, X.bin beside X.iso; b"" where there is none."""
    path = disc_of(discctl, drive).with_suffix(".bin")
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(at * SECTOR)
        return file.read(count * SECTOR)


def read_cd(discctl, drive, at):
    """READ CD of one sector of CD-DA, its user data (MMC-6, READ CD)."""
    result = discctl("scsi", drive, f"BE04{at:08X}00000110000000"[:24], "--in", str(SECTOR), "--json")
    return bytes.fromhex((result.json() or {}).get("data", ""))


def padded(samples):
    return samples + bytes(-len(samples) % SECTOR)


def tracks_of(discctl, drive):
    return [(track["number"], track["kind"], track["start"]) for track in media(discctl, drive)["Tracks"]]


def run_track_at_once(discctl, first, second):
    result = discctl("audio", "tao", "a.wav", "b.wav", "--tao")
    check("audio_tao__is_done", result.code == 0 and "2 tracks, 00:12:05 with the pauses: burned. The disc (CD-ROM) is now final" in result.out, result)
    check("audio_tao__progress_names_the_track", "track 1 of 2: writing" in result.err and "track 2 of 2: writing" in result.err
          and "track 2 of 2: closing" in result.err, result)
    check("audio_tao__first_track", sectors_of(discctl, "tao", 0, 400) == first)
    check("audio_tao__second_track_is_filled_with_zeros", sectors_of(discctl, "tao", 552, 351) == padded(second))
    check("audio_tao__read_cd", read_cd(discctl, "tao", 399) == first[-SECTOR:] and read_cd(discctl, "tao", 552) == second[:SECTOR])
    check("media__audio__tracks", tracks_of(discctl, "tao") == [(1, "audio", 0), (2, "audio", 552)], media(discctl, "tao"))
    text = discctl("media", "tao")
    check("media__audio__text", text.code == 0 and " 1  audio  from sector 0 " in text.out and " 2  audio  from sector 552 " in text.out, text)
    check("audio_tao__disc_is_closed", status(discctl, "tao") == {"FINALIZED"}, media(discctl, "tao"))
    result = discctl("audio", "tao", "a.wav", "--tao")
    check("audio__a_disc_that_is_full__is_refused", result.code == 1 and "audio needs a blank disc" in result.err, result)


def run_short(discctl):
    samples = make_wav(discctl, "short.wav", 75 * FRAMES)
    result = discctl("audio", "short", "short.wav", "--tao", "--speed", "8x", "--json")
    got = result.json() or {}
    check("audio_tao__short_track__is_done", result.code == 0 and got["leadOut"] == 302 and got["tracks"][0]["sectors"] == 75, result)
    check("audio_tao__short_track__is_filled_with_silence", sectors_of(discctl, "short", 0, 300) == samples + bytes(225 * SECTOR))
    result = discctl("audio", "blank", "short.wav", "--raw")
    check("audio_raw__short_track__is_refused", result.code == 1 and "short.wav, track 1, has 75 sectors of 1/75 s" in result.err, result)


def run_open(discctl):
    discctl.file("data.iso", bytes(range(256)) * 8 * 300)
    result = discctl("audio", "open", "a.wav", "--keep-open")
    check("audio__keep_open__is_done", result.code == 0 and "since --keep-open needs it" in result.out and "appendable" in result.out, result)
    result = discctl("burn", "data.iso", "open", "--close")
    check("audio__keep_open__a_data_session_follows", result.code == 0, result)
    got = tracks_of(discctl, "open")
    check("audio__keep_open__cd_extra", [track[:2] for track in got] == [(1, "audio"), (2, "data")] and got[1][2] >= 400 + 11400, got)


def run_gapless(discctl, first, second):
    """Track 2 begins with the sector in which its first sample stands: 400, since a.wav has 400 sectors."""
    result = discctl("audio", "gapless", "a.wav", "b.wav", "--gapless", "--mcn", "4006381333931", "--isrc", "2=USS1Z9900001")
    check("audio_gapless__is_done", result.code == 0 and "Method: raw, sector type" in result.out and "since --gapless needs it" in result.out
          and "writing" in result.err, result)
    check("audio_gapless__samples_run_on", sectors_of(discctl, "gapless", 0, 751) == padded(first + second))
    check("audio_gapless__tracks", tracks_of(discctl, "gapless") == [(1, "audio", 0), (2, "audio", 400)], media(discctl, "gapless"))
    got = media(discctl, "gapless")
    check("audio_gapless__catalogue_number_and_isrc", got.get("MediaCatalogNumber") == "4006381333931"
          and [track.get("isrc") for track in got["Tracks"]] == [None, "USS1Z9900001"], got)
    check("audio_gapless__disc_is_closed", status(discctl, "gapless") == {"FINALIZED"}, got)


def run_ragged(discctl):
    """b.wav has 350 sectors and one sample: the track behind it begins inside its last sector, and none of it is missed."""
    second, first = (make_wav(discctl, name, frames * FRAMES + more) for name, frames, more in (("b.wav", 350, 1), ("a.wav", 400, 0)))
    result = discctl("audio", "ragged", "b.wav", "a.wav", "--gapless", "--json")
    got = result.json() or {}
    check("audio_gapless__ragged__is_done", result.code == 0 and [(track["start"], track["sectors"]) for track in got["tracks"]] == [(0, 350), (350, 401)],
          result)
    check("audio_gapless__ragged__samples_run_on", sectors_of(discctl, "ragged", 0, 751) == padded(second + first))


def run_text(discctl, first, second):
    third = make_wav(discctl, "c.wav", 300 * FRAMES)
    discctl.file("words.txt", SHEET.replace("\n", "\r\n"))
    result = discctl("audio", "text", "a.wav", "b.wav", "c.wav", "--text", "words.txt")
    check("audio_text__is_done", result.code == 0 and "raw, sector type 3" in result.out, result)
    # a pause of 150 sectors before each track but the first
    check("audio_text__samples", sectors_of(discctl, "text", 0, 1351)
          == first + bytes(150 * SECTOR) + padded(second) + bytes(150 * SECTOR) + third)
    got = media(discctl, "text")
    check("audio_text__codes_of_the_sheet", got.get("MediaCatalogNumber") == "4006381333931"
          and [track.get("isrc") for track in got["Tracks"]] == ["DEA450700001", "DEA450700002", "DEA450700003"], got)
    result = discctl("scsi", "text", "43000500000000080000", "--in", "2048", "--json")
    check("audio_text__packs", bytes.fromhex((result.json() or {}).get("data", ""))[4:] == PACKS, result)


def run_short_text(discctl):
    """Each track of the disc has a text of each type, an empty one where the sheet ends sooner."""
    discctl.file("short.txt", SHORT_SHEET)
    result = discctl("audio", "short-text", "a.wav", "b.wav", "c.wav", "--text", "short.txt")
    check("audio_text__sheet_ends_sooner__is_done", result.code == 0, result)
    result = discctl("scsi", "short-text", "43000500000000080000", "--in", "2048", "--json")
    packs = bytes.fromhex((result.json() or {}).get("data", ""))[4:]
    check("audio_text__sheet_ends_sooner__every_track_has_a_text", [packs[at:at + 16] for at in range(0, len(packs), 18)] == SHORT_PACKS, result)


def run_choice(discctl):
    result = discctl("audio", "blank", "a.wav", "--dry-run", "--json")
    got = result.json() or {}
    check("audio__no_method__raw_where_the_drive_can", result.code == 0 and (got["method"], got["reason"]) == ("raw", "the drive can write raw")
          and got["sectorType"] == 1, result)
    result = discctl("audio", "old", "a.wav", "--dry-run", "--json")
    got = result.json() or {}
    check("audio__no_method__track_at_once_where_it_cannot", result.code == 0
          and (got["method"], got["reason"]) == ("track at once", "the drive does not write raw"), result)
    for option in (["--gapless"], ["--raw"], ["--mcn", "4006381333931"]):
        result = discctl("audio", "old", "a.wav", *option, "--dry-run")
        check(f"audio__{option[0][2:]}__a_drive_that_cannot__is_refused", result.code == 1 and result.out == ""
              and f"{option[0]} needs raw writing, and the drive does not write raw" in result.err, result)
    result = discctl("audio", "old", "a.wav", "--json")
    check("audio__drive_without_raw__is_burned_track_at_once", result.code == 0 and result.json()["method"] == "track at once", result)


def drive_without_raw():
    """The captured writer, with the features that its log leaves out: track at once (002Dh), and mastering without RAW (002Eh, byte 4 bit 3)."""
    drive = json.loads((pathlib.Path(__file__).parents[1] / "drives/hl-dt-st-bd-re-bu40n-1.03.json").read_text())
    drive["feature_descriptors"]["002d"] = {"hex": "002d08044600001f", "evidence": "raw"}
    drive["feature_descriptors"]["002e"] = {"hex": "002e040466000d00", "evidence": "raw"}
    return json.dumps(drive)


def run_refused(discctl):
    discctl.file("broken.txt", "Album Title = x\nAlbum Colour = blue\n")
    for name, options, sentence in (("mcn_check_digit", ["--mcn", "4006381333932"], "--mcn: "), ("mcn_letters", ["--mcn", "40063813339X1"], "--mcn: "),
                                    ("isrc_letters", ["--isrc", "US-S1Z-99-0000X"], "--isrc of track 1: "), ("isrc_short", ["--isrc", "2=US"], "--isrc of track 2: "),
                                    ("text_missing", ["--text", "nowhere.txt"], "--text: nowhere.txt: "), ("text_broken", ["--text", "broken.txt"], "--text: broken.txt: "),
                                    ("text_of_three_tracks", ["--text", "words.txt"], "words.txt has texts for 3 tracks, but the number of tracks of this disc is 2")):
        result = discctl("audio", "blank", "a.wav", "b.wav", *options)
        check(f"audio__{name}__is_refused", result.code == 1 and sentence in result.err and result.out == "", result)
    check("audio__refused__disc_is_blank", "BLANK" in status(discctl, "blank"), media(discctl, "blank"))


def run_fault(discctl):
    """The fourth WRITE fails: of 400 sectors, 27 a command."""
    discctl("virtual", "fault", "fault", "--opcode", "2a", "--nth", "4", "--sense", "3/0c/00")
    result = discctl("audio", "fault", "a.wav", "b.wav", "--tao")
    check("audio_tao__drive_refuses_a_write__says_which_track", result.code == 1 and "Track 1, a.wav: " in result.err and "3/0C/00" in result.err
          and "The disc (CD-ROM) is now final" in result.err, result)
    check("audio_tao__failed__nobody_holds_the_drive", discctl("owner", "fault").out == "nobody\n")
    discctl("virtual", "fault", "fault", "--clear")
    check("audio_tao__failed__tray_is_free", discctl("eject", "fault").code == 0)


def run_ctrl_c(discctl, name, *options):
    """Ctrl-C as the first track is begun: each WRITE takes half a second, so that its 111 take most of a minute."""
    ctrl_c = discctl.program("ctrl_c")
    if not ctrl_c:
        return
    discctl("virtual", "fault", "slow", "--opcode", "2a", "--delay", "500")
    running = discctl.under_ctrl_c(ctrl_c, "audio", "slow", "long.wav", *options, stdin=subprocess.DEVNULL)
    check(f"audio_{name}__ctrl_c__it_was_burning", running.says(rb"writing +\d"), running.said)
    discctl.press_ctrl_c()
    code, out, err = running.end()
    check(f"audio_{name}__ctrl_c__ends_soon", code == 1 and not re.search(rb"writing +(9\d|100) %", err), (code, out, err))
    check(f"audio_{name}__ctrl_c__says_so_and_what_the_disc_is", b"cancelling" in err and CANCELLED.encode() in err
          and b"The disc (CD-" in err, (out, err))
    check(f"audio_{name}__ctrl_c__nobody_holds_the_drive", discctl("owner", "slow").out == "nobody\n")
    discctl("virtual", "fault", "slow", "--clear")
    discctl("virtual", "insert", "slow", "--media", "cd-r")


def run(discctl):
    for name in ("tao", "short", "open", "gapless", "ragged", "text", "short-text", "blank", "fault", "slow"):
        discctl.add(name, "--media", "cd-r")
    discctl.add("old", "--drive", discctl.file("old.json", drive_without_raw()), "--media", "cd-r")
    first = make_wav(discctl, "a.wav", 400 * FRAMES)
    second = make_wav(discctl, "b.wav", 350 * FRAMES + 1)
    make_wav(discctl, "long.wav", 3000 * FRAMES)
    run_track_at_once(discctl, first, second)
    run_short(discctl)
    run_open(discctl)
    run_gapless(discctl, first, second)
    run_ragged(discctl)
    run_text(discctl, first, second)
    run_short_text(discctl)
    run_choice(discctl)
    run_refused(discctl)
    run_fault(discctl)
    run_ctrl_c(discctl, "tao", "--tao")
    run_ctrl_c(discctl, "raw", "--raw")
