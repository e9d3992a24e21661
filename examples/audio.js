// Burns an audio CD, track by track, to the blank CD in a recorder.
//     cscript //nologo audio.js FILE... [RECORDER, counted from 0] [open] [progress]
// FILE      samples without a header (44100 Hz, 16 bits, left and right, low byte first), a multiple of 2352 bytes:
//               ffmpeg -i song.mp3 -f s16le -ar 44100 -ac 2 song.raw      truncate -s %2352 song.raw
//           "discctl audio" takes WAV files as they are.
// open      leaves the disc open for a data session behind the tracks
// progress  needs a script host that fires events: Windows' does, Wine's does not
var words = {}, files = [], number = 0, prepared = false, i, word, master, recorder, writer, track;

function Writer_Update(object, progress) {
    if (progress.CurrentAction === 2) { // IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING
        WScript.Echo("    track " + progress.CurrentTrackNumber + ": " +
            Math.floor(100 * (progress.LastWrittenLba - progress.StartLba) / progress.SectorCount) + " %");
    }
}

for (i = 0; i < WScript.Arguments.Count(); i++) {
    word = WScript.Arguments.Item(i);
    if (word === "open" || word === "progress") {
        words[word] = true;
    } else if (!isNaN(word)) {
        number = Number(word);
    } else {
        files.push(word);
    }
}
if (files.length === 0) {
    WScript.Echo("audio.js FILE... [RECORDER] [open] [progress]");
    WScript.Quit(2);
}
try {
    master = new ActiveXObject("IMAPI2.MsftDiscMaster2");
    recorder = new ActiveXObject("IMAPI2.MsftDiscRecorder2");
    recorder.InitializeDiscRecorder(master.Item(number));
    writer = new ActiveXObject("IMAPI2.MsftDiscFormat2TrackAtOnce");
    writer.Recorder = recorder;
    writer.ClientName = "audio.js";
    writer.DoNotFinalizeMedia = !!words.open;
    if (words.progress) WScript.ConnectObject(writer, "Writer_");
    writer.PrepareMedia();
    prepared = true;
    WScript.Echo(recorder.VendorId + " " + recorder.ProductId + ": room for " + writer.FreeSectorsOnMedia + " sectors of 1/75 s");
    for (i = 0; i < files.length; i++) {
        track = new ActiveXObject("IMAPI2FS.MsftIsoImageManager"); // a stream of any file
        track.SetPath(files[i]);
        writer.AddAudioTrack(track.Stream);
    }
    prepared = false;
    writer.ReleaseMedia();
    WScript.Echo("burned");
} catch (e) {
    WScript.Echo(e.description + " (" + (e.number >>> 0).toString(16) + ")");
    if (prepared) writer.ReleaseMedia(); // what was written is closed, and the drive is free
    WScript.Quit(1);
}
