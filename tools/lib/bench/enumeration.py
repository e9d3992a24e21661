"""Listing 26 drives sends none of them a command. A virtual recorder writes its state down with the first command that reaches it, so
that its state file tells; the trace tells too, and one drive that is asked on purpose afterwards proves that both do."""
import sys

import measure

DRIVES = 26
TRACE = measure.BUILD / "bench" / "enumeration.trace"


def commands_traced():
    if not TRACE.exists():
        return 0
    return sum(" | " in line for line in TRACE.read_text(encoding="utf-8").splitlines() if not line.startswith(" "))


def state_files():
    return len(list((measure.PREFIX / "drive_c").rglob("state.bin")))


def rows(gates_only):
    TRACE.parent.mkdir(parents=True, exist_ok=True)
    TRACE.unlink(missing_ok=True)
    before = state_files()
    names = [f"bench-{number:02}" for number in range(DRIVES)]
    for name in names:
        measure.discctl("virtual", "add", name)
    traced = {"OPENIMAPI2_TRACE": measure.windows_path(TRACE)}
    listed = [line for line in measure.wine(measure.bench_program("enumeration"), environment=traced).splitlines() if "#bench-" in line]
    if len(listed) != DRIVES:
        sys.exit(f"{len(listed)} drives were listed, not {DRIVES}")
    asked, commands = state_files() - before, commands_traced()
    measure.wine(measure.bench_program("properties"), listed[-1], 1, environment=traced)
    if state_files() - before != max(asked, 1) or commands_traced() <= commands:
        sys.exit("a drive that was asked left no sign: the count of those that were not is worth nothing")
    for name in names:
        measure.discctl("virtual", "remove", name)
    yield measure.Row("enumeration", f"Count, Item and _NewEnum over {DRIVES} drives", "commands", max(asked, commands), {}, "0",
                      not asked and not commands, limit="0", holds=not asked and not commands)
