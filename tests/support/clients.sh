# Shared by tests/net/run and tests/powershell/run: the virtual recorders, and verdicts on what a client printed. Sourced
# with $wine, $dist, $here and $prefix; leaves the shell in a folder of its own, with the captured drive as slim.json.
# shellcheck shell=sh disable=SC2154,SC2034

discctl() { "$wine" "$dist/discctl.exe" "$@" </dev/null >>setup.log 2>&1; }
windows() { printf 'Z:%s' "$1" | tr / '\\'; }

count=0
verdict() # CASE ok|WHY
{
    count=$((count + 1))
    if [ "$2" = ok ]; then echo "ok $1"; else printf 'not ok %s: %s\n' "$1" "$2"; fi
}

# cases NAME CODE: those that a client printed into "lines", and ended with that exit code.
cases()
{
    "$here/../../tools/lib/tap.py" "$1" "$code" "$2" <lines >cases
    cat cases
    count=$((count + $(grep -cE '^(ok|not ok) ' cases)))
}

# compare FILE: "ok" where the client ended with 0, and its lines are the file's. Where a virtual recorder is mounted
# depends on the user; blanks at the end of a line, and empty lines, do not count.
compare()
{
    sed -E 's/^(    Paths:) .+$/\1 (one)/; s/ +$//; /^$/d' lines >said
    if difference=$(sed -E 's/ +$//; /^$/d' "$1" | diff - said) && [ "$code" = 0 ]; then
        echo ok
    else
        echo "code $code, $difference" | tr '\n' ' '
    fi
}

# "ok" where nobody has exclusive access to the captured drive.
is_free()
{
    owner=$("$wine" "$dist/discctl.exe" owner "$prefix-slim" --json </dev/null 2>&1 | tr -d '\r\n\t ')
    if [ "$owner" = '{"ExclusiveAccessOwner":""}' ]; then echo ok; else echo "$owner"; fi
}

remove_recorders()
{
    for recorder in own slim ram dl event burn; do discctl virtual remove "$prefix-$recorder"; done
    cd / && rm -rf "$work"
}

work=$(mktemp -d)
cd "$work" || exit 1
trap remove_recorders EXIT
DISCCTL=$(windows "$dist/discctl.exe")
SLIM=$(windows "$work/slim.json")
export DISCCTL SLIM
dd if=/dev/zero of=image.iso bs=2048 count=20 2>/dev/null
cp "$here/../drives/hl-dt-st-bd-re-bu40n-1.03.json" slim.json
if ! { discctl virtual add "$prefix-own" --image image.iso && discctl virtual add "$prefix-slim" --drive slim.json; }; then
    printf 'not ok setup: %s\n1..1\n' "$(tr -d '\r' <setup.log | tr '\n' ' ')"
    exit 1
fi
