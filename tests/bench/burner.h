/* Shared by the burning programs of tools/bench: an image that may be longer than its file, a single-threaded pump, the
 * machine's clock, a burn through any transport, and the plain loop with which it is compared.
 */
#ifndef OPENIMAPI2_TESTS_BENCH_BURNER_H
#define OPENIMAPI2_TESTS_BENCH_BURNER_H

#include "base/clock.h"
#include "burn/burn.h"

enum { BENCH_BLOCK_BYTES = 2048, BENCH_WRITE_BLOCKS = 32 };

/* An image of `bytes` bytes: the file's content, repeated. bytes and file_bytes are multiples of 64 KiB. */
struct bench_image {
    struct burn_source source; /* first */
    int file;                  /* owned */
    uint64_t file_bytes;
    uint64_t bytes;
    uint64_t at;
};

/* Ends the program if the file cannot be opened. */
void bench_image_open(struct bench_image *image, const char *path, uint64_t bytes);
void bench_image_close(struct bench_image *image);

extern const struct base_clock bench_clock; /* the machine's */
uint64_t bench_now_ns(void);

/* Burn the image and close the disc, without verification. Opens and closes the drive; does not free the transport.
 * Ends the program on failure.
 */
void bench_burn(struct scsi_transport *transport, const struct base_clock *clock, struct bench_image *image);

/* Read 64 KiB and send WRITE(10), until the image ends; no other commands. Ends the program on failure. */
void bench_copy(struct scsi_transport *transport, struct bench_image *image);

#endif
