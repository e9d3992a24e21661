"""doctor: who serves the classes, which drives work, what is traced."""
import json
import os
import pathlib
import re

from harness import check, is_failure

# Every class that we have: tests/tools/check-classes holds this table to the descriptions of the DLLs.
REGISTERED = re.findall(r'^    \{"([\w.]+)", &CLSID_', (pathlib.Path(__file__).parents[2] / "src/discctl/registered.c").read_text(), re.M)
CLASSES_FS = ["MsftFileSystemImage", "OpenIMAPI2.MsftFileSystemImage", "BootOptions", "OpenIMAPI2.BootOptions",
              "MsftIsoImageManager", "OpenIMAPI2.MsftIsoImageManager"] # of imapi2fs.dll
RECORDER = r"\Software\Classes\CLSID\{2735412D-7F64-5B0F-8F00-5D77AFBE261E}\InprocServer32"
NOWHERE = "C:\\nowhere\\imapi2.dll"


def run_healthy(discctl, server):
    server_fs = server[:-len("imapi2.dll")] + "imapi2fs.dll"
    result = discctl("doctor", "--json")
    report = result.json() or {}
    check("doctor__json__keys", result.code == 0 and set(report) == {"program", "registered", "registrations", "served", "drives",
          "letters", "trace"}, result)
    check("doctor__registered__every_class_is_ours", [entry["class"] for entry in report["registered"]] == REGISTERED and len(REGISTERED) >= 16 and all(
        set(entry) == {"class", "clsid", "programs", "scope", "server", "exists", "ours", "threading"} and entry["exists"] and entry["ours"]
        and entry["scope"] == "machine" and entry["threading"] == "Both" and entry["programs"] == report["program"]
        and entry["server"].lower() == (server_fs if entry["class"] in CLASSES_FS else server).lower() for entry in report["registered"]),
          report["registered"])
    check("doctor__registrations__one_and_nothing_skipped", len(report["registrations"]) == 1 and report["registrations"][0]["skipped"] is None
          and report["registrations"][0]["path"].lower() == server.lower(), report["registrations"])
    check("doctor__served__every_class_by_its_dll", [entry["class"] for entry in report["served"]] == REGISTERED and all(
        entry["server"].lower() == (server_fs if entry["class"] in CLASSES_FS else server).lower() for entry in report["served"]), report["served"])
    check("doctor__drives__none", report["drives"] == [] and report["letters"] == [], report)
    check("doctor__trace__off", report["trace"] == {"file": None, "from": None}, report["trace"])
    text = discctl("doctor").out
    check("doctor__text__says_the_same", text.count("(OpenIMAPI2)\n") == len(REGISTERED) and "    none\n" in text and "Trace: off\n" in text, text)


def run_drives(discctl):
    discctl.add("well", "--media", "bd-r")
    discctl.add("ill")
    discctl("virtual", "fault", "ill", "--opcode", "46", "--sense", "4/44/00")
    drives = discctl("doctor", "--json").json()["drives"]
    ill, well = sorted(drives, key=lambda entry: "#well#" in entry["id"])
    check("doctor__drive_that_works", well["works"] is True and set(well) == {"index", "id", "works"}, well)
    check("doctor__drive_that_refuses__says_why", ill["works"] is False and is_failure(ill["error"]) and "GET CONFIGURATION" in ill["error"]["text"], ill)
    text = discctl("doctor").out
    check("doctor__text__drives", re.search(r"#well#.*\n +works\n", text) and re.search(r"#ill#.*\n +refused: .*4/44/00", text), text)
    discctl("virtual", "fault", "ill", "--clear")
    discctl("virtual", "fault", "ill", "--opcode", "46", "--sense", "5/20/00")
    old = [entry for entry in discctl("doctor", "--json").json()["drives"] if "#ill#" in entry["id"]]
    check("doctor__drive_without_get_configuration__works", len(old) == 1 and old[0]["works"] is True and "error" not in old[0]
          and "GET CONFIGURATION" in old[0].get("lacks", ""), old)
    text = discctl("doctor").out
    check("doctor__text__drive_without_get_configuration", re.search(r"#ill#.*\n +works, without GET CONFIGURATION", text), text)
    discctl("virtual", "fault", "ill", "--clear")
    discctl("virtual", "fault", "ill", "--opcode", "46", "--gone")
    ill = [entry for entry in discctl("doctor", "--json").json()["drives"] if "#ill#" in entry["id"]]
    check("doctor__drive_that_is_gone", len(ill) == 1 and is_failure(ill[0].get("error"), "0x80070037"), ill)
    discctl.add("stick", "--drive", discctl.copy("reports/r01-not-type-5.json"))  # a USB stick: INQUIRY says peripheral type 0
    text = discctl("doctor").out
    check("doctor__no_optical_drive__is_refused", re.search(r"#stick#.*\n +refused: .*no optical drive but a disk", text), text)
    discctl("virtual", "remove", "stick")


def run_disk(discctl):
    """A device that the system lists as a CD-ROM, and whose INQUIRY says peripheral device type 00h (SPC-3: a disk)."""
    drive = json.loads((pathlib.Path(__file__).parents[1] / "drives/hl-dt-st-bd-re-bu40n-1.03.json").read_text())
    answers = [response for response in drive["responses"] if response["cdb"].startswith("12")]
    for answer in answers:
        answer["hex"] = "00" + answer["hex"][2:]
    discctl.add("disk", "--drive", discctl.file("disk.json", json.dumps(drive)))
    drives = [entry for entry in discctl("doctor", "--json").json()["drives"] if "#disk#" in entry["id"]]
    check("doctor__disk_among_the_drives__is_refused_and_says_what_it_is", bool(answers) and len(drives) == 1 and drives[0]["works"] is False
          and is_failure(drives[0]["error"], "0x80070032") and "no optical drive but a disk (peripheral device type 00h" in drives[0]["error"]["text"], drives)
    result = discctl("doctor")
    check("doctor__text__disk_among_the_drives", result.code == 0 and re.search(r"#disk#.*\n +refused: .*no optical drive but a disk", result.out), result)


def doctor_with_trace(discctl, path, *options):
    """What doctor prints in a program whose variable names this path."""
    return discctl.start("doctor", *options, env={**os.environ, "OPENIMAPI2_TRACE": path}).communicate(timeout=600)[0].decode().replace("\r\n", "\n")


def run_trace(discctl):
    key = ["HKCU\\Software\\OpenIMAPI2", "/v", "Trace"]
    discctl.windows("reg", "add", *key, "/d", "C:\\user.txt", "/f")
    trace = discctl("doctor", "--json").json()["trace"]
    check("doctor__trace__of_the_user", trace == {"file": "C:\\user.txt", "from": "user"}, trace)
    out = doctor_with_trace(discctl, "C:\\variable.txt")
    check("doctor__trace__the_variable_wins", "Trace: on, C:\\variable.txt (OPENIMAPI2_TRACE)\n" in out, out)
    out = doctor_with_trace(discctl, "C:\\not\\there.txt")  # ERROR_PATH_NOT_FOUND is 3
    check("doctor__trace__in_no_folder__cannot_be_opened", "Trace: off, C:\\not\\there.txt (OPENIMAPI2_TRACE) cannot be opened: " in out
          and "0x80070003" in out, out)
    trace = json.loads(doctor_with_trace(discctl, "C:\\not\\there.txt", "--json"))["trace"]
    check("doctor__trace__in_no_folder__json", trace["from"] == "environment" and is_failure(trace.get("error"), "0x80070003"), trace)
    discctl.windows("reg", "delete", *key, "/f")
    check("doctor__trace__off_again", discctl("doctor", "--json").json()["trace"]["from"] is None)


def run_others(discctl, server):
    discctl.windows("reg", "add", "HKCU" + RECORDER, "/ve", "/d", NOWHERE, "/f")
    entries = [entry for entry in discctl("doctor", "--json").json()["registered"] if entry["scope"] == "user"]
    check("doctor__another_server_of_this_user__is_seen", entries and all(entry["class"] == "MsftDiscRecorder2" and entry["server"] == NOWHERE
          and not entry["exists"] and not entry["ours"] for entry in entries), entries)
    text = discctl("doctor").out
    check("doctor__text__missing_file", f"this user: {NOWHERE} (another server; the file is missing)" in text, text)
    discctl.windows("reg", "delete", "HKCU" + RECORDER, "/f")

    view = discctl("doctor", "--json").json()["program"]
    key = [f"HKLM\\Software\\OpenIMAPI2\\Registration\\{view}", "/v", "Skipped"]
    discctl.windows("reg", "add", *key, "/d", "somebody was first", "/f")
    result = discctl("doctor")
    check("doctor__skipped__is_told", "programs: somebody was first" in result.out, result)
    discctl.windows("reg", "delete", *key, "/f")

    try:
        discctl.windows("reg", "add", "HKLM" + RECORDER, "/ve", "/d", NOWHERE, "/f")
        result = discctl("doctor", "--json")
        served = {entry["class"]: entry for entry in (result.json() or {}).get("served", [])}
        check("doctor__class_that_cannot_be_created__exit_1", result.code == 1 and is_failure(served["MsftDiscRecorder2"].get("error"))
              and "server" in served["MsftDiscMaster2"], result)
    finally:
        discctl.windows("reg", "add", "HKLM" + RECORDER, "/ve", "/d", server, "/f")
    check("doctor__put_back__exit_0", discctl("doctor").code == 0)


def run_unregistered(discctl, server):
    """The regsvr32 of this kind of program: the other one takes the other DLL."""
    program = discctl("doctor", "--json").json()["program"]
    bits = {"x64": 64, "x86": 32}[program]
    is_second = program == "x86" and "yes" in discctl.windows("cmd", "/c", "if exist C:\\windows\\syswow64\\regsvr32.exe echo yes")
    hint = f"for {bits}-bit programs: run c:\\windows\\{'syswow64' if is_second else 'system32'}\\regsvr32 imapi2.dll"
    discctl.windows("regsvr32", "/s", "/u", server)
    try:
        unregistered = discctl("doctor")
        result = discctl("list")
        check("list__not_registered__names_the_right_regsvr32", result.code == 1 and hint in result.err.lower(), result)
        check("list__not_registered__exit_1_and_the_code", result.code == 1 and is_failure(discctl("list", "--json").json(), "0x80040154"), result)
    finally:
        discctl.windows("regsvr32", "/s", server)
    for name in ("MsftDiscMaster2", "MsftDiscRecorder2"):
        check(f"doctor__not_registered__{name}__says_the_command", re.search(rf" {name} .*regsvr32 imapi2\.dll", unregistered.out), unregistered)
    check("list__registered_again__exit_0", discctl("list").code == 0)


def run_codes(discctl):
    """A code in words: by number and by name, without any DLL."""
    spoken = ("0xC0AA0202 E_IMAPI_RECORDER_MEDIA_NO_MEDIA\nThere is no disc in the drive.\n"
              "What to do: Put a disc in and close the tray.\n")
    for code in ("0xC0AA0202", "c0aa0202", "-1062600190", "E_IMAPI_RECORDER_MEDIA_NO_MEDIA", "e_imapi_recorder_media_no_media"):
        result = discctl("doctor", code)
        check(f"doctor__code__{code}", result.code == 0 and result.out == spoken, result)
    result = discctl("doctor", "0xC0AAB128")
    check("doctor__code__places_of_names_and_numbers", "The content of '...' was to have N bytes and has N.\n" in result.out, result)
    report = discctl("doctor", "C0AA0210", "--json").json() or {}
    check("doctor__code__json", report.get("hresult") == "0xC0AA0210" and report.get("name") == "E_IMAPI_RECORDER_LOCKED"
          and report.get("text") == "Another program has exclusive access to the drive." and "ExclusiveAccessOwner" in report.get("advice", ""), report)
    result = discctl("doctor", "0x80004001")
    check("doctor__code__without_advice", result.code == 0 and result.out == "0x80004001 E_NOTIMPL\nThe value is not available.\n", result)
    # As VBScript's Err.Number, JScript's error.number and HRESULTs of .NET show it; the option may stand on either side.
    spoken = discctl("doctor", "0x80040154")
    check("doctor__code__class_not_registered", spoken.code == 0 and spoken.out.startswith("0x80040154 REGDB_E_CLASSNOTREG\n"), spoken)
    for code in ("80040154", "-2147221164"):
        result = discctl("doctor", code)
        check(f"doctor__code__class_not_registered__{code}", result.code == 0 and result.out == spoken.out, result)
    for words in (["-2147221164", "--json"], ["--json", "-2147221164"], ["--json", "--", "-2147221164"]):
        report = discctl("doctor", *words).json() or {}
        check(f"doctor__code__{'_'.join(words)}", report.get("hresult") == "0x80040154", report)
    result = discctl("doctor", "-2147483648")
    check("doctor__code__the_least_number", result.code == 0 and result.out.startswith("0x80000000 "), result)
    for words, complaint in ((["-5x"], "no option -5"), (["-1", "-2"], "no option -2"), (["-x5"], "no option -x"), (["1", "-2"], 'no place for the argument "'),
                             (["-"], "no result code")):
        result = discctl("doctor", *words)
        check(f"doctor__code__{'_'.join(words)}__is_none", result.code == 2 and complaint in result.err and result.out == "", result)
    result = discctl("eject", "-5")
    check("eject__negative_number__is_no_drive", result.code == 2 and "no option -5" in result.err, result)
    for code in ("hello", "0x", "0x1C0AA0202", "c0aa0202h", "", "-2147483649", "-99999999999999999999"):
        result = discctl("doctor", code)
        check(f"doctor__code__{code or 'empty'}__is_none", result.code == 2 and "no result code" in result.err and result.out == "", result)


def run(discctl):
    server = discctl.exe_in_windows().replace("discctl.exe", "imapi2.dll")
    run_healthy(discctl, server)
    run_drives(discctl)
    run_disk(discctl)
    run_trace(discctl)
    run_others(discctl, server)
    run_codes(discctl)
    run_unregistered(discctl, server)
