; The installer for Windows, and for Wine. From one script two: the one for 64-bit systems holds both architectures, the one for 32-bit
; systems x86 alone.
;
;   makensis -DVERSION=0.1.0 -DARCH=x64|x86 -DSOURCE=FOLDER -DOUT=FILE installer.nsi       (tools/package; SOURCE: the unpacked archive)
;
;   setup.exe [/S] [/AllUsers | /CurrentUser] [/D=FOLDER]
;   uninstall.exe [/S]
;
; Exit code 0: done. 1: the user gave up. 2: it failed or was refused; in silent mode standard output has the reason, and nothing is left
; half done, unless somebody who is no administrator removes files that are in use. The DLLs lie in a folder of their own and are registered
; from there: nothing of Windows' own is touched.
Unicode true
!if ${ARCH} == x64
    Target amd64-unicode
    !define PROGRAMS $PROGRAMFILES64
!else
    Target x86-unicode
    !define PROGRAMS $PROGRAMFILES32
!endif
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinMessages.nsh
!include x64.nsh
!include nsDialogs.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\OpenIMAPI2"

Name "OpenIMAPI2 ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel highest
SetCompressor /SOLID lzma
CRCCheck force              ; a download that was cut is refused, whatever the command line says
SetDateSave off             ; else two builds differ
ShowInstDetails show
ShowUninstDetails show
InstallDir "${PROGRAMS}\OpenIMAPI2"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "OpenIMAPI2"
VIAddVersionKey FileDescription "OpenIMAPI2 ${VERSION} (${ARCH})"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "MIT licence"
LicenseData "${SOURCE}/LICENSE"

Page license
Page custom ask_scope heed_scope
Page directory "" "" check_folder
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Var scope     ; machine or user
Var has_old   ; 1: an installation was there, whose files are replaced
Var is_wine
Var code
Var text
Var reason    ; why it failed
Var radio
Var old_version
Var stays     ; a file in use that nothing will delete, or ""
Var goes_late ; 1: files in use go when the system starts again

; Say "TEXT": into the list of details, and to standard output when nobody sees that.
!macro say text
    DetailPrint "${text}"
    ${If} ${Silent}
        System::Call 'kernel32::GetStdHandle(i -11) p .r9'
        FileWrite $9 "${text}$\r$\n"
    ${EndIf}
!macroend
!define Say "!insertmacro say"

; Refuse "TEXT": the end, before anything was changed.
!macro refuse text
    ${Say} "${text}"
    MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
    SetErrorLevel 2
    Quit
!macroend
!define Refuse "!insertmacro refuse"

; Two at once would take each other's files for their own. The mutex ends with the process.
!macro refuse_second
    System::Call 'kernel32::CreateMutex(p 0, i 0, t "Global\OpenIMAPI2Setup") p .r1 ?e'
    Pop $0
    ${If} $1 P= 0
    ${OrIf} $0 = 183 ; ERROR_ALREADY_EXISTS
        ${Refuse} "Another installer of OpenIMAPI2 is at work; try again when it is done."
    ${EndIf}
!macroend

; Of each file that is installed: !insertmacro each MACRO.
!macro each macro
!if ${ARCH} == x64
    !insertmacro ${macro} x64 imapi2.dll
    !insertmacro ${macro} x64 imapi2fs.dll
    !insertmacro ${macro} x64 discctl.exe
!endif
    !insertmacro ${macro} x86 imapi2.dll
    !insertmacro ${macro} x86 imapi2fs.dll
    !insertmacro ${macro} x86 discctl.exe
!macroend

; One in use can be renamed, though not deleted.
!macro delete folder name
    Delete "$INSTDIR\${folder}\${name}.openimapi2-new"
    Delete "$INSTDIR\${folder}\${name}"
    ${If} ${FileExists} "$INSTDIR\${folder}\${name}"
        ClearErrors
        Rename "$INSTDIR\${folder}\${name}" "$INSTDIR\${folder}\${name}.openimapi2-old"
        ${If} ${Errors}
            StrCpy $stays "$INSTDIR\${folder}\${name}"
        ${EndIf}
    ${EndIf}
!macroend

!macro functions un
; Registers (option "") or unregisters (option "/u ") all that is there; $code is 0 when all of it worked, $text the name of what did not.
Function ${un}regsvr
    Exch $0
    StrCpy $code 0
    ${If} $scope == user
        StrCpy $0 "$0/n /i:user "
    ${EndIf}
!if ${ARCH} == x64
    Push "$SYSDIR\regsvr32.exe$\t$INSTDIR\x64\imapi2.dll"
    Push "$SYSDIR\regsvr32.exe$\t$INSTDIR\x64\imapi2fs.dll"
    Push "$WINDIR\SysWOW64\regsvr32.exe$\t$INSTDIR\x86\imapi2.dll"
    Push "$WINDIR\SysWOW64\regsvr32.exe$\t$INSTDIR\x86\imapi2fs.dll"
    StrCpy $1 4
!else
    Push "$SYSDIR\regsvr32.exe$\t$INSTDIR\x86\imapi2.dll"
    Push "$SYSDIR\regsvr32.exe$\t$INSTDIR\x86\imapi2fs.dll"
    StrCpy $1 2
!endif
    ${While} $1 > 0
        Pop $2
        IntOp $1 $1 - 1
        ${WordFind} $2 "$\t" "+1" $3
        ${WordFind} $2 "$\t" "+2" $4
        ; A Wine without 32-bit programs has no regsvr32.exe there.
        ${If} ${FileExists} $3
        ${AndIf} ${FileExists} $4
            nsExec::Exec '"$3" /s $0"$4"'
            Pop $5
            ${If} $5 != 0
                StrCpy $code 1
                StrCpy $text $4
            ${EndIf}
        ${EndIf}
    ${EndWhile}
    Pop $0
FunctionEnd

; In the folder that is pushed, what has lost its name. What is in use goes when the system starts again: never under the name of a DLL, which
; a newer one may have by then. Only administrators may order that; else $stays is the file's path.
Function ${un}delete_old
    Exch $0
    Push $1
    Push $2
    Push $3
    Push $4
    FindFirst $1 $2 "$INSTDIR\$0\*.openimapi2-old*"
    ${While} $2 != ""
        ClearErrors
        Delete "$INSTDIR\$0\$2"
        ${If} ${Errors}
            System::Call 'kernel32::GetTickCount() i .r3'
            StrCpy $4 "$INSTDIR\$0\$2$3"
            ClearErrors
            Rename "$INSTDIR\$0\$2" $4
            ${If} ${Errors}
                StrCpy $4 "$INSTDIR\$0\$2"
            ${EndIf}
            System::Call 'kernel32::MoveFileEx(t r4, p 0, i 4) i .r3' ; MOVEFILE_DELAY_UNTIL_REBOOT
            ${If} $3 = 0
                StrCpy $stays $4
            ${Else}
                StrCpy $goes_late 1
            ${EndIf}
        ${EndIf}
        FindNext $1 $2
    ${EndWhile}
    FindClose $1
    Pop $4
    Pop $3
    Pop $2
    Pop $1
    Pop $0
FunctionEnd

; What an installation put there, and nothing else; the folder when it is empty then. Where something stays, so does what can remove it.
Function ${un}delete_files
    StrCpy $stays ""
    StrCpy $goes_late 0
    !insertmacro each delete
    Push x64
    Call ${un}delete_old
    Push x86
    Call ${un}delete_old
    Delete "$INSTDIR\docs\reference\*.md"
    RMDir "$INSTDIR\docs\reference"
    Delete "$INSTDIR\docs\*.md"
    RMDir "$INSTDIR\docs"
    Delete "$INSTDIR\README.md"
    Delete "$INSTDIR\CHANGELOG.md"
    Delete "$INSTDIR\LICENSE"
    Delete "$INSTDIR\doctor.txt"
    Delete "$INSTDIR\uninstall.exe.openimapi2-new"
    ${If} $stays == ""
        Delete "$INSTDIR\uninstall.exe"
        Call ${un}delete_entry
    ${EndIf}
    ${If} $goes_late = 1
        RMDir /REBOOTOK "$INSTDIR\x64"
        RMDir /REBOOTOK "$INSTDIR\x86"
        RMDir /REBOOTOK "$INSTDIR"
    ${Else}
        RMDir "$INSTDIR\x64"
        RMDir "$INSTDIR\x86"
        RMDir "$INSTDIR"
    ${EndIf}
FunctionEnd

Function ${un}delete_entry
    ${If} $scope == machine
        DeleteRegKey HKLM "${KEY}"
    ${Else}
        DeleteRegKey HKCU "${KEY}"
    ${EndIf}
FunctionEnd
!macroend
!insertmacro functions ""
!insertmacro functions "un."

; ------------------------------------------------------------------------------------------------------------ before anything

Function ask_wine
    StrCpy $is_wine 0
    System::Call 'kernel32::GetModuleHandle(t "ntdll.dll") p .r0'
    System::Call 'kernel32::GetProcAddress(p r0, m "wine_get_version") p .r1'
    ${If} $1 P<> 0
        StrCpy $is_wine 1
    ${EndIf}
FunctionEnd

Function .onInit
    SetShellVarContext current
    Call ask_wine
    !insertmacro refuse_second
!if ${ARCH} == x64
    SetRegView 64
!else
    ${If} ${RunningX64}
        ${Refuse} "This is a 64-bit system: use the x64 installer, which serves 32-bit programs, too."
    ${EndIf}
!endif
    UserInfo::GetAccountType
    Pop $0
    StrCpy $scope machine
    ${If} $0 != "Admin"
        StrCpy $scope user
    ${EndIf}
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/CurrentUser" $2
    ${IfNot} ${Errors}
        StrCpy $scope user
    ${EndIf}
    ClearErrors
    ${GetOptions} $1 "/AllUsers" $2
    ${IfNot} ${Errors}
        ${If} $0 != "Admin"
            ${Refuse} "An installation for all users needs an administrator. Run it as one, or with /CurrentUser."
        ${EndIf}
        StrCpy $scope machine
    ${EndIf}
    Call default_folder
    ${If} ${Silent}
        Call check_folder
    ${EndIf}
FunctionEnd

; Where an older one is, or the usual place, unless /D= says where: then $INSTDIR is not what InstallDir says any more.
Function default_folder
    ${If} $INSTDIR != "${PROGRAMS}\OpenIMAPI2"
        Return
    ${EndIf}
    ${If} $scope == machine
        ReadRegStr $0 HKLM "${KEY}" InstallLocation
    ${Else}
        StrCpy $INSTDIR "$LOCALAPPDATA\Programs\OpenIMAPI2"
        ReadRegStr $0 HKCU "${KEY}" InstallLocation
    ${EndIf}
    ${If} $0 != ""
        StrCpy $INSTDIR $0
    ${EndIf}
FunctionEnd

Function ask_scope
    UserInfo::GetAccountType
    Pop $0
    nsDialogs::Create 1018
    Pop $1
    ${NSD_CreateLabel} 0 0 100% 24u "Whose programs are to find OpenIMAPI2?"
    Pop $1
    ${NSD_CreateRadioButton} 0 30u 100% 12u "Everybody's, on this machine (administrators only)"
    Pop $radio
    ${NSD_CreateRadioButton} 0 45u 100% 12u "Mine alone"
    Pop $2
    ${If} $scope == machine
        ${NSD_Check} $radio
    ${Else}
        ${NSD_Check} $2
    ${EndIf}
    ${If} $0 != "Admin"
        EnableWindow $radio 0
    ${EndIf}
    nsDialogs::Show
FunctionEnd

Function heed_scope
    ${NSD_GetState} $radio $0
    StrCpy $1 $scope
    StrCpy $scope user
    ${If} $0 == ${BST_CHECKED}
        StrCpy $scope machine
    ${EndIf}
    ${If} $1 != $scope
        StrCpy $INSTDIR "${PROGRAMS}\OpenIMAPI2"
        Call default_folder
    ${EndIf}
FunctionEnd

; Every program that uses a machine-wide class runs what stands at its path: only folders that no ordinary user can write come into
; question, and of those whose rights nobody has to look up: those below Program Files.
Function check_folder
    ${If} $is_wine = 1
    ${AndIf} $scope == user
        ${Refuse} "Wine does not look at classes of one user, and a prefix belongs to one user already: install for all users (/AllUsers)."
    ${EndIf}
    ; without the dots that a path may have
    System::Call 'kernel32::GetFullPathName(t "$INSTDIR", i ${NSIS_MAX_STRLEN}, t .r0, p 0) i .r1'
    StrCpy $INSTDIR $0
    ${If} $scope == machine
        StrLen $1 "$PROGRAMFILES64\"
        StrCpy $2 "$INSTDIR" $1
        StrLen $3 "$PROGRAMFILES32\"
        StrCpy $4 "$INSTDIR" $3
        ${If} $2 != "$PROGRAMFILES64\"
        ${AndIf} $4 != "$PROGRAMFILES32\"
            ${Refuse} "$INSTDIR does not lie below $PROGRAMFILES64: what is registered for all users must stand where only administrators can write."
        ${EndIf}
    ${EndIf}
FunctionEnd

; ------------------------------------------------------------------------------------------------------------------- install

; A file gets its name when it is whole: what has the name of a DLL can be unregistered, wherever a run is cut. An older one keeps another
; name until all went well: one in use can be renamed, though not deleted.
!macro put folder name
    SetOutPath "$INSTDIR\${folder}"
    ClearErrors
    File "/oname=${name}.openimapi2-new" "${SOURCE}/${folder}/${name}"
    ${If} ${Errors}
        StrCpy $text "$INSTDIR\${folder}\${name} could not be written; is the disk full?"
        Call fail
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\${folder}\${name}"
        ClearErrors
        Rename "$INSTDIR\${folder}\${name}" "$INSTDIR\${folder}\${name}.openimapi2-old"
        ${If} ${Errors}
            StrCpy $text "$INSTDIR\${folder}\${name} could not be replaced."
            Call fail
        ${EndIf}
    ${EndIf}
    ClearErrors
    Rename "$INSTDIR\${folder}\${name}.openimapi2-new" "$INSTDIR\${folder}\${name}"
    ${If} ${Errors}
        StrCpy $text "$INSTDIR\${folder}\${name} could not be written."
        Call fail
    ${EndIf}
!macroend

; The older file comes back, if there was one; one that cannot leaves the newer one in its place.
!macro put_back folder name
    Delete "$INSTDIR\${folder}\${name}.openimapi2-new"
    ${If} ${FileExists} "$INSTDIR\${folder}\${name}.openimapi2-old"
        System::Call 'kernel32::MoveFileEx(t "$INSTDIR\${folder}\${name}.openimapi2-old", t "$INSTDIR\${folder}\${name}", i 1) i .r0'
    ${EndIf}
!macroend

; After something was changed: an older installation comes back, or everything goes.
Function take_back
    ${Say} "$text"
    ${Say} "Taking back what was done."
    StrCpy $reason $text
    SetOutPath $TEMP
    ${If} $has_old = 1
        !insertmacro each put_back
        Delete "$INSTDIR\uninstall.exe.openimapi2-new"
        ${If} $old_version != ""
            ${If} $scope == machine
                WriteRegStr HKLM "${KEY}" DisplayVersion $old_version
            ${Else}
                WriteRegStr HKCU "${KEY}" DisplayVersion $old_version
            ${EndIf}
        ${EndIf}
        Push ""
        Call regsvr
    ${Else}
        Push "/u "
        Call regsvr
        Call delete_files
    ${EndIf}
FunctionEnd

Function fail
    Call take_back
    MessageBox MB_OK|MB_ICONSTOP "$reason" /SD IDOK
    SetErrorLevel 2
    Quit
FunctionEnd

; NSIS ends the section by itself where a file that it has begun cannot be written to its end.
Function .onInstFailed
    StrCpy $text "$INSTDIR could not be written; is the disk full?"
    Call take_back
    SetErrorLevel 2
FunctionEnd

Section
    SetOverwrite try
    StrCpy $has_old 0
    ${If} ${FileExists} "$INSTDIR\uninstall.exe"
        StrCpy $has_old 1
    ${EndIf}
    SetOutPath $INSTDIR
    ClearErrors
    ; First what can take everything back, should this run be cut.
    WriteUninstaller "$INSTDIR\uninstall.exe.openimapi2-new"
    ${IfNot} ${Errors}
        System::Call 'kernel32::MoveFileEx(t "$INSTDIR\uninstall.exe.openimapi2-new", t "$INSTDIR\uninstall.exe", i 1) i .r0'
        ${If} $0 = 0
            SetErrors
        ${EndIf}
    ${EndIf}
    ${If} ${Errors}
        StrCpy $text "$INSTDIR cannot be written; is the disk full?"
        Call fail
    ${EndIf}
!macro entry root
    WriteRegStr ${root} "${KEY}" DisplayName "OpenIMAPI2"
    WriteRegStr ${root} "${KEY}" DisplayVersion "${VERSION}"
    WriteRegStr ${root} "${KEY}" Publisher "OpenIMAPI2"
    WriteRegStr ${root} "${KEY}" InstallLocation "$INSTDIR"
    WriteRegStr ${root} "${KEY}" UninstallString '"$INSTDIR\uninstall.exe"'
    WriteRegStr ${root} "${KEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD ${root} "${KEY}" EstimatedSize ${SIZE}
    WriteRegDWORD ${root} "${KEY}" NoModify 1
    WriteRegDWORD ${root} "${KEY}" NoRepair 1
!macroend
    ${If} $scope == machine
        ReadRegStr $old_version HKLM "${KEY}" DisplayVersion
        !insertmacro entry HKLM
    ${Else}
        ReadRegStr $old_version HKCU "${KEY}" DisplayVersion
        !insertmacro entry HKCU
    ${EndIf}
    ; What a run that was cut had put aside comes back first: from here on each older file keeps its other name until all went well.
    !insertmacro each put_back
    Push x64
    Call delete_old
    Push x86
    Call delete_old
    !insertmacro each put
    ClearErrors
    SetOutPath $INSTDIR\docs
    File "${SOURCE}/docs/*.md"
    SetOutPath $INSTDIR\docs\reference
    File "${SOURCE}/docs/reference/*.md"
    SetOutPath $INSTDIR
    File "${SOURCE}/README.md"
    File "${SOURCE}/CHANGELOG.md"
    File "${SOURCE}/LICENSE"
    ${If} ${Errors}
        StrCpy $text "$INSTDIR could not be written; is the disk full?"
        Call fail
    ${EndIf}

    Push ""
    Call regsvr
    ${If} $code != 0
        StrCpy $text "$text could not be registered."
        Call fail
    ${EndIf}
    Push x64
    Call delete_old
    Push x86
    Call delete_old
!if ${ARCH} == x64
    ${IfNot} ${FileExists} "$WINDIR\SysWOW64\regsvr32.exe"
        ${Say} "32-bit programs are not served: this system runs none."
    ${EndIf}
!endif
    ; A DLL that was registered before keeps its names, as Microsoft's does.
    ${If} $scope == machine
        ReadRegStr $0 HKLM "Software\Classes\CLSID\{2735412E-7F64-5B0F-8F00-5D77AFBE261E}\InprocServer32" ""
        ${If} $0 != "$INSTDIR\${ARCH}\imapi2.dll"
            ${Say} "Programs that ask for MsftDiscMaster2 get $0, which was registered before and keeps that name; ours is OpenIMAPI2.MsftDiscMaster2."
        ${EndIf}
    ${EndIf}
    nsExec::ExecToLog '"$INSTDIR\${ARCH}\discctl.exe" doctor'
    Pop $0
    nsExec::Exec '"$SYSDIR\cmd.exe" /c ""$INSTDIR\${ARCH}\discctl.exe" doctor > "$INSTDIR\doctor.txt""'
    Pop $0
    ${Say} "OpenIMAPI2 ${VERSION} is installed in $INSTDIR; doctor.txt there lists the registered DLLs."
    SetErrorLevel 0
SectionEnd

; -------------------------------------------------------------------------------------------------------------------- remove

Function un.onInit
    SetShellVarContext current
    !insertmacro refuse_second
!if ${ARCH} == x64
    SetRegView 64
!endif
    ReadRegStr $0 HKCU "${KEY}" InstallLocation
    StrCpy $scope machine
    ${If} $0 == $INSTDIR
        StrCpy $scope user
    ${EndIf}
    ${IfNot} ${FileExists} "$INSTDIR\uninstall.exe"
        ${Refuse} "$INSTDIR is no folder of OpenIMAPI2."
    ${EndIf}
FunctionEnd

; A file that is open so that nobody may rename it would stay for ever under its name. To rename takes the right to delete.
!macro refuse_held folder name
    ${If} ${FileExists} "$INSTDIR\${folder}\${name}"
        System::Call 'kernel32::CreateFile(t "$INSTDIR\${folder}\${name}", i 0x10000, i 7, p 0, i 3, i 0, p 0) p .r0' ; DELETE, shared, OPEN_EXISTING
        ${If} $0 P= -1
            ${Refuse} "$INSTDIR\${folder}\${name} cannot be renamed: a program has it open, or only an administrator may. Nothing was removed."
        ${EndIf}
        System::Call 'kernel32::CloseHandle(p r0)'
    ${EndIf}
!macroend

Section Uninstall
    ; after an upgrade that was cut
    !insertmacro each put_back
    !insertmacro each refuse_held
    Push "/u "
    Call un.regsvr
    ${If} $code != 0
        ${Refuse} "$text could not be unregistered; nothing was deleted. Try again as administrator; if the file is damaged, install once more first."
    ${EndIf}
    SetOutPath $TEMP
    Call un.delete_files
    ${If} $stays != ""
        ${Say} "$stays is in use and stays. OpenIMAPI2 is not registered any more; end what uses the file, and remove it once more."
        SetErrorLevel 2
        Quit
    ${EndIf}
    ${If} $goes_late = 1
        ${Say} "Files that are in use go when the system starts again."
    ${EndIf}
    ${Say} "OpenIMAPI2 is removed."
    SetErrorLevel 0
SectionEnd
