# Shared by the scripts in tools/: sourced, never run. Bash, because "set -o pipefail" and arrays are wanted.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/openimapi2

# A compiler cache, where this machine has one, serves every checkout: an object does not depend on the folder that it is built in.
if command -v ccache >/dev/null; then
    export CMAKE_C_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1 CCACHE_IGNOREOPTIONS='-ffile-prefix-map=*'
fi

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
die()
{
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Number of compilers and tests to run at once.
jobs_at_once() { nproc 2>/dev/null || echo 2; }

# runs_32bit: whether the kernel runs 32-bit programs, which some 64-bit ones do not ("Exec format error"). Found by running one of three
# instructions, which needs nothing but the assembler and the linker. OPENIMAPI2_NO_32BIT has the answer for whoever is started from here; set
# to 1 by a user, it pretends such a machine, and tools/check then tests the 32-bit DLL in its virtual machine.
runs_32bit()
{
    if [ -z "${OPENIMAPI2_NO_32BIT:-}" ]; then
        export OPENIMAPI2_NO_32BIT=0
        run_32bit_program || OPENIMAPI2_NO_32BIT=1
    fi
    [ "$OPENIMAPI2_NO_32BIT" = 0 ]
}

# _exit(42) by the 32-bit system call 1. False where it ends otherwise or is not started.
run_32bit_program()
{
    local folder code=0
    mkdir -p "$ROOT/build"
    folder=$(mktemp -d "$ROOT/build/runs-32bit.XXXXXX")
    printf '.globl _start\n_start: mov $1, %%eax\nmov $42, %%ebx\nint $0x80\n' | as --32 -o "$folder/program.o" -
    ld -m elf_i386 -o "$folder/program" "$folder/program.o"
    "$folder/program" 2>/dev/null || code=$?
    rm -rf "$folder"
    [ $code -eq 42 ]
}

# recipe_hash FILE|WORD...: names a cached result after everything that decides it.
recipe_hash()
{
    local item
    for item in "$@"; do
        if [ -f "$item" ]; then cat "$item"; else printf '%s\n' "$item"; fi
    done | sha256sum | cut -c1-16
}

# run_quietly LOG COMMAND...: the log is shown only when the command fails. Not for use in a condition: bash would then
# ignore the failure of all but the last command of a function.
run_quietly()
{
    local log=$1 code
    shift
    mkdir -p "$(dirname "$log")"
    set +e
    (
        set -e
        "$@"
    ) >"$log" 2>&1
    code=$?
    set -e
    if [ $code -ne 0 ]; then
        cat "$log" >&2
        say "failed: $*" >&2
    fi
    return $code
}

# The Debian mirror that this machine itself uses for bookworm main.
debian_mirror()
{
    local uri
    # shellcheck disable=SC2016
    uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Release: bookworm' 'Component: main' | head -1)
    [ -n "$uri" ] || die "apt knows no source for Debian 12 (bookworm) main; see /etc/apt"
    printf '%s\n' "$uri"
}
