/* MsftMultisessionSequential and MsftMultisessionRandomWrite: how a disc is added to, as IDiscFormat2Data's
 * MultisessionInterfaces gives it to a file system image.
 */
#ifndef OPENIMAPI2_IMAPI2_MULTISESSION_H
#define OPENIMAPI2_IMAPI2_MULTISESSION_H

#include <windows.h>
#include <oleauto.h>

#include "base/clock.h"

struct com_object;
struct format2;

/* The classes' constructors: objects without a recorder. */
HRESULT multisession_sequential_create(const struct base_clock *clock, REFIID iid, void **out);
HRESULT multisession_random_write_create(const struct base_clock *clock, REFIID iid, void **out);

/* One of each, sequential first, with the recorder that a writer has now. writer: the object that `format` is in; held
 * by what is made, since it answers while it is busy. *out is NULL on failure.
 */
HRESULT multisession_create_both(struct com_object *writer, struct format2 *format, SAFEARRAY **out);

#endif
