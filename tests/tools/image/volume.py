"""An image as blocks of 2048 bytes, the problems that were found in it, and the blocks that its structures and files have claimed.

Nothing in this folder shares code or tables with src/fs: it is written from ECMA-119, ECMA-167 and OSTA UDF."""
import collections

BLOCK = 2048
# A problem that repeats itself for each of a thousand files is reported so often.
REPORTS_MAX = 50

Claim = collections.namedtuple("Claim", "first count owner is_data")


def blocks_of(length):
    return -(-length // BLOCK)


def little(data, at, width):
    return int.from_bytes(data[at:at + width], "little")


def both(data, at, width):
    """A number in both byte orders, ECMA-119 7.2.3 and 7.3.3: the number, and whether its halves are the same."""
    value = int.from_bytes(data[at:at + width], "little")
    return value, value == int.from_bytes(data[at + width:at + 2 * width], "big")


class Volume:
    """start  the first block of the session to look at; addresses count from the beginning of the disc"""

    def __init__(self, path, start=0):
        self.file = open(path, "rb")
        self.length = self.file.seek(0, 2)
        self.blocks, self.start = self.length // BLOCK, start
        self.problems = []
        self.claims = collections.defaultdict(list)  # by space: "volume", and a partition of metadata
        if self.length % BLOCK:
            self.problem("image", f"{self.length} bytes are no multiple of {BLOCK}")

    def problem(self, where, what):
        self.problems.append(f"{where}: {what}")

    def expect(self, condition, where, what):
        if not condition:
            self.problem(where, what)
        return bool(condition)

    def read(self, first, length):
        """Bytes from a block on; behind the end there are zeros."""
        if first >= self.blocks:
            return bytes(length)
        self.file.seek(first * BLOCK)
        return self.file.read(length).ljust(length, b"\0")

    def claim(self, owner, first, count, is_data=False, space="volume"):
        """Each block belongs to one structure, or to the data of files that begin at the same block."""
        if not count:
            return
        if space == "volume":
            self.expect(first + count <= self.blocks, owner, f"blocks {first} to {first + count - 1} are behind the end of the image")
        self.claims[space].append(Claim(first, count, owner, is_data))

    def check_claims(self):
        for claims in self.claims.values():
            end, last = 0, None
            for claim in sorted(claims):
                shared = last and claim.is_data and last.is_data and claim.first == last.first
                if claim.first < end and not shared:
                    self.problem(claim.owner, f"block {claim.first} is also of {last.owner}")
                if claim.first + claim.count > end:
                    end, last = claim.first + claim.count, claim

    def report(self):
        """The problems, those of one kind not more than REPORTS_MAX times."""
        return self.problems[:REPORTS_MAX] + ([f"{len(self.problems) - REPORTS_MAX} more"] if len(self.problems) > REPORTS_MAX else [])
