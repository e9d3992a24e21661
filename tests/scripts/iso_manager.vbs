' MsftIsoImageManager as VBScript sees it. volume.iso has a volume descriptor, image.iso is 20 blocks of zeros.
Option Explicit
Const INVALID_PATH = &HC0AAB110
Const NO_VALID_VD_FOUND = &HC0AAB201
Const NO_IMAGE = &HC0AAB202
Dim manager, other, text

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
Set manager = CreateObject("IMAPI2FS.MsftIsoImageManager")
TakeError
Check "CreateObject__version_independent", number = 0, Hex(number) & " " & description
Set other = CreateObject("IMAPI2FS.MsftIsoImageManager.1")
TakeError
Check "CreateObject__versioned", number = 0, Hex(number) & " " & description
Set other = CreateObject("OpenIMAPI2.MsftIsoImageManager")
TakeError
Check "CreateObject__our_own_name", number = 0, Hex(number) & " " & description

manager.Validate
TakeError
Check "Validate__nothing_set__is_no_image", number = NO_IMAGE And InStr(description, "SetPath") > 0, Hex(number) & " " & description
text = manager.Path
TakeError
Check "Path__nothing_set__is_empty", number = 0 And text = "", Hex(number) & " " & text
manager.SetPath "nowhere.iso"
TakeError
Check "SetPath__missing_file__names_it", number = INVALID_PATH And InStr(description, "'nowhere.iso'") > 0, Hex(number) & " " & description

manager.SetPath "volume.iso"
TakeError
Check "SetPath__file", number = 0, Hex(number) & " " & description
text = manager.path
TakeError
Check "Path__any_letter_case", number = 0 And text = "volume.iso", Hex(number) & " " & text
manager.Validate
TakeError
Check "Validate__volume__is_fine", number = 0, Hex(number) & " " & description

' What a burning script does with it: the stream goes into a method of another object.
other.SetStream manager.Stream
TakeError
Check "SetStream__stream_of_another_object", number = 0, Hex(number) & " " & description
other.Validate
TakeError
Check "Validate__given_stream__is_fine", number = 0, Hex(number) & " " & description
Check "Path__given_stream__is_empty", other.Path = "", other.Path

manager.SetPath "image.iso"
TakeError
Check "SetPath__zeros", number = 0, Hex(number) & " " & description
manager.Validate
TakeError
Check "Validate__zeros__has_no_volume", number = NO_VALID_VD_FOUND, Hex(number) & " " & description

WScript.Echo "1.." & tests
