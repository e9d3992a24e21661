/* Determines the method that the options allow, and the ISRC of each track. */
#include "discctl/audio_wishes.h"

#include <string.h>

#include "discctl/audio_tracks.h"
#include "discctl/memory.h"
#include "discctl/output.h"

/* What only one of the methods can do. */
/* clang-format off */
static const struct {
    uint64_t option;
    const char *name;
    enum audio_method method;
} needs[] = {
    {OPTION_TAO,       "--tao",       AUDIO_METHOD_TRACK_AT_ONCE},
    {OPTION_KEEP_OPEN, "--keep-open", AUDIO_METHOD_TRACK_AT_ONCE},
    {OPTION_RAW,       "--raw",       AUDIO_METHOD_RAW},
    {OPTION_GAPLESS,   "--gapless",   AUDIO_METHOD_RAW},
    {OPTION_ISRC,      "--isrc",      AUDIO_METHOD_RAW},
    {OPTION_MCN,       "--mcn",       AUDIO_METHOD_RAW},
    {OPTION_TEXT,      "--text",      AUDIO_METHOD_RAW},
};
/* clang-format on */

static int read_method(const struct arguments *arguments, struct audio_wishes *wishes)
{
    size_t i;

    for (i = 0; i < sizeof needs / sizeof needs[0]; i++) {
        if (!(arguments->given & needs[i].option)) continue;
        if (wishes->method && wishes->method != needs[i].method) {
            return arguments_refuse("audio", "%s means track at once, and %s raw writing: they contradict each other",
                                    wishes->method_option, needs[i].name);
        }
        if (!wishes->method) wishes->method_option = needs[i].name;
        wishes->method = needs[i].method;
    }
    return EXIT_DONE;
}

/* One item of --isrc: "CODE" belongs to the track behind that of the item before, "N=CODE" to track N, "" says that its
 * track has none. `track`: of this item, from 1 on; on return of the next one.
 */
static int read_isrc(const char *item, size_t length, struct audio_wishes *wishes, size_t *track)
{
    const char *equals = memchr(item, '=', length);
    unsigned long number;
    char *text;
    bool is_number;

    if (equals) {
        text = memory_printf("%.*s", (int)(equals - item), item);
        is_number = arguments_number(text, AUDIO_TRACKS_MAX, &number) && number;
        memory_free(text);
        if (!is_number) {
            return arguments_refuse("audio", "--isrc takes CODE or TRACK=CODE, with commas between them, not \"%.*s\"",
                                    (int)length, item);
        }
        *track = number;
        length -= (size_t)(equals + 1 - item);
        item = equals + 1;
    }
    if (*track > wishes->tracks && length) {
        return arguments_refuse("audio", "--isrc has a code for track %u, and there %s %u", (unsigned)*track,
                                wishes->tracks == 1 ? "is" : "are", (unsigned)wishes->tracks);
    }
    if (length && wishes->isrc[*track - 1])
        return arguments_refuse("audio", "--isrc has two codes for track %u", (unsigned)*track);
    if (length) wishes->isrc[*track - 1] = memory_printf("%.*s", (int)length, item);
    ++*track;
    return EXIT_DONE;
}

static int read_isrcs(const char *list, struct audio_wishes *wishes)
{
    size_t track = 1, length;
    int code = EXIT_DONE;

    wishes->isrc = memory_get((wishes->tracks + 1) * sizeof *wishes->isrc);
    for (; list && code == EXIT_DONE; list = list[length] ? list + length + 1 : NULL) {
        length = strcspn(list, ",");
        code = read_isrc(list, length, wishes, &track);
    }
    return code;
}

int audio_wishes_read(const struct arguments *arguments, size_t tracks, struct audio_wishes *wishes)
{
    int code;

    memset(wishes, 0, sizeof *wishes);
    if (arguments->given & OPTION_REPORT && arguments->given & OPTION_DRY_RUN)
        return arguments_refuse("audio", "--report cannot be used with --dry-run, which writes no data");
    wishes->tracks = tracks;
    wishes->is_gapless = arguments->given & OPTION_GAPLESS;
    wishes->keeps_open = arguments->given & OPTION_KEEP_OPEN;
    wishes->mcn = arguments->mcn;
    wishes->text = arguments->text;
    code = read_method(arguments, wishes);
    if (code == EXIT_DONE) code = write_speed_read("audio", arguments->speed, &wishes->speed);
    if (code == EXIT_DONE) code = read_isrcs(arguments->isrc, wishes);
    if (code != EXIT_DONE) audio_wishes_free(wishes);
    return code;
}

void audio_wishes_free(struct audio_wishes *wishes)
{
    size_t i;

    for (i = 0; wishes->isrc && i < wishes->tracks; i++)
        memory_free(wishes->isrc[i]);
    memory_free(wishes->isrc);
    wishes->isrc = NULL;
}
