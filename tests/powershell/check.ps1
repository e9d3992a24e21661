# Counts the cases of a script, and prints TAP: a line for each, and the plan at the end. The tests begin with it, and end with Done.
$ErrorActionPreference = 'Continue'
$count = 0

function Check($name, $condition, $why)
{
    $script:count++
    if ($condition) { "ok $name" } else { "not ok ${name}: $why" -replace '\s+', ' ' }
}

function CheckEqual($name, $actual, $expected)
{
    $actual = ($actual -join "`n") -replace "`r", ''
    $expected = ($expected -join "`n") -replace "`r", ''
    Check $name ($actual -ceq $expected) "$actual, not $expected"
}

# The block fails with this type of exception, this HRESULT, and these words in its text.
function CheckFails($name, [type] $type, [int] $hresult, $words, [scriptblock] $block)
{
    try { & $block } catch { $caught = $_.Exception }
    while ($caught -is [System.Management.Automation.MethodInvocationException]) { $caught = $caught.InnerException }
    Check $name (($caught -is $type) -and $caught.HResult -eq $hresult -and $caught.Message.Contains($words)) `
        "$(if ($caught) { $caught.GetType() }) $('{0:X8}' -f $caught.HResult) $($caught.Message)"
}

function Hex($numbers) { ($numbers | ForEach-Object { '{0:X}' -f $_ }) -join ' ' }

# At most a minute.
function WaitFor([scriptblock] $condition)
{
    for ($i = 0; $i -lt 600 -and -not (& $condition); $i++) { Start-Sleep -Milliseconds 100 }
}

function Done { "1..$count" }

$ownId = '\\?\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#ps-own#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}'
$slimId = '\\?\openimapi2#cdrom&ven_hl-dt-st&prod_bd-re_bu40n&rev_1.03#ps-slim#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}'
