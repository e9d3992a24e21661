# The module of powershell/OpenImapi2 on virtual recorders: ps-rw with a small DVD+RW, ps-r with a small CD-R, ps-slow with one that is
# written at its speed. MODULE is its folder, SERVER says which DLLs it finds: "registered", or "own", those in its folder, and nothing is
# registered.
. $PSScriptRoot\check.ps1
$PSStyle.OutputRendering = 'PlainText'
$server = $env:SERVER

# The block ends with this error record: its identifier, HRESULT, words of its text, and words of what to do.
function CheckRecord($name, $id, [int] $hresult, $words, $advice, [scriptblock] $block)
{
    $record = $null
    try { $null = & $block } catch { $record = $_ }
    $found = if ($record) { "$($record.FullyQualifiedErrorId) $('{0:X8}' -f $record.Exception.HResult) $($record.Exception.Message)" } else { 'no error' }
    Check $name ($record -and $record.FullyQualifiedErrorId.Split(',')[0] -ceq $id -and $record.Exception.HResult -eq $hresult -and
        $record.Exception.Message.Contains($words) -and $record.Exception.Message.EndsWith($advice) -and
        $record.ErrorDetails.RecommendedAction.Contains($advice)) $found
}

# The bytes of a virtual disc, from its beginning, or behind so many; where nothing was written they are 0.
function Get-DiscBytes($recorder, $count, $behind = 0)
{
    $list = & $env:DISCCTL virtual list --json | ConvertFrom-Json
    $bytes = New-Object byte[] $count
    $file = [IO.File]::Open(($list | Where-Object name -eq $recorder).image, 'Open', 'Read', 'ReadWrite')
    $null = $file.Seek($behind, 'Begin')
    $null = $file.Read($bytes, 0, $count)
    $file.Close()
    $bytes
}

function Get-Hash($bytes) { [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash([byte[]] $bytes)) }
function Get-FileSum($path) { Get-Hash ([IO.File]::ReadAllBytes((Join-Path (Get-Location) $path))) }

# Of the names that the tests make, those that are in an image file or on a disc. discctl wants a registered DLL.
function CheckNames($name, $of, $expected)
{
    if ($server -ne 'registered') { return }
    CheckEqual $name (((& $env:DISCCTL ls $of | Select-String -AllMatches 'note\.txt|added\.txt|data\.bin').Matches.Value | Sort-Object) -join ' ') $expected
}

# ---- the module itself
Import-Module $env:MODULE
CheckEqual 'module__commands' ((Get-Command -Module OpenImapi2).Name -join ' ') `
    'Clear-OpticalDisc Copy-OpticalDisc Dismount-OpticalDisc Get-OpticalMedia Get-OpticalRecorder New-IsoImage Write-OpticalDisc'
$poor = foreach ($command in Get-Command -Module OpenImapi2) {
    $help = Get-Help $command.Name -Full
    $undescribed = @($help.parameters.parameter | Where-Object { $_.name -notin 'WhatIf', 'Confirm' -and -not $_.description })
    if (-not $help.Synopsis -or $help.Synopsis -match '^\s*$command' -or @($help.examples.example).Count -lt 1 -or $undescribed.Count) { $command.Name }
}
CheckEqual 'module__each_command_has_help_and_an_example' "$poor" ''
$impacts = foreach ($name in 'New-IsoImage', 'Write-OpticalDisc', 'Clear-OpticalDisc', 'Dismount-OpticalDisc', 'Copy-OpticalDisc') {
    $command = Get-Command $name
    '{0} {1}' -f ($command.Parameters.ContainsKey('WhatIf') -and $command.Parameters.ContainsKey('Confirm')),
        ([Management.Automation.CommandMetadata] $command).ConfirmImpact
}
CheckEqual 'module__WhatIf_and_Confirm' ($impacts -join ', ') 'True Low, True High, True High, True Low, True Low'
# What Windows PowerShell 5.1 does not parse.
$newer = foreach ($file in Get-ChildItem $env:MODULE -Recurse -Include *.ps1, *.psm1, *.psd1) {
    $tokens = $errors = $null
    $null = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $tokens, [ref] $errors)
    $errors
    $tokens | Where-Object { $_.Kind -in 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr' } |
        ForEach-Object { "$($file.Name) $($_.Extent.StartLineNumber) $($_.Text)" }
    # 5.1 reads a file without a mark in the code page of the machine.
    if ([IO.File]::ReadAllBytes($file.FullName) -gt 127) { "$($file.Name) is not ASCII" }
}
CheckEqual 'module__language_of_5.1' "$newer" ''

# ---- recorders
$all = @(Get-OpticalRecorder)
CheckEqual 'Get-OpticalRecorder__all' (($all | ForEach-Object { $_.Id.Split('#')[2] } | Sort-Object) -join ' ') 'ps-own ps-r ps-rw ps-slim ps-slow'
$recorder = Get-OpticalRecorder ps-rw
CheckEqual 'Get-OpticalRecorder__by_name' $recorder.Id ($ownId -replace 'ps-own', 'ps-rw')
CheckEqual 'Get-OpticalRecorder__facts' "$($recorder.Vendor) $($recorder.Product) $($recorder.Revision) $($recorder.CanWrite) $($recorder.CanLoad)" `
    'OPENIMAP Virtual BD-RE 0001 True True'
CheckEqual 'Get-OpticalRecorder__by_index' (Get-OpticalRecorder $recorder.Index).Id $recorder.Id
CheckEqual 'Get-OpticalRecorder__by_place' (Get-OpticalRecorder $recorder.Drive.TrimEnd('\')).Id $recorder.Id
$table = @(($recorder | Out-String -Width 200).Trim() -split "`r?`n" -replace ' +', ' ')
CheckEqual 'Get-OpticalRecorder__table' "$($table[0].Trim())|$($table[2].Trim() -replace 'C:.*', '(place)')" `
    "Index Vendor Product Revision CanWrite Owner Drive|$($recorder.Index) OPENIMAP Virtual BD-RE 0001 True (place)"
CheckRecord 'Get-OpticalRecorder__unknown' ERROR_FILE_NOT_FOUND 0x80070002 '"nobody"' 'Get-OpticalRecorder lists the recorders that are there.' {
    Get-OpticalRecorder nobody -ErrorAction Stop
}
$told = @()
$found = Get-OpticalRecorder nobody, ps-rw -ErrorAction SilentlyContinue -ErrorVariable told
Check 'Get-OpticalRecorder__one_of_two_unknown__the_other_comes' ($found.Id -eq $recorder.Id -and $told.Count -eq 1) "$($found.Id) $($told.Count)"
CheckRecord 'Write__recorder_not_said__which_one' OpticalDiscError 0x80070057 '-Recorder is needed unless exactly one recorder can write' '' { Write-OpticalDisc image.iso -WhatIf }
$modules = (Get-Process -Id $PID).Modules | Where-Object ModuleName -eq imapi2.dll
CheckEqual 'server__whose_DLL' ([IO.Path]::GetDirectoryName($modules.FileName) -eq (Join-Path $env:MODULE x64)) ($server -eq 'own')

# ---- discs
$media = $recorder | Get-OpticalMedia
CheckEqual 'Get-OpticalMedia__DVD+RW' "$($media.Type)|$($media.State -join ' ')|$($media.IsBlank)|$($media.CanErase)|$($media.CapacityBytes)|$($media.FreeBytes)" `
    'DVD+RW|Overwritable Blank|True|True|8388608|8388608'
# 8x, 4x and 2.4x, as sim/ says of its DVD+RW; 1x is 680 sectors per second.
CheckEqual 'Get-OpticalMedia__speeds' ($media.Speeds -join ' ') '8 4 2.4'
$table = @(($media | Out-String -Width 200).Trim() -split "`r?`n" -replace ' +', ' ')
CheckEqual 'Get-OpticalMedia__table' "$($table[0].Trim())|$($table[2].Trim())" `
    "Recorder Type State Capacity (MB) Free (MB) Speeds|$($recorder.Index) OPENIMAP Virtual BD-RE DVD+RW Overwritable, Blank 8.4 8.4 8x 4x 2.4x"
$written = Get-OpticalMedia ps-own
CheckEqual 'Get-OpticalMedia__pressed_CD' "$($written.Type) $($written.IsBlank) $($written.CanErase) $($written.FreeBytes)" 'CD-ROM False False 0'
$first = @(Get-OpticalMedia 0)
CheckEqual 'Get-OpticalMedia__number_0__it_alone' "$($first.Count) $($first.Recorder.Index)" '1 0'

# ---- images
New-Item -ItemType Directory tree\deep | Out-Null
[IO.File]::WriteAllText((Join-Path (Get-Location) 'tree\note.txt'), 'a note')
[IO.File]::WriteAllBytes((Join-Path (Get-Location) 'tree\deep\data.bin'), [byte[]](0..255) * 4000)
New-IsoImage tree\* data.iso -WhatIf
Check 'New-IsoImage__WhatIf__no_file' (-not (Test-Path data.iso*)) 'there is one'
$file = New-IsoImage tree\* data.iso -VolumeName DATA -FileSystem ISO9660, Joliet
$bytes = [IO.File]::ReadAllBytes($file.FullName)
# ECMA-119 8.4.7: the name of the volume
CheckEqual 'New-IsoImage__volume_name' ([Text.Encoding]::ASCII.GetString($bytes, 16 * 2048 + 40, 32).TrimEnd()) 'DATA'
CheckEqual 'New-IsoImage__whole_blocks' ($bytes.Length % 2048) 0
CheckNames 'New-IsoImage__content' data.iso 'data.bin note.txt'
CheckRecord 'New-IsoImage__file_is_there' OpticalDiscError 0x80070050 '-Force' '' { New-IsoImage tree data.iso }
CheckEqual 'New-IsoImage__file_is_there__stays' (Get-FileSum data.iso) (Get-Hash $bytes)
$file = Get-ChildItem tree | New-IsoImage -Destination data.iso -VolumeName PIPE -Force -FileSystem ISO9660
CheckEqual 'New-IsoImage__pipeline_and_Force' ([Text.Encoding]::ASCII.GetString([IO.File]::ReadAllBytes($file.FullName), 16 * 2048 + 40, 32).TrimEnd()) 'PIPE'
[IO.File]::WriteAllBytes((Join-Path (Get-Location) 'boot.img'), (New-Object byte[] 4096))
$file = New-IsoImage tree boot.iso -FileSystem ISO9660 -BootImage boot.img -UefiBootImage boot.img
$bytes = [IO.File]::ReadAllBytes($file.FullName)
# El Torito 2.0: the boot record in sector 17 names the catalog; BIOS's entry, and UEFI's section behind it.
$catalog = [BitConverter]::ToUInt32($bytes, 17 * 2048 + 71) * 2048
CheckEqual 'New-IsoImage__boot' (Hex $bytes[$catalog], $bytes[$catalog + 32], $bytes[$catalog + 64], $bytes[$catalog + 65], $bytes[$catalog + 96]) '1 88 91 EF 88'
$large = [IO.File]::Create((Join-Path (Get-Location) 'large')); $large.SetLength(800MB); $large.Close()
CheckRecord 'New-IsoImage__too_large_for_a_CD' IMAPI_E_IMAGE_SIZE_LIMIT 0xC0AAB120 'large' 'or choose a larger -MediaType or disc.' {
    New-IsoImage large large.iso -MediaType CDR
}
Check 'New-IsoImage__failed__leaves_no_file' (-not (Test-Path large.iso*)) 'there is one'
Remove-Item large

# What somebody else has made is neither overwritten nor removed.
function Set-Other($name) { [IO.File]::WriteAllBytes((Join-Path (Get-Location) $name), [byte[]](1, 2, 3)) }
function Get-Other($name) { if (Test-Path -LiteralPath $name) { (Get-Content -LiteralPath $name -AsByteStream -TotalCount 4) -join ' ' } else { 'gone' } }
# The HRESULT of a job that a command has made before there was a file of that name.
function Invoke-Job($job)
{
    $job.Start()
    WaitFor { $job.Wait(100) }
    if ($job.Error) { '{0:X8}' -f $job.Error.HResult } else { 'done' }
}
Set-Other other.iso.part
$file = New-IsoImage tree other.iso -FileSystem ISO9660
CheckEqual 'New-IsoImage__name_of_the_part_is_taken__stays' "$(Get-Other other.iso.part) $($file.Length % 2048) $((Get-Item other.iso*).Name)" '1 2 3 0 other.iso other.iso.part'
$job = New-Object OpenImapi2.ImageJob -Property @{ Sources = @("$(Get-Location)\tree"); Destination = "$(Get-Location)\late.iso"; MediaType = 12 }
Set-Other late.iso
# HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS)
CheckEqual 'New-IsoImage__file_made_meanwhile__stays' "$(Invoke-Job $job) $(Get-Other late.iso) $((Get-Item late.iso*).Name)" '800700B7 1 2 3 late.iso'
Set-Other held.iso
$held = [IO.File]::Open((Join-Path (Get-Location) held.iso), 'Open', 'Read', 'ReadWrite, Delete')
try { $null = New-IsoImage tree held.iso -Force } catch { $null }
$held.Close()
CheckEqual 'New-IsoImage__Force__file_is_held__one_of_both_is_there' "$((Get-Item held.iso*).Name)" 'held.iso'
$why = ''
try { [IO.File]::Open((Join-Path (Get-Location) 'tree\note.txt'), 'Open', 'ReadWrite', 'None').Close() } catch { $why = "$_" }
CheckEqual 'New-IsoImage__its_files_are_free' $why ''

# ---- writing
$null = New-IsoImage tree\* data.iso -VolumeName DATA -Force
$image = [IO.File]::ReadAllBytes((Join-Path (Get-Location) 'data.iso'))
Write-OpticalDisc data.iso ps-rw -WhatIf
CheckEqual 'Write__WhatIf__disc_is_blank' (Get-OpticalMedia ps-rw).IsBlank $true
CheckEqual 'Write__WhatIf__no_byte_changed' (Get-Hash (Get-DiscBytes ps-rw 8388608)) (Get-Hash (New-Object byte[] 8388608))
$refused = try { Write-OpticalDisc data.iso ps-rw; 'written' } catch { 'refused' }
CheckEqual 'Write__nobody_can_be_asked__refused' "$refused $((Get-OpticalMedia ps-rw).IsBlank)" 'refused True'
$result = Write-OpticalDisc data.iso ps-rw -Verify -Speed 4 -Confirm:$false
CheckEqual 'Write__result' "$($result.Type) $($result.Bytes) $($result.Verified) $($result.Finalized)" "DVD+RW $($image.Length) True False"
CheckEqual 'Write__the_disc_has_every_byte' (Get-Hash (Get-DiscBytes ps-rw $image.Length)) (Get-Hash $image)
CheckRecord 'Write__disc_is_not_blank' E_IMAPI_DF2DATA_MEDIA_NOT_BLANK 0xC0AA0405 '(0xC0AA0405). The disc is not blank.' 'or insert a blank one.' {
    Write-OpticalDisc data.iso ps-rw -Confirm:$false
}
CheckRecord 'Write__image_on_a_rewritable_disc_with_Append' E_IMAPI_DF2DATA_MEDIA_NOT_BLANK 0xC0AA0405 'not blank' 'or insert a blank one.' {
    Write-OpticalDisc data.iso ps-rw -Append -Confirm:$false
}
New-Item -ItemType Directory more | Out-Null
[IO.File]::WriteAllText((Join-Path (Get-Location) 'more\added.txt'), 'added')
$null = Write-OpticalDisc more ps-rw -Append -Confirm:$false
CheckNames 'Write__folder_added__both_are_there' ps-rw 'added.txt data.bin note.txt'
$null = Write-OpticalDisc more ps-rw -Overwrite -VolumeName MORE -Confirm:$false
CheckNames 'Write__folder_overwrites__it_alone_is_there' ps-rw 'added.txt'
$large = [IO.File]::Create((Join-Path (Get-Location) 'large.iso')); $large.SetLength(16MB); $large.Close()
CheckRecord 'Write__image_too_large' E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA 0xC0AA0404 'do not fit' 'as FreeBytes.' {
    Write-OpticalDisc large.iso ps-rw -Overwrite -Confirm:$false
}
[IO.File]::WriteAllText((Join-Path (Get-Location) 'odd.iso'), 'no sector')
CheckRecord 'Write__no_whole_sectors' E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED 0xC0AA0403 '2048' 'such as New-IsoImage makes.' {
    Write-OpticalDisc odd.iso ps-rw -Overwrite -Confirm:$false
}
& $env:DISCCTL virtual fault ps-rw --opcode 2a --sense 3/0C/00 | Out-Null
CheckRecord 'Write__drive_refuses' E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE 0xC0AA0301 '3/0C/00' 'unless it is rewritable.' { Write-OpticalDisc data.iso ps-rw -Overwrite -Confirm:$false }
& $env:DISCCTL virtual fault ps-rw --clear | Out-Null
CheckEqual 'Write__failed__drive_is_free' (Get-OpticalRecorder ps-rw).Owner ''
& $env:DISCCTL virtual fault ps-rw --opcode 28 --sense 3/11/05 | Out-Null
CheckRecord 'Write__Verify__unreadable' E_IMAPI_BURN_VERIFICATION_FAILED 0xC0AA0007 'differs' 'or at a lower -Speed.' {
    Write-OpticalDisc data.iso ps-rw -Overwrite -Verify -Confirm:$false
}
CheckEqual 'Write__without_Verify__nothing_is_read' (Write-OpticalDisc data.iso ps-rw -Overwrite -Confirm:$false).Verified $false
& $env:DISCCTL virtual fault ps-rw --clear | Out-Null

# ---- copying
$null = Write-OpticalDisc data.iso ps-rw -Overwrite -Confirm:$false
Copy-OpticalDisc ps-rw copy.iso -WhatIf
Check 'Copy__WhatIf__no_file' (-not (Test-Path copy.iso*)) 'there is one'
$file = Copy-OpticalDisc ps-rw copy.iso
CheckEqual 'Copy__every_byte' "$($file.Length) $(Get-FileSum copy.iso)" "8388608 $(Get-Hash (Get-DiscBytes ps-rw 8388608))"
CheckRecord 'Copy__file_is_there' OpticalDiscError 0x80070050 '-Force' '' { Copy-OpticalDisc ps-rw copy.iso }
Set-Other other-copy.iso.part
$file = Copy-OpticalDisc ps-rw other-copy.iso
CheckEqual 'Copy__name_of_the_part_is_taken__stays' "$(Get-Other other-copy.iso.part) $($file.Length) $((Get-Item other-copy.iso*).Name)" '1 2 3 8388608 other-copy.iso other-copy.iso.part'
$job = New-Object OpenImapi2.CopyJob -Property @{ RecorderId = $recorder.Id; Destination = "$(Get-Location)\late-copy.iso" }
Set-Other late-copy.iso
CheckEqual 'Copy__file_made_meanwhile__stays' "$(Invoke-Job $job) $(Get-Other late-copy.iso) $((Get-Item late-copy.iso*).Name)" '800700B7 1 2 3 late-copy.iso'
& $env:DISCCTL virtual fault ps-rw --opcode 28 --sense 3/11/05 | Out-Null
CheckRecord 'Copy__unreadable' ERROR_READ_FAULT 0x8007001E 'Block 0 could not be read: the drive says 3/11/05.' 'cannot be copied this way.' {
    Copy-OpticalDisc ps-rw unreadable.iso
}
& $env:DISCCTL virtual fault ps-rw --clear | Out-Null
Check 'Copy__failed__leaves_no_file' (-not (Test-Path unreadable.iso*)) 'there is one'

# ---- a disc that can be written once
$null = Write-OpticalDisc data.iso ps-r -Finalize -Confirm:$false
$file = Copy-OpticalDisc ps-r cd.iso
$copied = [IO.File]::ReadAllBytes($file.FullName)
# 150 blocks of post-gap follow (MMC, track at once).
CheckEqual 'Copy__CD-R__image_and_postgap' $copied.Length ($image.Length + 150 * 2048)
CheckEqual 'Copy__CD-R__begins_with_the_image' (Get-Hash $copied[0..($image.Length - 1)]) (Get-Hash $image)
CheckRecord 'Write__finished_disc' E_IMAPI_DF2DATA_INVALID_MEDIA_STATE 0xC0AA0402 'present state' 'made blank by Clear-OpticalDisc.' {
    Write-OpticalDisc data.iso ps-r -Append -Confirm:$false
}
CheckRecord 'Clear__CD-R' E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED 0xC0AA0909 'cannot be erased' 'DVD-RAM and BD-RE.' { Clear-OpticalDisc ps-r -Confirm:$false }

# ---- erasing
Clear-OpticalDisc ps-rw -WhatIf
CheckEqual 'Clear__WhatIf__not_blank' (Get-OpticalMedia ps-rw).IsBlank $false
Get-OpticalMedia ps-rw | Clear-OpticalDisc -Confirm:$false
CheckEqual 'Clear__blank' (Get-OpticalMedia ps-rw).IsBlank $true

# ---- Ctrl-C while it writes at 2.4x, more than a minute: the command is stopped, as the console does it
$data = [IO.File]::Create((Join-Path (Get-Location) 'slow.iso')); $data.SetLength(240MB - 1); $null = $data.Seek(0, 'End'); $data.WriteByte(0xAA); $data.Close()
$shell = [powershell]::Create()
$null = $shell.AddScript('param($module, $place) Set-Location $place; Import-Module $module; Write-OpticalDisc slow.iso ps-slow -Speed 2.4 -Confirm:$false').
    AddArgument($env:MODULE).AddArgument("$(Get-Location)")
$running = $shell.BeginInvoke()
WaitFor { $running.IsCompleted -or @($shell.Streams.Progress | Where-Object StatusDescription -match '^Writing: .*MB/s').Count -ge 2 }
$told = @($shell.Streams.Progress | Where-Object StatusDescription -match '^Writing: .*MB/s')[-1]
Check 'Write__progress__rate' ($told.StatusDescription -match '^Writing: \d+(\.\d)? [kM]B of 251\.7 MB at \d+\.\d MB/s \([1-3]\.\dx\)$') "$($told.StatusDescription)"
Check 'Write__progress__percent_and_time_left' ($told.PercentComplete -ge 0 -and $told.PercentComplete -lt 100 -and $told.SecondsRemaining -ge 0) `
    "$($told.PercentComplete) $($told.SecondsRemaining)"
CheckEqual 'Write__held_while_it_writes' (Get-OpticalRecorder ps-slow).Owner 'OpenImapi2 PowerShell'
$clock = [Diagnostics.Stopwatch]::StartNew()
$shell.Stop()
Check 'Write__stopped__within_a_minute' ($clock.Elapsed.TotalSeconds -lt 60 -and $shell.InvocationStateInfo.State -eq 'Stopped') "$($clock.Elapsed) $($shell.InvocationStateInfo.State)"
CheckEqual 'Write__stopped__drive_is_free' (Get-OpticalRecorder ps-slow).Owner ''
$shell.Dispose()
CheckEqual 'Write__stopped__the_end_was_not_written' @(Get-DiscBytes ps-slow 1 (240MB - 1)) 0

# ---- ejecting
Dismount-OpticalDisc ps-rw -WhatIf
CheckEqual 'Dismount__WhatIf__disc_is_in' (Get-OpticalMedia ps-rw).Type 'DVD+RW'
Get-OpticalRecorder ps-rw | Dismount-OpticalDisc
CheckRecord 'Get-OpticalMedia__no_disc' E_IMAPI_RECORDER_MEDIA_NO_MEDIA 0xC0AA0202 'There is no disc in the drive.' 'Insert a disc, and close the tray.' {
    Get-OpticalMedia ps-rw -ErrorAction Stop
}
$told = @()
$null = Get-OpticalMedia ps-rw -ErrorAction SilentlyContinue -ErrorVariable told
CheckEqual 'Get-OpticalMedia__no_disc__record' "$($told.Count) $($told[0].CategoryInfo.Category) $($told[0].TargetObject)" "1 ResourceUnavailable $($recorder.Index) OPENIMAP Virtual BD-RE"
CheckRecord 'Copy__no_disc' E_IMAPI_RECORDER_MEDIA_NO_MEDIA 0xC0AA0202 'no disc' 'Insert a disc, and close the tray.' { Copy-OpticalDisc ps-rw none.iso }
& $env:DISCCTL virtual fault ps-slim --opcode 1b --sense 5/53/02 | Out-Null
CheckRecord 'Dismount__drive_refuses' OpticalDiscError 0x80004005 '5/53/02' '' { Dismount-OpticalDisc ps-slim -ErrorAction Stop }
& $env:DISCCTL virtual fault ps-slim --clear | Out-Null
if ($server -eq 'registered') {
    $holder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
    $holder.InitializeDiscRecorder((Get-OpticalRecorder ps-slow).Id)
    $holder.AcquireExclusiveAccess($true, 'Night backup')
    CheckEqual 'Get-OpticalRecorder__owner' (Get-OpticalRecorder ps-slow).Owner 'Night backup'
    CheckRecord 'Dismount__held_by_another' E_IMAPI_RECORDER_LOCKED 0xC0AA0210 '"Night backup"' 'shows its name as Owner.' {
        Dismount-OpticalDisc ps-slow -ErrorAction Stop
    }
    $holder.ReleaseExclusiveAccess()
}
$null = Write-OpticalDisc data.iso ps-slow -Overwrite -Eject -Confirm:$false
CheckRecord 'Write__Eject__no_disc_afterwards' E_IMAPI_RECORDER_MEDIA_NO_MEDIA 0xC0AA0202 'no disc' 'Insert a disc, and close the tray.' {
    Get-OpticalMedia ps-slow -ErrorAction Stop
}
Done
