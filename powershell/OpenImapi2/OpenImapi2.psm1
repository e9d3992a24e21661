# CD, DVD and Blu-ray recorders by IMAPI2. The commands stand in commands/, the calls of COM in interop/.
#
#     Import-Module OpenImapi2                       by the IMAPI2 that is registered; where none is, by the module's own DLLs
#     Import-Module OpenImapi2 -ArgumentList Own     by the module's own DLLs, whatever is registered
#
# The language is Windows PowerShell 5.1's.
param([ValidateSet('Registered', 'Own')] [string] $Imapi2 = 'Registered')
Set-StrictMode -Version 2

if (-not ('OpenImapi2.Server' -as [type])) {
    Add-Type -ErrorAction Stop -IgnoreWarnings -Path (Get-ChildItem -Path (Join-Path $PSScriptRoot 'interop') -Filter *.cs | ForEach-Object FullName)
}
$architecture = if ([IntPtr]::Size -eq 8) { 'x64' } else { 'x86' }
[OpenImapi2.Server]::OwnFolder = Join-Path $PSScriptRoot $architecture
[OpenImapi2.Server]::PreferOwn = $Imapi2 -eq 'Own'
if ($Imapi2 -eq 'Own' -and -not (Test-Path -LiteralPath (Join-Path ([OpenImapi2.Server]::OwnFolder) 'imapi2.dll'))) {
    throw "The module has no DLLs of its own: $([OpenImapi2.Server]::OwnFolder)\imapi2.dll is not there."
}

. (Join-Path $PSScriptRoot 'Common.ps1')
foreach ($file in Get-ChildItem -Path (Join-Path $PSScriptRoot 'commands') -Filter *.ps1) { . $file.FullName }
