// Every member of IDiscRecorder2Ex by a declared interface. Bytes are typed from SPC-3 and MMC-6.
using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using static OpenImapi2.IMAPI_FEATURE_PAGE_TYPE;
using static OpenImapi2.IMAPI_MODE_PAGE_TYPE;

namespace OpenImapi2.Tests;

static class TypedEx
{
    delegate void Getter(out IntPtr data, out uint count);

    static byte[] Take(Getter getter)
    {
        getter(out var data, out var count);
        return Recorders.Take(data, count);
    }

    static int[] TakeNumbers(Getter getter)
    {
        getter(out var data, out var count);
        return Recorders.TakeNumbers(data, count);
    }

    static int Length(byte[] bytes) => (bytes[0] << 8 | bytes[1]) + 2;

    public static void Run()
    {
        var recorder = Recorders.Open(Recorders.IdOf(Recorders.Ram));
        var ex = (IDiscRecorder2Ex)recorder;
        Commands(ex);
        Disc(ex);
        FeaturesAndPages(recorder, ex);
        Adapter(ex);
        LayerBoundary();
    }

    static void Commands(IDiscRecorder2Ex ex)
    {
        var sense = new byte[18];
        var buffer = new byte[36];
        var status = ex.SendCommandGetDataFromDevice([0x12, 0, 0, 0, 36, 0], 6, sense, 10, buffer, 36, out var fetched);
        Check.True("SendCommandGetDataFromDevice__INQUIRY",
            status == Hr.Ok && fetched == 36 && buffer[0] == 5 && Encoding.ASCII.GetString(buffer, 8, 8) == "OPENIMAP", $"{status:X} {fetched}");
        status = ex.SendCommandGetDataFromDevice([0xA4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 12, sense, 10, buffer, 8, out fetched);
        Check.True("SendCommandGetDataFromDevice__unknown_command__has_sense_data",
            status == Hr.HasSenseData && sense[2] == 5 && sense[12] == 0x20 && sense[13] == 0 && fetched == 0, $"{status:X} {sense[2]:X}");
        ex.SendCommandNoData([0, 0, 0, 0, 0, 0], 6, sense, 10);
        Check.Equal("SendCommandNoData__TEST_UNIT_READY", ex.SendCommandNoData([0, 0, 0, 0, 0, 0], 6, sense, 10), Hr.Ok);
        Check.Equal("SendCommandNoData__length_does_not_fit", ex.SendCommandNoData(new byte[10], 10, sense, 10), Hr.InvalidArgument);
        // MODE SELECT(10): header, then page 01h with a read retry count of 7.
        var page = Take((out IntPtr data, out uint count) => ex.GetModePage(IMAPI_MODE_PAGE_TYPE_READ_WRITE_ERROR_RECOVERY, 0, out data, out count));
        page[3] = 7;
        var list = new byte[8].Concat(page).ToArray();
        status = ex.SendCommandSendDataToDevice([0x55, 0x10, 0, 0, 0, 0, 0, 0, (byte)list.Length, 0], 10, sense, 10, list, (uint)list.Length);
        Check.Equal("SendCommandSendDataToDevice__MODE_SELECT", status, Hr.Ok);
        page = Take((out IntPtr data, out uint count) => ex.GetModePage(IMAPI_MODE_PAGE_TYPE_READ_WRITE_ERROR_RECOVERY, 0, out data, out count));
        Check.Equal("SendCommandSendDataToDevice__page_was_set", page[3], (byte)7);
    }

    static void Disc(IDiscRecorder2Ex ex)
    {
        var bytes = Take(ex.GetDiscInformation);
        Check.True("GetDiscInformation", bytes.Length >= 34 && Length(bytes) == bytes.Length && (bytes[2] & 3) == 3, Recorders.Hex(bytes));
        bytes = Take((out IntPtr data, out uint count) => ex.GetTrackInformation(1, IMAPI_READ_TRACK_ADDRESS_TYPE.IMAPI_READ_TRACK_ADDRESS_TYPE_TRACK, out data, out count));
        Check.True("GetTrackInformation", Length(bytes) == bytes.Length && bytes[2] == 1, Recorders.Hex(bytes));
        bytes = Take((out IntPtr data, out uint count) => ex.ReadDvdStructure(0, 0, 0, 0, out data, out count));
        Check.True("ReadDvdStructure__physical_format", bytes.Length == 2048 && bytes[0] >> 4 == 1, bytes.Length);
        Check.Fails<COMException>("ReadDvdStructure__of_another_disc", Hr.NoStructure, "READ DISC STRUCTURE",
            () => ex.ReadDvdStructure(0x0E, 0, 0, 0, out _, out _));
    }

    static void FeaturesAndPages(IDiscRecorder2 recorder, IDiscRecorder2Ex ex)
    {
        var bytes = Take((out IntPtr data, out uint count) => ex.GetFeaturePage(IMAPI_FEATURE_PAGE_TYPE_REMOVABLE_MEDIUM, 1, out data, out count));
        Check.True("GetFeaturePage", bytes.Length == 4 + bytes[3] && bytes[0] == 0 && bytes[1] == 3, Recorders.Hex(bytes));
        Check.Fails<COMException>("GetFeaturePage__not_current", Hr.NotCurrent, "", () => ex.GetFeaturePage(IMAPI_FEATURE_PAGE_TYPE_CD_TRACK_AT_ONCE, 1, out _, out _));
        Check.Fails<COMException>("GetFeaturePage__no_such_feature", Hr.NoSuchFeature, "", () => ex.GetFeaturePage((IMAPI_FEATURE_PAGE_TYPE)0x555, 0, out _, out _));
        Check.Fails<COMException>("GetModePage__no_such_page", Hr.NoSuchModePage, "", () => ex.GetModePage((IMAPI_MODE_PAGE_TYPE)0x3E, 0, out _, out _));
        bytes = Take((out IntPtr data, out uint count) => ex.GetModePage(IMAPI_MODE_PAGE_TYPE_READ_WRITE_ERROR_RECOVERY, 0, out data, out count));
        Check.Equal("GetModePage", bytes.Length, bytes[1] + 2);
        bytes[3] ^= 0x55;
        ex.SetModePage(0, bytes, (uint)bytes.Length);
        var again = Take((out IntPtr data, out uint count) => ex.GetModePage(IMAPI_MODE_PAGE_TYPE_READ_WRITE_ERROR_RECOVERY, 0, out data, out count));
        Check.True("SetModePage__is_kept", again.SequenceEqual(bytes), Recorders.Hex(again));
        Check.Fails<COMException>("SetModePage__wrong_length", Hr.BadModeParameters, "", () => ex.SetModePage(0, [1, 0xFF, .. new byte[255]], 257));
        // The lists of both interfaces say the same.
        Check.Equal("GetSupportedFeaturePages",
            Recorders.Hex(TakeNumbers((out IntPtr data, out uint count) => ex.GetSupportedFeaturePages(0, out data, out count))),
            Recorders.Hex(recorder.SupportedFeaturePages));
        Check.Equal("GetSupportedFeaturePages__current",
            Recorders.Hex(TakeNumbers((out IntPtr data, out uint count) => ex.GetSupportedFeaturePages(1, out data, out count))),
            Recorders.Hex(recorder.CurrentFeaturePages));
        Check.Equal("GetSupportedProfiles",
            Recorders.Hex(TakeNumbers((out IntPtr data, out uint count) => ex.GetSupportedProfiles(0, out data, out count))),
            Recorders.Hex(recorder.SupportedProfiles));
        Check.Equal("GetSupportedProfiles__current",
            Recorders.Hex(TakeNumbers((out IntPtr data, out uint count) => ex.GetSupportedProfiles(1, out data, out count))),
            Recorders.Hex(recorder.CurrentProfiles));
        Check.Equal("GetSupportedModePages",
            Recorders.Hex(TakeNumbers((out IntPtr data, out uint count) => ex.GetSupportedModePages(0, out data, out count))),
            Recorders.Hex(recorder.SupportedModePages));
    }

    static void Adapter(IDiscRecorder2Ex ex)
    {
        // STORAGE_DEVICE_DESCRIPTOR: version, size, then the peripheral device type.
        var bytes = Take(ex.GetDeviceDescriptor);
        Check.True("GetDeviceDescriptor", BitConverter.ToUInt32(bytes, 4) == bytes.Length && bytes[8] == 5, Recorders.Hex(bytes));
        bytes = Take(ex.GetAdapterDescriptor);
        Check.True("GetAdapterDescriptor", BitConverter.ToUInt32(bytes, 4) == bytes.Length, Recorders.Hex(bytes));
        Check.True("GetByteAlignmentMask", uint.IsPow2(ex.GetByteAlignmentMask()), ex.GetByteAlignmentMask());
        Check.Equal("GetMaximumPageAlignedTransferSize", ex.GetMaximumPageAlignedTransferSize(), 65536u);
        Check.True("GetMaximumNonPageAlignedTransferSize", ex.GetMaximumNonPageAlignedTransferSize() is >= 32768 and <= 65536,
            ex.GetMaximumNonPageAlignedTransferSize());
    }

    // MMC-6, layer boundary information: 1000000 blocks on layer 0; then one that is inside an ECC block.
    static void LayerBoundary()
    {
        var ex = (IDiscRecorder2Ex)Recorders.Open(Recorders.IdOf(Recorders.DualLayer));
        byte[] boundary = [0, 0, 0, 0, 0x00, 0x0F, 0x42, 0x40], crooked = [0, 0, 0, 0, 0x00, 0x0F, 0x42, 0x41];
        Check.Fails<COMException>("SendDvdStructure__inside_an_ECC_block", Hr.Fail, "5/26/00", () => ex.SendDvdStructure(0x20, crooked, 8));
        ex.SendDvdStructure(0x20, boundary, 8);
        var bytes = Take((out IntPtr data, out uint count) => ex.ReadDvdStructure(0x20, 0, 0, 0, out data, out count));
        Check.True("SendDvdStructure__can_be_read_back", bytes.SequenceEqual(boundary), Recorders.Hex(bytes));
    }
}
