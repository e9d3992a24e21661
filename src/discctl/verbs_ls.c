/* ls: lists the files in an image file, or on the disc in a drive. */
#include "discctl/verbs.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "imapi2fs.h"
#include "openimapi2fs.h"

#include "discctl/files.h"
#include "discctl/foreign_disc.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/recorders.h"

/* What has been found so far: lines for people, or an array. */
struct listing {
    cJSON *items; /* NULL: lines */
    unsigned long long files, directories, bytes;
};

static const struct {
    FsiFileSystems system;
    const char *name;
} systems[] = {
    {FsiFileSystemUDF, "UDF"},
    {FsiFileSystemJoliet, "Joliet"},
    {FsiFileSystemISO9660, "ISO 9660"},
};

static char *text_of(HRESULT (*get)(IFsiItem *item, BSTR *value), IFsiItem *item)
{
    BSTR value = NULL;
    char *text;

    get(item, &value);
    text = memory_utf8(value);
    SysFreeString(value);
    return text;
}

static HRESULT get_path(IFsiItem *item, BSTR *value)
{
    return IFsiItem_get_FullPath(item, value);
}

/* "2026-11-29 06:00", in UTC; blanks for no time. */
static char *time_of(IFsiItem *item)
{
    SYSTEMTIME time;
    DATE date = 0;

    if (FAILED(IFsiItem_get_LastModifiedTime(item, &date)) || date == 0 || !VariantTimeToSystemTime(date, &time))
        return memory_printf("%16s", "");
    return memory_printf("%04u-%02u-%02u %02u:%02u", time.wYear, time.wMonth, time.wDay, time.wHour, time.wMinute);
}

static void list_item(struct listing *listing, IFsiItem *item, bool is_directory, LONGLONG bytes)
{
    char *path = text_of(get_path, item), *time = time_of(item), *shown;
    cJSON *object;

    if (listing->items) {
        object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "path", path);
        cJSON_AddBoolToObject(object, "directory", is_directory);
        if (!is_directory) cJSON_AddNumberToObject(object, "size", (double)bytes);
        if (time[0] != ' ') cJSON_AddStringToObject(object, "modified", time);
        cJSON_AddItemToArray(listing->items, object);
    } else {
        shown = output_escape(path, false);
        if (is_directory)
            output_print("%14s  %s  %s\\\n", "", time, shown);
        else
            output_print("%14lld  %s  %s\n", (long long)bytes, time, shown);
        memory_free(shown);
    }
    memory_free(time);
    memory_free(path);
}

/* A directory that is open. Those that are stand one behind the other, the innermost last: a disc nests them as deep as
 * it likes, so that they are not on the stack.
 */
struct level {
    IEnumFsiItems *items;
};

static bool enter(struct bytes *open, IFsiDirectoryItem *directory, struct failure *failure)
{
    struct level level;
    HRESULT hr = IFsiDirectoryItem_get_EnumFsiItems(directory, &level.items);

    if (FAILED(hr)) {
        *failure = failure_take(hr);
        return false;
    }
    bytes_append(open, &level, sizeof level);
    return true;
}

static IEnumFsiItems *innermost(const struct bytes *open)
{
    struct level level;

    memcpy(&level, open->data + open->count - sizeof level, sizeof level);
    return level.items;
}

static void leave(struct bytes *open)
{
    IEnumFsiItems_Release(innermost(open));
    open->count -= sizeof(struct level);
}

/* An item of either kind; what is in a directory comes next. */
static bool list(struct listing *listing, struct bytes *open, IFsiItem *item, struct failure *failure)
{
    IFsiDirectoryItem *directory;
    IFsiFileItem *file;
    LONGLONG bytes = 0;
    bool is_open;

    if (SUCCEEDED(IFsiItem_QueryInterface(item, &IID_IFsiDirectoryItem, (void **)&directory))) {
        listing->directories++;
        list_item(listing, item, true, 0);
        is_open = enter(open, directory, failure);
        IFsiDirectoryItem_Release(directory);
        return is_open;
    }
    if (SUCCEEDED(IFsiItem_QueryInterface(item, &IID_IFsiFileItem, (void **)&file))) {
        IFsiFileItem_get_DataSize(file, &bytes);
        IFsiFileItem_Release(file);
    }
    listing->files++;
    listing->bytes += (unsigned long long)bytes;
    list_item(listing, item, false, bytes);
    return true;
}

static bool list_all(struct listing *listing, IFsiDirectoryItem *root, struct failure *failure)
{
    struct bytes open = {0};
    bool is_listed = enter(&open, root, failure);
    IFsiItem *item;
    ULONG got = 0;

    while (is_listed && open.count) {
        HRESULT hr = IEnumFsiItems_Next(innermost(&open), 1, &item, &got);

        if (hr == S_OK) {
            is_listed = list(listing, &open, item, failure);
            IFsiItem_Release(item);
            continue;
        }
        if (FAILED(hr)) *failure = failure_take(hr);
        is_listed = SUCCEEDED(hr);
        leave(&open);
    }
    while (open.count)
        leave(&open);
    memory_free(open.data);
    return is_listed;
}

/* The best file system of the disc; where that cannot be read, the next, and why. *name: which. False, and failure is
 * set: that of the best.
 */
static bool import(IFileSystemImage *image, bool is_quiet, const char **name, struct failure *failure)
{
    FsiFileSystems imported = FsiFileSystemNone;
    HRESULT first = IFileSystemImage_ImportFileSystem(image, &imported), hr = first;
    size_t i;

    if (FAILED(first)) *failure = failure_take(first);
    for (i = 0; FAILED(hr) && i < sizeof systems / sizeof systems[0]; i++) {
        hr = IFileSystemImage_ImportSpecificFileSystem(image, systems[i].system);
        if (SUCCEEDED(hr)) imported = systems[i].system;
    }
    if (FAILED(hr)) return false;
    for (i = 0; i < sizeof systems / sizeof systems[0]; i++) {
        if (systems[i].system == imported) *name = systems[i].name;
    }
    if (SUCCEEDED(first)) return true;
    if (!is_quiet) output_complain("%s These are the files of %s.", failure->text, *name);
    failure_free(failure);
    return true;
}

static bool open_image(IMultisessionSequential *disc, bool is_quiet, IFileSystemImage **image, const char **name,
                       struct failure *failure)
{
    SAFEARRAY *sessions = SafeArrayCreateVector(VT_VARIANT, 0, 1);
    VARIANT *elements;
    HRESULT hr;

    SafeArrayAccessData(sessions, (void **)&elements);
    V_VT(&elements[0]) = VT_DISPATCH;
    V_DISPATCH(&elements[0]) = (IDispatch *)disc;
    IMultisessionSequential_AddRef(disc);
    SafeArrayUnaccessData(sessions);

    hr = recorders_create(&CLSID_OpenIMAPI2_MsftFileSystemImage, &CLSID_MsftFileSystemImage, &IID_IFileSystemImage,
                          (void **)image);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_put_MultisessionInterfaces(*image, sessions);
    if (FAILED(hr)) *failure = failure_take(hr);
    SafeArrayDestroy(sessions);
    return SUCCEEDED(hr) && import(*image, is_quiet, name, failure);
}

static char *label_of(IFileSystemImage *image)
{
    BSTR label = NULL;
    char *text;

    IFileSystemImage_get_ImportedVolumeName(image, &label);
    text = memory_utf8(label);
    SysFreeString(label);
    return text;
}

static int report(const struct arguments *arguments, IFileSystemImage *image, const char *name, struct failure *failure)
{
    struct listing listing = {.items = arguments->json ? cJSON_CreateArray() : NULL};
    char *label = label_of(image), *shown;
    IFsiDirectoryItem *root;
    bool is_listed;
    cJSON *object;
    HRESULT hr = IFileSystemImage_get_Root(image, &root);

    if (FAILED(hr)) *failure = failure_take(hr);
    is_listed = SUCCEEDED(hr) && list_all(&listing, root, failure);
    if (SUCCEEDED(hr)) IFsiDirectoryItem_Release(root);
    if (!is_listed) {
        cJSON_Delete(listing.items);
    } else if (arguments->json) {
        object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "fileSystem", name);
        cJSON_AddStringToObject(object, "label", label);
        cJSON_AddItemToObject(object, "items", listing.items);
        output_json(object);
    } else {
        shown = output_escape(label, false);
        output_print("%llu files, %llu folders, %llu bytes; %s, volume \"%s\"\n", listing.files, listing.directories,
                     listing.bytes, name, shown);
        memory_free(shown);
    }
    memory_free(label);
    return is_listed ? EXIT_DONE : failure_report(failure, arguments->json);
}

/* A file is one of that name; else it is a drive, whose ID looks like a path. */
static bool open_disc(const char *name, IMultisessionSequential **disc, struct failure *failure)
{
    struct failure of_file;
    bool is_path = strpbrk(name, "/\\."), is_open = false;

    if (foreign_disc_of_file(name, disc, &of_file)) return true;
    if (of_file.hresult != HRESULT_FROM_WIN32(ERROR_BAD_LENGTH)) {
        is_open = foreign_disc_of_drive(name, disc, failure);
        if (is_open || !is_path || (failure->hresult != E_INVALIDARG && failure->hresult != REGDB_E_CLASSNOTREG)) {
            failure_free(&of_file);
            return is_open;
        }
        failure_free(failure); /* no recorder has that ID: it was meant as a path */
    }
    *failure = of_file;
    return false;
}

int verb_ls(const struct arguments *arguments)
{
    IMultisessionSequential *disc;
    IFileSystemImage *image = NULL;
    const char *name = "";
    struct failure failure;
    int code;

    if (!open_disc(arguments->positional, &disc, &failure)) return failure_report(&failure, arguments->json);
    if (open_image(disc, arguments->json, &image, &name, &failure)) {
        code = report(arguments, image, name, &failure);
    } else {
        code = failure_report(&failure, arguments->json);
    }
    if (image) IFileSystemImage_Release(image);
    IMultisessionSequential_Release(disc);
    return code;
}
