' OpenIMAPI2.CDText: an audio CD whose titles players show. The drive has to write raw sub-code (type 3).
Option Explicit
Dim master, recorder, creator, writer, text, samples

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(0)
Set samples = CreateObject("IMAPI2FS.MsftIsoImageManager") ' a stream of any file
samples.SetPath "one.raw"
Set creator = CreateObject("IMAPI2.MsftRawCDImageCreator")
creator.ResultingImageType = 3 ' IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW
creator.AddTrack 0, samples.Stream
Set text = CreateObject("OpenIMAPI2.CDText")
text.Text(&H80, 0) = "Four Fine Walls" ' OPEN_CD_TEXT_TITLE of the disc
text.Text(&H80, 1) = "Lead-in"         ' and of track 1
text.Text(&H81, 0) = "The Sector Band" ' OPEN_CD_TEXT_PERFORMER
text.Attach creator
creator.AddSubcodeRWGenerator text

Set writer = CreateObject("IMAPI2.MsftDiscFormat2RawCD")
writer.Recorder = recorder
writer.ClientName = "cd_text.vbs"
writer.PrepareMedia
text.StartOfLeadIn = writer.StartOfNextSession
writer.RequestedSectorType = 3
writer.WriteMedia creator.CreateResultImage
writer.ReleaseMedia
WScript.Echo "burned with " & text.Text(&H80, 1)
