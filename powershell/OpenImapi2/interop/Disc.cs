// What is asked of recorders and discs in one go. Failures are values: an exception that a script catches stays in $Error
// and in its caller's -ErrorVariable.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace OpenImapi2
{
    public class RecorderFacts
    {
        public int Index;
        public string Id, Vendor, Product, Revision, Owner;
        public string[] Paths = new string[0];
        public bool? CanLoad, CanWrite; // null: not known
        public Exception Error; // why the rest is not known
    }

    public class RecorderList
    {
        public RecorderFacts[] All = new RecorderFacts[0];
        public Exception Error;
    }

    public class DiscFacts
    {
        public int Type, Status;
        public bool Blank, CanErase;
        public int? TotalSectors, FreeSectors, NextWritableAddress;
        public int[] Speeds = new int[0]; // sectors per second
        public Exception Error;           // why nothing of this is known
    }

    public static class Disc
    {
        // Bits of IMAPI_FORMAT2_DATA_MEDIA_STATE.
        const int Unsupported = 0xFC00;

        public static RecorderList Recorders()
        {
            var found = new List<RecorderFacts>();
            try {
                var master = (IDiscMaster2)Server.Master();
                for (var i = 0; i < master.GetCount(); i++) found.Add(Ask(i, master.GetItem(i)));
            } catch (Exception error) {
                return new RecorderList { Error = error };
            }
            return new RecorderList { All = found.ToArray() };
        }

        // A drive that another program holds does not answer everything.
        static RecorderFacts Ask(int index, string id)
        {
            var facts = new RecorderFacts { Index = index, Id = id };
            IDiscRecorder2 recorder;
            try {
                recorder = Server.Recorder(id);
                facts.Vendor = recorder.GetVendorId();
                facts.Product = recorder.GetProductId();
                facts.Revision = recorder.GetProductRevision();
            } catch (Exception error) {
                facts.Error = error;
                return facts;
            }
            try { facts.Owner = recorder.GetExclusiveAccessOwner(); } catch (COMException) { }
            try { facts.Paths = Array.ConvertAll(recorder.GetVolumePathNames(), Convert.ToString); } catch (COMException) { }
            facts.CanLoad = Answer(() => recorder.GetDeviceCanLoadMedia());
            facts.CanWrite = Answer(() => ((IDiscFormat2Data)Server.Writer()).IsRecorderSupported(recorder));
            return facts;
        }

        public static DiscFacts Look(string id)
        {
            try { return Facts(id); } catch (Exception error) { return new DiscFacts { Error = error }; }
        }

        static DiscFacts Facts(string id)
        {
            var recorder = Server.Recorder(id);
            var writer = (IDiscFormat2Data)Server.Writer();
            writer.SetRecorder(recorder);
            var facts = new DiscFacts { Type = writer.GetCurrentPhysicalMediaType(), Status = writer.GetCurrentMediaStatus() };
            facts.Blank = writer.GetMediaHeuristicallyBlank();
            // A finished disc has no room, and says so by failing.
            facts.TotalSectors = Answer(() => writer.GetTotalSectorsOnMedia());
            facts.FreeSectors = (facts.Status & Unsupported) != 0 ? (int?)0 : Answer(() => writer.GetFreeSectorsOnMedia());
            facts.NextWritableAddress = Answer(() => writer.GetNextWritableAddress());
            try { facts.Speeds = Array.ConvertAll(writer.GetSupportedWriteSpeeds(), Convert.ToInt32); } catch (COMException) { }
            try { facts.CanErase = ((IDiscFormat2Erase)Server.Eraser()).IsCurrentMediaSupported(recorder); } catch (COMException) { }
            return facts;
        }

        static T? Answer<T>(Func<T> get) where T : struct
        {
            try { return get(); } catch (COMException) { return null; }
        }

        // Why it failed, or null.
        public static Exception Eject(string id)
        {
            try { Server.Recorder(id).EjectMedia(); } catch (Exception error) { return error; }
            return null;
        }
    }
}
