"""What independent programs complain of, and which of their complaints are no fault of the drive."""
import re

from harness import check

# What counts as a complaint, in anything that a program prints.
COMPLAINT = re.compile(r"too short|invalid|\berrors?\b|unable|\bfail|sorry|unsupported|unknown|cannot|warning|bogus|corrupt|illegal|:-\[|:-\(|"
                       r"sanity|unexpected|not supported", re.I)


class Complaints:
    """allowed: (program, text, why it is no fault of the drive). One that nobody utters any more has to go from there."""

    def __init__(self, allowed):
        self.allowed, self.met = allowed, set()

    def in_text(self, program, text):
        """The lines that nothing explains."""
        found = []
        for line in filter(COMPLAINT.search, text.splitlines()):
            rows = [row for row in self.allowed if row[0] == program and row[1] in line]
            self.met.update(rows)
            if not rows:
                found.append(line)
        return found

    def check_all_met(self):
        for row in self.allowed:
            check(f"complaint is still uttered: {row[0]}: {row[1]}", row in self.met, "take it off the list")
