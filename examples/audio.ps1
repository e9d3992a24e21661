# Burns an audio CD, track by track, to the blank CD in a recorder.
#     powershell -ExecutionPolicy Bypass -File audio.ps1 FILE[,FILE...] [-Recorder NUMBER] [-Open]
# FILE has samples without a header (44100 Hz, 16 bits, left and right, low byte first), a multiple of 2352 bytes:
#     ffmpeg -i song.mp3 -f s16le -ar 44100 -ac 2 song.raw      truncate -s %2352 song.raw
# "discctl audio" takes WAV files as they are. -Open leaves the disc open for a data session behind the tracks.
param([Parameter(Mandatory)] [string[]] $File, [int] $Recorder = 0, [switch] $Open)
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
[ComImport, Guid("2735413F-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
public interface DDiscFormat2TrackAtOnceEvents
{
    [DispId(0x200)] void Update([MarshalAs(UnmanagedType.IDispatch)] object writer, [MarshalAs(UnmanagedType.IDispatch)] object progress);
}
public class TrackSink : DDiscFormat2TrackAtOnceEvents
{
    readonly Action<object> tell;
    [DllImport("shlwapi.dll", CharSet = CharSet.Unicode, PreserveSig = false)]
    static extern void SHCreateStreamOnFileEx(string file, uint mode, uint attributes, bool create, IntPtr reserved, out IStream stream);

    public static object Open(string file)
    {
        IStream stream;
        SHCreateStreamOnFileEx(file, 0x20, 0, false, IntPtr.Zero, out stream); // STGM_READ | STGM_SHARE_DENY_WRITE
        return stream;
    }

    public TrackSink(object writer, Action<object> tell)
    {
        IConnectionPoint point;
        int cookie;
        var iid = typeof(DDiscFormat2TrackAtOnceEvents).GUID;
        this.tell = tell;
        ((IConnectionPointContainer)writer).FindConnectionPoint(ref iid, out point);
        point.Advise(this, out cookie);
    }

    public void Update(object writer, object progress) { tell(progress); }
}
'@
$streams = foreach ($path in $File) { , [TrackSink]::Open((Resolve-Path -LiteralPath $path).ProviderPath) }
$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
$drive = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$drive.InitializeDiscRecorder($master.Item($Recorder))
$writer = New-Object -ComObject IMAPI2.MsftDiscFormat2TrackAtOnce
$writer.Recorder = $drive
$writer.ClientName = 'audio.ps1'
$writer.DoNotFinalizeMedia = [bool] $Open
$sink = [TrackSink]::new($writer, {
    param($progress)
    if ($progress.CurrentAction -ne 2) { return } # IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING
    $percent = 100 * ($progress.LastWrittenLba - $progress.StartLba) / $progress.SectorCount
    Write-Progress "Burning track $($progress.CurrentTrackNumber)" -PercentComplete ([Math]::Min(100, $percent)) -SecondsRemaining $progress.RemainingTime
})
$writer.PrepareMedia()
try {
    "$($drive.VendorId) $($drive.ProductId): room for $($writer.FreeSectorsOnMedia) sectors of 1/75 s"
    foreach ($stream in $streams) { $writer.AddAudioTrack($stream) }
}
finally { $writer.ReleaseMedia() } # what was written is closed, and the drive is free
'burned'
