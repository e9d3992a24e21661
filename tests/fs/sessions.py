"""A disc that grows by sessions which the portable core appends, and what each of them adds."""
import os

from readers import run
from tree import MODIFIED, NOW, RELAXED, TREE, contents_of, make_tree

BLOCK = 2048
GAP = 64  # blocks between sessions that belong to none: a disc's are more
# What a later session adds; the second row replaces a file. The last column is the path in ISO 9660.
SECOND = ((3000, "later.txt", "LATER.TXT"), (9, "hello.txt", "HELLO.TXT"), (None, "new dir", "NEW_DIR"), (1, "new dir/a", "NEW_DIR/A"),
          (0, "new dir/none", "NEW_DIR/NONE"), (4097, "empty/more.bin", "EMPTY/MORE.BIN"))
THIRD = ((5, "third", "THIRD"),)


def make_trees(folder):
    """name -> (rows, bytes by path), each a folder of that name."""
    (folder / "tree").mkdir()
    trees = {"tree": (TREE, make_tree(folder / "tree"))}
    for name, rows in (("second", SECOND), ("third", THIRD)):
        trees[name] = rows, write_files(folder / name, rows)
    return trees


def write_files(folder, rows):
    """The bytes by path; the directories that are not the rows' own are made, too."""
    folder.mkdir()
    for size, path, *_ in rows:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if size is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(bytes((len(path) + number) & 0xFF for number in range(size)))
    for path in folder.rglob("*"):
        os.utime(path, (MODIFIED, MODIFIED))
    return {path: data for path, data in contents_of(folder).items() if path in {row[1] for row in rows}}


class Disc:
    """An image file that grows by sessions.

    starts    of its sessions
    contents  of the last one, by path
    iso       the path in ISO 9660 of each
    """

    def __init__(self, make_image, folder, name, options, contents):
        self.make_image, self.folder, self.name, self.options = make_image, folder, name, options.split()
        self.path = folder / (name.replace(" ", "-") + ".img")
        self.starts, self.contents = [0], dict(contents)
        self.iso = {row[1]: row[RELAXED] for row in TREE}
        self.make("tree", self.path)

    def make(self, folder, out, *more):
        code, output = run(self.make_image, out, self.folder / folder, *self.options, "label=LABEL", f"now={NOW}", *more)
        if code or output:
            raise RuntimeError(f"{self.name}: make_image: {code}, {output}")

    def blocks(self):
        return self.path.stat().st_size // BLOCK

    def append(self, folder, rows, contents, is_rewritable=False):
        start = -(-self.blocks() // 32) * 32 + (0 if is_rewritable else GAP)
        session = self.path.with_suffix(".session")
        place = [f"disc={self.path}", f"old={self.starts[-1]}", f"start={start}"]
        self.make(folder, session, *place, *(["rewritable"] if is_rewritable else []))
        if is_rewritable:
            session.replace(self.path)
        else:
            with self.path.open("r+b") as disc:
                disc.truncate(start * BLOCK)
                disc.seek(start * BLOCK)
                disc.write(session.read_bytes())
            session.unlink()
        self.starts.append(start)
        self.contents.update(contents)
        self.iso.update((row[1], row[2]) for row in rows)

    def wanted(self):
        iso = {self.iso[path]: data for path, data in self.contents.items()}
        systems = {"iso": ("ISO 9660", iso), "joliet": ("Joliet", self.contents), "udf": ("UDF", self.contents)}
        return dict(systems[option] for option in self.options if option in systems)
