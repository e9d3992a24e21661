/* Keeps the objects for use by all threads, and queries the one that fits. */
#include "imapi2fs/multisession.h"

#include <string.h>

#include "base/alloc.h"
#include "com/global_interface.h"
#include "com/values.h"
#include "fs/tree.h"
#include "imapi2fs.h"
#include "imapi2fserror.h"

enum { OBJECTS_MAX = 64 }; /* two are usual */

struct multisession {
    LONG references;
    size_t count;
    struct com_global *objects[];
};

/* -------------------------------------------------------------------------------------------------------- the array */

/* An element as an object, which the caller releases; NULL: it is none. */
static IUnknown *object_at(SAFEARRAY *array, VARTYPE type, LONG index)
{
    IUnknown *object = NULL;
    VARIANT value;

    if (type == VT_DISPATCH || type == VT_UNKNOWN)
        return SUCCEEDED(SafeArrayGetElement(array, &index, &object)) ? object : NULL;
    VariantInit(&value);
    if (type != VT_VARIANT || FAILED(SafeArrayGetElement(array, &index, &value))) return NULL;
    if (V_VT(&value) == VT_DISPATCH || V_VT(&value) == VT_UNKNOWN)
        object = V_UNKNOWN(&value);
    else if (V_VT(&value) == (VT_BYREF | VT_DISPATCH) || V_VT(&value) == (VT_BYREF | VT_UNKNOWN))
        object = V_UNKNOWNREF(&value) ? *V_UNKNOWNREF(&value) : NULL;
    if (object) IUnknown_AddRef(object);
    VariantClear(&value);
    return object;
}

static HRESULT keep(IUnknown *object, struct com_global **out)
{
    IMultisession *multisession;
    HRESULT hr = IUnknown_QueryInterface(object, &IID_IMultisession, (void **)&multisession);

    *out = NULL;
    if (FAILED(hr)) return hr;
    hr = com_global_keep((IUnknown *)multisession, out);
    IMultisession_Release(multisession);
    return hr;
}

static HRESULT measure(SAFEARRAY *array, VARTYPE *type, LONG *low, size_t *count)
{
    LONG high;

    if (SafeArrayGetDim(array) != 1 || FAILED(SafeArrayGetVartype(array, type))) return IMAPI_E_INVALID_PARAM;
    if (FAILED(SafeArrayGetLBound(array, 1, low)) || FAILED(SafeArrayGetUBound(array, 1, &high)))
        return IMAPI_E_INVALID_PARAM;
    *count = high < *low ? 0 : (size_t)((LONGLONG)high - *low + 1);
    return *count > OBJECTS_MAX ? IMAPI_E_INVALID_PARAM : S_OK;
}

HRESULT multisession_create(SAFEARRAY *objects, struct multisession **out)
{
    struct multisession *made;
    VARTYPE type;
    size_t count;
    LONG low;
    HRESULT hr = measure(objects, &type, &low, &count);

    *out = NULL;
    if (FAILED(hr) || !count) return hr;
    made = base_alloc(sizeof *made + count * sizeof(struct com_global *));
    if (!made) return E_OUTOFMEMORY;
    made->references = 1;
    while (made->count < count && SUCCEEDED(hr)) {
        IUnknown *object = object_at(objects, type, low + (LONG)made->count);

        hr = object ? keep(object, &made->objects[made->count]) : IMAPI_E_INVALID_PARAM;
        if (object) IUnknown_Release(object);
        if (SUCCEEDED(hr)) made->count++;
    }
    if (FAILED(hr)) {
        multisession_release(made);
        return hr;
    }
    *out = made;
    return S_OK;
}

void multisession_add_ref(struct multisession *multisession)
{
    if (multisession) InterlockedIncrement(&multisession->references);
}

void multisession_release(struct multisession *multisession)
{
    size_t i;

    if (!multisession || InterlockedDecrement(&multisession->references)) return;
    for (i = 0; i < multisession->count; i++)
        com_global_release(multisession->objects[i]);
    base_free(multisession);
}

HRESULT multisession_get_objects(struct multisession *multisession, SAFEARRAY **out)
{
    IDispatch *objects[OBJECTS_MAX];
    size_t count = 0, wanted = multisession ? multisession->count : 0, i;
    HRESULT hr = S_OK;

    *out = NULL;
    while (count < wanted && SUCCEEDED(hr)) {
        hr = com_global_get(multisession->objects[count], &IID_IDispatch, (void **)&objects[count]);
        if (SUCCEEDED(hr)) count++;
    }
    if (SUCCEEDED(hr)) hr = com_array_from_objects(objects, count, out);
    for (i = 0; i < count; i++)
        IDispatch_Release(objects[i]);
    return hr;
}

/* ------------------------------------------------------------------------------------------------------- the choice */

enum use { UNUSED, FREE, IN_USE };

static bool is_supported(IMultisession *object)
{
    VARIANT_BOOL value = VARIANT_FALSE;

    return SUCCEEDED(IMultisession_get_IsSupportedOnCurrentMediaState(object, &value)) && value;
}

/* FREE: it may be used when no other is in use. */
static enum use use_of(IMultisession *object)
{
    VARIANT_BOOL value = VARIANT_FALSE;

    if (SUCCEEDED(IMultisession_get_InUse(object, &value)) && value) return IN_USE;
    return is_supported(object) ? FREE : UNUSED;
}

static bool is_a(IMultisession *object, REFIID iid)
{
    IUnknown *other;

    if (FAILED(IMultisession_QueryInterface(object, iid, (void **)&other))) return false;
    IUnknown_Release(other);
    return true;
}

static bool is_known(IMultisession *object)
{
    return is_a(object, &IID_IMultisessionSequential) || is_a(object, &IID_IMultisessionRandomWrite);
}

/* chosen   held by the caller; NULL on failure. */
static HRESULT choose(struct multisession *multisession, IMultisession **chosen)
{
    bool is_in_use = false;
    HRESULT hr = S_OK;
    size_t i;

    *chosen = NULL;
    for (i = 0; i < multisession->count && SUCCEEDED(hr); i++) {
        IMultisession *object;
        enum use use;

        if (FAILED(com_global_get(multisession->objects[i], &IID_IMultisession, (void **)&object))) continue;
        use = use_of(object);
        if (use == IN_USE && is_in_use) hr = IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE;
        if (use == IN_USE || (use == FREE && !*chosen && is_known(object))) {
            if (*chosen) IMultisession_Release(*chosen);
            *chosen = object;
            is_in_use |= use == IN_USE;
        } else {
            IMultisession_Release(object);
        }
    }
    if (SUCCEEDED(hr) && !*chosen) return IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE;
    if (SUCCEEDED(hr) && is_in_use && !is_known(*chosen)) hr = IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE;
    if (SUCCEEDED(hr) && is_in_use && !is_supported(*chosen)) hr = IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE;
    if (FAILED(hr)) {
        IMultisession_Release(*chosen);
        *chosen = NULL;
    }
    return hr;
}

/* -------------------------------------------------------------------------------------------------------- the facts */

/* Numbers come as LONG, and none of them is negative. */
static bool is_read(HRESULT hr, LONG value, uint32_t *out)
{
    *out = (uint32_t)value;
    return SUCCEEDED(hr) && value >= 0;
}

static HRESULT ask_sequential(IMultisessionSequential *object, struct multisession_facts *facts)
{
    LONG next = -1, start = -1, last = -1, free = -1;
    VARIANT_BOOL is_first = VARIANT_FALSE;
    uint32_t written;
    HRESULT hr = IMultisessionSequential_get_NextWritableAddress(object, &next);

    if (!is_read(hr, next, &facts->next)) return IMAPI_E_BAD_MULTISESSION_PARAMETER;
    if (FAILED(IMultisessionSequential_get_IsFirstDataSession(object, &is_first))) is_first = VARIANT_FALSE;
    if (is_first && !facts->next) {
        facts->is_blank = true;
        return S_OK;
    }
    hr = IMultisessionSequential_get_StartAddressOfPreviousSession(object, &start);
    if (!is_read(hr, start, &facts->mount)) return IMAPI_E_BAD_MULTISESSION_PARAMETER;
    hr = IMultisessionSequential_get_FreeSectorsOnMedia(object, &free);
    if (!is_read(hr, free, &facts->free)) return IMAPI_E_BAD_MULTISESSION_PARAMETER;
    if (facts->mount >= facts->next || facts->free > (uint32_t)FS_IMAGE_BLOCKS_MAX - facts->next)
        return IMAPI_E_BAD_MULTISESSION_PARAMETER;
    facts->end = facts->next;
    hr = IMultisessionSequential_get_LastWrittenAddressOfPreviousSession(object, &last);
    if (is_read(hr, last, &written) && written >= facts->mount && written < facts->next) facts->end = written + 1;
    return S_OK;
}

/* The units in which discs of 2048-byte blocks are rewritten are powers of two, of 64 KiB at most. */
static HRESULT ask_random_write(IMultisessionRandomWrite *object, struct multisession_facts *facts)
{
    enum { UNIT_MAX = 32 };
    LONG unit = 0, total = 0;
    HRESULT hr = IMultisessionRandomWrite_get_WriteUnitSize(object, &unit);

    if (FAILED(hr) || unit < 1 || UNIT_MAX % unit) return IMAPI_E_BAD_MULTISESSION_PARAMETER;
    hr = IMultisessionRandomWrite_get_TotalSectorsOnMedia(object, &total);
    if (FAILED(hr) || total < 1) return IMAPI_E_BAD_MULTISESSION_PARAMETER;
    facts->is_random_write = true;
    facts->unit = (uint32_t)unit;
    facts->free = facts->end = (uint32_t)total;
    return S_OK;
}

static HRESULT ask(IMultisession *object, struct multisession_facts *facts)
{
    IMultisessionRandomWrite *random_write;
    IMultisessionSequential *sequential;
    HRESULT hr = IMultisession_QueryInterface(object, &IID_IMultisessionSequential, (void **)&sequential);

    if (SUCCEEDED(hr)) {
        hr = ask_sequential(sequential, facts);
        IMultisessionSequential_Release(sequential);
        return hr;
    }
    hr = IMultisession_QueryInterface(object, &IID_IMultisessionRandomWrite, (void **)&random_write);
    if (FAILED(hr)) return IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE;
    hr = ask_random_write(random_write, facts);
    IMultisessionRandomWrite_Release(random_write);
    return hr;
}

/* Profiles of discs that can be recorded; MMC-6, table of profiles. */
static bool is_recordable(LONG profile)
{
    static const uint16_t profiles[] = {
        IMAPI_PROFILE_TYPE_CD_RECORDABLE,
        IMAPI_PROFILE_TYPE_CD_REWRITABLE,
        IMAPI_PROFILE_TYPE_DVD_DASH_RECORDABLE,
        IMAPI_PROFILE_TYPE_DVD_RAM,
        IMAPI_PROFILE_TYPE_DVD_DASH_REWRITABLE,
        IMAPI_PROFILE_TYPE_DVD_DASH_RW_SEQUENTIAL,
        IMAPI_PROFILE_TYPE_DVD_DASH_R_DUAL_SEQUENTIAL,
        IMAPI_PROFILE_TYPE_DVD_DASH_R_DUAL_LAYER_JUMP,
        IMAPI_PROFILE_TYPE_DVD_PLUS_RW,
        IMAPI_PROFILE_TYPE_DVD_PLUS_R,
        IMAPI_PROFILE_TYPE_DVD_PLUS_RW_DUAL,
        IMAPI_PROFILE_TYPE_DVD_PLUS_R_DUAL,
        IMAPI_PROFILE_TYPE_BD_R_SEQUENTIAL,
        IMAPI_PROFILE_TYPE_BD_R_RANDOM_RECORDING,
        IMAPI_PROFILE_TYPE_BD_REWRITABLE,
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(profiles); i++) {
        if (profiles[i] == profile) return true;
    }
    return false;
}

/* False where the recorder lists profiles, and none of them is of a disc that can be recorded. */
static bool may_be_recordable(IDiscRecorder2 *recorder)
{
    SAFEARRAY *profiles = NULL;
    LONG low, high, i;
    VARTYPE type;
    bool is_found = false;

    if (FAILED(IDiscRecorder2_get_CurrentProfiles(recorder, &profiles)) || !profiles) return true;
    if (SafeArrayGetDim(profiles) != 1 || FAILED(SafeArrayGetVartype(profiles, &type)) || type != VT_VARIANT ||
        FAILED(SafeArrayGetLBound(profiles, 1, &low)) || FAILED(SafeArrayGetUBound(profiles, 1, &high)) || high < low) {
        SafeArrayDestroy(profiles);
        return true;
    }
    for (i = low; i <= high && !is_found; i++) {
        VARIANT value;

        VariantInit(&value);
        if (SUCCEEDED(SafeArrayGetElement(profiles, &i, &value)) && V_VT(&value) == VT_I4)
            is_found = is_recordable(V_I4(&value));
        VariantClear(&value);
    }
    SafeArrayDestroy(profiles);
    return is_found;
}

static HRESULT take_recorder(IMultisession *object, struct multisession_facts *facts)
{
    IDiscRecorder2 *recorder = NULL;
    HRESULT hr = IMultisession_get_ImportRecorder(object, &recorder);

    if (FAILED(hr) || !recorder) return IMAPI_E_BAD_MULTISESSION_PARAMETER;
    hr = may_be_recordable(recorder) ? com_global_keep((IUnknown *)recorder, &facts->recorder)
                                     : IMAPI_E_IMPORT_MEDIA_NOT_ALLOWED;
    IDiscRecorder2_Release(recorder);
    return hr;
}

HRESULT multisession_look(struct multisession *multisession, struct multisession_facts *facts)
{
    IMultisession *object;
    HRESULT hr = choose(multisession, &object);

    memset(facts, 0, sizeof *facts);
    if (FAILED(hr)) return hr;
    hr = take_recorder(object, facts);
    if (SUCCEEDED(hr)) hr = ask(object, facts);
    IMultisession_Release(object);
    if (FAILED(hr)) multisession_facts_free(facts);
    return hr;
}

void multisession_facts_free(struct multisession_facts *facts)
{
    com_global_release(facts->recorder);
    memset(facts, 0, sizeof *facts);
}
