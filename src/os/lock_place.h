/* Where the lock file of a drive stands, and how it is opened. That of a real drive is in the common application-data
 * folder, or in the user's where the common one cannot be used; that of a virtual recorder is in the recorder's own
 * folder.
 */
#ifndef OPENIMAPI2_OS_LOCK_PLACE_H
#define OPENIMAPI2_OS_LOCK_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

struct lock_place {
    wchar_t *path; /* NULL: there is no such place */
    wchar_t *base; /* the folder above our own ones */
    enum { LOCK_PLACE_COMMON, LOCK_PLACE_USERS, LOCK_PLACE_RECORDERS } kind;
};

enum { LOCK_PLACES = 2 }; /* in the order in which they are tried */

/* name: of a real drive, characters that a file name may have. Cleared, or what was made so far, on failure:
 * lock_places_close. ERROR_SUCCESS; ERROR_NOT_ENOUGH_MEMORY; others when the system fails to say which folders there
 * are.
 */
DWORD lock_places_of_drive(struct lock_place places[LOCK_PLACES], const wchar_t *name);

/* path: of the lock file in the folder of a virtual recorder, which is there, and gives the file its rights. */
DWORD lock_places_of_recorder(struct lock_place places[LOCK_PLACES], const wchar_t *path);

void lock_places_close(struct lock_place places[LOCK_PLACES]);

/* To look who has the lock. A file that is not there, or must not be used, or is not shared by whoever has it open, is
 * no lock: ERROR_FILE_NOT_FOUND. Any other error says that the system could not tell.
 */
DWORD lock_place_open_to_look(const struct lock_place *place, HANDLE *file);

/* To hold the lock: makes the file, and the folders that it stands in. */
DWORD lock_place_open_to_hold(const struct lock_place *place, HANDLE *file);

/* To clear a record that a dead owner left: makes nothing. */
DWORD lock_place_open_to_clear(const struct lock_place *place, HANDLE *file);

#endif
