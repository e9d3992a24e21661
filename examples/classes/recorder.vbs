' MsftDiscRecorder2: what the first drive is, and its tray.
Option Explicit
Dim master, recorder, profile, profiles

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
WScript.Echo recorder.VendorId & " " & recorder.ProductId & " " & recorder.ProductRevision
For Each profile In recorder.SupportedProfiles
    profiles = profiles & " " & Hex(profile) & "h"
Next
WScript.Echo "profiles:" & profiles
recorder.EjectMedia
If recorder.DeviceCanLoadMedia Then recorder.CloseTray
WScript.Echo "tray moved"
