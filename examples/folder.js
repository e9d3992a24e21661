// Burns the content of a folder. On a disc that is not blank it is added to the files there.
//     cscript //nologo folder.js FOLDER [RECORDER, counted from 0] [LABEL]
var words = WScript.Arguments, files, master, recorder, writer, image;

if (words.Count() === 0) {
    WScript.Echo("folder.js FOLDER [RECORDER] [LABEL]");
    WScript.Quit(2);
}
try {
    files = new ActiveXObject("Scripting.FileSystemObject");
    master = new ActiveXObject("IMAPI2.MsftDiscMaster2");
    recorder = new ActiveXObject("IMAPI2.MsftDiscRecorder2");
    recorder.InitializeDiscRecorder(master.Item(words.Count() > 1 ? Number(words.Item(1)) : 0));
    writer = new ActiveXObject("IMAPI2.MsftDiscFormat2Data");
    writer.Recorder = recorder;
    writer.ClientName = "folder.js";
    image = new ActiveXObject("IMAPI2FS.MsftFileSystemImage");
    if (writer.MediaHeuristicallyBlank) {
        image.ChooseImageDefaults(recorder);
    } else {
        image.MultisessionInterfaces = writer.MultisessionInterfaces;
        image.ImportFileSystem();
    }
    if (words.Count() > 2) image.VolumeName = words.Item(2);
    image.Root.AddTree(files.GetAbsolutePathName(words.Item(0)), false);
    WScript.Echo(image.FileCount + " files, " + image.UsedBlocks + " of " + image.FreeMediaBlocks + " blocks");
    writer.Write(image.CreateResultImage().ImageStream);
    WScript.Echo("burned");
} catch (e) {
    WScript.Echo(e.description + " (" + (e.number >>> 0).toString(16) + ")");
    WScript.Quit(1);
}
