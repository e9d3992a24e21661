' An image file burned from VBScript: its stream goes from MsftIsoImageManager straight into the data writer. The runner compares
' the disc with volume.iso afterwards.
Option Explicit
Const STATUS_BLANK = 2
Const STATUS_APPENDABLE = 4
Dim master, id, own, recorder, writer, manager

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
    If InStr(id, "#script-burn#") > 0 Then own = id
Next
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder own
TakeError
Check "InitializeDiscRecorder", number = 0, Hex(number) & " " & description
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "burn_image.vbs"
TakeError
Check "Recorder__set", number = 0, Hex(number) & " " & description
Check "CurrentMediaStatus__before__blank", (writer.CurrentMediaStatus And STATUS_BLANK) <> 0, writer.CurrentMediaStatus

Set manager = CreateObject("IMAPI2FS.MsftIsoImageManager")
manager.SetPath "volume.iso"
manager.Validate
TakeError
Check "Validate", number = 0, Hex(number) & " " & description
writer.Write manager.Stream
TakeError
Check "Write__stream_of_the_image", number = 0, Hex(number) & " " & description
Check "CurrentMediaStatus__after__appendable", (writer.CurrentMediaStatus And STATUS_APPENDABLE) <> 0, writer.CurrentMediaStatus

WScript.Echo "1.." & tests
