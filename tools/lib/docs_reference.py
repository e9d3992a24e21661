"""The pages of docs/reference: from the IDL and the texts of docs/reference-text."""
import re

from docs_idl import Idl
from docs_text import ROOT, Failure, read, results, sections

TEXTS = "docs/reference-text"
STANDARD = ("IUnknown", "IDispatch", "IStream", "IConnectionPointContainer")
# What an example is written in, and how Markdown calls that.
LANGUAGES = {"vbs": ("VBScript", "vb"), "c": ("C", "c")}
CLASS_KEYS = ("threading", "state", "also", "example")
THREADING = {
    "any": "Any. Every apartment may call the object directly, and several threads at once (`Both`, with the free-threaded marshaler).",
    "apartment": "That of the apartment which made it, since it holds a client's streams (`Both`, without the free-threaded marshaler). "
                 "COM gives a proxy to other apartments.",
}
# The DLL of a class, and what its ProgID begins with. A class that Microsoft's DLL has not has one of our names alone.
PREFIXES = {"imapi2": "IMAPI2", "imapi2fs": "IMAPI2FS"}
NOT_EDITED = "<!-- Made by tools/docs from {}; do not edit it. -->\n"


class Library:
    """All IDL files, and the classes by their name on the pages."""

    def __init__(self):
        self.files = {name: Idl(name) for name in ("imapi2", "imapi2fs", "openimapi2", "openimapi2fs")}
        self.interfaces, self.classes, self.own_guids = {}, {}, {}
        for idl in self.files.values():
            self.interfaces.update(idl.interfaces)
        for name in PREFIXES:
            self.classes.update(self.files[name].classes)
            for own in self.files["open" + name].classes.values():
                plain = own.name.removeprefix("OpenIMAPI2_")
                self.own_guids[plain] = own.guid
                if plain in self.classes:
                    there = self.classes[plain].interfaces
                    there += [one for one in own.interfaces if one not in there]
                else:
                    own.name = plain
                    self.classes[plain] = own

    def with_bases(self, names):
        """The interfaces with all that they derive from, each once; the first ones of IMAPI2 in front of those that build on them."""
        found = []
        for name in names:
            chain = []
            while name not in STANDARD:
                chain.insert(0, name)
                name = self.interfaces[name].base
            found += [one for one in chain if one not in found]
        return found


class ClassText:
    def __init__(self, name):
        text = read(f"{TEXTS}/classes/{name}.md")
        keys = dict(re.findall(r"^([a-z]+): (.*)$", text, re.M))
        for key in keys.keys() - set(CLASS_KEYS):
            raise Failure(f"{TEXTS}/classes/{name}.md: {key} is no key")
        for key in ("threading", "state", "example"):
            if key not in keys:
                raise Failure(f"{TEXTS}/classes/{name}.md: it says nothing of {key}")
        if keys["threading"] not in THREADING:
            raise Failure(f"{TEXTS}/classes/{name}.md: threading is any or apartment")
        self.intro = re.split(r"^[a-z]+: ", text, maxsplit=1, flags=re.M)[0].strip()
        self.threading, self.state, self.example = keys["threading"], keys["state"], keys["example"]
        self.also = keys.get("also", "").split()


def check_threading(name, text):
    """What the page says is what the class's table in the source says, for the classes that have one."""
    for folder in ("imapi2", "imapi2fs"):
        for file in sorted((ROOT / "src" / folder).glob("*.c")):
            agile = re.search(rf"com_class \w+ = \{{\s*&CLSID_(?:OpenIMAPI2_)?{name},\s*(true|false)", file.read_text(encoding="utf-8"))
            if agile and (agile[1] == "true") != (text.threading == "any"):
                raise Failure(f"{TEXTS}/classes/{name}.md: threading is not what {file.relative_to(ROOT)} says")


class Names:
    """What a text may name, and where that leads: result codes to their row of the page of errors, enumerations to their table."""

    def __init__(self, library):
        self.codes = {one.name for dll in PREFIXES for _, rows in results(dll) for one in rows}
        self.enumerations = {one.name for idl in library.files.values() for one in idl.enumerations}

    def _link(self, match):
        name = match[1]
        if name in self.enumerations:
            return f"[`{name}`](enumerations.md#{name.lower()})"
        if not re.fullmatch(r"(?:[ES]_IMAPI|IMAPI_[ES])_\w*[A-Z]", name):
            return match[0]
        if name not in self.codes:
            raise Failure(f"{name} is no result code")
        return f"[`{name}`](../errors.md#{name.lower()})"

    def link(self, text):
        return re.sub(r"`(\w+)`", self._link, text)


def interface_part(interface, names):
    front, texts = sections(f"{TEXTS}/interfaces/{interface.name}.md")
    for name in interface.members.keys() - texts.keys():
        raise Failure(f"{TEXTS}/interfaces/{interface.name}.md: {name} has no text")
    for name in texts.keys() - interface.members.keys():
        raise Failure(f"{TEXTS}/interfaces/{interface.name}.md: {name} is no member of it")
    for name, text in texts.items():
        if not text:
            raise Failure(f"{TEXTS}/interfaces/{interface.name}.md: the text of {name} is empty")
    kind = "dual" if interface.is_dual else "not dual"
    part = [f"## {interface.name}\n", f"`{{{interface.guid}}}`, derives from `{interface.base}`, {kind}.\n",
            names.link(front) + "\n"]
    for name, member in interface.members.items():
        facts = member.kind + (f", DISPID {member.dispid}" if member.dispid else "")
        words = f" {member.help}." if member.help else ""
        part += [f"### {interface.name}.{name}\n", "```idl", *member.signatures, "```\n",
                 f"*{facts[0].upper() + facts[1:]}.*{words} {names.link(texts[name])}\n"]
    return "\n".join(part)


def names_of(library, one):
    """How a program asks for the class."""
    own = one.dll.startswith("open")
    prefix = PREFIXES[one.dll.removeprefix("open")]
    if own:
        return [f"| ProgID | `OpenIMAPI2.{one.name}` |", f"| CLSID | `{{{one.guid}}}` |"]
    if one.name not in library.own_guids:
        return ["| ProgID | none: other objects give it |", f"| CLSID in the type library | `{{{one.guid}}}` |"]
    return [f"| ProgID | `{prefix}.{one.name}`; always this DLL, whatever else is registered: `OpenIMAPI2.{one.name}` |",
            f"| CLSID | `{{{one.guid}}}`; always this DLL: `{{{library.own_guids[one.name]}}}` |"]


def class_page(library, one, names):
    text = ClassText(one.name)
    check_threading(one.name, text)
    example = f"examples/classes/{text.example}"
    if not (ROOT / example).is_file():
        raise Failure(f"{TEXTS}/classes/{one.name}.md: there is no {example}")
    language, fence = LANGUAGES[text.example.rsplit(".", 1)[1]]
    interfaces = library.with_bases([name for name in one.interfaces if name not in STANDARD])
    more = [name for name in library.with_bases(one.events + text.also) if name not in interfaces]
    lines = [f"# {one.name}\n", NOT_EDITED.format(f"idl/ and {TEXTS}"), names.link(text.intro) + "\n", "| | |", "|---|---|",
             f"| DLL | `{one.dll.removeprefix('open')}.dll` |", *names_of(library, one),
             "| Interfaces | " + ", ".join([*(f"[{name}](#{name.lower()})" for name in interfaces),
                                            *(f"`{name}`" for name in one.interfaces if name == "IStream")]) + " |"]
    if more:
        lines.append("| Events, and objects that it gives | " + ", ".join(f"[{name}](#{name.lower()})" for name in more) + " |")
    lines += [f"| Threads | {THREADING[text.threading]} |", f"| State | {names.link(text.state)} |\n",
              "What holds for every member (NULL pointers, errors, memory, the codes of a drive) stands in [the index](README.md).\n",
              f"## Example\n\n{language}, [{example}](../../{example}):\n", f"```{fence}", read(example).rstrip("\n"), "```\n"]
    return "\n".join(lines) + "\n" + "\n".join(interface_part(library.interfaces[name], names) for name in interfaces + more)


def enumerations_page(library):
    lines = ["# Enumerations\n", NOT_EDITED.format("idl/"), "Scripts write the numbers; C and C++ have the names.\n"]
    for idl in library.files.values():
        for one in idl.enumerations:
            lines += [f"## {one.name}\n", *([f"{one.help}.\n"] if one.help else []), "| name | value |", "|---|---|",
                      *(f"| `{name}` | {value} |" for name, value in one.values), ""]
    return "\n".join(lines)


def index_page(library):
    lines = [NOT_EDITED.format(f"{TEXTS}/README.md and idl/")]
    for dll, heading in (("imapi2", "imapi2.dll: drives and discs"), ("imapi2fs", "imapi2fs.dll: images")):
        lines += [f"### {heading}\n", "| class | |", "|---|---|"]
        lines += [f"| [{one.name}]({one.name}.md) | {one.help} |" for one in library.classes.values() if one.dll.removeprefix("open") == dll]
        lines.append("")
    lines.append("")
    front, rest = read(f"{TEXTS}/README.md").split("<!-- the classes -->\n")
    return front + "\n".join(lines) + rest


def pages():
    """{path: content} of all pages of the reference."""
    library = Library()
    names = Names(library)
    written = {name: class_page(library, one, names) for name, one in library.classes.items()}
    shown = set(library.with_bases([name for one in library.classes.values() for name in [*one.interfaces, *one.events, *ClassText(one.name).also]
                                    if name not in STANDARD]))
    for name in library.interfaces.keys() - shown:
        raise Failure(f"{name} is on no page: which class has it?")
    for folder, known in (("classes", library.classes), ("interfaces", library.interfaces)):
        for file in (ROOT / TEXTS / folder).iterdir():
            if file.stem not in known:
                raise Failure(f"{TEXTS}/{folder}/{file.name}: the IDL has no such name")
    found = {f"docs/reference/{name}.md": page for name, page in written.items()}
    found["docs/reference/enumerations.md"] = enumerations_page(library)
    found["docs/reference/README.md"] = index_page(library)
    return found
