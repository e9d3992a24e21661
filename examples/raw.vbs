' Burns an audio CD at once, from raw sectors: without pauses, with a catalogue number and the codes of the recordings.
'     cscript //nologo raw.vbs FILE... [RECORDER, counted from 0] [mcn=NUMBER] [isrc=CODE of the first track]
' FILE  samples as for audio.vbs, of 4 seconds at least
Option Explicit
Dim master, recorder, creator, writer, track, image, files, number, i, word, catalogue, code, index, kind, kinds

Sub EndIfFailed()
    If Err.Number <> 0 Then WScript.Echo Err.Description & " (" & Hex(Err.Number) & ")" : WScript.Quit 1
End Sub

Set files = CreateObject("Scripting.Dictionary")
number = 0
For i = 0 To WScript.Arguments.Count - 1
    word = WScript.Arguments(i)
    If Left(word, 4) = "mcn=" Then
        catalogue = Mid(word, 5)
    ElseIf Left(word, 5) = "isrc=" Then
        code = Mid(word, 6)
    ElseIf IsNumeric(word) Then
        number = CLng(word)
    Else
        files.Add files.Count, word
    End If
Next
If files.Count = 0 Then WScript.Echo "raw.vbs FILE... [RECORDER] [mcn=NUMBER] [isrc=CODE]" : WScript.Quit 2

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(number)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2RawCD")
writer.Recorder = recorder
writer.ClientName = "raw.vbs"
kinds = writer.SupportedSectorTypes
EndIfFailed
If UBound(kinds) < 0 Then WScript.Echo "The recorder does not write raw; audio.vbs does without" : WScript.Quit 1
kind = kinds(0) ' 1: IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY

Set creator = CreateObject("IMAPI2.MsftRawCDImageCreator")
creator.ResultingImageType = kind
creator.DisableGaplessAudio = False
If Not IsEmpty(catalogue) Then creator.MediaCatalogNumber = catalogue
For i = 0 To files.Count - 1
    If Err.Number = 0 Then
        Set track = CreateObject("IMAPI2FS.MsftIsoImageManager") ' a stream of any file
        track.SetPath files(i)
        index = creator.AddTrack(0, track.Stream) ' IMAPI_CD_SECTOR_AUDIO
        If i = 0 And Not IsEmpty(code) Then creator.TrackInfo(index).ISRC = code
    End If
Next
EndIfFailed
Set image = creator.CreateResultImage
EndIfFailed

writer.PrepareMedia
EndIfFailed
writer.RequestedSectorType = kind
WScript.Echo recorder.VendorId & " " & recorder.ProductId & ": sector type " & kind & ", lead-out at " & creator.StartOfLeadout
If Err.Number = 0 Then writer.WriteMedia image
number = Err.Number
word = Err.Description
Err.Clear
writer.ReleaseMedia ' whatever happened: the drive is free
If number = 0 Then number = Err.Number : word = Err.Description
If number <> 0 Then WScript.Echo word & " (" & Hex(number) & ")" : WScript.Quit 1
WScript.Echo "burned"
