' A folder burned from VBScript: image, result and stream go straight into the data writer. The runner makes the folder, and looks
' at the disc with 7-Zip afterwards.
Option Explicit
Dim master, id, own, recorder, writer, image

Dim tests
Sub Check(name, condition, why)
    tests = tests + 1
    If condition Then WScript.Echo "ok " & name Else WScript.Echo "not ok " & name & ": " & why
End Sub

' The error that the statement before has left behind, and forget it.
Dim number, description
Sub TakeError()
    number = Err.Number
    description = Err.Description
    Err.Clear
End Sub

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each id In master
    If InStr(id, "#script-folder#") > 0 Then own = id
Next
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder own
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "burn_folder.vbs"
TakeError
Check "Recorder__set", number = 0, Hex(number) & " " & description

Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
image.VolumeName = "FOLDER"
image.ChooseImageDefaults recorder
TakeError
Check "ChooseImageDefaults", number = 0, Hex(number) & " " & description
Check "ChooseImageDefaults__CD_R", image.FileSystemsToCreate = 3, image.FileSystemsToCreate
Check "ChooseImageDefaults__capacity", image.FreeMediaBlocks > 300000 And image.FreeMediaBlocks < 400000, image.FreeMediaBlocks
image.Root.AddTree "folder", False
TakeError
Check "AddTree", number = 0, Hex(number) & " " & description
writer.Write image.CreateResultImage.ImageStream
TakeError
Check "Write__stream_of_the_result", number = 0, Hex(number) & " " & description

WScript.Echo "1.." & tests
