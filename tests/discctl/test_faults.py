"""virtual fault: each kind, seen through what discctl then gets."""
import json
import os
import re
import subprocess

from harness import check, in_windows, is_failure

GONE = "0x80070037"
TIMEOUT = "0xC0AA020D"
INVALID_RESPONSE = "0xC0AA02FF"
NO_GET_CONFIGURATION = "0xC0AA020C"
LISTS = ["SupportedFeaturePages", "CurrentFeaturePages", "SupportedProfiles", "CurrentProfiles"]


def fault(discctl, *arguments):
    """Set one fault in the place of all others."""
    discctl("virtual", "fault", "own", "--clear")
    result = discctl("virtual", "fault", "own", *arguments)
    return check(f"fault__{'_'.join(arguments)}__is_set", result.code == 0, result)


def info_and_times_of(discctl, opcode):
    """What info says, and how many milliseconds each command of this operation code took, by the trace of that program (docs/trace.md)."""
    trace = discctl.work / "faults.txt"
    trace.unlink(missing_ok=True)
    out = discctl.start("info", "own", "--json", stdin=subprocess.DEVNULL, env={**os.environ, "OPENIMAPI2_TRACE": in_windows(str(trace))}).communicate(timeout=600)[0]
    return json.loads(out), [float(time) for time in re.findall(rf"^\S+ \S+ {opcode} .* (\d+\.\d+) ms$", trace.read_text(), re.M)]


def run(discctl):
    discctl.add("own", "--media", "cd-r")
    good = discctl.info("own")

    fault(discctl, "--opcode", "46", "--sense", "05/20/00")
    info = discctl.info("own")
    check("fault_sense__each", all(is_failure(info[name], NO_GET_CONFIGURATION) for name in LISTS), info)
    check("fault_sense__other_commands_are_well", info["SupportedModePages"] == good["SupportedModePages"], info)
    check("fault_sense__text_has_command_and_sense", "GET CONFIGURATION" in info["SupportedProfiles"]["text"]
          and "sense 5/20/00" in info["SupportedProfiles"]["text"], info["SupportedProfiles"])
    text = discctl("info", "own")
    check("fault_sense__info_as_text", text.code == 0 and "E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED" in text.out, text)
    check("fault_sense__counted_in_list", discctl("virtual", "list", "--json").json()[0]["faults"] == 1)

    fault(discctl, "--opcode", "5A", "--nth", "1", "--sense", "4/44/0")
    check("fault_nth__first_fails", is_failure(discctl.info("own")["SupportedModePages"], "0x80004005"))
    check("fault_nth__second_is_well", discctl.info("own")["SupportedModePages"] == good["SupportedModePages"])

    for file, expected in (("04-gc-length-zero.hex", []), ("02-gc-three-byte-header.hex", INVALID_RESPONSE),
                           ("20-gc-unsorted.hex", None), ("24-gc-max-size.hex", None)):
        fault(discctl, "--opcode", "46", "--reply", discctl.copy(f"malformed/{file}"))
        got = discctl.info("own")["SupportedFeaturePages"]
        if expected is None:
            check(f"fault_reply__{file}", isinstance(got, list) and len(got) > 1, got)
        else:
            check(f"fault_reply__{file}", got == expected or is_failure(got, expected), got)
    for name, content in (("no_hex", "00 01 0g"), ("half_a_byte", "00 0"), ("no_text", b"\x00\xff\xfe")):
        result = discctl("virtual", "fault", "own", "--opcode", "46", "--reply", discctl.file("bad.hex", content))
        check(f"fault_reply__{name}__is_refused", result.code == 1 and "bad.hex, line 1" in result.err, result)
    result = discctl("virtual", "fault", "own", "--opcode", "46", "--reply", "missing.hex")
    check("fault_reply__missing_file", result.code == 1 and "missing.hex" in result.err, result)

    fault(discctl, "--opcode", "46", "--short", "4")
    check("fault_short", is_failure(discctl.info("own")["SupportedProfiles"], INVALID_RESPONSE))

    fault(discctl, "--opcode", "1b", "--delay", "1500")
    result = discctl("eject", "own")
    check("fault_delay__comes_late_and_well", result.code == 0 and result.seconds >= 1.5, f"{result.seconds} s, {result}")
    discctl("close", "own")

    for sense, word in (("2/04/02", "started"), ("2/04/22", "off and on")):
        discctl("virtual", "fault", "own", "--clear")
        fault(discctl, "--opcode", "1b", "--nth", "1", "--sense", sense)  # who waits and tries again has his way
        result = discctl("eject", "own")
        check(f"eject__drive_wants_to_be_{word}__does_not_wait_and_says_so", result.code == 1 and word in result.err
              and "few seconds" not in result.err, result)
    discctl("virtual", "fault", "own", "--clear")
    fault(discctl, "--opcode", "1b", "--nth", "1", "--sense", "2/04/01")
    result = discctl("eject", "own")
    check("eject__drive_becomes_ready__waits", result.code == 0, result)
    discctl("close", "own")

    fault(discctl, "--opcode", "5a", "--nth", "1", "--hang")
    info, times_ms = info_and_times_of(discctl, "5a")
    check("fault_hang__ends_at_the_deadline", is_failure(info["SupportedModePages"], TIMEOUT) and len(times_ms) > 0 and times_ms[0] > 29000
          and all(time_ms < 29000 for time_ms in times_ms[1:]), f"{times_ms} ms, {info}")

    discctl("virtual", "fault", "own", "--clear")
    discctl.info("own")  # MODE SENSE takes the unit attention of the tray, which would let the drive be asked anew
    fault(discctl, "--opcode", "46", "--hang")
    info, times_ms = info_and_times_of(discctl, "46")
    check("fault_hang__at_get_configuration__costs_one_deadline", all(is_failure(info[name], TIMEOUT) for name in LISTS) and len(times_ms) == 1,
          f"{times_ms} ms, {info}")
    check("fault_hang__at_get_configuration__can_load_is_asked_by_mode_page", info["DeviceCanLoadMedia"] is True, info)
    check("fault_hang__at_get_configuration__text_says_that_it_is_not_sent_again",
          all("not sent again" in info[name]["text"] for name in LISTS[1:]), info)

    fault(discctl, "--opcode", "1b", "--gone")
    check("fault_gone__not_before_its_command", discctl.info("own")["SupportedProfiles"] == good["SupportedProfiles"])
    result = discctl("eject", "own", "--json")
    check("fault_gone", result.code == 1 and is_failure(result.json(), GONE), result)
    result = discctl("virtual", "fault", "own", "--clear")
    check("fault_clear", result.code == 0 and discctl.info("own") == good, discctl.info("own"))

    for _ in range(16):
        last = discctl("virtual", "fault", "own", "--opcode", "46", "--short", "0")
    result = discctl("virtual", "fault", "own", "--opcode", "46", "--short", "0")
    check("fault__sixteen_and_no_more", last.code == 0 and result.code == 1 and "16 faults already" in result.err, result)
    discctl("virtual", "fault", "own", "--clear")
    for opcode in ["ff"] * 12 + ["1b"]:
        discctl("virtual", "fault", "own", "--opcode", opcode, "--sense", "5/53/02")
    result = discctl("eject", "own")
    check("fault__thirteenth__counts", result.code == 1 and "5/53/02" in result.err, result)
    result = discctl("virtual", "fault", "own", "--clear", "--json")
    check("fault_clear__json", result.code == 0 and result.json()["name"] == "S_OK", result)
