"""An elevated prompt of Windows, pretended by discctl_elevated.exe: its programs see the machine's settings alone."""
import os
import subprocess

from harness import check, Result


def run_elevated(discctl, program, *arguments, **options):
    process = subprocess.run([discctl.wine, program, *arguments], cwd=discctl.work, stdin=subprocess.DEVNULL, capture_output=True,
                             timeout=600, check=False, **options)
    return Result(process.returncode, process.stdout, process.stderr, 0)


def run(discctl):
    program = discctl.program("discctl_elevated")
    if not program:
        return
    result = run_elevated(discctl, program, "list")
    check("elevated__list__offers_machine", "discctl virtual add NAME --machine" in result.err, result)
    check("list__offers_no_machine", "--machine" not in discctl("list").err)
    result = run_elevated(discctl, program, "virtual", "add", "mine")
    check("elevated__add__says_that_no_program_there_sees_it", result.code == 0 and "programs that are started from an elevated prompt" in result.err
          and "--machine" in result.err, result)
    result = discctl("virtual", "add", "other")
    check("add__says_nothing_of_it", result.code == 0 and result.err == "", result)
    result = run_elevated(discctl, program, "virtual", "list")
    check("elevated__virtual_list__says_so", result.out.count("elevated programs do not see it") == 2, result)
    discctl.remove_all()

    result = run_elevated(discctl, program, "virtual", "add", "bench", "--machine")
    check("elevated__add_machine", result.code == 0 and result.err == "", result)
    entry = discctl("virtual", "list", "--json").json()
    check("add_machine__is_the_machines", [one["scope"] for one in entry] == ["machine"]
          and "\\ProgramData\\OpenIMAPI2\\VirtualRecorders\\bench" in entry[0]["folder"], entry)
    check("add_machine__is_served", discctl("eject", "bench").code == 0)
    result = discctl("virtual", "insert", "bench", "--media", "cd-r")
    check("insert__machines_recorder__names_the_option", result.code == 1 and "--machine" in result.err, result)
    check("insert_machine", discctl("virtual", "insert", "bench", "--media", "cd-r", "--machine").code == 0)
    check("fault_machine", discctl("virtual", "fault", "bench", "--opcode", "46", "--short", "0", "--machine").code == 0)
    entry = discctl("virtual", "list", "--json").json()
    check("virtual_list__of_the_machine", entry[0]["media"] == "cd-r" and entry[0]["faults"] == 1, entry)
    result = discctl("virtual", "remove", "bench")
    check("remove__machines_recorder__names_the_option", result.code == 1 and "--machine" in result.err, result)
    result = discctl("virtual", "remove", "bench", "--machine")
    check("remove_machine", result.code == 0 and discctl.names() == [], result)
    discctl.add("bench")
    result = discctl("virtual", "remove", "bench", "--machine")
    check("remove_machine__users_recorder__says_so", result.code == 1 and "leave --machine out" in result.err, result)

    key = ["HKCU\\Software\\OpenIMAPI2", "/v", "Trace"]
    discctl.windows("reg", "add", *key, "/d", "C:\\user.txt", "/f")
    result = run_elevated(discctl, program, "doctor")
    check("elevated__doctor__users_trace_is_off", "Trace: off\n" in result.out and "C:\\user.txt (elevated programs ignore it)" in result.out,
          result)
    result = run_elevated(discctl, program, "doctor", "--json")
    check("elevated__doctor__users_trace__json", result.json()["trace"] == {"file": None, "from": None, "unheeded": "C:\\user.txt"}, result)
    discctl.windows("reg", "delete", *key, "/f")
    result = run_elevated(discctl, program, "doctor", "--json", env={**os.environ, "OPENIMAPI2_TRACE": "C:\\variable.txt"})
    check("elevated__doctor__variable_is_off", result.json()["trace"] == {"file": None, "from": None, "unheeded": "C:\\variable.txt"}, result)
    key = ["HKLM\\Software\\OpenIMAPI2", "/v", "Trace", "/reg:64"]
    discctl.windows("reg", "add", *key, "/d", "C:\\machine.txt", "/f")
    result = run_elevated(discctl, program, "doctor", "--json")
    check("elevated__doctor__machines_trace_is_on", result.json()["trace"] == {"file": "C:\\machine.txt", "from": "machine"}, result)
    discctl.windows("reg", "delete", *key, "/f")
