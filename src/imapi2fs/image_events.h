/* The events of an image: progress of adding files, and of importing. Sinks are called one after the other, each in its
 * own apartment; a function here that fires an event returns when all sinks have returned.
 *
 * Callers hold a reference to the image's object and no lock: a sink may call the image, and release it. Without a sink
 * a call does nothing.
 */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_EVENTS_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_EVENTS_H

#include <stdbool.h>
#include <windows.h>

#include "com/connection_point.h"
#include "imapi2fs.h"

struct image_events {
    struct com_connection_container container; /* listed in the owner's table of interfaces */
    struct com_connection_point points[2];     /* DFileSystemImageEvents, DFileSystemImageImportEvents */
    IDispatch *image;                          /* borrowed: the first argument of every event */
};

/* image: an interface of the owner. The events are part of the owner's memory, and initially zero. Cannot fail. */
void image_events_init(struct image_events *events, struct com_object *owner, IDispatch *image);

/* Called by the owner's destroy function. */
void image_events_destroy(struct image_events *events);

/* Whether Update has a sink; without one, callers need not build a path. */
bool image_events_has_update(const struct image_events *events);

/* Fire Update: copied_sectors of a file are done. path: in the image, from the root. */
void image_events_update(struct image_events *events, BSTR path, LONG copied_sectors, LONG total_sectors);

/* UpdateImport is fired before each directory and after each file. */
struct image_import_progress {
    FsiFileSystems file_system;
    BSTR item; /* a directory's ends with a backslash; the root counts as a directory */
    LONG directories, total_directories;
    LONG files, total_files; /* a total of -1: not known */
};

bool image_events_has_import(const struct image_events *events);
void image_events_import(struct image_events *events, const struct image_import_progress *progress);

#endif
