/* Prints the meaning of a result code, and what to do about it. */
#include "discctl/explain.h"

#include <stdlib.h>

#include "discctl/arguments.h"
#include "discctl/failure.h"
#include "discctl/hresults.h"
#include "discctl/memory.h"
#include "discctl/output.h"

/* A number as a signed one of 32 bits shows it. */
static bool read_negative(const char *text, HRESULT *hresult)
{
    unsigned long magnitude;

    if (!arguments_number(text, 0x80000000, &magnitude)) return false;
    *hresult = (HRESULT)(0 - magnitude);
    return true;
}

static bool read_code(const char *text, HRESULT *hresult)
{
    const struct hresult *row = hresult_named(text);
    unsigned long long number;
    char *end;

    if (row) {
        *hresult = row->hresult;
        return true;
    }
    if (*text == '-') return read_negative(text + 1, hresult);
    number = strtoull(text, &end, 16); /* takes 0x in front, too */
    *hresult = (HRESULT)number;
    return end != text && !*end && number <= 0xFFFFFFFF;
}

int explain_code(const char *text, bool json)
{
    const struct hresult *row;
    HRESULT hresult;
    char *meaning;

    if (!read_code(text, &hresult)) return arguments_refuse("doctor", "\"%s\" is no result code", text);
    row = hresult_find(hresult);
    meaning = failure_meaning(hresult);
    if (json) {
        cJSON *object = failure_json(hresult, meaning);

        cJSON_AddStringToObject(object, "advice", row && row->advice ? row->advice : "");
        output_json(object);
    } else {
        output_print("0x%08lX %s\n%s\n", (unsigned long)hresult, failure_name(hresult), meaning);
        if (row && row->advice) output_print("What to do: %s\n", row->advice);
    }
    memory_free(meaning);
    return EXIT_DONE;
}
