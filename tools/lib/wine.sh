# Wine prefixes of our own, one per architecture, below build/wine. Sourced after common.sh.
#
# The 32-bit Wine lives in a chroot (tools/lib/chroot-x86); it is entered in a mount namespace of its own, in which the checkout
# stands at its own path. The mounts end with the processes in it, however those end. Where OPENIMAPI2_GUEST is set, the 32-bit Wine
# is that of the virtual machine behind this socket (tests/e2e/wine-machine), and the prefix is the machine's own.
# shellcheck shell=bash

# A prefix of one's own beside the usual ones: OPENIMAPI2_PREFIX=demo- gives build/wine/demo-x64.
wine_prefix() { printf '%s\n' "$ROOT/build/wine/${OPENIMAPI2_PREFIX:-}$1"; }

x86_chroot() { printf '%s\n' "$CACHE/wine32-$(recipe_hash "$ROOT/tools/lib/chroot-x86")"; }

# The command in front of another that gives it a mount namespace: as root, or as a user in which it is root.
namespace=(unshare --mount)
[ "$(id -u)" -eq 0 ] || namespace=(unshare --user --map-auto --map-root-user --mount)

# dotnet_environment FOLDER: .NET programs find their runtime in FOLDER (tools/lib/net-runtime). mscoree is Wine's, by
# which it loads them. With W^X, the runtime dies in its finalizers under Wine. The rest keeps it from tracing, from
# looking for ICU, and PowerShell from the network.
dotnet_environment()
{
    export WINEDLLOVERRIDES='mshtml=;winedbg.exe,winemenubuilder.exe=d'
    export DOTNET_ROOT="Z:${1//\//\\}\\dotnet" DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
}

# in_guest ARCH: whether Wine for ARCH runs in the virtual machine.
in_guest() { [ "$1" = x86 ] && [ -n "${OPENIMAPI2_GUEST:-}" ]; }

# in_wine ARCH PROGRAM ARGUMENT...: replaces this process by wine, wineserver or wineboot in the prefix of ARCH.
in_wine()
{
    local arch=$1 prefix chroot
    shift
    in_guest "$arch" && exec "$ROOT/tests/e2e/in-wine-machine" "$@"
    prefix=$(wine_prefix "$arch")
    # The user's home is out of reach: Wine would link it into the prefix. No display: nothing is to depend on one.
    # No TMPDIR: a program that has another one than the server never meets it, and starts a second one on the same prefix.
    unset DISPLAY WAYLAND_DISPLAY WINELOADER WINESERVER TMPDIR
    export HOME=$prefix/home WINEPREFIX=$prefix LC_ALL=C.UTF-8
    export WINEDEBUG=${WINEDEBUG:--all}
    export WINEDLLOVERRIDES='mscoree,mshtml=;winedbg.exe,winemenubuilder.exe=d'
    [ -z "${OPENIMAPI2_NET:-}" ] || dotnet_environment "$OPENIMAPI2_NET"
    mkdir -p "$HOME"
    if [ "$arch" = x64 ]; then
        export WINEARCH=win64
        exec "$@"
    fi
    export WINEARCH=win32
    chroot=$(x86_chroot)
    runs_32bit || die "this machine runs no 32-bit programs"
    [ -d "$chroot" ] || die "no 32-bit Wine yet: run tools/lib/chroot-x86"
    # shellcheck disable=SC2016
    exec "${namespace[@]}" sh -c '
        set -e
        chroot=$1 checkout=$2 folder=$3
        shift 3
        mkdir -p "$chroot$checkout"
        mount --rbind "$checkout" "$chroot$checkout"
        mount --rbind /dev "$chroot/dev"
        mount --rbind /proc "$chroot/proc"
        exec chroot "$chroot" env -C "$folder" PATH=/usr/bin:/bin:/usr/sbin:/sbin "$@"' sh "$chroot" "$ROOT" "$PWD" "$@"
}

# wine_run ARCH PROGRAM ARGUMENT...: the same as a child process.
wine_run() { (in_wine "$@"); }

# Where the /tmp of ARCH's Wine stands.
server_root() { [ "$1" = x64 ] || x86_chroot; }

# copy_prefix FROM TO: Wine's own programs, 700 MB that nothing writes to, are linked; the rest is copied.
copy_prefix()
{
    cp -al "$1" "$2"
    find "$2" -type f ! -name '*.dll' ! -name '*.exe' ! -name '*.sys' ! -name '*.drv' ! -name '*.nls' -exec sh -c '
        for file; do cp -p "$file" "$file.own" && mv "$file.own" "$file" || exit 1; done' sh {} +
}

# make_prefix ARCH: unless it is there. A new one is a copy of build/wine/new-ARCH, in which nothing is ever installed.
make_prefix()
{
    local arch=$1 prefix new place
    ! in_guest "$arch" || return 0
    prefix=$(wine_prefix "$arch")
    [ ! -f "$prefix/made" ] || return 0
    mkdir -p "$ROOT/build/wine"
    (
        flock 9
        new=$ROOT/build/wine/new-$arch
        if [ ! -f "$new/made" ]; then
            [ "$arch" = x64 ] || "$ROOT/tools/lib/chroot-x86"
            rm -rf "$new"
            mkdir -p "$new"
            export OPENIMAPI2_PREFIX=new-
            run_quietly "$new/wineboot.log" wine_run "$arch" timeout 900 wineboot --init
            wine_run "$arch" timeout 600 wineserver --wait
            touch "$new/made"
        fi
        [ ! -f "$prefix/made" ] || exit 0
        rm -rf "$prefix" "$prefix.part"
        copy_prefix "$new" "$prefix.part"
        # Debian's Wine notes here where the prefix meets its server; below that, the server is found by the folder's inode number,
        # which may have been a removed prefix's whose server still lives. Each prefix has a place of its own, made beforehand: two
        # programs that both find none would make two, with a server each.
        place=$(mktemp -d "$(server_root "$arch")/tmp/wine-XXXXXX")
        rm -f "$prefix.part/wineserver"
        printf '%s' "$(basename "$place")" >"$prefix.part/wineserver"
        chmod 400 "$prefix.part/wineserver"
        mv -T "$prefix.part" "$prefix"
    ) 9>"$ROOT/build/wine/$arch.lock"
}

# patient_server ARCH: prints the path of tools/lib/wineserver_kill.c as a library for the server of ARCH.
patient_server()
{
    local library=$ROOT/build/wine/wineserver_kill-$1.so bits=64
    [ "$1" = x64 ] || bits=32
    if [ ! "$library" -nt "$ROOT/tools/lib/wineserver_kill.c" ]; then
        mkdir -p "$ROOT/build/wine"
        cc "-m$bits" -O1 -fPIC -ffreestanding -shared -nostdlib -o "$library.$$" "$ROOT/tools/lib/wineserver_kill.c" || return 1
        mv "$library.$$" "$library"
    fi
    printf '%s\n' "$library"
}

# begin_prefix ARCH: a server that stays, so that programs start in no time. Without it Wine's services would be started
# by the first test and hold its output open.
begin_prefix()
{
    local server=(wineserver)
    make_prefix "$1"
    if ! in_guest "$1"; then
        server=(env "LD_PRELOAD=$(patient_server "$1")" wineserver) || die "tools/lib/wineserver_kill.c does not compile"
    fi
    wine_run "$1" "${server[@]}" --persistent=300 >/dev/null 2>&1 </dev/null || true
    wine_run "$1" timeout 600 wine cmd /c exit >/dev/null 2>&1 </dev/null
}

# end_prefix ARCH: nothing runs in it afterwards.
end_prefix()
{
    [ -f "$(wine_prefix "$1")/made" ] || return 0
    wine_run "$1" wineserver --kill >/dev/null 2>&1 || true
    wine_run "$1" timeout 120 wineserver --wait >/dev/null 2>&1 || true
}

# remove_prefix ARCH
remove_prefix()
{
    local prefix place tries=0
    prefix=$(wine_prefix "$1")
    end_prefix "$1"
    place=$(cat "$prefix/wineserver" 2>/dev/null) || true
    [ -z "$place" ] || rm -rf "$(server_root "$1")/tmp/$place" || true
    until rm -rf "$prefix"; do # a program that was killed may have been writing, until it got its turn
        tries=$((tries + 1))
        [ $tries -lt 60 ] || return 1
        sleep 1
    done
}

# register_dll ARCH: imapi2.dll and imapi2fs.dll of dist/ARCH, in the prefix.
register_dll()
{
    local name dll
    for name in imapi2.dll imapi2fs.dll; do
        dll=$ROOT/dist/$1/$name
        [ -f "$dll" ] || die "dist/$1/$name is not built"
        wine_run "$1" timeout 600 wine regsvr32 /s "Z:${dll//\//\\}" </dev/null || die "regsvr32 could not register dist/$1/$name"
    done
}

# attach_drives ARCH: every drive of OPENIMAPI2_SGDRIVE (tests/sgdrive) as a drive letter from D: on. Wine reads that when the first
# program of the prefix starts, so this ends with a new server.
attach_drives()
{
    local arch=$1 file letter devices folder
    devices=$(wine_prefix "$arch")/dosdevices
    letter=d
    for file in ${OPENIMAPI2_SGDRIVE//:/ }; do
        folder=$file.mount
        mkdir -p "$folder"
        ln -sfn "$folder" "$devices/$letter:"
        ln -sfn "$file" "$devices/$letter::"
        wine_run "$arch" timeout 600 wine reg add 'HKLM\Software\Wine\Drives' /v "$letter:" /d cdrom /f >/dev/null 2>&1 </dev/null
        letter=$(tr d-g e-h <<<"$letter")
    done
    end_prefix "$arch"
    begin_prefix "$arch"
}
