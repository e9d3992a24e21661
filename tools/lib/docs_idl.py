"""What the IDL files of idl/ declare: enumerations, interfaces with their members, classes. Reads the IDL that is there, no other."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
NUMBERED = {"DISPID_VALUE": "0", "DISPID_NEWENUM": "-4"}


class Member:
    """One name of an interface: a method, or a property with the ways in which it can be used."""

    def __init__(self, name):
        self.name, self.signatures, self.ways, self.dispid, self.help = name, [], [], "", ""

    def add(self, attributes, signature):
        way = next((way for way in ("propget", "propputref", "propput") if way in attributes), "method")
        self.ways.append(way)
        self.signatures.append(signature if way == "method" else f"[{way}] {signature}")
        number = re.search(r"\bid\(([^)]*)\)", attributes)
        self.dispid = NUMBERED.get(number[1], number[1]) if number else self.dispid
        words = re.search(r'helpstring\("([^"]*)"\)', attributes)
        self.help = self.help or (words[1] if words else "")

    @property
    def kind(self):
        return {"method": "method", "propget": "property, read only", "propput": "property, write only",
                "propget propput": "property"}[" ".join(sorted(set(self.ways)))]


class Interface:
    def __init__(self, name, base, attributes, body, file):
        self.name, self.base, self.file = name, base, file
        self.guid = re.search(r"uuid\(([^)]*)\)", attributes)[1].upper()
        self.help = re.search(r'helpstring\("([^"]*)"\)', attributes)[1]
        self.is_dual = bool(re.search(r"\bdual\b", attributes))
        self.members = {}
        found = re.findall(r"(\[(?:[^\]\"]|\"[^\"]*\")*\])?\s*HRESULT\s+(\w+)\s*\(((?:[^()]|\([^()]*\))*)\)\s*;", body)
        assert len(found) == len(re.findall(r"\bHRESULT\b", body)), f"{name}: a member could not be read"
        for attributes, name, arguments in found:
            if "call_as" in attributes:
                continue  # how a proxy calls the member in front
            arguments = re.sub(r"\s+", " ", arguments).strip()
            self.members.setdefault(name, Member(name)).add(attributes, f"HRESULT {name}({arguments});")


class Class:
    def __init__(self, name, attributes, body, dll):
        self.name, self.dll = name, dll
        self.guid = re.search(r"uuid\(([^)]*)\)", attributes)[1].upper()
        self.help = re.search(r'helpstring\("([^"]*)"\)', attributes)[1]
        self.interfaces = re.findall(r"^\s*(?:\[default\] )?interface (\w+);", body, re.M)
        self.events = re.findall(r"\[(?:default, )?source\] interface (\w+);", body)


class Enumeration:
    def __init__(self, name, words, body):
        self.name, self.help = name, words
        self.values = re.findall(r"(\w+)\s*=\s*(0x[0-9A-Fa-f]+|\d+)", body)


class Idl:
    """One IDL file."""

    def __init__(self, dll):
        text = (ROOT / "idl" / f"{dll}.idl").read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
        self.enumerations = [Enumeration(name.lstrip("_"), words, body) for words, name, body in re.findall(
            r'typedef (?:\[[^\]]*?helpstring\("([^"]*)"\)\] )?enum (\w+)\s*\{(.*?)\}', text, re.S)]
        self.interfaces = {name: Interface(name, base, attributes, body, dll) for attributes, name, base, body in re.findall(
            r"\[([^\[\]]*uuid[^\[\]]*)\]\s*interface (\w+)\s*:\s*(\w+)\s*\{(.*?)^\}", text, re.M | re.S)}
        assert len(self.interfaces) == len(re.findall(r"^interface \w+ :", text, re.M)), f"{dll}.idl: an interface could not be read"
        self.classes = {name: Class(name, attributes, body, dll) for attributes, name, body in re.findall(
            r"\[([^\[\]]*uuid[^\[\]]*)\]\s*coclass (\w+)\s*\{(.*?)\}", text, re.S)}
