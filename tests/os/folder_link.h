/* Links to folders and files, as an attacker makes them: symbolic links of Unix under Wine, junctions on Windows. */
#ifndef OPENIMAPI2_TESTS_OS_FOLDER_LINK_H
#define OPENIMAPI2_TESTS_OS_FOLDER_LINK_H

#include <stdbool.h>

#include <windows.h>

/* Make `link` lead to `target`. False: this system has no such links (a link to a file on Windows). */
bool folder_link_make(const wchar_t *link, const wchar_t *target);

/* Take the link away, and leave what it leads to. */
void folder_link_remove(const wchar_t *link);

#endif
