// The interfaces and classes as programs in C# declare them by hand: slots, DISPIDs and types of the imapi2.h reference
// documentation.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace OpenImapi2.Tests;

[ComImport, Guid("27354130-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface IDiscMaster2 : IEnumerable
{
    [DispId(-4)]
    [return: MarshalAs(UnmanagedType.CustomMarshaler, MarshalType =
        "System.Runtime.InteropServices.CustomMarshalers.EnumeratorToEnumVariantMarshaler, CustomMarshalers")]
    new IEnumerator GetEnumerator();
    [DispId(0)] string this[int index] { get; }
    [DispId(1)] int Count { get; }
    [DispId(2)] bool IsSupportedEnvironment { [return: MarshalAs(UnmanagedType.VariantBool)] get; }
}

[ComImport, Guid("27354133-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface IDiscRecorder2
{
    [DispId(0x100)] void EjectMedia();
    [DispId(0x101)] void CloseTray();
    [DispId(0x102)] void AcquireExclusiveAccess([MarshalAs(UnmanagedType.VariantBool)] bool force, string clientName);
    [DispId(0x103)] void ReleaseExclusiveAccess();
    [DispId(0x104)] void DisableMcn();
    [DispId(0x105)] void EnableMcn();
    [DispId(0x106)] void InitializeDiscRecorder(string recorderUniqueId);
    [DispId(0)] string ActiveDiscRecorder { get; }
    [DispId(0x201)] string VendorId { get; }
    [DispId(0x202)] string ProductId { get; }
    [DispId(0x203)] string ProductRevision { get; }
    [DispId(0x204)] string VolumeName { get; }
    [DispId(0x205)] object[] VolumePathNames { [return: MarshalAs(UnmanagedType.SafeArray)] get; }
    [DispId(0x206)] bool DeviceCanLoadMedia { [return: MarshalAs(UnmanagedType.VariantBool)] get; }
    [DispId(0x207)] int LegacyDeviceNumber { get; }
    [DispId(0x208)] object[] SupportedFeaturePages { [return: MarshalAs(UnmanagedType.SafeArray)] get; }
    [DispId(0x209)] object[] CurrentFeaturePages { [return: MarshalAs(UnmanagedType.SafeArray)] get; }
    [DispId(0x20A)] object[] SupportedProfiles { [return: MarshalAs(UnmanagedType.SafeArray)] get; }
    [DispId(0x20B)] object[] CurrentProfiles { [return: MarshalAs(UnmanagedType.SafeArray)] get; }
    [DispId(0x20C)] object[] SupportedModePages { [return: MarshalAs(UnmanagedType.SafeArray)] get; }
    [DispId(0x20D)] string ExclusiveAccessOwner { get; }
}

// What comes back by a pointer and a count is freed by Marshal.FreeCoTaskMem.
[ComImport, Guid("27354132-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
public interface IDiscRecorder2Ex
{
    [PreserveSig]
    int SendCommandNoData([MarshalAs(UnmanagedType.LPArray)] byte[] cdb, uint cdbSize,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] sense, uint timeout);
    [PreserveSig]
    int SendCommandSendDataToDevice([MarshalAs(UnmanagedType.LPArray)] byte[] cdb, uint cdbSize,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] sense, uint timeout,
        [MarshalAs(UnmanagedType.LPArray)] byte[] buffer, uint bufferSize);
    [PreserveSig]
    int SendCommandGetDataFromDevice([MarshalAs(UnmanagedType.LPArray)] byte[] cdb, uint cdbSize,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] sense, uint timeout,
        [Out, MarshalAs(UnmanagedType.LPArray)] byte[] buffer, uint bufferSize, out uint fetched);
    void ReadDvdStructure(uint format, uint address, uint layer, uint agid, out IntPtr data, out uint count);
    void SendDvdStructure(uint format, [MarshalAs(UnmanagedType.LPArray)] byte[] data, uint count);
    void GetAdapterDescriptor(out IntPtr data, out uint count);
    void GetDeviceDescriptor(out IntPtr data, out uint count);
    void GetDiscInformation(out IntPtr data, out uint count);
    void GetTrackInformation(uint address, int addressType, out IntPtr data, out uint count);
    void GetFeaturePage(FeaturePage feature, byte currentOnly, out IntPtr data, out uint count);
    void GetModePage(ModePage page, int requestType, out IntPtr data, out uint count);
    void SetModePage(int requestType, [MarshalAs(UnmanagedType.LPArray)] byte[] data, uint count);
    void GetSupportedFeaturePages(byte currentOnly, out IntPtr features, out uint count);
    void GetSupportedProfiles(byte currentOnly, out IntPtr profiles, out uint count);
    void GetSupportedModePages(int requestType, out IntPtr pages, out uint count);
    uint GetByteAlignmentMask();
    uint GetMaximumNonPageAlignedTransferSize();
    uint GetMaximumPageAlignedTransferSize();
}

[ComImport, Guid("27354131-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
public interface DDiscMaster2Events
{
    [DispId(0x100)] void NotifyDeviceAdded([MarshalAs(UnmanagedType.IDispatch)] object master, string id);
    [DispId(0x101)] void NotifyDeviceRemoved([MarshalAs(UnmanagedType.IDispatch)] object master, string id);
}

// The same, as Microsoft's sample declares it.
[ComImport, Guid("27354131-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface DDiscMaster2EventsDual
{
    [DispId(0x100)] void NotifyDeviceAdded([MarshalAs(UnmanagedType.IDispatch)] object master, string id);
    [DispId(0x101)] void NotifyDeviceRemoved([MarshalAs(UnmanagedType.IDispatch)] object master, string id);
}

public delegate void DeviceHandler([MarshalAs(UnmanagedType.IDispatch)] object master, string id);

// What interop assemblies make of a source interface: events of C#, a class that connects to the object, and a sink for
// each handler.
[ComEventInterface(typeof(DDiscMaster2Events), typeof(EventProvider)), ComVisible(false)]
public interface DDiscMaster2Events_Event
{
    event DeviceHandler NotifyDeviceAdded;
    event DeviceHandler NotifyDeviceRemoved;
}

[ClassInterface(ClassInterfaceType.None)]
public sealed class SinkHelper : DDiscMaster2Events
{
    public DeviceHandler? Added, Removed;
    public int Cookie;
    public void NotifyDeviceAdded(object master, string id) => Added?.Invoke(master, id);
    public void NotifyDeviceRemoved(object master, string id) => Removed?.Invoke(master, id);
}

// The runtime makes one for each object whose events are used.
public sealed class EventProvider : DDiscMaster2Events_Event
{
    readonly IConnectionPoint point;
    readonly List<SinkHelper> helpers = [];

    public EventProvider(object container)
    {
        var iid = typeof(DDiscMaster2Events).GUID;
        ((IConnectionPointContainer)container).FindConnectionPoint(ref iid, out point!);
    }

    public event DeviceHandler NotifyDeviceAdded
    {
        add => Connect(new SinkHelper { Added = value });
        remove => Disconnect(helper => helper.Added == value);
    }

    public event DeviceHandler NotifyDeviceRemoved
    {
        add => Connect(new SinkHelper { Removed = value });
        remove => Disconnect(helper => helper.Removed == value);
    }

    void Connect(SinkHelper helper)
    {
        point.Advise(helper, out helper.Cookie);
        helpers.Add(helper);
    }

    void Disconnect(Predicate<SinkHelper> which)
    {
        foreach (var helper in helpers.FindAll(which)) point.Unadvise(helper.Cookie);
        helpers.RemoveAll(which);
    }
}

[ComImport, Guid("27354130-7F64-5B0F-8F00-5D77AFBE261E"), CoClass(typeof(MsftDiscMaster2Class))]
public interface MsftDiscMaster2 : IDiscMaster2, DDiscMaster2Events_Event
{
}

[ComImport, Guid("2735412E-7F64-5B0F-8F00-5D77AFBE261E")]
public class MsftDiscMaster2Class
{
}

[ComImport, Guid("27354133-7F64-5B0F-8F00-5D77AFBE261E"), CoClass(typeof(MsftDiscRecorder2Class))]
public interface MsftDiscRecorder2 : IDiscRecorder2
{
}

[ComImport, Guid("2735412D-7F64-5B0F-8F00-5D77AFBE261E")]
public class MsftDiscRecorder2Class
{
}

// Of each enumeration, what the tests meet.
public enum FeaturePage
{
    ProfileList = 0x0000,
    RemovableMedium = 0x0003,
    CdTrackAtOnce = 0x002D,
    BdRead = 0x0040,
    Aacs = 0x010D,
}

public enum Profile
{
    CdRom = 0x0008,
    DvdRam = 0x0012,
    BdRom = 0x0040,
    BdRewritable = 0x0043,
}

public enum ModePage
{
    ReadWriteErrorRecovery = 0x01,
    LegacyCapabilities = 0x2A,
}

// HRESULTs of winerror.h and of imapi2error.h.
public static class Hr
{
    public const int Ok = 0, False = 1, HasSenseData = 0x00AA0200;
    public const int Fail = unchecked((int)0x80004005), InvalidArgument = unchecked((int)0x80070057);
    public const int FileNotFound = unchecked((int)0x80070002), InvalidHandle = unchecked((int)0x80070006);
    public const int BadFunction = unchecked((int)0x80070001), BadCommand = unchecked((int)0x80070016);
    public const int NoMedia = unchecked((int)0xC0AA0202), NoSuchModePage = unchecked((int)0xC0AA0201);
    public const int NoSuchFeature = unchecked((int)0xC0AA020A), NotCurrent = unchecked((int)0xC0AA020B);
    public const int NoStructure = unchecked((int)0xC0AA020E), Locked = unchecked((int)0xC0AA0210);
    public const int BadModeParameters = unchecked((int)0xC0AA0208), BadClientName = unchecked((int)0xC0AA0211);
    public const int TypeMismatch = unchecked((int)0x80020005), MemberNotFound = unchecked((int)0x80020003);
    public const int NotRegistered = unchecked((int)0x80040154);
}
