// Events as a virtual recorder comes and goes: each kind of sink hears each of them once, in its apartment.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
using System.Runtime.InteropServices.Marshalling;
using System.Threading;

namespace OpenImapi2.Tests;

static class Events
{
    const string Name = "net-event", Generated = "generated_class__IDispatch_only";

    sealed record Listener(string Name, Record Record, Action End);

    static readonly Guid EventsId = typeof(DDiscMaster2Events).GUID;

    static Listener Advise(string name, IRecording sink, object? passed = null)
    {
        var container = (IConnectionPointContainer)new MsftDiscMaster2();
        var iid = EventsId;
        container.FindConnectionPoint(ref iid, out var point);
        point!.Advise(passed ?? sink, out var cookie);
        return new(name, sink.Record, () => point.Unadvise(cookie));
    }

    // "master.NotifyDeviceAdded += handler", as with an interop assembly.
    static Listener AddHandlers()
    {
        MsftDiscMaster2 master = new();
        var record = new Record();
        DeviceHandler added = (sender, id) => record.Add("+", sender, id), removed = (sender, id) => record.Add("-", sender, id);
        master.NotifyDeviceAdded += added;
        master.NotifyDeviceRemoved += removed;
        return new("event_of_an_interop_assembly", record, () => {
            master.NotifyDeviceAdded -= added;
            master.NotifyDeviceRemoved -= removed;
        });
    }

    static Listener AddHandlersLate()
    {
        dynamic master = Activator.CreateInstance(Type.GetTypeFromProgID("IMAPI2.MsftDiscMaster2", true)!)!;
        var record = new Record();
        Action<object, string> added = (sender, id) => record.Add("+", sender, id), removed = (sender, id) => record.Add("-", sender, id);
        master.NotifyDeviceAdded += added;
        master.NotifyDeviceRemoved += removed;
        return new("event_of_dynamic", record, () => {
            master.NotifyDeviceAdded -= added;
            master.NotifyDeviceRemoved -= removed;
        });
    }

    static Listener Combine()
    {
        object master = new MsftDiscMaster2();
        var record = new Record();
        Action<object, string> added = (sender, id) => record.Add("+", sender, id), removed = (sender, id) => record.Add("-", sender, id);
        ComEventsHelper.Combine(master, EventsId, 0x100, added);
        ComEventsHelper.Combine(master, EventsId, 0x101, removed);
        return new("ComEventsHelper", record, () => {
            ComEventsHelper.Remove(master, EventsId, 0x100, added);
            ComEventsHelper.Remove(master, EventsId, 0x101, removed);
        });
    }

    // A handler that ends its own connection, as it is called.
    static Record HearOnce()
    {
        MsftDiscMaster2 master = new();
        var record = new Record();
        DeviceHandler added = null!;
        added = (sender, id) => {
            master.NotifyDeviceAdded -= added;
            record.Add("+", sender, id);
        };
        master.NotifyDeviceAdded += added;
        return record;
    }

    // The program ends from inside a handler. tests/net/run looks at the exit code, and whether it ends at all.
    public static int ExitInside()
    {
        MsftDiscMaster2 master = new();
        master.NotifyDeviceAdded += (_, _) => Environment.Exit(7);
        Recorders.Discctl("virtual", "add", Name);
        Recorders.Wait(() => false);
        return 1;
    }

    // Advised with the sink's own pointer, since the runtime would wrap it in another one.
    static Listener AdviseGenerated()
    {
        var sink = new GeneratedDispatchOnly();
        var pointer = new StrategyBasedComWrappers().GetOrCreateComInterfaceForObject(sink, CreateComInterfaceFlags.None);
        try {
            return Advise(Generated, sink, Marshal.GetObjectForIUnknown(pointer));
        } finally {
            Marshal.Release(pointer);
        }
    }

    public static void Run()
    {
        var here = Environment.CurrentManagedThreadId;
        var isSta = Thread.CurrentThread.GetApartmentState() == ApartmentState.STA;
        var count = new MsftDiscMaster2().Count;
        List<Listener> listeners = [
            Advise("ClassInterface_None__dispinterface", new NoClassInterface()),
            Advise("ClassInterface_None__dual", new NoClassInterfaceDual()),
            Advise("no_ClassInterface__dispinterface", new Plain()),
            Advise("no_ClassInterface__dual", new PlainDual()),
            Advise("ClassInterface_AutoDual", new AutoDual()),
            Advise("another_interface_first", new OtherInterfaceFirst()),
            Advise("ComVisible_false", new NotVisible()),
            Advise("no_event_interface__DispId_on_methods", new NoEventInterface()),
            Advise("handler_that_throws", new Throwing()),
            AddHandlers(), AddHandlersLate(), Combine(), AdviseGenerated(),
        ];

        // What each was told, how many recorders the event's object knew, and where it was called: .NET's own wrappers
        // say that they may be called on any thread, in a single-threaded apartment too; a generated class is called on
        // its own. One that is deaf costs a minute.
        void Expect(string what, int calls, string told, int there)
        {
            Recorders.Wait(() => listeners.TrueForAll(listener => listener.Record.Calls >= calls));
            foreach (var (name, record, _) in listeners) {
                var isHere = isSta && name == Generated;
                Check.Equal($"{name}__{what}", $"{record}, of {record.Count}, {(record.Thread == here ? "here" : "elsewhere")}",
                    $"{told}, of {there}, {(isHere ? "here" : "elsewhere")}");
            }
        }

        var id = Recorders.IdOf(Name);
        Recorders.Discctl("virtual", "add", Name);
        Expect("hears_a_recorder_come", 1, $"+{id}", count + 1);
        Recorders.Discctl("virtual", "remove", Name);
        Expect("hears_a_recorder_go", 2, $"+{id} -{id}", count);

        var last = Advise("witness", new NoClassInterface());
        var once = HearOnce();
        listeners.ForEach(listener => listener.End());
        Recorders.Discctl("virtual", "add", Name);
        Recorders.Wait(() => last.Record.Calls == 1);
        Recorders.Discctl("virtual", "remove", Name);
        Recorders.Wait(() => last.Record.Calls == 2);
        foreach (var (name, record, _) in listeners) Check.Equal($"{name}__hears_nothing_after_the_end", $"{record}", $"+{id} -{id}");
        Check.Equal("handler_that_removes_itself__hears_one_event", $"{once}", $"+{id}");
        last.End();
        Check.Fails<COMException>("Unadvise__twice", unchecked((int)0x80040200), "", last.End); // CONNECT_E_NOCONNECTION
    }
}
