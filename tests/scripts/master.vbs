' MsftDiscMaster2 as VBScript sees it.
Option Explicit
Const E_INVALIDARG = &H80070057
Dim master, id, ids, i, count, own, text, other, inner, seen

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
TakeError
Check "CreateObject__version_independent", number = 0, Hex(number) & " " & description
Set other = CreateObject("IMAPI2.MsftDiscMaster2.1")
TakeError
Check "CreateObject__versioned", number = 0, Hex(number) & " " & description
Set other = GetObject("new:{2735412E-7F64-5B0F-8F00-5D77AFBE261E}")
TakeError
Check "GetObject__new_clsid", number = 0, Hex(number) & " " & description
Set other = CreateObject("OpenIMAPI2.MsftDiscMaster2")
TakeError
Check "CreateObject__our_own_name", number = 0, Hex(number) & " " & description
Check "object__type_name", TypeName(master) = "IDiscMaster2", TypeName(master)

' Count, Item, default member: the loops that public scripts have.
count = master.Count
TakeError
Check "Count__is_a_long", number = 0 And VarType(count) = vbLong, Hex(number) & ", type " & VarType(count)
Check "Count__at_least_our_two", count >= 2, count
Check "Count__any_letter_case", master.COUNT = count And master.count = count, "differs"
ids = ""
For i = 0 To master.Count - 1
    ids = ids & master.Item(i) & "|"
Next
TakeError
Check "Item__for_to_loop", number = 0 And InStr(ids, "#script-own#") > 0 And InStr(ids, "#script-slim#") > 0, Hex(number) & " " & ids
text = ""
For i = 0 To count - 1
    text = text & master(i) & "|"
Next
TakeError
Check "default_member__is_Item", number = 0 And text = ids, Hex(number) & " " & text
text = ""
For Each id In master
    text = text & id & "|"
    Check "For_Each__element_is_a_string", VarType(id) = vbString, VarType(id)
Next
TakeError
Check "For_Each__same_as_Item", number = 0 And text = ids, Hex(number) & " " & text
seen = 0
For Each id In master
    For Each inner In master
        If inner = id Then seen = seen + 1
    Next
Next
TakeError
Check "For_Each__nested", number = 0 And seen = count, Hex(number) & " " & seen
own = ""
For Each id In master
    If InStr(id, "#script-own#") > 0 Then own = id
Next
Check "id__device_path_shape", Left(own, 4) = "\\?\" And InStr(own, "#cdrom") > 0 And Right(own, 38) = "{53f56308-b6bf-11d0-94f2-00a0c91efb8b}", own

' Coercions of the index.
text = master.Item("1")
TakeError
Check "Item__index_as_text", number = 0 And text = master.Item(1), Hex(number) & " " & text
text = master.Item(1.0)
TakeError
Check "Item__index_as_double", number = 0 And text = master.Item(1), Hex(number) & " " & text
text = master.Item(CByte(1))
TakeError
Check "Item__index_as_byte", number = 0 And text = master.Item(1), Hex(number) & " " & text
i = 1
text = master.Item(i)
TakeError
Check "Item__index_as_variable", number = 0 And text = master.Item(1), Hex(number) & " " & text
text = master.Item("one")
TakeError
Check "Item__text_that_is_no_number__type_mismatch", number = 13, Hex(number)

' Errors.
text = master.Item(9999)
TakeError
Check "Item__beyond_the_end__number", number = 5 Or number = E_INVALIDARG, Hex(number)
Check "Item__beyond_the_end__description", Len(description) > 0, description
text = master.Item(-1)
TakeError
Check "Item__negative", number = 5 Or number = E_INVALIDARG, Hex(number)
master.Item(9999)
TakeError
Check "Item__bare_statement__same_error", number = 5 Or number = E_INVALIDARG, Hex(number)
master.Item(0)
TakeError
Check "Item__bare_statement__good_index", number = 0, Hex(number) & " " & description
text = master.Item
TakeError
Check "Item__without_index", number <> 0, "no error"
text = master.Item(0, 1)
TakeError
Check "Item__too_many_arguments", number = 450, Hex(number)
text = master.Count(1)
TakeError
Check "Count__too_many_arguments", number <> 0, "no error"
master.Count = 5
TakeError
Check "Count__is_read_only", number = 438, Hex(number)
text = master.NoSuchMember
TakeError
Check "unknown_member", number = 438, Hex(number)
text = master.Item(master)
TakeError
Check "Item__object_as_index__type_mismatch", number = 13, Hex(number)

text = master.IsSupportedEnvironment
TakeError
Check "IsSupportedEnvironment__is_a_boolean", number = 0 And VarType(text) = vbBoolean, Hex(number) & ", type " & VarType(text)
Check "IsSupportedEnvironment__true", text = True, text

WScript.Echo "1.." & tests
