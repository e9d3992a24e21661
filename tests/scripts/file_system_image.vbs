' MsftFileSystemImage as VBScript sees it. What a folder becomes on a disc: burn_folder.vbs.
Option Explicit
Const READONLY = &HC0AAB102
Const INVALID_VOLUME_NAME = &HC0AAB104
Const INVALID_PARAM = &HC0AAB101
Const ITEM_NOT_FOUND = &HC0AAB118
Const IMAGE_TOO_BIG = &HC0AAB121
Const NO_SUCH_MEMBER = 438
Dim image, other, root, item, names, number, description, result, stream, files, folder, file, array

Dim tests
Sub Check(name, condition, why)
    tests = tests + 1
    If condition Then WScript.Echo "ok " & name Else WScript.Echo "not ok " & name & ": " & why
End Sub

' The error that the statement before has left behind, and forget it.
Sub TakeError()
    number = Err.Number
    description = Err.Description
    Err.Clear
End Sub

On Error Resume Next
Set image = CreateObject("IMAPI2FS.MsftFileSystemImage")
TakeError
Check "CreateObject__version_independent", number = 0, Hex(number) & " " & description
Set other = CreateObject("IMAPI2FS.MsftFileSystemImage.1")
TakeError
Check "CreateObject__versioned", number = 0, Hex(number) & " " & description
Set other = CreateObject("OpenIMAPI2.MsftFileSystemImage")
TakeError
Check "CreateObject__our_own_name", number = 0, Hex(number) & " " & description

Check "fresh__FreeMediaBlocks", image.FreeMediaBlocks = 332800, image.FreeMediaBlocks
Check "fresh__UsedBlocks", image.UsedBlocks = 528, image.UsedBlocks
Check "fresh__FileSystemsToCreate", image.FileSystemsToCreate = 7, image.FileSystemsToCreate
Check "fresh__UDFRevision", image.UDFRevision = &H102, image.UDFRevision
Check "fresh__counts", image.FileCount = 0 And image.DirectoryCount = 1, image.FileCount & " " & image.DirectoryCount
Check "fresh__WorkingDirectory", Right(image.WorkingDirectory, 1) = "\", image.WorkingDirectory
Check "fresh__StageFiles", image.StageFiles = False, image.StageFiles
Check "fresh__CreateRedundantUdfMetadataFiles", image.CreateRedundantUdfMetadataFiles = True, image.CreateRedundantUdfMetadataFiles
array = image.UDFRevisionsSupported
Check "UDFRevisionsSupported", UBound(array) = 4, UBound(array)
Check "UDFRevisionsSupported__last", array(4) = &H250, array(4)
TakeError
Check "fresh__no_error", number = 0, Hex(number) & " " & description

image.VolumeName = "Test_FileSystem"
TakeError
Check "VolumeName", number = 0 And image.VolumeName = "Test_FileSystem", Hex(number) & " " & image.VolumeName
Check "VolumeNameISO9660", image.VolumeNameISO9660 = "TEST_FILESYSTEM", image.VolumeNameISO9660
image.VolumeName = "a/b"
TakeError
Check "VolumeName__slash__is_refused", number = INVALID_VOLUME_NAME And description <> "", Hex(number) & " " & description
image.FileSystemsToCreate = 2
TakeError
Check "FileSystemsToCreate__Joliet_alone__is_refused", number = INVALID_PARAM And InStr(description, "newVal") > 0, Hex(number) & " " & description
image.FreeMediaBlocks = 100
TakeError
Check "FreeMediaBlocks__below_UsedBlocks__is_refused", number = IMAGE_TOO_BIG, Hex(number) & " " & description
image.StageFiles = 65535
TakeError
Check "StageFiles__65535__is_true", number = 0 And image.StageFiles = True, Hex(number) & " " & image.StageFiles
image.StageFiles = False
image.ChooseImageDefaultsForMediaType 13
TakeError
Check "ChooseImageDefaultsForMediaType", number = 0 And image.FileSystemsToCreate = 4 And image.FreeMediaBlocks = 4173824, Hex(number) & " " & image.FileSystemsToCreate
image.NoSuchThing = 5
TakeError
Check "unknown_member__set", number = NO_SUCH_MEMBER, Hex(number) & " " & description
names = image.NoSuchThing
TakeError
Check "unknown_member__get", number = NO_SUCH_MEMBER, Hex(number) & " " & description

' The tree: default members, and their own default members.
image.Root.AddDirectory "folder"
TakeError
Check "Root__AddDirectory", number = 0, Hex(number) & " " & description
image.Root.AddDirectory "folder\inner"
Set item = image.Root("folder\inner")
TakeError
Check "Root__with_an_argument__is_Item", number = 0 And item.FullPath = "\folder\inner", Hex(number) & " " & description
Set item = image.Root("nowhere")
TakeError
Check "Root__with_an_argument__names_what_is_missing", number = ITEM_NOT_FOUND And InStr(description, "nowhere") > 0, Hex(number) & " " & description
Check "Exists__directory", image.Exists("\folder") = 1, image.Exists("\folder")
Check "Exists__nothing", image.Exists("\nowhere\a") = 0, image.Exists("\nowhere\a")
names = ""
For Each item In image.Root
    names = names & item.Name & ","
Next
TakeError
Check "Root__for_each", number = 0 And names = "folder,", Hex(number) & " " & names
Check "ChangePoint", image.ChangePoint = 2, image.ChangePoint
image.RollbackToChangePoint 1
TakeError
Check "RollbackToChangePoint", number = 0 And image.DirectoryCount = 2, Hex(number) & " " & image.DirectoryCount

' A folder of this computer.
Set files = CreateObject("Scripting.FileSystemObject")
files.CreateFolder "tree"
files.CreateFolder "tree\sub"
Set file = files.CreateTextFile("tree\sub\hello.txt")
file.Write "hello"
file.Close
Err.Clear
image.Root.AddTree "tree", False
TakeError
Check "AddTree", number = 0 And image.FileCount = 1, Hex(number) & " " & description
Check "AddTree__item", image.Root("sub\hello.txt").DataSize32BitLow = 5, image.Root("sub\hello.txt").DataSize32BitLow

Set result = image.CreateResultImage
TakeError
Check "CreateResultImage", number = 0, Hex(number) & " " & description
Check "BlockSize", result.BlockSize = 2048, result.BlockSize
Check "TotalBlocks", result.TotalBlocks > 288 And result.TotalBlocks Mod 32 = 0, result.TotalBlocks
Check "DiscId", result.DiscId = "0000000000000000", result.DiscId
stream = result.ImageStream
TakeError
Check "ImageStream__without_Set", number = 0 And VarType(stream) = 13, Hex(number) & " " & VarType(stream)
image.VolumeName = "late"
TakeError
Check "VolumeName__result_lives__is_read_only", number = READONLY, Hex(number) & " " & description
stream = Empty
Set result = Nothing
image.VolumeName = "late"
TakeError
Check "VolumeName__result_gone", number = 0 And image.VolumeName = "late", Hex(number) & " " & description

WScript.Echo "1.." & tests
