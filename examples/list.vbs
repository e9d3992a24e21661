' Lists the recorders, shows what each one is and can, and opens and closes its tray.
'     cscript //nologo list.vbs
Option Explicit
Dim master, recorder, id, value

' Prints a value, or the numbers of an array; or, if getting it failed, why.
Sub Show(label)
    Dim line, element
    If Err.Number <> 0 Then
        line = " " & Err.Description & " (" & Hex(Err.Number) & ")"
        Err.Clear
    ElseIf IsArray(value) Then
        For Each element In value
            If VarType(element) = vbString Then line = line & " " & element Else line = line & " " & Hex(element) & "h"
        Next
    Else
        line = " " & value
    End If
    WScript.Echo "    " & label & ":" & line
End Sub

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
If Err.Number <> 0 Then WScript.Echo "IMAPI2 is not here: run regsvr32 imapi2.dll" : WScript.Quit 1
WScript.Echo master.Count & " recorder(s)"
For Each id In master
    Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
    recorder.InitializeDiscRecorder id
    WScript.Echo recorder.VendorId & " " & recorder.ProductId & " " & recorder.ProductRevision
    value = recorder.VolumePathNames : Show "Paths"
    value = recorder.SupportedFeaturePages : Show "Features"
    value = recorder.SupportedProfiles : Show "Profiles"
    value = recorder.CurrentProfiles : Show "Current profiles"
    value = recorder.SupportedModePages : Show "Mode pages"
    value = recorder.ExclusiveAccessOwner : Show "Held by"
    value = "opened" : recorder.EjectMedia : Show "Tray"
    value = "closed" : If recorder.DeviceCanLoadMedia Then recorder.CloseTray Else value = "this drive cannot pull it in"
    Show "Tray"
Next
