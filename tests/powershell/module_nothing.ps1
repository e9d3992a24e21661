# The module where no IMAPI2 is registered, and it has no DLLs of its own. BARE is its folder.
. $PSScriptRoot\check.ps1

Import-Module $env:BARE
try { Get-OpticalRecorder } catch { $record = $_ }
CheckEqual 'nothing__record' "$($record.FullyQualifiedErrorId) $('{0:X8}' -f $record.Exception.HResult) $($record.CategoryInfo.Category)" `
    'REGDB_E_CLASSNOTREG,Get-OpticalRecorder 80040154 NotInstalled'
CheckEqual 'nothing__words' $record.Exception.Message ('Listing the recorders failed (0x80040154). No IMAPI2 is registered for programs of this ' +
    'architecture. Register one with regsvr32, or put imapi2.dll and imapi2fs.dll into the folder x64 or x86 of the module.')
Done
