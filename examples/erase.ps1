# Erases the disc in a recorder.
#     powershell -ExecutionPolicy Bypass -File erase.ps1 [-Recorder NUMBER] [-Full]
param([int] $Recorder = 0, [switch] $Full)
$ErrorActionPreference = 'Stop'

$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
$drive = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$drive.InitializeDiscRecorder($master.Item($Recorder))
$eraser = New-Object -ComObject IMAPI2.MsftDiscFormat2Erase
$eraser.Recorder = $drive
$eraser.ClientName = 'erase.ps1'
$eraser.FullErase = [bool] $Full
$eraser.EraseMedia()
'erased'
