"""What a captured identity determines: IDiscRecorder2's properties against literals typed from the files' bytes."""
import json

from harness import TESTS, check

TABLE = TESTS / "discctl" / "drive-properties.json"


def same(expected, got):
    if isinstance(expected, dict):
        return isinstance(got, dict) and got.get("hresult") == expected["hresult"]
    if isinstance(expected, str) and isinstance(got, list):
        return [int(number, 16) for number in expected.split()] == got
    return type(expected) is type(got) and expected == got


def run_other_medium(discctl):
    """The identity stays when another medium than the captured one is in the tray; what is current follows from the medium."""
    discctl.add("captured", "--drive", discctl.copy("drives/virtualbox-cd-rom-ide.json"), "--media", "cd-r")
    info = discctl.info("captured")
    check("drives__other_medium__features_end_where_the_reply_says", info["SupportedFeaturePages"] == [0], info)
    check("drives__other_medium__profiles", info["SupportedProfiles"] == [0x10, 8] and info["CurrentProfiles"] == [], info)
    discctl.remove_all()
    discctl.add("captured", "--drive", discctl.copy("drives/cdemu-cd-rom-1.0.json"), "--media", "cd-r")
    info = discctl.info("captured")
    check("drives__other_medium__mode_pages", info["SupportedModePages"] == [1, 5, 0x0D, 0x0E, 0x1A, 0x2A], info)
    check("drives__other_medium__current_profile", info["CurrentProfiles"] == [9], info)
    discctl("virtual", "insert", "captured", "--media", "captured")
    check("drives__captured_medium_again", discctl.info("captured")["CurrentProfiles"] == [], discctl.info("captured"))


def run(discctl):
    run_other_medium(discctl)
    rows = json.loads(TABLE.read_text(encoding="utf-8"))["drives"]
    answers, pairs = {}, 0

    for row in rows:
        drive, state = row["drive"], row.get("state")
        if (drive, state) not in answers:
            discctl.remove_all()
            discctl.add("captured", "--drive", discctl.copy(f"drives/{drive}.json"), *(["--state", state] if state else []))
            answers[drive, state] = discctl.info("captured")
        for name in (key for key in row if key[0].isupper()):
            got = answers[drive, state].get(name)
            pairs += check(f"{drive}{f' ({state})' if state else ''}: {name} ({row['from']})", same(row[name], got), got)
    drives = {row["drive"] for row in rows}
    print(f"# {pairs} (drive, property) pairs of {len(drives)} drives")
    missing = {path.stem for path in (TESTS / "drives").glob("*.json")} - drives
    check("drives__none_is_left_out", not missing, missing)
