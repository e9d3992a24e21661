"""The file structure of UDF: file set, metadata partition, directories, files and named streams (ECMA-167 part 4, OSTA UDF 2.2 and 2.3)."""
from .udf_volume import CHARSET, FSD, TD, check_dstring, check_regid, check_tag, check_timestamp, characters
from .volume import BLOCK, blocks_of, little

FID, AED, FE, EFE = 257, 258, 261, 266
TYPE_DIRECTORY, TYPE_FILE, TYPE_STREAM_DIRECTORY, TYPE_REAL_TIME, TYPE_METADATA, TYPE_MIRROR = 4, 5, 13, 249, 250, 251
SHORT, LONG, EMBEDDED = 0, 1, 3
STREAM_FLAG = 0x2000
HIDDEN, DIRECTORY, DELETED, PARENT = 1, 2, 4, 8
FIRST_UNIQUE = 16
LINKS_MAX = 65535
ALLOCATION_BLOCKS_MAX = 1 << 20  # of one file's allocation descriptors: a loop ends


class Icb:
    """A File Entry or an Extended File Entry, 4/14.9 and 4/14.17, with the extents of its file.

    extents   [(partition reference, first block, bytes)]
    embedded  the bytes of a file within it, or None
    """

    def __init__(self, files, reference, block, where):
        self.files, self.volume, self.where, self.reference, self.block = files, files.volume, where, reference, block
        self.extents, self.embedded, self.is_whole = [], None, False
        data = self.data = files.read(reference, block, BLOCK, where)
        self.is_extended = little(data, 0, 2) == EFE
        header = self.header = 216 if self.is_extended else 176
        self.attributes, self.allocation = little(data, header - 8, 4), little(data, header - 4, 4)
        end = header + self.attributes + self.allocation
        if not self.volume.expect(end <= BLOCK, where, f"{self.attributes} + {self.allocation} bytes behind the entry"):
            return
        identifier = EFE if self.is_extended else FE
        if not check_tag(self.volume, data, where, identifier, block, files.udf.version, end):
            return
        self.volume.expect(not self.is_extended or files.udf.revision >= 0x200, where, "an extended entry in front of revision 2.00")
        self.type, self.flags, self.links, self.size = data[27], little(data, 34, 2), little(data, 48, 2), little(data, 56, 8)
        shift = 8 if self.is_extended else 0
        self.object_size = little(data, 64, 8) if self.is_extended else self.size
        self.recorded = little(data, 64 + shift, 8)
        self.unique = little(data, header - 16, 8)
        self.stream_directory = data[152:168] if self.is_extended else bytes(16)
        self.volume.expect(little(data, 20, 2) == 4 and not any(data[22:24]) and little(data, 24, 2) == 1 and little(data, 16, 4) == 0, where, "the ICB's strategy")
        self.volume.expect(not any(data[28:34]), where, "the ICB's parent")
        for at in (80, 92, 104, 116) if self.is_extended else (72, 84, 96):
            check_timestamp(self.volume, data[at:at + 12], where)
        at = 168 if self.is_extended else 128
        check_regid(self.volume, data[at:at + 32], where)
        files.claim(where, reference, block, 1)
        self.read_extents(data[header + self.attributes:end])
        self.is_whole = True

    def read_extents(self, data):
        """4/14.14: the last extent alone may end within a block."""
        kind, volume, where = self.flags & 7, self.volume, self.where
        if kind == EMBEDDED:
            self.embedded = data
            volume.expect(len(data) == self.size, where, f"{len(data)} bytes stand within it, and it says {self.size}")
            volume.expect(self.recorded == 0, where, f"{self.recorded} blocks recorded")
            return
        if not volume.expect(kind in (SHORT, LONG), where, f"allocation descriptors of kind {kind}"):
            return
        width, at, seen = (8 if kind == SHORT else 16), 0, 0
        while at + width <= len(data) and seen < ALLOCATION_BLOCKS_MAX:
            word, block = little(data, at, 4), little(data, at + 4, 4)
            reference = self.reference if kind == SHORT else little(data, at + 8, 2)
            length, extent_kind = word & 0x3FFFFFFF, word >> 30
            at, seen = at + width, seen + 1
            if extent_kind == 3:
                data, at = self.next_descriptors(reference, block, length), 0
            elif not length:
                break
            else:
                volume.expect(extent_kind == 0, where, f"an extent of type {extent_kind} is not recorded")
                volume.expect(not self.extents or self.extents[-1][2] % BLOCK == 0, where, "an extent ends within a block, and another follows")
                self.extents.append((reference, block, length))
        volume.expect(at + width > len(data) or not any(data[at:]), where, "bytes behind the last allocation descriptor")
        total = sum(length for _, _, length in self.extents)
        volume.expect(total == self.size, where, f"the extents have {total} bytes, and it says {self.size}")
        blocks = sum(blocks_of(length) for _, _, length in self.extents)
        volume.expect(blocks == self.recorded, where, f"the extents have {blocks} blocks, and it says {self.recorded}")

    def next_descriptors(self, reference, block, length):
        """4/14.5."""
        data, where = self.files.read(reference, block, BLOCK, self.where), f"{self.where}, allocation extent at {block}"
        count = little(data, 20, 4)
        if not self.volume.expect(length == BLOCK and 24 + count <= BLOCK, where, f"an extent of {length} bytes with {count}"):
            return b""
        # UDF 2.3.11: the CRC may be over the head alone.
        size = 24 if little(data, 10, 2) == 8 else 24 + count
        self.files.claim(where, reference, block, 1)
        return data[24:24 + count] if check_tag(self.volume, data, where, AED, block, self.files.udf.version, size) else b""

    def content(self):
        if self.embedded is not None:
            return self.embedded
        return b"".join(self.files.read(*extent, self.where) for extent in self.extents)


class Files:
    """files  path -> (first block of the volume, bytes); None where an empty or an embedded file has no block
    streams  path -> names of its streams and their bytes
    """

    def __init__(self, udf):
        self.udf, self.volume = udf, udf.volume
        self.files, self.streams = {}, {}
        self.file_count = self.directory_count = 0
        self.unique = {}
        self.metadata = None  # [(first block of the partition, blocks)] of the metadata file
        if len(udf.maps) == 2:
            self.read_metadata(udf.maps[1])
        self.read_file_set()
        self.check_counts()

    def locate(self, reference, block, count, where):
        """The block of the volume; None outside the partition."""
        first, length = self.udf.partition
        if reference == 1 and self.metadata is not None:
            for at, blocks in self.metadata:
                if block < blocks:
                    self.volume.expect(block + count <= blocks or len(self.metadata) > 1, where, f"{count} blocks from {block} on leave the metadata file")
                    return first + at + block
                block -= blocks
            self.volume.problem(where, f"block {block} is behind the metadata file")
            return None
        if not self.volume.expect(reference == 0, where, f"partition reference {reference}"):
            return None
        if not self.volume.expect(block + count <= length, where, f"blocks {block} to {block + count - 1} are outside the partition"):
            return None
        return first + block

    def read(self, reference, block, length, where):
        at = self.locate(reference, block, blocks_of(length), where)
        return bytes(length) if at is None else self.volume.read(at, min(length, self.volume.length)).ljust(min(length, self.volume.length), b"\0")

    def claim(self, where, reference, block, count, is_data=False):
        at = self.locate(reference, block, count, where)
        if at is not None:
            self.volume.claim(where, at, count, is_data, "metadata" if reference == 1 else "volume")

    def read_metadata(self, entry):
        """UDF 2.50 2.2.13."""
        volume, udf = self.volume, self.udf
        main, mirror, bitmap, unit, alignment, flags = (little(entry, at, width) for at, width in ((40, 4), (44, 4), (48, 4), (52, 4), (56, 2), (58, 1)))
        where = "metadata partition"
        volume.expect(bitmap == 0xFFFFFFFF, where, "a bitmap in a read-only partition")
        volume.expect(not any(entry[59:]) and flags < 2, where, "a reserved byte or flag is not zero")
        if not volume.expect(unit and unit % 32 == 0 and alignment, where, f"unit {unit}, alignment {alignment}"):
            return
        volume.expect(udf.partition[0] % 32 == 0, where, f"the partition begins at {udf.partition[0]}")
        main, mirror = Icb(self, 0, main, "metadata file"), Icb(self, 0, mirror, "metadata mirror file")
        if not main.is_whole or not mirror.is_whole:
            return
        for icb, wanted in ((main, TYPE_METADATA), (mirror, TYPE_MIRROR)):
            volume.expect(icb.type == wanted, icb.where, f"file type {icb.type} and not {wanted}")
            volume.expect(icb.flags & 7 == SHORT and icb.attributes == 0 and icb.links == 0 and icb.unique == 0 and not any(icb.stream_directory),
                          icb.where, "kind of extents, attributes, links, unique id or streams")
            for _, block, length in icb.extents:
                volume.expect(block % alignment == 0 and length % (unit * BLOCK) == 0, icb.where, f"an extent of {length} bytes at block {block}")
        volume.expect(main.is_extended == mirror.is_extended, where, "its two entries are of two kinds")
        for icb in (main, mirror) if flags else (main,):
            for reference, block, length in icb.extents:
                self.claim(icb.where, reference, block, blocks_of(length))
        if flags:
            volume.expect(not set(main.extents) & set(mirror.extents), where, "the mirror has no blocks of its own")
            volume.expect(main.content() == mirror.content(), where, "the mirror differs from the metadata file")
        else:
            volume.expect(main.extents == mirror.extents, where, "the mirror has blocks of its own, and no flag")
        self.metadata = [(block, length // BLOCK) for _, block, length in main.extents]
        blocks = sum(count for _, count in self.metadata)
        volume.expect(getattr(udf, "sizes", [0, 0])[1] == blocks, "LVID", f"the metadata partition has not {blocks} blocks")

    def read_file_set(self):
        """4/14.1."""
        length, block, reference = self.udf.file_set
        volume, udf, where = self.volume, self.udf, "FSD"
        volume.expect(reference == len(udf.maps) - 1, where, f"partition reference {reference}")
        volume.expect(length >= BLOCK, where, f"an extent of {length} bytes")
        data = self.read(reference, block, BLOCK, where)
        if not check_tag(volume, data, where, FSD, block, udf.version):
            return
        self.claim(where, reference, block, 1)
        if length > BLOCK:
            check_tag(volume, self.read(reference, block + 1, BLOCK, where), "TD behind the FSD", TD, block + 1, udf.version)
            self.claim("TD behind the FSD", reference, block + 1, 1)
        check_timestamp(volume, data[16:28], where)
        check_regid(volume, data[416:448], where, b"*OSTA UDF Compliant", udf.revision)
        volume.expect(data[48:112] == CHARSET and data[240:304] == CHARSET, where, "a character set")
        volume.expect(check_dstring(volume, data[112:240], where) == udf.label, where, "the logical volume's identifier is another one than the LVD's")
        check_dstring(volume, data[304:336], where)
        volume.expect(not any(data[448:464]), where, "there is a next extent")
        volume.expect(little(data, 28, 2) == little(data, 30, 2) == 3 and not any(data[40:48]), where, "interchange level or number")
        self.walk(data[400:416])

    def icb_at(self, address, where, wanted):
        """The ICB of a long_ad: 4/14.14.2."""
        length, block, reference = little(address, 0, 4), little(address, 4, 4), little(address, 8, 2)
        volume = self.volume
        volume.expect(length == BLOCK, where, f"an ICB of {length} bytes")
        volume.expect(reference == len(self.udf.maps) - 1, where, f"the ICB is in partition {reference}")
        icb = Icb(self, reference, block, where)
        if not icb.is_whole:
            return None
        volume.expect(icb.type in wanted, where, f"file type {icb.type}")
        return icb

    def add_unique(self, icb):
        """UDF 3.2.1.1: the root has 0, each other file and directory one of its own from 16 on."""
        self.volume.expect(icb.unique >= FIRST_UNIQUE, icb.where, f"unique id {icb.unique}")
        other = self.unique.setdefault(icb.unique, icb.where)
        self.volume.expect(other == icb.where, icb.where, f"unique id {icb.unique} is also of {other}")

    def walk(self, root_address):
        root = self.icb_at(root_address, "/", (TYPE_DIRECTORY,))
        if not root:
            return
        self.volume.expect(root.unique == 0, "/", f"unique id {root.unique}")
        waiting, seen = [("", root, root)], {(root.reference, root.block)}
        while waiting:
            path, icb, parent = waiting.pop()
            self.directory_count += 1
            for name, is_directory, address, where in self.identifiers(path, icb, parent):
                child = self.icb_at(address, where, (TYPE_DIRECTORY,) if is_directory else (TYPE_FILE, TYPE_REAL_TIME))
                if not child:
                    continue
                self.add_unique(child)
                self.volume.expect(little(address, 12, 4) == child.unique & 0xFFFFFFFF, where, "the unique id of the FID is not that of the entry")
                if not is_directory:
                    self.add_file(f"{path}/{name}", child)
                elif self.volume.expect((child.reference, child.block) not in seen, where, "the directory stands in the tree twice"):
                    seen.add((child.reference, child.block))
                    waiting.append((f"{path}/{name}", child, icb))

    def identifiers(self, path, icb, parent, is_stream_directory=False):
        """4/14.4 and UDF 2.3.4: the FIDs but the parent's; rows of name, directory, ICB, and where."""
        volume, where = self.volume, icb.where
        for reference, block, length in icb.extents:
            volume.expect(reference == icb.reference, where, "a directory outside the partition of its entry")
            self.claim(f"directory {where}", reference, block, blocks_of(length))
        volume.expect(icb.flags & 7 != LONG or len(self.udf.maps) == 1, where, "a directory with long_ads")
        data, at, rows, names = icb.content(), 0, [], set()
        while at + 38 <= len(data):
            size, use = data[at + 19], little(data, at + 36, 2)
            end = at + (38 + size + use + 3) // 4 * 4
            entry_where = f"FID at {at} of {where}"
            if not volume.expect(end <= len(data), entry_where, "it leaves the directory"):
                return rows
            if not self.check_identifier(data[at:end], entry_where, icb, at):
                return rows
            flags, address = data[at + 18], data[at + 20:at + 36]
            if not at:
                volume.expect(flags == DIRECTORY | PARENT and not size, entry_where, "the first one is not the parent's")
                volume.expect((little(address, 4, 4), little(address, 8, 2)) == (parent.block, parent.reference), entry_where, "another parent")
            else:
                name = characters(volume, data[at + 38 + use:at + 38 + use + size], entry_where)
                volume.expect(not flags & ~(HIDDEN | DIRECTORY), entry_where, f"characteristics {flags:02X}h")
                volume.expect(name and name not in names and "/" not in name and "\0" not in name, entry_where, f"the name {name!r}")
                names.add(name)
                rows.append((name, bool(flags & DIRECTORY), address, f"{path}/{name}"))
            at = end
        volume.expect(at == len(data) and at, where, f"{len(data) - at} bytes behind the last FID")
        links = 1 + sum(is_directory for _, is_directory, _, _ in rows)
        volume.expect(icb.links == min(links, LINKS_MAX), where, f"{icb.links} links and not {links}")
        if not is_stream_directory:
            volume.expect(icb.object_size == icb.size or any(icb.stream_directory), where, "the object's size")
        return rows

    def check_identifier(self, data, where, icb, offset):
        size = 38 + data[19] + little(data, 36, 2)
        block = offset // BLOCK
        if icb.embedded is None:
            for _, first, length in icb.extents:
                if block < blocks_of(length):
                    block += first
                    break
                block -= blocks_of(length)
        else:
            block = icb.block
        if not check_tag(self.volume, data, where, FID, block, self.udf.version, len(data)):
            return False
        self.volume.expect(not any(data[size:]), where, "the padding is not zero")
        self.volume.expect(little(data, 16, 2) == 1, where, f"file version {little(data, 16, 2)}")
        return True

    def add_data(self, icb):
        """The blocks of a file's data; where they begin in the volume."""
        first = None
        for reference, block, length in icb.extents:
            self.volume.expect(reference == 0, icb.where, "the data stand in the metadata partition")
            at = self.locate(reference, block, blocks_of(length), icb.where)
            if at is not None:
                self.volume.claim(icb.where, at, blocks_of(length), is_data=True)
            first = at if first is None else first
        return first

    def add_file(self, path, icb):
        self.file_count += 1
        self.volume.expect(icb.links == 1, icb.where, f"{icb.links} links")
        self.volume.expect(len(self.udf.maps) == 1 or icb.flags & 7 != SHORT or not icb.extents, icb.where, "short_ads mean the metadata partition")
        self.files[path] = self.add_data(icb), icb.size
        total = icb.size
        if any(icb.stream_directory):
            total += self.add_streams(path, icb)
        self.volume.expect(icb.object_size == total, icb.where, f"the object's size is {icb.object_size} and not {total}")

    def add_streams(self, path, owner):
        """UDF 3.3.5; the bytes of all of them."""
        volume, where = self.volume, f"streams of {path}"
        directory = self.icb_at(owner.stream_directory, where, (TYPE_STREAM_DIRECTORY,))
        if not directory:
            return 0
        self.streams[path] = {}
        for name, is_directory, address, stream_where in self.identifiers(where, directory, owner, is_stream_directory=True):
            icb = self.icb_at(address, stream_where, (TYPE_FILE,))
            if icb:
                volume.expect(not is_directory and icb.links == 1 and icb.flags & STREAM_FLAG and not any(icb.stream_directory), stream_where, "no plain stream")
                volume.expect(icb.unique == owner.unique, stream_where, f"unique id {icb.unique}")
                self.streams[path][name] = self.add_data(icb), icb.size
        volume.expect(directory.unique == owner.unique and not any(directory.stream_directory), where, f"unique id {directory.unique}")
        return sum(size for _, size in self.streams[path].values())

    def check_counts(self):
        volume = self.volume
        if not self.udf.counts:
            return
        files, directories, next_unique = self.udf.counts
        volume.expect(files == self.file_count, "LVID", f"{files} files, and there are {self.file_count}")
        volume.expect(directories == self.directory_count, "LVID", f"{directories} directories, and there are {self.directory_count}")
        volume.expect(next_unique > max(self.unique, default=FIRST_UNIQUE - 1), "LVID", f"the next unique id {next_unique} is given already")
