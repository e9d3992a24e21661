/* The properties of IDiscRecorder2 as a table: name, getter, meaning of the numbers. */
#ifndef OPENIMAPI2_DISCCTL_PROPERTIES_H
#define OPENIMAPI2_DISCCTL_PROPERTIES_H

#include "imapi2.h"

#include <cjson/cJSON.h>

#include "discctl/names.h"

struct property {
    const char *name; /* as in the IDL */
    enum number_kind kind;
    HRESULT (*get)(IDiscRecorder2 *recorder, VARIANT *value); /* VariantClear() */
};

/* In vtable order; an entry with name NULL ends the array. */
extern const struct property properties[];

/* The value as JSON: string, boolean, number, array; an object of failure_json() if the property could not be read.
 * Waits for a drive that is becoming ready.
 */
cJSON *property_json(const struct property *property, IDiscRecorder2 *recorder);

/* A string, boolean, number or array of these; null for anything else. */
cJSON *property_json_from_variant(const VARIANT *value);

/* The property with this name as JSON. */
cJSON *property_json_by_name(const char *name, IDiscRecorder2 *recorder);

#endif
