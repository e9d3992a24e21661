# Import-Module -ArgumentList Own: the module's own DLLs, though others are registered; and what it says where it has none. MODULE has them,
# BARE is the module without.
. $PSScriptRoot\check.ps1

$said = try { Import-Module $env:BARE -ArgumentList Own; 'imported' } catch { "$_" }
Check 'own__not_there__says_so' ($said -match '^The module has no DLLs of its own: .*\\OpenImapi2\\x64\\imapi2\.dll is not there\.$') $said
Import-Module $env:MODULE -ArgumentList Own
CheckEqual 'own__lists_recorders' @(Get-OpticalRecorder).Count 2
$null = New-Item -ItemType Directory own-tree
Set-Content own-tree\a.txt a
$null = New-IsoImage own-tree own.iso
$places = (Get-Process -Id $PID).Modules | Where-Object ModuleName -match '^imapi2(fs)?\.dll$' | ForEach-Object { [IO.Path]::GetDirectoryName($_.FileName) }
CheckEqual 'own__whose_DLLs' (@($places | Where-Object { $_ -eq (Join-Path $env:MODULE x64) }).Count) 2
CheckEqual 'own__nobody_elses' @($places).Count 2
Done
