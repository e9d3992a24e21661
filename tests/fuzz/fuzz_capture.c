/* A captured-drive file of anybody's: the first byte says which state is asked for, the others are the file. */
#include <string.h>

#include "base/alloc.h"
#include "capture/capture.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "capture";
const struct fuzz_seeds fuzz_seeds[] = {{NULL, NULL, "fuzz/capture.json"}, /* every key, in few bytes */
                                        {NULL, NULL, "drives/qemu-dvd-rom-ide.json"},
                                        {NULL, NULL, "drives/unknown-dvd-rw-42bbm27s211.json"},
                                        {NULL, NULL, NULL}};

static const char *const states[] = {NULL, "none", "CD-ROM"};
enum { STATES = sizeof states / sizeof *states };

bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    head->bytes[0] = (uint8_t)nth;
    head->count = 1;
    return nth < STATES;
}

/* An identity is walked to its end, and each of its replies has a command. */
static void check_identity(const struct capture *capture)
{
    const struct sim_identity *identity = &capture->identity;
    size_t at = 0, count, i;
    const uint8_t *bytes;

    FUZZ_CHECK(identity->inquiry_count == 0 || (identity->inquiry_count >= 36 && identity->inquiry_count <= 260));
    FUZZ_CHECK(identity->features_count <= CAPTURE_LIST_MAX && identity->mode_pages_count <= CAPTURE_LIST_MAX);
    while (sim_identity_next_feature(identity, &at, &bytes, &count))
        continue;
    FUZZ_CHECK(!identity->features_count || at == identity->features_count);
    at = 0;
    while (sim_identity_next_page(identity, &at, &bytes, &count))
        FUZZ_CHECK(count >= 2);
    FUZZ_CHECK(identity->capture_count <= CAPTURE_REPLIES_MAX);
    for (i = 0; i < identity->capture_count; i++) {
        FUZZ_CHECK(identity->captures[i].cdb_length >= 1 && identity->captures[i].cdb_length <= SCSI_CDB_MAX);
        FUZZ_CHECK(identity->captures[i].data || !identity->captures[i].count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char words[CAPTURE_COMPLAINT_SIZE];
    struct text complaint = text_in(words, sizeof words);
    long live = base_alloc_live();
    struct capture *capture;

    if (!size) return 0;
    if (capture_read((const char *)data + 1, size - 1, states[data[0] % STATES], &capture, &complaint)) {
        check_identity(capture);
    } else {
        FUZZ_CHECK(!capture && complaint.length && !complaint.is_cut);
    }
    capture_free(capture);
    FUZZ_CHECK(base_alloc_live() == live);
    return 0;
}
