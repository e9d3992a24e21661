/* discctl/disc_tracks.c: tables of contents of drives, and of some that lie; typed from MMC-3, READ TOC/PMA/ATIP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "discctl/disc_tracks.h"

/* A drive that answers READ TOC, and refuses the rest. */
static BYTE toc[2048];
static ULONG toc_bytes;

static HRESULT WINAPI drive_send(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size, BYTE *sense, ULONG timeout_s,
                                 BYTE *buffer, ULONG size, ULONG *fetched)
{
    (void)iface, (void)cdb_size, (void)sense, (void)timeout_s;
    *fetched = 0;
    if (cdb[0] != 0x43) return E_FAIL;
    *fetched = toc_bytes < size ? toc_bytes : size;
    memcpy(buffer, toc, *fetched);
    return S_OK;
}

static ULONG WINAPI drive_Release(IDiscRecorder2Ex *iface)
{
    (void)iface;
    return 1;
}

static HRESULT WINAPI recorder_QueryInterface(IDiscRecorder2 *iface, REFIID iid, void **out)
{
    static IDiscRecorder2ExVtbl methods = {.Release = drive_Release, .SendCommandGetDataFromDevice = drive_send};
    static IDiscRecorder2Ex drive = {&methods};

    (void)iface;
    *out = IsEqualIID(iid, &IID_IDiscRecorder2Ex) ? &drive : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static void read_tracks(struct disc_tracks *tracks)
{
    static IDiscRecorder2Vtbl methods = {.QueryInterface = recorder_QueryInterface};
    IDiscRecorder2 recorder = {&methods};

    disc_tracks_read(&recorder, tracks);
}

static void begin(void)
{
    memset(toc, 0, sizeof toc);
    toc_bytes = 4;
}

static void put_entry(BYTE control, BYTE track, uint32_t address)
{
    BYTE *entry = toc + toc_bytes;

    entry[1] = control;
    entry[2] = track;
    entry[4] = (BYTE)(address >> 24);
    entry[5] = (BYTE)(address >> 16);
    entry[6] = (BYTE)(address >> 8);
    entry[7] = (BYTE)address;
    toc_bytes += 8;
    toc[0] = (BYTE)((toc_bytes - 2) >> 8);
    toc[1] = (BYTE)(toc_bytes - 2);
}

static void disc_tracks_read__audio_and_data__have_their_lengths(void **state)
{
    struct disc_tracks tracks;

    (void)state;
    begin();
    put_entry(0x13, 1, 0); /* ADR 1; copying permitted, pre-emphasis */
    put_entry(0x14, 2, 552);
    put_entry(0x14, 0xAA, 702);
    read_tracks(&tracks);
    assert_int_equal(tracks.count, 2);
    assert_int_equal(tracks.tracks[0].number, 1);
    assert_int_equal(tracks.tracks[0].start, 0);
    assert_int_equal(tracks.tracks[0].sectors, 552);
    assert_true(tracks.tracks[0].copying_permitted && tracks.tracks[0].has_pre_emphasis && !tracks.tracks[0].is_data);
    assert_int_equal(tracks.tracks[1].start, 552);
    assert_int_equal(tracks.tracks[1].sectors, 150);
    assert_true(tracks.tracks[1].is_data);
}

static void disc_tracks_read__addresses_that_do_not_rise__have_no_length(void **state)
{
    static const struct {
        uint32_t start, end;
        LONG sectors;
    } rows[] = {
        {0xFFFFFF6A, 0, 150}, /* 150 in front of 0 */
        {0, 0x7FFFFFFF, 0x7FFFFFFF},
        {5, 5, 0},
        {100, 50, 0},
        {0, 0x80000000, 0},
        {0x7FFFFFFF, 0x80000000, 0}, /* whose difference is no LONG */
        {0x80000000, 0x7FFFFFFF, 0},
        {0xFFFFFFFF, 0x7FFFFFFF, 0},
    };
    struct disc_tracks tracks;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin();
        put_entry(0x10, 1, rows[i].start);
        put_entry(0x10, 0xAA, rows[i].end);
        read_tracks(&tracks);
        assert_int_equal(tracks.count, 1);
        if (tracks.tracks[0].sectors != rows[i].sectors)
            fail_msg("row %u: %ld sectors", (unsigned)i, tracks.tracks[0].sectors);
    }
}

static void disc_tracks_read__length_of_the_reply__is_the_least_of_both(void **state)
{
    struct disc_tracks tracks;

    (void)state;
    begin();
    put_entry(0x10, 1, 0);
    put_entry(0x10, 2, 300);
    put_entry(0x10, 0xAA, 600);
    toc[1] = 2 + 2 * 8;
    read_tracks(&tracks);
    assert_int_equal(tracks.count, 2);
    assert_int_equal(tracks.tracks[1].sectors, 0);
    toc[0] = toc[1] = 0xFF;
    toc_bytes = 4 + 2 * 8 + 7;
    read_tracks(&tracks);
    assert_int_equal(tracks.count, 2);
    toc_bytes = 1;
    read_tracks(&tracks);
    assert_int_equal(tracks.count, 0);
}

static void disc_tracks_read__more_than_99_tracks__are_99(void **state)
{
    struct disc_tracks tracks;
    unsigned i;

    (void)state;
    begin();
    for (i = 0; i < 200; i++)
        put_entry(0x10, 1, i * 10);
    read_tracks(&tracks);
    assert_int_equal(tracks.count, 99);
    assert_int_equal(tracks.tracks[98].sectors, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disc_tracks_read__audio_and_data__have_their_lengths),
        cmocka_unit_test(disc_tracks_read__addresses_that_do_not_rise__have_no_length),
        cmocka_unit_test(disc_tracks_read__length_of_the_reply__is_the_least_of_both),
        cmocka_unit_test(disc_tracks_read__more_than_99_tracks__are_99),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
