// Lists the recorders, burns a folder to the disc in the one that is named, with progress, and reads a sector of it, by the package's DLLs.
//     consumer RECORDER FOLDER
using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using OpenImapi2;

[ComVisible(true), ClassInterface(ClassInterfaceType.None)]
public class Sink : DDiscFormat2DataEvents
{
    public int Updates, LastAction;

    public void Update(object source, object progress)
    {
        Updates++;
        LastAction = (int)((IDiscFormat2DataEventArgs)progress).CurrentAction;
    }
}

public static class Program
{
    public static int Main(string[] arguments)
    {
        var master = Imapi2.Create<IDiscMaster2>();
        IDiscRecorder2 recorder = null;
        for (var i = 0; i < master.Count; i++) {
            var one = Imapi2.OpenRecorder(master[i]);
            Console.WriteLine("recorder: " + one.VendorId + " " + one.ProductId);
            if (master[i].Contains("#" + arguments[0] + "#")) recorder = one;
        }
        var writer = Imapi2.Create<IDiscFormat2Data>();
        writer.Recorder = recorder;
        writer.ClientName = "consumer";
        Console.WriteLine("disc: " + writer.CurrentPhysicalMediaType + ", blank: " + writer.MediaHeuristicallyBlank + ", name: " + writer.ClientName);
        var image = Imapi2.Create<IFileSystemImage>();
        image.ChooseImageDefaults(recorder);
        Console.WriteLine("image: " + (image.FreeMediaBlocks == writer.FreeSectorsOnMedia ? "as large as the disc" : image.FreeMediaBlocks.ToString()));
        image.FileSystemsToCreate = FsiFileSystems.FsiFileSystemISO9660 | FsiFileSystems.FsiFileSystemJoliet;
        image.VolumeName = "CONSUMER";
        image.Root.AddTree(Path.GetFullPath(arguments[1]), false);
        // Members of a base interface, and of the one that derives from it.
        var item = (IFsiFileItem)image.Root["note.txt"];
        Console.WriteLine("file: " + item.Name + ", " + item.DataSize + " bytes, files: " + image.FileCount);
        var sink = new Sink();
        using (Imapi2.Connect<DDiscFormat2DataEvents>(writer, sink)) writer.Write(image.CreateResultImage().ImageStream);
        Console.WriteLine("updates: " + (sink.Updates > 0) + ", last action: " + (IMAPI_FORMAT2_DATA_WRITE_ACTION)sink.LastAction);
        // The primary volume descriptor, ECMA-119 8.4: the name of the volume at byte 40.
        var sector = new byte[2048];
        var code = ((IDiscRecorder2Ex)recorder).SendCommandGetDataFromDevice(new byte[] { 0x28, 0, 0, 0, 0, 16, 0, 0, 1, 0 }, 10, new byte[18], 60, sector, 2048, out var got);
        Console.WriteLine("read: " + code + ", " + got + " bytes, volume: " + System.Text.Encoding.ASCII.GetString(sector, 40, 32).TrimEnd());
        try { writer.Write(null); } catch (Exception error) { Console.WriteLine("null: " + error.HResult.ToString("X8")); }
        foreach (ProcessModule module in Process.GetCurrentProcess().Modules)
            if (module.ModuleName.StartsWith("imapi2", StringComparison.OrdinalIgnoreCase))
                Console.WriteLine("module: " + module.FileName.Substring(AppContext.BaseDirectory.Length).Replace('\\', '/'));
        return 0;
    }
}
