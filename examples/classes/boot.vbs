' BootOptions: an image from which BIOS and UEFI start.
Option Explicit
Dim image, bios, uefi

Function StreamOf(path)
    Dim file
    Set file = CreateObject("IMAPI2FS.MsftIsoImageManager") ' a stream of any file
    file.SetPath path
    Set StreamOf = file.Stream
End Function

Set bios = CreateObject("IMAPI2FS.BootOptions")
bios.AssignBootImage StreamOf("bios.bin")
Set uefi = CreateObject("IMAPI2FS.BootOptions")
uefi.AssignBootImage StreamOf("efisys.bin")
uefi.PlatformId = &HEF
uefi.Emulation = 0 ' behind AssignBootImage: the size of a floppy disk has chosen one
Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
image.BootImageOptionsArray = Array(bios, uefi)
WScript.Echo "boot images of " & CLng(bios.ImageSize) & " and " & CLng(uefi.ImageSize) & " bytes"
WScript.Echo image.CreateResultImage.TotalBlocks & " blocks"
