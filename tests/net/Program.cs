// net_tests.exe SUITE sta|mta: runs one suite of tests in that apartment, and prints TAP.
using System;
using System.Threading;

namespace OpenImapi2.Tests;

static class Program
{
    static int Main(string[] arguments)
    {
        var code = 0;
        var thread = new Thread(() => code = Run(arguments[0]));
        thread.SetApartmentState(arguments[1] == "sta" ? ApartmentState.STA : ApartmentState.MTA);
        thread.Start();
        thread.Join();
        return code;
    }

    static int Run(string suite)
    {
        try {
            switch (suite) {
            case "typed": Typed.Run(); break;
            case "typed_ex": TypedEx.Run(); break;
            case "late": Late.Run(); break;
            case "events": Events.Run(); break;
            case "threads": Threads.Run(); break;
            case "lifetime": Lifetime.Run(); break;
            case "exit": return Lifetime.Exit();
            case "exit_inside": return Events.ExitInside();
            default: throw new ArgumentException($"there is no suite {suite}");
            }
        } catch (Exception error) {
            Check.True("runs_to_its_end", false, error);
        }
        Check.Done();
        return 0;
    }
}
