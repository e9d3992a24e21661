function Get-OpticalRecorder
{
    <#
    .SYNOPSIS
    Lists the CD, DVD and Blu-ray recorders of this computer.
    .DESCRIPTION
    Each recorder is an object that the other commands take as -Recorder or from the pipeline. A recorder that is there and
    gives no answers is told as an error.
    .PARAMETER Recorder
    Only these: a drive letter (D:), the number in the column Index, the whole identifier, or the name of a virtual recorder.
    .EXAMPLE
    Get-OpticalRecorder

    Lists all recorders as a table.
    .EXAMPLE
    Get-OpticalRecorder | Where-Object CanWrite | Get-OpticalMedia

    Shows the discs in the drives that can write.
    #>
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string[]] $Recorder)

    $list = [OpenImapi2.Disc]::Recorders()
    if ($list.Error) { $PSCmdlet.ThrowTerminatingError((New-ErrorRecord -Exception $list.Error -Doing 'Listing the recorders')) }
    if (-not $Recorder) {
        foreach ($facts in $list.All) {
            if ($facts.Error) { $PSCmdlet.WriteError((New-ErrorRecord -Exception $facts.Error -Doing "Asking recorder $($facts.Index)" -Target $facts.Id)) }
            else { ConvertTo-Recorder $facts }
        }
        return
    }
    foreach ($name in $Recorder) {
        $found = Find-Recorder $name
        if ($found.Error) { $PSCmdlet.WriteError($found.Error) } else { $found.Recorder }
    }
}
