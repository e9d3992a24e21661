"""watch: arrivals and removals while other processes make and remove recorders."""
import json
import subprocess
import threading
import time

from harness import check
from test_virtual import key_exists

ID = r"\\?\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#{}#{{53f56308-b6bf-11d0-94f2-00a0c91efb8b}}"


class Watcher:
    """A running `discctl watch`; it listens when this is made. Its lines are read on a thread, so that none is waited for long."""

    def __init__(self, discctl, *arguments):
        self.process = discctl.start("watch", *arguments, stdin=subprocess.DEVNULL)
        line = self.process.stderr.readline()
        if b"watching" not in line:
            raise RuntimeError(f"it does not watch: {line!r}")
        self.lines = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line.decode("utf-8").rstrip("\r\n"))

    def wait_for(self, count, seconds=60):
        """True when so many lines have come."""
        end = time.monotonic() + seconds
        while len(self.lines) < count and time.monotonic() < end:
            time.sleep(0.05)
        return len(self.lines) >= count

    def end(self, seconds=60):
        """The exit code."""
        try:
            code = self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = "no end"
        self.reader.join(timeout=10)
        return code


def run(discctl):
    discctl.add("there")
    watcher = Watcher(discctl, "--json", "--count", "4")
    discctl.add("comes")
    check("watch__added__within_the_time", watcher.wait_for(1), watcher.lines)
    discctl("virtual", "insert", "comes", "--media", "cd-r")
    discctl("virtual", "remove", "comes")
    check("watch__removed__within_the_time", watcher.wait_for(2), watcher.lines)
    drive = discctl.copy("drives/hl-dt-st-bd-re-bu40n-1.03.json")
    discctl.add("slim", "--drive", drive)
    check("watch__captured_drive__added", watcher.wait_for(3), watcher.lines)
    discctl("virtual", "remove", "there")
    code = watcher.end()
    check("watch__count__ends_by_itself", code == 0, code)
    events = [json.loads(line) for line in watcher.lines]
    check("watch__json__one_object_a_line", [list(event) for event in events] == [["event", "name", "id"]] * 4, watcher.lines)
    check("watch__events__once_each_in_order", [(event["event"], event["name"]) for event in events] ==
          [("added", "comes"), ("removed", "comes"), ("added", "slim"), ("removed", "there")], watcher.lines)
    check("watch__id__as_list_gives_it", [events[0]["id"], events[1]["id"], events[3]["id"]] ==
          [ID.format("comes"), ID.format("comes"), ID.format("there")] and
          events[2]["id"] == discctl("list", "--json").json()[-1]["id"], watcher.lines)

    watcher = Watcher(discctl, "--count", "1")
    discctl.add("text")
    watcher.wait_for(1)
    watcher.end()
    check("watch__text__line", watcher.lines == [f"added    text         {ID.format('text')}"], watcher.lines)

    # The keys go with the last recorder, and come again under those who watch them.
    discctl.remove_all()
    watcher = Watcher(discctl, "--json", "--count", "6")
    for turn in range(3):
        discctl.add("alone")
        check(f"watch__first_of_all__{turn}__is_told", watcher.wait_for(2 * turn + 1), watcher.lines)
        discctl("virtual", "remove", "alone")
        check(f"watch__last_of_all__{turn}__is_told", watcher.wait_for(2 * turn + 2), watcher.lines)
        check(f"watch__last_of_all__{turn}__leaves_no_key", not key_exists(discctl, "HKCU\\Software\\OpenIMAPI2"))
    code = watcher.end()
    check("watch__keys_come_and_go__events_once_each_in_order", code == 0 and [json.loads(line)["event"] for line in watcher.lines] ==
          ["added", "removed"] * 3, watcher.lines)

    began = time.monotonic()
    watcher = Watcher(discctl, "--for", "1", "--json")
    code = watcher.end()
    check("watch__for__ends_after_it", code == 0 and time.monotonic() - began >= 1, code)
    check("watch__nothing_happens__nothing_is_said", watcher.lines == [], watcher.lines)

    watchers = [Watcher(discctl, "--count", "1", "--json") for _ in range(2)]
    discctl.add("both")
    check("watch__two_processes__both_are_told", all(one.wait_for(1) and one.end() == 0 for one in watchers),
          [one.lines for one in watchers])

    process = subprocess.Popen([discctl.wine, discctl.exe, "watch"], cwd=discctl.work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stderr.readline()
    process.stdout.close()
    discctl.add("unread")
    try:
        code = process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        code = "no end"
    check("watch__nobody_reads_any_more__ends_with_1", code == 1, code)

    for arguments, word in ((["--for", "soon"], "soon"), (["--for", "-1"], "-1"), (["--count", "0"], "0"), (["--count", "x"], "x")):
        result = discctl("watch", *arguments)
        check(f"watch__usage_{'_'.join(arguments)}", result.code == 2 and word in result.err, result)
