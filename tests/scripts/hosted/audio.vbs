' Audio tracks from a script: a blank CD is prepared, two tracks are added with a sink, a third is cancelled from it, and the disc is
' left open for the data writer, which adds its session.
Option Explicit
Const PREPARING = 1
Const APPENDABLE = 4
Const FINALIZED = &H4000
Dim shell, discctl, master, recorder, writer, data, samples, image, id, one, actions, last, lastTrack, sectors, start, cancels, faults, tests, number, description, free, toc

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

' The error that the statement before has left behind is this one.
Sub CheckError(name, expected)
    number = Err.Number
    description = Err.Description
    Err.Clear
    Check name, number = expected, Hex(number) & " " & description
End Sub

Sub Writer_Update(object, progress)
    If progress.CurrentAction <> last Then actions = actions & progress.CurrentAction
    last = progress.CurrentAction
    lastTrack = progress.CurrentTrackNumber
    sectors = progress.SectorCount
    start = progress.StartLba
    If progress.ElapsedTime < 0 Or progress.RemainingTime < 0 Then faults = faults + 1
    If progress.UsedSystemBuffer + progress.FreeSystemBuffer <> progress.TotalSystemBuffer Then faults = faults + 1
    If progress.LastReadLba < progress.LastWrittenLba Then faults = faults + 1
    If object.NumberOfExistingTracks <> lastTrack - 1 Then faults = faults + 1
    ' Of a track that is cancelled before its first block there is nothing on the disc.
    If cancels And progress.LastWrittenLba > start Then object.CancelAddTrack
End Sub

Sub Run(arguments)
    Dim process
    Set process = shell.Exec("""" & discctl & """ virtual " & arguments)
    Do While process.Status = 0
        WScript.Sleep 50
    Loop
End Sub

Sub Listen()
    actions = ""
    last = -1
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
Set samples = CreateObject("IMAPI2FS.MsftIsoImageManager") ' any file is a stream for it
samples.SetPath "track.raw"
Set writer = WScript.CreateObject("IMAPI2.MsftDiscFormat2TrackAtOnce")
CheckDone "CreateObject__track_at_once"

' Not prepared.
writer.PrepareMedia
CheckError "PrepareMedia__without_recorder", &HC0AA050A
writer.Recorder = recorder
CheckDone "Recorder__put"
writer.PrepareMedia
CheckError "PrepareMedia__without_name", &HC0AA050F
writer.ClientName = "audio.vbs"
writer.DoNotFinalizeMedia = True
writer.BufferUnderrunFreeDisabled = True
CheckDone "properties__put"
writer.AddAudioTrack samples.Stream
CheckError "AddAudioTrack__not_prepared", &HC0AA0502
writer.ReleaseMedia
CheckError "ReleaseMedia__not_prepared", &HC0AA0502
Check "MediaPhysicallyBlank__new_disc", writer.MediaPhysicallyBlank, "false"
Check "CurrentPhysicalMediaType__cd_r", writer.CurrentPhysicalMediaType = 2, writer.CurrentPhysicalMediaType
Check "SupportedMediaTypes__two", UBound(writer.SupportedMediaTypes) = 1, UBound(writer.SupportedMediaTypes)
Check "IsCurrentMediaSupported__blank", writer.IsCurrentMediaSupported(recorder), "false"

' Prepared.
writer.PrepareMedia
CheckDone "PrepareMedia"
Check "ExclusiveAccessOwner__prepared", recorder.ExclusiveAccessOwner = "audio.vbs", recorder.ExclusiveAccessOwner
writer.ClientName = "another"
CheckError "ClientName__prepared", &HC0AA0503
free = writer.FreeSectorsOnMedia
Check "sectors__used_and_free_are_all", writer.UsedSectorsOnMedia + free = writer.TotalSectorsOnMedia, free & " of " & writer.TotalSectorsOnMedia
Check "NumberOfExistingTracks__prepared", writer.NumberOfExistingTracks = 0, writer.NumberOfExistingTracks
toc = writer.ExpectedTableOfContents
CheckError "ExpectedTableOfContents__no_track", &HC0AA0505
WScript.ConnectObject writer, "Writer_"
Listen
writer.AddAudioTrack samples.Stream
CheckDone "AddAudioTrack__first"
Check "Writer_Update__order", actions = "123", actions
Check "Writer_Update__first_track", lastTrack = 1 And sectors = 300 And start = 0, lastTrack & ": " & sectors & " at " & start
Listen
writer.AddAudioTrack samples.Stream
CheckDone "AddAudioTrack__second"
Check "Writer_Update__second_track", lastTrack = 2 And sectors = 300 And start = 452, lastTrack & ": " & sectors & " at " & start
Check "NumberOfExistingTracks__two", writer.NumberOfExistingTracks = 2, writer.NumberOfExistingTracks
Check "FreeSectorsOnMedia__two_tracks", writer.FreeSectorsOnMedia = free - 904, free & " and " & writer.FreeSectorsOnMedia
toc = writer.ExpectedTableOfContents
CheckDone "ExpectedTableOfContents__two_tracks"
Check "ExpectedTableOfContents__one_element", UBound(toc) = 0, UBound(toc)
cancels = True
writer.AddAudioTrack samples.Stream
CheckError "AddAudioTrack__cancelled", &HC0AA0002
cancels = False
Check "NumberOfExistingTracks__cancelled_one_counts", writer.NumberOfExistingTracks = 3, writer.NumberOfExistingTracks
writer.CancelAddTrack
CheckError "CancelAddTrack__idle", &HC0AA0501
writer.ReleaseMedia
CheckDone "ReleaseMedia"
Check "ExclusiveAccessOwner__released", recorder.ExclusiveAccessOwner = "", recorder.ExclusiveAccessOwner
Check "Writer_Update__every_event_was_right", faults = 0, faults
writer.PrepareMedia
CheckError "PrepareMedia__disc_with_tracks", &HC0AA0506

' The data session behind the audio.
Set data = CreateObject("IMAPI2.MsftDiscFormat2Data")
data.Recorder = recorder
data.ClientName = "audio.vbs"
Check "CurrentMediaStatus__left_open", (data.CurrentMediaStatus And APPENDABLE) <> 0, data.CurrentMediaStatus
Set image = CreateObject("IMAPI2FS.MsftIsoImageManager")
image.SetPath "volume.iso"
data.ForceMediaToBeClosed = True
data.Write image.Stream
CheckDone "Write__data_session"
Check "CurrentMediaStatus__closed", (data.CurrentMediaStatus And FINALIZED) <> 0, data.CurrentMediaStatus

' Another kind of disc.
Run "insert script-hosted --media dvd+rw"
writer.PrepareMedia
CheckError "PrepareMedia__dvd", &HC0AA0507

WScript.Echo "1.." & tests
WScript.Quit 0
