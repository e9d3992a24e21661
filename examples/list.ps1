# Lists the recorders, shows what each one is and can, and opens and closes its tray.
#     powershell -ExecutionPolicy Bypass -File list.ps1
function Show($label, [scriptblock] $get) {
    try { $value = & $get } catch { $value = $_.Exception.GetBaseException().Message }
    "    ${label}: $value"
}
function Hex($numbers) { ($numbers | ForEach-Object { '{0:X}h' -f $_ }) -join ' ' }

try { $master = New-Object -ComObject IMAPI2.MsftDiscMaster2 }
catch { Write-Error 'IMAPI2 is not here: run regsvr32 imapi2.dll'; exit 1 }
"$($master.Count) recorder(s)"
foreach ($id in $master) {
    $recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
    $recorder.InitializeDiscRecorder($id)
    "$($recorder.VendorId) $($recorder.ProductId) $($recorder.ProductRevision)"
    Show 'Paths' { $recorder.VolumePathNames -join ' ' }
    Show 'Features' { Hex $recorder.SupportedFeaturePages }
    Show 'Profiles' { Hex $recorder.SupportedProfiles }
    Show 'Current profiles' { Hex $recorder.CurrentProfiles }
    Show 'Mode pages' { Hex $recorder.SupportedModePages }
    Show 'Held by' { $recorder.ExclusiveAccessOwner }
    Show 'Tray' { $recorder.EjectMedia(); 'opened' }
    if ($recorder.DeviceCanLoadMedia) { Show 'Tray' { $recorder.CloseTray(); 'closed' } }
    else { '    Tray: this drive cannot pull it in' }
}
