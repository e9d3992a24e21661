#!/usr/bin/python3
"""Runs the subjects beside this file and makes the table. Called by tools/bench, which has built and registered what they need."""
import dataclasses
import datetime
import importlib
import json
import os
import pathlib
import platform
import re
import sys

import measure

sys.path.append(str(measure.ROOT / "tools" / "lib"))
import testing  # noqa: E402

SUBJECTS = {
    "properties": "Commands and time to read the properties of a drive",
    "core": "From a call to the transport and back",
    "com": "In-process COM, under Wine",
    "raw": "A raw command, under Wine",
    "burn": "A burn",
    "fs": "An image of a folder",
    "folder": "An image of a folder through COM, under Wine",
    "dll": "The DLL",
    "enumeration": "Listing drives",
}
PACKAGES = ["gcc", "gcc-mingw-w64-x86-64-win32", "wine64", "valgrind", "libsgutils2-dev", "sg3-utils", "cdrskin", "wodim", "growisofs", "libcdio-utils",
            "genisoimage", "xorriso"]


def machine(load_before):
    """load_before: of one minute, before anything was measured; the benchmark's own programs are a part of the one afterwards."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    versions = measure.run("dpkg-query", "--show", "--showformat", "${Package} ${Version}, ", *PACKAGES)[0]
    return {"processor": model[1] if model else platform.machine(), "cores": os.cpu_count(),
            "kernel": f"Linux {platform.release().split('-')[0]}", "versions": versions.rstrip(", "),
            "load": [round(load_before, 1), round(os.getloadavg()[0], 1)]}


def figure(value):
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"


def table(rows):
    yield "| | ours | others | others / ours | goal | |"
    yield "|---|---:|---|---|---|---|"
    for row in rows:
        others = ", ".join(f"{name} {figure(value)}" for name, value in row.peers.items())
        ratios = ", ".join(f"{value / row.ours:.1f}" for value in row.peers.values())
        verdict = "; ".join(filter(None, [row.goal and ("met" if row.met else "**missed**"), row.note]))
        yield f"| {row.what}, {row.unit} | {figure(row.ours)} | {others} | {ratios} | {row.goal} | {verdict} |"


def markdown(rows, where, day):
    lines = ["# Benchmarks", "",
             "Written by `tools/bench`, not by hand; `benchmarks.json` beside it has the same figures. Ours and the others are measured in",
             f"one run on one machine, by turns; a time is the median of {measure.SAMPLES} samples. Instructions, commands, bytes and sizes",
             "are counts, and gates in `tools/check bench`; times are not.", "",
             f"{day}; {where['processor']}, {where['cores']} cores, {where['kernel']}; {where['versions']}.",
             f"Load average {where['load'][0]} before, {where['load'][1]} at the end; above the number of cores, times tell little."]
    for subject, title in SUBJECTS.items():
        lines += ["", f"## {title}", "", importlib.import_module(subject).__doc__.strip(), ""]
        if own := where.get("updates", {}).get(subject):
            lines += [f"Measured apart from the other subjects on {own['date']}; {own['versions']}; load average {own['load'][0]} before, {own['load'][1]} at the end.", ""]
        lines += table([row for row in rows if row.subject == subject])
    return "\n".join(lines) + "\n"


def write(rows, load_before, subjects):
    """subjects: those that were measured; of the others the figures stay."""
    where, day, docs = machine(load_before), datetime.date.today().isoformat(), measure.ROOT / "docs"
    if subjects != list(SUBJECTS):
        old = json.loads((docs / "benchmarks.json").read_text(encoding="utf-8"))
        rows = [measure.Row(**row) for row in old.pop("rows") if row["subject"] not in subjects] + rows
        updates = {**old.get("updates", {}), **{subject: {"date": day, **where} for subject in subjects}}
        where, day = {**old, "updates": updates}, old.pop("date")
        where.pop("date")
    (docs / "benchmarks.md").write_text(markdown(rows, where, day), encoding="utf-8")
    values = {"date": day, **where, "rows": [dataclasses.asdict(row) for row in rows]}
    (docs / "benchmarks.json").write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("docs/benchmarks.md and docs/benchmarks.json are written")


def judge(rows):
    results = testing.Results(os.environ.get("OPENIMAPI2_PART", "bench"))
    for row in rows:
        if row.holds:
            results.passed(1)
        else:
            results.failed(f"{row.what}: {figure(row.ours)} {row.unit}, not: {row.limit}")
    return results.finish()


def main():
    gates_only, updates = "--gates" in sys.argv[1:], "--update" in sys.argv[1:]
    subjects = [name for name in sys.argv[1:] if not name.startswith("--")] or list(SUBJECTS)
    if unknown := set(subjects) - set(SUBJECTS):
        sys.exit(f"no subject is called {' '.join(sorted(unknown))}; there are: {' '.join(SUBJECTS)}")
    rows, load_before = [], os.getloadavg()[0]
    for subject in subjects:
        found = [row for row in importlib.import_module(subject).rows(gates_only) if row.limit or not gates_only]
        rows += found
        if found:
            print(f"\n{SUBJECTS[subject]}", *table(found), sep="\n", flush=True)
    if gates_only:
        return judge(rows)
    if updates or subjects == list(SUBJECTS):
        write(rows, load_before, subjects)
    return 0


sys.exit(main())
