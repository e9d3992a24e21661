/* Finds a recorder by index, ID, drive letter or name through IDiscMaster2, and opens it. */
#include "discctl/recorders.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "imapi2error.h"
#include "openimapi2.h"

#include "discctl/arguments.h"
#include "discctl/memory.h"
#include "discctl/virtual_report.h"

enum { READY_DEADLINE_MS = 60000, READY_PAUSE_MS = 250 };

/* Our own class first: it is ours on a system that has Microsoft's IMAPI2 too, which knows no virtual recorders. */
HRESULT recorders_create(const CLSID *own, const CLSID *microsofts, const IID *iid, void **object)
{
    HRESULT hr = CoCreateInstance(own, NULL, CLSCTX_INPROC_SERVER, iid, object);

    return SUCCEEDED(hr) ? hr : CoCreateInstance(microsofts, NULL, CLSCTX_INPROC_SERVER, iid, object);
}

bool recorders_master(IDiscMaster2 **master, struct failure *failure)
{
    HRESULT hr =
        recorders_create(&CLSID_OpenIMAPI2_MsftDiscMaster2, &CLSID_MsftDiscMaster2, &IID_IDiscMaster2, (void **)master);

    if (FAILED(hr)) *failure = failure_take(hr);
    return SUCCEEDED(hr);
}

bool recorders_list(struct recorder_list *list, struct failure *failure)
{
    IDiscMaster2 *master = NULL;
    LONG count = 0, i;
    HRESULT hr;

    list->count = 0;
    list->ids = NULL;
    if (!recorders_master(&master, failure)) return false;
    hr = IDiscMaster2_get_Count(master, &count);
    if (SUCCEEDED(hr)) list->ids = memory_get((size_t)count * sizeof *list->ids);
    for (i = 0; SUCCEEDED(hr) && i < count; i++) {
        hr = IDiscMaster2_get_Item(master, i, &list->ids[i]);
        if (SUCCEEDED(hr)) list->count = i + 1;
    }
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        recorders_free(list);
    }
    IDiscMaster2_Release(master);
    return SUCCEEDED(hr);
}

void recorders_free(struct recorder_list *list)
{
    long i;

    for (i = 0; i < list->count; i++)
        SysFreeString(list->ids[i]);
    memory_free(list->ids);
    list->ids = NULL;
    list->count = 0;
}

bool recorder_open(BSTR id, IDiscRecorder2 **recorder, struct failure *failure)
{
    HRESULT hr;

    hr = recorders_create(&CLSID_OpenIMAPI2_MsftDiscRecorder2, &CLSID_MsftDiscRecorder2, &IID_IDiscRecorder2,
                          (void **)recorder);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        return false;
    }
    hr = IDiscRecorder2_InitializeDiscRecorder(*recorder, id);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        IDiscRecorder2_Release(*recorder);
        *recorder = NULL;
    }
    return SUCCEEDED(hr);
}

char *recorder_virtual_name(const wchar_t *id)
{
    static const wchar_t prefix[] = L"\\\\?\\openimapi2#";
    const wchar_t *begin, *end;
    wchar_t *name;
    char *utf8;
    size_t length;

    if (_wcsnicmp(id, prefix, wcslen(prefix)) != 0) return NULL;
    begin = wcschr(id + wcslen(prefix), L'#');
    end = begin ? wcschr(begin + 1, L'#') : NULL;
    if (!end) return NULL;
    length = (size_t)(end - begin) - 1;
    name = memory_get((length + 1) * sizeof *name);
    memcpy(name, begin + 1, length * sizeof *name);
    utf8 = memory_utf8(name);
    memory_free(name);
    return utf8;
}

static bool is_letter(const char *drive)
{
    bool letter = (*drive >= 'A' && *drive <= 'Z') || (*drive >= 'a' && *drive <= 'z');

    return letter && drive[1] == ':' && (!drive[2] || ((drive[2] == '\\' || drive[2] == '/') && !drive[3]));
}

static bool has_letter(BSTR id, wchar_t letter)
{
    IDiscRecorder2 *recorder;
    struct failure failure;
    SAFEARRAY *paths = NULL;
    VARIANT *elements;
    bool found = false;
    ULONG i;

    if (!recorder_open(id, &recorder, &failure)) {
        failure_free(&failure);
        return false;
    }
    if (SUCCEEDED(IDiscRecorder2_get_VolumePathNames(recorder, &paths)) && paths) {
        if (SUCCEEDED(SafeArrayAccessData(paths, (void **)&elements))) {
            for (i = 0; i < paths->rgsabound[0].cElements; i++) {
                const wchar_t *path = elements[i].vt == VT_BSTR ? elements[i].bstrVal : NULL;
                if (path && towupper(path[0]) == towupper(letter) && wcscmp(path + 1, L":\\") == 0) found = true;
            }
            SafeArrayUnaccessData(paths);
        }
        SafeArrayDestroy(paths);
    }
    IDiscRecorder2_Release(recorder);
    return found;
}

static bool matches(const char *drive, const wchar_t *wide, unsigned long number, long index, BSTR id)
{
    char *name;
    bool same;

    if (number != ULONG_MAX) return (unsigned long)index == number;
    if (is_letter(drive)) return has_letter(id, wide[0]);
    if (_wcsicmp(id, wide) == 0) return true;
    name = recorder_virtual_name(id);
    same = name && _stricmp(name, drive) == 0;
    memory_free(name);
    return same;
}

bool recorder_find(const char *drive, IDiscRecorder2 **recorder, struct failure *failure)
{
    struct recorder_list list;
    unsigned long number = ULONG_MAX;
    wchar_t *wide;
    bool opened = false;
    long i;

    if (!recorders_list(&list, failure)) return false;
    if (!arguments_number(drive, LONG_MAX, &number)) number = ULONG_MAX;
    wide = memory_wide(drive);
    for (i = 0; i < list.count && !matches(drive, wide, number, i, list.ids[i]); i++)
        continue;
    if (i < list.count) {
        opened = recorder_open(list.ids[i], recorder, failure);
    } else if (list.count) {
        *failure = failure_say(E_INVALIDARG, "no recorder is \"%s\": discctl list shows the %ld that are here", drive,
                               list.count);
    } else {
        *failure = failure_say(E_INVALIDARG,
                               "no recorder is \"%s\": this system has none (a virtual one is made by "
                               "%s)",
                               drive, virtual_add_command());
    }
    memory_free(wide);
    recorders_free(&list);
    return opened;
}

/* IMAPI2 has one code for all that is not ready; our server's words have the sense, by which a drive that waits for
 * somebody is told from one that needs time: 2/04/02 wants to be started, 2/04/22 to be switched off and on.
 */
static bool waits_for_somebody(const char *text)
{
    return strstr(text, " sense 2/04/02") || strstr(text, " sense 2/04/22");
}

bool recorder_wait_if_becoming_ready(HRESULT hresult, struct failure *failure)
{
    static DWORD began_ms;
    static bool waits;

    failure->hresult = hresult;
    failure->text = NULL;
    if (SUCCEEDED(hresult)) return false;
    *failure = failure_take(hresult);
    if (hresult != E_IMAPI_RECORDER_MEDIA_BECOMING_READY || waits_for_somebody(failure->text)) return false;
    if (!waits) began_ms = GetTickCount();
    waits = true;
    if (GetTickCount() - began_ms >= READY_DEADLINE_MS) return false;
    failure_free(failure);
    Sleep(READY_PAUSE_MS);
    return true;
}
