"""Counts cases by tests/support/verdicts.py."""
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from verdicts import check, finish  # pylint: disable=wrong-import-position,unused-import


def equal(name, seen, wanted):
    """One case: two values that are the same. wanted comes from somebody else's program, or is a literal."""
    return check(name, seen == wanted, f"{seen!r} instead of {wanted!r}")


def attempt(name, function, *arguments):
    """A broken test is a failed one, and the others still run."""
    try:
        return function(*arguments)
    except Exception as error:
        return check(f"{name}__runs_to_its_end", False, repr(error)) and None
