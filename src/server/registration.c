/* Registration and its removal: one table of rows defines the registry entries of a module's description, for writing
 * and for removing them.
 */
#include "server/registration.h"

#include <string.h>

#include "os/server_file.h"
#include "server/registry.h"

#define CLASSES          L"Software\\Classes"
#define AUTOMATION_PROXY L"{00020424-0000-0000-C000-000000000046}"

/* A unit is a key that is ours as a whole, with all that the table puts below it. */
enum unit {
    UNIT_CLASS,
    UNIT_PROGID,
    UNIT_VERSIONED_PROGID,
    UNIT_APPID,
    UNIT_APPID_OF_MODULE,
    UNIT_TYPELIB,
    UNIT_TYPELIB_FILE,
    UNIT_INTERFACE,
};

/* What a row of the table speaks of. */
struct subject {
    WCHAR guid[40];           /* %g: CLSID or IID */
    WCHAR progid[64];         /* %p: without version */
    const WCHAR *description; /* %d: of a class, or the name of an interface */
    bool is_microsofts;       /* rows that are Microsoft's alone are for these */
    bool is_of_own_library;   /* %l, %L and %r are those of what we have beyond Microsoft's */
};

/* Of the module: %a AppID, %A its name, %l library, %L its name, %n the DLL's file name, %m its path, %r that of the
 * library within it, %f its folder, %w win32 or win64. Keys below Software\Classes. The first row of a unit names its
 * key. Without data there is only the key.
 */
/* clang-format off */
static const struct row {
    enum unit unit;
    bool is_microsofts_alone;
    const WCHAR *key;
    const WCHAR *name; /* NULL: default */
    const WCHAR *data;
} rows[] = {
    {UNIT_CLASS,            false, L"CLSID\\%g",                           NULL,              L"%d"},
    {UNIT_CLASS,            true,  L"CLSID\\%g",                           L"AppID",          L"%a"},
    {UNIT_CLASS,            false, L"CLSID\\%g\\InprocServer32",           NULL,              L"%m"},
    {UNIT_CLASS,            false, L"CLSID\\%g\\InprocServer32",           L"ThreadingModel", L"Both"},
    {UNIT_CLASS,            false, L"CLSID\\%g\\ProgID",                   NULL,              L"%p.1"},
    {UNIT_CLASS,            false, L"CLSID\\%g\\VersionIndependentProgID", NULL,              L"%p"},
    {UNIT_CLASS,            false, L"CLSID\\%g\\Programmable",             NULL,              L""},
    {UNIT_CLASS,            false, L"CLSID\\%g\\TypeLib",                  NULL,              L"%l"},
    {UNIT_CLASS,            false, L"CLSID\\%g\\Version",                  NULL,              L"1.0"},
    {UNIT_PROGID,           false, L"%p",                                  NULL,              L"%d"},
    {UNIT_PROGID,           false, L"%p\\CLSID",                           NULL,              L"%g"},
    {UNIT_PROGID,           false, L"%p\\CurVer",                          NULL,              L"%p.1"},
    {UNIT_VERSIONED_PROGID, false, L"%p.1",                                NULL,              L"%d"},
    {UNIT_VERSIONED_PROGID, false, L"%p.1\\CLSID",                         NULL,              L"%g"},
    {UNIT_APPID,            false, L"AppID\\%a",                           NULL,              L"%A"},
    {UNIT_APPID_OF_MODULE,  false, L"AppID\\%n",                           L"AppID",          L"%a"},
    {UNIT_TYPELIB,          false, L"TypeLib\\%l\\1.0",                    NULL,              L"%L"},
    {UNIT_TYPELIB,          false, L"TypeLib\\%l\\1.0\\0",                 NULL,              NULL},
    {UNIT_TYPELIB,          false, L"TypeLib\\%l\\1.0\\FLAGS",             NULL,              L"0"},
    {UNIT_TYPELIB,          false, L"TypeLib\\%l\\1.0\\HELPDIR",           NULL,              L"%f"},
    {UNIT_TYPELIB_FILE,     false, L"TypeLib\\%l\\1.0\\0\\%w",             NULL,              L"%r"},
    {UNIT_INTERFACE,        false, L"Interface\\%g",                       NULL,              L"%d"},
    {UNIT_INTERFACE,        false, L"Interface\\%g\\ProxyStubClsid32",     NULL,              AUTOMATION_PROXY},
    {UNIT_INTERFACE,        false, L"Interface\\%g\\TypeLib",              NULL,              L"%l"},
    {UNIT_INTERFACE,        false, L"Interface\\%g\\TypeLib",              L"Version",        L"1.0"},
};

static const struct {
    const WCHAR *name; /* in markers and in the state */
    REGSAM view;
    const WCHAR *typelib; /* %w */
} views[] = {
    [REGISTRATION_X64] = {L"x64", KEY_WOW64_64KEY, L"win64"},
    [REGISTRATION_X86] = {L"x86", KEY_WOW64_32KEY, L"win32"},
};
/* clang-format on */

/* Windows 7 and later show ProgIDs, AppIDs and type libraries in both views (Registry keys affected by WOW64
 * documentation).
 */
static bool is_shared(enum unit unit)
{
    return unit != UNIT_CLASS && unit != UNIT_INTERFACE && unit != UNIT_TYPELIB_FILE;
}

struct work {
    const struct registration *registration;
    const struct server_module *module; /* the registration's */
    struct registry classes;            /* this view */
    struct registry other;              /* the other one */
    struct registry state;
    WCHAR old_module[REGISTRY_PATH_CHARS]; /* as the state remembers it */
    bool is_foreign;                       /* Microsoft's names are served by somebody else here */
    bool is_foreign_in_other_view;
    WCHAR failed_key[REGISTRY_PATH_CHARS];
    LONG doubt; /* the first error of a question; nothing is decided with one */
};

/* A module without an AppID has no row that names one. */
static bool is_row_of(const struct work *work, const struct row *row, enum unit unit, const struct subject *subject)
{
    if (row->data && !wcscmp(row->data, L"%a") && !work->module->appid) return false;
    return row->unit == unit && (subject->is_microsofts || !row->is_microsofts_alone);
}

/* ---------------------------------------------------------------------------------------------------------- paths */

static void append(WCHAR *out, const WCHAR *text)
{
    if (wcslen(out) + wcslen(text) < REGISTRY_PATH_CHARS) wcscat(out, text);
}

static void append_folder(WCHAR *out, const WCHAR *path)
{
    size_t length = wcslen(out);
    WCHAR *end;

    append(out, path);
    end = wcsrchr(out + length, L'\\');
    if (end) *end = L'\0';
}

static void expand(const struct work *work, const struct subject *subject, const WCHAR *pattern, WCHAR *out)
{
    const struct server_module *module = work->module;
    WCHAR plain[2] = L"";

    out[0] = L'\0';
    for (; *pattern; pattern++) {
        if (*pattern != L'%') {
            plain[0] = *pattern;
            append(out, plain);
            continue;
        }
        switch (*++pattern) {
        case L'g':
            append(out, subject->guid);
            break;
        case L'p':
            append(out, subject->progid);
            break;
        case L'd':
            append(out, subject->description);
            break;
        case L'a':
            append(out, module->appid);
            break;
        case L'A':
            append(out, module->appid_name);
            break;
        case L'l':
            append(out, subject->is_of_own_library ? module->own_library : module->library);
            break;
        case L'L':
            append(out, subject->is_of_own_library ? module->own_library_name : module->library_name);
            break;
        case L'n':
            append(out, module->file_name);
            break;
        case L'm':
            append(out, work->registration->path);
            break;
        case L'r':
            append(out, work->registration->path);
            if (subject->is_of_own_library) append(out, L"\\2");
            break;
        case L'f':
            append_folder(out, work->registration->path);
            break;
        case L'w':
            append(out, views[work->registration->view].typelib);
            break;
        }
    }
}

static void expand_key(const struct work *work, const struct subject *subject, const WCHAR *pattern, WCHAR *out)
{
    WCHAR key[REGISTRY_PATH_CHARS];

    expand(work, subject, pattern, key);
    wcscpy(out, CLASSES L"\\");
    append(out, key);
}

static void unit_key(const struct work *work, const struct subject *subject, enum unit unit, WCHAR *out)
{
    size_t i = 0;

    while (rows[i].unit != unit)
        i++;
    expand_key(work, subject, rows[i].key, out);
}

/* Of the part of the state that belongs to a unit: Registration\x64\Undo and the like. */
static void state_key(const struct work *work, enum unit unit, const WCHAR *name, WCHAR *out)
{
    wcscpy(out, work->module->state_key);
    append(out, L"\\");
    append(out, is_shared(unit) ? L"Shared" : views[work->registration->view].name);
    append(out, L"\\");
    append(out, name);
}

static void undo_key(const struct work *work, enum unit unit, const WCHAR *key, WCHAR *out)
{
    state_key(work, unit, L"Undo", out);
    append(out, key + wcslen(CLASSES)); /* with its backslash */
}

static void view_state_key(const struct registration *registration, enum registration_view view, WCHAR *out)
{
    wcscpy(out, registration->module->state_key);
    append(out, L"\\");
    append(out, views[view].name);
}

static LONG failed(struct work *work, LONG error, const WCHAR *key)
{
    if (error && !work->failed_key[0]) append(work->failed_key, key);
    return error;
}

/* -------------------------------------------------------------------------------------------------------- questions */

static void doubt(struct work *work, LONG error, const WCHAR *key)
{
    if (error && !work->doubt) work->doubt = failed(work, error, key);
}

static bool has_key(struct work *work, const struct registry *registry, const WCHAR *key)
{
    bool has;

    doubt(work, registry_find_key(registry, key, &has), key);
    return has;
}

static bool get_string(struct work *work, const struct registry *registry, const WCHAR *key, const WCHAR *name,
                       WCHAR *out, size_t chars)
{
    doubt(work, registry_get_string(registry, key, name, out, chars), key);
    return out[0] != L'\0';
}

/* ------------------------------------------------------------------------------------------------- whose is a key */

static bool has_marker(struct work *work, const struct registry *registry, const WCHAR *key)
{
    WCHAR marker[32];

    return get_string(work, registry, key, work->module->product, marker, ARRAYSIZE(marker));
}

/* Paths may be quoted, as they are in a command line. */
static bool get_server(struct work *work, const struct registry *registry, const WCHAR *class_key, WCHAR *path)
{
    WCHAR key[REGISTRY_PATH_CHARS], raw[REGISTRY_PATH_CHARS];
    size_t length;

    wcscpy(key, class_key);
    append(key, L"\\InprocServer32");
    path[0] = L'\0';
    if (!get_string(work, registry, key, NULL, raw, ARRAYSIZE(raw))) return false;
    length = wcslen(raw);
    if (raw[0] == L'"' && length > 1 && raw[length - 1] == L'"') {
        raw[length - 1] = L'\0';
        wcscpy(path, raw + 1);
    } else {
        wcscpy(path, raw);
    }
    return true;
}

/* Another server has written over our key when what stands there is not what we wrote. */
static bool is_overwritten(struct work *work, const WCHAR *class_key)
{
    WCHAR server[REGISTRY_PATH_CHARS];

    if (!get_server(work, &work->classes, class_key, server) || !work->old_module[0]) return false;
    return lstrcmpiW(server, work->old_module) && lstrcmpiW(server, work->registration->path);
}

static bool is_ours(struct work *work, enum unit unit, const WCHAR *key)
{
    return has_marker(work, &work->classes, key) && !(unit == UNIT_CLASS && is_overwritten(work, key));
}

static void class_key_of(const CLSID *clsid, WCHAR *key)
{
    WCHAR guid[40];

    StringFromGUID2(clsid, guid, ARRAYSIZE(guid));
    wcscpy(key, CLASSES L"\\CLSID\\");
    append(key, guid);
}

/* Is one of the library's classes served in that view by a file that exists and is not ours? Names it. */
static bool find_foreign(struct work *work, const struct registry *registry, WCHAR *server)
{
    const struct server_module *module = work->module;
    bool is_64_bit = registry->view == KEY_WOW64_64KEY;
    WCHAR key[REGISTRY_PATH_CHARS];
    size_t i;

    for (i = 0; i < module->rival_count; i++) {
        class_key_of(module->rivals[i], key);
        if (!get_server(work, registry, key, server)) continue;
        if (!lstrcmpiW(server, work->registration->path)) continue;
        if (registry == &work->classes ? is_ours(work, UNIT_CLASS, key) : has_marker(work, registry, key)) continue;
        if (os_server_file_exists(server, is_64_bit)) return true;
    }
    return false;
}

/* Does the other view still have classes of ours, so that what both share must stay? */
static bool other_view_is_ours(struct work *work, bool is_microsofts)
{
    const struct server_module *module = work->module;
    WCHAR key[REGISTRY_PATH_CHARS];
    size_t i;

    for (i = 0; i < module->class_count; i++) {
        if (is_microsofts && !module->classes[i].clsid) continue;
        class_key_of(is_microsofts ? module->classes[i].clsid : module->classes[i].own_clsid, key);
        if (has_marker(work, &work->other, key)) return true;
    }
    return false;
}

/* -------------------------------------------------------------------------------------------------------- writing */

/* Remember the keys above `key` that are not there yet, to take them away again. */
static LONG note_containers(struct work *work, enum unit unit, const WCHAR *key)
{
    WCHAR container[REGISTRY_PATH_CHARS], list[REGISTRY_PATH_CHARS];
    bool is_shared_container;
    WCHAR *end = container;
    LONG error = 0;

    wcscpy(container, key);
    while (!error && (end = wcschr(end + 1, L'\\')) != NULL) {
        *end = L'\0';
        is_shared_container = unit == UNIT_TYPELIB_FILE || wcslen(container) <= wcslen(CLASSES);
        state_key(work, is_shared_container ? UNIT_TYPELIB : unit, L"Containers", list);
        if (!has_key(work, &work->classes, container) && !work->doubt) {
            error = failed(work, registry_set_string(&work->state, list, container, L""), list);
        }
        *end = L'\\';
    }
    return error ? error : work->doubt;
}

/* What stands in our place and serves nobody is kept, and goes. */
static LONG set_aside(struct work *work, enum unit unit, const WCHAR *key)
{
    WCHAR undo[REGISTRY_PATH_CHARS];
    LONG error;

    undo_key(work, unit, key, undo);
    error = failed(work, registry_copy_tree(&work->classes, key, &work->state, undo), undo);
    if (error) return error;
    error = failed(work, registry_delete_tree(&work->classes, key), key);
    if (error) registry_copy_tree(&work->state, undo, &work->classes, key); /* what of it was already gone */
    return error;
}

static LONG put_back(struct work *work, enum unit unit, const WCHAR *key)
{
    WCHAR undo[REGISTRY_PATH_CHARS];
    bool was_there;
    LONG error;

    undo_key(work, unit, key, undo);
    if (!has_key(work, &work->state, undo)) return work->doubt;
    was_there = has_key(work, &work->classes, key);
    if (work->doubt) return work->doubt;
    error = failed(work, registry_copy_tree(&work->state, undo, &work->classes, key), key);
    if (error && !was_there) registry_delete_tree(&work->classes, key); /* half of it would be taken for somebody's */
    return error ? error : failed(work, registry_delete_tree(&work->state, undo), undo);
}

/* The marker holds the names of the views that have written the unit. */
static LONG mark(struct work *work, const WCHAR *key)
{
    const WCHAR *view = views[work->registration->view].name;
    WCHAR marker[32];

    get_string(work, &work->classes, key, work->module->product, marker, ARRAYSIZE(marker));
    if (work->doubt) return work->doubt;
    if (wcsstr(marker, view)) return 0;
    if (wcslen(marker) > 8) marker[0] = L'\0'; /* nothing that we wrote */
    if (marker[0]) wcscat(marker, L" ");
    wcscat(marker, view);
    return failed(work, registry_set_string(&work->classes, key, work->module->product, marker), key);
}

static LONG write_unit(struct work *work, const struct subject *subject, enum unit unit)
{
    WCHAR root[REGISTRY_PATH_CHARS], key[REGISTRY_PATH_CHARS], data[REGISTRY_PATH_CHARS];
    LONG error;
    size_t i;

    unit_key(work, subject, unit, root);
    error = note_containers(work, unit, root);
    if (!error && has_key(work, &work->classes, root) && !is_ours(work, unit, root) && !work->doubt) {
        /* A server that lives in the other view says the same thing here: leave it. */
        if (is_shared(unit) && subject->is_microsofts && work->is_foreign_in_other_view) return 0;
        error = set_aside(work, unit, root);
    }
    if (!error) error = work->doubt;
    if (error) return error;
    error = mark(work, root); /* first: what is begun can be taken back */
    if (error) {
        registry_delete_if_empty(&work->classes, root);
        put_back(work, unit, root);
    }
    for (i = 0; i < ARRAYSIZE(rows) && !error; i++) {
        if (!is_row_of(work, &rows[i], unit, subject)) continue;
        expand_key(work, subject, rows[i].key, key);
        if (rows[i].data) {
            expand(work, subject, rows[i].data, data);
            error = failed(work, registry_set_string(&work->classes, key, rows[i].name, data), key);
        } else {
            error = failed(work, registry_create_key(&work->classes, key), key);
        }
    }
    return error;
}

/* ------------------------------------------------------------------------------------------------------- removing */

/* True when another view still needs the unit; then it stays, under that view's name. */
static bool unmark_ours(struct work *work, const struct subject *subject, enum unit unit, const WCHAR *key)
{
    const WCHAR *rest = views[!work->registration->view].name;
    WCHAR marker[32];

    if (!is_shared(unit)) return false;
    get_string(work, &work->classes, key, work->module->product, marker, ARRAYSIZE(marker));
    if (!wcsstr(marker, rest) || !other_view_is_ours(work, subject->is_microsofts)) return false;
    failed(work, registry_set_string(&work->classes, key, work->module->product, rest), key);
    return true;
}

/* The root and its marker go last: what is refused half-way is still known as ours, and the next removal takes the
 * rest.
 */
static LONG delete_rows(struct work *work, const struct subject *subject, enum unit unit, const WCHAR *root)
{
    WCHAR key[REGISTRY_PATH_CHARS], marker[32];
    LONG error = 0;
    size_t i;

    for (i = ARRAYSIZE(rows); i-- > 0 && !error;) {
        if (!is_row_of(work, &rows[i], unit, subject)) continue;
        expand_key(work, subject, rows[i].key, key);
        if (rows[i].data) error = failed(work, registry_delete_value(&work->classes, key, rows[i].name), key);
        if (!error && lstrcmpiW(key, root)) error = failed(work, registry_delete_if_empty(&work->classes, key), key);
    }
    if (error) return error;
    get_string(work, &work->classes, root, work->module->product, marker, ARRAYSIZE(marker));
    if (work->doubt) return work->doubt;
    error = failed(work, registry_delete_value(&work->classes, root, work->module->product), root);
    if (error) return error;
    error = failed(work, registry_delete_if_empty(&work->classes, root), root);
    if (error) registry_set_string(&work->classes, root, work->module->product, marker);
    return error;
}

static LONG remove_unit(struct work *work, const struct subject *subject, enum unit unit)
{
    WCHAR root[REGISTRY_PATH_CHARS];
    bool is_marked, is_taken;
    LONG error;

    unit_key(work, subject, unit, root);
    is_taken = subject->is_microsofts && work->is_foreign;
    is_marked = has_marker(work, &work->classes, root);
    if (work->doubt) return work->doubt;
    /* If it is still remembered what stood here, putting it back was refused the last time. */
    if (!is_marked) return is_taken ? 0 : put_back(work, unit, root);
    /* Somebody has taken Microsoft's names from us meanwhile: what is there is theirs. */
    is_taken = is_taken || !is_ours(work, unit, root);
    if (work->doubt) return work->doubt;
    if (is_taken) return failed(work, registry_delete_value(&work->classes, root, work->module->product), root);
    if (unmark_ours(work, subject, unit, root)) return work->doubt;
    if (work->doubt) return work->doubt;
    error = delete_rows(work, subject, unit, root);
    return error ? error : put_back(work, unit, root);
}

/* Does the module with this state key have something in the view, or for what views share, in any? */
static bool is_registered(struct work *work, enum unit unit, const WCHAR *state_of_module)
{
    WCHAR key[REGISTRY_PATH_CHARS], path[REGISTRY_PATH_CHARS];
    int view;

    for (view = 0; view < (int)ARRAYSIZE(views); view++) {
        if (!is_shared(unit) && view != (int)work->registration->view) continue;
        wcscpy(key, state_of_module);
        append(key, L"\\");
        append(key, views[view].name);
        if (get_string(work, &work->state, key, L"Path", path, ARRAYSIZE(path))) return true;
    }
    return false;
}

/* A key that we made and that stays, since another module of ours may have something in it: to be remembered by each of
 * them from now on, for the last one to take away.
 */
static LONG hand_over(struct work *work, enum unit unit, const WCHAR *container)
{
    WCHAR above[REGISTRY_PATH_CHARS], key[REGISTRY_PATH_CHARS], name[256];
    LONG error = 0;
    DWORD i;

    wcscpy(above, work->module->state_key);
    *wcsrchr(above, L'\\') = L'\0';
    for (i = 0; !error; i++) {
        error = failed(work, registry_key_name(&work->state, above, i, name, ARRAYSIZE(name)), above);
        if (error || !name[0]) break;
        wcscpy(key, above);
        append(key, L"\\");
        append(key, name);
        if (!lstrcmpiW(key, work->module->state_key) || !is_registered(work, unit, key)) continue;
        append(key, L"\\");
        append(key, is_shared(unit) ? L"Shared" : views[work->registration->view].name);
        append(key, L"\\Containers");
        error = failed(work, registry_set_string(&work->state, key, container, L""), key);
    }
    return error ? error : work->doubt;
}

/* Software\Classes, what is above it, and the keys directly below it; what is deeper is one module's own. */
static bool is_common(const WCHAR *container)
{
    size_t length = wcslen(CLASSES);

    return wcslen(container) <= length || !wcschr(container + length + 1, L'\\');
}

/* Those that are not empty are handed over. */
static LONG hand_over_containers(struct work *work, enum unit unit, const WCHAR *list)
{
    WCHAR container[REGISTRY_PATH_CHARS];
    LONG error = 0;
    DWORD i;

    for (i = 0; !error; i++) {
        error = failed(work, registry_value_name(&work->state, list, i, container, ARRAYSIZE(container)), list);
        if (error || !container[0]) break;
        if (is_common(container) && has_key(work, &work->classes, container)) error = hand_over(work, unit, container);
        if (!error) error = work->doubt;
    }
    return error;
}

/* Those that are empty again; the deepest come first by asking often enough. */
static LONG remove_containers(struct work *work, enum unit unit)
{
    WCHAR list[REGISTRY_PATH_CHARS], container[REGISTRY_PATH_CHARS];
    LONG error = 0;
    bool is_changed;
    DWORD i;

    state_key(work, unit, L"Containers", list);
    do {
        is_changed = false;
        for (i = 0; !error; i++) {
            error = failed(work, registry_value_name(&work->state, list, i, container, ARRAYSIZE(container)), list);
            if (error || !container[0]) break;
            if (!has_key(work, &work->classes, container)) continue;
            error = failed(work, registry_delete_if_empty(&work->classes, container), container);
            if (!has_key(work, &work->classes, container)) is_changed = true;
            if (!error) error = work->doubt;
        }
    } while (is_changed && !error);
    if (!error) error = hand_over_containers(work, unit, list);
    return error ? error : work->doubt;
}

/* -------------------------------------------------------------------------------------------------------- the whole */

typedef LONG (*unit_function)(struct work *work, const struct subject *subject, enum unit unit);

static void name_class(const struct work *work, struct subject *subject, const struct server_class *entry,
                       bool is_microsofts)
{
    const struct server_module *module = work->module;

    memset(subject, 0, sizeof *subject);
    StringFromGUID2(is_microsofts ? entry->clsid : entry->own_clsid, subject->guid, ARRAYSIZE(subject->guid));
    wcscpy(subject->progid, is_microsofts ? module->prefix : module->product);
    wcscat(subject->progid, L".");
    wcscat(subject->progid, entry->name);
    subject->description = entry->description;
    subject->is_microsofts = is_microsofts;
    subject->is_of_own_library = !entry->clsid;
}

static LONG for_classes(struct work *work, bool is_microsofts, unit_function function)
{
    const struct server_module *module = work->module;
    struct subject subject;
    LONG error = 0;
    size_t i;

    for (i = 0; i < module->class_count && !error; i++) {
        if (is_microsofts && !module->classes[i].clsid) continue;
        name_class(work, &subject, &module->classes[i], is_microsofts);
        error = function(work, &subject, UNIT_CLASS);
        if (!error) error = function(work, &subject, UNIT_PROGID);
        if (!error) error = function(work, &subject, UNIT_VERSIONED_PROGID);
    }
    return error;
}

/* A file stands below its type library: it is written after it, and removed before it. */
static LONG for_library(struct work *work, bool is_own, unit_function function)
{
    static const enum unit to_write[] = {UNIT_APPID, UNIT_APPID_OF_MODULE, UNIT_TYPELIB, UNIT_TYPELIB_FILE};
    static const enum unit to_remove[] = {UNIT_TYPELIB_FILE, UNIT_TYPELIB, UNIT_APPID_OF_MODULE, UNIT_APPID};
    const enum unit *units = function == remove_unit ? to_remove : to_write;
    const struct server_module *module = work->module;
    const struct server_interface *interfaces = is_own ? module->own_interfaces : module->interfaces;
    size_t count = is_own ? module->own_interface_count : module->interface_count, i;
    struct subject subject = {.is_microsofts = !is_own, .is_of_own_library = is_own};
    LONG error = 0;

    for (i = 0; i < ARRAYSIZE(to_write) && !error; i++) {
        if ((units[i] == UNIT_APPID || units[i] == UNIT_APPID_OF_MODULE) && (is_own || !module->appid)) continue;
        error = function(work, &subject, units[i]);
    }
    for (i = 0; i < count && !error; i++) {
        StringFromGUID2(interfaces[i].iid, subject.guid, ARRAYSIZE(subject.guid));
        subject.description = interfaces[i].name;
        error = function(work, &subject, UNIT_INTERFACE);
    }
    return error;
}

/* What nobody else has. */
static LONG for_own(struct work *work, unit_function function)
{
    LONG error = for_classes(work, false, function);

    return error || !work->module->own_library ? error : for_library(work, true, function);
}

/* What Microsoft's server has, too. */
static LONG for_names(struct work *work, unit_function function)
{
    LONG error = for_classes(work, true, function);

    return error ? error : for_library(work, false, function);
}

/* What is remembered of this view, and what is left of the rest when no view has anything. */
static LONG remove_state(struct work *work)
{
    WCHAR mine[REGISTRY_PATH_CHARS], others[REGISTRY_PATH_CHARS], above[REGISTRY_PATH_CHARS];
    LONG error;

    error = remove_containers(work, UNIT_CLASS);
    view_state_key(work->registration, work->registration->view, mine);
    view_state_key(work->registration, !work->registration->view, others);
    if (!error) error = failed(work, registry_delete_tree(&work->state, mine), mine);
    if (!error && !has_key(work, &work->state, others) && !work->doubt) {
        error = remove_containers(work, UNIT_PROGID);
        wcscpy(above, work->module->state_key);
        if (!error) error = failed(work, registry_delete_tree(&work->state, above), mine);
        *wcsrchr(above, L'\\') = L'\0';
        if (!error) error = registry_delete_if_empty(&work->state, above);
    }
    return error ? error : work->doubt;
}

static LONG begin(struct work *work, const struct registration *registration)
{
    WCHAR key[REGISTRY_PATH_CHARS], server[REGISTRY_PATH_CHARS];

    memset(work, 0, sizeof *work);
    work->registration = registration;
    work->module = registration->module;
    work->classes.root = work->other.root = work->state.root = registration->root;
    work->classes.view = views[registration->view].view;
    work->other.view = views[!registration->view].view;
    work->state.view = KEY_WOW64_64KEY;
    view_state_key(registration, registration->view, key);
    get_string(work, &work->state, key, L"Path", work->old_module, ARRAYSIZE(work->old_module));
    if (!registration->takes_names) {
        work->is_foreign = find_foreign(work, &work->classes, server);
        work->is_foreign_in_other_view = find_foreign(work, &work->other, server);
    }
    return work->doubt;
}

static void explain(const struct work *work, LONG error, struct text *explanation)
{
    const char *root = work->registration->root == HKEY_LOCAL_MACHINE ? "HKEY_LOCAL_MACHINE" : "HKEY_CURRENT_USER";

    text_printf(explanation, "%ls: the registry key %s\\%ls could not be read or written (error %ld).",
                work->module->product, root, work->failed_key, error);
    if (error == ERROR_ACCESS_DENIED && work->registration->root == HKEY_LOCAL_MACHINE) {
        text_printf(explanation,
                    " Access is denied: run regsvr32 as administrator, or register for this user alone with "
                    "regsvr32 /n /i:user %ls",
                    work->module->file_name);
    }
}

static LONG note_skipped(struct work *work, const WCHAR *key)
{
    WCHAR text[REGISTRY_PATH_CHARS], server[REGISTRY_PATH_CHARS];

    if (!work->is_foreign) return failed(work, registry_delete_value(&work->state, key, L"Skipped"), key);
    find_foreign(work, &work->classes, server);
    if (work->doubt) return work->doubt;
    wcscpy(text, L"Microsoft's class names, the type library and its interfaces: served by ");
    append(text, server);
    return failed(work, registry_set_string(&work->state, key, L"Skipped", text), key);
}

HRESULT registration_write(const struct registration *registration, struct text *explanation)
{
    WCHAR key[REGISTRY_PATH_CHARS];
    struct work work;
    LONG error;

    error = begin(&work, registration);
    if (error) { /* nothing was written, and what stands there is good */
        explain(&work, error, explanation);
        return HRESULT_FROM_WIN32(error);
    }
    view_state_key(registration, registration->view, key);
    error = failed(&work, registry_set_string(&work.state, key, L"Path", registration->path), key);
    if (!error) error = note_skipped(&work, key);
    if (!error) error = for_own(&work, write_unit);
    if (error) {
        work.doubt = 0;
        for_names(&work, remove_unit); /* those of a registration that this one was to replace */
        for_own(&work, remove_unit);
        remove_state(&work);
    } else if (!work.is_foreign) {
        error = for_names(&work, write_unit);
        work.doubt = 0;
        if (error) for_names(&work, remove_unit);
    }
    if (!error) return S_OK;
    explain(&work, error, explanation);
    return HRESULT_FROM_WIN32(error);
}

HRESULT registration_remove(const struct registration *registration, struct text *explanation)
{
    struct work work;
    LONG error;

    error = begin(&work, registration);
    if (!error) error = for_names(&work, remove_unit);
    if (!error) error = for_own(&work, remove_unit);
    if (!error) error = remove_state(&work);
    if (!error) return S_OK;
    explain(&work, error, explanation);
    return HRESULT_FROM_WIN32(error);
}
