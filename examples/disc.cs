// Everything that is done with discs: images, burning, erasing, copying.
//     dotnet run disc.cs burn IMAGE [RECORDER] [verify]    an image, with progress; a rewritable disc is overwritten
//     dotnet run disc.cs folder FOLDER [RECORDER]          a folder; added to what is on the disc
//     dotnet run disc.cs iso FOLDER FILE.iso [BOOT]        an image file; BOOT is a boot image for a BIOS
//     dotnet run disc.cs erase [RECORDER]                  a rewritable disc
//     dotnet run disc.cs audio FILE... [RECORDER]          an audio CD of samples: 44100 Hz, 16 bits, 2 channels, no header
//     dotnet run disc.cs copy FILE.iso [RECORDER]          a data disc to an image file
// RECORDER is counted from 0.
#:property TargetFramework=net10.0
#:property PublishAot=false
#:property NoWarn=CA1416
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

const string Client = "disc.cs";

static dynamic Create(string progId) => Activator.CreateInstance(Type.GetTypeFromProgID(progId, throwOnError: true)!)!;

static dynamic Recorder(int number)
{
    var recorder = Create("IMAPI2.MsftDiscRecorder2");
    recorder.InitializeDiscRecorder(Create("IMAPI2.MsftDiscMaster2").Item(number));
    return recorder;
}

static IStream Open(string file)
{
    Native.SHCreateStreamOnFileEx(file, 0x20, 0, false, IntPtr.Zero, out var stream); // STGM_READ | STGM_SHARE_DENY_WRITE
    return stream;
}

static void Burn(string file, int number, bool verify)
{
    var writer = Create("IMAPI2.MsftDiscFormat2Data");
    writer.Recorder = Recorder(number);
    writer.ClientName = Client;
    writer.ForceOverwrite = true;
    if (verify) ((IBurnVerification)writer).SetLevel(2); // IMAPI_BURN_VERIFICATION_FULL
    Sink.Hear(writer, new Sink());
    writer.Write(Open(file));
}

static void BurnFolder(string folder, int number)
{
    var recorder = Recorder(number);
    var writer = Create("IMAPI2.MsftDiscFormat2Data");
    writer.Recorder = recorder;
    writer.ClientName = Client;
    writer.DisableConsumerDvdCompatibilityMode = true; // else a DVD+R is closed
    var image = Create("IMAPI2FS.MsftFileSystemImage");
    if (writer.MediaHeuristicallyBlank) {
        image.ChooseImageDefaults(recorder);
    } else {
        image.MultisessionInterfaces = writer.MultisessionInterfaces;
        image.ImportFileSystem();
    }
    image.Root.AddTree(Path.GetFullPath(folder), false);
    writer.Write(image.CreateResultImage().ImageStream);
}

static void MakeImage(string folder, string file, string? boot)
{
    var image = Create("IMAPI2FS.MsftFileSystemImage");
    image.FreeMediaBlocks = 0; // no limit; at first it is a CD's room
    if (boot != null) image.BootImageOptions = BootImage(boot);
    image.Root.AddTree(Path.GetFullPath(folder), false);
    var stream = (IStream)image.CreateResultImage().ImageStream;
    var got = Marshal.AllocCoTaskMem(4);
    var buffer = new byte[1 << 20];
    using var target = File.Create(file);
    do {
        stream.Read(buffer, buffer.Length, got);
        target.Write(buffer, 0, Marshal.ReadInt32(got));
    } while (Marshal.ReadInt32(got) > 0);
    Marshal.FreeCoTaskMem(got);
}

static dynamic BootImage(string file)
{
    var options = Create("IMAPI2FS.BootOptions");
    options.AssignBootImage(Open(file));
    options.Emulation = 0;  // none; behind AssignBootImage, which chooses a floppy disk by the size
    options.PlatformId = 0; // a BIOS; 0xEF is UEFI
    return options;
}

static void Erase(int number)
{
    var eraser = Create("IMAPI2.MsftDiscFormat2Erase");
    eraser.Recorder = Recorder(number);
    eraser.ClientName = Client;
    eraser.FullErase = false;
    eraser.EraseMedia();
}

static void BurnAudio(IEnumerable<string> files, int number)
{
    var writer = Create("IMAPI2.MsftDiscFormat2TrackAtOnce");
    writer.Recorder = Recorder(number);
    writer.ClientName = Client;
    writer.PrepareMedia();
    try {
        foreach (var file in files) writer.AddAudioTrack(Open(file));
    } finally {
        writer.ReleaseMedia(); // what was written is closed, and the drive is free
    }
}

static void CopyDisc(string file, int number)
{
    const int blockBytes = 2048, blocksAtOnce = 16;
    var drive = (IDiscRecorder2Ex)Recorder(number);
    var last = BinaryPrimitives.ReadUInt32BigEndian(Ask(drive, [0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0], 8)); // READ CAPACITY
    using var target = File.Create(file);
    for (uint block = 0; block <= last; block += blocksAtOnce) {
        var count = Math.Min(last - block + 1, blocksAtOnce);
        byte[] read10 = [0x28, 0, 0, 0, 0, 0, 0, 0, (byte)count, 0];
        BinaryPrimitives.WriteUInt32BigEndian(read10.AsSpan(2), block);
        target.Write(Ask(drive, read10, (int)count * blockBytes));
    }
}

static byte[] Ask(IDiscRecorder2Ex drive, byte[] cdb, int size)
{
    var sense = new byte[18];
    var reply = new byte[size];
    for (var attempt = 0; attempt < 5; attempt++) {
        var hr = drive.SendCommandGetDataFromDevice(cdb, cdb.Length, sense, 60, reply, size, out _);
        Marshal.ThrowExceptionForHR(hr);
        if (hr == 0) return reply;
        if ((sense[2] & 0x0F) != 6) break; // 6: the disc was changed, or the drive was reset; ask again
    }
    throw new IOException($"The drive refused: {sense[2] & 0x0F:X}/{sense[12]:X2}/{sense[13]:X2}");
}

if (args.Length == 0) return 2;
var words = args.Skip(1).ToList();
var verifies = words.Remove("verify");
var number = words.Count > 0 && int.TryParse(words[^1], out var last) ? last : 0;
if (words.Count > 0 && int.TryParse(words[^1], out _)) words.RemoveAt(words.Count - 1);
try {
    switch (args[0]) {
    case "burn": Burn(words[0], number, verifies); break;
    case "folder": BurnFolder(words[0], number); break;
    case "iso": MakeImage(words[0], words[1], words.ElementAtOrDefault(2)); break;
    case "erase": Erase(number); break;
    case "audio": BurnAudio(words, number); break;
    case "copy": CopyDisc(words[0], number); break;
    default: return 2;
    }
} catch (Exception error) {
    Console.Error.WriteLine($"{error.Message} ({error.HResult:X8})");
    return 1;
}
Console.WriteLine("done");
return 0;

static class Native
{
    [DllImport("shlwapi.dll", CharSet = CharSet.Unicode, PreserveSig = false)]
    public static extern void SHCreateStreamOnFileEx(string file, uint mode, uint attributes, bool create, IntPtr reserved, out IStream stream);
}

[ComImport, Guid("2735413C-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
interface DDiscFormat2DataEvents
{
    [DispId(0x200)] void Update([MarshalAs(UnmanagedType.IDispatch)] object writer, [MarshalAs(UnmanagedType.IDispatch)] object progress);
}

[ComVisible(true)]
class Sink : DDiscFormat2DataEvents
{
    public static void Hear(object writer, Sink sink)
    {
        var iid = typeof(DDiscFormat2DataEvents).GUID;
        ((IConnectionPointContainer)writer).FindConnectionPoint(ref iid, out var point);
        point!.Advise(sink, out _);
    }

    public void Update(object writer, object progress)
    {
        dynamic now = progress;
        if (now.CurrentAction == 4 && now.SectorCount > 0) // IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA
            Console.WriteLine($"    {100L * (now.LastWrittenLba - now.StartLba) / now.SectorCount} %, {now.RemainingTime} s to go");
    }
}

[ComImport, Guid("D2FFD834-958B-426D-8470-2A13879C6A91"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
interface IBurnVerification
{
    void SetLevel(int level);
    int GetLevel();
}

// Its first three members, in their order.
[ComImport, Guid("27354132-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
interface IDiscRecorder2Ex
{
    [PreserveSig] int SendCommandNoData(byte[] cdb, int cdbSize, byte[] sense, uint seconds);
    [PreserveSig] int SendCommandSendDataToDevice(byte[] cdb, int cdbSize, byte[] sense, uint seconds, byte[] buffer, int size);
    [PreserveSig]
    int SendCommandGetDataFromDevice(
        [MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 1)] byte[] cdb, int cdbSize,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] sense, uint seconds,
        [Out, MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 5)] byte[] buffer, int size, out int fetched);
}
