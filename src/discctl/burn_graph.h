/* A burn as a drawing, and as a table of the same numbers. */
#ifndef OPENIMAPI2_DISCCTL_BURN_GRAPH_H
#define OPENIMAPI2_DISCCTL_BURN_GRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include "discctl/burn_samples.h"
#include "discctl/memory.h"

enum { BURN_GRAPH_MARKS_MAX = 64, BURN_DATA_BLOCK_BYTES = 2048, BURN_AUDIO_BLOCK_BYTES = 2352 };

struct burn_graph {
    const struct burn_samples *samples;   /* at least two */
    bool is_audio;                        /* positions are shown in minutes; those before 0 are the lead-in */
    int32_t start_lba;                    /* of the first block on the disc */
    uint32_t blocks;                      /* that were to be written; the width of the drawing */
    long speed_of_1x;                     /* blocks per second; 0: speeds are shown in MB/s */
    bool has_failed;                      /* the burn stopped early, at the last sample */
    uint32_t marks[BURN_GRAPH_MARKS_MAX]; /* blocks at which a command was repeated */
    size_t mark_count;
};

/* "12.0x (1.8 MB/s)", or "1.8 MB/s" of a disc without 1x. memory_free(). */
char *burn_speed_text(double blocks_per_s, long speed_of_1x, unsigned block_bytes);

/* A figure: SVG with a title, a description and a legend. */
void burn_graph_draw(const struct burn_graph *graph, struct bytes *page);

/* The same as a table of a dozen rows. */
void burn_graph_table(const struct burn_graph *graph, struct bytes *page);

#endif
