function Dismount-OpticalDisc
{
    <#
    .SYNOPSIS
    Ejects the disc in a recorder, or opens its tray.
    .PARAMETER Recorder
    The recorder: an object of Get-OpticalRecorder, a drive letter (D:), the number in its list, its identifier, or the name of a
    virtual recorder. Without it the only recorder that can write.
    .EXAMPLE
    Dismount-OpticalDisc D:

    Ejects the disc in drive D:.
    .EXAMPLE
    Get-OpticalRecorder | Dismount-OpticalDisc -WhatIf

    Says which trays would open, and opens none.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low')]
    param([Parameter(Position = 0, ValueFromPipeline)] [object] $Recorder)

    process {
        $found = Find-Recorder $Recorder
        if ($found.Error) { return $PSCmdlet.WriteError($found.Error) }
        $name = Get-RecorderName $found.Recorder
        if (-not $PSCmdlet.ShouldProcess($name, 'Eject the disc')) { return }
        $failure = [OpenImapi2.Disc]::Eject($found.Recorder.Id)
        if ($failure) { $PSCmdlet.WriteError((New-ErrorRecord -Exception $failure -Doing "Ejecting the disc in $name" -Target $found.Recorder)) }
    }
}
