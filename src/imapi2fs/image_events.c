/* Fires DFileSystemImageEvents::Update and DFileSystemImageImportEvents::UpdateImport. */
#include "imapi2fs/image_events.h"

enum { UPDATE_POINT, IMPORT_POINT };

static const struct com_event_source sources[] = {
    {&IID_DFileSystemImageEvents, NULL, NULL},
    {&IID_DFileSystemImageImportEvents, NULL, NULL},
};

void image_events_init(struct image_events *events, struct com_object *owner, IDispatch *image)
{
    events->image = image;
    com_connection_container_init(&events->container, owner, L"OpenIMAPI2.MsftFileSystemImage", events->points, sources,
                                  ARRAYSIZE(sources));
}

void image_events_destroy(struct image_events *events)
{
    com_connection_container_destroy(&events->container);
}

static void set_object(VARIANT *argument, IDispatch *object)
{
    V_VT(argument) = VT_DISPATCH;
    V_DISPATCH(argument) = object;
}

static void set_text(VARIANT *argument, BSTR text)
{
    V_VT(argument) = VT_BSTR;
    V_BSTR(argument) = text;
}

static void set_number(VARIANT *argument, LONG number)
{
    V_VT(argument) = VT_I4;
    V_I4(argument) = number;
}

/* ----------------------------------------------------------------------------------------------------------- Update */

bool image_events_has_update(const struct image_events *events)
{
    return com_connection_point_has_sinks(&events->points[UPDATE_POINT]);
}

/* Update(object, currentFile, copiedSectors, totalSectors): the last argument comes first. */
void image_events_update(struct image_events *events, BSTR path, LONG copied_sectors, LONG total_sectors)
{
    VARIANT arguments[4];

    set_object(&arguments[3], events->image);
    set_text(&arguments[2], path);
    set_number(&arguments[1], copied_sectors);
    set_number(&arguments[0], total_sectors);
    com_connection_point_fire(&events->points[UPDATE_POINT], DISPID_DFILESYSTEMIMAGEEVENTS_UPDATE, arguments,
                              ARRAYSIZE(arguments));
}

/* ----------------------------------------------------------------------------------------------------- UpdateImport */

bool image_events_has_import(const struct image_events *events)
{
    return com_connection_point_has_sinks(&events->points[IMPORT_POINT]);
}

/* UpdateImport(object, fileSystem, currentItem, importedDirectoryItems, totalDirectoryItems, importedFileItems,
 * totalFileItems).
 */
void image_events_import(struct image_events *events, const struct image_import_progress *progress)
{
    VARIANT arguments[7];

    set_object(&arguments[6], events->image);
    set_number(&arguments[5], (LONG)progress->file_system);
    set_text(&arguments[4], progress->item);
    set_number(&arguments[3], progress->directories);
    set_number(&arguments[2], progress->total_directories);
    set_number(&arguments[1], progress->files);
    set_number(&arguments[0], progress->total_files);
    com_connection_point_fire(&events->points[IMPORT_POINT], DISPID_DFILESYSTEMIMAGEIMPORTEVENTS_UPDATEIMPORT,
                              arguments, ARRAYSIZE(arguments));
}
