function Clear-OpticalDisc
{
    <#
    .SYNOPSIS
    Erases a rewritable disc.
    .DESCRIPTION
    Without -Full only what makes the disc look used is erased, within a minute or two; with it all of it is, which takes as long
    as writing the whole disc. Asks before it begins, unless -Confirm:$false is said. The drive goes on erasing when the command
    is stopped.
    .PARAMETER Recorder
    The recorder: an object of Get-OpticalRecorder or Get-OpticalMedia, a drive letter (D:), the number in its list, its
    identifier, or the name of a virtual recorder. Without it the only recorder that can write.
    .PARAMETER Full
    All of the disc, so that nothing of what was on it can be read.
    .EXAMPLE
    Clear-OpticalDisc D:

    Erases the disc in drive D: after a question.
    .EXAMPLE
    Clear-OpticalDisc D: -Full -Confirm:$false

    Erases all of it without a question.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([Parameter(Position = 0, ValueFromPipeline)] [object] $Recorder, [switch] $Full)

    process {
        $disc = Find-Disc $Recorder
        if (-not $disc.Error -and -not $disc.Facts.CanErase) {
            $disc.Error = New-ErrorRecord -HResult 0xC0AA0909 -Doing "Erasing the $($disc.Name)" -Target $disc.Recorder
        }
        if ($disc.Error) { $PSCmdlet.ThrowTerminatingError($disc.Error) }
        $action = if ($Full) { 'Erase all of the disc' } else { 'Erase the disc' }
        if (-not $PSCmdlet.ShouldProcess($disc.Name, $action)) { return }
        $job = New-Object OpenImapi2.EraseJob -Property @{ RecorderId = $disc.Recorder.Id; ClientName = 'OpenImapi2 PowerShell'; Full = [bool] $Full }
        # Nothing stops a drive that erases: a command that is stopped does not wait for it.
        $failure = Wait-OpticalJob $job "Erasing the $($disc.Name)" -Target $disc.Recorder -InSeconds -Patience 0
        if ($failure) { $PSCmdlet.ThrowTerminatingError($failure) }
    }
}
