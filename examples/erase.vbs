' Erases the disc in a recorder.
'     cscript //nologo erase.vbs [RECORDER, counted from 0] [full] [progress]
' full      every block of it, which takes long
' progress  needs a script host that fires events: Windows' does, Wine's does not
Option Explicit
Dim master, recorder, eraser, number, i, word, full, showProgress

Sub Eraser_Update(object, elapsedSeconds, estimatedTotalSeconds)
    WScript.Echo "    " & elapsedSeconds & " of about " & estimatedTotalSeconds & " s"
End Sub

number = 0
For i = 0 To WScript.Arguments.Count - 1
    word = WScript.Arguments(i)
    If word = "full" Then full = True
    If word = "progress" Then showProgress = True
    If IsNumeric(word) Then number = CLng(word)
Next

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(number)
Set eraser = CreateObject("IMAPI2.MsftDiscFormat2Erase")
eraser.Recorder = recorder
eraser.ClientName = "erase.vbs"
eraser.FullErase = full
If showProgress Then WScript.ConnectObject eraser, "Eraser_"
If Err.Number = 0 Then eraser.EraseMedia
If Err.Number <> 0 Then WScript.Echo Err.Description & " (" & Hex(Err.Number) & ")" : WScript.Quit 1
WScript.Echo "erased"
