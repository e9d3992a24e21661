// Erases the disc in a recorder.
//     cscript //nologo erase.js [RECORDER, counted from 0] [full] [progress]
// full      every block of it, which takes long
// progress  needs a script host that fires events: Windows' does, Wine's does not
var words = {}, number = 0, i, master, recorder, eraser;

function Eraser_Update(object, elapsedSeconds, estimatedTotalSeconds) {
    WScript.Echo("    " + elapsedSeconds + " of about " + estimatedTotalSeconds + " s");
}

for (i = 0; i < WScript.Arguments.Count(); i++) {
    words[WScript.Arguments.Item(i)] = true;
    if (!isNaN(WScript.Arguments.Item(i))) number = Number(WScript.Arguments.Item(i));
}
try {
    master = new ActiveXObject("IMAPI2.MsftDiscMaster2");
    recorder = new ActiveXObject("IMAPI2.MsftDiscRecorder2");
    recorder.InitializeDiscRecorder(master.Item(number));
    eraser = new ActiveXObject("IMAPI2.MsftDiscFormat2Erase");
    eraser.Recorder = recorder;
    eraser.ClientName = "erase.js";
    eraser.FullErase = !!words.full;
    if (words.progress) WScript.ConnectObject(eraser, "Eraser_");
    eraser.EraseMedia();
    WScript.Echo("erased");
} catch (e) {
    WScript.Echo(e.description + " (" + (e.number >>> 0).toString(16) + ")");
    WScript.Quit(1);
}
