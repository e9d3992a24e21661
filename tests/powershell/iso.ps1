# Folders to images as the functions do that administrators copy from each other: an image object with its label at birth, defaults
# for a kind of media, AddTree of each item of a pipeline, and a copier in C# that reads the stream by count of blocks. And as others
# do: a boot image by a stream of .NET's, two boot images, late-bound walks, release of every object to unlock the files.
. $PSScriptRoot\check.ps1

# The count comes back through a pointer, which such copiers hold in a number of 32 bits.
Add-Type -CompilerOptions '/unsafe' -TypeDefinition @'
using System;
using System.IO;
using System.Runtime.InteropServices.ComTypes;
public class IsoCopier
{
    public static unsafe void Copy(string path, object stream, int blockBytes, int blocks)
    {
        int got = 0;
        byte[] buffer = new byte[blockBytes];
        IStream source = stream as IStream;
        using (FileStream target = File.Create(path)) {
            while (blocks-- > 0) {
                source.Read(buffer, blockBytes, new IntPtr(&got));
                target.Write(buffer, 0, got);
            }
        }
    }
}
'@

# A stream of .NET's as COM's: what cmdlets pass as a boot image.
Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
[ClassInterface(ClassInterfaceType.None)]
public class ManagedStream : IStream
{
    readonly Stream inner;
    public ManagedStream(byte[] bytes) { inner = new MemoryStream(bytes, false); }
    public void Read(byte[] buffer, int count, IntPtr got) { int n = inner.Read(buffer, 0, count); if (got != IntPtr.Zero) Marshal.WriteInt32(got, n); }
    public void Seek(long move, int origin, IntPtr position) { long at = inner.Seek(move, (SeekOrigin)origin); if (position != IntPtr.Zero) Marshal.WriteInt64(position, at); }
    public void Stat(out STATSTG stat, int flag) { stat = new STATSTG { type = 2, cbSize = inner.Length }; }
    public void Write(byte[] buffer, int count, IntPtr written) { throw new COMException("", unchecked((int)0x80030005)); }
    public void SetSize(long size) { throw new COMException("", unchecked((int)0x80030005)); }
    public void CopyTo(IStream target, long count, IntPtr read, IntPtr written) { throw new NotSupportedException(); }
    public void Commit(int flags) { }
    public void Revert() { }
    public void LockRegion(long offset, long count, int type) { throw new NotSupportedException(); }
    public void UnlockRegion(long offset, long count, int type) { throw new NotSupportedException(); }
    public void Clone(out IStream clone) { throw new NotSupportedException(); }
}
'@

$work = Join-Path (Get-Location) 'iso-work'
New-Item -ItemType Directory "$work\folder\deep" | Out-Null
[IO.File]::WriteAllBytes("$work\folder\data.bin", [byte[]](0..255) * 40)
[IO.File]::WriteAllText("$work\folder\deep\note.txt", 'a note')
[IO.File]::WriteAllText("$work\alone.txt", 'alone')

# The items of the pipeline under their own names; what a function of that kind returns is the file.
function New-Image
{
    param([Parameter(ValueFromPipeline)] $Source, [string] $Path, [string] $Title, [int] $Media)
    begin {
        $image = New-Object -ComObject IMAPI2FS.MsftFileSystemImage -Property @{ VolumeName = $Title }
        $image.ChooseImageDefaultsForMediaType($Media)
    }
    process { $image.Root.AddTree($Source.FullName, $true) }
    end {
        $result = $image.CreateResultImage()
        [IsoCopier]::Copy($Path, $result.ImageStream, $result.BlockSize, $result.TotalBlocks)
        [PSCustomObject]@{ Blocks = $result.TotalBlocks; File = Get-Item $Path; Systems = $image.FileSystemsToCreate; Label = $image.VolumeName
                           Files = $image.FileCount; Folders = $image.DirectoryCount }
    }
}

$made = Get-ChildItem $work | New-Image -Path "$work.iso" -Title '20261129-120000.0000' -Media 13
CheckEqual 'new_image__size_is_all_blocks' $made.File.Length ($made.Blocks * 2048)
CheckEqual 'new_image__dual_layer_rewritable__udf_alone' $made.Systems 4
CheckEqual 'new_image__label_survives_the_defaults' $made.Label '20261129-120000.0000'
CheckEqual 'new_image__counts' "$($made.Files) $($made.Folders)" '3 3'
$bytes = [IO.File]::ReadAllBytes("$work.iso")
# ECMA-167 2/9.1: the volume recognition sequence, sectors 16 to 18.
$sequence = foreach ($sector in 16..18) { [Text.Encoding]::ASCII.GetString($bytes, $sector * 2048 + 1, 5) }
CheckEqual 'new_image__volume_recognition_sequence' ($sequence -join ' ') 'BEA01 NSR02 TEA01'

# The rebuild of an installation disc: UDF alone, no limit, a BIOS and a UEFI boot image as object[], the name last.
$image = New-Object -ComObject IMAPI2FS.MsftFileSystemImage
$image.FileSystemsToCreate = 4
$image.FreeMediaBlocks = 0
function New-Boot($platform)
{
    $options = New-Object -ComObject IMAPI2FS.BootOptions
    $options.AssignBootImage([ManagedStream]::new((New-Object byte[] 1474560)))
    $script:emulation = $options.Emulation
    $options.Emulation = 0
    $options.PlatformId = $platform
    $options.Manufacturer = 'Microsoft'
    return $options
}
$bios = New-Boot 0
$uefi = New-Boot 0xEF
CheckEqual 'boot__floppy_size__was_emulated' $emulation 2
$image.BootImageOptionsArray = [object[]]@($bios.psobject.BaseObject, $uefi.psobject.BaseObject)
$image.Root.AddTree("$work\folder", $false)
$image.VolumeName = 'INSTALL'
$result = $image.CreateResultImage()
[IsoCopier]::Copy("$work-boot.iso", $result.ImageStream, $result.BlockSize, $result.TotalBlocks)
$bytes = [IO.File]::ReadAllBytes("$work-boot.iso")
# El Torito 2.0: the boot record in sector 17 names the catalog, whose first entry is BIOS, with UEFI's section behind it.
CheckEqual 'boot__record' ([Text.Encoding]::ASCII.GetString($bytes, 17 * 2048 + 7, 23)) 'EL TORITO SPECIFICATION'
$catalog = [BitConverter]::ToUInt32($bytes, 17 * 2048 + 71) * 2048
CheckEqual 'boot__validation_and_entries' (Hex $bytes[$catalog], $bytes[$catalog + 32], $bytes[$catalog + 64], $bytes[$catalog + 65], $bytes[$catalog + 96]) '1 88 91 EF 88'

# Late-bound walks, and what is read back through the items.
CheckEqual 'root__path__finds_the_file' $image.Root('deep\note.txt').DataSize 6
CheckEqual 'root__enumerates_items' (($image.Root | ForEach-Object Name) -join ' ') 'data.bin deep'
CheckFails 'root__no_such_item' Runtime.InteropServices.COMException 0xC0AAB118 'nothing' { $image.Root('nothing') }
CheckFails 'frozen__add' Runtime.InteropServices.COMException 0xC0AAB102 '' { $image.Root.AddDirectory('\later') }

# Released, its files are free.
$held = $false
try { [IO.File]::Open("$work\folder\data.bin", 'Open', 'ReadWrite', 'None').Close() } catch { $held = $true }
Check 'image_lives__its_files_are_held' $held 'the file could be opened by another'
foreach ($object in $result, $image, $bios, $uefi) { [Runtime.InteropServices.Marshal]::FinalReleaseComObject($object) | Out-Null }
Remove-Variable result, image, bios, uefi
[GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect(); [GC]::WaitForPendingFinalizers()
try { [IO.File]::Open("$work\folder\data.bin", 'Open', 'ReadWrite', 'None').Close(); $why = '' } catch { $why = $_ }
Check 'image_released__its_files_are_free' ($why -eq '') $why

# examples/iso.ps1, as README calls it.
[IO.File]::WriteAllBytes("$work\boot.img", (New-Object byte[] 4096))
$example = Join-Path $PSScriptRoot '..\..\examples\iso.ps1'
$file = Get-Item "$work\folder" | & $example -Path "$work-example.iso" -Title EXAMPLE -Media 2 -Boot "$work\boot.img"
$bytes = [IO.File]::ReadAllBytes($file.FullName)
# ECMA-119 8.4.7: the volume's name; El Torito's boot record behind its descriptor.
CheckEqual 'example__label' ([Text.Encoding]::ASCII.GetString($bytes, 16 * 2048 + 40, 32).TrimEnd()) 'EXAMPLE'
CheckEqual 'example__boot_record' ([Text.Encoding]::ASCII.GetString($bytes, 17 * 2048 + 7, 23)) 'EL TORITO SPECIFICATION'
# Of these names the first, as a wildcard, is the second.
[IO.File]::WriteAllText("$work\folder\a[1].txt", 'in brackets')
[IO.File]::WriteAllText("$work\folder\a1.txt", 'without them')
function CheckBrackets($name, [scriptblock] $make)
{
    $text = try { [Text.Encoding]::ASCII.GetString([IO.File]::ReadAllBytes((& $make).FullName)) } catch { "$_" }
    Check $name $text.Contains('in brackets') $(if ($text.Length -lt 2048) { $text } else { 'the image does not hold the file' })
}
CheckBrackets 'example__children_of_a_folder__no_wildcards' { Get-ChildItem "$work\folder" | & $example -Path "$work-piped.iso" -Media 2 }
CheckBrackets 'example__name_as_text__no_wildcard' { & $example -Path "$work-named.iso" -Media 2 "$work\folder\a[1].txt" }
# Only New-IsoImage promises wildcards.
$wild = Get-ChildItem (Join-Path $PSScriptRoot '..\..\examples\*.ps1'), (Join-Path $PSScriptRoot '..\..\powershell\OpenImapi2') -Recurse -Include *.ps1, *.psm1 |
    Select-String 'Resolve-Path (?!-LiteralPath |-Path \$Path )' | ForEach-Object { "$($_.Filename) $($_.LineNumber)" }
CheckEqual 'examples_and_module__Resolve-Path__literal' "$wild" ''

# The commonest failure: a CD's room.
$image = New-Object -ComObject IMAPI2FS.MsftFileSystemImage
$file = [IO.File]::Create("$work\large"); $file.SetLength(800MB); $file.Close()
CheckFails 'too_large__size_limit' Runtime.InteropServices.COMException 0xC0AAB120 'large' { $image.Root.AddTree("$work\large", $true) }
CheckEqual 'too_large__nothing_added' $image.FileCount 0
Remove-Item "$work\large"
Done
