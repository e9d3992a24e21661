"""What a burn costs. Rates: a section written through IWriteEngine2 at a virtual recorder, which answers at once, beside a plain loop
that reads the same stream and gives the same blocks to the same recorder by SendCommandSendDataToDevice, in one process and by turns.
Processor time: our core on one thread, cdrskin and growisofs, each as a whole process, burn the same image to the same simulated DVD+R
behind Linux's SG_IO. Instructions of a WRITE: what twice as long an image takes more, of the whole program outside its way to the drive
and back (callgrind); cdrskin without its fifo, that is libburn, has 32 KiB in a WRITE, and ours 64 KiB. Commands and memory: at the simulated drive in
the same process."""
import os
import re
import resource
import sys

import measure

sys.path.insert(0, str(measure.ROOT / "tests" / "sgdrive"))

FOLDER = measure.BUILD / "bench" / "burn"
MIB = 1 << 20
DRIVE = "bench-burn"
WRITE_BYTES = 64 << 10
MEDIA = ["cd-r", "dvd-r", "dvd+r", "dvd+rw", "dvd-ram", "bd-r", "bd-re"]
# The most that a WRITE of ours may take: what was counted with gcc 12 (982; libburn has 2,850), and a little more.
INSTRUCTIONS_MOST = 1060
INSTRUCTIONS_MIB = (8, 16)
PROCESSOR_MIB, COMMANDS_MIB = 128, 64
# A quarter of a DVD: what a section costs besides its WRITEs, some 20 ms for its threads and its ring, is no rate.
RATE_MIB = 1024
MEMORY_MIB, MEMORY_MORE_KIB = (64, 1024), 1024
LEAST_RATE = 0.9


def image(mib):
    """A file of noise of that size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{mib}.img"
    if not file.exists() or file.stat().st_size != mib * MIB:
        with file.open("wb") as out:
            for _ in range(mib):
                out.write(os.urandom(MIB))
    return file


def native(name):
    return measure.BUILD / "native-bench" / "tests" / "bench" / f"bench_{name}"


# ---- counts ----

def commands(medium):
    """All commands of a burn, and its WRITEs."""
    output = measure.run(native("burn_virtual"), "counts", medium, image(COMMANDS_MIB), COMMANDS_MIB * MIB)[0]
    return tuple(map(int, output.split()))


def memory_kib(mib):
    return int(measure.run(native("burn_virtual"), "memory", image(COMMANDS_MIB), mib * MIB)[0])


def collected(output):
    return int(re.search(r"Collected : (\d+)", output)[1])


def our_instructions(mib):
    return collected(measure.run("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no",
                                 "--toggle-collect=measured", "--toggle-collect=reach_drive", native("burn_virtual"), "counts", "dvd+r",
                                 image(mib), mib * MIB, environment={"LD_BIND_NOW": "1"})[1])


def cdrskin_instructions(face, mib):
    """Everything that its threads do outside the preloaded ioctl, which is the way to the drive."""
    with face.Drive(FOLDER, "drive", media="dvd+r") as drive:
        turn_on(face, drive)
        done = face.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=yes",
                         "--toggle-collect=ioctl", "cdrskin", "dev=/dev/sr0", "fs=0", str(image(mib))], [drive], timeout_s=600)
        writes = writes_of(drive)
        forget_disc(drive)
    if done.returncode:
        sys.exit(f"cdrskin under callgrind: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return collected(done.stderr), writes


def instructions(face):
    """Of ours and of cdrskin: instructions for one WRITE, and for one MiB."""
    some, more = INSTRUCTIONS_MIB
    ours = (our_instructions(more) - our_instructions(some)) / (more - some)
    few, many = cdrskin_instructions(face, some), cdrskin_instructions(face, more)
    theirs = many[0] - few[0]
    return ours * WRITE_BYTES / MIB, ours, theirs / (many[1] - few[1]), theirs / (more - some)


# ---- a drive behind SG_IO ----

def turn_on(face, drive):
    face.run(["sg_turs", "-n", "3", "/dev/sr0"], [drive])  # takes the unit attention of the new medium
    drive.forget()


def writes_of(drive):
    return sum(command.cdb[:2] in ("2a", "aa") for command in drive.commands())


def forget_disc(drive):
    for file in drive.file.parent.glob(f"{drive.file.name}.disc-*"):
        file.unlink()


BURNERS = {
    "ours": [native("burn_sgio"), "/dev/sr0", "IMAGE", str(PROCESSOR_MIB * MIB)],
    "cdrskin": ["cdrskin", "dev=/dev/sr0", "IMAGE"],
    "growisofs": ["growisofs", "-use-the-force-luke=notray", "-Z", "/dev/sr0=IMAGE"],
}


def burn_once(face, command):
    """Processor seconds, and commands. Only programs that have ended count as children: the drive's daemon has not."""
    with face.Drive(FOLDER, "drive", media="dvd+r") as drive:
        turn_on(face, drive)
        words = [str(word).replace("IMAGE", str(image(PROCESSOR_MIB))) for word in command]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = face.run(words, [drive], timeout_s=600)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode or not writes_of(drive):
            sys.exit(f"{' '.join(words)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        sent = len(drive.commands("client"))
        forget_disc(drive)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, sent


def processor_times(face):
    samples = {name: [] for name in BURNERS}
    for _ in range(measure.SAMPLES):
        for name, command in BURNERS.items():
            samples[name].append(burn_once(face, command))
    return {name: (measure.median([seconds for seconds, _ in values]) * 1024 / PROCESSOR_MIB, values[0][1]) for name, values in samples.items()}


# ---- rates ----

def rates():
    """MiB a second, of the three ways of bench_burn_write."""
    measure.discctl("virtual", "add", DRIVE, "--media", "bd-re")
    output = measure.wine(measure.bench_program("burn_write"), measure.SAMPLES, measure.windows_path(image(RATE_MIB)), measure.identifier_of(DRIVE))
    measure.discctl("virtual", "remove", DRIVE)
    samples = {}
    for line in output.splitlines():
        way, nanoseconds = line.split()
        samples.setdefault(way, []).append(int(nanoseconds))
    return {way: RATE_MIB / (measure.median(values) / 1e9) for way, values in samples.items()}


def rows_of_counts(face):
    for medium in MEDIA:
        sent, writes = commands(medium)
        most = writes + 60 + writes // 100
        yield measure.Row("burn", f"burn {COMMANDS_MIB} MiB to a {medium}, close the disc", "commands", sent, {"WRITEs among them": writes},
                          "WRITEs + 60 + 1%", sent <= most, limit=f"at most {most:,}", holds=sent <= most)
    write, mib, their_write, their_mib = instructions(face)
    yield measure.Row("burn", "one WRITE", "instructions", write, {"libburn": their_write}, "no more than it", write <= their_write,
                      limit=f"no more than libburn, and at most {INSTRUCTIONS_MOST:,}", holds=write <= min(their_write, INSTRUCTIONS_MOST))
    yield measure.Row("burn", "one MiB", "instructions", mib, {"libburn": their_mib}, "no more than it", mib <= their_mib)
    small, large = map(memory_kib, MEMORY_MIB)
    yield measure.Row("burn", f"peak resident memory, {MEMORY_MIB[1]:,} MiB", "KiB", large, {f"ours, {MEMORY_MIB[0]} MiB": small},
                      "the same for any image", large <= small + MEMORY_MORE_KIB, limit=f"at most {MEMORY_MORE_KIB:,} KiB more than {small:,} KiB",
                      holds=large <= small + MEMORY_MORE_KIB)


def rows(gates_only):
    import face  # pylint: disable=import-error,import-outside-toplevel
    measure.run("cmake", "--preset", "sgio")
    measure.run("ninja", "-C", "build/sgio", "sgdrive", "sgdrive_preload")
    yield from rows_of_counts(face)
    if gates_only:
        return
    found = rates()
    ratio = found["section"] / found["copy"]
    yield measure.Row("burn", "rate at a drive that answers at once", "MiB/s", found["section"], {"plain loop": found["copy"]},
                      f"at least {LEAST_RATE} of it", ratio >= LEAST_RATE,
                      note=f"{ratio:.2f} of it; {RATE_MIB:,} MiB as a whole burn, with what comes before and behind, {found['burn']:,.0f} MiB/s")
    burns = processor_times(face)
    others = {name: seconds for name, (seconds, _) in burns.items() if name != "ours"}
    yield measure.Row("burn", "processor time for 1 GiB, DVD+R", "s", burns["ours"][0], others, "no more than either",
                      burns["ours"][0] <= min(others.values()))
    yield measure.Row("burn", f"the same, {PROCESSOR_MIB} MiB", "commands", burns["ours"][1],
                      {name: sent for name, (_, sent) in burns.items() if name != "ours"}, "no more than either",
                      burns["ours"][1] <= min(sent for name, (_, sent) in burns.items() if name != "ours"))
