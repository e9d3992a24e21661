/* Keeps samples in bounded memory, and computes speeds from them. */
#include "discctl/burn_samples.h"

#include <string.h>

enum { SPEED_WINDOW_MS = 1500, BEGINNING_PERCENT = 10 };

void burn_samples_begin(struct burn_samples *samples)
{
    memset(samples, 0, sizeof *samples);
    samples->stride = 1;
}

static void thin_out(struct burn_samples *samples)
{
    size_t i;

    for (i = 1; 2 * i < samples->count; i++)
        samples->items[i] = samples->items[2 * i];
    samples->count = i;
    samples->stride *= 2;
}

/* The newest is always there: one between two strides is overwritten by the next. */
void burn_samples_add(struct burn_samples *samples, const struct burn_sample *sample)
{
    const struct burn_sample *last = samples->count ? &samples->items[samples->count - 1] : NULL;

    if (last && (sample->ms < last->ms || sample->blocks < last->blocks)) return;
    if (samples->count > 1 && (samples->seen - 1) % samples->stride) samples->count--;
    if (samples->count == BURN_SAMPLES_MAX) thin_out(samples);
    samples->items[samples->count++] = *sample;
    samples->seen++;
}

void burn_samples_act(struct burn_samples *samples, int action, uint32_t ms)
{
    if (samples->action_count && samples->actions[samples->action_count - 1].action == action) return;
    if (samples->action_count == BURN_ACTIONS_MAX) return;
    samples->actions[samples->action_count].action = action;
    samples->actions[samples->action_count++].ms = ms;
}

static double speed_between(const struct burn_sample *from, const struct burn_sample *to)
{
    return to->ms > from->ms ? (double)(to->blocks - from->blocks) * 1000 / (to->ms - from->ms) : 0;
}

double burn_samples_speed(const struct burn_samples *samples, size_t index)
{
    const struct burn_sample *items = samples->items;
    size_t from = index, to = index;

    while (items[to].ms - items[from].ms < SPEED_WINDOW_MS && (from > 0 || to + 1 < samples->count)) {
        if (from > 0) from--;
        if (to + 1 < samples->count && items[to].ms - items[from].ms < SPEED_WINDOW_MS) to++;
    }
    return speed_between(&items[from], &items[to]);
}

static int least(int one, int other)
{
    if (one == BURN_BUFFER_UNKNOWN) return other;
    return other != BURN_BUFFER_UNKNOWN && other < one ? other : one;
}

struct burn_summary burn_samples_summary(const struct burn_samples *samples)
{
    struct burn_summary summary = {0, 0, 0, BURN_BUFFER_UNKNOWN, BURN_BUFFER_UNKNOWN};
    const struct burn_sample *first = samples->items, *last;
    bool has_middle = false;
    size_t i;

    if (!samples->count) return summary;
    last = &samples->items[samples->count - 1];
    summary.average = summary.slowest = summary.fastest = speed_between(first, last);
    for (i = 1; i + 1 < samples->count; i++) {
        const struct burn_sample *item = &samples->items[i];
        double speed = burn_samples_speed(samples, i);

        if (item->is_all_read ||
            (uint64_t)(item->blocks - first->blocks) * 100 < (uint64_t)last->blocks * BEGINNING_PERCENT)
            continue;
        if (!has_middle || speed < summary.slowest) summary.slowest = speed;
        if (!has_middle || speed > summary.fastest) summary.fastest = speed;
        summary.least_ours = least(summary.least_ours, item->ours);
        summary.least_drives = least(summary.least_drives, item->drives);
        has_middle = true;
    }
    return summary;
}
