/* What a burn was like over time: how far it was, how full the buffers were, when each action began. */
#ifndef OPENIMAPI2_DISCCTL_BURN_SAMPLES_H
#define OPENIMAPI2_DISCCTL_BURN_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BURN_SAMPLES_MAX = 1024, BURN_ACTIONS_MAX = 128, BURN_BUFFER_UNKNOWN = -1 };

struct burn_sample {
    uint32_t ms;      /* since the burn began */
    uint32_t blocks;  /* written until then */
    int ours, drives; /* how full the buffers are, percent; BURN_BUFFER_UNKNOWN: it does not say */
    bool is_all_read; /* nothing more comes into our buffer, or nothing yet */
};

struct burn_action {
    int action; /* burn_report.h tells what the number means */
    uint32_t ms;
};

struct burn_samples {
    struct burn_sample items[BURN_SAMPLES_MAX]; /* while it writes */
    size_t count;
    uint32_t stride, seen; /* of so many samples that were seen one is kept, and the last */
    struct burn_action actions[BURN_ACTIONS_MAX];
    size_t action_count;
};

void burn_samples_begin(struct burn_samples *samples);

/* Time does not go back, nor do blocks: a sample for which they do is left out. When there is no room, every second one
 * goes.
 */
void burn_samples_add(struct burn_samples *samples, const struct burn_sample *sample);

/* Another action than the last one begins; else nothing changes. */
void burn_samples_act(struct burn_samples *samples, int action, uint32_t ms);

/* Blocks a second around a sample, over 1.5 s where there are as many; 0 where no time passed. */
double burn_samples_speed(const struct burn_samples *samples, size_t index);

/* Blocks a second; percent, or BURN_BUFFER_UNKNOWN. The extremes are those of the middle: while the buffers fill at
 * first, and while ours runs empty at the end, they tell nothing. Without such samples the speeds are the average.
 */
struct burn_summary {
    double average, slowest, fastest;
    int least_ours, least_drives;
};
struct burn_summary burn_samples_summary(const struct burn_samples *samples);

#endif
