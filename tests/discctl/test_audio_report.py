"""audio --report: the page of an audio burn, by track at once and raw, whatever its end."""
import subprocess

from harness import BEGUN, check
from test_audio import FRAMES, make_wav
from test_burn import status
from test_report import MIB, SVG, page_of

SECONDS = 75 * FRAMES


def cells(page, track):
    """The row of a track: its file, where it begins, how long it lasts, its ISRC."""
    return page.row(str(track))


def curves_of(page):
    return {curve.get("class"): [float(point.split(",")[0]) for point in curve.get("points").split()] for curve in page.root.iter(f"{SVG}polyline")}


def labels_of(page):
    """What stands below the graph."""
    return [text.text for text in page.root.iter(f"{SVG}text") if text.text.endswith(" min")]


def run_track_at_once(discctl):
    """80 s and 40 s; the second track begins behind two sectors of run-out and 150 of pause: 6000 + 152 = 01:22:02."""
    discctl("virtual", "fault", "tao", "--opcode", "2a", "--nth", "300", "--sense", "2/04/08")
    result = discctl("audio", "tao", "long.wav", "second.wav", "--tao", "--speed", "24x", "--report", "tao.html")
    check("audio_report__tao__burn_is_as_without", result.code == 0 and "2 tracks, 02:02:04 with the pauses: burned." in result.out, result)
    page = page_of(discctl, "audio_tao", "tao.html")
    if not page:
        return
    check("audio_report__tao__result", "Burned" in page.section("result") and "2 tracks, 02:02:04 with the pauses: burned." in page.section("result")
          and page.row("Verification") is None, page.section("result"))
    check("audio_report__tao__tracks", cells(page, 1) == ["long.wav", "00:00:00", "01:20:00", "-"]
          and cells(page, 2) == ["second.wav", "01:22:02", "00:40:00", "-"], page.section("tracks"))
    check("audio_report__tao__settings", page.row("Method") == ["track at once, since --tao needs it"] and page.row("Speed") == ["24x"]
          and page.row("The disc afterwards") == ["closed: nothing can be added"], page.section("settings"))
    check("audio_report__tao__kind_before_and_after", page.row("Kind") == ["CD-R", "CD-ROM, which is how a finished disc is reported"], page.row("Kind"))
    check("audio_report__tao__room_in_minutes", page.row("Room in all")[0].endswith(" min)"), page.row("Room in all"))
    check("audio_report__tao__drive", page.row("Product") == ["Virtual BD-RE"] and page.row("Called") == ["tao"], page.section("drive"))
    check("audio_report__tao__steps", all(words in page.section("steps") for words in ("track 1", "track 2", "closing the disc")), page.section("steps"))
    check("audio_report__tao__waited_for_the_drive", "WRITE(10)" in page.section("retries") and "2/04/08" in page.section("retries"), page.section("retries"))
    x = curves_of(page)
    check("audio_report__tao__graph_has_speed_and_our_buffer", {"curve speed", "curve ours"} <= set(x) and len(x["curve speed"]) >= 3, x)
    check("audio_report__tao__graph_reaches_over_the_disc", x["curve speed"] == sorted(x["curve speed"]) and x["curve speed"][0] < 400
          and 738 < x["curve speed"][-1] < 743, x)
    check("audio_report__tao__graph_is_in_minutes", labels_of(page) == ["0 min", "1 min", "2 min"]
          and "MB/s" in page.section("speed") and " MB " not in page.section("speed"), labels_of(page))
    check("audio_report__tao__foot_says_what_a_sector_is", "a sector of audio has 2352 bytes" in page.words, page.words[-200:])


def run_raw(discctl):
    result = discctl("audio", "raw", "long.wav", "second.wav", "--gapless", "--isrc", ",DEA449700001", "--mcn", "4006381333931", "--speed", "24x",
                     "--report", "raw.html", "--json")
    check("audio_report__json__is_the_result_alone", result.code == 0 and result.json()["name"] == "S_OK", result)
    page = page_of(discctl, "audio_raw", "raw.html")
    if not page:
        return
    check("audio_report__raw__tracks", cells(page, 1) == ["long.wav", "00:00:00", "01:20:00", "-"]
          and cells(page, 2) == ["second.wav", "01:20:00", "00:40:00", "DEA449700001"], page.section("tracks"))
    check("audio_report__raw__settings", page.row("Method")[0].startswith("raw, sector type ") and page.row("Pauses") == ["none (--gapless)"]
          and page.row("Catalogue number") == ["4006381333931"], page.section("settings"))
    check("audio_report__raw__steps", all(words in page.section("steps") for words in ("writing", "closing")), page.section("steps"))
    x = curves_of(page)
    check("audio_report__raw__graph_reaches_from_lead_in_to_lead_out", {"curve speed", "curve ours"} <= set(x)
          and x["curve speed"] == sorted(x["curve speed"]) and 738 < x["curve speed"][-1] < 743, x)
    labels = labels_of(page)
    check("audio_report__raw__positions_begin_behind_the_lead_in", labels and labels[0].startswith("0") and not any("-" in label for label in labels), labels)
    check("audio_report__raw__table_names_the_lead_in", "lead-in" in page.section("speed"), page.section("speed"))


def run_failed(discctl):
    discctl("virtual", "fault", "bad", "--opcode", "2a", "--nth", "3", "--sense", "3/0c/00")
    result = discctl("audio", "bad", "second.wav", "--tao", "--report", "failed.html")
    page = page_of(discctl, "audio_failed", "failed.html")
    if page:
        check("audio_report__failed", result.code == 1 and "The burn failed" in page.section("result") and "Track 1, second.wav: " in page.section("result")
              and "3/0C/00" in page.section("result"), page.section("result"))
    for name, arguments, words in (
            ("no_drive", ["nobody<b>", "second.wav"], ['No drive was opened as "nobody<b>"', "Nothing was written."]),
            ("no_disc", ["empty", "second.wav"], ["There is no disc in the drive.", "Nothing was written."]),
            ("no_file", ["untouched", "missing&.wav"], ["cannot open missing&.wav", "Nothing was written."]),
            ("wrong_disc", ["dvd", "second.wav"], ["Audio goes onto a CD-R or a CD-RW", "Nothing was written."])):
        result = discctl("audio", *arguments, "--report", f"audio-{name}.html")
        page = page_of(discctl, f"audio_{name}", f"audio-{name}.html")
        if page:
            check(f"audio_report__{name}", result.code == 1 and "The burn failed" in page.words and all(word in page.words for word in words)
                  and cells(page, 1)[0] == arguments[1], page.words)


def run_cancelled(discctl):
    ctrl_c = discctl.program("ctrl_c")
    if not ctrl_c:
        return
    discctl("virtual", "fault", "cancelled", "--opcode", "2a", "--delay", "250")
    running = discctl.under_ctrl_c(ctrl_c, "audio", "cancelled", "long.wav", "--tao", "--report", "audio-cancelled.html", stdin=subprocess.DEVNULL)
    running.says(BEGUN)
    discctl.press_ctrl_c()
    code = running.end()[0]
    page = page_of(discctl, "audio_cancelled", "audio-cancelled.html")
    if page:
        check("audio_report__cancelled", code == 1 and "Cancelled" in page.section("result") and "E_IMAPI_REQUEST_CANCELLED" in page.words
              and "here it ended" in page.words, page.section("result"))
    discctl("virtual", "fault", "cancelled", "--clear")


def run_path(discctl):
    """The page never takes the place of what is burned, and needs a place."""
    discctl.file("sheet.txt", "Input Sheet Version = 0.7T\n")
    for name, path, words in (("no_folder", "nowhere\\page.html", "cannot write nowhere\\page.html"),
                              ("is_a_track", ".\\second.wav", "would overwrite second.wav"),
                              ("is_the_text", "SHEET.TXT", "would overwrite sheet.txt")):
        result = discctl("audio", "untouched", "long.wav", "second.wav", "--text", "sheet.txt", "--report", path)
        check(f"audio_report__path_{name}__is_refused_first", result.code == 1 and words in result.err, result)
    result = discctl("audio", "untouched", "second.wav", "--report", "x.html", "--dry-run")
    check("audio_report__dry_run__is_refused", result.code == 2 and "--report cannot be used with --dry-run" in result.err, result)
    check("audio_report__path__disc_is_blank", "BLANK" in status(discctl, "untouched"))
    check("audio_report__path__track_is_as_it_was", (discctl.work / "second.wav").stat().st_size > 6 * MIB)


def run(discctl):
    make_wav(discctl, "long.wav", 80 * SECONDS)
    make_wav(discctl, "second.wav", 40 * SECONDS)
    for name, medium in (("tao", ["cd-r", "--time", "30"]), ("raw", ["cd-r", "--time", "40"]), ("bad", ["cd-r"]), ("cancelled", ["cd-r"]),
                         ("untouched", ["cd-r"]), ("dvd", ["dvd+r"])):
        discctl.add(name, "--media", *medium)
    discctl.add("empty")
    run_path(discctl)
    run_track_at_once(discctl)
    run_raw(discctl)
    run_failed(discctl)
    run_cancelled(discctl)
