// The virtual recorders of tests/net/run, and discctl, which makes and removes them.
using System;
using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace OpenImapi2.Tests;

public static class Recorders
{
    public const string Own = "net-own", Slim = "net-slim", Ram = "net-ram", DualLayer = "net-dl";

    // IDs of virtual recorders with the identity of our own model; and of the captured drive.
    public static string IdOf(string name) =>
        $@"\\?\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#{name}#{{53f56308-b6bf-11d0-94f2-00a0c91efb8b}}";
    public static readonly string SlimId =
        $@"\\?\openimapi2#cdrom&ven_hl-dt-st&prod_bd-re_bu40n&rev_1.03#{Slim}#{{53f56308-b6bf-11d0-94f2-00a0c91efb8b}}";

    public static IDiscRecorder2 Open(string id)
    {
        IDiscRecorder2 recorder = new MsftDiscRecorder2();
        recorder.InitializeDiscRecorder(id);
        return recorder;
    }

    public static void Discctl(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DISCCTL")!, arguments) { UseShellExecute = false };
        Process process;
        try {
            process = Process.Start(start)!;
        } catch (Win32Exception) { // under Wine 8 one start in some hundreds fails, and the next one does not
            process = Process.Start(start)!;
        }
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"discctl {string.Join(' ', arguments)}: {process.ExitCode}");
    }

    public static string Hex(IEnumerable numbers) => string.Join(' ', numbers.Cast<object>().Select(number => $"{number:X}"));

    // The bytes that a member of IDiscRecorder2Ex gave, which are freed.
    public static byte[] Take(IntPtr data, uint count)
    {
        var bytes = new byte[count];
        Marshal.Copy(data, bytes, 0, bytes.Length);
        Marshal.FreeCoTaskMem(data);
        return bytes;
    }

    public static int[] TakeNumbers(IntPtr data, uint count)
    {
        var numbers = new int[count];
        Marshal.Copy(data, numbers, 0, numbers.Length);
        Marshal.FreeCoTaskMem(data);
        return numbers;
    }

    // At most a minute. In a single-threaded apartment the wait lets calls in.
    public static bool Wait(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition() && clock.Elapsed.TotalSeconds < 60) Thread.CurrentThread.Join(20);
        return condition();
    }
}
