' MsftDiscFormat2Data: burns image.iso with the first drive, and leaves the disc open.
Option Explicit
Dim master, recorder, writer, image

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set image = CreateObject("IMAPI2FS.MsftIsoImageManager")
image.SetPath "image.iso"
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "data.vbs"
If writer.IsCurrentMediaSupported(recorder) Then
    WScript.Echo "free sectors: " & writer.FreeSectorsOnMedia
    writer.Write image.Stream
    WScript.Echo "burned; the next session begins at " & writer.NextWritableAddress
End If
