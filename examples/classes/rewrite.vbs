' MsftMultisessionRandomWrite, BlockRangeList, BlockRange: adds the folder "more" to a DVD+RW, and shows what is written.
Option Explicit
Dim master, recorder, writer, ways, image, result, run

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "rewrite.vbs"
ways = writer.MultisessionInterfaces
WScript.Echo "write unit: " & ways(1).WriteUnitSize & " sectors"
Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
image.MultisessionInterfaces = ways
image.ImportFileSystem
image.Root.AddTree "more", False
Set result = image.CreateResultImage
For Each run In result.ModifiedBlocks.BlockRanges
    WScript.Echo "blocks " & run.StartLba & " to " & run.EndLba
Next
writer.Write result.ImageStream
WScript.Echo "added"
