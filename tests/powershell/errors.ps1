# Errors as scripts catch them and as people read them.
. $PSScriptRoot\check.ps1

$com = [Runtime.InteropServices.COMException]
$recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
CheckFails 'EjectMedia__before_initialization' $com 0x80070006 'call InitializeDiscRecorder first' { $recorder.EjectMedia() }
CheckFails 'VendorId__called_as_a_method' $com 0x80004005 'call InitializeDiscRecorder first' { $recorder.VendorId() }
CheckFails 'InitializeDiscRecorder__empty' ArgumentException 0x80070057 '' { $recorder.InitializeDiscRecorder('') }

$which = try { $recorder.InitializeDiscRecorder('\\?\nothing#here') }
catch [IO.FileNotFoundException] { "no drive: $($_.Exception.Source)" }
catch { 'another' }
CheckEqual 'catch__by_type' $which 'no drive: OpenIMAPI2.MsftDiscRecorder2'
CheckEqual 'Error__keeps_the_words' ($Error[0].Exception.Message -match '"\\\\\?\\nothing#here"') $true

# Without try the script goes on, and what is shown is this.
$shown = & { $recorder.InitializeDiscRecorder('\\?\nothing#here') } 2>&1 | Out-String -Width 120
CheckEqual 'error_record__as_it_is_shown' (($shown -split "`r?`n" -match '^ +\| [^~]+$' -replace '^ +\| +') -join ' ') (
    'Initializing the recorder failed (0x80070002). There is no such device. Use an identifier that MsftDiscMaster2 lists. ' +
    'Identifier: "\\?\nothing#here".')
$recorder.InitializeDiscRecorder($ownId)
CheckFails 'no_such_method' Management.Automation.RuntimeException 0x80131501 "'Burn'" { $recorder.Burn() }
CheckFails 'put_of_a_read_only_property' MissingMemberException 0x80131512 'VendorId' { $recorder.VendorId = 'x' }

$holder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$holder.InitializeDiscRecorder($ownId)
$holder.AcquireExclusiveAccess($true, 'Night backup')
CheckFails 'EjectMedia__held_by_another' $com 0xC0AA0210 '"Night backup"' { $recorder.EjectMedia() }
CheckFails 'AcquireExclusiveAccess__held_by_another' $com 0xC0AA0210 '"Night backup"' { $recorder.AcquireExclusiveAccess($false, 'x') }
$holder.ReleaseExclusiveAccess()
CheckFails 'ReleaseExclusiveAccess__not_held' $com 0x80070001 'does not have exclusive access' { $holder.ReleaseExclusiveAccess() }
CheckFails 'EnableMcn__not_disabled' $com 0x80070016 'has not disabled' { $holder.EnableMcn() }
CheckFails 'AcquireExclusiveAccess__name_of_64' $com 0xC0AA0211 'too long' { $holder.AcquireExclusiveAccess($false, 'x' * 64) }
& $env:DISCCTL virtual fault ps-own --opcode 1b --sense 5/53/02 | Out-Null
CheckFails 'EjectMedia__drive_refuses' $com 0x80004005 '5/53/02' { $holder.EjectMedia() }
& $env:DISCCTL virtual fault ps-own --clear | Out-Null
Done
