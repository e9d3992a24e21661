function New-IsoImage
{
    <#
    .SYNOPSIS
    Makes an image file of folders and files.
    .DESCRIPTION
    Each folder and file stands in the root of the image under its own name. For the content of a folder without the folder
    itself, give its children: C:\data\* . The file gets its name when it is complete: an image that fails or is stopped leaves none.
    .PARAMETER Path
    Folders and files, by name, with wildcards, or from the pipeline.
    .PARAMETER LiteralPath
    The same without wildcards.
    .PARAMETER Destination
    The image file.
    .PARAMETER VolumeName
    The name of the volume: what the disc is called where it is shown.
    .PARAMETER BootImage
    An image that a BIOS starts from the disc, without emulation of a floppy.
    .PARAMETER UefiBootImage
    An image of a FAT file system from which UEFI starts.
    .PARAMETER MediaType
    The kind of disc that the image is for; it decides the file systems and the limit of size. Disk has no limit.
    .PARAMETER FileSystem
    The file systems, where those of the kind of disc are not what is wanted.
    .PARAMETER Force
    A file of that name is replaced.
    .EXAMPLE
    New-IsoImage -Path C:\data\* -Destination data.iso -VolumeName DATA

    Makes an image of everything in C:\data.
    .EXAMPLE
    Get-ChildItem C:\photos -Directory | New-IsoImage -Destination photos.iso -MediaType BDR

    Makes an image of the folders in C:\photos, for a BD-R.
    .EXAMPLE
    New-IsoImage C:\rescue\* rescue.iso -VolumeName RESCUE -BootImage C:\boot\bios.img -UefiBootImage C:\boot\efi.img

    Makes an image that starts computers of both kinds.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low', DefaultParameterSetName = 'Path')]
    [OutputType([IO.FileInfo])]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'Path')] [string[]] $Path,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'LiteralPath')] [Alias('PSPath', 'FullName')] [string[]] $LiteralPath,
        [Parameter(Mandatory, Position = 1)] [string] $Destination,
        [ValidateLength(1, 32)] [string] $VolumeName,
        [string] $BootImage,
        [string] $UefiBootImage,
        [ValidateSet('CDR', 'CDRW', 'DVDRAM', 'DVDPLUSR', 'DVDPLUSRW', 'DVDPLUSR_DUALLAYER', 'DVDDASHR', 'DVDDASHRW', 'DVDDASHR_DUALLAYER',
            'DISK', 'DVDPLUSRW_DUALLAYER', 'BDR', 'BDRE')]
        [string] $MediaType = 'DISK',
        [ValidateSet('ISO9660', 'Joliet', 'UDF')] [string[]] $FileSystem,
        [switch] $Force
    )

    begin { $sources = New-Object System.Collections.Generic.List[string] }
    process {
        # What is not there ends the command in words of PowerShell's own.
        $found = if ($LiteralPath) { Resolve-Path -LiteralPath $LiteralPath -ErrorAction Stop } else { Resolve-Path -Path $Path -ErrorAction Stop }
        foreach ($item in $found) { $sources.Add(($item.ProviderPath -replace '(?<!:)\\+$')) }
    }
    end {
        # IMAPI_MEDIA_PHYSICAL_TYPE
        $types = @{ CDR = 2; CDRW = 3; DVDRAM = 5; DVDPLUSR = 6; DVDPLUSRW = 7; DVDPLUSR_DUALLAYER = 8; DVDDASHR = 9; DVDDASHRW = 10
            DVDDASHR_DUALLAYER = 11; DISK = 12; DVDPLUSRW_DUALLAYER = 13; BDR = 18; BDRE = 19 }
        $bits = @{ ISO9660 = 1; Joliet = 2; UDF = 4 }
        $systems = 0
        foreach ($name in $FileSystem) { $systems = $systems -bor $bits[$name] }
        $file = Find-Destination $PSCmdlet $Destination $Force
        if ($file.Error) { $PSCmdlet.ThrowTerminatingError($file.Error) }
        $wishes = @{ Sources = $sources.ToArray(); Destination = $file.Path; Replace = [bool] $Force; MediaType = $types[$MediaType]; FileSystems = $systems }
        if ($VolumeName) { $wishes.VolumeName = $VolumeName }
        if ($BootImage) { $wishes.BootImage = (Resolve-Path -LiteralPath $BootImage -ErrorAction Stop).ProviderPath }
        if ($UefiBootImage) { $wishes.UefiBootImage = (Resolve-Path -LiteralPath $UefiBootImage -ErrorAction Stop).ProviderPath }
        if (-not $PSCmdlet.ShouldProcess($file.Path, "Make an image of $($sources.Count) folders and files")) { return }
        $failure = Wait-OpticalJob (New-Object OpenImapi2.ImageJob -Property $wishes) "Making the image $($file.Path)" -Target $file.Path
        if ($failure) { $PSCmdlet.ThrowTerminatingError($failure) }
        Get-Item -LiteralPath $file.Path
    }
}
