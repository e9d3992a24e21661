/* Virtual recorders of this user, made and removed by writing the settings of virtual/layout.h.
 *
 * Where OPENIMAPI2_SGDRIVE is set, the same drives stand behind Wine's own pass-through instead (com/face_fixture.h):
 * then they are there from the beginning to the end; "add" makes a new one of them, and "remove" an empty one.
 */
#ifndef OPENIMAPI2_TESTS_COM_VIRTUAL_RECORDERS_H
#define OPENIMAPI2_TESTS_COM_VIRTUAL_RECORDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>

#include "sim/sim_fault.h"

/* Do the recorders come and go with virtual_add and virtual_remove? */
bool virtual_can_be_removed(void);

/* A command's deadline is never shorter: Linux gives each command 7 s. */
uint32_t virtual_least_deadline_ms(void);

/* The ID of a recorder with its own identity. */
const WCHAR *virtual_id(const WCHAR *name);

/* With its own identity and this medium (virtual/layout.h, VIRTUAL_MEDIA_...); one of this name that is there goes
 * first.
 */
void virtual_add(const WCHAR *name, const WCHAR *media);
void virtual_remove(const WCHAR *name);

/* With a pressed disc from this file; not where OPENIMAPI2_SGDRIVE is set. */
void virtual_add_image(const WCHAR *name, const WCHAR *path);

/* The state of its tray, medium and events: as when it was added. */
void virtual_forget_state(const WCHAR *name);

/* One more fault, up to VIRTUAL_FAULTS_MAX. */
void virtual_fault(const WCHAR *name, uint8_t opcode, enum sim_fault_kind kind, uint32_t nth, uint32_t parameter,
                   const uint8_t *reply, size_t count);
void virtual_clear_faults(const WCHAR *name);

#endif
