// Burns an image to the disc in a recorder. On an open disc with sessions the image becomes the next session.
// A rewritable disc such as a DVD+RW is overwritten without a question.
//     cscript //nologo burn.js IMAGE [RECORDER, counted from 0] [open] [progress]
// open      leaves the disc open for another session
// progress  needs a script host that fires events: Windows' does, Wine's does not
var words = {}, number = 0, i, image, master, recorder, writer;

function Writer_Update(object, progress) {
    if (progress.CurrentAction === 4) { // IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA
        WScript.Echo("    " + Math.floor(100 * (progress.LastWrittenLba - progress.StartLba) / progress.SectorCount) +
            " %, " + progress.RemainingTime + " s to go");
    }
}

if (WScript.Arguments.Count() === 0) {
    WScript.Echo("burn.js IMAGE [RECORDER] [open] [progress]");
    WScript.Quit(2);
}
for (i = 1; i < WScript.Arguments.Count(); i++) {
    words[WScript.Arguments.Item(i)] = true;
    if (!isNaN(WScript.Arguments.Item(i))) number = Number(WScript.Arguments.Item(i));
}
try {
    image = new ActiveXObject("IMAPI2FS.MsftIsoImageManager");
    image.SetPath(WScript.Arguments.Item(0));
    master = new ActiveXObject("IMAPI2.MsftDiscMaster2");
    recorder = new ActiveXObject("IMAPI2.MsftDiscRecorder2");
    recorder.InitializeDiscRecorder(master.Item(number));
    writer = new ActiveXObject("IMAPI2.MsftDiscFormat2Data");
    writer.Recorder = recorder;
    writer.ClientName = "burn.js";
    writer.ForceMediaToBeClosed = !words.open;
    writer.DisableConsumerDvdCompatibilityMode = !!words.open; // else a DVD+R is closed all the same
    writer.ForceOverwrite = true;
    if (words.progress) WScript.ConnectObject(writer, "Writer_");
    WScript.Echo(recorder.VendorId + " " + recorder.ProductId + ": " + writer.FreeSectorsOnMedia + " sectors are free");
    writer.Write(image.Stream);
    WScript.Echo("burned");
} catch (e) {
    WScript.Echo(e.description + " (" + (e.number >>> 0).toString(16) + ")");
    WScript.Quit(1);
}
