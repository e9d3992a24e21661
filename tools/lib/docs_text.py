"""Reads and writes of the pages: files by their path in the checkout, the texts of docs/reference-text, the result codes of src/results."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = {"imapi2": "include/imapi2error.h", "imapi2fs": "include/imapi2fserror.h"}


class Failure(Exception):
    """What is wrong with a source of the pages."""


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def sections(path):
    """(what stands in front of the first heading, {heading: text}) of a Markdown file with headings of the second level."""
    front, *rest = re.split(r"^## (.*)\n", read(path), flags=re.M)
    if len(set(rest[::2])) != len(rest[::2]):
        raise Failure(f"{path}: a heading stands there twice")
    return front.strip(), {heading.strip(): text.strip() for heading, text in zip(rest[::2], rest[1::2])}


class Result:
    """A result code: number, name, what it means, what to do."""

    def __init__(self, number, name, text, advice):
        self.number, self.name, self.text, self.advice = number, name, text, advice

    @property
    def anchor(self):
        return re.sub(r"\W", "", self.name).lower()

    @property
    def words(self):
        """Its text with "..." in the places of names, N in those of numbers."""
        return re.sub(r"%\d!(\w+)!", lambda place: "..." if place[1].endswith("s") else "N", self.text)


def results(dll):
    """[(heading, [Result])] of the table src/results/DLL.def, in its order."""
    table = []
    for line in read(f"src/results/{dll}.def").splitlines():
        heading = re.fullmatch(r"/\* (.*) \*/", line)
        row = re.fullmatch(r'RESULT\((0x[0-9A-F]{8}), ([\w()]+), "(.*)", "(.*)"\)', line)
        if heading and not line.startswith("/* clang-format"):
            table.append((heading[1], []))
        elif row:
            table[-1][1].append(Result(*row.groups()))
        elif line.startswith("RESULT"):
            raise Failure(f"src/results/{dll}.def: a row that is none: {line}")
    return table
