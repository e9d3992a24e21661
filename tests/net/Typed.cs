// Every member of IDiscMaster2 and IDiscRecorder2 by declared interfaces, as a program with an interop assembly calls
// them.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using static OpenImapi2.IMAPI_FEATURE_PAGE_TYPE;
using static OpenImapi2.IMAPI_MODE_PAGE_TYPE;
using static OpenImapi2.IMAPI_PROFILE_TYPE;

namespace OpenImapi2.Tests;

static class Typed
{
    public static void Run()
    {
        Master();
        Uninitialized();
        Properties();
        Tray();
        ExclusiveAccess();
    }

    static void Master()
    {
        IDiscMaster2 master = new MsftDiscMaster2();
        var ids = new List<string>();
        foreach (string id in master) ids.Add(id);
        Check.Equal("master__Count", master.Count, 4);
        Check.Equal("master__foreach", ids.Count, 4);
        Check.True("master__foreach__gives_the_ids", ids.Contains(Recorders.SlimId) && ids.Contains(Recorders.IdOf(Recorders.Own)),
            string.Join(' ', ids));
        Check.True("master__foreach__again", master.Cast<string>().SequenceEqual(ids), "differs");
        Check.True("master__Item", Enumerable.Range(0, 4).All(i => master[i] == ids[i]), master[0]);
        Check.Equal("master__IsSupportedEnvironment", master.IsSupportedEnvironment, true);
        Check.Fails<ArgumentException>("master__Item__beyond_the_end", Hr.InvalidArgument, "", () => _ = master[4]);
        Check.Fails<ArgumentException>("master__Item__negative", Hr.InvalidArgument, "", () => _ = master[-1]);
        var walk = master.GetEnumerator();
        Check.True("enumerator__walks_to_the_end", walk.MoveNext() && walk.MoveNext() && walk.MoveNext() && walk.MoveNext() &&
            (string)walk.Current! == ids[3] && !walk.MoveNext(), "another count");
        walk.Reset();
        Check.True("enumerator__Reset", walk.MoveNext() && (string)walk.Current! == ids[0], "not the first");
        Marshal.ReleaseComObject(master);
        Check.Fails<InvalidComObjectException>("master__after_ReleaseComObject", unchecked((int)0x80131527), "", () => _ = master.Count);
        Check.True("master__cast_to_the_recorder__is_refused",
            Check.Caught(() => _ = ((IDiscRecorder2)new MsftDiscMaster2()).VendorId) is InvalidCastException, "no InvalidCastException");
    }

    static void Uninitialized()
    {
        IDiscRecorder2 recorder = new MsftDiscRecorder2();
        const string why = "InitializeDiscRecorder";
        Check.Fails<COMException>("before_initialization__VendorId", Hr.Fail, why, () => _ = recorder.VendorId);
        Check.Fails<COMException>("before_initialization__SupportedProfiles", Hr.InvalidHandle, why, () => _ = recorder.SupportedProfiles);
        Check.Fails<COMException>("before_initialization__EjectMedia", Hr.InvalidHandle, why, recorder.EjectMedia);
        Check.Fails<ArgumentException>("InitializeDiscRecorder__null", Hr.InvalidArgument, "", () => recorder.InitializeDiscRecorder(null!));
        Check.Fails<FileNotFoundException>("InitializeDiscRecorder__no_such_drive", Hr.FileNotFound, @"\\?\nothing#here",
            () => recorder.InitializeDiscRecorder(@"\\?\nothing#here"));
        Check.Equal("exception__Source", Check.Caught(recorder.EjectMedia)!.Source, "OpenIMAPI2.MsftDiscRecorder2");
    }

    static void Properties()
    {
        var slim = Recorders.Open(Recorders.SlimId);
        Check.Equal("ActiveDiscRecorder", slim.ActiveDiscRecorder, Recorders.SlimId);
        Check.Equal("VendorId", slim.VendorId, "HL-DT-ST");
        Check.Equal("ProductId", slim.ProductId, "BD-RE BU40N");
        Check.Equal("ProductRevision", slim.ProductRevision, "1.03");
        Check.True("VolumeName", slim.VolumeName.StartsWith(@"\\?\"), slim.VolumeName);
        Check.True("VolumePathNames", slim.VolumePathNames is [string path] && Directory.Exists(path), slim.VolumePathNames.Length);
        Check.Equal("DeviceCanLoadMedia__slim_drive", slim.DeviceCanLoadMedia, false);
        Check.Equal("DeviceCanLoadMedia__own_model", Recorders.Open(Recorders.IdOf(Recorders.Own)).DeviceCanLoadMedia, true);
        Check.True("LegacyDeviceNumber", slim.LegacyDeviceNumber >= 0, slim.LegacyDeviceNumber);
        Check.Equal("ExclusiveAccessOwner__nobody", slim.ExclusiveAccessOwner, "");
        // As captured (tests/drives), in the drive's order.
        Check.Equal("SupportedFeaturePages", Recorders.Hex(slim.SupportedFeaturePages), "0 3 1D 1E 1F 40 41 107 108 10C 10D");
        Check.Equal("SupportedProfiles", Recorders.Hex(slim.SupportedProfiles), "43 42 41 40 2B 1B 1A 16 15 14 13 12 11 10 A 9 8 2");
        Check.Equal("CurrentProfiles", Recorders.Hex(slim.CurrentProfiles), "40");
        // By casts, as programs take them into arrays of enumerations.
        Check.True("CurrentFeaturePages__as_enumeration",
            slim.CurrentFeaturePages.Select(page => (IMAPI_FEATURE_PAGE_TYPE)(int)page).Contains(IMAPI_FEATURE_PAGE_TYPE_BD_READ), Recorders.Hex(slim.CurrentFeaturePages));
        var profiles = Array.ConvertAll(slim.SupportedProfiles, profile => (IMAPI_PROFILE_TYPE)profile);
        Check.True("SupportedProfiles__as_enumeration", profiles is [IMAPI_PROFILE_TYPE_BD_REWRITABLE, ..] && profiles.Contains(IMAPI_PROFILE_TYPE_CDROM), profiles[0]);
        var pages = slim.SupportedModePages.Cast<IMAPI_MODE_PAGE_TYPE>().ToArray();
        Check.True("SupportedModePages__as_enumeration", pages.Count(page => page == IMAPI_MODE_PAGE_TYPE_LEGACY_CAPABILITIES) == 1,
            Recorders.Hex(slim.SupportedModePages));
        Check.True("SupportedModePages__elements_are_int", slim.SupportedModePages.All(page => page is int), "other types");
        slim.InitializeDiscRecorder(Recorders.IdOf(Recorders.Own));
        Check.Equal("InitializeDiscRecorder__again", slim.ProductId, "Virtual BD-RE");
    }

    static void Tray()
    {
        var own = Recorders.Open(Recorders.IdOf(Recorders.Own));
        own.EjectMedia();
        Check.Equal("EjectMedia__no_profile_is_current", own.CurrentProfiles.Length, 0);
        own.CloseTray();
        Check.Equal("CloseTray__disc_is_back", own.CurrentProfiles.Length, 1);
        Recorders.Discctl("virtual", "fault", Recorders.Own, "--opcode", "1b", "--sense", "5/53/02");
        Check.Fails<COMException>("EjectMedia__drive_refuses", Hr.Fail, "5/53/02", own.EjectMedia);
        Recorders.Discctl("virtual", "fault", Recorders.Own, "--clear");
    }

    static void ExclusiveAccess()
    {
        var holder = Recorders.Open(Recorders.IdOf(Recorders.Own));
        var other = Recorders.Open(Recorders.IdOf(Recorders.Own));
        holder.AcquireExclusiveAccess(false, "Night backup");
        Check.Equal("ExclusiveAccessOwner", other.ExclusiveAccessOwner, "Night backup");
        Check.Fails<COMException>("AcquireExclusiveAccess__held", Hr.Locked, "\"Night backup\"", () => other.AcquireExclusiveAccess(true, "Other"));
        Check.Fails<COMException>("EjectMedia__held_by_another", Hr.Locked, "\"Night backup\"", other.EjectMedia);
        holder.ReleaseExclusiveAccess();
        Check.Equal("ReleaseExclusiveAccess", other.ExclusiveAccessOwner, "");
        Check.Fails<COMException>("ReleaseExclusiveAccess__not_held", Hr.BadFunction, "does not have exclusive access", holder.ReleaseExclusiveAccess);
        Check.Fails<COMException>("AcquireExclusiveAccess__name_of_64", Hr.BadClientName, "too long",
            () => holder.AcquireExclusiveAccess(false, new string('x', 64)));
        holder.DisableMcn();
        holder.EnableMcn();
        Check.Fails<COMException>("EnableMcn__not_disabled", Hr.BadCommand, "", holder.EnableMcn);
    }
}
