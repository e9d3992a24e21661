"""ISO 9660 and Joliet: volume descriptors, path tables, and every record of every directory (ECMA-119, the Joliet specification)."""
from . import eltorito
from .volume import BLOCK, blocks_of, both, little

VOLUME_DESCRIPTORS_MAX = 100
JOLIET_ESCAPES = (b"%/@", b"%/C", b"%/E")
JOLIET_BYTES_MAX = 2 * 110  # 128 in the specification; 110 characters are what Windows reads
LEVELS_MAX = 8
HIDDEN, DIRECTORY, MULTI_EXTENT = 1, 2, 0x80
SELF, PARENT = b"\0", b"\1"


def is_time(digits):
    """8.4.26.1: sixteen digits and a zone; or none at all."""
    text, zone = digits[:16], int.from_bytes(digits[16:17], "little", signed=True)
    if text == b"0" * 16:
        return zone == 0
    return text.isdigit() and -48 <= zone <= 52 and 1 <= int(text[4:6]) <= 12 and 1 <= int(text[6:8]) <= 31 and \
        int(text[8:10]) < 24 and int(text[10:12]) < 60 and int(text[12:14]) < 60


def is_short_time(data):
    """9.1.5: seven bytes, or seven zeros."""
    return not any(data) or (1 <= data[1] <= 12 and 1 <= data[2] <= 31 and data[3] < 24 and data[4] < 60 and data[5] < 60 and
                             -48 <= int.from_bytes(data[6:7], "little", signed=True) <= 52)


def sort_key(identifier, is_joliet):
    """9.3: by name, then by extension, then by version, falling. Names of different length are filled with spaces, those of Joliet with
    zeros; a key is compared byte by byte."""
    width, filler = (2, b"\0\0") if is_joliet else (1, b" ")
    dot, semicolon = (b"\0.", b"\0;") if is_joliet else (b".", b";")
    units = [identifier[at:at + width] for at in range(0, len(identifier), width)]
    version = 0
    if semicolon in units:
        at = units.index(semicolon)
        digits = b"".join(units[at + 1:]).replace(b"\0", b"")
        version, units = (int(digits) if digits.isdigit() else 0), units[:at]
    at = len(units) - 1 - units[::-1].index(dot) if dot in units else len(units)
    name, extension = (b"".join(part) + filler * (256 - len(part)) for part in (units[:at], units[at + 1:]))
    return name, extension, -version


class Record:
    """A directory record, 9.1."""

    def __init__(self, volume, where, data):
        self.length, self.where = data[0], where
        size = data[32]
        self.identifier = data[33:33 + size]
        self.extent, extent_ok = both(data, 2, 4)
        self.size, size_ok = both(data, 10, 4)
        sequence, sequence_ok = both(data, 28, 2)
        self.flags = data[25]
        volume.expect(extent_ok, where, "the two byte orders of the extent differ")
        volume.expect(size_ok, where, "the two byte orders of the length differ")
        volume.expect(sequence_ok and sequence == 1, where, "the volume sequence number is not 1 in both byte orders")
        # What stands behind the identifier is a system use field, and that is Rock Ridge's: two capital letters first.
        rest = data[33 + size + (1 - size % 2):]
        volume.expect(self.length % 2 == 0 and (not rest or rest[:2].isupper()), where, f"a record of {self.length} bytes has an identifier of {size}")
        volume.expect(data[1] == 0, where, "there is an extended attribute record")
        volume.expect(data[26] == data[27] == 0, where, "it is interleaved")
        volume.expect(is_short_time(data[18:25]), where, f"the time is none: {data[18:25].hex()}")
        volume.expect(not self.flags & 0x7C, where, f"flags {self.flags:02X}h")
        if size % 2 == 0:
            volume.expect(data[33 + size] == 0, where, "the byte behind the identifier is not zero")

    @property
    def is_directory(self):
        return bool(self.flags & DIRECTORY)


class Directory:
    def __init__(self, path, extent, size, level, parent):
        self.path, self.extent, self.size, self.level, self.parent = path, extent, size, level, parent
        self.number = 0


class Hierarchy:
    """The directories of one volume descriptor, breadth first, and its files."""

    def __init__(self, volume, descriptor, where, is_joliet):
        self.volume, self.descriptor, self.where, self.is_joliet = volume, descriptor, where, is_joliet
        self.files = {}  # path -> (first block, bytes)
        self.directories = []
        root = Record(volume, f"{where}, root record", descriptor[156:190])
        volume.expect(root.identifier == SELF and root.is_directory, root.where, "it is no root")
        self.walk(Directory("", root.extent, root.size, 1, None))
        self.check_path_tables()

    def text(self, identifier, where):
        if not self.is_joliet:
            return identifier.decode("latin-1")
        self.volume.expect(len(identifier) % 2 == 0, where, "half a character in the name")
        return identifier.decode("utf-16-be", "surrogatepass" if len(identifier) % 2 == 0 else "replace")

    def check_name(self, record):
        text = self.text(record.identifier, record.where)
        name = text.partition(";")[0]
        bad = set(name) & set('*/:;?\\' if self.is_joliet else '*/:;?\\\'"' + "".join(map(chr, range(127, 256))))
        self.volume.expect(name and not bad and min(name) >= " ", record.where, f"the name {text!r} has a character that is not allowed")
        if self.is_joliet:
            self.volume.expect(len(record.identifier) <= JOLIET_BYTES_MAX + 4, record.where, "the name is too long")
        if not record.is_directory:
            version = text.partition(";")[2]
            self.volume.expect(version == "1" or self.is_joliet and not version, record.where, f"version {version!r}")
        else:
            self.volume.expect(";" not in text, record.where, "a directory has a version")
        return name.rstrip(".") if not record.is_directory and not self.is_joliet else name

    def records(self, directory):
        """9.1 and 6.8.1.1: a record crosses no border of a block, and behind the last one of a block there are zeros."""
        where, volume = f"{self.where} {directory.path or '/'}", self.volume
        volume.expect(directory.size > 0 and directory.size % BLOCK == 0, where, f"a directory of {directory.size} bytes")
        for block in range(blocks_of(min(directory.size, volume.length))):
            data, at = volume.read(directory.extent + block, BLOCK), 0
            while at < BLOCK and data[at]:
                size = data[at]
                if size < 34 or at + size > BLOCK or 33 + data[at + 32] > size:
                    volume.problem(where, f"a record of {size} bytes at byte {at} of block {directory.extent + block}")
                    break
                yield Record(volume, f"{where} record at {block * BLOCK + at}", data[at:at + size])
                at += size
            else:
                volume.expect(not any(data[at:]), where, f"block {directory.extent + block} is not zero behind its last record")

    def walk(self, root):
        self.directories = [root]
        seen = set()
        for number, directory in enumerate(self.directories, 1):  # grows
            directory.number = number
            where = f"{self.where} {directory.path or '/'}"
            if not self.volume.expect(directory.extent not in seen, where, "the directory stands in the tree twice"):
                continue
            seen.add(directory.extent)
            # ECMA-119 6.8.2.1; Joliet has no such limit.
            self.volume.expect(self.is_joliet or directory.level <= LEVELS_MAX, where, f"level {directory.level}")
            self.volume.claim(where, directory.extent, blocks_of(directory.size))
            self.look_into(directory, where)

    def look_into(self, directory, where):
        volume, records = self.volume, list(self.records(directory))
        parent = directory.parent or directory
        for at, (identifier, wanted) in enumerate(((SELF, directory), (PARENT, parent))):
            ok = at < len(records) and records[at].identifier == identifier and records[at].is_directory
            if volume.expect(ok, where, f"record {at} is not {'.' * (at + 1)!r}"):
                volume.expect((records[at].extent, records[at].size) == (wanted.extent, wanted.size), records[at].where,
                              f"{'.' * (at + 1)!r} stands at {records[at].extent} and not at {wanted.extent}, or its length differs")
        last, last_record = None, None
        for record in records[2:]:
            key = sort_key(record.identifier, self.is_joliet)
            if last_record and last_record.flags & MULTI_EXTENT:
                volume.expect(record.identifier == last_record.identifier, record.where, "the next part of a file is missing")
            elif last is not None:
                volume.expect(key > last, record.where, f"{record.identifier!r} is not sorted behind its neighbour")
            self.add(directory, record, last_record)
            last, last_record = key, record
        volume.expect(not last_record or not last_record.flags & MULTI_EXTENT, where, "the last part of the last file is missing")

    def add(self, directory, record, before):
        path = f"{directory.path}/{self.check_name(record)}"
        if record.is_directory:
            self.directories.append(Directory(path, record.extent, record.size, directory.level + 1, directory))
            return
        first, size = record.extent, record.size
        if before and before.flags & MULTI_EXTENT and path in self.files:
            first, so_far = self.files[path]
            self.volume.expect(so_far % BLOCK == 0 and record.extent == first + so_far // BLOCK, record.where, "the parts of the file have a gap")
            size += so_far
        elif path in self.files:
            self.volume.problem(record.where, f"{path} is there twice")
        self.volume.expect(record.extent + blocks_of(record.size) <= self.volume.blocks, record.where, "the extent is behind the end of the image")
        self.files[path] = first, size
        self.volume.claim(record.where, record.extent, blocks_of(record.size), is_data=True)

    def check_path_tables(self):
        """9.4: every directory once, by level, by its parent's number, by its identifier; the same in the other byte order."""
        volume = self.volume
        size, size_ok = both(self.descriptor, 132, 4)
        volume.expect(size_ok, self.where, "the two byte orders of the path table's length differ")
        size = min(size, volume.length)
        tables = {}
        for order, at in (("little", 140), ("big", 148)):
            where = f"{self.where}, path table {'L' if order == 'little' else 'M'}"
            first = int.from_bytes(self.descriptor[at:at + 4], order)
            volume.expect(not any(self.descriptor[at + 4:at + 8]), where, "there is an optional one")
            volume.claim(where, first, blocks_of(size))
            tables[order] = self.path_records(where, volume.read(first, size), order)
        volume.expect(tables["little"] == tables["big"], self.where, "path table L differs from path table M")
        walked = [(d.extent, (d.parent or d).number, d.path.rpartition("/")[2]) for d in self.directories]
        volume.expect(tables["little"] == walked, self.where, "the path table is not the tree of directories in its order")

    def path_records(self, where, table, order):
        volume, rows, at, last = self.volume, [], 0, None
        while at < len(table):
            length = table[at]
            if not length or at + 8 + length > len(table):
                volume.problem(where, f"a record of length {length} at byte {at}")
                break
            identifier = table[at + 8:at + 8 + length]
            parent = int.from_bytes(table[at + 6:at + 8], order)
            volume.expect(table[at + 1] == 0, where, "an extended attribute record")
            volume.expect(length % 2 == 0 or table[at + 8 + length:at + 9 + length] == b"\0", where, f"byte behind the identifier at {at}")
            key = parent, identifier + (b"\0" if self.is_joliet else b" ") * (256 - length)
            if rows:
                volume.expect(parent <= len(rows), where, f"record {len(rows) + 1} has parent {parent}")
                volume.expect(last is None or key > last, where, f"record {len(rows) + 1} is not sorted behind its neighbour")
                last = key
            name = "" if not rows and identifier == SELF else self.text(identifier, where)
            rows.append((int.from_bytes(table[at + 2:at + 6], order), parent, name))
            at += 8 + length + length % 2
        return rows


def check_descriptor(volume, data, where, is_joliet):
    """8.4 and 8.5."""
    space, ok = both(data, 80, 4)
    volume.expect(ok, where, "the two byte orders of the volume space size differ")
    # Of a later session, it may count from the session or from the beginning of the disc.
    wanted = {volume.blocks, volume.blocks - volume.start}
    volume.expect(space in wanted, where, f"the volume space of {space} blocks is not the image's {volume.blocks}")
    for at, name, value in ((120, "volume set size", 1), (124, "volume sequence number", 1), (128, "logical block size", BLOCK)):
        number, ok = both(data, at, 2)
        volume.expect(ok and number == value, where, f"the {name} is not {value} in both byte orders")
    volume.expect(data[881] == 1, where, "the file structure version is not 1")
    volume.expect(data[7] == 0 and not any(data[72:80]) and data[882] == 0 and not any(data[1395:]), where, "a reserved byte is not zero")
    if is_joliet:
        volume.expect(data[88:120].rstrip(b"\0") in JOLIET_ESCAPES, where, "the escape sequence is not Joliet's")
    else:
        volume.expect(not any(data[88:120]), where, "a reserved byte is not zero")
    for at, name in ((813, "creation"), (830, "modification"), (847, "expiration"), (864, "effective")):
        volume.expect(is_time(data[at:at + 17]), where, f"the {name} time is none: {data[at:at + 17]!r}")


def check(volume):
    """All of ISO 9660, Joliet and El Torito; the hierarchies by name, and the first block behind the volume descriptors. An image without
    ISO 9660 has none."""
    hierarchies, at, boot = {}, volume.start + 16, None
    terminated = primary = False
    for at in range(at, at + VOLUME_DESCRIPTORS_MAX):
        data = volume.read(at, BLOCK)
        if data[1:6] != b"CD001":
            break
        where = f"volume descriptor at {at}"
        volume.expect(not terminated or data[0] == 255, where, "it stands behind the terminator")
        volume.expect(data[6] == 1, where, f"version {data[6]}")
        volume.claim(where, at, 1)
        if data[0] == 0 and data[7:39].rstrip(b"\0") == b"EL TORITO SPECIFICATION":
            volume.expect(at == volume.start + 17, where, "the boot record is not the second descriptor")
            boot = data
        elif data[0] in (1, 2):
            primary = primary or data[0] == 1
            name = "ISO 9660" if data[0] == 1 else "Joliet"
            check_descriptor(volume, data, name, data[0] == 2)
            hierarchies[name] = Hierarchy(volume, data, name, data[0] == 2)
        elif data[0] == 255:
            volume.expect(not any(data[7:]), where, "the terminator is not zero behind its version")
            terminated = True
        else:
            volume.problem(where, f"type {data[0]}")
    if hierarchies or terminated:
        volume.expect(primary, "ISO 9660", "there is no primary volume descriptor")
        volume.expect(terminated, "ISO 9660", "there is no volume descriptor set terminator")
    if boot:
        eltorito.check(volume, little(boot, 71, 4), boot)
    return hierarchies, at
