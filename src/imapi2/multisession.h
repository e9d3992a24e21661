/* MsftMultisessionSequential and MsftMultisessionRandomWrite: they describe how data can be added to a disc.
 * IDiscFormat2Data's MultisessionInterfaces passes them to a file system image.
 */
#ifndef OPENIMAPI2_IMAPI2_MULTISESSION_H
#define OPENIMAPI2_IMAPI2_MULTISESSION_H

#include <windows.h>
#include <oleauto.h>

#include "base/clock.h"

struct com_object;
struct format2;

/* The classes' constructors: the objects have no recorder. */
HRESULT multisession_sequential_create(const struct base_clock *clock, REFIID iid, void **out);
HRESULT multisession_random_write_create(const struct base_clock *clock, REFIID iid, void **out);

/* Create one of each, the sequential one first, with the recorder that the writer has now. writer: the object that
 * contains `format`; the new objects hold it, since it answers their questions while it is busy. *out is NULL on
 * failure.
 */
HRESULT multisession_create_both(struct com_object *writer, struct format2 *format, SAFEARRAY **out);

#endif
