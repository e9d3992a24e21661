# Add-Type: a script declares IDiscRecorder2Ex, which has no IDispatch, and a sink for the events, which PowerShell by
# itself does not show.
. $PSScriptRoot\check.ps1

Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

[ComImport, Guid("27354132-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
public interface IDiscRecorder2Ex
{
    void Unused1();
    void Unused2();
    [PreserveSig]
    int SendCommandGetDataFromDevice([MarshalAs(UnmanagedType.LPArray)] byte[] cdb, int cdbSize,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] sense, int timeout,
        [Out, MarshalAs(UnmanagedType.LPArray)] byte[] buffer, int bufferSize, out int fetched);
    void Unused3();
    void Unused4();
    void Unused5();
    void Unused6();
    void GetDiscInformation(out IntPtr data, out int count);
}

public static class Raw
{
    public static byte[] Inquiry(object recorder)
    {
        var data = new byte[36];
        int fetched;
        var code = ((IDiscRecorder2Ex)recorder).SendCommandGetDataFromDevice(
            new byte[] { 0x12, 0, 0, 0, 36, 0 }, 6, new byte[18], 10, data, 36, out fetched);
        Marshal.ThrowExceptionForHR(code);
        return data;
    }

    public static byte[] DiscInformation(object recorder)
    {
        IntPtr data;
        int count;
        ((IDiscRecorder2Ex)recorder).GetDiscInformation(out data, out count);
        var bytes = new byte[count];
        Marshal.Copy(data, bytes, 0, count);
        Marshal.FreeCoTaskMem(data);
        return bytes;
    }
}

[ComImport, Guid("27354131-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
public interface DDiscMaster2Events
{
    [DispId(0x100)] void NotifyDeviceAdded([MarshalAs(UnmanagedType.IDispatch)] object master, string id);
    [DispId(0x101)] void NotifyDeviceRemoved([MarshalAs(UnmanagedType.IDispatch)] object master, string id);
}

public class DeviceEventArgs : EventArgs
{
    public string Id { get; set; }
}

public class Watcher : DDiscMaster2Events
{
    readonly IConnectionPoint point;
    readonly int cookie;
    public event EventHandler<DeviceEventArgs> Added, Removed;

    public Watcher(object master)
    {
        var iid = typeof(DDiscMaster2Events).GUID;
        ((IConnectionPointContainer)master).FindConnectionPoint(ref iid, out point);
        point.Advise(this, out cookie);
    }

    public void NotifyDeviceAdded(object master, string id)
    {
        if (Added != null) Added(this, new DeviceEventArgs { Id = id });
    }

    public void NotifyDeviceRemoved(object master, string id)
    {
        if (Removed != null) Removed(this, new DeviceEventArgs { Id = id });
    }

    public void Stop()
    {
        point.Unadvise(cookie);
    }
}
'@

$recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$recorder.InitializeDiscRecorder($ownId)
CheckEqual 'SendCommandGetDataFromDevice__INQUIRY' ([Text.Encoding]::ASCII.GetString([Raw]::Inquiry($recorder), 8, 24).Trim()) `
    'OPENIMAPVirtual BD-RE'
$information = [Raw]::DiscInformation($recorder)
CheckEqual 'GetDiscInformation__complete' ($information[2] -band 3) 2
$recorder.EjectMedia()
CheckFails 'GetDiscInformation__no_disc' Runtime.InteropServices.COMException 0xC0AA0202 'READ DISC INFORMATION' {
    [Raw]::DiscInformation($recorder)
}
$recorder.CloseTray()

$eventId = $ownId -replace 'ps-own', 'ps-event'
$watcher = [Watcher]::new((New-Object -ComObject IMAPI2.MsftDiscMaster2))
Register-ObjectEvent $watcher Added -SourceIdentifier added
Register-ObjectEvent $watcher Removed -SourceIdentifier removed
& $env:DISCCTL virtual add ps-event | Out-Null
$told = Wait-Event -SourceIdentifier added -Timeout 60
CheckEqual 'NotifyDeviceAdded' $told.SourceEventArgs.Id $eventId
& $env:DISCCTL virtual remove ps-event | Out-Null
$told = Wait-Event -SourceIdentifier removed -Timeout 60
CheckEqual 'NotifyDeviceRemoved' $told.SourceEventArgs.Id $eventId
Get-Event | Remove-Event
$witness = [Watcher]::new((New-Object -ComObject IMAPI2.MsftDiscMaster2))
Register-ObjectEvent $witness Added -SourceIdentifier witness-added
Register-ObjectEvent $witness Removed -SourceIdentifier witness-removed
$watcher.Stop()
& $env:DISCCTL virtual add ps-event | Out-Null
CheckEqual 'Unadvise__another_hears_it_come' @(Wait-Event -SourceIdentifier witness-added -Timeout 60).Count 1
& $env:DISCCTL virtual remove ps-event | Out-Null
CheckEqual 'Unadvise__another_hears_it_go' @(Wait-Event -SourceIdentifier witness-removed -Timeout 60).Count 1
CheckEqual 'Unadvise__nothing_is_heard' @(Get-Event | Where-Object SourceIdentifier -notlike 'witness-*').Count 0
Done
