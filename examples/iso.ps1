# Makes an image file of folders and files, which come by the pipeline or as arguments; each gets its own name in the image.
#     Get-ChildItem C:\data | .\iso.ps1 -Path data.iso -Title DATA
#     powershell -ExecutionPolicy Bypass -File iso.ps1 -Path data.iso C:\data
# Media: 13 (DVD+RW of two layers: UDF alone) or another number of IMAPI_MEDIA_PHYSICAL_TYPE; 2 is a CD-R: ISO 9660 and Joliet.
# Boot: a boot image for a BIOS, without emulation.
param([Parameter(Mandatory, ValueFromPipeline, Position = 0)] $Source, [Parameter(Mandatory)] [string] $Path,
      [string] $Title = (Get-Date -Format 'yyyyMMdd-HHmmss'), [int] $Media = 13, [string] $Boot)
begin {
    $ErrorActionPreference = 'Stop'
    if (-not ('IsoFile' -as [type])) {
        Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
public static class IsoFile
{
    [DllImport("shlwapi.dll", CharSet = CharSet.Unicode, PreserveSig = false)]
    static extern void SHCreateStreamOnFileEx(string file, uint mode, uint attributes, bool create, IntPtr reserved, out IStream stream);

    public static object Open(string file)
    {
        IStream stream;
        SHCreateStreamOnFileEx(file, 0x20, 0, false, IntPtr.Zero, out stream); // STGM_READ | STGM_SHARE_DENY_WRITE
        return stream;
    }

    public static void Copy(object stream, string path, int blockBytes, int blocks)
    {
        var source = (IStream)stream;
        var buffer = new byte[blockBytes * 64];
        var got = Marshal.AllocCoTaskMem(4);
        try {
            using (var target = File.Create(path)) {
                for (var left = (long)blockBytes * blocks; left > 0; left -= Marshal.ReadInt32(got)) {
                    source.Read(buffer, (int)Math.Min(left, buffer.Length), got);
                    if (Marshal.ReadInt32(got) == 0) throw new EndOfStreamException();
                    target.Write(buffer, 0, Marshal.ReadInt32(got));
                }
            }
        } finally { Marshal.FreeCoTaskMem(got); }
    }
}
'@
    }
    $image = New-Object -ComObject IMAPI2FS.MsftFileSystemImage
    $image.VolumeName = $Title
    $image.ChooseImageDefaultsForMediaType($Media)
    if ($Boot) {
        $options = New-Object -ComObject IMAPI2FS.BootOptions
        $options.AssignBootImage([IsoFile]::Open((Resolve-Path -LiteralPath $Boot).ProviderPath))
        $options.Emulation = 0 # a floppy's size has chosen a floppy
        $image.BootImageOptions = $options
    }
}
process {
    foreach ($item in $Source) {
        # As text, an item of Get-ChildItem is its bare name in Windows PowerShell.
        $full = if ($item -is [IO.FileSystemInfo]) { $item.FullName } else { (Resolve-Path -LiteralPath $item).ProviderPath }
        $image.Root.AddTree($full, $true)
    }
}
end {
    $result = $image.CreateResultImage()
    $target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    [IsoFile]::Copy($result.ImageStream, $target, $result.BlockSize, $result.TotalBlocks)
    Get-Item $target
}
