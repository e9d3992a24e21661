' MsftMultisessionSequential: adds the folder "more" to a CD, DVD or BD-R that is still open.
Option Explicit
Dim master, recorder, writer, ways, session, image

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "append.vbs"
ways = writer.MultisessionInterfaces
Set session = ways(0)
If session.IsSupportedOnCurrentMediaState Then
    WScript.Echo "last session at " & session.StartAddressOfPreviousSession & ", next one at " & session.NextWritableAddress
    Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
    image.MultisessionInterfaces = Array(session)
    image.ImportFileSystem
    image.Root.AddTree "more", False
    writer.Write image.CreateResultImage.ImageStream
    WScript.Echo "added; " & image.FileCount & " files on the disc"
End If
