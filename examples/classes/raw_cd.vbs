' MsftRawCDImageCreator and MsftDiscFormat2RawCD: an audio CD of one.raw and two.raw without a pause between them.
Option Explicit
Dim master, recorder, creator, writer, types, file, samples, track

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2RawCD")
writer.Recorder = recorder
writer.ClientName = "raw_cd.vbs"
types = writer.SupportedSectorTypes
Set creator = CreateObject("IMAPI2.MsftRawCDImageCreator")
creator.ResultingImageType = types(0)
creator.MediaCatalogNumber = "4006381333931"
For Each file In Array("one.raw", "two.raw")
    Set samples = CreateObject("IMAPI2FS.MsftIsoImageManager") ' a stream of any file
    samples.SetPath file
    track = creator.AddTrack(0, samples.Stream)                ' IMAPI_CD_SECTOR_AUDIO
    WScript.Echo "track " & creator.TrackInfo(track).TrackNumber & " begins at " & creator.TrackInfo(track).StartingLba
Next
creator.TrackInfo(1).ISRC = "US-S1Z-99-00001"

writer.PrepareMedia
writer.RequestedSectorType = creator.ResultingImageType
writer.WriteMedia creator.CreateResultImage
writer.ReleaseMedia
WScript.Echo "burned, lead-out at " & creator.StartOfLeadout
