# Objects released by hand, used in other runspaces, and alive as the script ends with an exit code.
. $PSScriptRoot\check.ps1

$marshal = [Runtime.InteropServices.Marshal]
$recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$recorder.InitializeDiscRecorder($slimId)
$recorder.AcquireExclusiveAccess($true, 'Script')
CheckEqual 'ReleaseComObject__last_reference' $marshal::ReleaseComObject($recorder) 0
CheckFails 'ReleaseComObject__object_is_gone' Runtime.InteropServices.InvalidComObjectException 0x80131527 '' { $recorder.EjectMedia() }
$recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2
$recorder.InitializeDiscRecorder($slimId)
CheckEqual 'ReleaseComObject__drive_is_free' $recorder.ExclusiveAccessOwner ''

$answers = 1..4 | ForEach-Object -Parallel {
    $own = New-Object -ComObject IMAPI2.MsftDiscRecorder2
    $own.InitializeDiscRecorder($using:slimId)
    "$($own.ProductId) $(($using:recorder).ProductId)"
}
CheckEqual 'ForEach_Parallel' $answers (,'BD-RE BU40N BD-RE BU40N' * 4)
foreach ($apartment in 'STA', 'MTA') {
    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.ApartmentState = $apartment
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $answer = $shell.AddScript('param($id, $given) $own = New-Object -ComObject IMAPI2.MsftDiscRecorder2
        $own.InitializeDiscRecorder($id); $given.ProductId; $own').AddArgument($slimId).AddArgument($recorder).Invoke()
    CheckEqual "runspace__${apartment}__object_given" $answer[0] 'BD-RE BU40N'
    CheckEqual "runspace__${apartment}__object_taken" $answer[1].ProductId 'BD-RE BU40N'
    $runspace.Close()
}
$recorder.AcquireExclusiveAccess($true, 'Left alive')
Done
exit 7
