/* The events of an image: progress of adding files, and of importing. Sinks are called one after the other, each in its
 * own apartment, while the method that reports waits; each call here returns when all have returned.
 *
 * Callers hold the image's object and no lock: a sink may call the image, and release it. With no sink a call does
 * nothing.
 */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_EVENTS_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_EVENTS_H

#include <stdbool.h>
#include <windows.h>

#include "com/connection_point.h"
#include "imapi2fs.h"

struct image_events {
    struct com_connection_container container; /* for the owner's table of interfaces */
    struct com_connection_point points[2];     /* DFileSystemImageEvents, DFileSystemImageImportEvents */
    IDispatch *image;                          /* borrowed: the first argument of every event */
};

/* image: an interface of the owner, whose memory the events are in; zero at first. Nothing in it can fail. */
void image_events_init(struct image_events *events, struct com_object *owner, IDispatch *image);

/* From the owner's destroy function. */
void image_events_destroy(struct image_events *events);

/* Whether anybody listens to Update: without a sink no path needs to be made for one. */
bool image_events_has_update(const struct image_events *events);

/* Update: so many sectors of a file have been dealt with. path: in the image, from the root on. */
void image_events_update(struct image_events *events, BSTR path, LONG copied_sectors, LONG total_sectors);

/* UpdateImport: before each directory, after each file. */
struct image_import_progress {
    FsiFileSystems file_system;
    BSTR item; /* a directory's ends with a backslash; the root is one */
    LONG directories, total_directories;
    LONG files, total_files; /* total -1: not known */
};

bool image_events_has_import(const struct image_events *events);
void image_events_import(struct image_events *events, const struct image_import_progress *progress);

#endif
