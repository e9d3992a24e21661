' MsftDiscMaster2: the drives of this computer.
Option Explicit
Dim master, recorder, id

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
WScript.Echo master.Count & " drive(s)"
For Each id In master
    Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
    recorder.InitializeDiscRecorder id
    WScript.Echo recorder.VendorId & " " & recorder.ProductId & ": " & id
Next
