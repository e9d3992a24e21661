' Exclusive access and the tray as VBScript sees them.
Option Explicit
Const E_FAIL = &H80004005
Const E_INVALIDARG = &H80070057
Const LOCKED = &HC0AA0210
Const CLIENT_NAME_IS_NOT_VALID = &HC0AA0211
Const INVALID_FUNCTION = &H80070001
Const BAD_COMMAND = &H80070016
Dim master, id, own, slim, manual, r, other, value

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

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each id In master
    If InStr(id, "#script-own#") > 0 Then own = id
    If InStr(id, "#script-slim#") > 0 Then slim = id
    If InStr(id, "#script-manual#") > 0 Then manual = id
Next
Set r = CreateObject("IMAPI2.MsftDiscRecorder2")
r.InitializeDiscRecorder own
Set other = CreateObject("IMAPI2.MsftDiscRecorder2")
other.InitializeDiscRecorder own
CheckDone "setup__two_objects_for_one_drive"

' Names that are refused, and how.
r.AcquireExclusiveAccess False, ""
TakeError
Check "AcquireExclusiveAccess__empty_name", number = 5 Or number = E_INVALIDARG, Hex(number)
r.AcquireExclusiveAccess False, "a/b"
TakeError
Check "AcquireExclusiveAccess__illegal_character", number = CLIENT_NAME_IS_NOT_VALID, Hex(number)
r.AcquireExclusiveAccess False, String(64, "x")
TakeError
Check "AcquireExclusiveAccess__64_characters", number = CLIENT_NAME_IS_NOT_VALID, Hex(number)
r.AcquireExclusiveAccess False
TakeError
Check "AcquireExclusiveAccess__without_name", number <> 0, "no error"
Check "AcquireExclusiveAccess__refused__nothing_is_held", other.ExclusiveAccessOwner = "", other.ExclusiveAccessOwner
r.ReleaseExclusiveAccess
TakeError
Check "ReleaseExclusiveAccess__without_acquire", number = INVALID_FUNCTION, Hex(number)

' One holds, the other is told who.
r.AcquireExclusiveAccess True, "Script, one: a-b_c; 1.0"
CheckDone "AcquireExclusiveAccess"
Check "ExclusiveAccessOwner__own_object", r.ExclusiveAccessOwner = "Script, one: a-b_c; 1.0", r.ExclusiveAccessOwner
Check "ExclusiveAccessOwner__other_object", other.ExclusiveAccessOwner = "Script, one: a-b_c; 1.0", other.ExclusiveAccessOwner
other.AcquireExclusiveAccess True, "two"
TakeError
Check "AcquireExclusiveAccess__held_by_another__number", number = LOCKED, Hex(number)
Check "AcquireExclusiveAccess__held_by_another__names_the_holder", InStr(description, "Script, one: a-b_c; 1.0") > 0, description
Check "AcquireExclusiveAccess__held_by_another__source", source = "OpenIMAPI2.MsftDiscRecorder2", source
other.EjectMedia
TakeError
Check "EjectMedia__held_by_another__number", number = LOCKED, Hex(number)
Check "EjectMedia__held_by_another__names_the_holder", InStr(description, "Script, one: a-b_c; 1.0") > 0, description
value = other.SupportedProfiles
TakeError
Check "SupportedProfiles__held_by_another", number = LOCKED, Hex(number)
Check "VendorId__held_by_another", other.VendorId <> "", "empty"
TakeError
other.ReleaseExclusiveAccess
TakeError
Check "ReleaseExclusiveAccess__held_by_another", number = INVALID_FUNCTION, Hex(number)
value = r.SupportedProfiles
CheckDone "SupportedProfiles__holder_may"
r.EjectMedia
CheckDone "EjectMedia__holder_may"
r.CloseTray
CheckDone "CloseTray__holder_may"

' It is counted; the first name stays.
r.AcquireExclusiveAccess False, "again"
CheckDone "AcquireExclusiveAccess__again"
Check "AcquireExclusiveAccess__again__first_name_stays", other.ExclusiveAccessOwner = "Script, one: a-b_c; 1.0", other.ExclusiveAccessOwner
r.ReleaseExclusiveAccess
CheckDone "ReleaseExclusiveAccess__first"
Check "ReleaseExclusiveAccess__first__still_held", other.ExclusiveAccessOwner <> "", "nobody"
r.InitializeDiscRecorder slim
TakeError
Check "InitializeDiscRecorder__while_held", number <> 0, "no error"
r.ReleaseExclusiveAccess
CheckDone "ReleaseExclusiveAccess__last"
Check "ReleaseExclusiveAccess__last__nobody_holds", other.ExclusiveAccessOwner = "", other.ExclusiveAccessOwner
r.ReleaseExclusiveAccess
TakeError
Check "ReleaseExclusiveAccess__once_too_often", number = INVALID_FUNCTION, Hex(number)

' Coercions: any value of force but 0 is true; a name may be a number.
other.AcquireExclusiveAccess 1, 5
CheckDone "AcquireExclusiveAccess__force_1_name_5"
Check "ExclusiveAccessOwner__number_as_name", r.ExclusiveAccessOwner = "5", r.ExclusiveAccessOwner
other.ReleaseExclusiveAccess
other.AcquireExclusiveAccess "True", "text"
CheckDone "AcquireExclusiveAccess__force_as_text"
other.ReleaseExclusiveAccess
other.AcquireExclusiveAccess False, String(63, "x")
CheckDone "AcquireExclusiveAccess__63_characters"
Check "ExclusiveAccessOwner__63_characters", r.ExclusiveAccessOwner = String(63, "x"), r.ExclusiveAccessOwner
Set other = Nothing
Check "ExclusiveAccessOwner__object_gone__nobody", r.ExclusiveAccessOwner = "", r.ExclusiveAccessOwner

' The tray.
r.EjectMedia
CheckDone "EjectMedia"
r.EjectMedia
CheckDone "EjectMedia__open_already"
r.CloseTray
CheckDone "CloseTray"
r.CloseTray
CheckDone "CloseTray__closed_already"
value = r.EjectMedia
CheckDone "EjectMedia__as_an_expression"
r.EjectMedia 1
TakeError
Check "EjectMedia__too_many_arguments", number = 450, Hex(number)
r.CloseTray
CheckDone "CloseTray__at_the_end"
Set other = CreateObject("IMAPI2.MsftDiscRecorder2")
other.InitializeDiscRecorder manual
other.EjectMedia
CheckDone "EjectMedia__slim_drive"
other.CloseTray
TakeError
Check "CloseTray__slim_drive__fails", number <> 0, "no error"
Check "CloseTray__slim_drive__says_what_the_drive_said", InStr(description, "START STOP UNIT") > 0 And InStr(description, "sense 5/24/00") > 0, description

' Notifications are counted too.
r.EnableMcn
TakeError
Check "EnableMcn__without_disable", number = BAD_COMMAND, Hex(number)
r.DisableMcn
CheckDone "DisableMcn"
r.DisableMcn
CheckDone "DisableMcn__again"
r.EnableMcn
CheckDone "EnableMcn"
r.EnableMcn
CheckDone "EnableMcn__last"
r.EnableMcn
TakeError
Check "EnableMcn__once_too_often", number = BAD_COMMAND, Hex(number)

WScript.Echo "1.." & tests
