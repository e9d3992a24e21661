' MsftDiscFormat2Erase as VBScript sees it: defaults, rules, a recorder, the disc in its tray that cannot be erased.
Option Explicit
Const E_POINTER = &H80004003
Const RECORDER_REQUIRED = &HC0AA0003
Const NOT_SUPPORTED = &HC0AA0909
Const CLIENT_NAME_IS_NOT_VALID = &HC0AA090B
Dim master, id, own, r, erase_object, value

Dim tests
Sub Check(name, condition, why)
    tests = tests + 1
    If condition Then WScript.Echo "ok " & name Else WScript.Echo "not ok " & name & ": " & why
End Sub

Dim number, description, source
Sub TakeError()
    number = Err.Number
    description = Err.Description
    source = Err.Source
    Err.Clear
End Sub

Sub CheckDone(name)
    TakeError
    Check name, number = 0, Hex(number) & " " & description
End Sub

Sub CheckRefused(name, expected)
    TakeError
    Check name, number = expected And source = "OpenIMAPI2.MsftDiscFormat2Erase", Hex(number) & " " & source & " " & description
End Sub

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each id In master
    If InStr(id, "#script-own#") > 0 Then own = id
Next
Set r = CreateObject("IMAPI2.MsftDiscRecorder2")
r.InitializeDiscRecorder own
CheckDone "setup__a_recorder"

Set erase_object = CreateObject("IMAPI2.MsftDiscFormat2Erase")
CheckDone "erase__CreateObject"
Check "erase__type_name", TypeName(erase_object) = "IDiscFormat2Erase", TypeName(erase_object)
Check "FullErase__new", VarType(erase_object.FullErase) = vbBoolean And erase_object.FullErase = False, erase_object.FullErase
Check "ClientName__new", erase_object.ClientName = "", erase_object.ClientName
Check "Recorder__new__is_nothing", erase_object.Recorder Is Nothing, "there is one"
CheckDone "properties__new"
value = erase_object.CurrentPhysicalMediaType
CheckRefused "CurrentPhysicalMediaType__no_recorder", RECORDER_REQUIRED
value = erase_object.MediaPhysicallyBlank
CheckRefused "MediaPhysicallyBlank__no_recorder", E_POINTER
erase_object.EraseMedia
CheckRefused "EraseMedia__no_recorder", E_POINTER
value = ""
For Each id In erase_object.SupportedMediaTypes
    value = value & id & " "
Next
CheckDone "SupportedMediaTypes__is_read"
Check "SupportedMediaTypes__value", value = "3 5 7 10 12 13 19 ", value

Check "IsRecorderSupported", erase_object.IsRecorderSupported(r) = True, "false"
erase_object.Recorder = r
CheckDone "Recorder__put"
Check "Recorder__get", erase_object.Recorder.VendorId = r.VendorId, "another"
erase_object.ClientName = "Script"
erase_object.FullErase = True
CheckDone "properties__put"
Check "ClientName__put", erase_object.ClientName = "Script", erase_object.ClientName
Check "FullErase__put", erase_object.FullErase = True, erase_object.FullErase
erase_object.ClientName = ""
CheckRefused "ClientName__empty", CLIENT_NAME_IS_NOT_VALID

Check "IsCurrentMediaSupported__pressed_disc", erase_object.IsCurrentMediaSupported(r) = False, "true"
CheckDone "IsCurrentMediaSupported"
Check "CurrentPhysicalMediaType__pressed_disc", erase_object.CurrentPhysicalMediaType = 1, erase_object.CurrentPhysicalMediaType
CheckDone "CurrentPhysicalMediaType"
erase_object.EraseMedia
CheckRefused "EraseMedia__pressed_disc", NOT_SUPPORTED
Check "EraseMedia__drive_is_free_again", r.ExclusiveAccessOwner = "", r.ExclusiveAccessOwner
Set erase_object.Recorder = Nothing
CheckDone "Recorder__put_nothing"
WScript.Echo "1.." & tests
