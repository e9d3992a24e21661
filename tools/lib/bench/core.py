"""Instructions from a call into the portable core to its transport and back, beside libsgutils on its way to its ioctl and back.
Both programs answer the command themselves; callgrind collects within their function measured() and not within the answer."""
import re
import sys

import measure

# The most that a call of ours may take: what was counted with gcc 12, and a little more.
QUESTIONS = {
    "test-unit-ready": ("TEST UNIT READY", 190),
    "inquiry": ("INQUIRY, 36 bytes", 190),
    "get-configuration": ("GET CONFIGURATION, 1024 bytes", 200),
    "mode-sense": ("MODE SENSE(10), 1024 bytes", 210),
}
ROUNDS = 100


def collect(program, answer, question, rounds):
    output = measure.run("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no",
                         "--toggle-collect=measured", f"--toggle-collect={answer}", program, question, rounds,
                         environment={"LD_BIND_NOW": "1"})[1]
    return int(re.search(r"Collected : (\d+)", output)[1])


def instructions(name, answer, question):
    """Of one call: what twice as many calls take more, so that what is done only once does not count."""
    program = measure.BUILD / "native-bench" / "tests" / "bench" / f"bench_{name}_command"
    some, more = (collect(program, answer, question, rounds) for rounds in (ROUNDS, 2 * ROUNDS))
    if more <= some:
        sys.exit(f"{program} {question}: callgrind collected nothing")
    return round((more - some) / ROUNDS)


def rows(gates_only):
    for question, (name, most) in QUESTIONS.items():
        ours, peer = instructions("core", "answer", question), instructions("sgutils", "ioctl", question)
        yield measure.Row("core", name, "instructions", ours, {"libsgutils2": peer}, "no more than it", ours <= peer,
                          limit=f"no more than libsgutils2, and at most {most}", holds=ours <= min(peer, most))
