"""Counts cases: "ok NAME", "not ok NAME: why", at the end "done N"."""
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


def equal(name, seen, wanted):
    """One case: two values that are the same. wanted comes from somebody else's program, or is a literal."""
    return check(name, seen == wanted, f"{seen!r} instead of {wanted!r}")


def attempt(name, function, *arguments):
    """A broken test is a failed one, and the others still run."""
    try:
        return function(*arguments)
    except Exception as error:
        return check(f"{name}__runs_to_its_end", False, repr(error)) and None
