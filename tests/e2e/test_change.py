"""Discs that come and go while Windows programs run."""
from cases import check, equal
from machine import IDE, SCSI
from test_members import compare


def run(machine):
    equal("insert__before__no_current_profile", machine.facts(SCSI)["CurrentProfiles"], [])
    machine.insert(SCSI, machine.work / "share" / "disc.iso")
    for arch in ("x64", "x86"):
        compare(machine, arch, SCSI, "filled")
    run_under_an_object(machine, "x64", IDE)
    compare(machine, "x86", IDE, "changed")


def run_under_an_object(machine, arch, drive):
    """One object that lives through the change. QEMU's IDE drive answers the first command with "medium not present", as while a
    hand changes the disc, and the next with a unit attention, which the object must not hand on."""
    wanted = machine.facts(drive)
    members = ("SupportedModePages", "CurrentProfiles", "CurrentFeaturePages")
    steps = [*(f"{member}.toArray()" for member in members), "wait('Z:/tmp/changed')", f"{members[0]}.toArray()",
             *(f"{member}.toArray() " for member in members)]
    wait_for_lines = "for _ in $(seq 600); do [ $(wc -l </tmp/asked) -ge {} ] && break; sleep 0.2; done"
    machine.must(f"rm -f /tmp/changed; {machine.ask_command(arch, drive, *steps)} >/tmp/asked 2>/tmp/asked.err 3>&- & "
                 + wait_for_lines.format(len(members)))
    machine.insert(drive, machine.work / "large.iso")
    machine.must("touch /tmp/changed; " + wait_for_lines.format(len(steps)))
    seen = machine.answers(machine.must("cat /tmp/asked"), steps)
    equal(f"change__before__{drive.name}_{arch}", seen[:3], [wanted[step] for step in members])
    wanted = machine.facts(drive)
    equal("change__the_facts_have_changed", wanted["CurrentProfiles"], [0x10])  # more than a CD holds: a DVD-ROM to QEMU
    equal(f"change__after__{drive.name}_{arch}", seen[5:], [wanted[step] for step in members])
    check(f"change__first_answer__{drive.name}_{arch}", seen[3] is True and
          (seen[4] == wanted[members[0]] or seen[4][0] == "0xC0AA0202"), seen)  # E_IMAPI_RECORDER_MEDIA_NO_MEDIA
