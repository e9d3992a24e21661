# MsftDiscMaster2 as administrators use it.
. $PSScriptRoot\check.ps1

$master = New-Object -ComObject IMAPI2.MsftDiscMaster2
CheckEqual 'Count' $master.Count 2
CheckEqual 'foreach' @(foreach ($id in $master) { $id }) $ownId, $slimId
CheckEqual 'pipeline' ($master | Where-Object { $_ -like '*slim*' }) $slimId
CheckEqual 'pipeline__Select_first' ($master | Select-Object -First 1) $ownId
CheckEqual 'pipeline__Measure' ($master | Measure-Object).Count 2
CheckEqual 'array' @($master).Count 2
CheckEqual 'index' $master[1] $slimId
CheckEqual 'Item' $master.Item(0) $ownId
CheckEqual 'Item__index_as_text' $master.Item('1') $slimId
CheckEqual 'Item__any_letter_case' $master.item(1) $slimId
CheckEqual 'contains' ($master -contains $slimId) $true
CheckEqual 'as_text__all_IDs_with_blanks' "$master" "$ownId $slimId"
CheckEqual 'IsSupportedEnvironment' $master.IsSupportedEnvironment $true
Check 'IsSupportedEnvironment__is_a_bool' ($master.IsSupportedEnvironment -is [bool]) $master.IsSupportedEnvironment.GetType()
foreach ($name in 'IMAPI2.MsftDiscMaster2.1', 'OpenIMAPI2.MsftDiscMaster2', 'OpenIMAPI2.MsftDiscMaster2.1') {
    CheckEqual "ProgID__$name" (New-Object -ComObject $name).Count 2
}
CheckEqual 'GetTypeFromCLSID' ([Activator]::CreateInstance([type]::GetTypeFromCLSID('2735412E-7F64-5B0F-8F00-5D77AFBE261E'))).Count 2
CheckEqual 'New_Object_Strict' (New-Object -ComObject IMAPI2.MsftDiscMaster2 -Strict).Count 2
CheckEqual 'Get_Member' (Get-Member -InputObject $master | ForEach-Object { "$($_.MemberType) $($_.Definition)".Trim() }) @(
    'ParameterizedProperty string Item (int index) {get}'
    'Property int Count () {get}'
    'Property bool IsSupportedEnvironment () {get}'
)
CheckEqual 'Get_Member__TypeName' (Get-Member -InputObject $master)[0].TypeName `
    'System.__ComObject#{27354130-7f64-5b0f-8f00-5d77afbe261e}'
CheckFails 'index__beyond_the_end' ArgumentException 0x80070057 'identifier' { $master[2] }
CheckFails 'Item__beyond_the_end' ArgumentException 0x80070057 'identifier' { $master.Item(2) }
CheckFails 'New_Object__of_no_class' Runtime.InteropServices.COMException 0x80040154 '80040154' {
    New-Object -ComObject IMAPI2.MsftNoSuchClass
}
Done
