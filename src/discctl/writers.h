/* Opens writers and erasers for the disc in a drive: IDiscFormat2Data and IDiscFormat2Erase with their recorder set. */
#ifndef OPENIMAPI2_DISCCTL_WRITERS_H
#define OPENIMAPI2_DISCCTL_WRITERS_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/failure.h"

/* A data writer for the recorder that DRIVE means, with discctl as its client; IDiscFormat2Data_Release(). Waits for a
 * drive that is becoming ready. False, and sets failure, if there is none.
 */
bool writer_open(const char *drive, IDiscFormat2Data **writer, struct failure *failure);

/* An eraser, likewise. */
bool eraser_open(const char *drive, IDiscFormat2Erase **eraser, struct failure *failure);

/* Audio writers without a recorder yet, also with discctl as their client. */
bool track_writer_create(IDiscFormat2TrackAtOnce **writer, struct failure *failure);
bool raw_writer_create(IDiscFormat2RawCD **writer, struct failure *failure);

/* " The disc (CD-R) is appendable now.": the state after a burn or an erase; "" if the drive does not report it.
 * memory_free().
 */
char *writer_disc_text(IDiscFormat2Data *writer);

#endif
