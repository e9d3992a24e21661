/* What the burning programs of tools/bench share: an image that may be longer than its file, a pump of one thread, the
 * machine's clock, a burn through any transport, and the plain loop beside which it is measured.
 */
#ifndef OPENIMAPI2_TESTS_BENCH_BURNER_H
#define OPENIMAPI2_TESTS_BENCH_BURNER_H

#include "base/clock.h"
#include "burn/burn.h"

enum { BENCH_BLOCK_BYTES = 2048, BENCH_WRITE_BLOCKS = 32 };

/* `bytes` bytes, the file's again and again; multiples of 64 KiB, both. */
struct bench_image {
    struct burn_source source; /* first */
    int file;                  /* owned */
    uint64_t file_bytes;
    uint64_t bytes;
    uint64_t at;
};

/* Ends the program when the file is not to be had. */
void bench_image_open(struct bench_image *image, const char *path, uint64_t bytes);
void bench_image_close(struct bench_image *image);

extern const struct base_clock bench_clock; /* the machine's */
uint64_t bench_now_ns(void);

/* Burn it, close the disc, verify nothing; the drive is opened and closed, the transport is not freed. Ends the program
 * when that fails.
 */
void bench_burn(struct scsi_transport *transport, const struct base_clock *clock, struct bench_image *image);

/* Read 64 KiB, send WRITE(10), until the image ends; nothing before and nothing after. Ends the program likewise. */
void bench_copy(struct scsi_transport *transport, struct bench_image *image);

#endif
