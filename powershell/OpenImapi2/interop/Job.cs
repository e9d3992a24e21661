// Work that takes minutes, in a thread of its own, so that the command shows how far it is and can be stopped. All of
// a job's objects live in that thread.
using System;
using System.Diagnostics;
using System.Runtime.InteropServices.ComTypes;
using System.Threading;

namespace OpenImapi2
{
    public abstract class Job
    {
        readonly object progress = new object();
        readonly Stopwatch inPhase = new Stopwatch();
        readonly Stopwatch whole = new Stopwatch();
        Thread thread;
        volatile bool cancelled;
        string phase = "Starting";
        long done, total;
        int remaining = -1;

        public Exception Error { get; private set; }
        public bool Cancelled { get { return cancelled; } }
        public TimeSpan Duration { get { return whole.Elapsed; } }

        public void Start()
        {
            whole.Start();
            thread = new Thread(Run) { IsBackground = true, Name = "OpenImapi2" };
            thread.SetApartmentState(ApartmentState.MTA);
            thread.Start();
        }

        public void Cancel() { cancelled = true; }
        public bool Wait(int milliseconds) { return thread.Join(milliseconds); }

        protected abstract void Work();

        void Run()
        {
            try { Work(); } catch (Exception error) { Error = error; }
            whole.Stop();
            // Files and the drive are free when the command ends, not some time later.
            for (var i = 0; i < 2; i++) {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }

        // E_IMAPI_REQUEST_CANCELLED, as the writers have it.
        protected void StopIfCancelled()
        {
            if (cancelled) throw new System.Runtime.InteropServices.COMException("The operation was cancelled.", unchecked((int)0xC0AA0002));
        }

        // now and all in bytes; seconds is -1 where nobody has told how long it will take.
        protected void Tell(string text, long now, long all, int seconds)
        {
            lock (progress) {
                if (text != phase) inPhase.Restart();
                phase = text;
                done = now;
                total = all;
                remaining = seconds;
            }
        }

        public Progress Progress()
        {
            lock (progress) {
                var now = new Progress { Phase = phase, Done = done, Total = total, Percent = -1, SecondsRemaining = remaining };
                var seconds = inPhase.Elapsed.TotalSeconds;
                if (total > 0) now.Percent = (int)Math.Max(0, Math.Min(100, 100 * done / total));
                if (done > 0 && seconds > 0.5) now.BytesPerSecond = done / seconds;
                if (remaining < 0 && now.BytesPerSecond > 0 && total >= done)
                    now.SecondsRemaining = (int)((total - done) / now.BytesPerSecond);
                return now;
            }
        }

        // What is connected until Dispose.
        protected sealed class Connection : IDisposable
        {
            readonly IConnectionPoint point;
            readonly int cookie;

            public Connection(object source, Type events, object sink)
            {
                var iid = events.GUID;
                ((IConnectionPointContainer)source).FindConnectionPoint(ref iid, out point);
                point.Advise(sink, out cookie);
            }

            public void Dispose() { point.Unadvise(cookie); }
        }
    }

    public class Progress
    {
        public string Phase;
        public long Done, Total;
        public int Percent, SecondsRemaining; // -1: not known
        public double BytesPerSecond;         // 0: not known
    }
}
