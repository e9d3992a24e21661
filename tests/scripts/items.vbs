' The items of an image as VBScript sees them. volume.iso is a file of 40960 bytes, folder a folder with a few files.
Option Explicit
Const INVALID_PARAM = &HC0AAB101
Const READONLY = &HC0AAB102
Const INVALID_DATE = &HC0AAB105
Const NOT_IN_FILE_SYSTEM = &HC0AAB10B
Const INVALID_PATH = &HC0AAB110
Const DUP_NAME = &HC0AAB112
Const ITEM_NOT_FOUND = &HC0AAB118
Const DIR_NOT_EMPTY = &HC0AAB10A
Const NO_SUCH_MEMBER = 438
Dim image, root, manager, stream, file, other, item, names, files, result

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

On Error Resume Next
Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
Set root = image.Root
root.AddTree "folder", True
TakeError
Check "AddTree__base", number = 0 And image.FileCount = 4, Hex(number) & " " & description & image.FileCount
Set item = root("folder/hello.txt")
TakeError
Check "default_member__both_separators", number = 0 And item.FullPath = "\folder\hello.txt", Hex(number) & " " & description
Check "DataSize__is_a_number", item.DataSize = 5 And item.DataSize32BitHigh = 0, item.DataSize & " " & VarType(item.DataSize)
Check "Root__argument__DataSize", image.Root("folder\sub\inner\block.bin").DataSize = 2048, Err.Description
TakeError
Check "Name", item.Name = "hello.txt", item.Name
Check "FileSystemName", item.FileSystemName(1) = "HELLO.TXT" And item.FileSystemName(4) = "hello.txt", item.FileSystemName(1)
Check "FileSystemPath", item.FileSystemPath(1) = "\FOLDER\HELLO.TXT", item.FileSystemPath(1)
names = item.FileSystemName(3)
TakeError
Check "FileSystemName__two_systems", number = INVALID_PARAM And InStr(description, "fileSystem") > 0, Hex(number) & " " & description

names = ""
For Each item In root("folder")
    names = names & item.Name & ","
Next
TakeError
Check "For_Each__in_the_order_of_names", number = 0 And names = "empty,hello.txt,sub,", Hex(number) & " " & names
names = 0
For Each item In root("folder\sub")
    root.Remove "folder\hello.txt"
    names = names + 1
Next
TakeError
Check "For_Each__is_a_snapshot", names = 2, names
Check "Count", root("folder").Count = 2, root("folder").Count

' Files of streams. Any file is a stream through the image manager.
Set manager = CreateObject("IMAPI2FS.MsftIsoImageManager")
manager.SetPath "volume.iso"
root.AddFile "volume.iso", manager.Stream
TakeError
Check "AddFile", number = 0 And root("VOLUME.ISO").DataSize = 40960, Hex(number) & " " & description
root.AddFile "Volume.iso", manager.Stream
TakeError
Check "AddFile__again", number = DUP_NAME And InStr(description, "'Volume.iso'") > 0, Hex(number) & " " & description
root.AddFile "a:b", manager.Stream
TakeError
Check "AddFile__bad_path", number = INVALID_PATH And InStr(description, "'a:b'") > 0, Hex(number) & " " & description
Set file = image.CreateFileItem("loose.bin")
TakeError
Check "CreateFileItem", number = 0 And file.FullPath = "loose.bin", Hex(number) & " " & description
Check "Data__none_yet", file.Data Is Nothing, VarType(file.Data)
Err.Clear
file.Data = manager.Stream
TakeError
Check "put_Data__without_Set", number = 0 And file.DataSize = 40960, Hex(number) & " " & description
Set other = image.CreateDirectoryItem("new")
other.AddDirectory "x"
TakeError
Check "AddDirectory__loose", number = NOT_IN_FILE_SYSTEM And InStr(description, "'new'") > 0, Hex(number) & " " & description
root.Add other
other.Add file
TakeError
Check "Add", number = 0 And file.FullPath = "\new\loose.bin", Hex(number) & " " & description & file.FullPath
root.Add file
TakeError
Check "Add__twice", number = INVALID_PARAM, Hex(number) & " " & description
file.Data = manager.Stream
TakeError
Check "put_Data__in_the_tree", number = READONLY, Hex(number) & " " & description
stream = file.Data
TakeError
Check "get_Data", number = 0 And VarType(stream) = 13, Hex(number) & " " & VarType(stream)
stream = Empty

' Times and flags.
file.LastModifiedTime = #2001-09-09 01:46:40#
TakeError
Check "LastModifiedTime", number = 0 And file.LastModifiedTime = #2001-09-09 01:46:40#, Hex(number) & " " & file.LastModifiedTime
file.CreationTime = #1899-12-31#
TakeError
Check "CreationTime__too_early", number = INVALID_DATE And InStr(description, "1900") > 0, Hex(number) & " " & description
Check "root_CreationTime", CDbl(root.CreationTime) = 0, root.CreationTime
file.IsHidden = 1
TakeError
Check "IsHidden", number = 0 And file.IsHidden = True, Hex(number) & " " & file.IsHidden

' Named streams. FsiNamedStreams is restricted in the type library: no script reaches it.
image.FileSystemsToCreate = 4
image.UDFRevision = &H201
names = image.ChangePoint
file.AddStream "summary", manager.Stream
TakeError
Check "AddStream", number = 0 And image.ChangePoint = names + 1, Hex(number) & " " & description
file.AddStream "Summary", manager.Stream
TakeError
Check "AddStream__again", number = DUP_NAME And InStr(description, "'Summary'") > 0, Hex(number) & " " & description
Set item = file.FsiNamedStreams
TakeError
Check "FsiNamedStreams__is_restricted", number = NO_SUCH_MEMBER, Hex(number) & " " & description
Check "IsNamedStream", file.IsNamedStream = False, "it is"
file.IsRealTime = True
TakeError
Check "IsRealTime", number = 0 And file.IsRealTime, Hex(number) & " " & description
file.RemoveStream "nothing"
TakeError
Check "RemoveStream__unknown", number = ITEM_NOT_FOUND, Hex(number) & " " & description
file.RemoveStream "SUMMARY"
TakeError
Check "RemoveStream", number = 0 And image.ChangePoint = names + 2, Hex(number) & " " & description

' Removing.
root.Remove "new"
TakeError
Check "Remove__not_empty", number = DIR_NOT_EMPTY And InStr(description, "'new'") > 0, Hex(number) & " " & description
root.RemoveTree "new"
TakeError
Check "RemoveTree", number = 0 And file.FullPath = "loose.bin" And other.Count = 0, Hex(number) & " " & file.FullPath
root.RemoveTree "\"
TakeError
Check "RemoveTree__root", number = 0 And root.Count = 0 And image.FileCount = 0, Hex(number) & " " & root.Count
root.Add file
Set result = image.CreateResultImage
root.Remove "loose.bin"
TakeError
Check "Remove__result_lives", number = READONLY, Hex(number) & " " & description
' A case whose own arguments fail is passed over.
Check "every_case_ran", tests = 37, tests & " of them"
WScript.Echo "1.." & tests
