' A disc that BIOS and UEFI boot from, made and burned from VBScript. MsftIsoImageManager opens any file as a stream. The runner makes
' the boot images, and looks at the disc with xorriso afterwards.
' VBScript knows no unsigned numbers: CLng makes them what it can compare.
Option Explicit
Dim master, id, own, recorder, writer, image, bios, uefi, result, item, found

Dim tests
Sub Check(name, condition, why)
    tests = tests + 1
    If condition Then WScript.Echo "ok " & name Else WScript.Echo "not ok " & name & ": " & why
End Sub

' The error that the statement before has left behind, and forget it.
Dim number, description
Sub TakeError()
    number = Err.Number
    description = Err.Description
    Err.Clear
End Sub

Function StreamOf(path)
    Dim manager
    Set manager = CreateObject("IMAPI2FS.MsftIsoImageManager")
    manager.SetPath path
    Set StreamOf = manager.Stream
End Function

On Error Resume Next
Set bios = CreateObject("IMAPI2FS.BootOptions")
TakeError
Check "CreateObject__version_independent", number = 0, Hex(number) & " " & description
Set uefi = CreateObject("OpenIMAPI2.BootOptions")
TakeError
Check "CreateObject__our_own_name", number = 0, Hex(number) & " " & description
Check "fresh", bios.PlatformId = 0 And bios.Emulation = 0 And CLng(bios.ImageSize) = 0 And bios.Manufacturer = "", bios.PlatformId
bios.Manufacturer = "OpenIMAPI2"
bios.AssignBootImage StreamOf("bios.bin")
TakeError
Check "AssignBootImage", number = 0 And CLng(bios.ImageSize) = 4096 And bios.Emulation = 0, Hex(number) & " " & description
uefi.AssignBootImage StreamOf("efisys.bin")
TakeError
Check "AssignBootImage__of_a_floppy_disk", number = 0 And uefi.Emulation = 2, Hex(number) & " " & uefi.Emulation
uefi.Emulation = 3
TakeError
Check "Emulation__of_another_size__is_refused", number = &HC0AAB14A And description <> "", Hex(number) & " " & description
uefi.Emulation = 0
uefi.PlatformId = &HEF
TakeError
Check "PlatformId", number = 0 And uefi.PlatformId = &HEF And uefi.Emulation = 0, Hex(number) & " " & description
uefi.Manufacturer = "a name of more than 24 bytes"
TakeError
Check "Manufacturer__too_long__is_refused", number = &HC0AAB101, Hex(number) & " " & description

Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
image.ChooseImageDefaultsForMediaType 2
image.Root.AddTree "folder", False
image.BootImageOptions = bios
TakeError
Check "BootImageOptions", number = 0 And CLng(image.BootImageOptions.ImageSize) = 4096, Hex(number) & " " & description
image.BootImageOptionsArray = Array(bios, uefi)
TakeError
found = image.BootImageOptionsArray
Check "BootImageOptionsArray", number = 0 And UBound(found) = 1, Hex(number) & " " & description
Check "BootImageOptionsArray__the_same_objects", found(1) Is uefi, "another one"
image.BootImageOptionsArray = Array(image)
TakeError
Check "BootImageOptionsArray__of_other_things__is_refused", number <> 0, "taken"

Set result = image.CreateResultImage
TakeError
Check "CreateResultImage", number = 0, Hex(number) & " " & description
found = 0
For Each item In result.ProgressItems
    If CLng(item.FirstBlock) = found Then found = CLng(item.LastBlock) + 1
Next
TakeError
Check "ProgressItems__cover_the_image", number = 0 And found = result.TotalBlocks, Hex(number) & " " & found
Set item = result.ProgressItems.ProgressItemFromDescription("\hello.txt")
TakeError
Check "ProgressItemFromDescription", number = 0 And CLng(item.BlockCount) = 1, Hex(number) & " " & description
Check "ProgressItemFromBlock", result.ProgressItems.ProgressItemFromBlock(CLng(item.FirstBlock)).Description = "\hello.txt", "another one"
Check "ProgressItems__default_member", result.ProgressItems(0).Description = "File system", result.ProgressItems(0).Description

Set master = CreateObject("IMAPI2.MsftDiscMaster2")
For Each id In master
    If InStr(id, "#script-boot#") > 0 Then own = id
Next
Set recorder = CreateObject("IMAPI2.MsftDiscRecorder2")
recorder.InitializeDiscRecorder own
Set writer = CreateObject("IMAPI2.MsftDiscFormat2Data")
writer.Recorder = recorder
writer.ClientName = "burn_boot.vbs"
TakeError
Check "Recorder__set", number = 0, Hex(number) & " " & description & " " & own
writer.Write result.ImageStream
TakeError
Check "Write", number = 0, Hex(number) & " " & description

WScript.Echo "1.." & tests
