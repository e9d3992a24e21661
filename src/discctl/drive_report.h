/* The page that `discctl info --html` writes. */
#ifndef OPENIMAPI2_DISCCTL_DRIVE_REPORT_H
#define OPENIMAPI2_DISCCTL_DRIVE_REPORT_H

#include "imapi2.h"

#include <cjson/cJSON.h>

#include "discctl/memory.h"

/* properties: the object of `discctl info --json`. The recorder is asked for the fields of some features. */
void drive_report_make(const cJSON *properties, IDiscRecorder2 *recorder, struct bytes *page);

#endif
