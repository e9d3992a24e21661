' MsftDiscFormat2Erase: makes the rewritable disc in the first drive blank.
Option Explicit
Dim master, recorder, eraser

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set eraser = CreateObject("IMAPI2.MsftDiscFormat2Erase")
eraser.Recorder = recorder
eraser.ClientName = "erase.vbs"
eraser.FullErase = False
eraser.EraseMedia
WScript.Echo "blank: " & eraser.MediaPhysicallyBlank
