"""Disc images, made by xorriso."""
import os
import shutil
import subprocess


def make_disc(folder, name, size_bytes, random_bytes=0):
    """FOLDER/NAME.iso: ISO 9660 with a file that says its name and, where random_bytes is given, one with so many bytes of chance; lengthened
    to size_bytes."""
    content = folder / f"{name}.d"
    content.mkdir()
    (content / "name.txt").write_text(name + "\n")
    if random_bytes:
        (content / "random.bin").write_bytes(os.urandom(random_bytes))
    image = folder / f"{name}.iso"
    subprocess.run(["xorriso", "-as", "mkisofs", "-quiet", "-V", name.upper(), "-o", image, content], check=True, capture_output=True)
    shutil.rmtree(content)
    with open(image, "r+b") as file:
        file.truncate(size_bytes)
    return image
