"""virtual add, insert, remove, list: settings and folders, with good and with damaged input."""
import json
import pathlib
import resource

from harness import check, is_failure, skip

SECTOR = 2048

# Name, text of the file, what the message has in it.
DAMAGED = [
    ("empty", "", "not JSON"),
    ("cut_off", '{"schema": 1,\n "responses": [', "line 2"),
    ("text_behind_it", '{"schema": 1} x', "not JSON"),
    ("array", "[]", '"schema": 1'),
    ("no_schema", "{}", '"schema": 1'),
    ("other_schema", '{"schema": 2}', '"schema": 1'),
    ("vendor_is_a_number", '{"schema": 1, "vendor": 5}', "vendor is not a string"),
    ("vendor_too_long", '{"schema": 1, "vendor": "NINE CHAR"}', "vendor has 9 characters"),
    ("vendor_not_ascii", '{"schema": 1, "vendor": "Ä"}', "vendor has a character"),
    ("responses_is_an_object", '{"schema": 1, "responses": {}}', "responses is not an array"),
    ("response_is_a_text", '{"schema": 1, "responses": ["x"]}', "responses[0] is not an object"),
    ("cdb_of_two_bytes", '{"schema": 1, "responses": [{"cdb": "1200"}]}', "responses[0].cdb"),
    ("cdb_of_17_bytes", '{"schema": 1, "responses": [{"cdb": "%s"}]}' % ("00" * 17), "responses[0].cdb"),
    ("cdb_no_hex", '{"schema": 1, "responses": [{}, {"cdb": "12xx00000000"}]}', "responses[1].cdb"),
    ("data_of_half_a_byte", '{"schema": 1, "responses": [{"cdb": "120000006000", "hex": "058"}]}', "responses[0].hex"),
    ("data_too_long", '{"schema": 1, "responses": [{"cdb": "120000006000", "hex": "%s"}]}' % ("00" * 65537), "responses[0].hex"),
    ("sense_no_sense", '{"schema": 1, "responses": [{"cdb": "120000006000", "sense": "5/24/0"}]}', "responses[0].sense"),
    ("same_command_twice", '{"schema": 1, "responses": [%s, %s]}' % (('{"cdb": "bd0000000000000000080000", "hex": "00", '
     '"evidence": "raw", "status": "good", "complete": true}',) * 2), "twice"),
    ("feature_of_another_code", '{"schema": 1, "feature_descriptors": {"0003": {"hex": "00010300", "evidence": "raw"}}}',
     "feature_descriptors.0003 is the descriptor of feature 0001"),
    ("feature_cut_off", '{"schema": 1, "feature_descriptors": {"0003": {"hex": "0003030400", "evidence": "raw"}}}',
     "feature_descriptors.0003 has 5 bytes, and its descriptor 8"),
    ("page_cut_off", '{"schema": 1, "mode_pages": {"01": {"hex": "010a00", "evidence": "raw"}}}', "mode_pages.01"),
    ("page_of_another_code", '{"schema": 1, "mode_pages": {"05": {"hex": "0100", "evidence": "raw"}}}', "mode_pages.05"),
    ("mode_pages_is_an_array", '{"schema": 1, "mode_pages": []}', "mode_pages is not an object"),
    ("feature_descriptors_is_an_array", '{"schema": 1, "vendor": "A", "feature_descriptors": [{"hex": "00000000", "evidence": "raw"}]}',
     "feature_descriptors is not an object"),
    ("mode_pages_is_an_array_of_pages", '{"schema": 1, "mode_pages": [{"hex": "0100", "evidence": "raw"}]}', "mode_pages is not an object"),
    ("deeply_nested", "[" * 5000, "not JSON"),
]


def entry_of(discctl, name):
    return next((entry for entry in discctl("virtual", "list", "--json").json() if entry["name"] == name), None)


def folder_exists(discctl, folder):
    return "yes" in discctl.windows("cmd", "/c", f"if exist {folder}\\ (echo yes) else (echo no)")


def key_exists(discctl, key):
    """A key below HKCU: the one above it lists it."""
    return key.replace("HKCU", "HKEY_CURRENT_USER") in discctl.windows("reg", "query", key.rsplit("\\", 1)[0]).split("\n")


def run_links(discctl):
    """A link in the place of a recorder's folder leads to files of somebody's, which have the names of ours."""
    victim = discctl.work / "victim"
    victim.mkdir()
    for name in ("state.bin", "exclusive.lock", "disc-7.iso"):
        (victim / name).write_text("precious")

    def is_untouched():
        return sorted(path.name for path in victim.iterdir() if path.read_text() == "precious") == ["disc-7.iso", "exclusive.lock", "state.bin"]

    discctl.add("linked")
    folder = pathlib.Path(discctl.windows("winepath", "-u", entry_of(discctl, "linked")["folder"]).strip())
    if not folder.is_dir():
        skip("virtual_links", f"{folder} is not to be seen from here")
        discctl.remove_all()
        return
    folder.rename(discctl.work / "away")
    folder.symlink_to(victim)
    result = discctl("virtual", "remove", "linked")
    check("virtual_remove__folder_is_a_link__nothing_is_deleted", result.code == 0 and "was kept" in result.err and is_untouched(), result)
    result = discctl("virtual", "add", "linked")
    check("virtual_add__folder_is_a_link__is_refused", result.code == 1 and "its path contains a link" in result.err and is_untouched(), result)
    check("virtual_add__folder_is_a_link__nothing_is_left", discctl.names() == [], discctl.names())
    folder.unlink()


def run_add_and_remove(discctl):
    result = discctl("virtual", "list", "--json")
    check("virtual_list__none__json", result.code == 0 and result.json() == [], result)
    result = discctl("virtual", "list")
    check("virtual_list__none__text", result.code == 0 and "no virtual recorder" in result.err, result)

    result = discctl("virtual", "add", "bench")
    check("virtual_add__text", result.code == 0 and "bench" in result.out and result.err == "", result)
    entry = entry_of(discctl, "bench")
    check("virtual_list__json", entry and set(entry) == {"name", "scope", "media", "image", "folder", "captured", "faults"}
          and entry["media"] == "none" and entry["image"] is None and entry["scope"] == "user"
          and entry["captured"] is False and entry["faults"] == 0, entry)
    folder = entry["folder"]
    check("virtual_add__folder_by_name", folder.endswith("\\OpenIMAPI2\\VirtualRecorders\\bench"), folder)
    check("virtual_add__volume_folder", folder_exists(discctl, folder + "\\volume"), folder)
    result = discctl("virtual", "list")
    check("virtual_list__text", result.code == 0 and result.out.split()[:2] == ["bench", "none"], result)

    for again in ("bench", "BENCH"):
        result = discctl("virtual", "add", again)
        check(f"virtual_add__existing_{again}", result.code == 1 and "already" in result.err, result)
    result = discctl("virtual", "add", "bench", "--json")
    check("virtual_add__existing__json", result.code == 1 and result.json()["hresult"] == "0x800700B7", result)

    discctl.windows("cmd", "/c", f"echo x> {folder}\\disc-mine.iso")  # a disc's file has a number in its name
    result = discctl("virtual", "remove", "bench")
    check("virtual_remove__foreign_file__stays", result.code == 0 and "was kept" in result.err and folder_exists(discctl, folder), result)
    check("virtual_remove__foreign_file__recorder_is_gone", discctl.names() == [], discctl.names())
    check("virtual_remove__foreign_disc__stays", "yes" in discctl.windows("cmd", "/c", f"if exist {folder}\\disc-mine.iso (echo yes)"), folder)
    discctl.windows("cmd", "/c", f"del {folder}\\disc-mine.iso")
    result = discctl("virtual", "add", "bench", "--json")
    check("virtual_add__json", result.code == 0 and result.json()["hresult"] == "0x00000000", result)
    result = discctl("virtual", "remove", "bench", "--json")
    check("virtual_remove__json", result.code == 0 and result.json()["name"] == "S_OK", result)
    check("virtual_remove__folder_is_gone", not folder_exists(discctl, folder), folder)
    check("virtual_remove__last_one__no_key_is_left", not key_exists(discctl, "HKCU\\Software\\OpenIMAPI2"))
    check("virtual_remove__last_one__no_shared_folder_is_left", not folder_exists(discctl, folder.rsplit("\\", 2)[0]), folder)
    key = ["HKCU\\Software\\OpenIMAPI2", "/v", "Trace"]
    discctl.windows("reg", "add", *key, "/d", "", "/f")
    discctl("virtual", "add", "bench")
    discctl("virtual", "remove", "bench")
    check("virtual_remove__setting_of_a_trace__stays", "Trace" in discctl.windows("reg", "query", *key) and
          not key_exists(discctl, "HKCU\\Software\\OpenIMAPI2\\VirtualRecorders"))
    discctl.windows("reg", "delete", "HKCU\\Software\\OpenIMAPI2", "/f")
    everybodys = ["HKLM\\Software\\OpenIMAPI2\\VirtualRecorders", "/f", "/reg:64"]  # the registry opens it by the name ""
    discctl.windows("reg", "add", *everybodys)
    for verb in (["remove", "bench"], ["insert", "bench", "--empty"], ["fault", "bench", "--clear"], ["remove", ""],
                 ["remove", "..\\VirtualRecorders"]):
        result = discctl("virtual", *verb)
        check(f"virtual_{verb[0]}__no_such_recorder_{verb[1]}", result.code == 1 and "no virtual recorder" in result.err, result)
    discctl.windows("reg", "delete", *everybodys)


def run_media(discctl):
    even = discctl.file("even.iso", bytes(3 * SECTOR))
    odd = discctl.file("odd.iso", bytes(3 * SECTOR + 7))
    small = discctl.file("small.iso", bytes(SECTOR - 1))
    result = discctl("virtual", "add", "disc", "--image", even)
    image = entry_of(discctl, "disc")["image"]
    check("virtual_add__image__absolute_path", result.code == 0 and image.endswith("\\even.iso") and image[1:3] == ":\\", image)
    result = discctl("virtual", "insert", "disc", "--image", odd)
    check("virtual_insert__odd_image__says_what_is_cut", result.code == 0 and "last 7 bytes" in result.err, result)
    for name, file in (("missing", "missing.iso"), ("too_small", small), ("folder", ".")):
        result = discctl("virtual", "insert", "disc", "--image", file)
        check(f"virtual_insert__{name}_image", result.code == 1 and file in result.err, result)
        result = discctl("virtual", "add", "other", "--image", file)
        check(f"virtual_add__{name}_image", result.code == 1 and discctl.names() == ["disc"], result)
    check("virtual_insert__refused__changes_nothing", entry_of(discctl, "disc")["image"].endswith("odd.iso"))
    for medium in ("cd-r", "dvd+rw", "bd-re", "none"):
        result = discctl("virtual", "insert", "disc", "--media", medium)
        entry = entry_of(discctl, "disc")
        check(f"virtual_insert__{medium}", result.code == 0 and entry["media"] == medium and entry["image"] is None, result)
    discctl("virtual", "insert", "disc", "--media", "dvd+rw", "--blocks", "4100", "--busy", "2")
    result = discctl("scsi", "disc", "25000000000000000000", "--in", "8", "--json")
    check("virtual_insert__blocks__whole_clusters", result.json()["data"] == "00000fff00000800", result)
    result = discctl("scsi", "disc", "35020000000000000000")
    check("virtual_insert__busy__begins", result.code == 0, result)
    results = [discctl("scsi", "disc", "51000000000000002200", "--in", "34").code for _ in range(3)]
    check("virtual_insert__busy__lasts_for_two_commands", results == [1, 1, 0], results)
    # A block that is in the buffer of a drive that takes time; without, it is on the disc at once.
    block = discctl.file("block.bin", bytes(SECTOR))
    for option, free in ((["--time", "100"], "00187800"), ([], "00188000")):
        discctl("virtual", "insert", "disc", "--media", "dvd-ram", *option)
        discctl("scsi", "disc", "000000000000")
        result = discctl("scsi", "disc", "2a000000000000000100", "--out", block)
        check(f"virtual_insert__time_{len(option)}__takes_the_block", result.code == 0, result)
        result = discctl("scsi", "disc", "5c000000000000000c00", "--in", "12", "--json")
        check(f"virtual_insert__time_{len(option)}__free_buffer", result.json()["data"] == "000a000000188000" + free, result)
    discctl("virtual", "insert", "disc", "--media", "dvd-ram", "--protected")
    discctl("scsi", "disc", "000000000000")  # the drive tells that the medium was changed
    result = discctl("scsi", "disc", "54010000000000000000", "--json")
    check("virtual_insert__protected", result.code == 1 and "sense 7/27/00" in result.json()["text"], result)
    discctl("virtual", "insert", "disc", "--media", "dvd-ram")
    discctl("scsi", "disc", "000000000000")
    result = discctl("scsi", "disc", "54010000000000000000")
    check("virtual_insert__another_disc__is_not_protected", result.code == 0, result)
    result = discctl("virtual", "insert", "disc", "--empty", "--json")
    check("virtual_insert__json", result.code == 0 and result.json()["name"] == "S_OK", result)
    result = discctl("virtual", "insert", "disc", "--media", "captured")
    check("virtual_insert__captured__nothing_was", result.code == 2 and "nothing was captured" in result.err, result)
    discctl("virtual", "remove", "disc")


def run_file_errors(discctl):
    """A complaint about a file bears the error of its own: what the system said, or what we miss."""
    discctl.add("disc")
    for name, arguments, file, hresult in (
            ("image_is_missing", ["virtual", "insert", "disc", "--image"], "missing.iso", "0x80070002"),
            ("image_in_a_missing_folder", ["virtual", "insert", "disc", "--image"], "missing\\a.iso", "0x80070003"),
            ("image_is_a_folder", ["virtual", "insert", "disc", "--image"], "C:\\windows", "0x80070005"),
            ("image_is_a_device", ["virtual", "insert", "disc", "--image"], "nul", "0x800700A1"),
            ("image_is_too_small", ["virtual", "insert", "disc", "--image"], discctl.file("tiny.iso", b"x"), "0x8007000D"),
            ("drive_is_a_folder", ["virtual", "add", "other", "--drive"], "C:\\windows", "0x80070005"),
            ("drive_is_too_big", ["virtual", "add", "other", "--drive"], discctl.file("big.json", bytes((16 << 20) + 1)), "0x800700DF"),
            ("drive_is_no_json", ["virtual", "add", "other", "--drive"], discctl.file("no.json", "x"), "0x8007000D"),
            ("reply_is_a_folder", ["virtual", "fault", "disc", "--opcode", "46", "--reply"], "C:\\windows", "0x80070005"),
            ("reply_is_too_big", ["virtual", "fault", "disc", "--opcode", "46", "--reply"], discctl.file("big.hex", bytes((1 << 20) + 1)),
             "0x800700DF"),
            ("out_is_a_folder", ["scsi", "disc", "000000000000", "--out"], "C:\\windows", "0x80070005")):
        result = discctl(*arguments, file, "--json")
        check(f"file_error__{name}", result.code == 1 and is_failure(result.json(), hresult) and file in result.json()["text"], result)
    result = discctl("virtual", "insert", "disc", "--image", "C:\\windows")
    check("file_error__folder__is_called_one", "is a folder" in result.err, result)
    discctl.remove_all()


def run_states(discctl):
    """A file with as many states as it has replies is read in a moment, and some of the states are named."""
    changes = [{"media": f"state {number % 60000}", "cdb": "000000000000"} for number in range(120000)]
    file = discctl.file("states.json", json.dumps({"schema": 1, "responses": changes}))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = discctl("virtual", "add", "states", "--drive", file, "--state", "another")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime  # of the processor, whoever else wants it
    check("virtual_add__many_states__in_a_moment", result.code == 1 and 0 < seconds < 20, f"{seconds} s, {str(result)[:200]}")
    check("virtual_add__many_states__names_some", '"state 0", "state 1"' in result.err and '"state 19" and others' in result.err
          and len(result.err) < 1000, str(result)[:300])


def run_reports(discctl):
    """Inputs from public reports are taken as they are; what the DLL makes of them is its own tests'."""
    result = discctl("virtual", "add", "stick", "--drive", discctl.copy("reports/r01-not-type-5.json"))
    check("virtual_add__report_r01", result.code == 0 and result.err == "" and entry_of(discctl, "stick")["captured"], result)
    result = discctl("virtual", "fault", "stick", "--opcode", "5a", "--reply", discctl.copy("reports/r05-page2a-longer-than-sent.hex"))
    check("virtual_fault__report_r05", result.code == 0, result)
    discctl.remove_all()


def run_drive_files(discctl):
    for name, text, message in DAMAGED:
        file = discctl.file("damaged.json", text)
        result = discctl("virtual", "add", "broken", "--drive", file)
        check(f"virtual_add__drive_{name}", result.code == 1 and message in result.err and file in result.err, result)
    check("virtual_add__damaged_drive__nothing_is_left", discctl.names() == [], discctl.names())
    result = discctl("virtual", "add", "broken", "--drive", "missing.json")
    check("virtual_add__missing_drive", result.code == 1 and "missing.json" in result.err, result)
    file = discctl.copy("drives/qemu-dvd-rom-ide.json")
    result = discctl("virtual", "add", "broken", "--drive", file, "--state", "DVD")
    check("virtual_add__unknown_state__lists_them", result.code == 1 and '"none", "DVD-ROM", "CD-ROM"' in result.err, result)
    result = discctl("virtual", "add", "captured", "--drive", file)
    check("virtual_add__drive__medium_is_captured", result.code == 0 and entry_of(discctl, "captured")["media"] == "captured"
          and entry_of(discctl, "captured")["captured"] is True, result)
    template = {"schema": 1, "mode_pages": {"2a": {"template_hex": "2a??00", "evidence": "reconstructed-template"}},
                "responses": [{"cdb": "5a002a0000000000ff00", "hex": "00??", "evidence": "reconstructed-template",
                               "status": "good", "complete": True}]}
    file = discctl.file("template.json", json.dumps(template))
    result = discctl("virtual", "add", "template", "--drive", file)
    check("virtual_add__template__is_left_out", result.code == 0 and "1 of the captured responses" in result.err, result)
    discctl.remove_all()


def run(discctl):
    run_add_and_remove(discctl)
    run_links(discctl)
    run_media(discctl)
    run_file_errors(discctl)
    run_states(discctl)
    run_reports(discctl)
    run_drive_files(discctl)
