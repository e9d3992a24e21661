/* The recorders of the virtual fixture, reached through Wine's own pass-through: drives at Linux's SG_IO
 * (tests/sgdrive), which Wine has as D:, E: and so on, in the order of their files in OPENIMAPI2_SGDRIVE.
 */
#ifndef OPENIMAPI2_TESTS_COM_FACE_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_FACE_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>

#include "sim/sim_fault.h"

/* Is OPENIMAPI2_SGDRIVE set? */
bool face_is_there(void);

/* The ID that the DLL gives this recorder. At its first use, a name is assigned the next drive. */
const WCHAR *face_id(const WCHAR *name);

/* Replaces the drive by a new one with this medium and without faults. */
void face_renew(const WCHAR *name, const WCHAR *media);

/* As virtual_forget_state. */
void face_forget_state(const WCHAR *name);

/* As virtual_fault, virtual_clear_faults. */
void face_fault(const WCHAR *name, uint8_t opcode, enum sim_fault_kind kind, uint32_t nth, uint32_t parameter,
                const uint8_t *reply, size_t count);
void face_clear_faults(const WCHAR *name);

#endif
