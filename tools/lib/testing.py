"""Shared by the test runners in tools/: running a program with a deadline, and the counts that tools/check adds up."""
import os
import signal
import subprocess
import tempfile
import time

import tap

# What runs in the virtual machine takes longer.
PATIENCE = 4 if "OPENIMAPI2_GUEST" in os.environ else 1


def has_hung(process, output, silence_s):
    """Waits for the end of the process. True: its output has not grown for so long."""
    size, grown = 0, time.monotonic()
    while time.monotonic() - grown < silence_s:
        try:
            process.wait(timeout=1)
            return False
        except subprocess.TimeoutExpired:
            if os.fstat(output.fileno()).st_size != size:
                size, grown = os.fstat(output.fileno()).st_size, time.monotonic()
    return True


def run(command, folder, timeout_s=None, environment=None, silence_s=None):
    """Exit code (a text where the program did not end by itself), standard output, standard error.

    timeout_s limits the whole time. silence_s limits the time without output instead, for programs that print their cases as they go: on a
    busy machine they are slow, and have not hung."""
    # Files, no pipes: what the program has left running may keep a pipe open for ever.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
                                   start_new_session=True)
        hung = None
        if silence_s is not None:
            if has_hung(process, output, silence_s * PATIENCE):
                hung = f"no output for {silence_s * PATIENCE:.0f} s"
        else:
            try:
                process.wait(timeout=timeout_s * PATIENCE)
            except subprocess.TimeoutExpired:
                hung = f"no end within {timeout_s * PATIENCE:.0f} s"
        if hung:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        code = hung or (process.returncode if process.returncode >= 0 else f"killed by signal {-process.returncode}")
        streams = []
        for stream in (output, errors):
            stream.seek(0)
            streams.append(stream.read().decode("utf-8", "replace").replace("\r\n", "\n"))
    return code, *streams


class Results:
    """Adds up the cases of a part and writes them, a line each, to the file that OPENIMAPI2_RESULTS names."""

    def __init__(self, part):
        self.part, self.records, self.totals = part, [], {"passed": 0, "failed": 0, "skipped": 0}

    def passed(self, count):
        self._add("passed", count, f"passed {count}")

    def failed(self, what, count=1):
        self._add("failed", count, f"failed {count} {self.part}: {what}")

    def skipped(self, what):
        self._add("skipped", 1, f"skipped 1 {self.part}: {what}")

    def _add(self, kind, count, record):
        self.totals[kind] += count
        self.records.append(record.replace("\n", " "))

    def finish(self):
        """Prints the sums; returns the exit code."""
        print("{}: {passed} passed, {failed} failed, {skipped} skipped".format(self.part, **self.totals))
        if "OPENIMAPI2_RESULTS" in os.environ:
            with open(os.environ["OPENIMAPI2_RESULTS"], "a", encoding="utf-8") as results:
                results.write("".join(record + "\n" for record in self.records))
        return 1 if self.totals["failed"] else 0


def judge(results, code, output):
    """Counts the cases of a run by what it printed (tap.py)."""
    run, before = tap.read(output), results.totals["failed"]
    for case in run.cases:
        if case.kind == "ok":
            results.passed(1)
        elif case.kind == "skip":
            results.skipped(f"{case.name}: {case.why}")
        else:  # a known difference, too: only run-conformance has such
            results.failed(": ".join(filter(None, (case.name, case.why))))
    if run.broken:
        results.failed(run.broken, max(1, run.missing))
    if code != 0 and results.totals["failed"] == before:
        results.failed(f"exit code: {code}")
