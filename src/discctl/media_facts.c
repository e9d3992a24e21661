/* Reads the facts about a disc through IDiscFormat2Data, and leaves out those that it does not report. */
#include "discctl/media_facts.h"

#include <string.h>

#include "discctl/burn_graph.h"
#include "discctl/failure.h"
#include "discctl/media_words.h"
#include "discctl/memory.h"
#include "discctl/recorders.h"

/* "24.0x", or "3.7 MB/s" of a disc without 1x. */
static char *speed_text(LONG sectors_per_s, LONG of_1x)
{
    if (!of_1x) return burn_speed_text(sectors_per_s, 0, BURN_DATA_BLOCK_BYTES);
    return memory_printf("%.1fx", (double)sectors_per_s / (double)of_1x);
}

/* "24.0x, 16.0x" */
static char *speeds_text(IDiscFormat2Data *writer, LONG type)
{
    char *text = memory_printf("%s", ""), *speed, *longer;
    SAFEARRAY *speeds = NULL;
    VARIANT *elements;
    ULONG i;

    if (FAILED(IDiscFormat2Data_get_SupportedWriteSpeeds(writer, &speeds)) || !speeds) return text;
    if (SUCCEEDED(SafeArrayAccessData(speeds, (void **)&elements))) {
        for (i = 0; i < speeds->rgsabound[0].cElements; i++) {
            speed = speed_text((LONG)elements[i].ulVal, media_speed_of_1x(type));
            longer = memory_printf("%s%s%s", text, *text ? ", " : "", speed);
            memory_free(speed);
            memory_free(text);
            text = longer;
        }
        SafeArrayUnaccessData(speeds);
    }
    SafeArrayDestroy(speeds);
    return text;
}

void media_facts_read(IDiscFormat2Data *writer, struct media_facts *facts)
{
    IMAPI_MEDIA_PHYSICAL_TYPE type = IMAPI_MEDIA_TYPE_UNKNOWN;
    IMAPI_FORMAT2_DATA_MEDIA_STATE status = IMAPI_FORMAT2_DATA_MEDIA_STATE_UNKNOWN;
    struct failure failure;
    HRESULT hr;

    memset(facts, 0, sizeof *facts);
    facts->is_read = true;
    do {
        hr = IDiscFormat2Data_get_CurrentPhysicalMediaType(writer, &type);
    } while (recorder_wait_if_becoming_ready(hr, &failure));
    if (FAILED(hr)) {
        facts->why = failure.text;
        return;
    }
    facts->has_medium = true;
    facts->type = (LONG)type;
    facts->has_status = SUCCEEDED(IDiscFormat2Data_get_CurrentMediaStatus(writer, &status));
    facts->status = (LONG)status;
    facts->has_room = SUCCEEDED(IDiscFormat2Data_get_TotalSectorsOnMedia(writer, &facts->total)) &&
                      SUCCEEDED(IDiscFormat2Data_get_FreeSectorsOnMedia(writer, &facts->free));
    facts->has_next = SUCCEEDED(IDiscFormat2Data_get_NextWritableAddress(writer, &facts->next));
    facts->speeds = speeds_text(writer, facts->type);
}

void media_facts_free(struct media_facts *facts)
{
    memory_free(facts->speeds);
    memory_free(facts->why);
    memset(facts, 0, sizeof *facts);
}
