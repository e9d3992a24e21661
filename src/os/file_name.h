/* Names of files and folders as file systems compare them. */
#ifndef OPENIMAPI2_OS_FILE_NAME_H
#define OPENIMAPI2_OS_FILE_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Are the first `chars` units of both the same but for the case of letters, of any script? False too where one of them
 * ends before. Unit by unit, as NTFS compares: no letter is like two others, and none like one with a combining mark.
 */
bool file_name_is_like(const wchar_t *a, const wchar_t *b, size_t chars);

#endif
