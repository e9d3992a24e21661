/* media: shows the disc in a drive, and how it can be written. */
#include "discctl/verbs.h"

#include <string.h>

#include "discctl/disc_tracks.h"
#include "discctl/media_words.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/properties.h"
#include "discctl/recorders.h"
#include "discctl/writers.h"

enum kind { KIND_PLAIN, KIND_TYPE, KIND_STATUS, KIND_PROTECTION, KIND_SPEED };

struct media_property {
    const char *name; /* as in the IDL */
    enum kind kind;
    HRESULT (*get)(IDiscFormat2Data *writer, VARIANT *value); /* VariantClear() */
};

/* One small function a property: the vtable's getter, with its result in a VARIANT. */
#define GETTER(member, type, variable, field)                                                                          \
    static HRESULT get_##member(IDiscFormat2Data *writer, VARIANT *value)                                              \
    {                                                                                                                  \
        variable got = 0;                                                                                              \
        HRESULT hr = IDiscFormat2Data_get_##member(writer, &got);                                                      \
        value->field = got;                                                                                            \
        value->vt = SUCCEEDED(hr) ? (type) : VT_EMPTY;                                                                 \
        return hr;                                                                                                     \
    }

#define GETTER_OF_ENUM(member, variable)                                                                               \
    static HRESULT get_##member(IDiscFormat2Data *writer, VARIANT *value)                                              \
    {                                                                                                                  \
        variable got = (variable)0;                                                                                    \
        HRESULT hr = IDiscFormat2Data_get_##member(writer, &got);                                                      \
        value->lVal = (LONG)got;                                                                                       \
        value->vt = SUCCEEDED(hr) ? VT_I4 : VT_EMPTY;                                                                  \
        return hr;                                                                                                     \
    }

static HRESULT get_SupportedWriteSpeeds(IDiscFormat2Data *writer, VARIANT *value)
{
    HRESULT hr = IDiscFormat2Data_get_SupportedWriteSpeeds(writer, &value->parray);

    value->vt = SUCCEEDED(hr) ? VT_ARRAY | VT_VARIANT : VT_EMPTY;
    return hr;
}

GETTER_OF_ENUM(CurrentPhysicalMediaType, IMAPI_MEDIA_PHYSICAL_TYPE)
GETTER_OF_ENUM(CurrentMediaStatus, IMAPI_FORMAT2_DATA_MEDIA_STATE)
GETTER_OF_ENUM(WriteProtectStatus, IMAPI_MEDIA_WRITE_PROTECT_STATE)
GETTER(MediaPhysicallyBlank, VT_BOOL, VARIANT_BOOL, boolVal)
GETTER(MediaHeuristicallyBlank, VT_BOOL, VARIANT_BOOL, boolVal)
GETTER(TotalSectorsOnMedia, VT_I4, LONG, lVal)
GETTER(FreeSectorsOnMedia, VT_I4, LONG, lVal)
GETTER(NextWritableAddress, VT_I4, LONG, lVal)
GETTER(StartAddressOfPreviousSession, VT_I4, LONG, lVal)
GETTER(LastWrittenAddressOfPreviousSession, VT_I4, LONG, lVal)
GETTER(CurrentWriteSpeed, VT_I4, LONG, lVal)

/* clang-format off */
static const struct media_property media_properties[] = {
    {"CurrentPhysicalMediaType",            KIND_TYPE,       get_CurrentPhysicalMediaType},
    {"CurrentMediaStatus",                  KIND_STATUS,     get_CurrentMediaStatus},
    {"MediaPhysicallyBlank",                KIND_PLAIN,      get_MediaPhysicallyBlank},
    {"MediaHeuristicallyBlank",             KIND_PLAIN,      get_MediaHeuristicallyBlank},
    {"WriteProtectStatus",                  KIND_PROTECTION, get_WriteProtectStatus},
    {"TotalSectorsOnMedia",                 KIND_PLAIN,      get_TotalSectorsOnMedia},
    {"FreeSectorsOnMedia",                  KIND_PLAIN,      get_FreeSectorsOnMedia},
    {"NextWritableAddress",                 KIND_PLAIN,      get_NextWritableAddress},
    {"StartAddressOfPreviousSession",       KIND_PLAIN,      get_StartAddressOfPreviousSession},
    {"LastWrittenAddressOfPreviousSession", KIND_PLAIN,      get_LastWrittenAddressOfPreviousSession},
    {"SupportedWriteSpeeds",                KIND_SPEED,      get_SupportedWriteSpeeds},
    {"CurrentWriteSpeed",                   KIND_SPEED,      get_CurrentWriteSpeed},
    {NULL,                                  KIND_PLAIN,      NULL},
};
/* clang-format on */

/* {"value": 6, "names": [...]}. */
static cJSON *json_of_bits(LONG value, const struct media_word *words)
{
    cJSON *object = cJSON_CreateObject(), *names = cJSON_CreateArray();

    cJSON_AddNumberToObject(object, "value", value);
    for (; words->name; words++) {
        if (value & words->value) cJSON_AddItemToArray(names, cJSON_CreateString(words->name));
    }
    cJSON_AddItemToObject(object, "names", names);
    return object;
}

static cJSON *json_of_value(enum kind kind, const VARIANT *value)
{
    cJSON *object;

    switch (kind) {
    case KIND_TYPE:
        object = cJSON_CreateObject();
        cJSON_AddNumberToObject(object, "value", value->lVal);
        cJSON_AddStringToObject(object, "name", media_type_name(value->lVal));
        return object;
    case KIND_STATUS:
        return json_of_bits(value->lVal, media_status_words);
    case KIND_PROTECTION:
        return json_of_bits(value->lVal, media_protection_words);
    default:
        return property_json_from_variant(value);
    }
}

static void print_bits(LONG value, const struct media_word *words)
{
    output_print("%04lXh\n", (unsigned long)value);
    for (; words->name; words++) {
        if (value & words->value) output_print("    %-26s%s\n", words->name, words->text);
    }
}

/* "5410 (8.0x)" */
static void print_speed(LONG sectors_per_s, LONG type)
{
    LONG of_1x = media_speed_of_1x(type);

    output_print("%ld", sectors_per_s);
    if (of_1x) output_print(" (%.1fx)", (double)sectors_per_s / (double)of_1x);
}

static void print_speeds(const VARIANT *value, LONG type)
{
    VARIANT *elements;
    ULONG i;

    if (value->vt == VT_I4) {
        print_speed(value->lVal, type);
    } else if (value->parray && SUCCEEDED(SafeArrayAccessData(value->parray, (void **)&elements))) {
        for (i = 0; i < value->parray->rgsabound[0].cElements; i++) {
            if (i) output_print(", ");
            if (elements[i].vt == VT_UI4) print_speed((LONG)elements[i].ulVal, type);
        }
        if (!i) output_print("(none)");
        SafeArrayUnaccessData(value->parray);
    }
    output_print(" sectors per second\n");
}

static void print_value(const struct media_property *property, const VARIANT *value, LONG type)
{
    output_print("%-36s", property->name);
    switch (property->kind) {
    case KIND_TYPE:
        output_print("%s\n", media_type_text(value->lVal));
        break;
    case KIND_STATUS:
        print_bits(value->lVal, media_status_words);
        break;
    case KIND_PROTECTION:
        print_bits(value->lVal, media_protection_words);
        break;
    case KIND_SPEED:
        print_speeds(value, type);
        break;
    default:
        if (value->vt == VT_BOOL) {
            output_print("%s\n", value->boolVal ? "yes" : "no");
        } else {
            output_print("%ld\n", value->lVal);
        }
    }
}

static HRESULT get_value(const struct media_property *property, IDiscFormat2Data *writer, VARIANT *value,
                         struct failure *failure)
{
    HRESULT hr;

    VariantInit(value);
    do {
        hr = property->get(writer, value);
    } while (recorder_wait_if_becoming_ready(hr, failure));
    return hr;
}

enum { REASONS_MAX = 4 };

/* Why properties could not be told; several of them have the same reason, which is told once. */
struct reasons {
    struct failure failures[REASONS_MAX];
    size_t count;
};

/* A property's line without its value; is_quiet: not even that. Takes the failure over. */
static void print_untold(struct reasons *reasons, const char *name, struct failure *failure, bool is_quiet)
{
    size_t i = 0;

    if (!is_quiet) output_print("%-36snot told: %s\n", name, failure_name(failure->hresult));
    while (i < reasons->count && reasons->failures[i].hresult != failure->hresult)
        i++;
    if (i == reasons->count && reasons->count < REASONS_MAX) {
        reasons->failures[reasons->count++] = *failure;
    } else {
        failure_free(failure);
    }
}

static void print_reasons(struct reasons *reasons, bool is_quiet)
{
    size_t i;

    for (i = 0; i < reasons->count; i++) {
        if (!is_quiet)
            output_print("\n%s\n    %s\n", failure_name(reasons->failures[i].hresult), reasons->failures[i].text);
        failure_free(&reasons->failures[i]);
    }
}

/* "Tracks" and, where there is one, "MediaCatalogNumber". */
static void add_tracks(cJSON *object, const struct disc_tracks *tracks)
{
    cJSON *array = cJSON_AddArrayToObject(object, "Tracks"), *track;
    size_t i;

    for (i = 0; i < tracks->count; i++) {
        track = cJSON_CreateObject();
        cJSON_AddNumberToObject(track, "number", tracks->tracks[i].number);
        cJSON_AddStringToObject(track, "kind", tracks->tracks[i].is_data ? "data" : "audio");
        cJSON_AddNumberToObject(track, "start", tracks->tracks[i].start);
        cJSON_AddNumberToObject(track, "sectors", tracks->tracks[i].sectors);
        cJSON_AddBoolToObject(track, "copyingPermitted", tracks->tracks[i].copying_permitted);
        cJSON_AddBoolToObject(track, "preEmphasis", tracks->tracks[i].has_pre_emphasis);
        if (tracks->tracks[i].isrc[0]) cJSON_AddStringToObject(track, "isrc", tracks->tracks[i].isrc);
        cJSON_AddItemToArray(array, track);
    }
    if (tracks->catalogue[0]) cJSON_AddStringToObject(object, "MediaCatalogNumber", tracks->catalogue);
}

static void print_tracks(const struct disc_tracks *tracks)
{
    size_t i;

    if (tracks->catalogue[0]) output_print("%-36s%s\n", "MediaCatalogNumber", tracks->catalogue);
    if (tracks->count) output_print("Tracks\n");
    for (i = 0; i < tracks->count; i++) {
        const struct disc_track *track = &tracks->tracks[i];

        output_print("    %2d  %s  from sector %-8ld%ld sectors%s%s%s%s\n", track->number,
                     track->is_data ? "data " : "audio", track->start, track->sectors,
                     track->copying_permitted ? ", may be copied" : "", track->has_pre_emphasis ? ", pre-emphasis" : "",
                     track->isrc[0] ? ", ISRC " : "", track->isrc);
    }
}

/* The tracks of a CD; other discs have none that anybody counts. */
static void tell_tracks(IDiscFormat2Data *writer, LONG type, cJSON *object, bool is_quiet)
{
    IDiscRecorder2 *recorder;
    struct disc_tracks tracks;

    if (type != IMAPI_MEDIA_TYPE_CDROM && type != IMAPI_MEDIA_TYPE_CDR && type != IMAPI_MEDIA_TYPE_CDRW) return;
    if (FAILED(IDiscFormat2Data_get_Recorder(writer, &recorder))) return;
    disc_tracks_read(recorder, &tracks);
    IDiscRecorder2_Release(recorder);
    add_tracks(object, &tracks);
    if (!is_quiet) print_tracks(&tracks);
}

/* A property that fails is an answer, as for "info"; the first, the kind of disc, is what there is to tell. */
int verb_media(const struct arguments *arguments)
{
    const struct media_property *property;
    IDiscFormat2Data *writer;
    struct failure failure;
    LONG type = IMAPI_MEDIA_TYPE_UNKNOWN;
    struct reasons reasons = {.count = 0};
    cJSON *object;
    VARIANT value;
    HRESULT hr;

    if (!writer_open(arguments->positional, &writer, &failure)) return failure_report(&failure, arguments->json);
    object = cJSON_CreateObject();
    for (property = media_properties; property->name; property++) {
        hr = get_value(property, writer, &value, &failure);
        if (FAILED(hr) && property->kind == KIND_TYPE) break;
        if (FAILED(hr)) {
            cJSON_AddItemToObject(object, property->name, failure_json(failure.hresult, failure.text));
            print_untold(&reasons, property->name, &failure, arguments->json);
            continue;
        }
        if (property->kind == KIND_TYPE) type = value.lVal;
        if (!arguments->json) print_value(property, &value, type);
        cJSON_AddItemToObject(object, property->name, json_of_value(property->kind, &value));
        VariantClear(&value);
    }
    if (!property->name) tell_tracks(writer, type, object, arguments->json);
    IDiscFormat2Data_Release(writer);
    print_reasons(&reasons, arguments->json);
    if (!property->name && arguments->json) {
        output_json(object);
    } else {
        cJSON_Delete(object);
    }
    return property->name ? failure_report(&failure, arguments->json) : EXIT_DONE;
}
