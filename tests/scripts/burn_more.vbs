' Discs that are added to: a folder, then another one in a session of its own, on a CD-R and on a DVD+RW. The runner makes the
' folders, and reads the discs with xorriso and 7-Zip afterwards.
Option Explicit
Dim master, id, files

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

Function WriterOf(name)
    Dim recorder, writer
    For Each id In master
        If InStr(id, "#" & name & "#") > 0 Then
            Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
            recorder.InitializeDiscRecorder id
        End If
    Next
    Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
    writer.Recorder = recorder
    writer.ClientName = "burn_more.vbs"
    Set WriterOf = writer
End Function

Sub BurnFirst(name, writer, systems)
    Dim image
    On Error Resume Next
    Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
    image.FileSystemsToCreate = systems
    image.VolumeName = "FIRST"
    image.Root.AddTree "folder", False
    writer.Write image.CreateResultImage.ImageStream
    TakeError
    Check name & "__first_session", number = 0, Hex(number) & " " & description
End Sub

Sub BurnMore(name, writer, systems)
    Dim image, found, result, file
    On Error Resume Next
    Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
    image.MultisessionInterfaces = writer.MultisessionInterfaces
    TakeError
    Check name & "__MultisessionInterfaces", number = 0, Hex(number) & " " & description
    Check name & "__IdentifyFileSystemsOnDisc", image.IdentifyFileSystemsOnDisc(writer.Recorder) = systems, "another set"
    Check name & "__ProbeSpecificFileSystem", image.ProbeSpecificFileSystem(4), "UDF cannot be appended to"
    found = image.ImportFileSystem
    TakeError
    Check name & "__ImportFileSystem", number = 0 And found = 4, Hex(number) & " " & description & ", " & found
    Check name & "__ImportedVolumeName", image.ImportedVolumeName = "FIRST", image.ImportedVolumeName
    Check name & "__FileSystemsToCreate", image.FileSystemsToCreate = systems, image.FileSystemsToCreate
    Check name & "__items", image.FileCount = 4 And image.DirectoryCount = 4, image.FileCount & ", " & image.DirectoryCount
    image.Root.Remove "hello.txt"
    image.Root.AddTree "added", False
    TakeError
    Check name & "__AddTree", number = 0, Hex(number) & " " & description
    Set result = image.CreateResultImage
    Check name & "__DiscId", result.DiscId = image.CalculateDiscIdentifier, result.DiscId
    writer.Write result.ImageStream
    TakeError
    Check name & "__second_session", number = 0, Hex(number) & " " & description
    Set file = files.CreateTextFile(name & ".start")
    file.Write image.SessionStartBlock
    file.Close
    Set result = Nothing
    Set result = image.CreateResultImage
    TakeError
    Check name & "__DISC_MISMATCH", number = &HC0AAB158, Hex(number) & " " & description
End Sub

On Error Resume Next
Set files = CreateObject("Scripting.FileSystemObject")
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Dim writer
Set writer = WriterOf("script-more")
BurnFirst "script-more", writer, 7
BurnMore "script-more", writer, 7
Set writer = WriterOf("script-again")
BurnFirst "script-again", writer, 4
BurnMore "script-again", writer, 4

WScript.Echo "1.." & tests
