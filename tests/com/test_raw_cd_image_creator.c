/* imapi2/raw_cd_image_creator.c, raw_cd_track_info.c, raw_image_stream.c: every member of the raw image creator. What
 * stands in the sub-code, tests/unit/test_rawcd_sub_code.c compares.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/apartment.h"
#include "com/client_stream.h"
#include "imapi2/raw_cd_image_creator.h"

#define SOURCE L"OpenIMAPI2.MsftRawCDImageCreator"

enum { AUDIO = 2352 };

static IRawCDImageCreator *create(void)
{
    IRawCDImageCreator *creator;

    assert_hr(raw_cd_image_creator_create(&IID_IRawCDImageCreator, (void **)&creator), S_OK);
    return creator;
}

/* Adds a client's stream of so many sectors, which is the caller's to end. */
static HRESULT add(IRawCDImageCreator *creator, struct client_stream *client, ULONGLONG sectors)
{
    LONG index = -1;
    HRESULT hr;

    client_stream_begin(client, sectors * AUDIO, (BYTE)sectors);
    hr = IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, &client->IStream_iface, &index);
    if (FAILED(hr)) assert_int_equal(index, 0);
    return hr;
}

static LONG number(IRawCDImageCreator *creator, HRESULT (*get)(IRawCDImageCreator *creator, LONG *value))
{
    LONG value = -1;

    assert_hr(get(creator, &value), S_OK);
    assert_no_error_info();
    return value;
}

static HRESULT get_lead_out(IRawCDImageCreator *creator, LONG *value)
{
    return IRawCDImageCreator_get_StartOfLeadout(creator, value);
}

static HRESULT get_last_sector(IRawCDImageCreator *creator, LONG *value)
{
    return IRawCDImageCreator_get_LastUsedUserSectorInImage(creator, value);
}

static HRESULT get_limit(IRawCDImageCreator *creator, LONG *value)
{
    return IRawCDImageCreator_get_StartOfLeadoutLimit(creator, value);
}

static HRESULT get_first_number(IRawCDImageCreator *creator, LONG *value)
{
    return IRawCDImageCreator_get_StartingTrackNumber(creator, value);
}

static HRESULT get_tracks(IRawCDImageCreator *creator, LONG *value)
{
    return IRawCDImageCreator_get_NumberOfExistingTracks(creator, value);
}

static IRawCDImageTrackInfo *info_of(IRawCDImageCreator *creator, LONG index)
{
    IRawCDImageTrackInfo *info = NULL;

    assert_hr(IRawCDImageCreator_get_TrackInfo(creator, index, &info), S_OK);
    return info;
}

static void new_creator__defaults(void **state)
{
    IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type = 0;
    IRawCDImageCreator *creator = create();
    VARIANT_BOOL is_disabled = 9;
    BSTR catalog = NULL;

    (void)state;
    assert_hr(IRawCDImageCreator_get_ResultingImageType(creator, &type), S_OK);
    assert_int_equal(type, IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED);
    assert_int_equal(number(creator, get_limit), 398100);
    assert_hr(IRawCDImageCreator_get_DisableGaplessAudio(creator, &is_disabled), S_OK);
    assert_int_equal(is_disabled, VARIANT_FALSE);
    assert_hr(IRawCDImageCreator_get_MediaCatalogNumber(creator, &catalog), S_OK);
    assert_bstr(catalog, L"");
    assert_int_equal(number(creator, get_first_number), 1);
    assert_int_equal(number(creator, get_tracks), 0);
    IRawCDImageCreator_Release(creator);
}

static void no_track__lead_out_table_and_image__no_tracks(void **state)
{
    IRawCDImageCreator *creator = create();
    SAFEARRAY *toc = (SAFEARRAY *)1;
    IStream *image = (IStream *)1;
    LONG value = 7;

    (void)state;
    assert_hr(IRawCDImageCreator_get_StartOfLeadout(creator, &value), E_IMAPI_RAW_IMAGE_NO_TRACKS);
    assert_int_equal(value, 0);
    assert_error_says(SOURCE, L"Reading where the lead-out begins", NULL);
    assert_hr(IRawCDImageCreator_get_LastUsedUserSectorInImage(creator, &value), E_IMAPI_RAW_IMAGE_NO_TRACKS);
    assert_hr(IRawCDImageCreator_get_ExpectedTableOfContents(creator, &toc), E_IMAPI_RAW_IMAGE_NO_TRACKS);
    assert_null(toc);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), E_IMAPI_RAW_IMAGE_NO_TRACKS);
    assert_null(image);
    assert_hr(IRawCDImageCreator_put_StartingTrackNumber(creator, 2), S_OK); /* it is not frozen */
    IRawCDImageCreator_Release(creator);
}

static void null_pointers__e_pointer(void **state)
{
    IRawCDImageCreator *creator = create();
    LONG index = 5;

    (void)state;
    assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, NULL, &index), E_POINTER);
    assert_int_equal(index, 0);
    assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, NULL, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_ResultingImageType(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_StartOfLeadout(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_StartOfLeadoutLimit(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_DisableGaplessAudio(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_MediaCatalogNumber(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_StartingTrackNumber(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_TrackInfo(creator, 1, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_NumberOfExistingTracks(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_LastUsedUserSectorInImage(creator, NULL), E_POINTER);
    assert_hr(IRawCDImageCreator_get_ExpectedTableOfContents(creator, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Reading the table of contents", NULL);
    IRawCDImageCreator_Release(creator);
}

static void AddTrack__sizes__audio_of_four_seconds_at_least(void **state)
{
    static const struct {
        ULONGLONG bytes;
        HRESULT hr;
    } rows[] = {
        {0, E_INVALIDARG},
        {300 * AUDIO - 1, E_INVALIDARG},
        {299 * AUDIO, E_INVALIDARG},
        {301 * AUDIO + 1, E_INVALIDARG},
        {300 * AUDIO, S_OK},
        {(ULONGLONG)398100 * AUDIO, E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE},
        {~(ULONGLONG)0 / AUDIO * AUDIO, E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE},
    };
    IRawCDImageCreator *creator = create();
    struct client_stream clients[ARRAYSIZE(rows)];
    unsigned i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        LONG index = 9;

        client_stream_begin(&clients[i], rows[i].bytes, 0);
        clients[i].says = rows[i].bytes;
        assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, &clients[i].IStream_iface, &index),
                  rows[i].hr);
        assert_int_equal(index, rows[i].hr == S_OK ? 1 : 0);
        if (rows[i].hr == E_INVALIDARG) assert_error_says(SOURCE, L"bytes; it must have a multiple of 2352", NULL);
    }
    assert_int_equal(number(creator, get_tracks), 1);
    IRawCDImageCreator_Release(creator);
    for (i = 0; i < ARRAYSIZE(rows); i++)
        client_stream_end(&clients[i]);
}

static void AddTrack__other_sectors_than_audio__not_supported(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream client;
    LONG type, index;

    (void)state;
    client_stream_begin(&client, 300 * AUDIO, 0);
    for (type = 1; type <= 7; type++)
        assert_hr(IRawCDImageCreator_AddTrack(creator, (IMAPI_CD_SECTOR_TYPE)type, &client.IStream_iface, &index),
                  E_IMAPI_RAW_IMAGE_SECTOR_TYPE_NOT_SUPPORTED);
    client.stat_result = STG_E_ACCESSDENIED;
    assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, &client.IStream_iface, &index),
              STG_E_ACCESSDENIED);
    assert_int_equal(number(creator, get_tracks), 0);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&client);
}

static void AddTrack__numbers_to_99__the_next_is_too_many(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream clients[3];
    unsigned i;

    (void)state;
    assert_hr(IRawCDImageCreator_put_StartingTrackNumber(creator, 98), S_OK);
    assert_hr(add(creator, &clients[0], 300), S_OK);
    assert_hr(add(creator, &clients[1], 300), S_OK);
    assert_hr(add(creator, &clients[2], 300), E_IMAPI_RAW_IMAGE_TOO_MANY_TRACKS);
    assert_hr(IRawCDImageCreator_put_StartingTrackNumber(creator, 1), E_IMAPI_RAW_IMAGE_TRACKS_ALREADY_ADDED);
    IRawCDImageCreator_Release(creator);
    for (i = 0; i < 3; i++)
        client_stream_end(&clients[i]);
}

static void layout__gaps_and_gapless__addresses(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream clients[3];
    IRawCDImageTrackInfo *info;
    LONG value;
    unsigned i;

    (void)state;
    assert_hr(add(creator, &clients[0], 10000), S_OK);
    assert_hr(add(creator, &clients[1], 5000), S_OK);
    assert_hr(add(creator, &clients[2], 300), S_OK);
    assert_int_equal(number(creator, get_lead_out), 15300);
    assert_hr(IRawCDImageCreator_put_DisableGaplessAudio(creator, 1), S_OK);
    assert_int_equal(number(creator, get_lead_out), 15600);
    assert_int_equal(number(creator, get_last_sector), 15599);

    info = info_of(creator, 2);
    assert_hr(IRawCDImageTrackInfo_get_StartingLba(info, &value), S_OK);
    assert_int_equal(value, 10150);
    assert_hr(IRawCDImageTrackInfo_get_SectorCount(info, &value), S_OK);
    assert_int_equal(value, 5000);
    assert_hr(IRawCDImageTrackInfo_get_TrackNumber(info, &value), S_OK);
    assert_int_equal(value, 2);
    IRawCDImageTrackInfo_Release(info);

    assert_hr(IRawCDImageCreator_put_StartOfLeadoutLimit(creator, 15599), E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE);
    assert_hr(IRawCDImageCreator_put_StartOfLeadoutLimit(creator, 398101), E_INVALIDARG);
    assert_hr(IRawCDImageCreator_put_StartOfLeadoutLimit(creator, 0), E_INVALIDARG);
    assert_hr(IRawCDImageCreator_put_StartOfLeadoutLimit(creator, 15600), S_OK);
    assert_int_equal(number(creator, get_limit), 15600);
    IRawCDImageCreator_Release(creator);
    for (i = 0; i < 3; i++)
        client_stream_end(&clients[i]);
}

/* The literal is the table of contents of that disc as READ TOC answers it; the bytes outlive the array. */
static void ExpectedTableOfContents__three_tracks__one_blob(void **state)
{
    static const BYTE expected[36] = {0x00, 0x22, 0x01, 0x03, 0x00, 0x12, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
                                      0x00, 0x12, 0x02, 0x00, 0x00, 0x00, 0x27, 0xa6, 0x00, 0x12, 0x03, 0x00,
                                      0x00, 0x00, 0x3b, 0xc4, 0x00, 0x12, 0xaa, 0x00, 0x00, 0x00, 0x3c, 0xf0};
    IRawCDImageCreator *creator = create();
    struct client_stream clients[3];
    VARIANT *elements;
    SAFEARRAY *array;
    const BYTE *toc;
    unsigned i;

    (void)state;
    assert_hr(IRawCDImageCreator_put_DisableGaplessAudio(creator, VARIANT_TRUE), S_OK);
    assert_hr(add(creator, &clients[0], 10000), S_OK);
    assert_hr(add(creator, &clients[1], 5000), S_OK);
    assert_hr(add(creator, &clients[2], 300), S_OK);
    assert_hr(IRawCDImageCreator_get_ExpectedTableOfContents(creator, &array), S_OK);
    assert_int_equal(array->rgsabound[0].cElements, 1);
    assert_hr(SafeArrayAccessData(array, (void **)&elements), S_OK);
    assert_int_equal(V_VT(&elements[0]), VT_BYREF | VT_UI1);
    toc = V_UI1REF(&elements[0]);
    SafeArrayUnaccessData(array);
    assert_hr(SafeArrayDestroy(array), S_OK);
    assert_memory_equal(toc, expected, sizeof expected);
    IRawCDImageCreator_Release(creator);
    for (i = 0; i < 3; i++)
        client_stream_end(&clients[i]);
}

static void AddSpecialPregap__sizes_order_and_removal(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream pregap, small, track;

    (void)state;
    client_stream_begin(&pregap, 1150 * AUDIO, 3);
    client_stream_begin(&small, 149 * AUDIO, 3);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, &small.IStream_iface), E_INVALIDARG);
    assert_error_says(SOURCE, L"350448 bytes", L"352800 at least", NULL);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, &pregap.IStream_iface), S_OK);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, NULL), S_OK);
    assert_int_equal(pregap.references, 1);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, &pregap.IStream_iface), S_OK);
    assert_hr(add(creator, &track, 10000), S_OK);
    assert_int_equal(number(creator, get_lead_out), 11000);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, NULL), E_IMAPI_RAW_IMAGE_TRACKS_ALREADY_ADDED);
    small.stat_result = E_ACCESSDENIED; /* the order is the image's first */
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, &small.IStream_iface),
              E_IMAPI_RAW_IMAGE_TRACKS_ALREADY_ADDED);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&pregap);
    client_stream_end(&small);
    client_stream_end(&track);
}

/* The last sector of a special pre-gap is 397799 at most. */
static void AddSpecialPregap__longest(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream longest, longer;

    (void)state;
    client_stream_begin(&longest, (ULONGLONG)(397800 + 150) * AUDIO, 0);
    client_stream_begin(&longer, (ULONGLONG)(397801 + 150) * AUDIO, 0);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, &longer.IStream_iface),
              E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, &longest.IStream_iface), S_OK);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&longest);
    client_stream_end(&longer);
}

static HRESULT put_catalog(IRawCDImageCreator *creator, const WCHAR *text)
{
    BSTR value = text ? SysAllocString(text) : NULL;
    HRESULT hr = IRawCDImageCreator_put_MediaCatalogNumber(creator, value);

    SysFreeString(value);
    return hr;
}

static void MediaCatalogNumber__check_digit_and_zeros(void **state)
{
    IRawCDImageCreator *creator = create();
    BSTR value = NULL;

    (void)state;
    assert_hr(put_catalog(creator, L"4006381333931"), S_OK);
    assert_hr(put_catalog(creator, L"4006381333932"), E_INVALIDARG);
    assert_error_says(SOURCE, L"check digit of an EAN-13", NULL);
    assert_hr(put_catalog(creator, L"40063813339310"), E_INVALIDARG);
    assert_hr(put_catalog(creator, L"40063813339\x0663\x0661"), E_INVALIDARG);
    assert_hr(IRawCDImageCreator_get_MediaCatalogNumber(creator, &value), S_OK);
    assert_bstr(value, L"4006381333931");
    assert_hr(put_catalog(creator, L"123456789012"), S_OK);
    assert_hr(IRawCDImageCreator_get_MediaCatalogNumber(creator, &value), S_OK);
    assert_bstr(value, L"0123456789012");
    assert_hr(put_catalog(creator, NULL), S_OK);
    assert_hr(IRawCDImageCreator_get_MediaCatalogNumber(creator, &value), S_OK);
    assert_bstr(value, L"");
    IRawCDImageCreator_Release(creator);
}

static HRESULT put_isrc(IRawCDImageTrackInfo *info, const WCHAR *text)
{
    BSTR value = text ? SysAllocString(text) : NULL;
    HRESULT hr = IRawCDImageTrackInfo_put_ISRC(info, value);

    SysFreeString(value);
    return hr;
}

static void TrackInfo__settings(void **state)
{
    IRawCDImageCreator *creator = create();
    IMAPI_CD_TRACK_DIGITAL_COPY_SETTING copying = 9;
    IMAPI_CD_SECTOR_TYPE type = 9;
    VARIANT_BOOL has_preemphasis = 9;
    struct client_stream client;
    IRawCDImageTrackInfo *info, *again;
    BSTR isrc = NULL;

    (void)state;
    assert_hr(add(creator, &client, 10000), S_OK);
    assert_hr(IRawCDImageCreator_get_TrackInfo(creator, 0, &info), E_INVALIDARG);
    assert_null(info);
    assert_hr(IRawCDImageCreator_get_TrackInfo(creator, 2, &info), E_INVALIDARG);
    info = info_of(creator, 1);
    again = info_of(creator, 1);
    assert_ptr_equal(info, again);
    IRawCDImageTrackInfo_Release(again);

    assert_hr(IRawCDImageTrackInfo_get_SectorType(info, &type), S_OK);
    assert_int_equal(type, IMAPI_CD_SECTOR_AUDIO);
    assert_hr(IRawCDImageTrackInfo_get_DigitalAudioCopySetting(info, &copying), S_OK);
    assert_int_equal(copying, IMAPI_CD_TRACK_DIGITAL_COPY_PERMITTED);
    assert_hr(IRawCDImageTrackInfo_put_DigitalAudioCopySetting(info, (IMAPI_CD_TRACK_DIGITAL_COPY_SETTING)3),
              E_INVALIDARG);
    assert_hr(IRawCDImageTrackInfo_put_DigitalAudioCopySetting(info, IMAPI_CD_TRACK_DIGITAL_COPY_SCMS), S_OK);
    assert_hr(IRawCDImageTrackInfo_get_DigitalAudioCopySetting(info, &copying), S_OK);
    assert_int_equal(copying, IMAPI_CD_TRACK_DIGITAL_COPY_SCMS);
    assert_hr(IRawCDImageTrackInfo_get_AudioHasPreemphasis(info, &has_preemphasis), S_OK);
    assert_int_equal(has_preemphasis, VARIANT_FALSE);
    assert_hr(IRawCDImageTrackInfo_put_AudioHasPreemphasis(info, 1), S_OK);
    assert_hr(IRawCDImageTrackInfo_get_AudioHasPreemphasis(info, &has_preemphasis), S_OK);
    assert_int_equal(has_preemphasis, VARIANT_TRUE);

    assert_hr(IRawCDImageTrackInfo_get_ISRC(info, &isrc), S_OK);
    assert_bstr(isrc, L"");
    assert_hr(put_isrc(info, L"usk7y9812345"), S_OK);
    assert_hr(put_isrc(info, L"US-K7Y-98-1234"), E_INVALIDARG);
    assert_error_says(L"OpenIMAPI2.MsftRawCDImageCreator", L"two letters", NULL);
    assert_hr(IRawCDImageTrackInfo_get_ISRC(info, &isrc), S_OK);
    assert_bstr(isrc, L"US-K7Y-98-12345");
    assert_hr(put_isrc(info, NULL), S_OK);
    assert_hr(IRawCDImageTrackInfo_get_ISRC(info, &isrc), S_OK);
    assert_bstr(isrc, L"");
    IRawCDImageTrackInfo_Release(info);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&client);
}

/* A track's object stays useful without its creator. */
static void TrackInfo__index_marks(void **state)
{
    static const LONG expected[] = {0, 500, 9990};
    IRawCDImageCreator *creator = create();
    struct client_stream client;
    IRawCDImageTrackInfo *info;
    SAFEARRAY *indexes;

    (void)state;
    assert_hr(add(creator, &client, 10000), S_OK);
    info = info_of(creator, 1);
    IRawCDImageCreator_Release(creator);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, 0), S_IMAPI_RAW_IMAGE_TRACK_INDEX_ALREADY_EXISTS);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, -1), E_INVALIDARG);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, 10000), E_INVALIDARG);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, 9990), S_OK);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, 9999), E_IMAPI_RAW_IMAGE_TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, 500), S_OK);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, 600), S_OK);
    assert_hr(IRawCDImageTrackInfo_ClearTrackIndex(info, 600), S_OK);
    assert_hr(IRawCDImageTrackInfo_ClearTrackIndex(info, 600), E_IMAPI_RAW_IMAGE_TRACK_INDEX_NOT_FOUND);
    assert_hr(IRawCDImageTrackInfo_ClearTrackIndex(info, 0),
              E_IMAPI_RAW_IMAGE_TRACK_INDEX_OFFSET_ZERO_CANNOT_BE_CLEARED);
    assert_hr(IRawCDImageTrackInfo_get_TrackIndexes(info, &indexes), S_OK);
    assert_codes_array(indexes, expected, ARRAYSIZE(expected));
    IRawCDImageTrackInfo_Release(info);
    client_stream_end(&client);
}

static void TrackInfo__null_pointers__e_pointer(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream client;
    IRawCDImageTrackInfo *info;

    (void)state;
    assert_hr(add(creator, &client, 300), S_OK);
    info = info_of(creator, 1);
    assert_hr(IRawCDImageTrackInfo_get_StartingLba(info, NULL), E_POINTER);
    assert_hr(IRawCDImageTrackInfo_get_SectorCount(info, NULL), E_POINTER);
    assert_hr(IRawCDImageTrackInfo_get_TrackNumber(info, NULL), E_POINTER);
    assert_hr(IRawCDImageTrackInfo_get_SectorType(info, NULL), E_POINTER);
    assert_hr(IRawCDImageTrackInfo_get_ISRC(info, NULL), E_POINTER);
    assert_hr(IRawCDImageTrackInfo_get_DigitalAudioCopySetting(info, NULL), E_POINTER);
    assert_hr(IRawCDImageTrackInfo_get_AudioHasPreemphasis(info, NULL), E_POINTER);
    assert_hr(IRawCDImageTrackInfo_get_TrackIndexes(info, NULL), E_POINTER);
    IRawCDImageTrackInfo_Release(info);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&client);
}

static void ResultingImageType__generator__never_without_r_to_w(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream generator, track;
    IStream *image = NULL;

    (void)state;
    client_stream_begin(&generator, (22650 + 300 + 6750) * 96 - 96, 1);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, 0), E_INVALIDARG);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, 4), E_INVALIDARG);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY), S_OK);
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, &generator.IStream_iface), E_INVALIDARG);
    assert_error_says(SOURCE, L"PQ_ONLY", NULL);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW), S_OK);
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, &generator.IStream_iface), S_OK);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY), E_INVALIDARG);
    assert_hr(add(creator, &track, 300), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), E_INVALIDARG); /* 96 bytes too short */
    assert_null(image);
    assert_error_says(SOURCE, L"2851200", NULL);
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, NULL), S_OK);
    assert_int_equal(generator.references, 1);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IStream_Release(image);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&generator);
    client_stream_end(&track);
}

/* What counts is the size that the stream has when the image is made, whatever it had before. */
static void CreateResultImage__generator_has_grown_or_shrunk__its_size_of_now(void **state)
{
    enum { WHOLE = (22650 + 300 + 6750) * 96 };
    IRawCDImageCreator *creator = create();
    struct client_stream generator, track;
    IStream *image = NULL;

    (void)state;
    client_stream_begin(&generator, 0, 1);
    generator.stat_result = E_ACCESSDENIED;
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, &generator.IStream_iface), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), E_IMAPI_RAW_IMAGE_NO_TRACKS);
    assert_hr(add(creator, &track, 300), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), E_ACCESSDENIED);
    assert_null(image);
    generator.stat_result = S_OK;
    generator.says = WHOLE - 96;
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), E_INVALIDARG);
    assert_null(image);
    generator.says = WHOLE;
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IStream_Release(image);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&generator);
    client_stream_end(&track);
}

static void CreateResultImage__afterwards__read_only(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream track;
    IRawCDImageTrackInfo *info;
    IStream *image = NULL, *second = (IStream *)1;
    BSTR no_text = SysAllocStringLen(L"1\0002", 3);
    LONG index;

    (void)state;
    assert_hr(add(creator, &track, 300), S_OK);
    info = info_of(creator, 1);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &second), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_null(second);
    assert_hr(IRawCDImageCreator_AddTrack(creator, 7, &track.IStream_iface, &index), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageCreator_AddSpecialPregap(creator, NULL), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, NULL), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, 9), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageCreator_put_StartOfLeadoutLimit(creator, 0), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageCreator_put_DisableGaplessAudio(creator, 0), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(put_catalog(creator, NULL), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(put_catalog(creator, L"no number"), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageCreator_put_MediaCatalogNumber(creator, no_text), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageCreator_put_StartingTrackNumber(creator, 1), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(put_isrc(info, NULL), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(put_isrc(info, L"no code"), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageTrackInfo_put_ISRC(info, no_text), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    SysFreeString(no_text);
    assert_hr(IRawCDImageTrackInfo_put_DigitalAudioCopySetting(info, 0), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageTrackInfo_put_AudioHasPreemphasis(info, 0), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageTrackInfo_AddTrackIndex(info, 20), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_hr(IRawCDImageTrackInfo_ClearTrackIndex(info, 20), E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    assert_int_equal(number(creator, get_lead_out), 300);
    IRawCDImageTrackInfo_Release(info);
    IStream_Release(image);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&track);
}

static void seek(IStream *stream, ULONGLONG offset)
{
    LARGE_INTEGER place = {.QuadPart = (LONGLONG)offset};

    assert_hr(IStream_Seek(stream, place, STREAM_SEEK_SET, NULL), S_OK);
}

/* The image outlives its creator. Sub-code of sector 1 of the track: the frame's literal, spread, with the generator's
 * six bits.
 */
static void image__sizes_audio_and_sub_code(void **state)
{
    static const BYTE pw_of_sector_1[8] = {0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x00, 0x40};
    static BYTE bytes[2448];
    IRawCDImageCreator *creator = create();
    struct client_stream generator, track;
    IStream *image = NULL;
    STATSTG stat;
    ULONG got = 0;
    unsigned i;

    (void)state;
    client_stream_begin(&generator, (22650 + 10000 + 6750) * 96, 77);
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, &generator.IStream_iface), S_OK);
    assert_hr(add(creator, &track, 10000), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IRawCDImageCreator_Release(creator);

    assert_hr(IStream_Stat(image, &stat, STATFLAG_NONAME), S_OK);
    assert_int_equal(stat.cbSize.QuadPart, (ULONGLONG)39400 * 2448);
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, sizeof bytes);
    assert_int_equal(bytes[0], 0);
    assert_int_equal(track.reads, 0);

    seek(image, (ULONGLONG)(22650 + 1) * 2448);
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), S_OK);
    for (i = 0; i < AUDIO; i++)
        assert_int_equal(bytes[i], client_stream_byte((BYTE)10000, AUDIO + i));
    for (i = 0; i < sizeof pw_of_sector_1; i++)
        assert_int_equal(bytes[AUDIO + i],
                         pw_of_sector_1[i] | (client_stream_byte(77, (ULONGLONG)(22650 + 1) * 96 + i) & 0x3F));

    seek(image, (ULONGLONG)39400 * 2448);
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, 0);
    assert_hr(IStream_Write(image, bytes, 1, NULL), STG_E_ACCESSDENIED);
    IStream_Release(image);
    client_stream_end(&generator);
    client_stream_end(&track);
}

static void image__stream_of_a_client_fails__its_failure_and_nothing_wrong(void **state)
{
    static BYTE bytes[4 * 2448];
    IRawCDImageCreator *creator = create();
    struct client_stream track;
    IStream *image = NULL;
    ULONG got = 9;

    (void)state;
    assert_hr(add(creator, &track, 300), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IRawCDImageCreator_Release(creator);

    track.fail_at = 0;
    track.read_result = STG_E_READFAULT;
    seek(image, (ULONGLONG)(22650 - 1) * 2448); /* one sector of the pre-gap first */
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, 2448);
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), STG_E_READFAULT);
    assert_int_equal(got, 0);

    track.read_result = S_OK;
    track.seek_result = STG_E_INVALIDFUNCTION;
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), E_FAIL);
    track.seek_result = S_OK;
    track.size = 10; /* the file behind the stream has shrunk */
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), STG_E_READFAULT);
    IStream_Release(image);
    client_stream_end(&track);
}

/* Inside Read of the track: sector 40 of it, by way of the image. */
static void read_sector_40(struct client_stream *track)
{
    IStream *image = track->context;
    BYTE bytes[10];

    track->react = NULL;
    seek(image, (ULONGLONG)(22650 + 40) * 2448);
    assert_hr(IStream_Read(image, bytes, sizeof bytes, NULL), S_OK);
    assert_int_equal(bytes[3], client_stream_byte(track->seed, 40 * 2352 + 3));
}

static void image__stream_calls_back_for_another_place__each_gets_its_own(void **state)
{
    static BYTE bytes[2 * 2448];
    IRawCDImageCreator *creator = create();
    struct client_stream track;
    IStream *image = NULL;
    ULONG got, i;

    (void)state;
    assert_hr(add(creator, &track, 300), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IRawCDImageCreator_Release(creator);
    track.react = read_sector_40;
    track.context = image;
    seek(image, (ULONGLONG)22650 * 2448);
    assert_hr(IStream_Read(image, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, sizeof bytes);
    assert_null(track.react);
    for (i = 0; i < 2 * 2352; i++)
        assert_int_equal(bytes[i / 2352 * 2448 + i % 2352], client_stream_byte(track.seed, i));
    IStream_Release(image);
    client_stream_end(&track);
}

static void image__clone__positions_of_its_own(void **state)
{
    static BYTE bytes[2448];
    IRawCDImageCreator *creator = create();
    struct client_stream track;
    IStream *image = NULL, *clone = NULL;
    ULARGE_INTEGER position;
    LARGE_INTEGER none = {.QuadPart = 0};
    ULONG got;

    (void)state;
    assert_hr(add(creator, &track, 300), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IRawCDImageCreator_Release(creator);
    seek(image, (ULONGLONG)22650 * 2448);
    assert_hr(IStream_Clone(image, &clone), S_OK);
    assert_hr(IStream_Read(clone, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(bytes[5], client_stream_byte((BYTE)300, 5));
    assert_hr(IStream_Seek(image, none, STREAM_SEEK_CUR, &position), S_OK);
    assert_int_equal(position.QuadPart, (ULONGLONG)22650 * 2448);
    IStream_Release(clone);
    track.clone_result = E_NOTIMPL;
    assert_hr(IStream_Clone(image, &clone), E_NOTIMPL);
    assert_null(clone);
    IStream_Release(image);
    client_stream_end(&track);
}

static HRESULT read_elsewhere(void *context)
{
    LARGE_INTEGER place = {.QuadPart = (LONGLONG)22650 * 2448};
    BYTE bytes[100];
    ULONG got;
    HRESULT hr = IStream_Seek((IStream *)context, place, STREAM_SEEK_SET, NULL);

    if (SUCCEEDED(hr)) hr = IStream_Read((IStream *)context, bytes, sizeof bytes, &got);
    if (FAILED(hr)) return hr;
    return got == sizeof bytes && bytes[7] == client_stream_byte((BYTE)300, 7) ? S_OK : E_FAIL;
}

/* The image goes to any thread; the client's stream is called where it was made. */
static void image__read_in_another_apartment__stream_called_in_its_own(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream track;
    IStream *image = NULL;

    (void)state;
    assert_hr(add(creator, &track, 300), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IRawCDImageCreator_Release(creator);
    assert_hr(apartment_run(COINIT_MULTITHREADED, read_elsewhere, image), S_OK);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, read_elsewhere, image), S_OK);
    assert_int_equal(track.other_threads, 0);
    assert_true(track.reads > 0);
    IStream_Release(image);
    client_stream_end(&track);
}

/* The audio that several threads read at once, a sector at a time. */
struct shared_image {
    IStream *image;
    LONG failures;
    LONG times[300]; /* that a sector of the track was read */
};

static bool is_sector(const BYTE *bytes, unsigned sector)
{
    unsigned i;

    for (i = 0; i < AUDIO; i++) {
        if (bytes[i] != client_stream_byte((BYTE)300, (ULONGLONG)sector * AUDIO + i)) return false;
    }
    return true;
}

static DWORD WINAPI read_sectors(void *context)
{
    struct shared_image *shared = context;
    BYTE bytes[2448];
    ULONG got;
    int turn;

    if (FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED))) return 1;
    for (turn = 0; turn < 100; turn++) {
        unsigned sector = 0;

        if (FAILED(IStream_Read(shared->image, bytes, sizeof bytes, &got)) || got != sizeof bytes)
            InterlockedIncrement(&shared->failures);
        while (sector < 300 && !is_sector(bytes, sector))
            sector++;
        InterlockedIncrement(sector < 300 ? &shared->times[sector] : &shared->failures);
    }
    CoUninitialize();
    return 0;
}

/* Between Seek and Read of one thread there is time for those of the others. */
static void linger(struct client_stream *stream)
{
    (void)stream;
    Sleep(1);
}

/* One stream of the image, and one of the client behind it: each thread gets a sector of its own, and a whole one. */
static void image__read_by_several_threads__each_sector_once(void **state)
{
    IRawCDImageCreator *creator = create();
    struct shared_image shared = {0};
    struct client_stream track;
    HANDLE threads[3];
    DWORD code, index;
    int i;

    (void)state;
    assert_hr(add(creator, &track, 300), S_OK);
    track.react = linger;
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &shared.image), S_OK);
    IRawCDImageCreator_Release(creator);
    seek(shared.image, (ULONGLONG)22650 * 2448);
    for (i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, read_sectors, &shared, 0, NULL);
    for (i = 0; i < 3; i++) {
        assert_hr(CoWaitForMultipleHandles(0, 60000, 1, &threads[i], &index), S_OK);
        assert_true(GetExitCodeThread(threads[i], &code));
        assert_int_equal(code, 0);
        CloseHandle(threads[i]);
    }
    assert_int_equal(shared.failures, 0);
    for (i = 0; i < 300; i++)
        assert_int_equal(shared.times[i], 1);
    assert_int_equal(track.other_threads, 0);
    IStream_Release(shared.image);
    client_stream_end(&track);
}

/* By name, as a script does it. */
static void late_binding__members(void **state)
{
    IRawCDImageCreator *creator = create();
    struct client_stream track;
    OLECHAR *name = (OLECHAR *)L"trackinfo";
    DISPID id;
    VARIANT argument, result;
    DISPPARAMS parameters = {&argument, NULL, 1, 0};

    (void)state;
    assert_hr(add(creator, &track, 300), S_OK);
    assert_hr(IRawCDImageCreator_GetIDsOfNames(creator, &IID_NULL, &name, 1, LOCALE_NEUTRAL, &id), S_OK);
    assert_int_equal(id, 0x106);
    V_VT(&argument) = VT_BSTR;
    V_BSTR(&argument) = SysAllocString(L"1");
    VariantInit(&result);
    assert_hr(IRawCDImageCreator_Invoke(creator, id, &IID_NULL, LOCALE_NEUTRAL, DISPATCH_PROPERTYGET, &parameters,
                                        &result, NULL, NULL),
              S_OK);
    assert_int_equal(V_VT(&result), VT_DISPATCH);
    VariantClear(&result);
    VariantClear(&argument);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&track);
}

/* Each allocation in turn is refused: a failure changes nothing, and nothing is leaked (teardown). */
static void no_memory__anywhere__nothing_changed(void **state)
{
    struct client_stream track, pregap;
    LONG index;
    long n;
    bool is_done = false;

    (void)state;
    for (n = 1; !is_done; n++) {
        IRawCDImageCreator *creator = NULL;
        IRawCDImageTrackInfo *info = NULL;
        IStream *image = NULL;
        SAFEARRAY *indexes = NULL;

        client_stream_begin(&track, 300 * AUDIO, 1);
        client_stream_begin(&pregap, 300 * AUDIO, 1);
        base_alloc_fail_nth(n);
        is_done = SUCCEEDED(raw_cd_image_creator_create(&IID_IRawCDImageCreator, (void **)&creator)) &&
                  SUCCEEDED(IRawCDImageCreator_AddSpecialPregap(creator, &pregap.IStream_iface)) &&
                  SUCCEEDED(IRawCDImageCreator_AddTrack(creator, 0, &track.IStream_iface, &index)) &&
                  SUCCEEDED(IRawCDImageCreator_get_TrackInfo(creator, 1, &info)) &&
                  SUCCEEDED(IRawCDImageTrackInfo_get_TrackIndexes(info, &indexes)) &&
                  SUCCEEDED(IRawCDImageCreator_CreateResultImage(creator, &image));
        base_alloc_fail_nth(0);
        if (indexes) SafeArrayDestroy(indexes);
        if (image) IStream_Release(image);
        if (info) IRawCDImageTrackInfo_Release(info);
        if (creator) IRawCDImageCreator_Release(creator);
        client_stream_end(&track);
        client_stream_end(&pregap);
        assert_true(n < 100);
    }
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(new_creator__defaults, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_track__lead_out_table_and_image__no_tracks, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(null_pointers__e_pointer, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(AddTrack__sizes__audio_of_four_seconds_at_least, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(AddTrack__other_sectors_than_audio__not_supported, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(AddTrack__numbers_to_99__the_next_is_too_many, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(layout__gaps_and_gapless__addresses, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(ExpectedTableOfContents__three_tracks__one_blob, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(AddSpecialPregap__sizes_order_and_removal, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(AddSpecialPregap__longest, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(MediaCatalogNumber__check_digit_and_zeros, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(TrackInfo__settings, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(TrackInfo__index_marks, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(TrackInfo__null_pointers__e_pointer, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(ResultingImageType__generator__never_without_r_to_w, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(CreateResultImage__generator_has_grown_or_shrunk__its_size_of_now,
                                        com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(image__read_by_several_threads__each_sector_once, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(CreateResultImage__afterwards__read_only, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(image__sizes_audio_and_sub_code, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(image__stream_of_a_client_fails__its_failure_and_nothing_wrong,
                                        com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(image__stream_calls_back_for_another_place__each_gets_its_own,
                                        com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(image__clone__positions_of_its_own, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(image__read_in_another_apartment__stream_called_in_its_own, com_fixture_setup,
                                        com_fixture_teardown),
        cmocka_unit_test_setup_teardown(late_binding__members, com_fixture_setup, com_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_memory__anywhere__nothing_changed, com_fixture_setup, com_fixture_teardown),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
