/* Finds and opens the lock file of a drive. The lock file of a real drive is in the common application-data folder, or
 * in the user's if the common one cannot be used; that of a virtual recorder is in the recorder's own folder.
 */
#ifndef OPENIMAPI2_OS_LOCK_PLACE_H
#define OPENIMAPI2_OS_LOCK_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

struct lock_place {
    wchar_t *path; /* NULL: there is no such place */
    wchar_t *base; /* the folder above our own folders */
    enum { LOCK_PLACE_COMMON, LOCK_PLACE_USERS, LOCK_PLACE_RECORDERS } kind;
};

enum { LOCK_PLACES = 2 }; /* in the order in which they are tried */

/* name: identifies a real drive, in characters that a file name may have. On failure too, call lock_places_close: the
 * places may be filled in part. ERROR_SUCCESS; ERROR_NOT_ENOUGH_MEMORY; other errors when the system fails to name the
 * folders.
 */
DWORD lock_places_of_drive(struct lock_place places[LOCK_PLACES], const wchar_t *name);

/* path: the lock file in the folder of a virtual recorder; the folder exists, and the file inherits its rights. */
DWORD lock_places_of_recorder(struct lock_place places[LOCK_PLACES], const wchar_t *path);

void lock_places_close(struct lock_place places[LOCK_PLACES]);

/* Opens the file to read the owner. ERROR_FILE_NOT_FOUND: there is no lock, since the file does not exist, must not be
 * used, or is open in a program that does not share it. Any other error: the system could not tell.
 */
DWORD lock_place_open_to_look(const struct lock_place *place, HANDLE *file);

/* Opens the file to hold the lock; creates it and its folders. */
DWORD lock_place_open_to_hold(const struct lock_place *place, HANDLE *file);

/* Opens the file to clear a record that a dead owner left; creates nothing. */
DWORD lock_place_open_to_clear(const struct lock_place *place, HANDLE *file);

#endif
