function Copy-OpticalDisc
{
    <#
    .SYNOPSIS
    Copies a data disc to an image file.
    .DESCRIPTION
    The file holds every sector of the disc, from the first to the last one that the drive counts; of a rewritable disc that is its
    whole capacity. It gets its name when it is complete: a copy that fails or is stopped leaves no file.
    .PARAMETER Recorder
    The recorder: an object of Get-OpticalRecorder, a drive letter (D:), the number in its list, its identifier, or the name of a
    virtual recorder. Without it the only recorder that can write.
    .PARAMETER Destination
    The file.
    .PARAMETER Force
    A file of that name is replaced.
    .EXAMPLE
    Copy-OpticalDisc D: C:\images\disc.iso

    Copies the disc in drive D: to a file.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low')]
    [OutputType([IO.FileInfo])]
    param(
        [Parameter(Mandatory, Position = 1)] [string] $Destination,
        [Parameter(Position = 0, ValueFromPipeline)] [object] $Recorder,
        [switch] $Force
    )

    process {
        $disc = Find-Disc $Recorder
        if ($disc.Error) { $PSCmdlet.ThrowTerminatingError($disc.Error) }
        $file = Find-Destination $PSCmdlet $Destination $Force
        if ($file.Error) { $PSCmdlet.ThrowTerminatingError($file.Error) }
        if (-not $PSCmdlet.ShouldProcess($file.Path, "Copy the $($disc.Name)")) { return }
        $isCd = $disc.Facts.Type -ge 1 -and $disc.Facts.Type -le 3
        $job = New-Object OpenImapi2.CopyJob -Property @{ RecorderId = $disc.Recorder.Id; Destination = $file.Path; Replace = [bool] $Force; IsCd = $isCd }
        $failure = Wait-OpticalJob $job "Copying the $($disc.Name)" -Target $disc.Recorder -OneX (Get-OneX $disc.Facts.Type)
        if ($failure) { $PSCmdlet.ThrowTerminatingError($failure) }
        Get-Item -LiteralPath $file.Path
    }
}
