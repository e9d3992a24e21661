/* Waits for changes of the registry keys of virtual recorders. */
#include "virtual/settings_watch.h"

#include "virtual/settings.h"
#include "os/elevation.h"

enum { ROOTS_MAX = 2, LEVELS = 3, PAUSE_MS = 50, POLL_MS = 1000 };

/* The recorders' key need not exist, nor the one above it: so each that exists is watched. */
static const struct level {
    const wchar_t *path;
    BOOL with_subkeys;
    DWORD changes;
} levels[LEVELS] = {
    {L"Software", FALSE, REG_NOTIFY_CHANGE_NAME},
    {OPENIMAPI2_REGISTRY_ROOT, FALSE, REG_NOTIFY_CHANGE_NAME},
    {VIRTUAL_RECORDERS_KEY, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET},
};

/* Each key has an event of its own: to ask for a notification resets the event, and would undo what another key has
 * told.
 */
struct watched {
    HANDLE handles[1 + ROOTS_MAX * LEVELS]; /* stop, borrowed; events */
    DWORD count;                            /* of handles that are waited for */
    HKEY keys[ROOTS_MAX * LEVELS];
    DWORD key_count;
    bool is_blind; /* a key that is there could not be watched */
};

static void disarm(struct watched *watched)
{
    watched->is_blind = false;
    while (watched->count > 1)
        CloseHandle(watched->handles[--watched->count]);
    while (watched->key_count)
        RegCloseKey(watched->keys[--watched->key_count]);
}

/* False: it is not there, or this user may not read it, and so there are none below it either. */
static bool arm_key(struct watched *watched, HKEY root, const struct level *level)
{
    LSTATUS error;
    HANDLE event;
    HKEY key;

    error = RegOpenKeyExW(root, level->path, 0, KEY_NOTIFY | KEY_WOW64_64KEY, &key);
    if (error) {
        watched->is_blind |= error != ERROR_FILE_NOT_FOUND && error != ERROR_ACCESS_DENIED;
        return false;
    }
    watched->keys[watched->key_count++] = key;
    event = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (event) watched->handles[watched->count++] = event;
    if (!event || RegNotifyChangeKeyValue(key, level->with_subkeys, level->changes, event, TRUE))
        watched->is_blind = true;
    return true;
}

/* From the top: a key that comes into being meanwhile is seen by the one above it. Keys are opened anew each time,
 * since one that was deleted and made again is another.
 */
static void arm(struct watched *watched)
{
    size_t i, j, root_count;
    const HKEY *roots = os_settings_roots(&root_count);

    disarm(watched);
    for (i = 0; i < root_count; i++) {
        for (j = 0; j < LEVELS && arm_key(watched, roots[i], &levels[j]); j++) {
        }
    }
}

static bool may_unplug(void *context, const wchar_t *name)
{
    bool *found = context;
    struct virtual_settings *settings;
    size_t i;

    if (virtual_settings_open(name, &settings)) return true;
    for (i = 0; i < virtual_settings_peek(settings)->fault_count; i++) {
        if (virtual_settings_peek(settings)->faults[i].kind == SIM_FAULT_GONE) *found = true;
    }
    virtual_settings_close(settings);
    return !*found;
}

void virtual_settings_watch(struct device_watcher *watcher)
{
    struct watched watched = {{device_watcher_peek_stop(watcher)}, 1, {NULL}, 0, false};
    bool polls, has_stopped;

    do {
        arm(&watched);
        /* Not even HKCU\\Software: should not happen, but must not be the end of it. */
        polls = watched.is_blind || watched.count == 1;
        if (!device_watcher_compare(watcher)) polls = true;
        if (!polls) virtual_settings_list(may_unplug, &polls);
        has_stopped =
            WaitForMultipleObjects(watched.count, watched.handles, FALSE, polls ? POLL_MS : INFINITE) == WAIT_OBJECT_0;
        /* Whoever writes one value is about to write more. */
    } while (!has_stopped && WaitForSingleObject(watched.handles[0], PAUSE_MS) == WAIT_TIMEOUT);
    disarm(&watched);
}
