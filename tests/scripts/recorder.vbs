' MsftDiscRecorder2's properties as VBScript sees them: types, arrays, errors.
Option Explicit
Const E_FAIL = &H80004005
Const E_INVALIDARG = &H80070057
Const INVALID_HANDLE = &H80070006
Dim master, id, own, slim, r, other, value, element, i, text, files

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

' The elements as "40 2B 1B".
Function HexRow(numbers)
    Dim n
    HexRow = ""
    For Each n In numbers
        HexRow = HexRow & " " & Hex(n)
    Next
    HexRow = Mid(HexRow, 2)
End Function

' What holds for every array of IDiscRecorder2, and what it must have in it.
Sub CheckNumbers(name, expected)
    Dim n, long_ones
    TakeError
    Check name & "__is_read", number = 0, Hex(number) & " " & description
    Check name & "__is_an_array_of_variants", IsArray(value) And VarType(value) = vbArray + vbVariant, VarType(value)
    Check name & "__begins_at_0", LBound(value) = 0, LBound(value)
    long_ones = 0
    For Each n In value
        If VarType(n) = vbLong Then long_ones = long_ones + 1
    Next
    Check name & "__elements_are_longs", long_ones = UBound(value) + 1, long_ones & " of " & UBound(value) + 1
    Check name & "__value", HexRow(value) = expected, HexRow(value)
End Sub

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each id In master
    If InStr(id, "#script-own#") > 0 Then own = id
    If InStr(id, "#script-slim#") > 0 Then slim = id
Next
TakeError
Check "setup__recorders_are_listed", number = 0 And own <> "" And slim <> "", Hex(number)

' Before InitializeDiscRecorder: what is cached fails, what would touch the device has no device.
Set r = CreateObject("IMAPI2.MsftDiscRecorder2")
TakeError
Check "CreateObject", number = 0, Hex(number) & " " & description
Check "object__type_name", TypeName(r) = "IDiscRecorder2", TypeName(r)
value = r.VendorId
TakeError
Check "before_initialization__VendorId", number = E_FAIL, Hex(number)
Check "before_initialization__says_so", InStr(description, "InitializeDiscRecorder") > 0, description
value = r.SupportedProfiles
TakeError
Check "before_initialization__SupportedProfiles", number = INVALID_HANDLE, Hex(number)
r.EjectMedia
TakeError
Check "before_initialization__EjectMedia", number = INVALID_HANDLE, Hex(number)
value = r.ActiveDiscRecorder
TakeError
Check "before_initialization__ActiveDiscRecorder", number = E_FAIL, Hex(number)

' InitializeDiscRecorder with what is no ID.
r.InitializeDiscRecorder ""
TakeError
Check "InitializeDiscRecorder__empty", number = 5 Or number = E_INVALIDARG, Hex(number)
r.InitializeDiscRecorder "\\?\nothing#here"
TakeError
Check "InitializeDiscRecorder__no_such_device", number <> 0, "no error"
Check "InitializeDiscRecorder__no_such_device__description", InStr(description, "\\?\nothing#here") > 0, description
Check "InitializeDiscRecorder__no_such_device__source", source = "OpenIMAPI2.MsftDiscRecorder2", source
r.InitializeDiscRecorder
TakeError
Check "InitializeDiscRecorder__without_argument", number <> 0, "no error"
r.InitializeDiscRecorder slim, slim
TakeError
Check "InitializeDiscRecorder__too_many_arguments", number = 450, Hex(number)
r.InitializeDiscRecorder Null
TakeError
Check "InitializeDiscRecorder__Null", number <> 0, "no error"
Set other = CreateObject("Scripting.Dictionary")
r.InitializeDiscRecorder other
TakeError
Check "InitializeDiscRecorder__object", number <> 0, "no error"
r.InitializeDiscRecorder slim
TakeError
Check "InitializeDiscRecorder", number = 0, Hex(number) & " " & description

' Identity, as typed from the captured INQUIRY data.
Check "VendorId", r.VendorId = "HL-DT-ST", r.VendorId
Check "ProductId", r.ProductId = "BD-RE BU40N", r.ProductId
Check "ProductRevision", r.ProductRevision = "1.03", r.ProductRevision
Check "VendorId__any_letter_case", r.vendorid = "HL-DT-ST" And r.VENDORID = "HL-DT-ST", "differs"
Check "VendorId__is_a_string", VarType(r.VendorId) = vbString, VarType(r.VendorId)
Check "ActiveDiscRecorder__as_given", r.ActiveDiscRecorder = slim, r.ActiveDiscRecorder
Set other = CreateObject("IMAPI2.MsftDiscRecorder2")
other.InitializeDiscRecorder UCase(slim)
TakeError
Check "InitializeDiscRecorder__any_letter_case", number = 0 And other.VendorId = "HL-DT-ST", Hex(number) & " " & description
Check "ActiveDiscRecorder__in_the_letters_that_were_given", other.ActiveDiscRecorder = UCase(slim), other.ActiveDiscRecorder
TakeError

' Volume.
value = r.VolumeName
TakeError
Check "VolumeName__shape", number = 0 And Left(value, 4) = "\\?\" And Right(value, 1) = "\", Hex(number) & " " & value
value = r.VolumePathNames
TakeError
Check "VolumePathNames__is_an_array_of_variants", number = 0 And VarType(value) = vbArray + vbVariant, Hex(number) & ", type " & VarType(value)
Check "VolumePathNames__has_one_element", LBound(value) = 0 And UBound(value) = 0, UBound(value)
Check "VolumePathNames__element_0", VarType(value(0)) = vbString And Right(value(0), 1) = "\", value(0)
Set files = CreateObject("Scripting.FileSystemObject")
Check "VolumePathNames__exists", files.FolderExists(value(0)), value(0)
i = 0
For Each element In r.VolumePathNames
    i = i + 1
Next
TakeError
Check "VolumePathNames__For_Each_over_the_property", number = 0 And i = 1, Hex(number) & " " & i

' Numbers and arrays.
value = r.DeviceCanLoadMedia
TakeError
Check "DeviceCanLoadMedia__is_a_boolean", number = 0 And VarType(value) = vbBoolean, VarType(value)
Check "DeviceCanLoadMedia__slim_drive_cannot", value = False, value
value = r.LegacyDeviceNumber
TakeError
Check "LegacyDeviceNumber__is_a_long", number = 0 And VarType(value) = vbLong, Hex(number) & ", type " & VarType(value)
Check "LegacyDeviceNumber__not_negative", value >= 0, value

' Typed from the captured feature descriptors (features 0000h and the others, in their order).
value = r.SupportedFeaturePages
CheckNumbers "SupportedFeaturePages", "0 3 1D 1E 1F 40 41 107 108 10C 10D"
value = r.SupportedProfiles
CheckNumbers "SupportedProfiles", "43 42 41 40 2B 1B 1A 16 15 14 13 12 11 10 A 9 8 2"
value = r.CurrentProfiles
CheckNumbers "CurrentProfiles", "40"
value = r.SupportedModePages
TakeError
Check "SupportedModePages__is_an_array_of_variants", number = 0 And VarType(value) = vbArray + vbVariant, Hex(number) & " " & description
i = 0
For Each element In value
    If element = &H2A Then i = i + 1
Next
Check "SupportedModePages__has_2Ah_once", i = 1, HexRow(value)
i = 0
For Each element In r.SupportedProfiles
    If element = &H40 Then i = i + 1
Next
TakeError
Check "SupportedProfiles__For_Each_over_the_property", number = 0 And i = 1, Hex(number) & " " & i
value = r.SupportedProfiles(0)
TakeError
Check "SupportedProfiles__index_is_no_argument", number <> 0, "no error"
r.VendorId = "x"
TakeError
Check "VendorId__is_read_only", number = 438, Hex(number)
Check "ExclusiveAccessOwner__nobody", VarType(r.ExclusiveAccessOwner) = vbString And r.ExclusiveAccessOwner = "", r.ExclusiveAccessOwner

' The same object again, with another drive.
r.InitializeDiscRecorder own
TakeError
Check "InitializeDiscRecorder__again", number = 0 And r.ActiveDiscRecorder = own, Hex(number) & " " & description
r.InitializeDiscRecorder "nonsense"
TakeError
Check "InitializeDiscRecorder__again_with_nonsense__keeps_the_old_drive", number <> 0 And r.ActiveDiscRecorder = own, Hex(number)
Check "DeviceCanLoadMedia__own_model_can", r.DeviceCanLoadMedia = True, r.DeviceCanLoadMedia

' A much copied script passes the master itself; PowerShell makes a string of it, VBScript takes the default member: which wants an index.
Set other = CreateObject("IMAPI2.MsftDiscRecorder2")
other.InitializeDiscRecorder master
TakeError
Check "InitializeDiscRecorder__master_object__is_refused", number <> 0, "no error"

WScript.Echo "1.." & tests
