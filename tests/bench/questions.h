/* The commands that core_command.c and sgutils_command.c both send. */
#ifndef OPENIMAPI2_TESTS_BENCH_QUESTIONS_H
#define OPENIMAPI2_TESTS_BENCH_QUESTIONS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BENCH_INQUIRY_BYTES = 36, BENCH_LIST_BYTES = 1024 };

enum bench_question { BENCH_TEST_UNIT_READY, BENCH_INQUIRY, BENCH_GET_CONFIGURATION, BENCH_MODE_SENSE };

static inline enum bench_question bench_question_of(const char *name)
{
    static const char *const names[] = {"test-unit-ready", "inquiry", "get-configuration", "mode-sense"};
    int i;

    for (i = 0; i < 4; i++) {
        if (!strcmp(name, names[i])) return (enum bench_question)i;
    }
    fprintf(stderr, "usage: PROGRAM test-unit-ready|inquiry|get-configuration|mode-sense ROUNDS\n");
    exit(2);
}

/* Fills the fields that turn a cleared data-in buffer into a drive's reply: the length fields of MMC-6, GET
 * CONFIGURATION, and SPC-3, mode parameter header(10), for a reply of 64 bytes; INQUIRY's additional length.
 */
static inline void bench_reply(uint8_t opcode, uint8_t *data)
{
    if (opcode == 0x46) data[3] = 60;
    if (opcode == 0x5a) data[1] = 62;
    if (opcode == 0x12) data[0] = 0x05, data[4] = 31;
}

#endif
