' MsftWriteEngine2 and MsftWriteSpeedDescriptor as VBScript sees them: defaults, rules, a recorder. A script has no stream to write.
Option Explicit
Const E_POINTER = &H80004003
Const E_INVALIDARG = &H80070057
Const NO_SUCH_INTERFACE = 430
Dim master, id, own, r, engine, speed, value

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

Sub CheckLong(name, expected)
    TakeError
    Check name, number = 0 And VarType(value) = vbLong And value = expected, Hex(number) & " " & VarType(value) & " " & value
End Sub

Sub CheckRefused(name, expected)
    TakeError
    Check name, number = expected And source = "OpenIMAPI2.MsftWriteEngine2", Hex(number) & " " & source & " " & description
End Sub

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each id In master
    If InStr(id, "#script-own#") > 0 Then own = id
Next
Set r = CreateObject("IMAPI2.MsftDiscRecorder2")
r.InitializeDiscRecorder own
CheckDone "setup__a_recorder"

Set engine = CreateObject("IMAPI2.MsftWriteEngine2")
CheckDone "engine__CreateObject"
Check "engine__type_name", TypeName(engine) = "IWriteEngine2", TypeName(engine)
value = engine.StartingSectorsPerSecond
CheckLong "StartingSectorsPerSecond__new", -1
value = engine.EndingSectorsPerSecond
CheckLong "EndingSectorsPerSecond__new", -1
value = engine.BytesPerSector
CheckLong "BytesPerSector__new", -1
value = engine.UseStreamingWrite12
TakeError
Check "UseStreamingWrite12__new", VarType(value) = vbBoolean And value = False, number & " " & value
value = engine.WriteInProgress
TakeError
Check "WriteInProgress__new", VarType(value) = vbBoolean And value = False, number & " " & value
Check "Recorder__new__is_nothing", engine.Recorder Is Nothing, "there is one"
CheckDone "Recorder__new"

engine.Recorder = r
CheckDone "Recorder__put"
Check "Recorder__get", Not engine.Recorder Is Nothing, "there is none"
Set engine.Recorder = r
CheckDone "Recorder__put_by_Set"
engine.BytesPerSector = 2048
engine.StartingSectorsPerSecond = 680
engine.EndingSectorsPerSecond = 2705
engine.UseStreamingWrite12 = True
CheckDone "properties__put"
value = engine.BytesPerSector
CheckLong "BytesPerSector__put", 2048
value = engine.StartingSectorsPerSecond
CheckLong "StartingSectorsPerSecond__put", 680
value = engine.EndingSectorsPerSecond
CheckLong "EndingSectorsPerSecond__put", 2705
Check "UseStreamingWrite12__put", engine.UseStreamingWrite12 = True, engine.UseStreamingWrite12
engine.BytesPerSector = 0
CheckRefused "BytesPerSector__zero", E_INVALIDARG
engine.BytesPerSector = 1000000000
CheckRefused "BytesPerSector__longer_than_a_transfer", E_INVALIDARG
engine.StartingSectorsPerSecond = 0
CheckRefused "StartingSectorsPerSecond__zero", E_INVALIDARG
engine.EndingSectorsPerSecond = -2
CheckRefused "EndingSectorsPerSecond__below_minus_one", E_INVALIDARG
engine.WriteSection Nothing, 0, 1
CheckRefused "WriteSection__nothing", E_POINTER
engine.WriteSection r, 0, 1
TakeError
Check "WriteSection__no_stream", number = NO_SUCH_INTERFACE, Hex(number) & " " & description
engine.CancelWrite
CheckDone "CancelWrite__idle"
Set engine.Recorder = Nothing
CheckDone "Recorder__put_nothing"
Check "Recorder__nothing_again", engine.Recorder Is Nothing, "there is one"

Set speed = CreateObject("IMAPI2.MsftWriteSpeedDescriptor")
CheckDone "speed__CreateObject"
Check "speed__type_name", TypeName(speed) = "IWriteSpeedDescriptor", TypeName(speed)
value = speed.MediaType
CheckLong "MediaType__new", 0
value = speed.WriteSpeed
CheckLong "WriteSpeed__new", 0
value = speed.RotationTypeIsPureCAV
TakeError
Check "RotationTypeIsPureCAV__new", VarType(value) = vbBoolean And value = False, number & " " & value
WScript.Echo "1.." & tests
