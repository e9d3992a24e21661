// net_tests.exe SUITE: runs one suite of tests, and ends with "done N".
using System;

namespace OpenImapi2.Tests;

static class Program
{
    static int Main(string[] arguments)
    {
        try {
            switch (arguments[0]) {
            case "typed": Typed.Run(); break;
            default: throw new ArgumentException($"there is no suite {arguments[0]}");
            }
        } catch (Exception error) {
            Check.True("runs_to_its_end", false, error.ToString().ReplaceLineEndings(" "));
        }
        Check.Done();
        return 0;
    }
}
