/* Reads the files that CD-TEXT is loaded from: sheets, cue sheets with the file of packs that they name, and packs. */
#ifndef OPENIMAPI2_IMAPI2_CD_TEXT_FILE_H
#define OPENIMAPI2_IMAPI2_CD_TEXT_FILE_H

#include <windows.h>

#include "cdtext/cd_text.h"

enum cd_text_file { CD_TEXT_SHEET, CD_TEXT_CUE_SHEET, CD_TEXT_PACKS };

/* Read the texts of a file.
 * path     relative paths start at the current folder.
 * text     out; undefined on failure.
 * fault    out: the error in the file, if E_INVALIDARG is returned; else its status is CDTEXT_OK.
 * returns  S_OK; E_INVALIDARG; E_OUTOFMEMORY; the system's code if a file cannot be read.
 */
HRESULT cd_text_file_read(const WCHAR *path, enum cd_text_file kind, struct cdtext *text, struct cdtext_fault *fault);

#endif
