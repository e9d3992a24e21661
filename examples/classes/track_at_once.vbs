' MsftDiscFormat2TrackAtOnce: an audio CD of one.raw and two.raw: 44,100 Hz, 16 bits, two channels, no header.
Option Explicit
Dim master, recorder, writer, file, samples

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2TrackAtOnce")
writer.Recorder = recorder
writer.ClientName = "track_at_once.vbs"
writer.PrepareMedia
For Each file In Array("one.raw", "two.raw")
    Set samples = CreateObject("IMAPI2FS.MsftIsoImageManager") ' a stream of any file
    samples.SetPath file
    writer.AddAudioTrack samples.Stream
    WScript.Echo writer.NumberOfExistingTracks & " track(s), " & writer.FreeSectorsOnMedia & " sectors free"
Next
writer.ReleaseMedia
