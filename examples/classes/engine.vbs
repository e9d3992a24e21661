' MsftWriteEngine2: writes 16 blocks of image.iso to a DVD+RW that is formatted already, as a writer would do it.
Option Explicit
Dim master, recorder, engine, image

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set image = CreateObject("IMAPI2FS.MsftIsoImageManager")
image.SetPath "image.iso"
Set engine = CreateObject("IMAPI2.MsftWriteEngine2")
engine.Recorder = recorder
engine.BytesPerSector = 2048
recorder.AcquireExclusiveAccess True, "engine.vbs"
engine.WriteSection image.Stream, 0, 16
recorder.ReleaseExclusiveAccess
WScript.Echo "16 blocks written"
