# MsftDiscRecorder2's members as administrators use them: alone, in tables, in pipelines.
. $PSScriptRoot\check.ps1

# A much copied script passes the master itself: its text is its IDs, so that this works where there is one recorder.
$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
$recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
CheckFails 'InitializeDiscRecorder__master_with_two_recorders' IO.FileNotFoundException 0x80070002 `
    'There is no such device' { $recorder.InitializeDiscRecorder($master) }
& $env:DISCCTL virtual remove ps-slim | Out-Null
$recorder.InitializeDiscRecorder($master)
CheckEqual 'InitializeDiscRecorder__master_with_one_recorder' $recorder.ActiveDiscRecorder $ownId
& $env:DISCCTL virtual add ps-slim --drive $env:SLIM 2>&1 | Out-Null

$recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
CheckEqual 'before_initialization__a_property_is_nothing' $recorder.VendorId $null
$recorder.InitializeDiscRecorder($slimId)
CheckEqual 'ActiveDiscRecorder' $recorder.ActiveDiscRecorder $slimId
CheckEqual 'VendorId' $recorder.VendorId 'HL-DT-ST'
CheckEqual 'ProductId' $recorder.ProductId 'BD-RE BU40N'
CheckEqual 'ProductRevision' $recorder.ProductRevision '1.03'
Check 'VolumeName' $recorder.VolumeName.StartsWith('\\?\') $recorder.VolumeName
Check 'VolumePathNames' (@($recorder.VolumePathNames).Count -eq 1 -and (Test-Path $recorder.VolumePathNames[0])) $recorder.VolumePathNames
Check 'DeviceCanLoadMedia' ($recorder.DeviceCanLoadMedia -is [bool] -and -not $recorder.DeviceCanLoadMedia) $recorder.DeviceCanLoadMedia
Check 'LegacyDeviceNumber' ($recorder.LegacyDeviceNumber -is [int] -and $recorder.LegacyDeviceNumber -ge 0) $recorder.LegacyDeviceNumber
CheckEqual 'ExclusiveAccessOwner' $recorder.ExclusiveAccessOwner ''
# As captured (tests/drives), in the drive's order.
CheckEqual 'SupportedFeaturePages' (Hex $recorder.SupportedFeaturePages) '0 3 1D 1E 1F 40 41 107 108 10C 10D'
Check 'CurrentFeaturePages' ($recorder.CurrentFeaturePages -contains 0x40) (Hex $recorder.CurrentFeaturePages)
CheckEqual 'SupportedProfiles' (Hex $recorder.SupportedProfiles) '43 42 41 40 2B 1B 1A 16 15 14 13 12 11 10 A 9 8 2'
CheckEqual 'CurrentProfiles' (Hex $recorder.CurrentProfiles) '40'
CheckEqual 'SupportedModePages__has_2Ah_once' @($recorder.SupportedModePages -eq 0x2A).Count 1
enum Profile { CdRom = 8; DvdRom = 0x10; BdRom = 0x40 }
CheckEqual 'CurrentProfiles__cast_to_an_enumeration' ([Profile[]] $recorder.CurrentProfiles) 'BdRom'
CheckEqual 'SupportedProfiles__cast_to_numbers' ([int[]] $recorder.SupportedProfiles).Length 18
CheckEqual 'SupportedProfiles__sorted' (Hex ($recorder.SupportedProfiles | Sort-Object | Select-Object -First 3)) '2 8 9'

# An inventory, as people write it.
$table = $master | ForEach-Object {
    $one = New-Object -ComObject IMAPI2.MsftDiscRecorder2
    $one.InitializeDiscRecorder($_)
    $one
} | Select-Object VendorId, ProductId, @{ Name = 'Tray'; Expression = { $_.DeviceCanLoadMedia } }
CheckEqual 'table' (($table | Format-Table | Out-String -Width 100).Trim() -split "`r?`n" | ForEach-Object TrimEnd) @(
    'VendorId ProductId      Tray'
    '-------- ---------      ----'
    'OPENIMAP Virtual BD-RE  True'
    'HL-DT-ST BD-RE BU40N   False'
)
CheckEqual 'ConvertTo_Csv' ($table | ConvertTo-Csv) @(
    '"VendorId","ProductId","Tray"'
    '"OPENIMAP","Virtual BD-RE","True"'
    '"HL-DT-ST","BD-RE BU40N","False"'
)
$json = $recorder | ConvertTo-Json | ConvertFrom-Json
Check 'ConvertTo_Json' ($json.ProductId -eq 'BD-RE BU40N' -and $json.CurrentProfiles[0] -eq 0x40) $json
CheckEqual 'Get_Member' (Get-Member -InputObject $recorder | ForEach-Object { "$($_.MemberType) $($_.Definition)".Trim() }) @(
    'Method void AcquireExclusiveAccess (bool force, string __MIDL__IDiscRecorder20000)'
    'Method void CloseTray ()'
    'Method void DisableMcn ()'
    'Method void EjectMedia ()'
    'Method void EnableMcn ()'
    'Method void InitializeDiscRecorder (string recorderUniqueId)'
    'Method void ReleaseExclusiveAccess ()'
    'Property string ActiveDiscRecorder () {get}'
    'Property SAFEARRAY(Variant) CurrentFeaturePages () {get}'
    'Property SAFEARRAY(Variant) CurrentProfiles () {get}'
    'Property bool DeviceCanLoadMedia () {get}'
    'Property string ExclusiveAccessOwner () {get}'
    'Property int LegacyDeviceNumber () {get}'
    'Property string ProductId () {get}'
    'Property string ProductRevision () {get}'
    'Property SAFEARRAY(Variant) SupportedFeaturePages () {get}'
    'Property SAFEARRAY(Variant) SupportedModePages () {get}'
    'Property SAFEARRAY(Variant) SupportedProfiles () {get}'
    'Property string VendorId () {get}'
    'Property string VolumeName () {get}'
    'Property SAFEARRAY(Variant) VolumePathNames () {get}'
)

# The methods.
foreach ($name in 'IMAPI2.MsftDiscRecorder2.1', 'OpenIMAPI2.MsftDiscRecorder2', 'OpenIMAPI2.MsftDiscRecorder2.1') {
    $own = New-Object -ComObject $name
    $own.InitializeDiscRecorder($ownId)
    CheckEqual "ProgID__$name" $own.ProductId 'Virtual BD-RE'
}
$own.EjectMedia()
CheckEqual 'EjectMedia' $own.CurrentProfiles.Length 0
$own.CloseTray()
CheckEqual 'CloseTray' $own.CurrentProfiles.Length 1
$own.DisableMcn()
$own.EnableMcn()
$own.AcquireExclusiveAccess($false, 'Night backup')
CheckEqual 'AcquireExclusiveAccess' $own.ExclusiveAccessOwner 'Night backup'
$own.ReleaseExclusiveAccess()
CheckEqual 'ReleaseExclusiveAccess' $own.ExclusiveAccessOwner ''
foreach ($method in 'EjectMedia', 'CloseTray') { $own.$method() }
CheckEqual 'method_by_a_name_in_a_variable' $own.CurrentProfiles.Length 1
Done
