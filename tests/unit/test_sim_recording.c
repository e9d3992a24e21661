/* sim/sim_recording.c: a disc's memory comes from a file, which may hold anything. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"
#include "sim/sim_recording.h"

enum { HEAD_BYTES = 32, TRACK_BYTES = 10, CUE_NEXT = 16, CUE_END = 20 };

static bool loads(const struct sim_disc_memory *memory)
{
    struct sim_recording recording;

    return sim_recording_load(&recording, memory);
}

/* Version 1, no track. */
static struct sim_disc_memory empty(void)
{
    struct sim_disc_memory memory = {HEAD_BYTES, {1}};

    return memory;
}

/* No CD has addresses behind 99:59:74; reckoning with them goes wrong at the end of all numbers. */
static void load__session_that_ends_behind_every_cd__is_unknown(void **state)
{
    static const struct {
        int32_t next, end;
        bool is_known;
    } rows[] = {
        {-150, 359849 + 6750, true}, {-45150, 449850, true}, {-150, 449851, false},
        {-150, INT32_MAX, false},    {-45151, 1000, false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sim_disc_memory memory = empty();

        store_le32(memory.bytes + CUE_NEXT, (uint32_t)rows[i].next);
        store_le32(memory.bytes + CUE_END, (uint32_t)rows[i].end);
        assert_int_equal(loads(&memory), rows[i].is_known);
    }
}

/* 62,500,864 blocks has the largest disc that there is (BD-R XL, 128 GB). */
static void load__track_that_ends_behind_every_disc__is_unknown(void **state)
{
    static const struct {
        uint32_t start, blocks;
        bool is_known;
    } rows[] = {
        {0, 62500864, true},           {62500000, 864, true},        {0, INT32_MAX, false},
        {INT32_MAX, INT32_MAX, false}, {INT32_MAX - 100, 90, false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sim_disc_memory memory = empty();

        memory.count = HEAD_BYTES + TRACK_BYTES;
        memory.bytes[2] = 1; /* one track */
        store_le32(memory.bytes + HEAD_BYTES, rows[i].start);
        store_le32(memory.bytes + HEAD_BYTES + 4, rows[i].blocks);
        memory.bytes[HEAD_BYTES + 8] = 1; /* session */
        assert_int_equal(loads(&memory), rows[i].is_known);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load__session_that_ends_behind_every_cd__is_unknown),
        cmocka_unit_test(load__track_that_ends_behind_every_disc__is_unknown),
    };

    return cmocka_run_group_tests_name("sim_recording", tests, NULL, NULL);
}
