/* CD-TEXT from its words to the disc, by our classes alone: OpenIMAPI2.CDText into MsftRawCDImageCreator, its image by
 * MsftDiscFormat2RawCD to a drive, and READ TOC format 5 of that. The packs are those that two other programs make of
 * the same words (vectors/cd-text.json).
 */
#include "com/raw_cd_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "imapi2/cd_text.h"
#include "imapi2/raw_cd_image_creator.h"
#include "openimapi2.h"
#include "support/cdtext_vector.h"

enum { TRACKS = 3, TRACK_SECTORS = 300, LEAD_OUT = TRACKS * TRACK_SECTORS };

static void put_word(void *context, unsigned type, unsigned track, const char *word)
{
    WCHAR wide[64];
    BSTR value;

    swprintf(wide, ARRAYSIZE(wide), L"%hs", word);
    value = SysAllocString(wide);
    assert_hr(IOpenCDText_put_Text((IOpenCDText *)context, (LONG)type, (LONG)track, value), S_OK);
    SysFreeString(value);
}

/* Three tracks, and the text in the lead-in from where the disc's begins. */
static IStream *make_image(IRawCDImageCreator *creator, struct client_stream *tracks, LONG lead_in)
{
    IOpenCDText *text;
    IStream *sub_code, *image;
    LONG index, i;

    assert_hr(cd_text_create(&IID_IOpenCDText, (void **)&text), S_OK);
    cdtext_vector_words(put_word, text);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW), S_OK);
    for (i = 0; i < TRACKS; i++) {
        client_stream_begin(&tracks[i], (ULONGLONG)TRACK_SECTORS * RAW_SECTOR_BYTES, (BYTE)(i + 1));
        assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, &tracks[i].IStream_iface, &index), S_OK);
    }
    assert_hr(IOpenCDText_Attach(text, (IUnknown *)creator), S_OK);
    assert_hr(IOpenCDText_put_StartOfLeadIn(text, lead_in), S_OK);
    assert_hr(IOpenCDText_QueryInterface(text, &IID_IStream, (void **)&sub_code), S_OK);
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, sub_code), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IStream_Release(sub_code);
    IOpenCDText_Release(text);
    return image;
}

static ULONG read_toc(struct writer_fixture *fixture, BYTE format, BYTE *reply, ULONG size)
{
    BYTE cdb[10] = {0x43, 0, format, 0, 0, 0, 0, (BYTE)(size >> 8), (BYTE)size}, sense[18];
    IDiscRecorder2 *recorder = writer_recorder(fixture);
    IDiscRecorder2Ex *drive;
    ULONG got = 0;

    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&drive), S_OK);
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(drive, cdb, sizeof cdb, sense, 60, reply, size, &got),
              S_OK);
    IDiscRecorder2Ex_Release(drive);
    IDiscRecorder2_Release(recorder);
    return got;
}

static void disc__burned_with_cd_text__has_the_packs_of_the_vector(void **state)
{
    enum { HEADER = 4 };
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_prepared(fixture);
    struct client_stream tracks[TRACKS];
    IRawCDImageCreator *creator;
    BYTE reply[HEADER + CDTEXT_VECTOR_BYTES + 18];
    uint8_t *packs = cdtext_vector_packs();
    IStream *image;
    LONG lead_in, i;

    assert_hr(raw_cd_image_creator_create(&IID_IRawCDImageCreator, (void **)&creator), S_OK);
    assert_hr(IDiscFormat2RawCD_get_StartOfNextSession(raw, &lead_in), S_OK);
    image = make_image(creator, tracks, lead_in);
    assert_hr(IDiscFormat2RawCD_put_RequestedSectorType(raw, IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW), S_OK);
    assert_hr(IDiscFormat2RawCD_WriteMedia(raw, image), S_OK);
    assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
    IStream_Release(image);
    IRawCDImageCreator_Release(creator);
    IDiscFormat2RawCD_Release(raw);
    for (i = 0; i < TRACKS; i++)
        client_stream_end(&tracks[i]);

    assert_int_equal(read_toc(fixture, 5, reply, sizeof reply), HEADER + CDTEXT_VECTOR_BYTES);
    assert_int_equal(reply[0] << 8 | reply[1], 2 + 22 * 18);
    assert_memory_equal(reply + HEADER, packs, CDTEXT_VECTOR_BYTES);
    free(packs);
    /* Tracks 1 to 3, the lead-out at 900. */
    assert_int_equal(read_toc(fixture, 0, reply, sizeof reply), HEADER + 4 * 8);
    assert_int_equal(reply[2] << 8 | reply[3], 0x0103);
    assert_int_equal(reply[HEADER + 3 * 8 + 6] << 8 | reply[HEADER + 3 * 8 + 7], LEAD_OUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(disc__burned_with_cd_text__has_the_packs_of_the_vector),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
