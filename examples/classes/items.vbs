' FsiDirectoryItem, FsiFileItem: the tree of an image.
Option Explicit
Dim image, folder

Sub Show(directory)
    Dim item
    For Each item In directory
        If TypeName(item) = "IFsiDirectoryItem2" Then
            WScript.Echo item.FullPath & "\"
            Show item
        Else
            WScript.Echo item.FullPath & ": " & item.DataSize32BitLow & " bytes, in ISO 9660 " & item.FileSystemName(1)
        End If
    Next
End Sub

Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
image.Root.AddTree "files", False
image.Root.AddDirectory "new folder"
Set folder = image.CreateDirectoryItem("and another")
image.Root.Add folder
Show image.Root
