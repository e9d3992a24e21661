# examples/audio.ps1: two files of samples onto a blank CD-R, with a sink that the example compiles. The recorder is ps-audio.
. $PSScriptRoot\check.ps1

$examples = Join-Path $PSScriptRoot '..\..\examples'
$number = 0
$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
foreach ($id in $master) {
    if ($id -match '#ps-audio#') { break }
    $number++
}
$first = New-Object byte[] (400 * 2352)
$second = New-Object byte[] (300 * 2352)
[Random]::new(1).NextBytes($first)
[Random]::new(2).NextBytes($second)
[IO.File]::WriteAllBytes("$PWD\first.raw", $first)
[IO.File]::WriteAllBytes("$PWD\second.raw", $second)

$said = & "$examples\audio.ps1" -File first.raw, second.raw -Recorder $number
CheckEqual 'audio.ps1__burned' $said[-1] 'burned'
$list = & $env:DISCCTL virtual list --json | ConvertFrom-Json
$disc = [IO.Path]::ChangeExtension(($list | Where-Object name -eq 'ps-audio').image, '.bin')
$file = [IO.File]::Open($disc, 'Open', 'Read', 'ReadWrite')
$burned = New-Object byte[] ((400 + 152 + 300) * 2352) # 2 sectors of run-out and 150 of pause stand between the tracks
$got = $file.Read($burned, 0, $burned.Length)
$file.Close()
CheckEqual 'audio.ps1__bytes_read' $got $burned.Length
CheckEqual 'audio.ps1__first_track' ([Convert]::ToHexString($burned, 0, $first.Length) -eq [Convert]::ToHexString($first)) $true
CheckEqual 'audio.ps1__second_track' ([Convert]::ToHexString($burned, 552 * 2352, $second.Length) -eq [Convert]::ToHexString($second)) $true
Done
