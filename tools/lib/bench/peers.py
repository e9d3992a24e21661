"""The commands that other programs send to learn what a drive is, counted by the drive itself: our simulated one at Linux's SG_IO
(tests/sgdrive), with the same medium in it as in the virtual recorder that ours are counted on."""
import sys

import measure

FACE = measure.ROOT / "tests" / "sgdrive"

# What is compared: the runs that belong together, and the exit codes that they end with on a drive that is well.
PROGRAMS = {
    "cdrskin -minfo": [["cdrskin", "dev=/dev/sr0", "-minfo"]],
    "wodim -prcap": [["wodim", "dev=/dev/sr0", "-prcap"]],
    "sg_inq + sg_get_config + sg_modes": [["sg_inq", "/dev/sr0"], ["sg_get_config", "/dev/sr0"], ["sg_modes", "/dev/sr0"]],
    "cd-drive": [["cd-drive", "-i", "/dev/sr0"]],
    "mmc-tool -i": [["mmc-tool", "-i", "/dev/sr0"]],
}


def count(medium):
    """name -> (commands, bytes)."""
    sys.path.insert(0, str(FACE))
    import face  # pylint: disable=import-error,import-outside-toplevel
    measure.run("cmake", "--preset", "sgio")
    measure.run("ninja", "-C", "build/sgio", "sgdrive", "sgdrive_preload")
    counts = {}
    with face.Drive(measure.BUILD / "bench" / "drives", "peers", media=medium) as drive:
        face.run(["sg_turs", "-n", "3", "/dev/sr0"], [drive])  # takes the unit attention of the new medium
        for name, runs in PROGRAMS.items():
            drive.forget()
            for command in runs:
                done = face.run(command, [drive])
                if done.returncode:
                    sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
            sent = drive.commands("client")
            if not sent:
                sys.exit(f"{name} sent nothing: it was not at the drive")
            counts[name] = (len(sent), sum(command.transferred for command in sent))
    return counts
