' Burns the content of a folder. On a disc that is not blank it is added to the files there.
'     cscript //nologo folder.vbs FOLDER [RECORDER, counted from 0] [LABEL]
Option Explicit
Dim files, master, recorder, writer, image, number

If WScript.Arguments.Count = 0 Then WScript.Echo "folder.vbs FOLDER [RECORDER] [LABEL]" : WScript.Quit 2
number = 0
If WScript.Arguments.Count > 1 Then number = CLng(WScript.Arguments(1))

On Error Resume Next
Set files = CreateObject("Scripting.FileSystemObject")
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(number)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "folder.vbs"
Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
If writer.MediaHeuristicallyBlank Then
    image.ChooseImageDefaults recorder
Else
    image.MultisessionInterfaces = writer.MultisessionInterfaces
    image.ImportFileSystem
End If
If WScript.Arguments.Count > 2 Then image.VolumeName = WScript.Arguments(2)
If Err.Number = 0 Then image.Root.AddTree files.GetAbsolutePathName(WScript.Arguments(0)), False
If Err.Number = 0 Then WScript.Echo image.FileCount & " files, " & image.UsedBlocks & " of " & image.FreeMediaBlocks & " blocks"
If Err.Number = 0 Then writer.Write image.CreateResultImage.ImageStream
If Err.Number <> 0 Then WScript.Echo Err.Description & " (" & Hex(Err.Number) & ")" : WScript.Quit 1
WScript.Echo "burned"
