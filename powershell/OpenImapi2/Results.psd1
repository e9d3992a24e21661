# Result codes of IMAPI2 that users of the commands meet: the name in imapi2error.h and imapi2fserror.h, the category of the
# error record, words for where the DLL has none, and what to do, in words of the commands. All other codes have a row in Codes.psd1.
@{
    '0xC0AA0002' = @{ Name = 'E_IMAPI_REQUEST_CANCELLED'; Category = 'OperationStopped'
        Text = 'The operation was cancelled.'; Advice = 'A write-once disc keeps what was written; Get-OpticalMedia shows what the disc is now.' }
    '0xC0AA0007' = @{ Name = 'E_IMAPI_BURN_VERIFICATION_FAILED'; Category = 'InvalidData'
        Text = 'The disc was written, but what can be read back differs from what was to be written.'
        Advice = 'Write another disc, of another make or at a lower -Speed.' }
    '0xC0AA0202' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_NO_MEDIA'; Category = 'ResourceUnavailable'
        Text = 'There is no disc in the drive.'; Advice = 'Insert a disc, and close the tray.' }
    '0xC0AA0203' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE'; Category = 'InvalidType'
        Text = 'The drive cannot use this disc: it is incompatible, or its format is unknown.'
        Advice = 'Use a kind of disc that the drive writes; the data sheet of the drive lists them.' }
    '0xC0AA0204' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN'; Category = 'ResourceUnavailable'
        Text = 'The disc seems to be in the drive upside down.'; Advice = 'Turn it over.' }
    '0xC0AA0205' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_BECOMING_READY'; Category = 'ResourceBusy'
        Text = 'The drive is getting ready.'; Advice = 'Try again in a few seconds.' }
    '0xC0AA0206' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS'; Category = 'ResourceBusy'
        Text = 'The drive is formatting the disc.'; Advice = 'Try again when it has finished.' }
    '0xC0AA0207' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_BUSY'; Category = 'ResourceBusy'
        Text = 'The drive is busy with a long operation.'; Advice = 'Try again when it has finished.' }
    '0xC0AA0209' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED'; Category = 'PermissionDenied'
        Text = 'The disc is write protected.'; Advice = 'Take off the protection of the cartridge, or use another disc.' }
    '0xC0AA020D' = @{ Name = 'E_IMAPI_RECORDER_COMMAND_TIMEOUT'; Category = 'OperationTimeout'
        Text = 'The drive did not finish the command in time.'; Advice = 'Take the disc out, put it back, and try again.' }
    '0xC0AA0210' = @{ Name = 'E_IMAPI_RECORDER_LOCKED'; Category = 'ResourceBusy'
        Text = 'Another program has exclusive access to the drive.'
        Advice = 'Wait until it ends, or end it; Get-OpticalRecorder shows its name as Owner.' }
    '0xC0AA0402' = @{ Name = 'E_IMAPI_DF2DATA_INVALID_MEDIA_STATE'; Category = 'InvalidOperation'
        Text = 'The disc cannot be written in its present state.'
        Advice = 'Insert a blank disc; a rewritable one is made blank by Clear-OpticalDisc.' }
    '0xC0AA0403' = @{ Name = 'E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED'; Category = 'InvalidArgument'
        Text = 'The data are empty, or no whole number of sectors of 2048 bytes.'
        Advice = 'Use an image of a data disc, such as New-IsoImage makes.' }
    '0xC0AA0404' = @{ Name = 'E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA'; Category = 'LimitsExceeded'
        Text = 'The data do not fit on the disc.'; Advice = 'Use a larger disc; Get-OpticalMedia shows the room as FreeBytes.' }
    '0xC0AA0405' = @{ Name = 'E_IMAPI_DF2DATA_MEDIA_NOT_BLANK'; Category = 'ResourceExists'
        Text = 'The disc is not blank.'
        Advice = 'Say -Append to add to what is on it, or -Overwrite to replace what is on a rewritable disc; or insert a blank one.' }
    '0xC0AA0406' = @{ Name = 'E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED'; Category = 'InvalidType'
        Text = 'This kind of disc cannot be written.'; Advice = 'Insert a recordable disc.' }
    '0xC0AA0407' = @{ Name = 'E_IMAPI_DF2DATA_RECORDER_NOT_SUPPORTED'; Category = 'DeviceError'
        Text = 'This drive cannot write discs.'; Advice = 'Use another drive; the column CanWrite of Get-OpticalRecorder shows the drives that can write.' }
    '0xC0AA0909' = @{ Name = 'E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED'; Category = 'InvalidType'
        Text = 'This disc cannot be erased.'; Advice = 'Only rewritable discs can: CD-RW, DVD-RW, DVD+RW, DVD-RAM and BD-RE.' }
    '0xC0AA090A' = @{ Name = 'E_IMAPI_ERASE_RECORDER_NOT_SUPPORTED'; Category = 'DeviceError'
        Text = 'This drive cannot erase discs.'; Advice = 'Use another drive; the column CanWrite of Get-OpticalRecorder shows the drives that can write.' }
    '0x80AA0906' = @{ Name = 'E_IMAPI_ERASE_TOOK_LONGER_THAN_ONE_HOUR'; Category = 'OperationTimeout'
        Text = 'The drive did not finish erasing within an hour.'; Advice = 'The disc may be worn out: try once more, then use another.' }
    '0xC0AAB120' = @{ Name = 'IMAPI_E_IMAGE_SIZE_LIMIT'; Category = 'LimitsExceeded'
        Text = 'The image would be larger than the medium.'; Advice = 'Leave files out, or choose a larger -MediaType or disc.' }
    '0xC0AAB112' = @{ Name = 'IMAPI_E_DUP_NAME'; Category = 'ResourceExists'
        Text = 'There is an item of this name already.'; Advice = 'Rename one of them; with -Append the disc may have it.' }
    '0xC0AAB129' = @{ Name = 'IMAPI_E_DATA_STREAM_READ_FAILURE'; Category = 'ReadError'
        Text = 'A file could not be read.'; Advice = 'Close programs that use it, and see whether it can be copied.' }
    '0xC0AAB12B' = @{ Name = 'IMAPI_E_DIRECTORY_READ_FAILURE'; Category = 'ReadError'
        Text = 'A folder could not be read.'; Advice = 'See whether all of it can be listed.' }
    '0xC0AAB151' = @{ Name = 'IMAPI_E_NO_SUPPORTED_FILE_SYSTEM'; Category = 'InvalidType'
        Text = 'The disc has no file system that can be imported.'; Advice = 'Nothing can be added to it: use another disc, or -Overwrite a rewritable one.' }
    '0xC0AAB15C' = @{ Name = 'IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE'; Category = 'InvalidOperation'
        Text = 'Nothing can be added to this disc.'; Advice = 'Use another disc, or -Overwrite a rewritable one.' }
    '0x8007001E' = @{ Name = 'ERROR_READ_FAULT'; Category = 'ReadError'
        Text = 'The disc cannot be read.'; Advice = 'Clean the disc, or try another drive; an audio or a protected disc cannot be copied this way.' }
    '0x80070002' = @{ Name = 'ERROR_FILE_NOT_FOUND'; Category = 'ObjectNotFound'
        Text = 'The file or recorder was not found.'; Advice = 'Get-OpticalRecorder lists the recorders that are there.' }
    '0x80070005' = @{ Name = 'E_ACCESSDENIED'; Category = 'PermissionDenied'
        Text = 'Access is denied.'; Advice = 'Close programs that use the drive or the files, or run PowerShell as an administrator.' }
    '0x80070070' = @{ Name = 'ERROR_DISK_FULL'; Category = 'LimitsExceeded'
        Text = 'There is not enough room where the file is to be.'; Advice = 'Make room, or choose another folder.' }
    '0x80040154' = @{ Name = 'REGDB_E_CLASSNOTREG'; Category = 'NotInstalled'
        Text = 'No IMAPI2 is registered for programs of this architecture.'
        Advice = 'Register one with regsvr32, or put imapi2.dll and imapi2fs.dll into the folder x64 or x86 of the module.' }
}
