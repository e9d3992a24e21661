/* Virtual recorders of this user, made and removed by writing the settings of virtual/layout.h.
 *
 * If OPENIMAPI2_SGDRIVE is set, the same drives are reached through Wine's own pass-through instead
 * (com/face_fixture.h). They then exist all the time: "add" resets a drive, and "remove" makes it a drive without a
 * disc.
 */
#ifndef OPENIMAPI2_TESTS_COM_VIRTUAL_RECORDERS_H
#define OPENIMAPI2_TESTS_COM_VIRTUAL_RECORDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>

#include "sim/sim_fault.h"

/* Do virtual_add and virtual_remove really add and remove the recorders? */
bool virtual_can_be_removed(void);

/* The shortest deadline of a command: Linux gives each command 7 s; 0 if OPENIMAPI2_SGDRIVE is not set. */
uint32_t virtual_least_deadline_ms(void);

/* The ID of a recorder with its own identity. */
const WCHAR *virtual_id(const WCHAR *name);

/* Adds a recorder with its own identity and this medium (virtual/layout.h, VIRTUAL_MEDIA_...); an existing recorder of
 * this name is removed first.
 */
void virtual_add(const WCHAR *name, const WCHAR *media);
void virtual_remove(const WCHAR *name);

/* Adds a recorder with a pressed disc from this image file; not if OPENIMAPI2_SGDRIVE is set. */
void virtual_add_image(const WCHAR *name, const WCHAR *path);

/* Resets the state of its tray, medium and events to that of a newly added recorder. */
void virtual_forget_state(const WCHAR *name);

/* Adds a fault, up to VIRTUAL_FAULTS_MAX. */
void virtual_fault(const WCHAR *name, uint8_t opcode, enum sim_fault_kind kind, uint32_t nth, uint32_t parameter,
                   const uint8_t *reply, size_t count);
void virtual_clear_faults(const WCHAR *name);

#endif
