/* The options of "discctl audio". */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_WISHES_H
#define OPENIMAPI2_DISCCTL_AUDIO_WISHES_H

#include <stdbool.h>

#include "discctl/arguments.h"
#include "discctl/write_speed.h"

enum audio_method { AUDIO_METHOD_ANY, AUDIO_METHOD_TRACK_AT_ONCE, AUDIO_METHOD_RAW };

struct audio_wishes {
    enum audio_method method;
    const char *method_option; /* the one that needs this method: "--gapless"; NULL with AUDIO_METHOD_ANY */
    bool is_gapless, keeps_open;
    char **isrc;            /* one for each track, UTF-8; NULL: it has none. owned */
    size_t tracks;          /* how many */
    const char *mcn, *text; /* borrowed; NULL: not given */
    struct write_speed speed;
};

/* Read them, for so many tracks: audio_wishes_free(). Returns EXIT_DONE, or what arguments_refuse() returns; then there
 * is nothing to free.
 */
int audio_wishes_read(const struct arguments *arguments, size_t tracks, struct audio_wishes *wishes);

void audio_wishes_free(struct audio_wishes *wishes);

#endif
