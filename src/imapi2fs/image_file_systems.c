/* MsftFileSystemImage: the file systems of the image, and the rules of each. */
#include "com/values.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fs/status.h"
#include "imapi2fserror.h"

#define SYSTEMS_ALL (FsiFileSystemISO9660 | FsiFileSystemJoliet | FsiFileSystemUDF)

/* What a new object of Microsoft's lists. Revision 2.60 is taken as well. */
static const uint16_t revisions[] = {0x102, 0x150, 0x200, 0x201, 0x250};
static const uint32_t levels[] = {1, 2};

enum { REVISION_ALSO = 0x260, REVISION_WITH_METADATA = 0x250 };

/* ------------------------------------------------------------------------------------------------- values as stored */

static HRESULT get_long(IFileSystemImage3 *iface, const char *attempt, size_t offset, LONG *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, attempt);
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    *value = *(LONG *)((char *)state + offset);
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

static HRESULT get_flag(IFileSystemImage3 *iface, const char *attempt, size_t offset, VARIANT_BOOL *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, attempt);
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    *value = *(VARIANT_BOOL *)((char *)state + offset);
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

#define VALUE(member) offsetof(struct image_state, member)

/* Let the names follow other rules. The caller has begun a change. */
static HRESULT set_rules(struct image_state *state, struct imapifs_call *call, const struct fs_name_rules *rules)
{
    HRESULT hr = imapifs_result_of(fs_tree_set_rules(state->tree, rules), NULL);

    if (hr == IMAPI_E_TOO_MANY_DIRS) call->inserts[0] = L"ISO9660";
    return hr;
}

/* ------------------------------------------------------------------------------------------- features of a revision */

struct features {
    bool has_streams, has_real_time; /* that are recorded */
};

static bool has_real_time_file(const struct fs_tree *tree)
{
    const struct fs_node *node = fs_tree_peek_root(tree);

    while (node && !node->is_real_time)
        node = fs_tree_next(node);
    return node != NULL;
}

static struct features features_of(const struct image_state *state)
{
    return (struct features){
        fs_tree_peek_totals(state->tree)->streams && image_state_records(state, REVISION_WITH_STREAMS),
        image_state_records(state, REVISION_WITH_REAL_TIME) && has_real_time_file(state->tree),
    };
}

/* The result of a change: has it lost a feature of an item? The items keep it for the day when it can be recorded. */
static HRESULT features_result(const struct image_state *state, const struct features *before, HRESULT hr)
{
    struct features now = features_of(state);

    if (hr != S_OK) return hr;
    return (before->has_streams && !now.has_streams) || (before->has_real_time && !now.has_real_time)
               ? IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED
               : S_OK;
}

/* --------------------------------------------------------------------------------------------- FileSystemsToCreate */

/* IFileSystemImage::get_FileSystemsToCreate. */
HRESULT WINAPI image_get_FileSystemsToCreate(IFileSystemImage3 *iface, FsiFileSystems *value)
{
    return get_long(iface, "Reading the file systems to create", VALUE(systems), (LONG *)value);
}

static bool is_set(FsiFileSystems systems)
{
    if (systems & ~SYSTEMS_ALL) return false;
    return !(systems & FsiFileSystemJoliet) || systems & FsiFileSystemISO9660;
}

HRESULT image_set_systems(struct image_state *state, struct imapifs_call *call, FsiFileSystems systems)
{
    struct fs_name_rules rules = *fs_tree_peek_rules(state->tree);
    HRESULT hr;

    if (systems == state->systems) return S_OK;
    if (state->is_imported) return IMAPI_E_FILE_SYSTEM_CHANGE_NOT_ALLOWED;
    rules.systems = (unsigned)systems;
    hr = set_rules(state, call, &rules);
    if (SUCCEEDED(hr)) state->systems = systems;
    return hr;
}

/* IFileSystemImage::put_FileSystemsToCreate. Joliet is written beside ISO 9660 alone. */
HRESULT WINAPI image_put_FileSystemsToCreate(IFileSystemImage3 *iface, FsiFileSystems value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    struct features before;
    HRESULT hr;

    image_call_begin(&call, "Setting the file systems to create");
    if (!is_set(value)) return imapifs_call_done(&call, image_call_bad_value(&call));
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    before = features_of(state);
    hr = features_result(state, &before, image_set_systems(state, &call, value));
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_FileSystemsSupported. */
HRESULT WINAPI image_get_FileSystemsSupported(IFileSystemImage3 *iface, FsiFileSystems *value)
{
    struct imapifs_call call;

    (void)iface;
    image_call_begin(&call, "Reading the supported file systems");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = SYSTEMS_ALL;
    return imapifs_call_done(&call, S_OK);
}

/* -------------------------------------------------------------------------------------------------------------- UDF */

/* IFileSystemImage::get_UDFRevision. */
HRESULT WINAPI image_get_UDFRevision(IFileSystemImage3 *iface, LONG *value)
{
    return get_long(iface, "Reading the revision of UDF", VALUE(udf_revision), value);
}

static bool is_revision(LONG value)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(revisions); i++)
        if (revisions[i] == value) return true;
    return value == REVISION_ALSO;
}

HRESULT image_set_revision(struct image_state *state, LONG revision)
{
    if (revision == state->udf_revision) return S_OK;
    if (state->is_imported) return IMAPI_E_UDF_REVISION_CHANGE_NOT_ALLOWED;
    state->udf_revision = revision;
    return S_OK;
}

/* IFileSystemImage::put_UDFRevision. */
HRESULT WINAPI image_put_UDFRevision(IFileSystemImage3 *iface, LONG value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    struct features before;
    HRESULT hr;

    image_call_begin(&call, "Setting the revision of UDF");
    if (!is_revision(value)) return imapifs_call_done(&call, image_call_bad_value(&call));
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    before = features_of(state);
    hr = features_result(state, &before, image_set_revision(state, value));
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_UDFRevisionsSupported. */
HRESULT WINAPI image_get_UDFRevisionsSupported(IFileSystemImage3 *iface, SAFEARRAY **value)
{
    struct imapifs_call call;

    (void)iface;
    image_call_begin(&call, "Reading the supported revisions of UDF");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, com_array_from_codes(revisions, ARRAYSIZE(revisions), value));
}

/* IFileSystemImage3::get_CreateRedundantUdfMetadataFiles. */
HRESULT WINAPI image_get_CreateRedundantUdfMetadataFiles(IFileSystemImage3 *iface, VARIANT_BOOL *value)
{
    return get_flag(iface, "Reading CreateRedundantUdfMetadataFiles", VALUE(mirrors_metadata), value);
}

/* IFileSystemImage3::put_CreateRedundantUdfMetadataFiles. Only from revision 2.50 on is there something to mirror. */
HRESULT WINAPI image_put_CreateRedundantUdfMetadataFiles(IFileSystemImage3 *iface, VARIANT_BOOL value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Setting CreateRedundantUdfMetadataFiles");
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    state->mirrors_metadata = value ? VARIANT_TRUE : VARIANT_FALSE;
    if (!(state->systems & FsiFileSystemUDF) || state->udf_revision < REVISION_WITH_METADATA)
        hr = IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED;
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}

/* -------------------------------------------------------------------------------------------------- rules of names */

/* IFileSystemImage::get_ISO9660InterchangeLevel. */
HRESULT WINAPI image_get_ISO9660InterchangeLevel(IFileSystemImage3 *iface, LONG *value)
{
    return get_long(iface, "Reading the interchange level", VALUE(iso_level), value);
}

/* IFileSystemImage::put_ISO9660InterchangeLevel. */
HRESULT WINAPI image_put_ISO9660InterchangeLevel(IFileSystemImage3 *iface, LONG value)
{
    struct image_state *state = image_state_of(iface);
    struct fs_name_rules rules;
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Setting the interchange level");
    if (value != 1 && value != 2) return imapifs_call_done(&call, image_call_bad_value(&call));
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    rules = *fs_tree_peek_rules(state->tree);
    rules.iso_level = (unsigned)value;
    hr = set_rules(state, &call, &rules);
    if (SUCCEEDED(hr)) state->iso_level = value;
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_ISO9660InterchangeLevelsSupported. */
HRESULT WINAPI image_get_ISO9660InterchangeLevelsSupported(IFileSystemImage3 *iface, SAFEARRAY **value)
{
    struct imapifs_call call;

    (void)iface;
    image_call_begin(&call, "Reading the supported interchange levels");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, com_array_from_numbers(levels, ARRAYSIZE(levels), value));
}

/* IFileSystemImage::get_StrictFileSystemCompliance. */
HRESULT WINAPI image_get_StrictFileSystemCompliance(IFileSystemImage3 *iface, VARIANT_BOOL *value)
{
    return get_flag(iface, "Reading StrictFileSystemCompliance", VALUE(is_strict), value);
}

/* IFileSystemImage::put_StrictFileSystemCompliance. Strict rules hold for a whole tree, so for an empty one. */
HRESULT WINAPI image_put_StrictFileSystemCompliance(IFileSystemImage3 *iface, VARIANT_BOOL value)
{
    struct image_state *state = image_state_of(iface);
    struct fs_name_rules rules;
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Setting StrictFileSystemCompliance");
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    if (value && !state->is_strict && fs_tree_peek_root(state->tree)->first_child) {
        hr = IMAPI_E_FILE_SYSTEM_NOT_EMPTY;
    } else {
        rules = *fs_tree_peek_rules(state->tree);
        rules.is_strict = value;
        hr = set_rules(state, &call, &rules);
        if (SUCCEEDED(hr)) state->is_strict = value ? VARIANT_TRUE : VARIANT_FALSE;
    }
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_UseRestrictedCharacterSet. */
HRESULT WINAPI image_get_UseRestrictedCharacterSet(IFileSystemImage3 *iface, VARIANT_BOOL *value)
{
    return get_flag(iface, "Reading UseRestrictedCharacterSet", VALUE(has_restricted_names), value);
}

/* IFileSystemImage::put_UseRestrictedCharacterSet. It is about names that are given later. */
HRESULT WINAPI image_put_UseRestrictedCharacterSet(IFileSystemImage3 *iface, VARIANT_BOOL value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Setting UseRestrictedCharacterSet");
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    state->has_restricted_names = value ? VARIANT_TRUE : VARIANT_FALSE;
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}
