"""scsi: raw commands, sense in words. Bytes are typed from SPC-3 and MMC-6."""
from harness import check, is_failure

SENSE = "0x00AA0200"


def run(discctl):
    discctl.add("own", "--media", "dvd-ram")

    result = discctl("scsi", "own", "000000000000")
    check("scsi_no_data", result.code == 0 and "executed the command" in result.out and result.err == "", result)
    result = discctl("scsi", "own", "12 00 00 00 24 00", "--in", "36", "--json")
    value = result.json() or {}
    check("scsi_in_json", result.code == 0 and value.get("name") == "S_OK" and value.get("command") == "INQUIRY"
          and value.get("data", "").startswith("0580") and len(value["data"]) == 72
          and bytes.fromhex(value["data"])[8:16] == b"OPENIMAP" and "sense" not in value, result)
    result = discctl("scsi", "own", "120000002400", "--in", "36")
    lines = result.out.splitlines()
    check("scsi_in_text", result.code == 0 and len(lines) == 3 and lines[0].startswith("000000  05 80 ")
          and lines[0].endswith("OPENIMAP") and lines[2].startswith("000020  "), result)
    result = discctl("scsi", "own", "120000000500", "--in", "36", "--json")
    check("scsi_in__shorter_answer__its_own_length", len((result.json() or {}).get("data", "")) == 10, result)

    # MODE SELECT(10) of page 01h with a retry count of 7, then MODE SENSE(10): byte 3 of the page.
    sense_cdb = "5A080100000000001400"
    before = bytes.fromhex(discctl("scsi", "own", sense_cdb, "--in", "20", "--json").json()["data"])
    page = bytearray(before[8:8 + 2 + before[9]])
    page[0] &= 0x7F
    page[3] = 7
    name = discctl.file("page.bin", bytes(8) + bytes(page))
    length = 8 + len(page)
    result = discctl("scsi", "own", f"551000000000000{length:03x}00", "--out", name)
    check("scsi_out", result.code == 0 and "executed the command" in result.out, result)
    after = bytes.fromhex(discctl("scsi", "own", sense_cdb, "--in", "20", "--json").json()["data"])
    check("scsi_out__reached_the_drive", before[11] != 7 and after[11] == 7, f"{before.hex()} {after.hex()}")
    result = discctl("scsi", "own", f"551000000000000{length + 2:03x}00", "--out", name)
    check("scsi_out__refused", result.code == 1 and "MODE SELECT(10) (55h) ended with sense 5/1A/00" in result.err, result)

    result = discctl("scsi", "own", "A40000000000000000080000", "--in", "8")
    check("scsi_sense_text", result.code == 1 and result.out == "" and "ended with sense 5/20/00: illegal request, "
          "invalid command operation code (S_IMAPI_COMMAND_HAS_SENSE_DATA, 0x00AA0200)" in result.err, result)
    result = discctl("scsi", "own", "A40000000000000000080000", "--in", "8", "--json")
    value = result.json() or {}
    sense = value.get("sense", {})
    check("scsi_sense_json", result.code == 1 and value.get("hresult") == SENSE and value.get("data") == ""
          and (sense.get("key"), sense.get("asc"), sense.get("ascq"), sense.get("deferred")) == (5, 0x20, 0, False)
          and sense.get("bytes", "").startswith("700005") and len(sense["bytes"]) == 36, result)
    discctl("virtual", "fault", "own", "--opcode", "00", "--sense", "6/28/00")
    result = discctl("scsi", "own", "000000000000")
    check("scsi_unit_attention__is_not_absorbed", result.code == 1 and "6/28/00: unit attention" in result.err, result)
    discctl("virtual", "fault", "own", "--clear")
    discctl("virtual", "fault", "own", "--opcode", "00", "--hang")
    result = discctl("scsi", "own", "000000000000", "--timeout", "1", "--json")
    check("scsi_timeout", result.code == 1 and is_failure(result.json(), "0xC0AA020D"), result)
    discctl("virtual", "fault", "own", "--clear")

    result = discctl("scsi", "own", "12000000240000000000", "--in", "36", "--json")
    check("scsi_cdb_of_another_group", result.code == 1 and is_failure(result.json(), "0x80070057")
          and "not as long as its operation code asks" in result.json()["text"], result)
    result = discctl("scsi", "own", "120000002400", "--in", "65537", "--json")
    check("scsi_more_than_a_transfer", result.code == 1 and is_failure(result.json(), "0x80070057"), result)
    result = discctl("scsi", "own", "551000000000001400", "--out", "missing.bin")
    check("scsi_cdb_of_nine_bytes", result.code == 1 and "missing.bin" in result.err, result)
    result = discctl("scsi", "nobody", "000000000000")
    check("scsi_no_such_drive", result.code == 1 and 'no recorder is "nobody"' in result.err, result)
