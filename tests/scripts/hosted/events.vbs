' Sinks in VBScript: a prefix with CreateObject, and ConnectObject.
Option Explicit
Dim shell, discctl, first, second, log1, log2, id, tests, number, lastObject

Sub Check(name, condition, why)
    tests = tests + 1
    If condition Then WScript.Echo "ok " & name Else WScript.Echo "not ok " & name & ": " & why
End Sub

Sub TakeError()
    number = Err.Number
    Err.Clear
End Sub

Sub first_NotifyDeviceAdded(object, uniqueId)
    log1 = log1 & "+" & uniqueId
    lastObject = object.Count
End Sub
Sub first_NotifyDeviceRemoved(object, uniqueId)
    log1 = log1 & "-" & uniqueId
End Sub
Sub second_NotifyDeviceAdded(object, uniqueId)
    log2 = log2 & "+" & uniqueId
End Sub
' second_NotifyDeviceRemoved is not there: that event is not heard, and does no harm.

Sub Run(arguments)
    Dim process
    Set process = shell.Exec("""" & discctl & """ virtual " & arguments)
    Do While process.Status = 0
        WScript.Sleep 50
    Loop
End Sub

' Until `log1` or `log2` are as long as they should be, a minute at most.
Sub WaitFor(length1, length2)
    Dim i
    For i = 1 To 600
        If Len(log1) >= length1 And Len(log2) >= length2 Then Exit For
        WScript.Sleep 100
    Next
End Sub

Const ID_OF_EVENT = "\\?\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#script-event#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
Set shell = CreateObject("WScript.Shell")
discctl = Replace(shell.ExpandEnvironmentStrings("%DISCCTL%"), Chr(0), "") ' Wine 8 counts the end of the string
log1 = ""
log2 = ""
Set first = WScript.CreateObject("IMAPI2.MsftDiscMaster2", "first_")
Check "CreateObject__with_prefix", first.Count >= 0, first.Count
Set second = WScript.CreateObject("IMAPI2.MsftDiscMaster2")
WScript.ConnectObject second, "second_"

Run "add script-event"
id = ID_OF_EVENT
WaitFor Len(id) + 1, Len(id) + 1
Check "NotifyDeviceAdded__prefix", log1 = "+" & id, log1
Check "NotifyDeviceAdded__ConnectObject", log2 = "+" & id, log2
Check "object__is_the_master", lastObject = first.Count, lastObject
Check "object__Item_has_the_id", InStr(Join2(first), id) > 0, Join2(first)

Run "remove script-event"
WaitFor 2 * Len(id) + 2, 0
Check "NotifyDeviceRemoved__prefix", log1 = "+" & id & "-" & id, log1
Check "NotifyDeviceRemoved__no_procedure__not_heard", log2 = "+" & id, log2

WScript.DisconnectObject second
Run "add script-event"
WaitFor 3 * Len(id) + 3, 0
WScript.Sleep 300
Check "DisconnectObject__not_heard_any_more", log2 = "+" & id, log2
Check "DisconnectObject__the_other_is", log1 = "+" & id & "-" & id & "+" & id, log1
Run "remove script-event"
WaitFor 4 * Len(id) + 4, 0

On Error Resume Next
WScript.DisconnectObject second
TakeError
Check "DisconnectObject__again__error", number <> 0, "no error"
WScript.ConnectObject CreateObject("IMAPI2.MsftDiscRecorder2"), "none_"
TakeError
Check "ConnectObject__object_without_events__error", number <> 0, "no error"

Function Join2(master)
    Dim one
    For Each one In master
        Join2 = Join2 & one & "|"
    Next
End Function

WScript.Echo "1.." & tests
WScript.Quit 0
