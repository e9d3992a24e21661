/* A medium, read from a scripted disc. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/media_fixture.h"

struct burn_media read_media(struct drive_fixture *fixture, struct scripted_disc *disc, bool with_contents,
                             enum drive_status expected)
{
    struct burn_media media;

    memset(&media, 0xA5, sizeof media);
    scripted_disc_insert(&fixture->script, disc);
    assert_int_equal(burn_media_read(fixture->drive, with_contents, &media, &fixture->failure), expected);
    assert_int_equal(fixture->failure.status, expected);
    return media;
}
