# Made of src/results/ by tests/tools/check-results --write.
@{
    '0xC0AA0002' = @{ Name = 'E_IMAPI_REQUEST_CANCELLED'
        Advice = 'Nothing is wrong: the program called its Cancel method. A CD-R, DVD-R, DVD+R or BD-R keeps what was written until then.' }
    '0xC0AA0003' = @{ Name = 'E_IMAPI_RECORDER_REQUIRED'
        Advice = 'Set Recorder to an initialized MsftDiscRecorder2 before this call.' }
    '0xC0AA0007' = @{ Name = 'E_IMAPI_BURN_VERIFICATION_FAILED'
        Advice = 'Do not trust this disc. Burn another one at a lower speed; if that fails too, try another brand of discs, then another drive.' }
    '0xC0AA0201' = @{ Name = 'E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE'
        Advice = 'Ask SupportedModePages first, and do without the page.' }
    '0xC0AA0202' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_NO_MEDIA'
        Advice = 'Put a disc in and close the tray.' }
    '0xC0AA0203' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE'
        Advice = 'Use a kind of disc that SupportedProfiles lists. If it is one, clean it, or try another disc of another brand.' }
    '0xC0AA0204' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN'
        Advice = 'Take it out, and put it in with the label up. A badly damaged disc looks the same to the drive.' }
    '0xC0AA0205' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_BECOMING_READY'
        Advice = 'Wait two seconds and call again, for a minute at most. When it never gets ready, take the disc out and put it in again.' }
    '0xC0AA0206' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS'
        Advice = 'Wait. Formatting takes from a minute to an hour, by the kind of disc.' }
    '0xC0AA0207' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_BUSY'
        Advice = 'Wait and call again. A disc that is being closed can take some minutes.' }
    '0xC0AA0208' = @{ Name = 'E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS'
        Advice = 'Read the page with GetModePage, change only what the changeable values allow, and send it again. While burning: try another kind of disc or method, since the drive does not have this one.' }
    '0xC0AA0209' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED'
        Advice = 'Look for a tab on the cartridge, ask WriteProtectStatus for the reason, or use another disc.' }
    '0xC0AA020A' = @{ Name = 'E_IMAPI_RECORDER_NO_SUCH_FEATURE'
        Advice = 'Ask SupportedFeaturePages first, and do without the feature.' }
    '0xC0AA020B' = @{ Name = 'E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT'
        Advice = 'Insert a disc of a kind for which the drive offers the feature.' }
    '0xC0AA020C' = @{ Name = 'E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED'
        Advice = 'It is an old drive, of before MMC-2. It reads and writes CDs all the same; only its features and profiles cannot be listed.' }
    '0xC0AA020D' = @{ Name = 'E_IMAPI_RECORDER_COMMAND_TIMEOUT'
        Advice = 'Try another disc first; then unplug the drive and plug it in again. For raw commands, give more seconds.' }
    '0xC0AA020E' = @{ Name = 'E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT'
        Advice = 'Do without it. CDs have none of these structures.' }
    '0xC0AA020F' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH'
        Advice = 'Use discs whose speed fits the drive: an old CD-RW drive cannot write high-speed discs, and a new one not always slow ones.' }
    '0xC0AA0210' = @{ Name = 'E_IMAPI_RECORDER_LOCKED'
        Advice = 'Close the program that has the drive: ExclusiveAccessOwner and discctl owner DRIVE tell its name.' }
    '0xC0AA0211' = @{ Name = 'E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID'
        Advice = 'Give 1 to 63 letters, digits, blanks and . , : ; - _, nothing else: no accents and no brackets.' }
    '0xC0AA0212' = @{ Name = 'E_IMAPI_RECORDER_MEDIA_NOT_FORMATTED'
        Advice = 'Burn to it or erase it: both format it.' }
    '0xC0AA02FF' = @{ Name = 'E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE'
        Advice = 'Try again once. Should it come back, send us a trace (docs/trace.md): the drive does something that is not known yet.' }
    '0xC0AA0300' = @{ Name = 'E_IMAPI_LOSS_OF_STREAMING'
        Advice = 'Set BufferUnderrunFreeDisabled to False, burn at a lower speed, and read the image from a fast local disk.' }
    '0xC0AA0301' = @{ Name = 'E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE'
        Advice = 'Read the error text: it has the drive''s own reason. Usually the disc is bad: try another one at a lower speed. The disc that failed cannot be used again unless it is rewritable.' }
    '0xC0AA0400' = @{ Name = 'E_IMAPI_DF2DATA_WRITE_IN_PROGRESS'
        Advice = 'Wait for Write to return, or use another writer object for another drive. From the event, only CancelWrite and reading properties are allowed.' }
    '0xC0AA0401' = @{ Name = 'E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS'
        Advice = 'Nothing has to be done: the write is over, or has not begun.' }
    '0xC0AA0402' = @{ Name = 'E_IMAPI_DF2DATA_INVALID_MEDIA_STATE'
        Advice = 'Look at CurrentMediaStatus: a finished disc takes nothing more, a damaged one neither. Use a blank disc, or erase a rewritable one.' }
    '0xC0AA0403' = @{ Name = 'E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED'
        Advice = 'Make the image with MsftFileSystemImage, or fill its end with zeros up to a multiple of 2048 bytes.' }
    '0xC0AA0404' = @{ Name = 'E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA'
        Advice = 'Compare the size / 2048 with FreeSectorsOnMedia. Use a larger disc, or erase a rewritable one.' }
    '0xC0AA0405' = @{ Name = 'E_IMAPI_DF2DATA_MEDIA_NOT_BLANK'
        Advice = 'Set ForceOverwrite to True to write over what is there, erase the disc, or add to it: MultisessionInterfaces.' }
    '0xC0AA0406' = @{ Name = 'E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED'
        Advice = 'Use one of the kinds that SupportedMediaTypes lists. A pressed disc cannot be written.' }
    '0xC0AA0407' = @{ Name = 'E_IMAPI_DF2DATA_RECORDER_NOT_SUPPORTED'
        Advice = 'Use a drive that writes: IsRecorderSupported tells.' }
    '0xC0AA0408' = @{ Name = 'E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID'
        Advice = 'Set ClientName to 1 to 63 letters, digits, blanks and . , : ; - _ before Write.' }
    '0xC0AA0500' = @{ Name = 'E_IMAPI_DF2TAO_WRITE_IN_PROGRESS'
        Advice = 'Wait for AddAudioTrack to return. From the event, only CancelAddTrack and reading properties are allowed.' }
    '0xC0AA0501' = @{ Name = 'E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS'
        Advice = 'Nothing has to be done: the track is over, or has not begun.' }
    '0xC0AA0502' = @{ Name = 'E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED'
        Advice = 'The order is Recorder, ClientName, PrepareMedia, AddAudioTrack for each track, ReleaseMedia.' }
    '0xC0AA0503' = @{ Name = 'E_IMAPI_DF2TAO_MEDIA_IS_PREPARED'
        Advice = 'Set Recorder, ClientName and DoNotFinalizeMedia before PrepareMedia, or after ReleaseMedia.' }
    '0xC0AA0504' = @{ Name = 'E_IMAPI_DF2TAO_PROPERTY_FOR_BLANK_MEDIA_ONLY'
        Advice = 'Set the property before the first track.' }
    '0xC0AA0505' = @{ Name = 'E_IMAPI_DF2TAO_TABLE_OF_CONTENTS_EMPTY_DISC'
        Advice = 'Ask after the first track.' }
    '0xC0AA0506' = @{ Name = 'E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK'
        Advice = 'Use a blank CD-R, or erase the CD-RW. All tracks have to be written between one PrepareMedia and its ReleaseMedia.' }
    '0xC0AA0507' = @{ Name = 'E_IMAPI_DF2TAO_MEDIA_IS_NOT_SUPPORTED'
        Advice = 'Use a CD-R or CD-RW: audio CDs cannot be written on DVD or BD.' }
    '0xC0AA0508' = @{ Name = 'E_IMAPI_DF2TAO_TRACK_LIMIT_REACHED'
        Advice = 'Leave tracks out, or join some into one.' }
    '0xC0AA0509' = @{ Name = 'E_IMAPI_DF2TAO_NOT_ENOUGH_SPACE'
        Advice = 'Compare the size / 2352 with FreeSectorsOnMedia. Leave the track out, or use a longer disc.' }
    '0xC0AA050A' = @{ Name = 'E_IMAPI_DF2TAO_NO_RECORDER_SPECIFIED'
        Advice = 'Set Recorder to an initialized MsftDiscRecorder2 before this call.' }
    '0xC0AA050B' = @{ Name = 'E_IMAPI_DF2TAO_INVALID_ISRC'
        Advice = 'Write it as CCOOOYYNNNNN, with or without hyphens. OpenIMAPI2 returns E_INVALIDARG instead.' }
    '0xC0AA050C' = @{ Name = 'E_IMAPI_DF2TAO_INVALID_MCN'
        Advice = 'Write the 13 digits of the EAN or UPC. OpenIMAPI2 returns E_INVALIDARG instead.' }
    '0xC0AA050D' = @{ Name = 'E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED'
        Advice = 'Take off the WAV header and fill the end with zeros up to a multiple of 2352 bytes; or use discctl audio, which takes WAV files.' }
    '0xC0AA050E' = @{ Name = 'E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED'
        Advice = 'Use a drive that writes CDs: IsRecorderSupported tells.' }
    '0xC0AA050F' = @{ Name = 'E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID'
        Advice = 'Set ClientName to 1 to 63 letters, digits, blanks and . , : ; - _ before PrepareMedia.' }
    '0xC0AA0600' = @{ Name = 'E_IMAPI_DF2RAW_WRITE_IN_PROGRESS'
        Advice = 'Wait for WriteMedia to return. From the event, only CancelWrite and reading properties are allowed.' }
    '0xC0AA0601' = @{ Name = 'E_IMAPI_DF2RAW_WRITE_NOT_IN_PROGRESS'
        Advice = 'Nothing has to be done: the write is over, or has not begun.' }
    '0xC0AA0602' = @{ Name = 'E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED'
        Advice = 'The order is Recorder, ClientName, PrepareMedia, RequestedSectorType, WriteMedia, ReleaseMedia.' }
    '0xC0AA0603' = @{ Name = 'E_IMAPI_DF2RAW_MEDIA_IS_PREPARED'
        Advice = 'Set Recorder and ClientName before PrepareMedia, or after ReleaseMedia.' }
    '0xC0AA0604' = @{ Name = 'E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID'
        Advice = 'Set ClientName to 1 to 63 letters, digits, blanks and . , : ; - _ before PrepareMedia.' }
    '0xC0AA0606' = @{ Name = 'E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK'
        Advice = 'Use a blank CD-R, or erase the CD-RW. One PrepareMedia is for one WriteMedia.' }
    '0xC0AA0607' = @{ Name = 'E_IMAPI_DF2RAW_MEDIA_IS_NOT_SUPPORTED'
        Advice = 'Use a CD-R or CD-RW.' }
    '0xC0AA0609' = @{ Name = 'E_IMAPI_DF2RAW_NOT_ENOUGH_SPACE'
        Advice = 'Compare StartOfLeadout of the creator with LastPossibleStartOfLeadout of the writer. Leave tracks out, or use a longer disc.' }
    '0xC0AA060A' = @{ Name = 'E_IMAPI_DF2RAW_NO_RECORDER_SPECIFIED'
        Advice = 'Set Recorder to an initialized MsftDiscRecorder2 before this call.' }
    '0xC0AA060D' = @{ Name = 'E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED'
        Advice = 'RequestedSectorType of the writer and ResultingImageType of the image have to be the same: 2368 bytes for 1, 2448 for 2 and 3.' }
    '0xC0AA060E' = @{ Name = 'E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED'
        Advice = 'Take one that SupportedSectorTypes lists, and make the image of the same type.' }
    '0xC0AA060F' = @{ Name = 'E_IMAPI_DF2RAW_STREAM_LEADIN_TOO_SHORT'
        Advice = 'Make the image with MsftRawCDImageCreator, whose lead-in is long enough for every disc, or give WriteMedia2 the right number.' }
    '0xC0AA0610' = @{ Name = 'E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED'
        Advice = 'Use MsftDiscFormat2TrackAtOnce with this drive; discctl audio chooses by itself.' }
    '0x80AA0900' = @{ Name = 'E_IMAPI_ERASE_RECORDER_IN_USE'
        Advice = 'Wait for EraseMedia to return.' }
    '0x80AA0901' = @{ Name = 'E_IMAPI_ERASE_ONLY_ONE_RECORDER_SUPPORTED'
        Advice = 'Set Recorder to nothing, then to the other drive. OpenIMAPI2 never returns this code.' }
    '0x80AA0902' = @{ Name = 'E_IMAPI_ERASE_DISC_INFORMATION_TOO_SMALL'
        Advice = 'Try again once. Should it come back, the drive is of no use for erasing.' }
    '0x80AA0903' = @{ Name = 'E_IMAPI_ERASE_MODE_PAGE_2A_TOO_SMALL'
        Advice = 'Use another drive for erasing. OpenIMAPI2 never returns this code: it treats such a drive as one that does not erase.' }
    '0x80AA0904' = @{ Name = 'E_IMAPI_ERASE_MEDIA_IS_NOT_ERASABLE'
        Advice = 'Use a rewritable disc. CD-R, DVD-R, DVD+R and BD-R cannot be erased.' }
    '0x80AA0905' = @{ Name = 'E_IMAPI_ERASE_DRIVE_FAILED_ERASE_COMMAND'
        Advice = 'Read the error text for the drive''s reason. Set FullErase to True and try again: worn discs sometimes need it.' }
    '0x80AA0906' = @{ Name = 'E_IMAPI_ERASE_TOOK_LONGER_THAN_ONE_HOUR'
        Advice = 'The disc is most likely worn out: use another one. Microsoft''s DLL is said to return this for other failures, too.' }
    '0x80AA0907' = @{ Name = 'E_IMAPI_ERASE_UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE'
        Advice = 'Read the error text for the drive''s reason. The disc is most likely worn out: use another one.' }
    '0x80AA0908' = @{ Name = 'E_IMAPI_ERASE_DRIVE_FAILED_SPINUP_COMMAND'
        Advice = 'Take the disc out, clean it, and put it in again.' }
    '0xC0AA0909' = @{ Name = 'E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED'
        Advice = 'Use one of the kinds that SupportedMediaTypes of the eraser lists: CD-RW, DVD-RW, DVD+RW, DVD-RAM, BD-RE.' }
    '0xC0AA090A' = @{ Name = 'E_IMAPI_ERASE_RECORDER_NOT_SUPPORTED'
        Advice = 'Use a drive that writes rewritable discs: IsRecorderSupported tells.' }
    '0xC0AA090B' = @{ Name = 'E_IMAPI_ERASE_CLIENT_NAME_IS_NOT_VALID'
        Advice = 'Set ClientName to 1 to 63 letters, digits, blanks and . , : ; - _ before EraseMedia.' }
    '0x80AA0A00' = @{ Name = 'E_IMAPI_RAW_IMAGE_IS_READ_ONLY'
        Advice = 'Make another MsftRawCDImageCreator for another image.' }
    '0x80AA0A01' = @{ Name = 'E_IMAPI_RAW_IMAGE_TOO_MANY_TRACKS'
        Advice = 'Leave tracks out, or set a lower StartingTrackNumber before the first one.' }
    '0x80AA0A02' = @{ Name = 'E_IMAPI_RAW_IMAGE_SECTOR_TYPE_NOT_SUPPORTED'
        Advice = 'Use IMAPI_CD_SECTOR_AUDIO (0). Burn data with MsftDiscFormat2Data.' }
    '0x80AA0A03' = @{ Name = 'E_IMAPI_RAW_IMAGE_NO_TRACKS'
        Advice = 'Call AddTrack.' }
    '0x80AA0A04' = @{ Name = 'E_IMAPI_RAW_IMAGE_TRACKS_ALREADY_ADDED'
        Advice = 'Set StartingTrackNumber and the special pre-gap before the first AddTrack; for this image it is too late.' }
    '0x80AA0A05' = @{ Name = 'E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE'
        Advice = 'Leave the track out, or raise StartOfLeadoutLimit if the disc is long enough.' }
    '0x80AA0A06' = @{ Name = 'E_IMAPI_RAW_IMAGE_TOO_MANY_TRACK_INDEXES'
        Advice = 'Remove an index with ClearTrackIndex.' }
    '0x80AA0A07' = @{ Name = 'E_IMAPI_RAW_IMAGE_TRACK_INDEX_NOT_FOUND'
        Advice = 'TrackIndexes lists those that there are.' }
    '0x80AA0A09' = @{ Name = 'E_IMAPI_RAW_IMAGE_TRACK_INDEX_OFFSET_ZERO_CANNOT_BE_CLEARED'
        Advice = 'Leave it: every track begins with an index.' }
    '0x80AA0A0A' = @{ Name = 'E_IMAPI_RAW_IMAGE_TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX'
        Advice = 'Choose an offset that is at least 10 sectors (0.13 s) away from every other.' }
    '0xC0AAB100' = @{ Name = 'IMAPI_E_FSI_INTERNAL_ERROR'
        Advice = 'This is an error in OpenIMAPI2: report it, with the error text and the steps that led to it.' }
    '0xC0AAB101' = @{ Name = 'IMAPI_E_INVALID_PARAM'
        Advice = 'Look at the member''s page for the values that it takes.' }
    '0xC0AAB102' = @{ Name = 'IMAPI_E_READONLY'
        Advice = 'Release the result, its stream and its progress items: in .NET and PowerShell set them to $null and collect garbage. From an event, wait until it returns. Replace an imported file by Remove and AddFile.' }
    '0xC0AAB103' = @{ Name = 'IMAPI_E_NO_OUTPUT'
        Advice = 'Set FileSystemsToCreate to at least one of 1 (ISO 9660), 3 (and Joliet), 4 (UDF), or call ChooseImageDefaults.' }
    '0xC0AAB104' = @{ Name = 'IMAPI_E_INVALID_VOLUME_NAME'
        Advice = 'Give 1 to 32 characters, none of them a control character, slash, backslash, colon, semicolon, quotation mark, question mark, asterisk, bar or angle bracket.' }
    '0xC0AAB105' = @{ Name = 'IMAPI_E_INVALID_DATE'
        Advice = 'Give a time between 1900 and 2155, in UTC. OpenIMAPI2 does not compare the times with each other.' }
    '0xC0AAB106' = @{ Name = 'IMAPI_E_FILE_SYSTEM_NOT_EMPTY'
        Advice = 'Set StrictFileSystemCompliance before the first file is added.' }
    '0xC0AAB108' = @{ Name = 'IMAPI_E_NOT_FILE'
        Advice = 'Give the path of a file.' }
    '0xC0AAB109' = @{ Name = 'IMAPI_E_NOT_DIR'
        Advice = 'Look at the path: a part of it that should be a directory is a file.' }
    '0xC0AAB10A' = @{ Name = 'IMAPI_E_DIR_NOT_EMPTY'
        Advice = 'Use RemoveTree, which removes what is in it, too.' }
    '0xC0AAB10B' = @{ Name = 'IMAPI_E_NOT_IN_FILE_SYSTEM'
        Advice = 'Add the item to the tree with Add before you put something into it.' }
    '0xC0AAB110' = @{ Name = 'IMAPI_E_INVALID_PATH'
        Advice = 'Write a path with backslashes or slashes between names. In an image no name may be . or .. or have a character that Windows does not allow. A path on this computer has to exist and be free to be read: the error text has the system''s reason.' }
    '0xC0AAB111' = @{ Name = 'IMAPI_E_RESTRICTED_NAME_VIOLATION'
        Advice = 'Use a name with characters 32 to 127 alone, or set UseRestrictedCharacterSet to False.' }
    '0xC0AAB112' = @{ Name = 'IMAPI_E_DUP_NAME'
        Advice = 'Remove the item that is there first, or choose another name. Letter case does not count.' }
    '0xC0AAB113' = @{ Name = 'IMAPI_E_NO_UNIQUE_NAME'
        Advice = 'Give the item another name, or do without ISO 9660.' }
    '0xC0AAB118' = @{ Name = 'IMAPI_E_ITEM_NOT_FOUND'
        Advice = 'Look at the path; Exists tells whether something is there.' }
    '0xC0AAB119' = @{ Name = 'IMAPI_E_FILE_NOT_FOUND'
        Advice = 'Look at the path; Exists tells whether something is there.' }
    '0xC0AAB11A' = @{ Name = 'IMAPI_E_DIR_NOT_FOUND'
        Advice = 'Make the directory with AddDirectory first, one level after the other.' }
    '0xC0AAB120' = @{ Name = 'IMAPI_E_IMAGE_SIZE_LIMIT'
        Advice = 'Set FreeMediaBlocks before you add: 0 for no limit, or let ChooseImageDefaults take that of the disc. At first it is a CD''s 650 MiB.' }
    '0xC0AAB121' = @{ Name = 'IMAPI_E_IMAGE_TOO_BIG'
        Advice = 'Set a higher limit, or remove files first.' }
    '0xC0AAB128' = @{ Name = 'IMAPI_E_DATA_STREAM_INCONSISTENCY'
        Advice = 'The file was changed after it was added. Make the image again and leave the files alone, or set StageFiles to True, which copies them.' }
    '0xC0AAB129' = @{ Name = 'IMAPI_E_DATA_STREAM_READ_FAILURE'
        Advice = 'Look whether the file is still there, and readable: the error text has its path and the system''s reason.' }
    '0xC0AAB12A' = @{ Name = 'IMAPI_E_DATA_STREAM_CREATE_FAILURE'
        Advice = 'Close the program that has the file open, or leave the file out; look whether you may read it.' }
    '0xC0AAB12B' = @{ Name = 'IMAPI_E_DIRECTORY_READ_FAILURE'
        Advice = 'Look whether you may list the folder, and whether a link in it leads back to a folder around it: the error text has the path.' }
    '0xC0AAB130' = @{ Name = 'IMAPI_E_TOO_MANY_DIRS'
        Advice = 'Create UDF alone: FileSystemsToCreate = 4.' }
    '0xC0AAB131' = @{ Name = 'IMAPI_E_ISO9660_LEVELS'
        Advice = 'Create UDF alone (FileSystemsToCreate = 4), or add a folder that lies deeper as the root.' }
    '0xC0AAB132' = @{ Name = 'IMAPI_E_DATA_TOO_BIG'
        Advice = 'Create UDF alone: FileSystemsToCreate = 4. ISO 9660 takes files up to 2 GiB.' }
    '0xC0AAB133' = @{ Name = 'IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION'
        Advice = 'An image can import only once: use a new MsftFileSystemImage for another import. Otherwise this disc cannot be continued: copy its files, and burn them with the new ones to a blank or erased disc.' }
    '0xC0AAB138' = @{ Name = 'IMAPI_E_STASHFILE_OPEN_FAILURE'
        Advice = 'Set WorkingDirectory to a folder in which you may write.' }
    '0xC0AAB139' = @{ Name = 'IMAPI_E_STASHFILE_SEEK_FAILURE'
        Advice = 'Set WorkingDirectory to a folder on another disk. OpenIMAPI2 never returns this code.' }
    '0xC0AAB13A' = @{ Name = 'IMAPI_E_STASHFILE_WRITE_FAILURE'
        Advice = 'Free some room on the disk of WorkingDirectory, or set it to a folder on another disk.' }
    '0xC0AAB13B' = @{ Name = 'IMAPI_E_STASHFILE_READ_FAILURE'
        Advice = 'Set WorkingDirectory to a folder on another disk, and make the image again.' }
    '0xC0AAB140' = @{ Name = 'IMAPI_E_INVALID_WORKING_DIRECTORY'
        Advice = 'Give a folder that is there, on a drive with a letter; no share.' }
    '0xC0AAB141' = @{ Name = 'IMAPI_E_WORKING_DIRECTORY_SPACE'
        Advice = 'Free room on that disk, set WorkingDirectory to a folder on another one, or set StageFiles to False.' }
    '0xC0AAB142' = @{ Name = 'IMAPI_E_STASHFILE_MOVE'
        Advice = 'Free room at the new place. The old WorkingDirectory is still in use.' }
    '0xC0AAB148' = @{ Name = 'IMAPI_E_BOOT_IMAGE_DATA'
        Advice = 'Call AssignBootImage with a stream that is not empty; up to 32 boot images. A hard disk image needs a partition table with one partition.' }
    '0xC0AAB149' = @{ Name = 'IMAPI_E_BOOT_OBJECT_CONFLICT'
        Advice = 'Make a bootable image on a blank disc; leave BootImageOptions alone when you add a session.' }
    '0xC0AAB14A' = @{ Name = 'IMAPI_E_BOOT_EMULATION_IMAGE_SIZE_MISMATCH'
        Advice = 'Set Emulation to 0 (none), which is right for most boot images, after AssignBootImage.' }
    '0xC0AAB150' = @{ Name = 'IMAPI_E_EMPTY_DISC'
        Advice = 'There is nothing to import: call ChooseImageDefaults instead.' }
    '0xC0AAB151' = @{ Name = 'IMAPI_E_NO_SUPPORTED_FILE_SYSTEM'
        Advice = 'The disc has neither ISO 9660 nor UDF in its last session, or is an audio CD. Burn to a blank disc.' }
    '0xC0AAB152' = @{ Name = 'IMAPI_E_FILE_SYSTEM_NOT_FOUND'
        Advice = 'Use ImportFileSystem, which takes what is there.' }
    '0xC0AAB153' = @{ Name = 'IMAPI_E_FILE_SYSTEM_READ_CONSISTENCY_ERROR'
        Advice = 'The disc is damaged, or was written badly. Save what can be read from it, and burn a new disc.' }
    '0xC0AAB154' = @{ Name = 'IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED'
        Advice = 'The disc uses a feature with which no session can be added. Copy its files, and burn them with the new ones to a blank disc.' }
    '0xC0AAB155' = @{ Name = 'IMAPI_E_IMPORT_TYPE_COLLISION_FILE_EXISTS_AS_DIRECTORY'
        Advice = 'Import first and add later, or give the directory another name.' }
    '0xC0AAB156' = @{ Name = 'IMAPI_E_IMPORT_SEEK_FAILURE'
        Advice = 'On a blank disc call ChooseImageDefaults instead. Otherwise the disc cannot be read there: clean it.' }
    '0xC0AAB157' = @{ Name = 'IMAPI_E_IMPORT_READ_FAILURE'
        Advice = 'Clean the disc and try again; what cannot be read cannot be continued.' }
    '0xC0AAB158' = @{ Name = 'IMAPI_E_DISC_MISMATCH'
        Advice = 'Put the disc that was imported back in. When it was written since, import it again with a new MsftFileSystemImage.' }
    '0xC0AAB159' = @{ Name = 'IMAPI_E_IMPORT_MEDIA_NOT_ALLOWED'
        Advice = 'Use a recordable or rewritable CD, DVD or BD.' }
    '0xC0AAB15A' = @{ Name = 'IMAPI_E_UDF_NOT_WRITE_COMPATIBLE'
        Advice = 'Discs that were formatted for dragging files onto them cannot be continued here. Copy the files, and burn them to a blank or erased disc.' }
    '0xC0AAB15B' = @{ Name = 'IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE'
        Advice = 'Hand over the array of MultisessionInterfaces of the data writer as it is, with at most one InUse.' }
    '0xC0AAB15C' = @{ Name = 'IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE'
        Advice = 'Put in a disc that can be continued: CurrentMediaStatus of the data writer tells. On a blank disc call ChooseImageDefaults instead.' }
    '0xC0AAB15D' = @{ Name = 'IMAPI_E_MULTISESSION_NOT_SET'
        Advice = 'Set MultisessionInterfaces to that of the data writer before this call.' }
    '0xC0AAB15E' = @{ Name = 'IMAPI_E_IMPORT_TYPE_COLLISION_DIRECTORY_EXISTS_AS_FILE'
        Advice = 'Import first and add later, or give the file another name.' }
    '0xC0AAB160' = @{ Name = 'IMAPI_E_PROPERTY_NOT_ACCESSIBLE'
        Advice = 'Read the property from the file item, not from its named stream.' }
    '0xC0AAB161' = @{ Name = 'IMAPI_E_UDF_REVISION_CHANGE_NOT_ALLOWED'
        Advice = 'Leave UDFRevision alone when you add a session.' }
    '0xC0AAB162' = @{ Name = 'IMAPI_E_BAD_MULTISESSION_PARAMETER'
        Advice = 'Take the disc out and put it in again, then get MultisessionInterfaces anew. Should it come back, send us a trace (docs/trace.md).' }
    '0xC0AAB163' = @{ Name = 'IMAPI_E_FILE_SYSTEM_CHANGE_NOT_ALLOWED'
        Advice = 'Leave FileSystemsToCreate alone when you add a session.' }
    '0xC0AAB200' = @{ Name = 'IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED'
        Advice = 'The file is cut off, or is no image with sectors of 2048 bytes. Get it again, and compare its checksum.' }
    '0xC0AAB201' = @{ Name = 'IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND'
        Advice = 'The file is no ISO image: raw images (BIN with CUE, MDF, NRG) have to be converted first. It can be burned all the same, if you know what it is.' }
    '0xC0AAB202' = @{ Name = 'IMAPI_E_IMAGEMANAGER_NO_IMAGE'
        Advice = 'Call SetPath or SetStream before this.' }
    '0xC0AAB203' = @{ Name = 'IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG'
        Advice = 'No disc has so many sectors: look whether it is the right file.' }
}
