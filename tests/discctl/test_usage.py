"""What is typed wrongly: exit code 2, a sentence on standard error, nothing on standard output."""
import subprocess

from harness import check

# Name, command line, what the sentence has in it.
REFUSED = [
    ("unknown_verb", ["frobnicate"], 'no verb "frobnicate"'),
    ("group_without_verb", ["virtual"], "virtual needs a second word"),
    ("unknown_verb_of_group", ["virtual", "frobnicate"], 'no verb "virtual frobnicate"'),
    ("unknown_option", ["list", "--frobnicate"], "no option --frobnicate"),
    ("unknown_short_option", ["list", "-x"], "no option -x"),
    ("option_of_another_verb", ["list", "--force"], "--force does not belong"),
    ("option_without_value", ["virtual", "add", "a", "--media"], "--media needs a value"),
    ("value_for_an_option_without", ["list", "--json=yes"], "--json takes no value"),
    ("unknown_short_options_in_a_group", ["info", "-xy", "a"], "no option -x;"),
    ("unknown_short_options_in_a_group_at_the_end", ["info", "a", "-xy"], "no option -x;"),
    ("unknown_short_option_beyond_ascii", ["info", "a", "-äö"], "no option -ä;"),
    ("option_twice", ["virtual", "add", "a", "--media", "cd-r", "--media", "cd-r"], "--media was given twice"),
    ("too_many_words", ["info", "0", "1"], 'no place for the argument "1"'),
    ("info_without_drive", ["info"], "DRIVE is missing"),
    ("eject_without_drive", ["eject"], "DRIVE is missing"),
    ("close_without_drive", ["close"], "DRIVE is missing"),
    ("owner_without_drive", ["owner"], "DRIVE is missing"),
    ("lock_without_client", ["lock", "0", "--", "cmd"], "--client NAME is missing"),
    ("lock_without_command", ["lock", "0", "--client", "a"], "COMMAND is missing"),
    ("lock_with_empty_command", ["lock", "0", "--client", "a", "--"], "COMMAND is missing"),
    ("lock_without_drive", ["lock", "--client", "a", "--", "cmd"], "DRIVE is missing"),
    ("scsi_without_drive", ["scsi"], "DRIVE is missing"),
    ("scsi_without_cdb", ["scsi", "0"], "CDB is missing"),
    ("scsi_too_many_words", ["scsi", "0", "000000000000", "1"], 'no place for the argument "1"'),
    ("scsi_cdb_no_hex", ["scsi", "0", "12000000240x"], "is no command"),
    ("scsi_cdb_half_a_byte", ["scsi", "0", "1200000024000"], "is no command"),
    ("scsi_cdb_of_5_bytes", ["scsi", "0", "1200000024"], "is no command"),
    ("scsi_cdb_of_17_bytes", ["scsi", "0", "00" * 17], "is no command"),
    ("scsi_cdb_empty", ["scsi", "0", ""], "is no command"),
    ("scsi_in_and_out", ["scsi", "0", "000000000000", "--in", "1", "--out", "x"], "not both"),
    ("scsi_in_zero", ["scsi", "0", "000000000000", "--in", "0"], "--in 0"),
    ("scsi_in_negative", ["scsi", "0", "000000000000", "--in", "-1"], "--in -1"),
    ("scsi_timeout_zero", ["scsi", "0", "000000000000", "--timeout", "0"], "--timeout 0"),
    ("scsi_timeout_huge", ["scsi", "0", "000000000000", "--timeout", "86401"], "--timeout 86401"),
    ("media_without_drive", ["media"], "DRIVE is missing"),
    ("burn_without_image", ["burn"], "IMAGE is missing"),
    ("burn_without_drive", ["burn", "x.iso"], "DRIVE is missing"),
    ("burn_unknown_verification", ["burn", "x.iso", "0", "--verify", "some"], "quick or full"),
    ("burn_speed_no_number", ["burn", "x.iso", "0", "--speed", "fast"], "--speed takes"),
    ("burn_speed_zero", ["burn", "x.iso", "0", "--speed", "0"], "--speed takes"),
    ("burn_speed_only_x", ["burn", "x.iso", "0", "--speed", "x"], "--speed takes"),
    ("burn_close_and_keep_open", ["burn", "x.iso", "0", "--close", "--keep-open"], "contradict"),
    ("burn_test_write_and_verify", ["burn", "x.iso", "0", "--test-write", "--verify", "full"], "--verify cannot be used with --test-write"),
    ("burn_dry_run_with_a_value", ["burn", "x.iso", "0", "--dry-run=yes"], "--dry-run takes no value"),
    ("audio_without_drive", ["audio"], "DRIVE is missing"),
    ("audio_without_file", ["audio", "0"], "FILE is missing"),
    ("audio_option_of_burn", ["audio", "0", "a.wav", "--verify", "full"], "--verify does not belong"),
    ("audio_raw_and_tao", ["audio", "0", "a.wav", "--raw", "--tao"], "--tao means track at once, and --raw raw writing: they contradict"),
    ("audio_gapless_and_keep_open", ["audio", "0", "a.wav", "--gapless", "--keep-open"], "--keep-open means track at once, and --gapless raw"),
    ("audio_mcn_and_tao", ["audio", "0", "a.wav", "--tao", "--mcn", "1"], "--tao means track at once, and --mcn raw"),
    ("audio_isrc_for_a_third_track", ["audio", "0", "a.wav", "b.wav", "--isrc", "A,B,C"], "a code for track 3, and there are 2"),
    ("audio_isrc_for_track_0", ["audio", "0", "a.wav", "--isrc", "0=A"], '--isrc takes CODE or TRACK=CODE, with commas between them, not "0=A"'),
    ("audio_isrc_for_a_track_of_words", ["audio", "0", "a.wav", "--isrc", "first=A"], "--isrc takes CODE or TRACK=CODE"),
    ("audio_isrc_twice_for_a_track", ["audio", "0", "a.wav", "b.wav", "--isrc", "2=A,2=B"], "two codes for track 2"),
    ("audio_speed_no_number", ["audio", "0", "a.wav", "--speed", "fast"], "--speed takes"),
    ("erase_option_of_burn", ["erase", "0", "--dry-run"], "--dry-run does not belong"),
    ("burn_option_of_lock", ["burn", "x.iso", "0", "--force"], "--force does not belong"),
    ("erase_without_drive", ["erase"], "DRIVE is missing"),
    ("burn_option_of_erase", ["burn", "x.iso", "0", "--full"], "--full does not belong"),
    ("erase_twice_full", ["erase", "0", "--full", "--full"], "--full was given twice"),
    ("version_behind_a_verb", ["burn", "x.iso", "0", "--version"], "--version does not belong"),
    ("add_without_name", ["virtual", "add"], "NAME is missing"),
    ("add_empty_name", ["virtual", "add", ""], "is not a name"),
    ("add_name_of_digits", ["virtual", "add", "12"], "is not a name"),
    ("add_name_with_a_blank", ["virtual", "add", "a b"], "is not a name"),
    ("add_name_with_a_backslash", ["virtual", "add", "..\\a"], "is not a name"),
    ("add_name_with_a_letter_beyond_ascii", ["virtual", "add", "ä"], "is not a name"),
    *[(f"add_name_of_the_device_{name}", ["virtual", "add", name], "is not a name")
      for name in ("con", "PRN", "aux", "nul", "com1", "Com9", "lpt1", "lpt9")],
    ("add_name_of_33_letters", ["virtual", "add", "a" * 33], "is not a name"),
    ("add_two_media", ["virtual", "add", "a", "--media", "cd-r", "--image", "x.iso"], "one tray"),
    ("add_unknown_medium", ["virtual", "add", "a", "--media", "floppy"], 'no medium "floppy"'),
    ("add_medium_image_without_file", ["virtual", "add", "a", "--media", "image"], 'no medium "image"'),
    ("add_captured_without_drive", ["virtual", "add", "a", "--media", "captured"], "belongs to --drive"),
    ("add_state_without_drive", ["virtual", "add", "a", "--state", "none"], "belongs to --drive"),
    ("insert_nothing", ["virtual", "insert", "a"], "give one of"),
    ("insert_blocks_of_an_image", ["virtual", "insert", "a", "--empty", "--blocks", "4096"], "of a recordable disc"),
    ("insert_few_blocks", ["virtual", "insert", "a", "--media", "cd-r", "--blocks", "511"], "a number from 512"),
    ("insert_busy_words", ["virtual", "insert", "a", "--media", "cd-r", "--busy", "long"], "a number from 0"),
    ("insert_time_too_long", ["virtual", "insert", "a", "--media", "cd-r", "--time", "1001"], "a number from 0 to 1000"),
    ("insert_two", ["virtual", "insert", "a", "--empty", "--media", "cd-r"], "one tray"),
    ("fault_without_opcode", ["virtual", "fault", "a", "--gone"], "--opcode HH is missing"),
    ("fault_without_kind", ["virtual", "fault", "a", "--opcode", "46"], "give one of"),
    ("fault_two_kinds", ["virtual", "fault", "a", "--opcode", "46", "--gone", "--hang"], "give one of"),
    ("fault_opcode_too_long", ["virtual", "fault", "a", "--opcode", "146", "--gone"], "operation code"),
    ("fault_opcode_no_hex", ["virtual", "fault", "a", "--opcode", "xy", "--gone"], "operation code"),
    ("fault_nth_zero", ["virtual", "fault", "a", "--opcode", "46", "--nth", "0", "--gone"], "--nth 0"),
    ("fault_nth_negative", ["virtual", "fault", "a", "--opcode", "46", "--nth", "-1", "--gone"], "--nth -1"),
    ("fault_sense_two_parts", ["virtual", "fault", "a", "--opcode", "46", "--sense", "05/24"], "--sense 05/24"),
    ("fault_sense_key_too_big", ["virtual", "fault", "a", "--opcode", "46", "--sense", "10/24/00"], "--sense 10/24/00"),
    ("fault_sense_with_a_tail", ["virtual", "fault", "a", "--opcode", "46", "--sense", "05/24/00x"], "--sense"),
    ("fault_short_no_number", ["virtual", "fault", "a", "--opcode", "46", "--short", "few"], "--short few"),
    ("fault_delay_too_long", ["virtual", "fault", "a", "--opcode", "46", "--delay", "99999999999"], "--delay"),
    ("fault_clear_and_more", ["virtual", "fault", "a", "--clear", "--gone"], "--clear stands alone"),
]

VERBS = ["list", "info", "eject", "close", "lock", "owner", "scsi", "virtual add", "virtual insert", "virtual remove",
         "virtual list", "virtual fault", "doctor", "media", "burn", "audio", "erase"]


def run_output(discctl):
    """Where nothing can be written: a full disk, a pipe whose reader has gone."""
    for name, arguments in (("text", ["doctor"]), ("json", ["virtual", "list", "--json"]), ("help", ["--help"])):
        with open("/dev/full", "wb") as full:
            process = subprocess.run([discctl.wine, discctl.exe, *arguments], cwd=discctl.work, stdin=subprocess.DEVNULL,
                                     stdout=full, stderr=subprocess.PIPE, timeout=600, check=False)
        err = process.stderr.decode("utf-8", "replace")
        check(f"output__full_disk_{name}__exit_1_and_a_word", process.returncode == 1 and "standard output" in err
              and "error 112" in err, f"exit {process.returncode}, {err}")


def run(discctl):
    run_output(discctl)
    for name, arguments, sentence in REFUSED:
        result = discctl(*arguments)
        check(f"usage__{name}", result.code == 2 and sentence in result.err and result.out == "", result)
    result = discctl()
    check("usage__nothing__is_help", result.code == 2 and "discctl list" in result.out, result)
    result = discctl("--help")
    check("help__all__names_every_verb", result.code == 0 and all(f"discctl {verb}" in result.out for verb in VERBS),
          result)
    for verb in VERBS:
        result = discctl(*verb.split(), "--help")
        check(f"help__{verb.replace(' ', '_')}", result.code == 0 and result.out.startswith(f"discctl {verb}"), result)
    result = discctl("--version")
    check("version", result.code == 0 and result.out.startswith("discctl ") and "OpenIMAPI2" in result.out, result)
