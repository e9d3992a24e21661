' Finds the recorder of a drive letter, or of the folder in which a drive is mounted.
'     cscript //nologo find.vbs D:
Option Explicit
Dim master, recorder, candidate, id, path, wanted, isThere

If WScript.Arguments.Count = 0 Then WScript.Echo "find.vbs D:" : WScript.Quit 2
wanted = LCase(WScript.Arguments(0))
If Right(wanted, 1) <> "\" Then wanted = wanted & "\"

Set recorder = Nothing
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each id In master
    Set candidate = CreateObject("IMAPI2.MsftDiscRecorder2")
    On Error Resume Next
    candidate.InitializeDiscRecorder id ' a drive that does not answer is passed over
    isThere = (Err.Number = 0)
    On Error GoTo 0
    If isThere Then
        For Each path In candidate.VolumePathNames
            If LCase(path) = wanted Then Set recorder = candidate
        Next
    End If
Next

If recorder Is Nothing Then WScript.Echo "No recorder has the path " & wanted : WScript.Quit 1
WScript.Echo recorder.VendorId & " " & recorder.ProductId
