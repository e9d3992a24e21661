/* The options of "discctl audio". */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_WISHES_H
#define OPENIMAPI2_DISCCTL_AUDIO_WISHES_H

#include <stdbool.h>

#include "discctl/arguments.h"
#include "discctl/write_speed.h"

enum audio_method { AUDIO_METHOD_ANY, AUDIO_METHOD_TRACK_AT_ONCE, AUDIO_METHOD_RAW };

struct audio_wishes {
    enum audio_method method;
    const char *method_option; /* the option that needs this method: "--gapless"; NULL with AUDIO_METHOD_ANY */
    bool is_gapless, keeps_open;
    char **isrc;            /* owned; one for each track, UTF-8; NULL: the track has none */
    size_t tracks;          /* count of isrc */
    const char *mcn, *text; /* borrowed; NULL: not given */
    struct write_speed speed;
};

/* Read the options, for this many tracks: audio_wishes_free(). Returns EXIT_DONE, or the result of arguments_refuse();
 * then there is nothing to free.
 */
int audio_wishes_read(const struct arguments *arguments, size_t tracks, struct audio_wishes *wishes);

void audio_wishes_free(struct audio_wishes *wishes);

#endif
