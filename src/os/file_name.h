/* Compares names of files and folders as file systems do. */
#ifndef OPENIMAPI2_OS_FILE_NAME_H
#define OPENIMAPI2_OS_FILE_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Are the first `chars` units of both names equal, ignoring the case of letters of any script? False also when one of
 * them ends earlier. Compares unit by unit, as NTFS does: no letter equals two others, or a letter with a combining
 * mark.
 */
bool file_name_is_like(const wchar_t *a, const wchar_t *b, size_t chars);

#endif
