' Burns an audio CD, track by track, to the blank CD in a recorder.
'     cscript //nologo audio.vbs FILE... [RECORDER, counted from 0] [open] [progress]
' FILE      samples without a header (44100 Hz, 16 bits, left and right, low byte first), a multiple of 2352 bytes:
'               ffmpeg -i song.mp3 -f s16le -ar 44100 -ac 2 song.raw      truncate -s %2352 song.raw
'           "discctl audio" takes WAV files as they are.
' open      leaves the disc open for a data session behind the tracks
' progress  needs a script host that fires events: Windows' does, Wine's does not
Option Explicit
Dim master, recorder, writer, track, files, number, i, word, leaveOpen, showProgress

Sub Writer_Update(object, progress)
    If progress.CurrentAction = 2 Then ' IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING
        WScript.Echo "    track " & progress.CurrentTrackNumber & ": " & _
            Int(100 * (progress.LastWrittenLba - progress.StartLba) / progress.SectorCount) & " %"
    End If
End Sub

Sub EndIfFailed()
    If Err.Number <> 0 Then WScript.Echo Err.Description & " (" & Hex(Err.Number) & ")" : WScript.Quit 1
End Sub

Set files = CreateObject("Scripting.Dictionary")
number = 0
For i = 0 To WScript.Arguments.Count - 1
    word = WScript.Arguments(i)
    If word = "open" Then
        leaveOpen = True
    ElseIf word = "progress" Then
        showProgress = True
    ElseIf IsNumeric(word) Then
        number = CLng(word)
    Else
        files.Add files.Count, word
    End If
Next
If files.Count = 0 Then WScript.Echo "audio.vbs FILE... [RECORDER] [open] [progress]" : WScript.Quit 2

On Error Resume Next
Set master = CreateObject("IMAPI2.MsftDiscMaster2")
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder master.Item(number)
Set writer = CreateObject("IMAPI2.MsftDiscFormat2TrackAtOnce")
writer.Recorder = recorder
writer.ClientName = "audio.vbs"
writer.DoNotFinalizeMedia = leaveOpen
If showProgress Then WScript.ConnectObject writer, "Writer_"
EndIfFailed
writer.PrepareMedia
EndIfFailed
WScript.Echo recorder.VendorId & " " & recorder.ProductId & ": room for " & writer.FreeSectorsOnMedia & " sectors of 1/75 s"
For i = 0 To files.Count - 1
    If Err.Number = 0 Then
        Set track = CreateObject("IMAPI2FS.MsftIsoImageManager") ' a stream of any file
        track.SetPath files(i)
        writer.AddAudioTrack track.Stream
    End If
Next
number = Err.Number
word = Err.Description
Err.Clear
writer.ReleaseMedia ' whatever happened: what was written is closed, and the drive is free
If number = 0 Then number = Err.Number : word = Err.Description
If number <> 0 Then WScript.Echo word & " (" & Hex(number) & ")" : WScript.Quit 1
WScript.Echo "burned"
