# Burns an image to the disc in a recorder, with a progress bar. On an open disc with sessions the image becomes the
# next session. A rewritable disc such as a DVD+RW is overwritten without a question.
#     powershell -ExecutionPolicy Bypass -File burn.ps1 IMAGE [-Recorder NUMBER] [-Open] [-Verify]
# -Verify reads back and compares all that was written.
param([Parameter(Mandatory)] [string] $Image, [int] $Recorder = 0, [switch] $Open, [switch] $Verify)
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
[ComImport, Guid("2735413C-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
public interface DDiscFormat2DataEvents
{
    [DispId(0x200)] void Update([MarshalAs(UnmanagedType.IDispatch)] object writer, [MarshalAs(UnmanagedType.IDispatch)] object progress);
}
[ComImport, Guid("D2FFD834-958B-426D-8470-2A13879C6A91"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
public interface IBurnVerification
{
    void SetLevel(int level);
    int GetLevel();
}
public class BurnSink : DDiscFormat2DataEvents
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

    public static void VerifyAll(object writer) { ((IBurnVerification)writer).SetLevel(2); } // IMAPI_BURN_VERIFICATION_FULL

    public BurnSink(object writer, Action<object> tell)
    {
        IConnectionPoint point;
        int cookie;
        var iid = typeof(DDiscFormat2DataEvents).GUID;
        this.tell = tell;
        ((IConnectionPointContainer)writer).FindConnectionPoint(ref iid, out point);
        point.Advise(this, out cookie);
    }

    public void Update(object writer, object progress) { tell(progress); }
}
'@
$stream = [BurnSink]::Open((Resolve-Path -LiteralPath $Image).ProviderPath)
$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
$drive = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$drive.InitializeDiscRecorder($master.Item($Recorder))
$writer = New-Object -ComObject IMAPI2.MsftDiscFormat2Data
$writer.Recorder = $drive
$writer.ClientName = 'burn.ps1'
$writer.ForceMediaToBeClosed = -not $Open
$writer.DisableConsumerDvdCompatibilityMode = [bool] $Open # else a DVD+R is closed all the same
$writer.ForceOverwrite = $true
if ($Verify) { [BurnSink]::VerifyAll($writer) }
$sink = [BurnSink]::new($writer, {
    param($progress)
    if ($progress.CurrentAction -ne 4) { return } # IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA
    $percent = 100 * ($progress.LastWrittenLba - $progress.StartLba) / $progress.SectorCount
    Write-Progress "Burning $Image" -PercentComplete ([Math]::Min(100, $percent)) -SecondsRemaining $progress.RemainingTime
})
"$($drive.VendorId) $($drive.ProductId): $($writer.FreeSectorsOnMedia) sectors are free"
$writer.Write($stream)
'burned'
