// Event sinks as programs write them. Each differs in what a .NET object answers to IDispatch and to the events' IID:
// an object's IDispatch is its default interface, which is the events' only for some of these classes.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Threading;

namespace OpenImapi2.Tests;

// What a sink was told.
public sealed class Record
{
    readonly List<string> ids = [];
    public volatile int Calls;
    public volatile int Count = -1;
    public volatile int Thread;

    public void Add(string sign, object master, string id)
    {
        Thread = Environment.CurrentManagedThreadId;
        Count = ((IDiscMaster2)master).Count;
        lock (ids) ids.Add(sign + id);
        Calls++;
    }

    public override string ToString()
    {
        lock (ids) return string.Join(' ', ids);
    }
}

public interface IRecording
{
    Record Record { get; }
}

[ClassInterface(ClassInterfaceType.None)]
public class NoClassInterface : DDiscMaster2Events, IRecording
{
    public Record Record { get; } = new();
    public void NotifyDeviceAdded(object master, string id) => Record.Add("+", master, id);
    public void NotifyDeviceRemoved(object master, string id) => Record.Add("-", master, id);
}

[ClassInterface(ClassInterfaceType.None)]
public class NoClassInterfaceDual : DDiscMaster2EventsDual, IRecording
{
    public Record Record { get; } = new();
    public void NotifyDeviceAdded(object master, string id) => Record.Add("+", master, id);
    public void NotifyDeviceRemoved(object master, string id) => Record.Add("-", master, id);
}

// As people write it who know no attributes.
public class Plain : DDiscMaster2Events, IRecording
{
    public Record Record { get; } = new();
    public void NotifyDeviceAdded(object master, string id) => Record.Add("+", master, id);
    public void NotifyDeviceRemoved(object master, string id) => Record.Add("-", master, id);
}

public class PlainDual : DDiscMaster2EventsDual, IRecording
{
    public Record Record { get; } = new();
    public void NotifyDeviceAdded(object master, string id) => Record.Add("+", master, id);
    public void NotifyDeviceRemoved(object master, string id) => Record.Add("-", master, id);
}

[ClassInterface(ClassInterfaceType.AutoDual)]
public class AutoDual : DDiscMaster2Events, IRecording
{
    public Record Record { get; } = new();
    public void NotifyDeviceAdded(object master, string id) => Record.Add("+", master, id);
    public void NotifyDeviceRemoved(object master, string id) => Record.Add("-", master, id);
}

[Guid("7B7C1B9E-1C0B-4F53-9B0F-0C2E6C2C5A11"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface IForm
{
    void Refresh();
}

// The first interface is the default one.
[ClassInterface(ClassInterfaceType.None)]
public class OtherInterfaceFirst : IForm, DDiscMaster2Events, IRecording
{
    public Record Record { get; } = new();
    public void Refresh() { }
    public void NotifyDeviceAdded(object master, string id) => Record.Add("+", master, id);
    public void NotifyDeviceRemoved(object master, string id) => Record.Add("-", master, id);
}

// As Visual Studio's project template had it for all classes of a program.
[ComVisible(false)]
public class NotVisible : DDiscMaster2Events, IRecording
{
    public Record Record { get; } = new();
    public void NotifyDeviceAdded(object master, string id) => Record.Add("+", master, id);
    public void NotifyDeviceRemoved(object master, string id) => Record.Add("-", master, id);
}

public class NoEventInterface : IRecording
{
    public Record Record { get; } = new();
    [DispId(0x100)] public void Added([MarshalAs(UnmanagedType.IDispatch)] object master, string id) => Record.Add("+", master, id);
    [DispId(0x101)] public void Removed([MarshalAs(UnmanagedType.IDispatch)] object master, string id) => Record.Add("-", master, id);
}

// It fails, and hears the next event all the same.
public class Throwing : DDiscMaster2Events, IRecording
{
    public Record Record { get; } = new();

    public void NotifyDeviceAdded(object master, string id)
    {
        Record.Add("+", master, id);
        throw new InvalidOperationException("a fault in the program's own handler");
    }

    public void NotifyDeviceRemoved(object master, string id)
    {
        Record.Add("-", master, id);
        throw new InvalidOperationException("a fault in the program's own handler");
    }
}

// The methods of IDispatch, for sinks whose marshalling is generated at compile time.
[GeneratedComInterface, Guid("00020400-0000-0000-C000-000000000046")]
public partial interface IDispatchMethods
{
    void GetTypeInfoCount(out uint count);
    [PreserveSig] int GetTypeInfo(uint index, uint locale, out nint info);
    [PreserveSig] int GetIDsOfNames(in Guid iid, nint names, uint count, uint locale, nint ids);
    void Invoke(int id, in Guid iid, uint locale, ushort flags, in Arguments arguments, nint result, nint exception, nint wrong);
}

// DISPPARAMS.
public struct Arguments
{
    public nint Values, Names;
    public uint Count, NameCount;
}

// It answers IDispatch, and no events' IID.
[GeneratedComClass]
public partial class GeneratedDispatchOnly : IDispatchMethods, IRecording
{
    public Record Record { get; } = new();
    public void GetTypeInfoCount(out uint count) => count = 0;

    public int GetTypeInfo(uint index, uint locale, out nint info)
    {
        info = 0;
        return Hr.MemberNotFound;
    }

    public int GetIDsOfNames(in Guid iid, nint names, uint count, uint locale, nint ids) => Hr.MemberNotFound;

    // Arguments come in reverse order, 24 bytes each.
    public void Invoke(int id, in Guid iid, uint locale, ushort flags, in Arguments arguments, nint result, nint exception, nint wrong)
    {
        var master = Marshal.GetObjectForNativeVariant(arguments.Values + 24)!;
        Record.Add(id == 0x100 ? "+" : "-", master, (string)Marshal.GetObjectForNativeVariant(arguments.Values)!);
    }
}
