/* The table of IDiscRecorder2's properties that `discctl info` prints, and one reader for each type of value. */
#include "discctl/properties.h"

#include <stdlib.h>
#include <string.h>

#include "discctl/failure.h"
#include "discctl/memory.h"
#include "discctl/recorders.h"

/* One small function a property: the vtable's getter, with its result in a VARIANT. */
#define GETTER(member, type, field)                                                                                    \
    static HRESULT get_##member(IDiscRecorder2 *recorder, VARIANT *value)                                              \
    {                                                                                                                  \
        HRESULT hr = IDiscRecorder2_get_##member(recorder, &value->field);                                             \
        value->vt = SUCCEEDED(hr) ? (type) : VT_EMPTY;                                                                 \
        return hr;                                                                                                     \
    }

GETTER(ActiveDiscRecorder, VT_BSTR, bstrVal)
GETTER(VendorId, VT_BSTR, bstrVal)
GETTER(ProductId, VT_BSTR, bstrVal)
GETTER(ProductRevision, VT_BSTR, bstrVal)
GETTER(VolumeName, VT_BSTR, bstrVal)
GETTER(VolumePathNames, VT_ARRAY | VT_VARIANT, parray)
GETTER(DeviceCanLoadMedia, VT_BOOL, boolVal)
GETTER(LegacyDeviceNumber, VT_I4, lVal)
GETTER(SupportedFeaturePages, VT_ARRAY | VT_VARIANT, parray)
GETTER(CurrentFeaturePages, VT_ARRAY | VT_VARIANT, parray)
GETTER(SupportedProfiles, VT_ARRAY | VT_VARIANT, parray)
GETTER(CurrentProfiles, VT_ARRAY | VT_VARIANT, parray)
GETTER(SupportedModePages, VT_ARRAY | VT_VARIANT, parray)
GETTER(ExclusiveAccessOwner, VT_BSTR, bstrVal)

/* clang-format off */
const struct property properties[] = {
    {"ActiveDiscRecorder",    NUMBER_PLAIN,     get_ActiveDiscRecorder},
    {"VendorId",              NUMBER_PLAIN,     get_VendorId},
    {"ProductId",             NUMBER_PLAIN,     get_ProductId},
    {"ProductRevision",       NUMBER_PLAIN,     get_ProductRevision},
    {"VolumeName",            NUMBER_PLAIN,     get_VolumeName},
    {"VolumePathNames",       NUMBER_PLAIN,     get_VolumePathNames},
    {"DeviceCanLoadMedia",    NUMBER_PLAIN,     get_DeviceCanLoadMedia},
    {"LegacyDeviceNumber",    NUMBER_PLAIN,     get_LegacyDeviceNumber},
    {"SupportedFeaturePages", NUMBER_FEATURE,   get_SupportedFeaturePages},
    {"CurrentFeaturePages",   NUMBER_FEATURE,   get_CurrentFeaturePages},
    {"SupportedProfiles",     NUMBER_PROFILE,   get_SupportedProfiles},
    {"CurrentProfiles",       NUMBER_PROFILE,   get_CurrentProfiles},
    {"SupportedModePages",    NUMBER_MODE_PAGE, get_SupportedModePages},
    {"ExclusiveAccessOwner",  NUMBER_PLAIN,     get_ExclusiveAccessOwner},
    {NULL,                    NUMBER_PLAIN,     NULL},
};
/* clang-format on */

static cJSON *json_from_array(SAFEARRAY *array)
{
    cJSON *list = cJSON_CreateArray();
    VARIANT *elements;
    ULONG i;

    if (!array || SafeArrayGetDim(array) != 1 || FAILED(SafeArrayAccessData(array, (void **)&elements))) return list;
    for (i = 0; i < array->rgsabound[0].cElements; i++)
        cJSON_AddItemToArray(list, property_json_from_variant(&elements[i]));
    SafeArrayUnaccessData(array);
    return list;
}

cJSON *property_json_from_variant(const VARIANT *value)
{
    cJSON *json;
    char *text;

    switch (value->vt) {
    case VT_BSTR:
        text = memory_utf8(value->bstrVal);
        json = cJSON_CreateString(text);
        memory_free(text);
        return json;
    case VT_BOOL:
        return cJSON_CreateBool(value->boolVal != VARIANT_FALSE);
    case VT_I4:
        return cJSON_CreateNumber(value->lVal);
    case VT_UI4:
        return cJSON_CreateNumber(value->ulVal);
    case VT_ARRAY | VT_VARIANT:
        return json_from_array(value->parray);
    default:
        return cJSON_CreateNull();
    }
}

cJSON *property_json(const struct property *property, IDiscRecorder2 *recorder)
{
    struct failure failure;
    VARIANT value;
    cJSON *json;
    HRESULT hr;

    VariantInit(&value);
    do {
        hr = property->get(recorder, &value);
    } while (recorder_wait_if_becoming_ready(hr, &failure));
    if (SUCCEEDED(hr)) {
        json = property_json_from_variant(&value);
        VariantClear(&value);
    } else {
        json = failure_json(failure.hresult, failure.text);
        failure_free(&failure);
    }
    return json;
}

cJSON *property_json_by_name(const char *name, IDiscRecorder2 *recorder)
{
    const struct property *property = properties;

    while (property->name && strcmp(property->name, name) != 0)
        property++;
    return property->name ? property_json(property, recorder) : cJSON_CreateNull();
}
