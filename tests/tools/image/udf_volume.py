"""The volume structure of UDF: recognition sequence, anchors, both volume descriptor sequences, integrity (ECMA-167 parts 2 and 3, OSTA UDF
2.1 and 2.2)."""
import binascii

from .volume import BLOCK, blocks_of, little

PVD, AVDP, IUVD, PD, LVD, USD, TD, LVID, FSD = 1, 2, 4, 5, 6, 7, 8, 9, 256
NAMES = {PVD: "PVD", IUVD: "IUVD", PD: "PD", LVD: "LVD", USD: "USD"}
SEQUENCE_BLOCKS_MIN = 16
CHARSET = b"\0OSTA Compressed Unicode".ljust(64, b"\0")
REVISIONS = (0x0102, 0x0150, 0x0200, 0x0201, 0x0250, 0x0260)
EXTENT_BYTES_MAX = 0x3FFFFFFF


def check_tag(volume, data, where, identifier, location, version, size=512):
    """3/7.2 and 4/7.2. size: of the descriptor. Whether it is worth looking at the rest."""
    if not volume.expect(little(data, 0, 2) == identifier, where, f"the tag's identifier is {little(data, 0, 2)} and not {identifier}"):
        return False
    volume.expect((sum(data[:4]) + sum(data[5:16])) & 0xFF == data[4], where, "the tag's checksum is wrong")
    volume.expect(data[5] == 0, where, "the tag's reserved byte is not zero")
    volume.expect(little(data, 2, 2) == version, where, f"the tag's version is {little(data, 2, 2)} and not {version}")
    count = little(data, 10, 2)
    volume.expect(count == size - 16, where, f"the tag's CRC is over {count} bytes and not over {size - 16}")
    volume.expect(binascii.crc_hqx(data[16:16 + count], 0) == little(data, 8, 2), where, "the tag's CRC is wrong")
    volume.expect(little(data, 12, 4) == location, where, f"the tag's location is {little(data, 12, 4)} and not {location}")
    return True


def check_dstring(volume, data, where):
    """1/7.2.12 and UDF 2.1.1 and 2.1.3: the text."""
    used = data[-1]
    if not used:
        volume.expect(not any(data), where, "an empty text is not zero")
        return ""
    if not volume.expect(used < len(data) and data[0] in (8, 16), where, f"a text of {used} bytes with compression {data[0]}"):
        return ""
    volume.expect(not any(data[used:-1]), where, "a text is not zero behind its end")
    return characters(volume, data[:used], where)


def characters(volume, data, where):
    """UDF 2.1.1, without its bytes' count."""
    volume.expect(data[:1] in (b"\x08", b"\x10"), where, f"compression {data[:1].hex()}")
    if data[:1] == b"\x08":
        return data[1:].decode("latin-1")
    volume.expect(len(data) % 2 == 1, where, "half a character")
    return data[1:].decode("utf-16-be", "surrogatepass" if len(data) % 2 else "replace")


def check_timestamp(volume, data, where):
    """1/7.3 and UDF 2.1.4."""
    zone = little(data, 0, 2)
    offset = (zone & 0xFFF) - (0x1000 if zone & 0x800 else 0)
    volume.expect(zone >> 12 == 1 and (-1440 <= offset <= 1440 or offset == -2047) and 1 <= little(data, 2, 2) <= 9999 and
                  1 <= data[4] <= 12 and 1 <= data[5] <= 31 and data[6] < 24 and data[7] < 60 and data[8] < 60 and max(data[9:12]) < 100,
                  where, f"the timestamp is none: {data[:12].hex()}")


def check_regid(volume, data, where, identifier=None, revision=None):
    """1/7.4 and UDF 2.1.5."""
    name = data[1:24].rstrip(b"\0")
    volume.expect(data[0] in (0, 2), where, f"flags {data[0]} of an entity identifier")  # 2: protected
    if identifier:
        volume.expect(name == identifier, where, f"the entity identifier is {name!r} and not {identifier!r}")
    else:
        volume.expect(name.isascii(), where, f"the entity identifier is {name!r}")
    if revision:
        volume.expect(little(data, 24, 2) == revision, where, f"revision {little(data, 24, 2):04X}h and not {revision:04X}h")


class Udf:
    """What the volume structure says.

    revision         as its domain has it
    version          of tags
    partition        (first block, blocks)
    maps             "physical", or the metadata partition's 64 bytes
    file_set         (bytes, block, partition reference)
    counts           (files, directories, next unique id) of the integrity descriptor
    """

    def __init__(self, volume, recognition):
        self.volume = volume
        self.revision, self.version, self.partition, self.maps, self.file_set, self.counts = 0, 2, None, [], None, None
        self.label = None
        self.recognition(recognition)
        self.is_complete = self.sequences()

    def recognition(self, at):
        """2/8 and 3/9.1."""
        volume = self.volume
        for offset, names in enumerate(((b"BEA01",), (b"NSR02", b"NSR03"), (b"TEA01",))):
            data = volume.read(at + offset, BLOCK)
            where = f"recognition sequence at {at + offset}"
            if volume.expect(data[1:6] in names, where, f"{data[1:6]!r} instead of {names[0].decode()}"):
                volume.expect(data[0] == 0 and data[6] == 1 and not any(data[7:]), where, "type, version, or a reserved byte")
                volume.claim(where, at + offset, 1)
            if data[1:6] == b"NSR03":
                self.version = 3

    def anchors(self):
        """3/8.4.2 and UDF 2.2.3: two of three. All that stand on the disc behind the session's start say the same."""
        volume = self.volume
        last = volume.blocks - 1
        places = [at for at in (volume.start + 256, last - 256, last) if little(volume.read(at, BLOCK), 0, 2) == AVDP]
        volume.expect(len(places) >= 2 and places[0] == volume.start + 256, "anchors", f"they stand at {places} alone")
        found = set()
        for at in places:
            data, where = volume.read(at, BLOCK), f"anchor at {at}"
            check_tag(volume, data, where, AVDP, at, self.version)
            volume.expect(not any(data[32:]), where, "a reserved byte is not zero")
            volume.claim(where, at, 1)
            found.add(data[16:32])
        volume.expect(len(found) == 1, "anchors", "they differ")
        return found.pop() if found else None

    def sequence(self, name, first, length):
        """3/8.4.2: the bodies by identifier."""
        volume, found = self.volume, {}
        volume.expect(length % BLOCK == 0 and length // BLOCK >= SEQUENCE_BLOCKS_MIN, name, f"an extent of {length} bytes")
        for at in range(first, first + min(length // BLOCK, volume.blocks)):
            data, where = volume.read(at, BLOCK), f"{name} at {at}"
            identifier = little(data, 0, 2)
            if identifier == TD:
                check_tag(volume, data, where, TD, at, self.version)
                volume.claim(where, at, 1)
                break
            if identifier not in NAMES:
                volume.problem(where, f"a tag of identifier {identifier}")
                break
            where = f"{NAMES[identifier]} of the {where}"
            size = 512 if identifier != LVD else 440 + little(data, 264, 4)
            check_tag(volume, data, where, identifier, at, self.version, size if identifier != USD else 24 + 8 * little(data, 20, 4))
            volume.expect(identifier not in found, where, "a second one")
            volume.claim(where, at, 1)
            found[identifier] = data
        else:
            volume.problem(name, "there is no terminating descriptor")
        for identifier, short in NAMES.items():
            volume.expect(identifier in found, name, f"there is no {short}")
        return found

    def sequences(self):
        anchor, volume = self.anchors(), self.volume
        if not anchor:
            return False
        extents = [(little(anchor, at + 4, 4), little(anchor, at, 4)) for at in (0, 8)]
        self.main_first = extents[0][0]
        main, reserve = (self.sequence(name, *extent) for name, extent in zip(("main sequence", "reserve sequence"), extents))
        for identifier, short in NAMES.items():
            volume.expect(main.get(identifier, b"")[16:] == reserve.get(identifier, b"")[16:], "reserve sequence", f"its {short} differs from the main one's")
        numbers = [little(data, 16, 4) for data in main.values()]
        volume.expect(numbers == sorted(set(numbers)), "main sequence", f"the descriptors' numbers are {numbers}")
        if not {PVD, IUVD, PD, LVD} <= set(main):
            return False
        self.read_logical_volume(main[LVD])
        self.read_partition(main[PD])
        self.read_texts(main[PVD], main[IUVD])
        self.read_integrity(main[LVD])
        return bool(self.maps)

    def read_logical_volume(self, data):
        volume, where = self.volume, "LVD"
        self.revision = little(data, 240, 2)
        volume.expect(self.revision in REVISIONS, where, f"revision {self.revision:04X}h")
        volume.expect((self.revision >= 0x200) == (self.version == 3), where, "the recognition sequence is of another revision")
        check_regid(volume, data[216:248], where, b"*OSTA UDF Compliant")
        check_regid(volume, data[272:304], where)
        volume.expect(data[20:84] == CHARSET, where, "the character set")
        volume.expect(little(data, 212, 4) == BLOCK, where, f"blocks of {little(data, 212, 4)} bytes")
        self.label = check_dstring(volume, data[84:212], where)
        self.file_set = little(data, 248, 4), little(data, 252, 4), little(data, 256, 2)
        size, count, at = little(data, 264, 4), little(data, 268, 4), 440
        for number in range(min(count, 2)):
            kind, length = data[at], data[at + 1]
            if kind == 1 and length == 6:
                volume.expect(little(data, at + 2, 2) == 1 and little(data, at + 4, 2) == 0, where, f"map {number} of another volume or partition")
                self.maps.append("physical")
            elif kind == 2 and length == 64:
                check_regid(volume, data[at + 4:at + 36], where, b"*UDF Metadata Partition", self.revision)
                volume.expect(little(data, at + 36, 2) == 1 and little(data, at + 38, 2) == 0, where, f"map {number} of another volume or partition")
                self.maps.append(data[at:at + 64])
            else:
                volume.problem(where, f"map {number} has type {kind} and {length} bytes")
            at += length
        wanted = 2 if self.revision >= 0x250 else 1
        volume.expect(count == wanted == len(self.maps) and self.maps[:1] == ["physical"] and size == at - 440, where, f"{count} maps of {size} bytes")

    def read_partition(self, data):
        volume, where = self.volume, "PD"
        check_regid(volume, data[24:56], where, b"+NSR03" if self.version == 3 else b"+NSR02")
        check_regid(volume, data[196:228], where)
        volume.expect(little(data, 20, 2) == 1 and little(data, 22, 2) == 0, where, "flags or number")
        volume.expect(little(data, 184, 4) == 1, where, f"access type {little(data, 184, 4)} and not 1, read-only")
        volume.expect(not any(data[56:184]), where, "a read-only partition has a space bitmap")
        first, count = self.partition = little(data, 188, 4), little(data, 192, 4)
        volume.expect(count and first + count <= volume.blocks, where, f"the partition of {count} blocks from {first} on leaves the image")
        # A later session's partition begins in the first session, and has the structures of the volume within it: ECMA-167 3/8.5. So it is
        # on a rewritable disc, too, whose anchor was moved.
        if not volume.start and self.main_first < first:
            for claim in volume.claims["volume"]:
                if not claim.owner.startswith(("ISO", "Joliet", "boot", "volume descriptor")):
                    volume.expect(claim.first + claim.count <= first or claim.first >= first + count, claim.owner, "it stands within the partition")

    def read_texts(self, pvd, iuvd):
        volume = self.volume
        for at in (200, 264):
            volume.expect(pvd[at:at + 64] == CHARSET, "PVD", "the character set")
        check_dstring(volume, pvd[24:56], "PVD, volume identifier")
        set_name = check_dstring(volume, pvd[72:200], "PVD, volume set identifier")
        volume.expect(len(set_name) >= 8, "PVD", f"the volume set identifier {set_name!r} has no unique part")
        check_timestamp(volume, pvd[376:388], "PVD")
        check_regid(volume, pvd[388:420], "PVD")
        volume.expect(little(pvd, 56, 2) == little(pvd, 58, 2) == 1, "PVD", "the volume sequence number is not 1 of 1")
        check_regid(volume, iuvd[20:52], "IUVD", b"*UDF LV Info", self.revision)
        volume.expect(iuvd[52:116] == CHARSET, "IUVD", "the character set")
        volume.expect(check_dstring(volume, iuvd[116:244], "IUVD") == self.label, "IUVD", "the logical volume's identifier is another one than the LVD's")

    def read_integrity(self, lvd):
        """3/8.8 and 3/10.10, UDF 2.2.6."""
        volume, where = self.volume, "LVID"
        length, first = little(lvd, 432, 4), little(lvd, 436, 4)
        data = volume.read(first, BLOCK)
        count, use = little(data, 72, 4), little(data, 76, 4)
        if not volume.expect(length >= BLOCK and count == len(self.maps) and 46 <= use <= 1024, where, f"{count} partitions, {use} bytes of implementation use"):
            return
        check_tag(volume, data, where, LVID, first, self.version, 80 + 8 * count + use)
        volume.claim(where, first, 1)
        if length > BLOCK:
            check_tag(volume, volume.read(first + 1, BLOCK), "TD behind the LVID", TD, first + 1, self.version)
            volume.claim("TD behind the LVID", first + 1, 1)
        check_timestamp(volume, data[16:28], where)
        volume.expect(little(data, 28, 4) == 1, where, "it is not closed")
        volume.expect(not any(data[32:40]), where, "there is a next extent")
        volume.expect(not any(data[80:80 + 4 * count]), where, "free space in a read-only partition")
        self.sizes = [little(data, 80 + 4 * count + 4 * number, 4) for number in range(count)]
        volume.expect(self.sizes[0] == self.partition[1], where, f"the partition has {self.sizes[0]} blocks there and {self.partition[1]} in the PD")
        use = data[80 + 8 * count:]
        check_regid(volume, use[:32], where)
        self.counts = little(use, 32, 4), little(use, 36, 4), little(data, 40, 8)
        # Who can read 2.50 can read 2.60: UDF 2.60 2.2.6.4.
        wanted = (min(self.revision, 0x250), self.revision, self.revision)
        volume.expect(tuple(little(use, at, 2) for at in (40, 42, 44)) == wanted, where, f"revisions {use[40:46].hex()}")


def check(volume, recognition):
    """None where there is no recognition sequence."""
    if volume.read(recognition, BLOCK)[1:6] != b"BEA01":
        return None
    return Udf(volume, recognition)
