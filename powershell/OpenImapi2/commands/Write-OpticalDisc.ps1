function Write-OpticalDisc
{
    <#
    .SYNOPSIS
    Writes an image file, or the content of a folder, to the disc in a recorder.
    .DESCRIPTION
    Asks before it begins, unless -Confirm:$false is said. A disc that is not blank is written only when -Append or -Overwrite says
    how. Ctrl-C stops it: what was written is closed and the drive given back; a write-once disc keeps what is on it.
    .PARAMETER Path
    An image file, or a folder, whose content becomes the root of the disc.
    .PARAMETER Recorder
    The recorder: an object of Get-OpticalRecorder or Get-OpticalMedia, a drive letter (D:), the number in its list, its
    identifier, or the name of a virtual recorder. Without it the only recorder that can write.
    .PARAMETER VolumeName
    The name of the volume, for a folder.
    .PARAMETER Verify
    The disc is read and compared with what was to be written.
    .PARAMETER Speed
    A multiple of the 1x of that kind of disc; the drive takes the nearest that it has. Without it the fastest.
    .PARAMETER Finalize
    The disc is closed: nothing can be added to it, and more players read it.
    .PARAMETER Append
    The content of a folder is added to what is on the disc; an image becomes its next session, which hides the earlier ones.
    .PARAMETER Overwrite
    What is on a rewritable disc is lost.
    .PARAMETER Eject
    The disc is ejected afterwards.
    .EXAMPLE
    Write-OpticalDisc data.iso D: -Verify -Finalize

    Writes an image to the blank disc in drive D:, compares it and closes the disc.
    .EXAMPLE
    Write-OpticalDisc C:\data D: -VolumeName DATA -Append -Confirm:$false

    Writes the content of a folder to a blank disc, or adds it to what is on it, without a question.
    .EXAMPLE
    Write-OpticalDisc data.iso D: -WhatIf

    Looks at disc and image, says what would be done, and writes nothing.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [Alias('PSPath', 'FullName')] [string] $Path,
        [Parameter(Position = 1)] [object] $Recorder,
        [ValidateLength(1, 32)] [string] $VolumeName,
        [switch] $Verify,
        [ValidateRange(0.1, 1000)] [double] $Speed,
        [switch] $Finalize,
        [switch] $Append,
        [switch] $Overwrite,
        [switch] $Eject
    )

    process {
        $item = Get-Item -LiteralPath $Path -ErrorAction Stop
        $isFolder = $item.PSIsContainer
        $disc = Find-Disc $Recorder
        if ($disc.Error) { $PSCmdlet.ThrowTerminatingError($disc.Error) }
        $facts = $disc.Facts
        $doing = "Writing to the $($disc.Name)"
        $code = 0
        if ($facts.Status -band 0xFC00) {
            $code = 0xC0AA0402
        } elseif (-not $facts.Blank) {
            # An image on a rewritable disc begins where the old one does.
            $allowed = if ($facts.Status -band 1) { $Overwrite -or ($Append -and $isFolder) } else { $Append }
            if (-not $allowed -or ($Append -and $Overwrite)) { $code = 0xC0AA0405 }
        }
        $what = "the content of $($item.FullName)"
        if (-not $isFolder) {
            $what = "$($item.FullName) ($(Format-Size $item.Length))"
            if (-not $code -and $null -ne $facts.FreeSectors -and $item.Length -gt [long] $facts.FreeSectors * $sectorBytes) { $code = 0xC0AA0404 }
        }
        if ($code) { $PSCmdlet.ThrowTerminatingError((New-ErrorRecord -HResult $code -Doing $doing -Target $disc.Recorder)) }
        $action = "Write $what"
        if ($Finalize) { $action += ' and close the disc' }
        if (-not $PSCmdlet.ShouldProcess($disc.Name, $action)) { return }

        $oneX = Get-OneX $facts.Type
        $wishes = @{
            RecorderId = $disc.Recorder.Id; Path = $item.FullName; IsFolder = $isFolder; ClientName = 'OpenImapi2 PowerShell'
            Append = $Append -and -not $facts.Blank; Overwrite = [bool] $Overwrite; Close = [bool] $Finalize; Verify = [bool] $Verify
        }
        if ($VolumeName) { $wishes.VolumeName = $VolumeName }
        if ($PSBoundParameters.ContainsKey('Speed')) { $wishes.SectorsPerSecond = [int] ($Speed * $oneX) }
        $job = New-Object OpenImapi2.WriteJob -Property $wishes
        $failure = Wait-OpticalJob $job $doing -Target $disc.Recorder -OneX $oneX
        if ($failure) { $PSCmdlet.ThrowTerminatingError($failure) }
        [PSCustomObject] @{
            PSTypeName = 'OpenImapi2.Written'
            Recorder = $disc.Recorder
            Type = Get-TypeName $facts.Type
            Path = $item.FullName
            Bytes = $job.Bytes
            Duration = $job.Duration
            Verified = [bool] $Verify
            Finalized = [bool] $Finalize
        }
        if ($Eject) { Dismount-OpticalDisc $disc.Recorder }
    }
}
