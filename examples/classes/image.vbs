' MsftFileSystemImage, FileSystemImageResult, FsiStream: an image of the folder "files", which goes to the disc in the first drive.
Option Explicit
Dim master, recorder, writer, image, result

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
image.ChooseImageDefaults recorder
image.VolumeName = "FILES"
image.Root.AddTree "files", False
Set result = image.CreateResultImage
WScript.Echo image.FileCount & " files, " & result.TotalBlocks & " blocks of " & result.BlockSize & " bytes"
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "image.vbs"
writer.Write result.ImageStream
WScript.Echo "burned"
