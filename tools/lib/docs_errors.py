"""docs/errors.md: its rows from src/results, its words from docs/reference-text/errors.md."""
import re

from docs_reference import NOT_EDITED, PREFIXES, TEXTS
from docs_text import HEADERS, Failure, read, results


def check_header(dll, table):
    """The table has the codes of the public header, in its order."""
    declared = re.findall(r"#define (\w+)\s+_HRESULT_TYPEDEF_\((0x[0-9A-F]{8})L\)", read(HEADERS[dll]))
    listed = [(row.name, row.number) for _, rows in table for row in rows]
    for name, number in set(declared) ^ set(listed):
        raise Failure(f"{name} ({number}) stands in one of {HEADERS[dll]} and src/results/{dll}.def alone")
    if not declared:
        raise Failure(f"{HEADERS[dll]} could not be read")


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def table_of(rows):
    return ["| code | what it means | what to do |", "|---|---|---|",
            *(f'| <a id="{row.anchor}"></a>`{row.name}` {row.number} | {cell(row.words)} | {cell(row.advice)} |' for row in rows), ""]


def pages():
    lines = [NOT_EDITED.format("src/results")]
    for dll in PREFIXES:
        table = results(dll)
        check_header(dll, table)
        lines.append(f"## Codes of {dll}.dll\n")
        for heading, rows in table:
            lines += [f"### {heading[0].upper() + heading[1:]}\n", *table_of(rows)]
    page = read(f"{TEXTS}/errors.md").replace("<!-- the codes of the system -->\n", "\n".join(table_of(results("system")[0][1])))
    return {"docs/errors.md": page.replace("<!-- the codes -->\n", "\n".join(lines))}
