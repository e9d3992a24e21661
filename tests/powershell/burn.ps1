# examples/burn.ps1, erase.ps1, copy.ps1 and folder.ps1 as an administrator starts them: an image onto a blank DVD+RW, verified, and the
# disc erased; then two folders, and the disc copied to a file. The progress comes through a sink that the example compiles. The recorder
# is ps-burn, with a blank DVD+RW.
. $PSScriptRoot\check.ps1

$examples = Join-Path $PSScriptRoot '..\..\examples'
$number = 0
$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
foreach ($id in $master) {
    if ($id -match '#ps-burn#') { break }
    $number++
}

$said = & "$examples\burn.ps1" -Image image.iso -Recorder $number
CheckEqual 'burn.ps1__free_sectors' $said[0] 'OPENIMAP Virtual BD-RE: 2295104 sectors are free'
CheckEqual 'burn.ps1__burned' $said[-1] 'burned'
$list = & $env:DISCCTL virtual list --json | ConvertFrom-Json
$disc = ($list | Where-Object name -eq 'ps-burn').image
$image = [IO.File]::ReadAllBytes((Resolve-Path image.iso))
$burned = New-Object byte[] $image.Length
$file = [IO.File]::Open($disc, 'Open', 'Read', 'ReadWrite')
$got = $file.Read($burned, 0, $burned.Length)
$file.Close()
CheckEqual 'burn.ps1__the_disc_has_every_byte' ([Convert]::ToHexString($burned) -eq [Convert]::ToHexString($image)) $true
CheckEqual 'burn.ps1__bytes_read' $got $image.Length

$said = & "$examples\burn.ps1" -Image image.iso -Recorder $number -Verify
CheckEqual 'burn.ps1__verified' $said[-1] 'burned'
$null = & $env:DISCCTL virtual fault ps-burn --opcode 28 --sense 3/11/00
$failed = try { & "$examples\burn.ps1" -Image image.iso -Recorder $number -Verify; 'burned' } catch { 'not verified' }
CheckEqual 'burn.ps1__unreadable_disc__is_not_verified' @($failed)[-1] 'not verified'
$null = & $env:DISCCTL virtual fault ps-burn --clear

$said = & "$examples\erase.ps1" -Recorder $number
CheckEqual 'erase.ps1__erased' $said 'erased'

foreach ($name in 'old', 'new') {
    $null = New-Item -ItemType Directory $name
    Set-Content "$name\$name.txt" $name
    $said = & "$examples\folder.ps1" -Folder $name -Recorder $number
    CheckEqual "folder.ps1__$name" $said[-1] 'burned'
}
CheckEqual 'folder.ps1__both_are_there' $said[0] '2 files'
$null = & $env:DISCCTL virtual insert ps-burn --image image.iso
$said = & "$examples\copy.ps1" -Path copy.iso -Recorder $number
CheckEqual 'copy.ps1__blocks' $said '20 blocks'
$copied = [IO.File]::ReadAllBytes((Resolve-Path copy.iso))
CheckEqual 'copy.ps1__every_byte' ([Convert]::ToHexString($copied) -eq [Convert]::ToHexString($image)) $true
CheckFails 'burn.ps1__no_such_recorder' ArgumentException 0x80070057 '(counted from 0)' {
    & "$examples\burn.ps1" -Image image.iso -Recorder 99
}
Done
