"""list, info, eject, close: the COM interfaces, seen through discctl."""
import re

from harness import check, is_failure

STRINGS = ["ActiveDiscRecorder", "VendorId", "ProductId", "ProductRevision", "VolumeName", "ExclusiveAccessOwner"]
NUMBER_LISTS = ["SupportedFeaturePages", "CurrentFeaturePages", "SupportedProfiles", "CurrentProfiles", "SupportedModePages"]
MEMBERS = STRINGS + NUMBER_LISTS + ["VolumePathNames", "DeviceCanLoadMedia", "LegacyDeviceNumber"]


def run_list(discctl):
    result = discctl("list", "--json")
    check("list__none__json", result.code == 0 and result.json() == [], result)
    result = discctl("list")
    check("list__none__says_what_to_do", result.code == 0 and result.out == "" and "virtual add" in result.err, result)
    discctl.add("own", "--image", discctl.file("disc.iso", bytes(2048 * 400)))
    discctl.add("slim", "--drive", discctl.copy("drives/hl-dt-st-bd-re-bu40n-1.03.json"))
    listed = discctl("list", "--json").json()
    check("list__json__keys", len(listed) == 2 and all(set(entry) == {"index", "name", "id", "VendorId", "ProductId",
          "ProductRevision", "VolumePathNames"} for entry in listed), listed)
    check("list__json__index_and_name", [(entry["index"], entry["name"]) for entry in listed] == [(0, "own"), (1, "slim")], listed)
    check("list__json__identity", listed[1]["VendorId"] == "HL-DT-ST" and listed[1]["ProductId"] == "BD-RE BU40N", listed[1])
    lines = discctl("list").out.splitlines()
    check("list__text__one_line_each", len(lines) == 2 and re.match(r"1 +slim +HL-DT-ST BD-RE BU40N 1\.03 +- +\\\\\?\\openimapi2#", lines[1]), lines)
    return listed


def run_info(discctl, listed):
    info = discctl.info("own")
    check("info__json__members", set(info) == set(MEMBERS), sorted(info))
    check("info__json__strings", all(isinstance(info[name], str) for name in STRINGS), info)
    check("info__json__number_lists", all(isinstance(number, int) for name in NUMBER_LISTS for number in info[name])
          and info["SupportedProfiles"] and info["SupportedModePages"], info)
    check("info__json__paths", len(info["VolumePathNames"]) == 1 and info["VolumePathNames"][0].endswith("\\"), info["VolumePathNames"])
    check("info__json__boolean_and_number", info["DeviceCanLoadMedia"] is True and isinstance(info["LegacyDeviceNumber"], int), info)
    check("info__json__id", info["ActiveDiscRecorder"] == listed[0]["id"], info["ActiveDiscRecorder"])
    check("info__json__image_is_a_cd", info["CurrentProfiles"] == [8], info["CurrentProfiles"])
    for form, drive in (("index", "0"), ("id", listed[0]["id"]), ("id_in_capitals", listed[0]["id"].upper()), ("name_in_capitals", "OWN")):
        again = discctl.info(drive)
        check(f"info__by_{form}", again.get("VolumeName") == info["VolumeName"], again)
    for drive in ("2", "99999999999999999999", "nobody", "Q:", "\\\\?\\nothing", ""):
        result = discctl("info", drive)
        check(f"info__no_such_drive_{drive}", result.code == 1 and "no recorder is" in result.err and result.out == "", result)
    result = discctl("info", "nobody", "--json")
    check("info__no_such_drive__json", result.code == 1 and is_failure(result.json(), "0x80070057"), result)
    text = discctl("info", "slim").out
    for name, pattern in (("profile", r"^    0040h  BD-ROM$"), ("feature", r"^    001Dh  Multi-Read$"),
                          ("mode_page", r"^    2Ah  .*Capabilities"), ("boolean", r"^DeviceCanLoadMedia +no$"),
                          ("string", r"^VendorId +HL-DT-ST$"), ("every_member", "")):
        check(f"info__text__{name}", re.search(pattern, text, re.M) and all(re.search(f"^{member}\\b", text, re.M) for member in MEMBERS), text)


def run_tray(discctl):
    result = discctl("eject", "own")
    check("eject__text", result.code == 0 and "open" in result.out, result)
    check("eject__no_medium_for_the_next_process", discctl.info("own")["CurrentProfiles"] == [], discctl.info("own")["CurrentProfiles"])
    result = discctl("close", "own", "--json")
    check("close__json", result.code == 0 and result.json()["name"] == "S_OK", result)
    check("close__medium_is_back", discctl.info("own")["CurrentProfiles"] == [8])
    discctl("virtual", "insert", "own", "--media", "bd-r")
    check("insert__other_medium_is_seen", discctl.info("own")["CurrentProfiles"] == [0x41], discctl.info("own")["CurrentProfiles"])
    discctl("virtual", "insert", "own", "--empty")
    check("insert__empty_is_seen", discctl.info("own")["CurrentProfiles"] == [])
    result = discctl("eject", "slim", "--json")
    check("eject__slim", result.code == 0, result)
    result = discctl("close", "slim")
    check("close__drive_that_cannot__says_what_the_drive_said", result.code == 1 and "START STOP UNIT" in result.err
          and "sense 5/24/00" in result.err, result)
    result = discctl("close", "slim", "--json")
    check("close__drive_that_cannot__json", result.code == 1 and is_failure(result.json()), result)


def run(discctl):
    listed = run_list(discctl)
    run_info(discctl, listed)
    run_tray(discctl)
