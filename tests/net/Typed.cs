// Every member by declared interfaces, as a program with an interop assembly calls them.
using System;
using System.Collections.Generic;

namespace OpenImapi2.Tests;

static class Typed
{
    public static void Run()
    {
        var master = (IDiscMaster2)new MsftDiscMaster2();
        var ids = new List<string>();
        foreach (string id in master) ids.Add(id);
        Check.Equal("master__Count", master.Count, 2);
        Check.Equal("master__foreach", ids.Count, 2);
        Check.True("master__Item", master[0] == ids[0] && master[1] == ids[1], master[0]);
        Check.Equal("master__IsSupportedEnvironment", master.IsSupportedEnvironment, true);
    }
}
