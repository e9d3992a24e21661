/* A recorder at the simulated drive behind Wine's pass-through, for tests that also run at virtual recorders. */
#include "com/face_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ENVIRONMENT L"OPENIMAPI2_SGDRIVE"

enum { DRIVES_MAX = 2, PATH_SIZE = 1024, NAME_SIZE = 33, FIRST_LETTER = 'd' };

/* tests/sgdrive/settings.h, as far as the tests in this folder change it. */
struct face {
    WCHAR name[NAME_SIZE];
    WCHAR id[80];
    char media[NAME_SIZE];
    unsigned media_serial, fault_serial;
    char *faults; /* lines, or NULL */
};

static struct face faces[DRIVES_MAX];

bool face_is_there(void)
{
    return GetEnvironmentVariableW(ENVIRONMENT, NULL, 0) != 0;
}

static size_t index_of(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < DRIVES_MAX && faces[i].name[0] && lstrcmpiW(faces[i].name, name); i++)
        continue;
    assert_true(i < DRIVES_MAX);
    if (faces[i].name[0]) return i;
    lstrcpynW(faces[i].name, name, NAME_SIZE);
    swprintf(faces[i].id, ARRAYSIZE(faces[i].id), L"\\\\?\\wine#cdrom#%c#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
             (WCHAR)(FIRST_LETTER + i));
    /* Other numbers than those of the last program that was here. */
    faces[i].media_serial = faces[i].fault_serial = GetTickCount();
    return i;
}

/* What stands beside the file of drive `index`, as Windows names it. */
static void path_beside(size_t index, const WCHAR *suffix, WCHAR path[PATH_SIZE])
{
    WCHAR all[DRIVES_MAX * PATH_SIZE], *file = all, *end;

    assert_in_range(GetEnvironmentVariableW(ENVIRONMENT, all, ARRAYSIZE(all)), 1, ARRAYSIZE(all) - 1);
    for (; index; index--) {
        file = wcschr(file, L':');
        assert_non_null(file);
        file++;
    }
    end = wcschr(file, L':');
    if (end) *end = 0;
    swprintf(path, PATH_SIZE, L"Z:%ls.%ls", file, suffix);
    for (; *path; path++) {
        if (*path == L'/') *path = L'\\';
    }
}

/* Another file takes the place of the settings, so that the daemon never reads half of them. */
static void write_settings(size_t index)
{
    const struct face *face = &faces[index];
    WCHAR path[PATH_SIZE], next[PATH_SIZE + 8];
    FILE *file;

    path_beside(index, L"settings", path);
    swprintf(next, ARRAYSIZE(next), L"%ls.next", path);
    file = _wfopen(next, L"wb");
    assert_non_null(file);
    fprintf(file, "media %s\nmedia-serial %u\nfault-serial %u\n%s", face->media, face->media_serial, face->fault_serial,
            face->faults ? face->faults : "");
    assert_int_equal(fclose(file), 0);
    assert_true(MoveFileExW(next, path, MOVEFILE_REPLACE_EXISTING));
}

static void drop_faults(struct face *face)
{
    free(face->faults);
    face->faults = NULL;
    face->fault_serial++;
}

const WCHAR *face_id(const WCHAR *name)
{
    return faces[index_of(name)].id;
}

/* A state file without a state is that of a drive that nobody has met yet. */
void face_forget_state(const WCHAR *name)
{
    size_t index = index_of(name);
    WCHAR path[PATH_SIZE];
    HANDLE file;

    path_beside(index, L"state", path);
    file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, TRUNCATE_EXISTING, 0, NULL);
    assert_true(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

void face_renew(const WCHAR *name, const WCHAR *media)
{
    size_t index = index_of(name);
    struct face *face = &faces[index];

    snprintf(face->media, sizeof face->media, "%ls", media);
    face->media_serial++;
    drop_faults(face);
    write_settings(index);
    face_forget_state(name);
}

void face_fault(const WCHAR *name, uint8_t opcode, enum sim_fault_kind kind, uint32_t nth, uint32_t parameter,
                const uint8_t *reply, size_t count)
{
    static const char *const kinds[SIM_FAULT_KIND_COUNT] = {"sense", "reply", "short", "delay", "gone", "hang"};
    size_t index = index_of(name), i;
    struct face *face = &faces[index];
    size_t before = face->faults ? strlen(face->faults) : 0;
    char *at;

    face->faults = realloc(face->faults, before + 2 * count + 80);
    assert_non_null(face->faults);
    at = face->faults + before;
    at += sprintf(at, "fault %02x %s %u %u ", opcode, kinds[kind], (unsigned)nth, (unsigned)parameter);
    for (i = 0; i < count; i++)
        at += sprintf(at, "%02x", reply[i]);
    strcpy(at, "\n");
    face->fault_serial++;
    write_settings(index);
}

void face_clear_faults(const WCHAR *name)
{
    size_t index = index_of(name);

    drop_faults(&faces[index]);
    write_settings(index);
}
