#!/usr/bin/python3
"""The one reader of what test programs print about their cases: TAP, the Test Anything Protocol (testanything.org).

    1..3                    the plan, which is how many cases: before them (cmocka) or behind them (scripts); a program may have several, one behind the other
    ok 1 - NAME             number and dash may be missing, as in scripts
    not ok NAME: why
    ok NAME # SKIP why      cmocka's is "not ok 3 # SKIP NAME", and why is what the program printed since the case before
    not ok NAME # TODO why  a difference that is known, which only the conformance program has
    # ...                   anything that is worth saying

Everything else is output of the code under test, even what stands in front of one of cmocka's cases in the same line. A run that does not account
for every case of its plan has failed. As a program, for scripts that start tests:

    tools/lib/tap.py NAME CODE [WANTED]

prints the comments and cases on its input again, "NAME: " in front of each case, and a failed case where the run broke off, or where its exit code
CODE is not WANTED (else 0)."""
import collections
import re
import sys

Case = collections.namedtuple("Case", "kind name why said")  # kind: ok, not ok, skip, known; said: the lines since the case before

PLAN = re.compile(r"1\.\.(\d+)")
CASE = re.compile(r"(?P<before>)(?P<verdict>ok|not ok)(?: (?P<number>\d+)(?= - | # ))?(?: -)?(?P<text> .+)")
# Behind a plan cases have numbers, by which they are told from what the code under test prints.
NUMBERED = re.compile(r"(?P<before>.*?)(?P<verdict>not ok|ok) (?P<number>\d+)(?= - | # )(?: -)?(?P<text> .+)")
DIRECTIVE = re.compile(r"(?P<name>.*?) # (?P<word>SKIP|TODO)\b ?(?P<why>.*)")
NAME_AND_MESSAGE = re.compile(r" (\w+) (.+)")  # cmocka, of a case that could not run


class Run:
    """cases; and where they are not all: in broken why, in missing how many there are not."""

    def __init__(self):
        self.cases, self.broken, self.missing = [], "", 0

    def breaks(self, why, missing=1):
        self.broken, self.missing = self.broken or why, max(self.missing, missing, 1)


def case_of(verdict, number, text, said):
    directive = DIRECTIVE.fullmatch(text)
    name, word, why = directive.groups() if directive else (text, "", "")
    if word == "SKIP" and number and not name:
        return Case("skip", why, " ".join(said) or "the test does not say why", said)
    if (verdict, word) in (("ok", "SKIP"), ("not ok", "TODO")):
        return Case("skip" if word == "SKIP" else "known", name.strip(), why or "the test does not say why", said)
    failed = NAME_AND_MESSAGE.fullmatch(text) if number and verdict == "not ok" else None
    return Case(verdict, *failed.groups(), said) if failed else Case(verdict, text.strip(), "", said)


def read(output):
    run, planned, count, said = Run(), None, 0, []
    for line in (line.strip("\r") for line in output.split("\n")):
        plan = PLAN.fullmatch(line)
        case = (CASE if planned is None else NUMBERED).fullmatch(line)
        before, verdict, number, text = case.group("before", "verdict", "number", "text") if case else ("", "", None, "")
        if plan and planned is None and count:
            if int(plan[1]) != count:
                run.breaks(f"broke off: its plan is {line}, and there were {count} cases", int(plan[1]) - count)
            count, said = 0, []
        elif plan:
            if planned is not None:
                run.breaks(f"broke off after {count} of {planned} cases", planned - count)
            planned, count, said = int(plan[1]) or None, 0, []
        elif case and number in (None, str(count + 1)):
            run.cases.append(case_of(verdict, number, text, said))
            count, said = count + 1, []
            if count == planned:
                planned, count = None, 0
        elif case and verdict == "not ok" and number == "0":  # cmocka, of what a group of cases shares
            run.cases.append(Case(verdict, text.strip(), "", said))
        elif case and not before:
            run.breaks(f'case {count + 1} is missing before "{line}"')
        elif line.strip() and not line.startswith("#"):
            said.append(line.strip())
    if planned is not None:
        run.breaks(f"broke off after {count} of {planned} cases", planned - count)
    elif count:
        run.breaks(f"broke off after {count} cases: there is no plan")
    elif not run.cases:
        run.breaks("ran no cases")
    return run


def main():
    name, code, wanted = (sys.argv[1:] + ["0"])[:3]
    output = sys.stdin.buffer.read().decode("utf-8", "replace")
    run = read(output)
    for line in output.splitlines():
        if line.startswith("#"):
            print(line)
    for case in run.cases:
        verdict = "ok" if case.kind in ("ok", "skip") else "not ok"
        why = {"skip": " # SKIP ", "known": " # TODO "}.get(case.kind, ": ") + case.why if case.why else ""
        print(f"{verdict} {name}: {case.name}{why}")
    if run.broken or code != wanted:
        print(f'not ok {name}: {run.broken or "all cases ran"}; it ended with code {code} and "{" ".join(output.split())[-400:]}"')


if __name__ == "__main__":
    main()
