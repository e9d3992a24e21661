# The scripts that need a host with events, and that host's own manners. Sourced by ../run: $wine, $dist, $here, $count, cases, and
# SCRIPT_HOST, the Linux path of script_host.exe.
# shellcheck shell=sh disable=SC2154

DISCCTL=Z:$(printf '%s' "$dist/discctl.exe" | tr / '\\')
export DISCCTL

verdict() # CASE ok|WHY
{
    count=$((count + 1))
    if [ "$2" = ok ]; then echo "ok hosted/$1"; else printf 'not ok hosted/%s: %s\n' "$1" "$2"; fi
}

# hosted CASE FILE CODE TEXT: the script ends with this exit code and says this text somewhere.
hosted()
{
    code=0
    timeout 600 "$wine" "$SCRIPT_HOST" "$2" </dev/null >output 2>&1 || code=$?
    if [ "$code" = "$3" ] && tr -d '\r' <output | grep -qF "$4"; then
        verdict "$1" ok
    else
        verdict "$1" "exit code $code, \"$(tr -d '\r' <output | tr '\n' ' ')\""
    fi
}

printf 'WScript.Echo "one", 2\nWScript.Quit 7\nWScript.Echo "not reached"\n' >quit.vbs
printf 'Option Explicit\nWScript.Echo "before"\nErr.Raise 1000, "x", "my words"\n' >error.vbs
printf 'Option Explicit\n\nIf Then\n' >syntax.vbs
printf 'var a = 1;\nthrow new Error(5, "my words");\n' >error.js
printf 'WScript.Echo("the end");\n' >end.js
hosted host__Quit__its_code quit.vbs 7 'one 2'
hosted host__uncaught_error__line_text_and_code_1 error.vbs 1 'error.vbs(3): error 0x800A03E8: my words'
hosted host__syntax_error__line_and_code_1 syntax.vbs 1 'syntax.vbs(3): error'
hosted host__jscript_error__line_and_code_1 error.js 1 'error.js(2): error'
hosted host__end_of_the_script__code_0 end.js 0 'the end'

run_hosted() # FILE: its words into "lines", its end into $code
{
    code=0
    timeout 600 "$wine" "$SCRIPT_HOST" "$1" </dev/null >output 2>&1 || code=$?
    tr -d '\r' <output >lines
}

for script in "$here"/hosted/*.vbs "$here"/hosted/*.js; do
    name=$(basename "$script")
    cp "$script" .
    run_hosted "$name"
    # Seen once in about 60 runs: all was said, and Wine's process died of signal 11 while it ended. Twice is a fault of ours.
    if [ "$code" = 139 ] && grep -q '^1\.\.[0-9]' lines; then
        discctl virtual remove script-hosted
        run_hosted "$name"
    fi
    cases "hosted/$name" "$code"
done
discctl virtual remove script-hosted
