# What the commands share: recorders by whatever names them, words, error records, and waiting with progress. Nothing here
# throws: what failed is a property Error with the record, which the command writes or throws, so that its caller has it once.

$mediaTypes = @(
    'unknown', 'CD-ROM', 'CD-R', 'CD-RW', 'DVD-ROM', 'DVD-RAM', 'DVD+R', 'DVD+RW', 'DVD+R DL', 'DVD-R', 'DVD-RW', 'DVD-R DL',
    'Disk', 'DVD+RW DL', 'HD DVD-ROM', 'HD DVD-R', 'HD DVD-RAM', 'BD-ROM', 'BD-R', 'BD-RE'
)
# Bits of IMAPI_FORMAT2_DATA_MEDIA_STATE, lowest first.
$mediaStates = @(
    @(0x0001, 'Overwritable'), @(0x0002, 'Blank'), @(0x0004, 'Appendable'), @(0x0008, 'FinalSession'), @(0x0400, 'Damaged'),
    @(0x0800, 'EraseRequired'), @(0x1000, 'NonEmptySession'), @(0x2000, 'WriteProtected'), @(0x4000, 'Finalized'),
    @(0x8000, 'Unsupported')
)
$sectorBytes = 2048
$results = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Results.psd1')
$codes = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Codes.psd1')

function Get-TypeName([int] $Type) { if ($Type -lt $mediaTypes.Count) { $mediaTypes[$Type] } else { "type $Type" } }

# Sectors per second at 1x.
function Get-OneX([int] $Type)
{
    if ($Type -ge 17) { 2195 } elseif ($Type -ge 14) { 4568 } elseif ($Type -ge 4) { 680 } else { 75 }
}

function Format-Size([double] $Bytes)
{
    if ($Bytes -ge 1e9) { '{0:0.00} GB' -f ($Bytes / 1e9) } elseif ($Bytes -ge 1e6) { '{0:0.0} MB' -f ($Bytes / 1e6) } else { '{0:0} kB' -f ($Bytes / 1e3) }
}

# An error record of what a call has thrown, or of one of our own findings.
function New-ErrorRecord
{
    param([Exception] $Exception, [int] $HResult, [string] $Text, [string] $Doing, $Target)
    while ($Exception -and $Exception.InnerException -and
        ($Exception -is [System.Management.Automation.RuntimeException] -or $Exception -is [Reflection.TargetInvocationException])) {
        $Exception = $Exception.InnerException
    }
    if ($Exception) { $HResult = $Exception.HResult }
    $code = '0x{0:X8}' -f $HResult
    $row = $results[$code]
    $other = $codes[$code]
    if ($Exception -and -not $Text) { $Text = $Exception.Message }
    if (-not $Text -or [OpenImapi2.Server]::IsPlain($Text, $HResult)) {
        $Text = if ($row) { $row.Text } else { [OpenImapi2.Server]::TextOf($HResult) }
        if (-not $Text) { $Text = 'The system has no text for it.' }
    }
    if ($Text -notmatch '\(0x[0-9A-Fa-f]{8}\)') { $Text = "$Doing failed ($code). $Text" }
    $name = 'OpticalDiscError'
    $category = [System.Management.Automation.ErrorCategory]::NotSpecified
    $advice = ''
    if ($row) {
        $name = $row.Name
        $category = [System.Management.Automation.ErrorCategory] $row.Category
        $advice = $row.Advice
    } elseif ($other) {
        $name = $other.Name
        $advice = $other.Advice
    }
    $whole = if ($advice) { "$Text $advice" } else { $Text }
    $record = New-Object System.Management.Automation.ErrorRecord (
        (New-Object OpenImapi2.OpticalException ($whole, $Exception, $HResult)), $name, $category, $Target)
    # What is shown: PowerShell 7 shows the advice in a line of its own.
    $shown = if ($PSVersionTable.PSVersion.Major -lt 7) { $whole } else { $Text }
    $details = New-Object System.Management.Automation.ErrorDetails $shown
    $details.RecommendedAction = $advice
    $record.ErrorDetails = $details
    $record
}

function ConvertTo-Recorder($Facts)
{
    $recorder = [PSCustomObject] @{
        PSTypeName = 'OpenImapi2.Recorder'
        Index = $Facts.Index
        Drive = if ($Facts.Paths.Count) { $Facts.Paths[0] } else { '' }
        Vendor = $Facts.Vendor
        Product = $Facts.Product
        Revision = $Facts.Revision
        CanWrite = $Facts.CanWrite
        CanLoad = $Facts.CanLoad
        Owner = $Facts.Owner
        VolumePathNames = $Facts.Paths
        Id = $Facts.Id
    }
    $recorder | Add-Member -MemberType ScriptMethod -Name ToString -Force -PassThru -Value { "$($this.Index) $($this.Vendor) $($this.Product)" }
}

# Whether a text names this recorder: its identifier, a drive letter or folder, its index, the name of a virtual recorder.
function Test-RecorderName($Facts, [string] $Name)
{
    if ($Facts.Id -eq $Name -or "$($Facts.Index)" -eq $Name) { return $true }
    $place = $Name.TrimEnd('\')
    if ($place.Length -eq 1) { $place += ':' }
    foreach ($path in $Facts.Paths) { if ($path.TrimEnd('\') -eq $place) { return $true } }
    $Facts.Id -like '\\[?]\openimapi2#*' -and $Facts.Id.Split('#')[2] -eq $Name
}

# The one recorder that is meant, as Recorder.
function Find-Recorder($Recorder)
{
    $result = @{ Recorder = $null; Error = $null }
    if ($null -ne $Recorder) {
        if ($Recorder.PSObject.TypeNames -contains 'OpenImapi2.Media') { $Recorder = $Recorder.Recorder }
        if ($Recorder.PSObject.TypeNames -contains 'OpenImapi2.Recorder') {
            $result.Recorder = $Recorder
            return $result
        }
    }
    $list = [OpenImapi2.Disc]::Recorders()
    if ($list.Error) {
        $result.Error = New-ErrorRecord -Exception $list.Error -Doing 'Listing the recorders'
        return $result
    }
    $names = @($list.All | ForEach-Object { "$($_.Index): $($_.Vendor) $($_.Product) $($_.Paths -join ' ')".Trim() }) -join '; '
    if (-not $names) { $names = 'none' }
    if ($null -eq $Recorder) {
        $found = @($list.All | Where-Object CanWrite)
        $text = "Choosing a recorder failed (0x80070057). -Recorder is needed unless exactly one recorder can write, and the number of such recorders is $($found.Count). Recorders: $names."
        $code = 0x80070057
    } else {
        $found = @($list.All | Where-Object { Test-RecorderName $_ "$Recorder" })
        $text = "Finding the recorder failed (0x80070002). No recorder is called `"$Recorder`". Recorders: $names."
        $code = 0x80070002
    }
    if ($found.Count -ne 1) { $result.Error = New-ErrorRecord -HResult $code -Text $text -Target $Recorder }
    elseif ($found[0].Error) { $result.Error = New-ErrorRecord -Exception $found[0].Error -Doing "Asking recorder $($found[0].Index)" -Target $found[0].Id }
    else { $result.Recorder = ConvertTo-Recorder $found[0] }
    $result
}

function Get-RecorderName($Recorder)
{
    $place = if ($Recorder.Drive -match '^[A-Z]:\\$') { $Recorder.Drive } else { "recorder $($Recorder.Index)" }
    "$place ($($Recorder.Vendor) $($Recorder.Product))"
}

function ConvertTo-Media($Recorder, $Facts)
{
    $states = @($mediaStates | Where-Object { $Facts.Status -band $_[0] } | ForEach-Object { $_[1] })
    $oneX = Get-OneX $Facts.Type
    [PSCustomObject] @{
        PSTypeName = 'OpenImapi2.Media'
        Recorder = $Recorder
        Type = Get-TypeName $Facts.Type
        State = $states
        IsBlank = $Facts.Blank
        CanErase = $Facts.CanErase
        CapacityBytes = if ($null -ne $Facts.TotalSectors) { [long] $Facts.TotalSectors * $sectorBytes } else { $null }
        FreeBytes = if ($null -ne $Facts.FreeSectors) { [long] $Facts.FreeSectors * $sectorBytes } else { $null }
        NextWritableAddress = $Facts.NextWritableAddress
        Speeds = @($Facts.Speeds | ForEach-Object { [Math]::Round($_ / $oneX, 1) })
    }
}

# The recorder that is meant as Recorder, its disc as Facts, and both in words as Name.
function Find-Disc($Recorder)
{
    $result = Find-Recorder $Recorder
    if ($result.Error) { return $result }
    $name = Get-RecorderName $result.Recorder
    $result.Facts = [OpenImapi2.Disc]::Look($result.Recorder.Id)
    $result.Name = "$(Get-TypeName $result.Facts.Type) in $name"
    if ($result.Facts.Error) {
        $result.Error = New-ErrorRecord -Exception $result.Facts.Error -Doing "Looking at the disc in $name" -Target $result.Recorder
    }
    $result
}

# Runs a job to its end, with a progress bar, and returns the record of its failure, if it failed. When the command is stopped
# (Ctrl-C), the job is told to stop, and has up to -Patience seconds to leave disc and drive in order.
function Wait-OpticalJob
{
    param($Job, [string] $Activity, $Target, [double] $OneX, [switch] $InSeconds, [int] $Patience = 300)
    $Job.Start()
    try {
        while (-not $Job.Wait(250)) {
            $now = $Job.Progress()
            $status = $now.Phase
            if ($now.Total -gt 0 -and -not $InSeconds) {
                $status += ": $(Format-Size $now.Done) of $(Format-Size $now.Total)"
                if ($now.BytesPerSecond -gt 0) { $status += ' at {0:0.0} MB/s' -f ($now.BytesPerSecond / 1e6) }
                if ($now.BytesPerSecond -gt 0 -and $OneX) { $status += ' ({0:0.0}x)' -f ($now.BytesPerSecond / $sectorBytes / $OneX) }
            }
            Write-Progress -Activity $Activity -Status $status -PercentComplete $now.Percent -SecondsRemaining $now.SecondsRemaining
        }
    }
    finally {
        if (-not $Job.Wait(0)) {
            $Job.Cancel()
            [void] $Job.Wait(1000 * $Patience)
        }
    }
    Write-Progress -Activity $Activity -Completed
    if ($Job.Error) { New-ErrorRecord -Exception $Job.Error -Doing $Activity -Target $Target }
}

# The full name of a file that is to be made, as Path: it is not there, or may be replaced.
function Find-Destination($Cmdlet, [string] $Path, [bool] $Force)
{
    $full = $Cmdlet.GetUnresolvedProviderPathFromPSPath($Path)
    $text = ''
    if (Test-Path -LiteralPath $full -PathType Container) { $text = 'It is a folder.' }
    elseif ((Test-Path -LiteralPath $full) -and -not $Force) { $text = 'The file is there already; say -Force to replace it.' }
    elseif (-not (Test-Path -LiteralPath (Split-Path -Parent $full) -PathType Container)) { $text = 'There is no such folder.' }
    $record = if ($text) { New-ErrorRecord -HResult 0x80070050 -Text "Making the file $full failed (0x80070050). $text" -Target $full }
    @{ Path = $full; Error = $record }
}
