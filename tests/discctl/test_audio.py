"""audio: WAV files as audio CDs on virtual recorders, and files and discs that are refused."""
import random
import struct
import wave

from harness import check, is_failure

SECTOR = 2352
FRAMES = 588  # samples of both channels in a sector
PCM_GUID = bytes.fromhex("0100000000001000800000aa00389b71")  # KSDATAFORMAT_SUBTYPE_PCM, as it stands in a file
FLOAT_GUID = bytes.fromhex("0300000000001000800000aa00389b71")  # KSDATAFORMAT_SUBTYPE_IEEE_FLOAT

NOT_ENOUGH_SPACE = "0xC0AA0509"
NOT_BLANK = "0xC0AA0506"
NOT_SUPPORTED = "0xC0AA0507"


def noise(name, count):
    """The same bytes for the same name; no two sectors are alike."""
    return random.Random(name).randbytes(count)


def make_wav(discctl, name, frames, rate=44100, channels=2, width=2):
    """A WAV file by Python's own writer. Returns its samples."""
    samples = noise(name, frames * channels * width)
    with wave.open(str(discctl.work / name), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples)
    return samples


def chunk(name, content, size=None):
    return name + struct.pack("<I", len(content) if size is None else size) + content + bytes(len(content) % 2)


def riff(*chunks, head=b"RIFF", size=None):
    content = b"WAVE" + b"".join(chunks)
    return head + struct.pack("<I", len(content) if size is None else size) + content


def fmt(tag=1, channels=2, rate=44100, bits=16, tail=b""):
    return chunk(b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits) + tail)


def extensible(guid):
    return fmt(0xFFFE, tail=struct.pack("<HHI", 22, 16, 3) + guid)


# One second and less is enough for what is only looked at.
SAMPLES = noise("samples", 400 * SECTOR)
UNKNOWN = 0xFFFFFFFF

# Name, the file, how many sectors of it are samples.
TAKEN = [
    ("extensible", riff(extensible(PCM_GUID), chunk(b"data", SAMPLES)), 400),
    ("other_chunks_before_and_behind", riff(chunk(b"LIST", b"INFOICMT" + bytes(9)), fmt(), chunk(b"junk", b"odd"), chunk(b"data", SAMPLES),
                                            chunk(b"id3 ", bytes(5000))), 400),
    ("size_0_of_a_pipe", riff(fmt(), chunk(b"data", SAMPLES, 0), size=0), 400),
    ("size_unknown_of_a_pipe", riff(fmt(), chunk(b"data", SAMPLES, UNKNOWN), size=UNKNOWN), 400),
    ("size_of_sox_in_a_pipe", riff(fmt(), chunk(b"data", SAMPLES, 0x7FFFFFDB), size=0x7FFFFFFF), 400),
    ("rf64", riff(chunk(b"ds64", struct.pack("<QQQI", 0, len(SAMPLES), 0, 0)), fmt(), chunk(b"data", SAMPLES, UNKNOWN), chunk(b"LIST", bytes(9000)),
                  head=b"RF64", size=UNKNOWN), 400),
    ("rf64_without_sizes", riff(fmt(), chunk(b"data", SAMPLES, UNKNOWN), head=b"RF64", size=UNKNOWN), 400),
    ("half_a_sample_at_the_end", riff(fmt(), chunk(b"data", SAMPLES + b"abc")), 400),
    ("one_sample_more", riff(fmt(), chunk(b"data", SAMPLES + b"abcd")), 401),
]

WANTED = "needs PCM with 44100 Hz, 2 channels and 16 bits"
# Name, the file, what the sentence has in it.
REFUSED = [
    ("mono", riff(fmt(channels=1), chunk(b"data", SAMPLES)), "is PCM with 44100 Hz, 1 channel and 16 bits"),
    ("48_khz", riff(fmt(rate=48000), chunk(b"data", SAMPLES)), "is PCM with 48000 Hz, 2 channels and 16 bits"),
    ("24_bits", riff(fmt(bits=24), chunk(b"data", SAMPLES)), "is PCM with 44100 Hz, 2 channels and 24 bits"),
    ("float", riff(fmt(3, bits=32), chunk(b"data", SAMPLES)), "is floating-point numbers with 44100 Hz"),
    ("extensible_float", riff(extensible(FLOAT_GUID), chunk(b"data", SAMPLES)), "is floating-point numbers with"),
    ("extensible_unknown", riff(extensible(bytes(range(16))), chunk(b"data", SAMPLES)), "is format FFFEh with"),
    ("mp3_in_wav", riff(fmt(0x55, bits=0), chunk(b"data", SAMPLES)), "is MP3 with"),
    ("unknown_format", riff(fmt(0x1234), chunk(b"data", SAMPLES)), "is format 1234h with"),
    ("mp3", b"ID3\x04" + bytes(5000), "is an MP3 file"),
    ("flac", b"fLaC" + bytes(5000), "is a FLAC file"),
    ("ogg", b"OggS" + bytes(5000), "is an Ogg file"),
    ("mp4", b"\0\0\0\x20ftypM4A " + bytes(5000), "is an MP4 file"),
    ("aiff", b"FORM" + struct.pack(">I", 5000) + b"AIFF" + bytes(5000), "is an AIFF file"),
    ("avi", b"RIFF" + struct.pack("<I", 5000) + b"AVI " + bytes(5000), "is no WAV file"),
    ("text", b"Side A, first song\n", "is no WAV file"),
    ("empty", b"", "is empty"),
    ("header_alone", riff(), "is damaged: it has no chunk of samples"),
    ("no_format", riff(chunk(b"data", SAMPLES)), "is damaged: its samples stand before their format"),
    ("no_samples_chunk", riff(fmt(), chunk(b"LIST", bytes(100))), "is damaged: it has no chunk of samples"),
    ("no_samples", riff(fmt(), chunk(b"data", b"")), "has no samples"),
    ("format_cut_off", riff(chunk(b"fmt ", bytes(8)), chunk(b"data", SAMPLES)), "is damaged: its format is cut off"),
    ("cut_off", riff(fmt(), chunk(b"data", SAMPLES[:1000], 2352 * 400)), "is cut off: it is to have 940800 bytes of samples, and 1000 are there"),
    ("chunk_beyond_the_end", riff(fmt(), chunk(b"junk", b"", 0xFFFFFFF0), chunk(b"data", SAMPLES)), "is damaged: it has no chunk of samples"),
    ("endless_chunks", riff(fmt(), chunk(b"junk", b"") * 1100, chunk(b"data", SAMPLES)), "is damaged: it has 1000 chunks"),
]


def run_files(discctl):
    for name, content, sectors in TAKEN:
        discctl.file("taken.wav", content)
        result = discctl("audio", "cd", "taken.wav", "--tao", "--dry-run", "--json")
        got = result.json() or {}
        check(f"audio__{name}__is_taken", result.code == 0 and [track["sectors"] for track in got["tracks"]] == [sectors], result)
    for name, content, sentence in REFUSED:
        discctl.file("refused.wav", content)
        result = discctl("audio", "cd", "refused.wav", "--tao", "--dry-run")
        check(f"audio__{name}__is_refused_with_what_it_is", result.code == 1 and f"refused.wav {sentence}" in result.err
              and result.out == "", result)
        if name in ("mono", "mp3", "text"):
            check(f"audio__{name}__says_what_is_wanted", WANTED in result.err, result)
    result = discctl("audio", "cd", "missing.wav", "--dry-run")
    check("audio__missing_file", result.code == 1 and "cannot open missing.wav" in result.err, result)
    (discctl.work / "folder.wav").mkdir()
    result = discctl("audio", "cd", "folder.wav", "--dry-run")
    check("audio__folder", result.code == 1 and "folder.wav is a folder, not a file" in result.err, result)
    with (discctl.work / "huge.wav").open("wb") as file:
        file.write(riff(fmt(), chunk(b"data", b"", UNKNOWN)))
        file.truncate(1 << 31)
    result = discctl("audio", "cd", "huge.wav", "--dry-run")
    check("audio__2_gib", result.code == 1 and "has 2 GiB and more" in result.err, result)
    discctl.file("Café + ähnliches.wav", riff(fmt(), chunk(b"data", SAMPLES)))
    result = discctl("audio", "cd", "Café + ähnliches.wav", "--tao", "--dry-run")
    check("audio__name_with_a_plus_and_letters_beyond_ascii", result.code == 0 and "Café + ähnliches.wav" in result.out, result)


def run_dry_run(discctl):
    """400 sectors, 350 and a sample, 75: where track at once puts them, by the rules of behaviour and by hand."""
    make_wav(discctl, "a.wav", 400 * FRAMES)
    make_wav(discctl, "b.wav", 350 * FRAMES + 1)
    make_wav(discctl, "short.wav", 75 * FRAMES)
    result = discctl("audio", "cd", "a.wav", "b.wav", "short.wav", "--tao", "--dry-run", "--json")
    got = result.json() or {}
    check("audio_dry_run__json", result.code == 0 and got["method"] == "track at once" and got["reason"] == "--tao needs it"
          and [(track["file"], track["start"], track["sectors"]) for track in got["tracks"]]
          == [("a.wav", 0, 400), ("b.wav", 552, 351), ("short.wav", 1055, 75)] and got["leadOut"] == 1357, result)
    result = discctl("audio", "cd", "a.wav", "b.wav", "--tao", "--dry-run")
    words = " ".join(result.out.split())
    check("audio_dry_run__text", result.code == 0 and "Method: track at once, since --tao needs it." in words
          and "1. from 00:00:00 lasts 00:05:25 a.wav" in words and "2. from 00:07:27 lasts 00:04:51 b.wav" in words
          and "2 tracks, 00:12:05 with the pauses: nothing was written. The disc (CD-R) is now blank" in words, result)
    check("audio_dry_run__keep_open__means_track_at_once", "since --keep-open needs it" in
          discctl("audio", "cd", "a.wav", "--keep-open", "--dry-run").out)


def run_disc_refused(discctl):
    for drive, hresult, word in (("dvd", NOT_SUPPORTED, "of the kind DVD+R"), ("full", NOT_BLANK, "and audio needs a blank disc"),
                                 ("small", NOT_ENOUGH_SPACE, "The tracks and their pauses last 00:12:05, and the disc has room for")):
        result = discctl("audio", drive, "a.wav", "b.wav", "--tao", "--json")
        check(f"audio__{drive}__is_refused", result.code == 1 and is_failure(result.json(), hresult) and word in result.json()["text"], result)
    make_wav(discctl, "whole.wav", 598 * FRAMES)  # and two sectors of run-out: up to the last possible lead-out
    make_wav(discctl, "more.wav", 599 * FRAMES)
    result = discctl("audio", "small", "more.wav", "--tao", "--dry-run")
    check("audio__one_sector_more_than_the_disc_has__is_refused", result.code == 1 and NOT_ENOUGH_SPACE in result.err
          and "has room for 00:08:00" in result.err, result)
    result = discctl("audio", "small", "whole.wav", "--tao")
    check("audio__whole_disc__is_burned", result.code == 0 and "burned" in result.out, result)
    result = discctl("audio", "empty", "a.wav", "--tao")
    check("audio__no_medium", result.code == 1 and "0xC0AA0202" in result.err, result)
    result = discctl("audio", "nobody", "a.wav", "--tao")
    check("audio__missing_drive", result.code == 1 and "nobody" in result.err, result)
    result = discctl("audio", "cd", *["short.wav"] * 100, "--tao", "--dry-run")
    check("audio__100_tracks", result.code == 1 and "no more than 99 tracks" in result.err, result)


def run(discctl):
    for name, options in (("cd", ["--media", "cd-r"]), ("dvd", ["--media", "dvd+r"]), ("full", ["--media", "cd-rw"]), ("empty", []),
                          ("small", ["--media", "cd-r", "--blocks", "600"])):
        discctl.add(name, *options)
    discctl.file("data.iso", bytes(2048 * 400))
    discctl("burn", "data.iso", "full", "--close")
    run_dry_run(discctl)
    run_files(discctl)
    run_disc_refused(discctl)
