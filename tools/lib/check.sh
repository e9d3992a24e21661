# Counting what the parts of tools/check find. Sourced after common.sh by the scripts in tools/parts, which run in the checkout.
# shellcheck shell=bash

PART=${OPENIMAPI2_PART:-$(basename "$0")}
RESULTS=${OPENIMAPI2_RESULTS:-/dev/null}
cd "$ROOT"

# One check that passed, failed or could not be made, in words.
passed()
{
    say "ok     $1"
    echo "passed 1" >>"$RESULTS"
}
failed()
{
    say "FAILED $1"
    echo "failed 1 $PART: $1" >>"$RESULTS"
}
skipped()
{
    say "skip   $1"
    echo "skipped 1 $PART: $1" >>"$RESULTS"
}

# check NAME LOG COMMAND...: passes when the command ends with 0; what it says is shown when not.
check()
{
    local name=$1 log=$2
    shift 2
    mkdir -p "$(dirname "$log")"
    if "$@" >"$log" 2>&1 </dev/null; then
        passed "$name"
    else
        failed "$name"
        sed 's/^/    /' "$log"
    fi
}

# build_or_fail NAME COMMAND...: what the rest of the part stands on. Ends the part when it fails. One build at a time, since parts that run at
# the same time share folders, and each build keeps all cores busy.
build_or_fail()
{
    local name=$1
    shift
    if ! (flock 9 && "$@" >"build/$name.log" 2>&1 </dev/null 9>&-) 9>build/build.lock; then
        failed "the build of $name"
        sed 's/^/    /' "build/$name.log" | tail -200
        exit 1
    fi
}

# The CMake preset whose programs are for ARCH.
preset_of()
{
    case $1 in
    x64) echo win64 ;;
    x86) echo win32 ;;
    esac
}

# build_preset PRESET: everything in it.
build_preset()
{
    mkdir -p build
    build_or_fail "$1-configure" cmake --preset "$1"
    build_or_fail "$1" ninja -C "build/$1" -j "$(jobs_at_once)"
}

# build_windows ARCH: the tests of that architecture, and dist/.
build_windows()
{
    mkdir -p build
    "$ROOT/tools/deps"
    build_preset "$(preset_of "$1")"
    build_or_fail "dist-$1" "$ROOT/tools/build" "$1"
}

# build_face: the simulated drive at SG_IO (tests/sgdrive).
build_face()
{
    mkdir -p build
    build_or_fail sgio-configure cmake --preset sgio
    build_or_fail sgio ninja -C build/sgio -j "$(jobs_at_once)" sgdrive sgdrive_preload
}

# windows_or_skip ARCH: x86 programs run only where the chroot can be made. Ends the part when not.
windows_or_skip()
{
    local code=0 why
    [ "$1" = x86 ] || return 0
    why=$("$ROOT/tools/lib/chroot-x86" 2>&1) || code=$?
    case $code in
    0) return 0 ;;
    77) skipped "all of it: $why" ;;
    *)
        failed "the chroot with 32-bit Wine"
        say "$why"
        ;;
    esac
    exit $((code == 77 ? 0 : 1))
}

# guest_image_or_skip: the virtual machine's folder, as $image (tools/lib/guest-image). Ends the part where it cannot be made or run. Another
# Debian than the tests' own is not everywhere to be had: then why it cannot be made is the reason of a skip.
guest_image_or_skip()
{
    local code=0 log=build/$PART-image.log
    mkdir -p build
    image=$("$ROOT/tools/lib/guest-image" 2>"$log") || code=$?
    [ -z "${OPENIMAPI2_GUEST_SUITE:-}" ] || [ $code -eq 0 ] || code=77
    case $code in
    0) return 0 ;;
    77) skipped "all of it: $(tail -1 "$log")" ;;
    *)
        failed "the virtual machine: $(tail -1 "$log")"
        cat "$log"
        ;;
    esac
    exit $((code == 77 ? 0 : 1))
}

# guest_programs FOLDER: what tests/e2e runs in the virtual machine, of both architectures.
guest_programs()
{
    local programs=$1 arch
    for arch in x64 x86; do
        build_or_fail "dist-$arch" "$ROOT/tools/build" "$arch"
        build_or_fail "examples-$arch" ninja -C "build/$(preset_of "$arch")" examples
        mkdir -p "$programs/$arch"
        cp "dist/$arch"/*.dll "dist/$arch"/*.exe examples/{list,burn}.{vbs,js} "build/$(preset_of "$arch")"/examples/{list,burn}_*.exe \
            "$programs/$arch"
    done
}

# conformance_recorders ARCH: virtual recorders without a medium, with a written and with a blank one.
conformance_recorders()
{
    local arch=$1 recorder
    for recorder in empty "written --drive tests/drives/tsstcorp-cddvdw-sh-s223f-sb03.json --media dvd+rw" "blank --media bd-r"; do
        # shellcheck disable=SC2086
        check "discctl virtual add $recorder" "build/$PART-virtual.log" "$ROOT/tools/wine-$arch" "$ROOT/dist/$arch/discctl.exe" virtual add $recorder
    done
}

# with_net_or_skip: programs that this part starts under Wine find .NET. Ends the part where it cannot be had.
with_net_or_skip()
{
    local code=0 log=build/$PART-runtime.log
    mkdir -p build
    OPENIMAPI2_NET=$("$ROOT/tools/lib/net-runtime" 2>"$log") || code=$?
    export OPENIMAPI2_NET
    case $code in
    0) return 0 ;;
    77) skipped "all of it: $(tail -1 "$log")" ;;
    *)
        failed ".NET for Windows"
        cat "$log"
        ;;
    esac
    exit $((code == 77 ? 0 : 1))
}

# build_net FILE NAME: the project or the file of C# as a Windows program below build/net/NAME/bin, from the packages of
# with_net_or_skip.
build_net()
{
    local hosts=("$OPENIMAPI2_NET"/packages/microsoft.netcore.app.host.win-x64/*)
    NUGET_PACKAGES=$OPENIMAPI2_NET/packages DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet build "$1" \
        --configuration Release --runtime win-x64 --no-self-contained --artifacts-path "build/net/$2" --disable-build-servers \
        -p:AppHostVersion="$(basename "${hosts[0]}")" \
        -p:CustomAfterMicrosoftCommonTargets="$ROOT/tests/net/app_host.targets"
}

# with_prefix ARCH NAME: a fresh prefix NAME-ARCH, which is gone when the part ends.
with_prefix()
{
    export OPENIMAPI2_PREFIX=$2-
    # shellcheck disable=SC2064
    trap "remove_prefix $1" EXIT
    trap 'exit 1' INT TERM
    remove_prefix "$1"
    begin_prefix "$1"
}
