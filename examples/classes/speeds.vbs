' MsftWriteSpeedDescriptor: the speeds at which the first drive can write its disc.
Option Explicit
Dim master, recorder, writer, speed

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
For Each speed In writer.SupportedWriteSpeedDescriptors
    WScript.Echo "medium " & speed.MediaType & ": " & speed.WriteSpeed & " sectors per second, pure CAV " & speed.RotationTypeIsPureCAV
Next
