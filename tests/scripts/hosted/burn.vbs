' The events of a burn and of an erase in a script: each action once and in the order of the documentation, and a cancel from the sink.
' The recorder is made here; the runner removes it, since the objects hold it until the script ends.
Option Explicit
Const WRITING = 4
Dim shell, discctl, master, recorder, writer, eraser, image, id, one, actions, last, written, total, cancels, updates, tests, number

Sub Check(name, condition, why)
    tests = tests + 1
    If condition Then WScript.Echo "ok " & name Else WScript.Echo "not ok " & name & ": " & why
End Sub

Sub TakeError()
    number = Err.Number
    Err.Clear
End Sub

Sub Writer_Update(object, progress)
    If progress.CurrentAction <> last Then actions = actions & progress.CurrentAction
    last = progress.CurrentAction
    If last = WRITING Then written = progress.LastWrittenLba - progress.StartLba
    total = progress.SectorCount
    If cancels And last = WRITING Then object.CancelWrite
End Sub

Sub Eraser_Update(object, elapsedSeconds, estimatedTotalSeconds)
    updates = updates + 1
    Check "Eraser_Update__seconds", elapsedSeconds >= 0 And estimatedTotalSeconds >= elapsedSeconds, elapsedSeconds & " of " & estimatedTotalSeconds
End Sub

Sub Run(arguments)
    Dim process
    Set process = shell.Exec("""" & discctl & """ virtual " & arguments)
    Do While process.Status = 0
        WScript.Sleep 50
    Loop
End Sub

' A burn onto a fresh disc of this kind, with a sink.
Sub Burn(medium)
    Run "insert script-hosted --media " & medium
    actions = ""
    last = -1
    Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
    writer.Recorder = recorder
    writer.ClientName = "hosted"
    WScript.ConnectObject writer, "Writer_"
    On Error Resume Next
    writer.Write image.Stream
    TakeError
End Sub

Set shell = CreateObject("WScript.Shell")
discctl = Replace(shell.ExpandEnvironmentStrings("%DISCCTL%"), Chr(0), "") ' Wine 8 counts the end of the string
Run "add script-hosted --media cd-r"
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each one In master
    If InStr(one, "#script-hosted#") > 0 Then id = one
Next
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder id
Set image = CreateObject("IMAPI2FS.MsftIsoImageManager")
image.SetPath "volume.iso"

Burn "cd-r"
Check "Write__cd_r", number = 0, Hex(number)
Check "Writer_Update__cd_r__order", actions = "023456", actions
Check "Writer_Update__cd_r__all_is_written", written = total - 1, written & " of " & total
Burn "dvd+rw"
Check "Write__dvd_plus_rw", number = 0, Hex(number)
Check "Writer_Update__dvd_plus_rw__formatting_comes_second", actions = "0123456", actions

cancels = True
Burn "cd-rw"
Check "CancelWrite__from_the_sink", number = &HC0AA0002, Hex(number)
Check "Writer_Update__cancelled__never_completed", InStr(actions, "6") = 0, actions
cancels = False

updates = 0
Set eraser = CreateObject("IMAPI2.MsftDiscFormat2Erase")
eraser.Recorder = recorder
eraser.ClientName = "hosted"
WScript.ConnectObject eraser, "Eraser_"
On Error Resume Next
eraser.EraseMedia
TakeError
Check "EraseMedia__after_the_cancel", number = 0, Hex(number)
Check "Eraser_Update__at_least_once", updates > 0, updates

WScript.Echo "1.." & tests
WScript.Quit 0
