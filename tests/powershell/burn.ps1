# examples/burn.ps1 and erase.ps1 as an administrator starts them: an image onto a blank DVD+RW, and the disc erased. The
# progress comes through a sink that the example compiles. The recorder is ps-burn, with a blank DVD+RW.
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

$said = & "$examples\erase.ps1" -Recorder $number
CheckEqual 'erase.ps1__erased' $said 'erased'
CheckFails 'burn.ps1__no_such_recorder' ArgumentException 0x80070057 'which are counted from 0' {
    & "$examples\burn.ps1" -Image image.iso -Recorder 99
}
Done
