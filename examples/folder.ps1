# Burns the content of a folder. On a disc that is not blank it is added to the files there.
#     powershell -ExecutionPolicy Bypass -File folder.ps1 FOLDER [-Recorder NUMBER] [-Label NAME]
param([Parameter(Mandatory)] [string] $Folder, [int] $Recorder = 0, [string] $Label)
$ErrorActionPreference = 'Stop'

$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
$drive = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$drive.InitializeDiscRecorder($master.Item($Recorder))
$writer = New-Object -ComObject IMAPI2.MsftDiscFormat2Data
$writer.Recorder = $drive
$writer.ClientName = 'folder.ps1'
$writer.DisableConsumerDvdCompatibilityMode = $true # else a DVD+R is closed
$image = New-Object -ComObject IMAPI2FS.MsftFileSystemImage
if ($writer.MediaHeuristicallyBlank) {
    $image.ChooseImageDefaults($drive)
} else {
    $image.MultisessionInterfaces = $writer.MultisessionInterfaces
    $null = $image.ImportFileSystem()
}
if ($Label) { $image.VolumeName = $Label }
$image.Root.AddTree((Resolve-Path -LiteralPath $Folder).ProviderPath, $false)
"$($image.FileCount) files"
$writer.Write($image.CreateResultImage().ImageStream)
'burned'
