// What programs in C# declare beside the interfaces that tools/lib/idl-to-csharp makes of the IDL, which are compiled in: an
// enumerable IDiscMaster2, classes for "new", and events of C#. Slots, DISPIDs and types of the imapi2.h reference documentation.
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

// DDiscMaster2Events as Microsoft's sample declares it.
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
