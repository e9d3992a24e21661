# Copies a data disc to an image file, by raw commands. burn.ps1 burns the file to another disc.
#     powershell -ExecutionPolicy Bypass -File copy.ps1 FILE.iso [-Recorder NUMBER]
# Audio CDs have no file system: they cannot be copied in this way.
param([Parameter(Mandatory)] [string] $Path, [int] $Recorder = 0)
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Runtime.InteropServices;
// Its first three members, in their order.
[ComImport, Guid("27354132-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
public interface IDiscRecorder2Ex
{
    [PreserveSig] int SendCommandNoData(byte[] cdb, int cdbSize, byte[] sense, uint seconds);
    [PreserveSig] int SendCommandSendDataToDevice(byte[] cdb, int cdbSize, byte[] sense, uint seconds, byte[] buffer, int size);
    [PreserveSig] int SendCommandGetDataFromDevice(
        [MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 1)] byte[] cdb, int cdbSize,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] sense, uint seconds,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 5)] byte[] buffer, int size, out int fetched);
}
public static class DiscReader
{
    const int BlockBytes = 2048, BlocksAtOnce = 16;

    static byte[] Ask(IDiscRecorder2Ex drive, byte[] cdb, int size)
    {
        var sense = new byte[18];
        var reply = new byte[size];
        int fetched;
        for (var attempt = 0; attempt < 5; attempt++) {
            var hr = drive.SendCommandGetDataFromDevice(cdb, cdb.Length, sense, 60, reply, size, out fetched);
            Marshal.ThrowExceptionForHR(hr);
            if (hr == 0) return reply;
            if ((sense[2] & 0x0F) != 6) break; // 6: the disc was changed, or the drive was reset; ask again
        }
        throw new IOException(string.Format("The drive refused: {0:X}/{1:X2}/{2:X2}", sense[2] & 0x0F, sense[12], sense[13]));
    }

    public static long Copy(object recorder, string path)
    {
        var drive = (IDiscRecorder2Ex)recorder;
        var size = Ask(drive, new byte[] { 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 8); // READ CAPACITY
        var last = (uint)(size[0] << 24 | size[1] << 16 | size[2] << 8 | size[3]);
        using (var target = File.Create(path)) {
            for (uint block = 0; block <= last; block += BlocksAtOnce) {
                var count = (int)Math.Min(last - block + 1, BlocksAtOnce);
                var read10 = new byte[] { 0x28, 0, (byte)(block >> 24), (byte)(block >> 16), (byte)(block >> 8), (byte)block, 0, 0, (byte)count, 0 };
                target.Write(Ask(drive, read10, count * BlockBytes), 0, count * BlockBytes);
            }
        }
        return last + 1L;
    }
}
'@
$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
$drive = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$drive.InitializeDiscRecorder($master.Item($Recorder))
$target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
"$([DiscReader]::Copy($drive, $target)) blocks"
