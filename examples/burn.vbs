' Burns an image to the disc in a recorder. On an open disc with sessions the image becomes the next session.
' A rewritable disc such as a DVD+RW is overwritten without a question.
'     cscript //nologo burn.vbs IMAGE [RECORDER, counted from 0] [open] [progress]
' open      leaves the disc open for another session
' progress  needs a script host that fires events: Windows' does, Wine's does not
Option Explicit
Dim master, recorder, image, writer, number, i, word, leaveOpen, showProgress

Sub Writer_Update(object, progress)
    If progress.CurrentAction = 4 Then ' IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA
        WScript.Echo "    " & Int(100 * (progress.LastWrittenLba - progress.StartLba) / progress.SectorCount) & " %, " & _
            progress.RemainingTime & " s to go"
    End If
End Sub

If WScript.Arguments.Count = 0 Then WScript.Echo "burn.vbs IMAGE [RECORDER] [open] [progress]" : WScript.Quit 2
number = 0
For i = 1 To WScript.Arguments.Count - 1
    word = WScript.Arguments(i)
    If word = "open" Then leaveOpen = True
    If word = "progress" Then showProgress = True
    If IsNumeric(word) Then number = CLng(word)
Next

On Error Resume Next
Set image = CreateObject("IMAPI2FS.MsftIsoImageManager")
image.SetPath WScript.Arguments(0)
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(number)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "burn.vbs"
writer.ForceMediaToBeClosed = Not leaveOpen
writer.DisableConsumerDvdCompatibilityMode = leaveOpen ' else a DVD+R is closed all the same
writer.ForceOverwrite = True
If showProgress Then WScript.ConnectObject writer, "Writer_"
If Err.Number = 0 Then WScript.Echo recorder.VendorId & " " & recorder.ProductId & ": " & writer.FreeSectorsOnMedia & " sectors are free"
If Err.Number = 0 Then writer.Write image.Stream
If Err.Number <> 0 Then WScript.Echo Err.Description & " (" & Hex(Err.Number) & ")" : WScript.Quit 1
WScript.Echo "burned"
