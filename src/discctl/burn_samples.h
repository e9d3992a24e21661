/* The course of a burn over time: blocks written, fill of the buffers, and the beginning of each action. */
#ifndef OPENIMAPI2_DISCCTL_BURN_SAMPLES_H
#define OPENIMAPI2_DISCCTL_BURN_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BURN_SAMPLES_MAX = 1024, BURN_ACTIONS_MAX = 128, BURN_BUFFER_UNKNOWN = -1 };

struct burn_sample {
    uint32_t ms;      /* since the burn began */
    uint32_t blocks;  /* written so far */
    int ours, drives; /* fill of the buffers in percent, or BURN_BUFFER_UNKNOWN */
    bool is_all_read; /* our buffer gets no more data, or none yet */
};

struct burn_action {
    int action; /* the meaning of the number is in burn_report.h */
    uint32_t ms;
};

struct burn_samples {
    struct burn_sample items[BURN_SAMPLES_MAX]; /* taken while blocks are written */
    size_t count;
    uint32_t stride, seen; /* one sample of each `stride` seen is kept, and the last one */
    struct burn_action actions[BURN_ACTIONS_MAX];
    size_t action_count;
};

void burn_samples_begin(struct burn_samples *samples);

/* Ignores a sample whose time or blocks are less than those of the last sample. When the array is full, every second
 * sample is dropped.
 */
void burn_samples_add(struct burn_samples *samples, const struct burn_sample *sample);

/* Records the beginning of an action. Ignored if the last action is the same, or the array is full. */
void burn_samples_act(struct burn_samples *samples, int action, uint32_t ms);

/* Blocks per second around a sample, over 1.5 s if the samples span as much; 0 if no time passed. */
double burn_samples_speed(const struct burn_samples *samples, size_t index);

/* Speeds in blocks per second; buffers in percent, or BURN_BUFFER_UNKNOWN. The extremes are those of the middle of the
 * burn: they mean nothing while the buffers fill at the beginning or ours empties at the end. Without samples of the
 * middle, all speeds are the average.
 */
struct burn_summary {
    double average, slowest, fastest;
    int least_ours, least_drives;
};
struct burn_summary burn_samples_summary(const struct burn_samples *samples);

#endif
