' Speeds and sessions as scripts use them: the lists are walked, each speed is set, a disc is burned, looked at through
' MultisessionInterfaces and burned again behind the first session.
Option Explicit
Const SPEED_ADJUSTED = &H00AA0004
Dim shell, discctl, recorder, writer, image, one, id, master, sequential, random, speeds, descriptors, count, free, start, tests, number, description

Sub Check(name, condition, why)
    tests = tests + 1
    If condition Then WScript.Echo "ok " & name Else WScript.Echo "not ok " & name & ": " & why
End Sub

Sub CheckDone(name)
    number = Err.Number
    description = Err.Description
    Err.Clear
    Check name, number = 0, Hex(number) & " " & description
End Sub

Sub Run(arguments)
    Dim process
    Set process = shell.Exec("""" & discctl & """ virtual " & arguments)
    Do While process.Status = 0
        WScript.Sleep 50
    Loop
End Sub

Sub TakeInterfaces()
    Dim list, element
    list = writer.MultisessionInterfaces
    Set sequential = list(0)
    Set random = list(1)
    count = 0
    For Each element In list
        count = count + 1
    Next
End Sub

On Error Resume Next
Set shell = CreateObject("WScript.Shell")
discctl = Replace(shell.ExpandEnvironmentStrings("%DISCCTL%"), Chr(0), "") ' Wine 8 counts the end of the string
Run "add script-hosted --media cd-r"
Run "insert script-hosted --media cd-r"
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each one In master
    If InStr(one, "#script-hosted#") > 0 Then id = one
Next
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder id
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "append.vbs"
Set image = CreateObject("IMAPI2FS.MsftIsoImageManager")
image.SetPath "volume.iso"
CheckDone "setup__a_writer"

' Speeds: sectors a second, fastest first; each of them can be set.
speeds = writer.SupportedWriteSpeeds
descriptors = writer.SupportedWriteSpeedDescriptors
CheckDone "SupportedWriteSpeeds__are_read"
Check "SupportedWriteSpeeds__as_many_as_descriptors", UBound(speeds) = UBound(descriptors) And UBound(speeds) >= 0, UBound(speeds) & " and " & UBound(descriptors)
For Each one In descriptors
    Check "MediaType__of_a_descriptor", one.MediaType = 2, one.MediaType
    writer.SetWriteSpeed one.WriteSpeed, one.RotationTypeIsPureCAV
    CheckDone "SetWriteSpeed__listed"
    Check "CurrentWriteSpeed__is_the_one_that_was_set", writer.CurrentWriteSpeed = one.WriteSpeed, writer.CurrentWriteSpeed & ", not " & one.WriteSpeed
    Check "RequestedWriteSpeed__likewise", writer.RequestedWriteSpeed = one.WriteSpeed, writer.RequestedWriteSpeed
Next
writer.SetWriteSpeed -1, False
CheckDone "SetWriteSpeed__fastest"
Check "CurrentWriteSpeed__fastest", writer.CurrentWriteSpeed = descriptors(0).WriteSpeed, writer.CurrentWriteSpeed

' The first session.
Check "MediaHeuristicallyBlank__new_disc", writer.MediaHeuristicallyBlank = True, "false"
TakeInterfaces
CheckDone "MultisessionInterfaces__are_read"
Check "MultisessionInterfaces__count", count = 2, count
Check "IsSupportedOnCurrentMediaState__sequential", sequential.IsSupportedOnCurrentMediaState = True, "false"
Check "IsSupportedOnCurrentMediaState__random_write", random.IsSupportedOnCurrentMediaState = False, "true"
Check "IsFirstDataSession__new_disc", sequential.IsFirstDataSession = True, "false"
Check "ImportRecorder__is_the_writer_s", sequential.ImportRecorder.ActiveDiscRecorder = id, "another"
Check "StartAddressOfPreviousSession__new_disc", sequential.StartAddressOfPreviousSession = -1, sequential.StartAddressOfPreviousSession
Check "NextWritableAddress__new_disc", sequential.NextWritableAddress = 0, sequential.NextWritableAddress
Check "WriteUnitSize__cd", sequential.WriteUnitSize = 1, sequential.WriteUnitSize
free = sequential.FreeSectorsOnMedia
Check "FreeSectorsOnMedia__is_the_writer_s", free = writer.FreeSectorsOnMedia, free & " and " & writer.FreeSectorsOnMedia
writer.Write image.Stream
CheckDone "Write__first_session"

' The next one, behind it.
Check "MediaHeuristicallyBlank__one_session", writer.MediaHeuristicallyBlank = False, "true"
TakeInterfaces
sequential.InUse = True
CheckDone "InUse__put"
Check "InUse__is_kept", sequential.InUse = True, "false"
Check "IsFirstDataSession__one_session", sequential.IsFirstDataSession = False, "true"
Check "StartAddressOfPreviousSession__one_session", sequential.StartAddressOfPreviousSession = 0, sequential.StartAddressOfPreviousSession
start = sequential.NextWritableAddress
Check "NextWritableAddress__behind_the_first_session", start > 20 And start = writer.NextWritableAddress, start
Check "FreeSectorsOnMedia__is_less", sequential.FreeSectorsOnMedia < free, sequential.FreeSectorsOnMedia
writer.ForceMediaToBeClosed = True
writer.Write image.Stream
CheckDone "Write__second_session"
free = sequential.FreeSectorsOnMedia
Check "FreeSectorsOnMedia__final_disc", Err.Number = &HC0AA0402, Hex(Err.Number)
Err.Clear

' A disc that is overwritten instead.
Run "insert script-hosted --media dvd+rw"
writer.ForceMediaToBeClosed = False
writer.Write image.Stream
CheckDone "Write__dvd_plus_rw"
TakeInterfaces
Check "IsSupportedOnCurrentMediaState__sequential_dvd_plus_rw", sequential.IsSupportedOnCurrentMediaState = False, "true"
Check "IsSupportedOnCurrentMediaState__random_write_dvd_plus_rw", random.IsSupportedOnCurrentMediaState = True, "false"
Check "WriteUnitSize__dvd", random.WriteUnitSize = 16, random.WriteUnitSize
Check "TotalSectorsOnMedia__dvd_plus_rw", random.TotalSectorsOnMedia = 2295104, random.TotalSectorsOnMedia
CheckDone "properties__dvd_plus_rw"

WScript.Echo "1.." & tests
WScript.Quit 0
