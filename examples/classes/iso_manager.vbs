' MsftIsoImageManager: is image.iso an image for a disc?
Option Explicit
Dim image

Set image = CreateObject("IMAPI2FS.MsftIsoImageManager")
image.SetPath "image.iso"
On Error Resume Next
image.Validate
If Err.Number = 0 Then WScript.Echo image.Path & " is an image" Else WScript.Echo Err.Description
