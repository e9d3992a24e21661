"""The audio disc of the peers' captured sessions (tests/unit/test_sim_raw.c, test_sim_session.c): tracks of 400, 475 and 325 sectors,
with their codes and words; and what independent programs read of it."""
import collections
import random
import re
import sys

import face

sys.path.insert(0, str(face.ROOT / "tests" / "discctl"))
from harness import check  # noqa: E402

SECTOR_BYTES, SECTORS = 2352, (400, 475, 325)
CATALOGUE, ISRC = "4006381333931", ("DEA450700001", "DEA450700002", "DEA450700003")
ALBUM, TITLES = "Four Fine Walls", ("Lead-in", "A title that is long enough to run over two packs", "Z")
BAND, PERFORMERS = "The Sector Band", ("The Sector Band", "Guest & Co", "The Sector Band")

# cdrdao's description of the disc: control bits, a pre-gap of 150 sectors and index 2 in track 2, texts.
TOC = f"""CD_DA
CATALOG "{CATALOGUE}"
CD_TEXT {{ LANGUAGE_MAP {{ 0 : EN }} LANGUAGE 0 {{ TITLE "{ALBUM}" PERFORMER "{BAND}" }} }}
""" + "".join(f"""TRACK AUDIO
{control}
ISRC "{isrc}"
CD_TEXT {{ LANGUAGE 0 {{ TITLE "{title}" PERFORMER "{performer}" }} }}
FILE "track{number}.raw" 0
{marks}
""" for number, (control, isrc, title, performer, marks) in enumerate(zip(
    ("COPY", "PRE_EMPHASIS", ""), ISRC, TITLES, PERFORMERS, ("", "START 0:2:0\nINDEX 0:1:0", "")), 1))

# Sony's input sheet, version 0.7T.
SHEET = f"""Input Sheet Version = 0.7T
Text Code = 8859
Language Code = English
Album Title = {ALBUM}
Artist Name = {BAND}
UPC / EAN = {CATALOGUE}
First Track Number = 1
Last Track Number = 3
""" + "".join(f"Track {number:02} Title = {title}\nTrack {number:02} Artist = {performer}\nISRC {number:02} = {isrc}\n"
              for number, (title, performer, isrc) in enumerate(zip(TITLES, PERFORMERS, ISRC), 1))

TRACKS = ["track1.raw", "track2.raw", "track3.raw"]
WODIM = ["wodim", "dev=/dev/sr0", "gracetime=2", f"mcn={CATALOGUE}", "-audio",
         *(word for isrc, track in zip(ISRC, TRACKS) for word in (f"isrc={isrc}", track))]

# starts: of the tracks as the table of contents has them; marks: (track, index) -> LBA, of the indexes that are not 1.
Burn = collections.namedtuple("Burn", "name command starts marks has_text")
MARKED = ((0, 550, 875), {(2, 0): 400, (2, 2): 625})
WODIMS = ((0, 400, 875), {(2, 0): 250, (3, 0): 725})  # the gaps are cut out of the tracks before


def swapped(samples):
    """Files without a header hold big endian samples, discs little endian ones."""
    bytes_ = bytearray(len(samples))
    bytes_[0::2], bytes_[1::2] = samples[1::2], samples[0::2]
    return bytes(bytes_)


class Reader:
    """Everything that other programs say of the disc in a drive. folder: where they put their files."""

    def __init__(self, burn, drive, folder, samples):
        self.burn, self.drive, self.folder, self.samples = burn, drive, folder, samples

    def check(self, what, condition, why=""):
        check(f"{self.burn.name}: {what}", condition, why)

    def run(self, *command):
        result = face.run([*command], [self.drive], timeout_s=120, cwd=self.folder)
        return result.returncode, result.stdout + result.stderr

    def cd_info(self):
        _, said = self.run("cd-info", "--no-device-info", "-C", "/dev/sr0")
        starts = tuple(int(lsn) for lsn in re.findall(r"^ *[1-9]: [0-9:]+ +([0-9]+) audio", said, re.M))
        self.check("cd-info: where the tracks begin", starts == self.burn.starts, starts)
        self.check("cd-info: the lead-out", re.search(r"170: 00:18:00 +001200 leadout", said), said)
        self.check("cd-info: the catalogue number", f"(MCN): {CATALOGUE}" in said, said)
        isrc = tuple(re.findall(r"^TRACK +[1-9] ISRC: ([A-Z0-9]+)", said, re.M))
        self.check("cd-info: ISRC", isrc == ISRC, isrc)
        titles = re.findall(r"^\tTITLE: (.*)", said, re.M)
        self.check("cd-info: titles", titles == ([ALBUM, *TITLES] if self.burn.has_text else []), titles)

    def cdrskin(self):
        _, said = self.run("cdrskin", "dev=/dev/sr0", "-vv", "-toc")
        starts = tuple(int(lba) for lba in re.findall(r"^track: +[1-9] lba: +([0-9]+)", said, re.M))
        self.check("cdrskin: where the tracks begin", starts == self.burn.starts, said)
        if not self.burn.has_text:
            return
        _, said = self.run("cdrskin", "dev=/dev/sr0", "cdtext_to_v07t=-")
        words = dict(re.findall(r"^(.+?) *= (.*)$", said, re.M))
        wanted = {"Album Title": ALBUM, "Artist Name": BAND}
        for number, (title, performer) in enumerate(zip(TITLES, PERFORMERS), 1):
            wanted.update({f"Track {number:02} Title": title, f"Track {number:02} Artist": performer})
        found = {key: words.get(key) for key in wanted}
        self.check("cdrskin: the words", found == wanted, found)

    def cdrdao(self):
        code, said = self.run("cdrdao", "read-toc", "--device", "/dev/sr0", "--driver", "generic-mmc", "read.toc")
        path = self.folder / "read.toc"
        toc = path.read_text(encoding="latin-1") if path.exists() else ""
        self.check("cdrdao read-toc: exit code", code == 0, said)
        self.check("cdrdao: the catalogue number", f'CATALOG "{CATALOGUE}"' in toc, toc)
        self.check("cdrdao: ISRC", tuple(re.findall('^ISRC "(.*)"', toc, re.M)) == ISRC, toc)
        # A track's description from its "TRACK" on: START is its pre-gap, INDEX counts from index 1.
        pieces = toc.split("\nTRACK ")[1:]
        marks = {}
        for number, piece in enumerate(pieces, 1):
            start = self.burn.starts[number - 1] if number <= len(self.burn.starts) else 0
            for length in re.findall(r"^START ([0-9:]+)", piece, re.M):
                marks[number, 0] = start - lba_of(length)
            for index, offset in enumerate(re.findall(r"^INDEX ([0-9:]+)", piece, re.M), 2):
                marks[number, index] = start + lba_of(offset)
        self.check("cdrdao: indexes", marks == self.burn.marks, marks)
        if self.burn.has_text:
            titles = re.findall('TITLE "(.*)"', toc)
            self.check("cdrdao: titles", titles == [ALBUM, *TITLES], titles)

    def read_samples(self):
        code, said = self.run("cdrdao", "read-cd", "--device", "/dev/sr0", "--driver", "generic-mmc", "--datafile", "cdrdao.bin", "data.toc")
        copy = self.folder / "cdrdao.bin"
        self.check("cdrdao read-cd: the samples", code == 0 and copy.exists() and swapped(copy.read_bytes()) == self.samples, said)
        code, said = self.run("cd-paranoia", "-Z", "-r", "-c", "-d", "/dev/sr0", "1-3", "paranoia.bin")
        copy = self.folder / "paranoia.bin"
        self.check("cd-paranoia: the samples", code == 0 and copy.exists() and copy.read_bytes() == self.samples, said)

    def read_all(self):
        self.cd_info()
        self.cdrskin()
        self.cdrdao()
        self.read_samples()


def lba_of(time):
    minutes, seconds, frames = map(int, time.split(":"))
    return (minutes * 60 + seconds) * 75 + frames


def make_sources(folder):
    """The tracks, and what the programs are told of them; returns the disc's samples."""
    noise = random.Random(1)
    samples = b""
    for name, sectors in zip(TRACKS, SECTORS):
        track = noise.randbytes(sectors * SECTOR_BYTES)
        (folder / name).write_bytes(track)
        samples += swapped(track)
    (folder / "disc.toc").write_text(TOC, encoding="ascii")
    (folder / "sheet.txt").write_text(SHEET, encoding="ascii")
    return samples
