function Get-OpticalMedia
{
    <#
    .SYNOPSIS
    Shows the disc in a recorder: its kind, its state, its room and the speeds at which it can be written.
    .DESCRIPTION
    State has the words Blank, Appendable (another session can be added), FinalSession, Overwritable, EraseRequired, Finalized,
    WriteProtected, Damaged, NonEmptySession and Unsupported. Speeds are multiples of the 1x of that kind of disc.
    .PARAMETER Recorder
    The recorder: an object of Get-OpticalRecorder, a drive letter (D:), the number in its list, its identifier, or the name of a
    virtual recorder. Without it all recorders that can write are asked.
    .EXAMPLE
    Get-OpticalMedia -Recorder D:

    Shows the disc in drive D:.
    .EXAMPLE
    if (-not (Get-OpticalMedia D:).IsBlank) { Clear-OpticalDisc D: }

    Erases the disc in drive D: unless it is blank.
    #>
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline)] [object[]] $Recorder)

    process {
        if ($null -eq $Recorder) { $Recorder = @(Get-OpticalRecorder | Where-Object CanWrite) }
        foreach ($one in $Recorder) {
            $disc = Find-Disc $one
            if ($disc.Error) { $PSCmdlet.WriteError($disc.Error) } else { ConvertTo-Media $disc.Recorder $disc.Facts }
        }
    }
}
