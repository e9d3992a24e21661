"""burn --report, info --html: pages that are whole, well-formed and escaped, whatever a drive, a file or a burn's end says."""
import json
import os
import subprocess
import xml.etree.ElementTree as ET

from harness import BEGUN, check, in_windows
from test_burn import on_disc, status

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
MIB = 1 << 20
# Elements that bring something from outside, or run something.
ACTIVE = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "a", "image", "use", "foreignObject"}


class Page:
    """A report in the working folder. words: its text, with single blanks."""

    def __init__(self, discctl, name):
        self.bytes = (discctl.work / name).read_bytes()
        self.root = ET.fromstring(self.bytes.split(b"\n", 1)[1])  # behind the document type
        self.words = " ".join(" ".join(self.root.find(f"{XHTML}body").itertext()).split())
        self.tags = {element.tag.split("}")[1] for element in self.root.iter()}
        self.attributes = {name for element in self.root.iter() for name in element.attrib}

    def section(self, name):
        """The text of a section."""
        for section in self.root.iter(f"{XHTML}section"):
            if section.get("aria-labelledby") == name:
                return " ".join(" ".join(section.itertext()).split())
        return None

    def row(self, heading):
        """The cells beside a heading of a row."""
        for row in self.root.iter(f"{XHTML}tr"):
            cells = [" ".join("".join(cell.itertext()).split()) for cell in row]
            if cells and cells[0] == heading:
                return cells[1:]
        return None

    def is_passive(self):
        return not self.tags & ACTIVE and not any(name.startswith("on") or name in ("src", "href") for name in self.attributes) \
            and b"url(" not in self.bytes and b"@import" not in self.bytes


def page_of(discctl, test, name):
    """The page; None, and a failed test, when it is not there or not well-formed."""
    try:
        page = Page(discctl, name)
    except (OSError, ET.ParseError) as error:
        check(f"report__{test}__is_well_formed", False, repr(error))
        return None
    check(f"report__{test}__is_well_formed", True)
    check(f"report__{test}__needs_nothing_from_outside", page.is_passive(), (page.tags, page.attributes))
    check(f"report__{test}__no_part_is_left", not list(discctl.work.glob("*.part")), list(discctl.work.glob("*.part")))
    return page


def run_burned(discctl):
    result = discctl("burn", "timed.iso", "timed", "--verify", "full", "--close", "--speed", "24x", "--report", "done.html")
    check("report__burned__burn_is_as_without", result.code == 0 and f"{24 * MIB} bytes are burned, and verified." in result.out, result)
    page = page_of(discctl, "burned", "done.html")
    if not page:
        return
    check("report__burned__result", "Burned and verified" in page.section("result") and f"{24 * MIB} bytes are burned" in page.section("result"), page.words)
    check("report__burned__verification", page.row("Verification") == ["full: all of it was read back, and is the same"], page.row("Verification"))
    # IMAPI2 tells a CD-R to which nothing can be added as a CD-ROM.
    check("report__burned__kind_before_and_after", page.row("Kind") == ["CD-R", "CD-ROM, which is how a finished disc is reported"], page.row("Kind"))
    check("report__burned__state_before_and_after", page.row("State") == ["blank, appendable", "final: nothing can be added"], page.row("State"))
    check("report__burned__settings", page.row("Image") == ["timed.iso"] and page.row("Speed") == ["24x"]
          and page.row("Size") == [f"{24 * MIB} bytes (25.2 MB)"], page.section("settings"))
    check("report__burned__drive", page.row("Vendor") == ["OPENIMAP"] and page.row("Product") == ["Virtual BD-RE"] and page.row("Called") == ["timed"],
          page.section("drive"))
    check("report__burned__steps", all(words in page.section("steps") for words in ("writing", "closing", "verifying", "done")), page.section("steps"))
    check("report__burned__graph_has_a_name_and_a_description", page.root.find(f".//{SVG}svg/{SVG}title") is not None
          and "on average" in page.root.find(f".//{SVG}svg/{SVG}desc").text, page.section("speed"))
    curves = {curve.get("class"): curve.get("points").split() for curve in page.root.iter(f"{SVG}polyline")}
    check("report__burned__graph_has_three_curves", set(curves) == {"curve speed", "curve ours", "curve drives"}
          and all(len(points) >= 3 for points in curves.values()), curves)
    x = [float(point.split(",")[0]) for point in curves["curve speed"]]
    check("report__burned__graph_reaches_over_the_disc", x == sorted(x) and x[0] < 400 and abs(x[-1] - 742) < 1, x)


def run_refusals(discctl):
    discctl("virtual", "fault", "rw", "--opcode", "2a", "--nth", "5", "--sense", "3/0c/00")
    result = discctl("burn", "one.iso", "rw", "--report", "again.html", "--json")
    check("report__json__is_the_result_alone", result.code == 0 and result.json()["name"] == "S_OK", result)
    page = page_of(discctl, "sent_again", "again.html")
    if page:
        check("report__sent_again__in_words", page.row("WRITE(10)") == ["3/0C/00: medium error, write error", "sent again", "1", "sector 128"],
              page.section("retries"))
    discctl("virtual", "fault", "rw", "--clear")
    result = discctl("burn", "one.iso", "rw", "--overwrite", "--report", "again.html")
    page = page_of(discctl, "written_over", "again.html")
    if page:
        check("report__written_over__is_the_new_one", "3/0C/00" not in page.words and "no command had to be sent again" in page.section("retries"), page.words)


def run_failed(discctl):
    discctl("virtual", "fault", "bad", "--opcode", "2a", "--nth", "6", "--sense", "3/0c/00")
    result = discctl("burn", "one.iso", "bad", "--report", "failed.html")
    check("report__failed__says_so_as_without", result.code == 1 and "3/0C/00" in result.err, result)
    page = page_of(discctl, "failed", "failed.html")
    if page:
        check("report__failed__result", "The burn failed" in page.section("result") and "E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE (0xC0AA0301)" in page.words
              and "medium error, write error" in page.section("result"), page.section("result"))
        check("report__failed__state_after", page.row("State") == ["blank, appendable", "appendable"], page.row("State"))
        check("report__failed__verification", page.row("Verification") == ["not asked for"], page.row("Verification"))
    discctl("virtual", "fault", "bad", "--clear")
    discctl("virtual", "fault", "verified", "--opcode", "28", "--nth", "3", "--sense", "3/11/05")
    result = discctl("burn", "one.iso", "verified", "--verify", "full", "--report", "verified.html")
    page = page_of(discctl, "verification_failed", "verified.html")
    if page:
        check("report__verification_failed", result.code == 1 and "The disc is not what was to be burned" in page.section("result")
              and page.row("Verification") == ["full: failed"] and "3/11/05" in page.words, page.section("result"))
    for name, arguments, words in (("no_drive", ["one.iso", "nobody<b>"], ["The burn failed", 'No drive was opened as "nobody<b>"', "Nothing was written."]),
                                   ("no_disc", ["one.iso", "empty"], ["The burn failed", "There is no disc in the drive.", "Nothing was written."]),
                                   ("no_image", ["missing&.iso", "bad"], ["cannot open missing&.iso", "Nothing was written."])):
        result = discctl("burn", *arguments, "--report", f"{name}.html")
        page = page_of(discctl, name, f"{name}.html")
        if page:
            check(f"report__{name}", result.code == 1 and all(word in page.words for word in words), page.words)


def run_cancelled(discctl):
    ctrl_c = discctl.program("ctrl_c")
    if not ctrl_c:
        return
    discctl("virtual", "fault", "cancelled", "--opcode", "2a", "--delay", "150")
    running = discctl.under_ctrl_c(ctrl_c, "burn", "timed.iso", "cancelled", "--verify", "quick", "--report", "cancelled.html",
                                   stdin=subprocess.DEVNULL)
    running.says(BEGUN)
    discctl.press_ctrl_c()
    code = running.end()[0]
    page = page_of(discctl, "cancelled", "cancelled.html")
    if page:
        check("report__cancelled", code == 1 and "Cancelled" in page.section("result") and "E_IMAPI_REQUEST_CANCELLED" in page.words
              and page.row("Verification") == ["quick was asked for, and was not reached"], page.section("result"))
        check("report__cancelled__graph_says_where", "here it ended" in page.words, page.section("speed"))
    discctl("virtual", "fault", "cancelled", "--clear")


def run_path(discctl):
    """A path that cannot be written is told before the drive is asked for anything."""
    (discctl.work / "a-folder").mkdir()
    locked = discctl.work / "read-only.html"
    locked.write_text("old")
    locked.chmod(0o444)
    for name, path, words in (("no_folder", "nowhere\\page.html", "cannot write nowhere\\page.html"), ("is_a_folder", "a-folder", "it is a folder"),
                              ("read_only", "read-only.html", "exists and is read-only"), ("empty", "", "without a name"),
                              ("is_the_image", ".\\one.iso", "would overwrite one.iso")):
        for json_too in ([], ["--json"]) if name == "no_folder" else ([],):
            result = discctl("burn", "one.iso", "untouched", "--report", path, *json_too)
            said = result.json()["text"] if json_too and result.json() else result.err
            check(f"report__path_{name}{'__json' if json_too else ''}__is_refused_first", result.code == 1 and words in said, result)
        if name in ("no_folder", "is_a_folder"):
            result = discctl("info", "untouched", "--html", path)
            check(f"report__path_{name}__of_info__is_refused", result.code == 1 and words in result.err and result.out == "", result)
    own = discctl.work / "with-page"
    own.mkdir()
    (own / "page.html").write_text("old")
    result = discctl("burn", "with-page", "untouched", "--report", "WITH-page\\page.html")
    check("report__path_in_the_folder__is_refused_first", result.code == 1 and
          "the report would overwrite a file in with-page, which is to be burned" in result.err, result)
    check("report__path_in_the_folder__page_is_as_it_was", (own / "page.html").read_text() == "old")
    check("report__path__disc_is_blank", "BLANK" in status(discctl, "untouched"))
    check("report__path__files_are_as_they_were", locked.read_text() == "old" and (discctl.work / "one.iso").stat().st_size == MIB
          and not list(discctl.work.rglob("*.part")), os.listdir(discctl.work))
    discctl.file("page.html.part", "somebody's")
    result = discctl("info", "untouched", "--html", "page.html")
    check("report__path__another_part__stays", result.code == 0 and (discctl.work / "page.html.part").read_text() == "somebody's"
          and (discctl.work / "page.html").exists(), result)
    (discctl.work / "page.html.part").unlink()
    result = discctl("burn", "one.iso", "untouched", "--report", "x.html", "--dry-run")
    check("report__dry_run__is_refused", result.code == 2 and "--report cannot be used with --dry-run" in result.err, result)


HOSTILE = {"vendor": b"<script>", "product": b"\"'&</td>\x1b[2J\x00\xff\x80", "revision": b"<!--"}


def hostile_drive(discctl):
    """The captured BD-RE BU40N with texts that no drive has."""
    drive = json.loads((discctl.work / discctl.copy("drives/hl-dt-st-bd-re-bu40n-1.03.json")).read_text())
    for response in drive["responses"]:
        if response["command"] != "INQUIRY":
            continue
        data = bytearray.fromhex(response["hex"])
        data[8:16], data[16:32], data[32:36] = (HOSTILE[key].ljust(count) for key, count in (("vendor", 8), ("product", 16), ("revision", 4)))
        response["hex"] = data.hex()
    return discctl.file("hostile.json", json.dumps(drive))


def run_hostile(discctl):
    discctl.add("hostile", "--drive", hostile_drive(discctl), "--media", "bd-re")
    discctl("virtual", "fault", "hostile", "--opcode", "2a", "--nth", "3", "--sense", "3/ff/ff")
    label = "<img src=x> \"&'"
    tree = discctl.work / "b&amp;'tree"
    tree.mkdir()
    (tree / "file.txt").write_text("content")
    for name, arguments in (("burn", ["burn", tree.name, "hostile", "--report", "hostile-burn.html"]),
                            ("label", ["burn", tree.name, "hostile", "--label", label, "--report", "hostile-label.html"]),
                            ("info", ["info", "hostile", "--html", "hostile-info.html"])):
        result = discctl(*arguments)
        page = page_of(discctl, f"hostile_{name}", arguments[-1])
        if not page:
            continue
        check(f"report__hostile_{name}__texts_are_texts", "<script>" in page.row("Vendor") and page.row("Product")[0].startswith("\"'&</td>"), (result, page.words))
        check(f"report__hostile_{name}__nothing_but_print", all(byte >= 0x20 or byte == 0x0A for byte in page.bytes) and b"\x7f" not in page.bytes, page.bytes)
    page = page_of(discctl, "hostile_sense", "hostile-burn.html")
    check("report__hostile__sense_of_no_table", page and "3/FF/FF: medium error sent again" in page.section("retries"), page and page.words)
    page = page_of(discctl, "hostile_words", "hostile-label.html")
    check("report__hostile__label_and_folder_are_texts", page and page.row("Volume name") == [label] and page.row("Folder") == [tree.name], page and page.words)


def run_info(discctl):
    result = discctl("info", "timed", "--html", "drive.html")
    check("info_html__says_where", result.code == 0 and result.out == "drive.html says what the drive can do.\n", result)
    page = page_of(discctl, "info", "drive.html")
    if page:
        check("info_html__matrix", page.row("CD-ROM") == ["✓ yes", "pressed in a factory"] and page.row("CD-R in the drive") == ["✓ yes", "✓ yes"]
              and page.row("DVD+RW dual layer") == ["– no", "– no"], page.section("media"))
        check("info_html__features_in_words", page.row("CD Track at Once 002Dh") == ["writes CDs track by track", "✓ yes"], page.section("features"))
        check("info_html__profiles_and_mode_pages", "BD-RE 0043h" in page.section("profiles") and "2Ah" in page.section("mode-pages"), page.words)
    result = discctl("info", "timed", "--html", "drive.html", "--json")
    check("info_html__json__is_the_object", result.code == 0 and result.json()["VendorId"] == "OPENIMAP", result)
    result = discctl("info", "nobody", "--html", "nobody.html")
    check("info_html__no_drive__no_page", result.code == 1 and not (discctl.work / "nobody.html").exists(), result)
    discctl.add("ejected", "--drive", discctl.copy("drives/tsstcorp-cddvdw-sh-s223f-sb03.json"), "--empty")
    discctl("virtual", "fault", "ejected", "--opcode", "46", "--sense", "5/20/00")
    discctl("info", "ejected", "--html", "silent.html")
    page = page_of(discctl, "no_features", "silent.html")
    if page:
        check("info_html__no_features__says_so", "Not told" in page.section("features") and page.row("CD-R") is not None, page.words)


def run_absolute(discctl):
    """A path of Windows, with letters of another script."""
    path = discctl.work / "Brennbericht ü 録.html"
    result = discctl("burn", "one.iso", "untouched", "--report", in_windows(str(path)))
    check("report__name_in_any_script", result.code == 0 and path.exists() and on_disc(discctl, "untouched", 0, 4) == b"data", result)


def run(discctl):
    discctl.file("one.iso", b"data" * (MIB // 4))
    discctl.file("timed.iso", b"time" * (24 * MIB // 4))
    for name, medium in (("timed", ["cd-r", "--time", "30"]), ("rw", ["dvd+rw"]), ("bad", ["cd-r"]), ("verified", ["dvd+rw"]), ("cancelled", ["cd-r"]),
                         ("untouched", ["cd-r"])):
        discctl.add(name, "--media", *medium)
    discctl.add("empty")
    run_info(discctl)
    run_path(discctl)
    run_burned(discctl)
    run_refusals(discctl)
    run_failed(discctl)
    run_cancelled(discctl)
    run_hostile(discctl)
    run_absolute(discctl)
