' ProgressItems, ProgressItem: which blocks of an image hold which file.
Option Explicit
Dim image, result, item

Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
image.Root.AddTree "files", False
Set result = image.CreateResultImage
For Each item In result.ProgressItems
    WScript.Echo item.Description & ": " & CLng(item.BlockCount) & " block(s)"
Next
WScript.Echo "block 0 is of: " & result.ProgressItems.ProgressItemFromBlock(0).Description
