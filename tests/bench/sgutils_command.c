/* The same commands through libsgutils, to its ioctl and back, for callgrind, which collects inside measured() but not
 * inside ioctl(): that function is ours and replaces the C library's.
 *
 *     sgutils_command QUESTION ROUNDS
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <scsi/sg.h>
#include <scsi/sg_cmds.h>

#include "bench/questions.h"

static unsigned long commands;

int ioctl(int descriptor, unsigned long request, ...);
__attribute__((noinline)) int ioctl(int descriptor, unsigned long request, ...)
{
    struct sg_io_hdr *header;
    va_list arguments;

    (void)descriptor;
    if (request != SG_IO) {
        errno = ENOTTY;
        return -1;
    }
    va_start(arguments, request);
    header = va_arg(arguments, struct sg_io_hdr *);
    va_end(arguments);
    if (header->interface_id != 'S') abort();
    commands++;
    header->status = header->host_status = header->driver_status = 0;
    header->sb_len_wr = 0;
    header->resid = 0;
    header->info = 0;
    if (header->dxfer_direction != SG_DXFER_FROM_DEV) return 0;
    memset(header->dxferp, 0, header->dxfer_len);
    bench_reply(header->cmdp[0], header->dxferp);
    return 0;
}

static uint8_t buffer[BENCH_LIST_BYTES];

static int ask(int descriptor, enum bench_question question)
{
    switch (question) {
    case BENCH_TEST_UNIT_READY:
        return sg_ll_test_unit_ready(descriptor, 0, false, 0);
    case BENCH_INQUIRY:
        return sg_ll_inquiry(descriptor, false, false, 0, buffer, BENCH_INQUIRY_BYTES, false, 0);
    case BENCH_GET_CONFIGURATION:
        return sg_ll_get_config(descriptor, 0, 0, buffer, BENCH_LIST_BYTES, false, 0);
    case BENCH_MODE_SENSE:
        return sg_ll_mode_sense10(descriptor, false, true, 0, 0x3f, 0, buffer, BENCH_LIST_BYTES, false, 0);
    }
    return -1;
}

__attribute__((noinline)) static int measured(int descriptor, enum bench_question question)
{
    return ask(descriptor, question);
}

int main(int argc, char **argv)
{
    enum bench_question question = bench_question_of(argc == 3 ? argv[1] : "");
    long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 0, i;
    int descriptor = open("/dev/null", O_RDWR);

    if (descriptor < 0 || ask(descriptor, question) != 0) return 1; /* whatever is done only once */
    for (i = 0; i < rounds; i++) {
        if (measured(descriptor, question) != 0) return 1;
    }
    return commands == (unsigned long)rounds + 1 ? 0 : 1;
}
