' OpenIMAPI2.CDText as VBScript sees it: an indexed property, files, packs, the creator of a raw image that takes it.
Option Explicit
Const E_INVALIDARG = &H80070057
Const RAW_IMAGE_NO_TRACKS = &H80AA0A03
Const TITLE = &H80
Const MESSAGE = &H85
Const CODES = &H8E
Dim text, creator, value, files, path, file

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

Sub CheckRefused(name, expected, words)
    TakeError
    Check name, number = expected And source = "OpenIMAPI2.CDText" And InStr(description, words) > 0, Hex(number) & " " & source & " " & description
End Sub

On Error Resume Next
Set text = CreateObject("OpenIMAPI2.CDText")
CheckDone "CDText__CreateObject"
Check "CDText__type_name", TypeName(text) = "IOpenCDText", TypeName(text)

text.Text(TITLE, 0) = "Four Fine Walls"
CheckDone "Text__disc"
text.Text(TITLE, 2) = "Caf" & Chr(233)
CheckDone "Text__track"
value = text.Text(TITLE, 2)
TakeError
Check "Text__read_again", number = 0 And value = "Caf" & Chr(233), Hex(number) & " " & value
value = text.LastTrack
TakeError
Check "LastTrack__highest_with_a_text", number = 0 And value = 2, Hex(number) & " " & value
text.Text(TITLE, 1) = "two" & vbLf & "lines"
CheckRefused "Text__character_of_no_pack", E_INVALIDARG, "Character 4 of the text of type 80h of track 1, U+000A"
text.Text(CODES, 0) = "4006381333932"
CheckRefused "Text__wrong_check_digit", E_INVALIDARG, "check digit"
text.Text(MESSAGE, 0) = String(3030, "x")
CheckRefused "Text__too_long", E_INVALIDARG, "more than the 253"
text.LanguageCode = 8
text.GenreCode = 14
text.Copyrighted = True
CheckDone "settings__put"
Check "settings__read_again", text.LanguageCode = 8 And text.GenreCode = 14 And text.Copyrighted = True, text.LanguageCode & " " & text.GenreCode

' VT_UI1 is 17; Wine's VBScript has no UBound of such an array.
value = text.Packs
TakeError
Check "Packs__array_of_bytes", number = 0 And VarType(value) = vbArray + 17, Hex(number) & " " & VarType(value)

Set files = CreateObject("Scripting.FileSystemObject")
path = files.GetSpecialFolder(2) & "\cd_text.cue"
Set file = files.CreateTextFile(path, True)
file.WriteLine "TITLE ""Another disc"""
file.WriteLine "TRACK 01 AUDIO"
file.WriteLine "PERFORMER ""Somebody"""
file.Close
Err.Clear
text.LoadCueSheet path
CheckDone "LoadCueSheet__done"
Check "LoadCueSheet__replaces_all", text.Text(TITLE, 0) = "Another disc" And text.Text(TITLE, 2) = "" And text.LastTrack = 1, text.Text(TITLE, 0)
text.LoadSheet path
CheckRefused "LoadSheet__cue_sheet", E_INVALIDARG, "Line 1: "
files.DeleteFile path
text.LoadPacks path
TakeError
Check "LoadPacks__no_file", number = &H80070002, Hex(number) & " " & description

Set creator = CreateObject("IMAPI2.MsftRawCDImageCreator")
creator.AddSubcodeRWGenerator text
CheckDone "AddSubcodeRWGenerator__takes_it"
text.Attach creator
CheckRefused "Attach__no_tracks", RAW_IMAGE_NO_TRACKS, "Asking the creator of the image"
Check "Attach__nothing_changed", text.ImageSectors = 29400, text.ImageSectors
text.ImageSectors = 22650 + 10000 + 6750
text.StartOfLeadIn = -11635
CheckDone "ImageSectors__put"
Check "ImageSectors__read_again", text.ImageSectors = 39400 And text.StartOfLeadIn = -11635, text.ImageSectors
WScript.Echo "1.." & tests
