# The four examples in front of two drives, a captured slim one (HL-DT-ST BD-RE BU40N) and our own with a disc in its tray. Sourced after
# wine.sh, by whoever has made the prefix and the drives.
# shellcheck shell=bash

# show_example ARCH NAME COMMAND...: what it says, and whether it met both drives and moved both trays.
show_example()
{
    local arch=$1 name=$2 output code=0 wanted
    shift 2
    step "$name"
    push_trays
    output=$(wine_run "$arch" timeout 600 wine "$@" </dev/null) || code=$?
    output=${output//$'\r'/}
    say "$output"
    for wanted in 'HL-DT-ST' 'BD-RE BU40N' 'OPENIMAP' 'Virtual BD-RE' '43h' '2Ah|2ah' '[Oo]pened|Open tray: done' 'closed|Close tray: done'; do
        grep -qE "$wanted" <<<"$output" || code="its output lacks $wanted"
    done
    [ "$code" = 0 ] || say "FAILED: $name ($code)"
    [ "$code" = 0 ]
}

# show_examples ARCH: 0 when all did. push_trays: of the caller, shuts the trays that the drives cannot pull in themselves.
show_examples()
{
    local arch=$1 folder failures=0
    case $arch in
    x64) folder=build/win64/examples ;;
    x86) folder=build/win32/examples ;;
    esac
    show_example "$arch" "VBScript: examples/list.vbs" cscript //nologo examples/list.vbs || failures=$((failures + 1))
    show_example "$arch" "JScript: examples/list.js" cscript //nologo examples/list.js || failures=$((failures + 1))
    show_example "$arch" "C: examples/list.c" "$folder/list_c.exe" || failures=$((failures + 1))
    show_example "$arch" "C++: examples/list.cpp" "$folder/list_cpp.exe" || failures=$((failures + 1))
    [ "$failures" -eq 0 ]
}
