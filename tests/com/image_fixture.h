/* Image files for the tests of imapi2fs. */
#ifndef OPENIMAPI2_TESTS_COM_IMAGE_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_IMAGE_FIXTURE_H

#include <windows.h>

#include "com/client_stream.h"

enum { SECTOR = 2048 };

/* Create a file of this size in the folder for temporary files, and return its path, which stays valid. Its bytes are
 * the pieces (NULL: none), and zeros elsewhere. image_delete_all deletes it, and checks that it is not open.
 */
const WCHAR *image_make(const WCHAR *name, ULONGLONG size, const struct client_piece *pieces);
void image_delete_all(void);

#endif
