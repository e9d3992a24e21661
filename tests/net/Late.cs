// Every member by its name, as "dynamic" finds it: through IDispatch and the type library.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.CSharp.RuntimeBinder;
using static OpenImapi2.IMAPI_FEATURE_PAGE_TYPE;
using static OpenImapi2.IMAPI_MODE_PAGE_TYPE;

namespace OpenImapi2.Tests;

static class Late
{
    static dynamic Create(string progId) => Activator.CreateInstance(Type.GetTypeFromProgID(progId, true)!)!;

    static dynamic Open(string id)
    {
        dynamic recorder = Create("IMAPI2.MsftDiscRecorder2");
        recorder.InitializeDiscRecorder(id);
        return recorder;
    }

    public static void Run()
    {
        Master();
        Properties();
        Methods();
        Refusals();
    }

    static void Master()
    {
        dynamic master = Create("IMAPI2.MsftDiscMaster2");
        var ids = new List<string>();
        foreach (string id in master) ids.Add(id);
        Check.Equal("master__Count", (int)master.Count, 4);
        Check.Equal("master__foreach", ids.Count, 4);
        Check.True("master__Item", (string)master.Item(0) == ids[0] && (string)master.Item(3) == ids[3], "differs");
        Check.True("master__indexer", (string)master[1] == ids[1], "differs");
        Check.True("master__Item__named_argument", (string)master.Item(index: 2) == ids[2], "differs");
        Check.Equal("master__IsSupportedEnvironment", (bool)master.IsSupportedEnvironment, true);
        Check.Equal("master__any_letter_case", (int)master.COUNT, 4);
        foreach (var progId in new[] { "IMAPI2.MsftDiscMaster2.1", "OpenIMAPI2.MsftDiscMaster2", "OpenIMAPI2.MsftDiscMaster2.1" })
            Check.Equal($"ProgID__{progId}", (int)Create(progId).Count, 4);
        foreach (var progId in new[] { "IMAPI2.MsftDiscRecorder2.1", "OpenIMAPI2.MsftDiscRecorder2", "OpenIMAPI2.MsftDiscRecorder2.1" }) {
            dynamic recorder = Create(progId);
            recorder.InitializeDiscRecorder(ids[0]);
            Check.Equal($"ProgID__{progId}", (string)recorder.ActiveDiscRecorder, ids[0]);
        }
        var missing = Type.GetTypeFromProgID("IMAPI2.MsftNoSuchClass", false);
        Check.True("ProgID__of_no_class__is_not_there", missing == null, missing);
    }

    static void Properties()
    {
        dynamic slim = Open(Recorders.SlimId);
        Check.Equal("ActiveDiscRecorder", (string)slim.ActiveDiscRecorder, Recorders.SlimId);
        Check.Equal("VendorId", (string)slim.VendorId, "HL-DT-ST");
        Check.Equal("ProductId", (string)slim.ProductId, "BD-RE BU40N");
        Check.Equal("ProductRevision", (string)slim.ProductRevision, "1.03");
        Check.True("VolumeName", ((string)slim.VolumeName).StartsWith(@"\\?\"), (object)slim.VolumeName);
        Check.True("VolumePathNames", ((object[])slim.VolumePathNames) is [string path] && Directory.Exists(path), "another");
        Check.Equal("DeviceCanLoadMedia", (bool)slim.DeviceCanLoadMedia, false);
        Check.True("LegacyDeviceNumber", slim.LegacyDeviceNumber is int number && number >= 0, (object)slim.LegacyDeviceNumber);
        Check.Equal("SupportedFeaturePages", Recorders.Hex(slim.SupportedFeaturePages), "0 3 1D 1E 1F 40 41 107 108 10C 10D");
        Check.True("CurrentFeaturePages", ((object[])slim.CurrentFeaturePages).Contains((int)IMAPI_FEATURE_PAGE_TYPE_BD_READ), "not BD Read");
        Check.Equal("SupportedProfiles", Recorders.Hex(slim.SupportedProfiles), "43 42 41 40 2B 1B 1A 16 15 14 13 12 11 10 A 9 8 2");
        Check.Equal("CurrentProfiles", Recorders.Hex(slim.CurrentProfiles), "40");
        var pages = new List<IMAPI_MODE_PAGE_TYPE>();
        foreach (IMAPI_MODE_PAGE_TYPE page in slim.SupportedModePages) pages.Add(page);
        Check.True("SupportedModePages__foreach_as_enumeration", pages.Count(page => page == IMAPI_MODE_PAGE_TYPE_LEGACY_CAPABILITIES) == 1, pages.Count);
        Check.Equal("ExclusiveAccessOwner", (string)slim.ExclusiveAccessOwner, "");
    }

    static void Methods()
    {
        dynamic own = Open(Recorders.IdOf(Recorders.Own));
        own.EjectMedia();
        Check.Equal("EjectMedia", own.CurrentProfiles.Length, 0);
        own.CloseTray();
        Check.Equal("CloseTray", own.CurrentProfiles.Length, 1);
        own.DisableMcn();
        own.EnableMcn();
        Check.Fails<COMException>("EnableMcn__not_disabled", Hr.BadCommand, "", () => own.EnableMcn());
        own.AcquireExclusiveAccess(false, "Night backup");
        Check.Equal("AcquireExclusiveAccess", (string)own.ExclusiveAccessOwner, "Night backup");
        own.ReleaseExclusiveAccess();
        own.AcquireExclusiveAccess(force: true, __MIDL__IDiscRecorder20000: "By name");
        Check.Equal("AcquireExclusiveAccess__named_arguments", (string)own.ExclusiveAccessOwner, "By name");
        own.ReleaseExclusiveAccess();
        own.InitializeDiscRecorder(recorderUniqueId: Recorders.SlimId);
        Check.Equal("InitializeDiscRecorder__named_argument", (string)own.VendorId, "HL-DT-ST");
    }

    static void Refusals()
    {
        dynamic master = Create("IMAPI2.MsftDiscMaster2"), recorder = Create("IMAPI2.MsftDiscRecorder2"), holder = Open(Recorders.SlimId);
        Check.Fails<ArgumentException>("Item__beyond_the_end", Hr.InvalidArgument, "", () => _ = master.Item(4));
        Check.Fails<COMException>("VendorId__before_initialization", Hr.Fail, "InitializeDiscRecorder", () => _ = recorder.VendorId);
        Check.Fails<FileNotFoundException>("InitializeDiscRecorder__no_such_drive", Hr.FileNotFound, @"\\?\nothing#here",
            () => recorder.InitializeDiscRecorder(@"\\?\nothing#here"));
        var error = Check.Caught(() => recorder.EjectMedia())!;
        Check.Equal("exception__Source", error.Source, "OpenIMAPI2.MsftDiscRecorder2");
        holder.AcquireExclusiveAccess(false, "Night backup");
        recorder.InitializeDiscRecorder(Recorders.SlimId);
        Check.Fails<COMException>("EjectMedia__held_by_another", Hr.Locked, "\"Night backup\"", () => recorder.EjectMedia());
        holder.ReleaseExclusiveAccess();
        Check.True("no_such_member", Check.Caught(() => recorder.Burn()) is RuntimeBinderException, "another exception");
        Check.True("put_of_a_read_only_property", Check.Caught(() => recorder.VendorId = "x") is Exception put && put.HResult != 0, "none");
        Check.Fails<ArgumentException>("argument_of_another_type", Hr.InvalidArgument, "InitializeDiscRecorder", () => recorder.InitializeDiscRecorder(new int[2]));
        Check.True("too_many_arguments", Check.Caught(() => recorder.EjectMedia(1)) != null, "none");
    }
}
