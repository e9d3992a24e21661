// Objects that are used on other threads than the one that made them. Both classes are free-threaded.
using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace OpenImapi2.Tests;

static class Threads
{
    // In a thread of that apartment; this one waits, and lets calls in where it is single-threaded.
    static T In<T>(ApartmentState apartment, Func<T> call)
    {
        T result = default!;
        Exception? error = null;
        var thread = new Thread(() => {
            try {
                result = call();
            } catch (Exception caught) {
                error = caught;
            }
        });
        thread.SetApartmentState(apartment);
        thread.Start();
        thread.Join();
        return error == null ? result : throw new InvalidOperationException($"on another thread: {error}");
    }

    public static void Run()
    {
        var here = Recorders.Open(Recorders.SlimId);
        foreach (var apartment in new[] { ApartmentState.STA, ApartmentState.MTA }) {
            Check.Equal($"object_from_here__used_in_{apartment}", In(apartment, () => here.ProductId), "BD-RE BU40N");
            var there = In(apartment, () => Recorders.Open(Recorders.SlimId));
            Check.Equal($"object_from_{apartment}__used_here_when_its_thread_has_ended", there.ProductId, "BD-RE BU40N");
            Check.Equal($"object_from_{apartment}__Ex", ((IDiscRecorder2Ex)there).GetMaximumPageAlignedTransferSize(), 65536u);
            Check.Equal($"exception__in_{apartment}", In(apartment, () => Check.Caught(() => here.InitializeDiscRecorder("x"))?.HResult),
                Hr.FileNotFound);
        }

        var answers = Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => {
            var master = new MsftDiscMaster2();
            var said = "";
            for (var round = 0; round < 10; round++) {
                said = $"{master.Count} {here.ProductId} {Recorders.Hex(here.CurrentProfiles)}";
                if (i % 2 == 0) here.InitializeDiscRecorder(Recorders.SlimId);
                Check.Caught(() => _ = master[99]);
            }
            return said;
        })));
        Recorders.Wait(() => answers.IsCompleted);
        Check.True("eight_threads__one_recorder", answers.Result.All(said => said == "4 BD-RE BU40N 40"), string.Join('|', answers.Result));
    }
}
