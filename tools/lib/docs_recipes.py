"""docs/recipes.md: its code blocks are taken from examples/. A block follows a comment that says from where:

    <!-- examples/list.vbs -->                                        the whole file
    <!-- examples/burn.vbs: "Set writer" to "writer.Write" -->        from the first line that has the one to the next that has the other;
                                                                       "}" is the one that stands as far left as the first
"""
import pathlib
import re

from docs_text import Failure, read

PAGE = "docs/recipes.md"
LANGUAGES = {"vbs": "vb", "js": "js", "ps1": "powershell", "c": "c", "cs": "csharp"}
BLOCK = re.compile(r'^<!-- (examples/[\w./]+?)(?:: "(.*?)" to "(.*?)")? -->\n(?:```\w*\n.*?\n```\n)?', re.M | re.S)


def lines_of(file, first, last):
    lines = read(file).rstrip("\n").split("\n")
    if first is None:
        return lines
    begin = next((number for number, line in enumerate(lines) if first in line), None)
    if begin is not None and last == "}":
        last = re.match(" *", lines[begin])[0] + "}"
        end = next((number for number, line in enumerate(lines) if number > begin and line == last), None)
    else:
        end = next((number for number, line in enumerate(lines) if begin is not None and number >= begin and last in line), None)
    if end is None:
        raise Failure(f'{PAGE}: {file} has no lines from "{first}" to "{last}"')
    part = lines[begin:end + 1]
    indent = min(len(line) - len(line.lstrip()) for line in part if line.strip())
    part = [line[indent:] for line in part]
    # What is cut off inside of braces says so.
    depth = "".join(part).count("{") - "".join(part).count("}")
    return part + (["    " * depth + "..."] if depth > 0 else []) + ["    " * (level - 1) + "}" for level in range(depth, 0, -1)]


def block(match):
    file, first, last = match.groups()
    language = LANGUAGES[pathlib.PurePath(file).suffix[1:]]
    comment = match[0].split("\n", 1)[0]
    return "\n".join([comment, f"```{language}", *lines_of(file, first, last), "```", ""])


def pages():
    text = read(PAGE)
    loose = re.findall(r"^```(?:vb|powershell|csharp|c|js)$", re.sub(BLOCK, "", text), re.M)
    if loose:
        raise Failure(f"{PAGE}: {len(loose)} blocks of code without a comment that says from which example they are")
    return {PAGE: BLOCK.sub(block, text)}
