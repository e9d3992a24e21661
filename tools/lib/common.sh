# Shared by the scripts in tools/: sourced, never run. Bash, because "set -o pipefail" and arrays are wanted.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/openimapi2

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
die()
{
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Number of compilers and tests to run at once.
jobs_at_once() { nproc 2>/dev/null || echo 2; }

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
