"""Counts the cases of a run and prints TAP (tools/lib/tap.py): a line for each, and the plan at the end."""
total = 0
failed = 0


def check(name, condition, why=""):
    """One case. why: what was seen instead."""
    global total, failed
    total += 1
    if condition:
        print(f"ok {name}", flush=True)
    else:
        failed += 1
        print(f"not ok {name}: {' '.join(str(why).split())[:600]}", flush=True)
    return bool(condition)


def skip(name, why):
    """A case that cannot run here."""
    global total
    total += 1
    print(f"ok {name} # SKIP {why}", flush=True)


def finish():
    """The plan. Returns the exit code of the run."""
    print(f"1..{total}", flush=True)
    return 1 if failed else 0
