"""The DLL as it is shipped: its size, what it asks of the system, and how long it takes to load."""
import re

import measure

SIZE_GOAL = 200_000  # bytes
SIZE_LIMIT = {"x64": 540_000, "x86": 585_000}  # what it may be now: growth has to be meant
LIBRARIES = {"kernel32.dll", "advapi32.dll", "ole32.dll", "oleaut32.dll", "user32.dll", "msvcrt.dll"}


def imports(path):
    return {name.lower() for name in re.findall(r"DLL Name: (\S+)", measure.run("x86_64-w64-mingw32-objdump", "-p", path)[0])}


def load_times():
    """Each process loads both, by turns the one or the other first; what both need is there before."""
    ours, peer = measure.windows_path(measure.ROOT / "dist/x64/imapi2.dll"), "scrrun.dll"
    needed = ["user32.dll", "ole32.dll", "oleaut32.dll"]
    samples = {ours: [], peer: []}
    for turn in range(2 * measure.SAMPLES):
        order = [ours, peer] if turn % 2 else [peer, ours]
        for line in measure.wine(measure.bench_program("com_calls"), "load", *needed, *order).splitlines():
            _, name, nanoseconds = line.split()
            if name in samples:
                samples[name].append(int(nanoseconds) / 1000)
    return measure.median(samples[ours]), measure.median(samples[peer])


def rows(gates_only):
    for arch in ("x64", "x86"):
        path = measure.ROOT / "dist" / arch / "imapi2.dll"
        size, libraries = path.stat().st_size, imports(path)
        yield measure.Row("dll", f"imapi2.dll {arch}, stripped", "bytes", size, {}, f"at most {SIZE_GOAL:,}", size <= SIZE_GOAL,
                          limit=f"at most {SIZE_LIMIT[arch]:,}", holds=size <= SIZE_LIMIT[arch])
        allowed = bool(libraries) and libraries <= LIBRARIES
        yield measure.Row("dll", f"imapi2.dll {arch}, what it imports", "libraries", len(libraries), {},
                          f"of the {len(LIBRARIES)} of the system, no other", allowed, limit="of the system's, no other", holds=allowed,
                          note=" ".join(sorted(libraries - LIBRARIES)))
    if gates_only:
        return
    ours, peer = load_times()
    yield measure.Row("dll", "LoadLibrary, with the libraries it needs loaded before", "µs", ours, {"Wine's scrrun.dll": peer},
                      "", True)
