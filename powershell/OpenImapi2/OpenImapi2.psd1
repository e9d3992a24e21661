@{
    RootModule = 'OpenImapi2.psm1'
    ModuleVersion = '0.1.0'
    GUID = '8f0f6a5e-3b0c-4a58-9d0b-5c5a0a1f7d21'
    Author = 'The OpenIMAPI2 contributors'
    CompanyName = 'OpenIMAPI2'
    Copyright = 'See LICENSE.'
    Description = 'Lists CD, DVD and Blu-ray recorders, makes ISO images of folders and files, and writes, verifies, erases, copies and ejects discs, by IMAPI2.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess = @('OpenImapi2.format.ps1xml')
    FunctionsToExport = @(
        'Get-OpticalRecorder', 'Get-OpticalMedia', 'New-IsoImage', 'Write-OpticalDisc', 'Clear-OpticalDisc',
        'Dismount-OpticalDisc', 'Copy-OpticalDisc'
    )
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('IMAPI2', 'CD', 'DVD', 'BluRay', 'ISO', 'Burn', 'Windows')
        }
    }
}
