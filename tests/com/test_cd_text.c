/* imapi2/cd_text.c, cd_text_file.c: every member of OpenIMAPI2.CDText, the stream, and the image of a creator that
 * takes it. What packs look like, tests/unit/test_cdtext_packs.c compares.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/client_stream.h"
#include "imapi2/cd_text.h"
#include "imapi2/raw_cd_image_creator.h"
#include "openimapi2.h"
#include "support/cdtext_vector.h"
#include "support/vectors.h"

#define SOURCE L"OpenIMAPI2.CDText"

static IOpenCDText *create(void)
{
    IOpenCDText *text;

    assert_hr(cd_text_create(&IID_IOpenCDText, (void **)&text), S_OK);
    return text;
}

static IStream *stream_of(IOpenCDText *text)
{
    IStream *stream;

    assert_hr(IOpenCDText_QueryInterface(text, &IID_IStream, (void **)&stream), S_OK);
    return stream;
}

static HRESULT put(IOpenCDText *text, LONG type, LONG track, const WCHAR *words)
{
    BSTR value = SysAllocString(words);
    HRESULT hr;

    assert_non_null(value);
    hr = IOpenCDText_put_Text(text, type, track, value);
    SysFreeString(value);
    return hr;
}

static void assert_text(IOpenCDText *text, LONG type, LONG track, const WCHAR *expected)
{
    BSTR value = NULL;

    assert_hr(IOpenCDText_get_Text(text, type, track, &value), S_OK);
    assert_no_error_info();
    assert_bstr(value, expected);
}

static void put_word(void *context, unsigned type, unsigned track, const char *word)
{
    WCHAR wide[64];

    swprintf(wide, ARRAYSIZE(wide), L"%hs", word);
    assert_hr(put(context, (LONG)type, (LONG)track, wide), S_OK);
}

static IOpenCDText *create_vector(void)
{
    IOpenCDText *text = create();

    cdtext_vector_words(put_word, text);
    return text;
}

static void assert_packs(IOpenCDText *text, const uint8_t *expected, LONG bytes)
{
    SAFEARRAY *array = NULL;
    VARTYPE type = VT_EMPTY;
    LONG first = 9, last = 9;

    assert_hr(IOpenCDText_get_Packs(text, &array), S_OK);
    assert_int_equal(SafeArrayGetDim(array), 1);
    assert_hr(SafeArrayGetVartype(array, &type), S_OK);
    assert_int_equal(type, VT_UI1);
    assert_hr(SafeArrayGetLBound(array, 1, &first), S_OK);
    assert_hr(SafeArrayGetUBound(array, 1, &last), S_OK);
    assert_int_equal(first, 0);
    assert_int_equal(last + 1, bytes);
    if (bytes) assert_memory_equal(array->pvData, expected, (size_t)bytes);
    SafeArrayDestroy(array);
}

static void assert_vector(IOpenCDText *text)
{
    uint8_t *packs = cdtext_vector_packs();

    assert_packs(text, packs, CDTEXT_VECTOR_BYTES);
    free(packs);
}

typedef HRESULT(WINAPI *getter)(IOpenCDText *text, LONG *value);
typedef HRESULT(WINAPI *putter)(IOpenCDText *text, LONG value);

static LONG number(IOpenCDText *text, getter get)
{
    LONG value = -7;

    assert_hr(get(text, &value), S_OK);
    assert_no_error_info();
    return value;
}

/* ------------------------------------------------------------------------------------------------------------ texts */

static void new_object__defaults(void **state)
{
    IOpenCDText *text = create();
    VARIANT_BOOL is_copyrighted = 9;

    (void)state;
    assert_int_equal(number(text, text->lpVtbl->get_LanguageCode), 9);
    assert_int_equal(number(text, text->lpVtbl->get_GenreCode), 0);
    assert_int_equal(number(text, text->lpVtbl->get_FirstTrack), 1);
    assert_int_equal(number(text, text->lpVtbl->get_LastTrack), 1);
    assert_int_equal(number(text, text->lpVtbl->get_ImageSectors), 29400);
    assert_int_equal(number(text, text->lpVtbl->get_StartOfLeadIn), -22650);
    assert_hr(IOpenCDText_get_Copyrighted(text, &is_copyrighted), S_OK);
    assert_int_equal(is_copyrighted, VARIANT_FALSE);
    assert_text(text, OPEN_CD_TEXT_TITLE, 0, L"");
    assert_packs(text, NULL, 0);
    IOpenCDText_Release(text);
}

static void Text__disc_of_the_vector__packs_of_two_other_programs(void **state)
{
    IOpenCDText *text = create_vector();

    (void)state;
    assert_vector(text);
    assert_int_equal(number(text, text->lpVtbl->get_LastTrack), 3);
    assert_text(text, OPEN_CD_TEXT_TITLE, 2, L"A title that is long enough to run over two packs");
    assert_text(text, OPEN_CD_TEXT_CODES, 0, L"4006381333931");
    IOpenCDText_Release(text);
}

static void Text__refused__invalid_with_the_place_and_nothing_changed(void **state)
{
    static const struct {
        LONG type, track;
        const WCHAR *words, *says;
    } rows[] = {
        {OPEN_CD_TEXT_TITLE, 2,
         L"\x17D"
         L"ale",
         L"Character 1 of the text of type 80h of track 2, U+017D"},
        {OPEN_CD_TEXT_TITLE, 0, L"two\nlines", L"Character 4 of the text of type 80h of the disc, U+000A"},
        {OPEN_CD_TEXT_GENRE, 0,
         L"Fran\xE7"
         L"ais",
         L"ASCII"},
        {OPEN_CD_TEXT_CODES, 0, L"4006381333932", L"check digit"},
        {OPEN_CD_TEXT_CODES, 2, L"DE-A45-07-0000", L"The ISRC of track 2"},
        {OPEN_CD_TEXT_TITLE, 100, L"x", L"100 is no track"},
        {OPEN_CD_TEXT_TITLE, -1, L"x", L"is no track"},
        {OPEN_CD_TEXT_DISC_ID, 1, L"x", L"the disc's alone"},
        {0x8F, 0, L"x", L"The pack type 143"},
        {-1, 0, L"x", L"is no text"},
    };
    IOpenCDText *text = create_vector();
    BSTR value = (BSTR)1;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(put(text, rows[i].type, rows[i].track, rows[i].words), E_INVALIDARG);
        assert_error_says(SOURCE, L"Setting a text", rows[i].says, NULL);
    }
    value = SysAllocStringLen(L"a\0b", 3);
    assert_hr(IOpenCDText_put_Text(text, OPEN_CD_TEXT_TITLE, 0, value), E_INVALIDARG);
    SysFreeString(value);
    assert_vector(text);

    assert_hr(IOpenCDText_get_Text(text, 0x88, 0, &value), E_INVALIDARG);
    assert_null(value);
    assert_hr(IOpenCDText_get_Text(text, OPEN_CD_TEXT_TITLE, 0, NULL), E_POINTER);
    assert_hr(IOpenCDText_put_Text(text, OPEN_CD_TEXT_TITLE, 1, NULL), S_OK); /* takes it away */
    assert_text(text, OPEN_CD_TEXT_TITLE, 1, L"");
    IOpenCDText_Release(text);
}

static void Text__more_than_253_packs__says_by_how_many(void **state)
{
    static WCHAR words[3001];
    IOpenCDText *text = create();
    size_t i;

    (void)state;
    for (i = 0; i < 3000; i++)
        words[i] = L'x';
    assert_hr(put(text, OPEN_CD_TEXT_TITLE, 0, words), S_OK);
    assert_hr(put(text, OPEN_CD_TEXT_MESSAGE, 1, L"This makes thirty-nine characters more."), E_INVALIDARG);
    assert_error_says(SOURCE, L"2 packs more than the 253", NULL);
    assert_text(text, OPEN_CD_TEXT_MESSAGE, 1, L"");
    assert_hr(put(text, OPEN_CD_TEXT_MESSAGE, 1, L"This fits."), S_OK);
    assert_hr(IOpenCDText_put_LastTrack(text, 99), E_INVALIDARG); /* an empty text for each */
    assert_error_says(SOURCE, L"Setting the number of the last track", L"packs more than the 253", NULL);
    IOpenCDText_Release(text);
}

static void numbers__limits__invalid_outside(void **state)
{
    IOpenCDText *text = create();
    const IOpenCDTextVtbl *members = text->lpVtbl;
    const struct {
        putter put;
        getter get;
        LONG least, most;
    } rows[] = {
        {members->put_LanguageCode, members->get_LanguageCode, 0, 127},
        {members->put_GenreCode, members->get_GenreCode, 0, 65535},
        {members->put_LastTrack, members->get_LastTrack, 1, 99},
        {members->put_FirstTrack, members->get_FirstTrack, 1, 99},
        {members->put_ImageSectors, members->get_ImageSectors, 0, 450000},
        {members->put_StartOfLeadIn, members->get_StartOfLeadIn, -45150, -151},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        LONG before = number(text, rows[i].get);

        assert_hr(rows[i].put(text, rows[i].least - 1), E_INVALIDARG);
        assert_hr(rows[i].put(text, rows[i].most + 1), E_INVALIDARG);
        assert_error_says(SOURCE, L"The number must be from", NULL);
        assert_int_equal(number(text, rows[i].get), before);
        assert_hr(rows[i].put(text, rows[i].least), S_OK);
        assert_int_equal(number(text, rows[i].get), rows[i].least);
        assert_hr(rows[i].put(text, rows[i].most), S_OK);
        assert_int_equal(number(text, rows[i].get), rows[i].most);
        assert_hr(rows[i].get(text, NULL), E_POINTER);
    }
    IOpenCDText_Release(text);
}

static void tracks__texts_outside__refused(void **state)
{
    IOpenCDText *text = create_vector();

    (void)state;
    assert_hr(IOpenCDText_put_LastTrack(text, 2), E_INVALIDARG);
    assert_error_says(SOURCE, L"Track 3 has a text", NULL);
    assert_hr(IOpenCDText_put_FirstTrack(text, 2), E_INVALIDARG);
    assert_hr(IOpenCDText_put_LastTrack(text, 4), S_OK);
    assert_hr(put(text, OPEN_CD_TEXT_TITLE, 5, L"x"), E_INVALIDARG);
    assert_int_equal(number(text, text->lpVtbl->get_LastTrack), 4);
    IOpenCDText_Release(text);
}

/* ------------------------------------------------------------------------------------------------------------ files */

static WCHAR folder[MAX_PATH];

static void write_file(const WCHAR *name, const void *bytes, size_t count)
{
    WCHAR path[MAX_PATH];
    HANDLE file;
    DWORD written;

    assert_true(GetTempPathW(ARRAYSIZE(folder), folder) != 0);
    swprintf(path, ARRAYSIZE(path), L"%ls%ls", folder, name);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    assert_true(file != INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, bytes, (DWORD)count, &written, NULL));
    assert_int_equal(written, count);
    CloseHandle(file);
}

static void delete_file(const WCHAR *name)
{
    WCHAR path[MAX_PATH];

    swprintf(path, ARRAYSIZE(path), L"%ls%ls", folder, name);
    assert_true(DeleteFileW(path));
}

typedef HRESULT(WINAPI *loader)(IOpenCDText *text, BSTR path);

static HRESULT load(IOpenCDText *text, loader function, const WCHAR *name)
{
    WCHAR path[MAX_PATH];
    BSTR value;
    HRESULT hr;

    swprintf(path, ARRAYSIZE(path), L"%ls%ls", folder, name);
    value = SysAllocString(path);
    assert_non_null(value);
    hr = function(text, value);
    SysFreeString(value);
    return hr;
}

/* The vector's disc as people write it. */
static const char sheet[] = "Input Sheet Version = 0.7T\r\n"
                            "Text Code           = 8859\r\n"
                            "Language Code       = English\r\n"
                            "Album Title         = Four Fine Walls\r\n"
                            "Artist Name         = The Sector Band\r\n"
                            "Songwriter          = A. Writer\r\n"
                            "UPC / EAN           = 4006381333931\r\n"
                            "First Track Number  = 1\r\n"
                            "Last Track Number   = 3\r\n"
                            "Track 01 Title      = Lead-in\r\n"
                            "Track 01 Artist     = The Sector Band\r\n"
                            "ISRC 01             = DEA450700001\r\n"
                            "Track 02 Title      = A title that is long enough to run over two packs\r\n"
                            "Track 02 Artist     = Guest & Co\r\n"
                            "ISRC 02             = DEA450700002\r\n"
                            "Track 03 Title      = Z\r\n"
                            "Track 03 Artist     = The Sector Band\r\n"
                            "ISRC 03             = DEA450700003\r\n";

static const char cue_sheet[] = "REM The pieces of one file\n"
                                "CATALOG 4006381333931\n"
                                "TITLE \"Four Fine Walls\"\n"
                                "PERFORMER \"The Sector Band\"\n"
                                "SONGWRITER \"A. Writer\"\n"
                                "FILE \"disc.bin\" BINARY\n"
                                "  TRACK 01 AUDIO\n"
                                "    TITLE \"Lead-in\"\n"
                                "    PERFORMER \"The Sector Band\"\n"
                                "    ISRC DEA450700001\n"
                                "    INDEX 01 00:00:00\n"
                                "  TRACK 02 AUDIO\n"
                                "    TITLE \"A title that is long enough to run over two packs\"\n"
                                "    PERFORMER \"Guest & Co\"\n"
                                "    ISRC DEA450700002\n"
                                "    INDEX 01 00:05:25\n"
                                "  TRACK 03 AUDIO\n"
                                "    TITLE Z\n"
                                "    PERFORMER \"The Sector Band\"\n"
                                "    ISRC DEA450700003\n"
                                "    INDEX 01 00:11:50\n";

static void load__three_kinds_of_files__packs_of_the_vector(void **state)
{
    uint8_t *packs = cdtext_vector_packs();
    IOpenCDText *text = create();
    const IOpenCDTextVtbl *members = text->lpVtbl;

    (void)state;
    assert_hr(put(text, OPEN_CD_TEXT_TITLE, 9, L"goes"), S_OK);
    write_file(L"cdtext.v07t", sheet, sizeof sheet - 1);
    assert_hr(load(text, members->LoadSheet, L"cdtext.v07t"), S_OK);
    assert_vector(text);
    write_file(L"cdtext.cue", cue_sheet, sizeof cue_sheet - 1);
    assert_hr(load(text, members->LoadCueSheet, L"cdtext.cue"), S_OK);
    assert_vector(text);
    assert_hr(put(text, OPEN_CD_TEXT_TITLE, 1, L"goes"), S_OK);
    write_file(L"cdtext.cdt", packs, CDTEXT_VECTOR_BYTES);
    assert_hr(load(text, members->LoadPacks, L"cdtext.cdt"), S_OK);
    assert_vector(text);
    delete_file(L"cdtext.v07t");
    delete_file(L"cdtext.cue");
    delete_file(L"cdtext.cdt");
    IOpenCDText_Release(text);
    free(packs);
}

/* The file of packs stands beside the cue sheet, whose own texts count more. */
static void LoadCueSheet__file_of_packs__beside_the_sheet(void **state)
{
    static const char cue[] = "CDTEXTFILE \"cdtext.cdt\"\nTRACK 01 AUDIO\nTITLE \"Another\"\nTRACK 03 AUDIO\n";
    uint8_t *packs = cdtext_vector_packs();
    IOpenCDText *text = create();
    const IOpenCDTextVtbl *members = text->lpVtbl;

    (void)state;
    write_file(L"cdtext.cue", cue, sizeof cue - 1);
    write_file(L"cdtext.cdt", packs, CDTEXT_VECTOR_BYTES);
    assert_hr(load(text, members->LoadCueSheet, L"cdtext.cue"), S_OK);
    assert_text(text, OPEN_CD_TEXT_TITLE, 1, L"Another");
    assert_text(text, OPEN_CD_TEXT_TITLE, 3, L"Z");
    delete_file(L"cdtext.cdt");
    assert_hr(load(text, members->LoadCueSheet, L"cdtext.cue"), HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    assert_error_says(SOURCE, L"Loading the cue sheet", NULL);
    assert_text(text, OPEN_CD_TEXT_TITLE, 1, L"Another");
    delete_file(L"cdtext.cue");
    IOpenCDText_Release(text);
    free(packs);
}

static void load__bad_files__code_and_place_and_nothing_changed(void **state)
{
    static const char bad_key[] = "Album Title = x\nAlbum Titel = x\n";
    static const char bad_isrc[] = "TITLE x\n TRACK 01 AUDIO\n ISRC 123\n";
    static char large[32769];
    IOpenCDText *text = create_vector();
    const IOpenCDTextVtbl *members = text->lpVtbl;
    BSTR with_zero = SysAllocStringLen(L"a\0b", 3);

    (void)state;
    write_file(L"cdtext.bad", bad_key, sizeof bad_key - 1);
    assert_hr(load(text, members->LoadSheet, L"cdtext.bad"), E_INVALIDARG);
    assert_error_says(SOURCE, L"Loading the CD-TEXT sheet", L"Line 2: ", NULL);
    assert_hr(load(text, members->LoadPacks, L"cdtext.bad"), E_INVALIDARG);
    assert_error_says(SOURCE, L"Loading the CD-TEXT packs", L"32 bytes are no packs", NULL);
    write_file(L"cdtext.bad", bad_isrc, sizeof bad_isrc - 1);
    assert_hr(load(text, members->LoadCueSheet, L"cdtext.bad"), E_INVALIDARG);
    assert_error_says(SOURCE, L"Loading the cue sheet", L"Line 3: The ISRC of track 1", NULL);
    write_file(L"cdtext.bad", large, sizeof large);
    assert_hr(load(text, members->LoadSheet, L"cdtext.bad"), E_INVALIDARG);
    assert_error_says(SOURCE, L"it may have 32768 bytes", NULL);
    write_file(L"cdtext.bad", large, 0);
    assert_hr(load(text, members->LoadPacks, L"cdtext.bad"), E_INVALIDARG);
    delete_file(L"cdtext.bad");
    assert_hr(load(text, members->LoadSheet, L"cdtext.bad"), HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    assert_error_says(SOURCE, L"Loading the CD-TEXT sheet", NULL);
    assert_hr(IOpenCDText_LoadSheet(text, NULL), E_INVALIDARG);
    assert_hr(IOpenCDText_LoadSheet(text, with_zero), E_INVALIDARG);
    SysFreeString(with_zero);
    assert_vector(text);
    IOpenCDText_Release(text);
}

/* ----------------------------------------------------------------------------------------------------------- stream */

static void seek(IStream *stream, ULONGLONG position)
{
    LARGE_INTEGER place = {.QuadPart = (LONGLONG)position};

    assert_hr(IStream_Seek(stream, place, STREAM_SEEK_SET, NULL), S_OK);
}

/* vectors/peer-audio.json: the first sector of the lead-in that cdrdao 1.2.4 writes of the vector's disc. */
static const char first_sector[] =
    "200000000004192f1d1708201126252e1912011718172b30200000010306312c1c30010c191605240b16252e000d0003200008020004042"
    "01d0625341b0614201d0621211d08192c20000803030201291c32012c1b3639270806152e1b3f320f";

static void assert_sector(IStream *stream, ULONGLONG sector, const char *hex)
{
    BYTE bytes[96];
    ULONG got = 0;
    size_t count;
    uint8_t *expected = vector_bytes(hex, &count);

    assert_int_equal(count, sizeof bytes);
    seek(stream, sector * 96);
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, sizeof bytes);
    assert_memory_equal(bytes, expected, sizeof bytes);
    free(expected);
}

static void assert_zeros(IStream *stream, ULONGLONG sector)
{
    static const BYTE zeros[96];
    BYTE bytes[96];
    ULONG got = 0;

    seek(stream, sector * 96);
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, sizeof bytes);
    assert_memory_equal(bytes, zeros, sizeof bytes);
}

/* 22 packs are 5.5 sectors: the cycle begins anew with a sector after eleven. */
static void stream__lead_in_alone__has_the_packs_from_its_start_on(void **state)
{
    IOpenCDText *text = create_vector();
    IStream *stream = stream_of(text);
    BYTE whole[96 * 3], parts[96 * 3];
    STATSTG stat;
    ULONG got = 0, i;

    (void)state;
    assert_hr(IStream_Stat(stream, &stat, STATFLAG_NONAME), S_OK);
    assert_int_equal(stat.cbSize.QuadPart, (22650 + 6750) * 96);
    assert_sector(stream, 0, first_sector);
    assert_sector(stream, 11, first_sector);
    assert_sector(stream, 22495, first_sector);
    assert_zeros(stream, 22500); /* LBA -150 */
    assert_zeros(stream, 29399);

    assert_hr(IOpenCDText_put_StartOfLeadIn(text, -11635), S_OK);
    assert_sector(stream, 22650 - 11635, first_sector);
    assert_sector(stream, (22650 - 11635) % 11, first_sector); /* in front of it, the cycle runs backwards */

    seek(stream, 96 * 22498 + 50);
    assert_hr(IStream_Read(stream, whole, sizeof whole, &got), S_OK);
    assert_int_equal(got, sizeof whole);
    seek(stream, 96 * 22498 + 50);
    for (i = 0; i < sizeof parts; i++)
        assert_hr(IStream_Read(stream, &parts[i], 1, NULL), S_OK);
    assert_memory_equal(parts, whole, sizeof whole);
    seek(stream, 29400 * 96);
    assert_hr(IStream_Read(stream, parts, 1, &got), S_OK);
    assert_int_equal(got, 0);
    assert_hr(IStream_Write(stream, parts, 1, NULL), STG_E_ACCESSDENIED);
    assert_error_says(SOURCE, L"can only be read", NULL);
    IStream_Release(stream);
    IOpenCDText_Release(text);
}

static void stream__clone__texts_of_its_own(void **state)
{
    IOpenCDText *text = create_vector(), *other;
    IStream *stream = stream_of(text), *clone = NULL;
    BYTE byte = 9;

    (void)state;
    assert_hr(IOpenCDText_put_StartOfLeadIn(text, -11635), S_OK);
    seek(stream, 7);
    assert_hr(IStream_Clone(stream, &clone), S_OK);
    assert_hr(IStream_QueryInterface(clone, &IID_IOpenCDText, (void **)&other), S_OK);
    assert_hr(put(text, OPEN_CD_TEXT_TITLE, 3, L"changed"), S_OK);
    assert_vector(other);
    assert_int_equal(number(other, other->lpVtbl->get_StartOfLeadIn), -11635);
    assert_hr(IStream_Read(clone, &byte, 1, NULL), S_OK);
    assert_hr(IOpenCDText_put_ImageSectors(other, 10), S_OK);
    assert_int_equal(number(text, text->lpVtbl->get_ImageSectors), 29400);
    IOpenCDText_Release(other);
    IStream_Release(clone);
    IStream_Release(stream);
    IOpenCDText_Release(text);
}

/* ------------------------------------------------------------------------------------------------------------ image */

static IRawCDImageCreator *create_creator(struct client_stream *track)
{
    IRawCDImageCreator *creator;
    LONG index;

    assert_hr(raw_cd_image_creator_create(&IID_IRawCDImageCreator, (void **)&creator), S_OK);
    client_stream_begin(track, 300 * 2352, 1);
    assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, &track->IStream_iface, &index), S_OK);
    return creator;
}

static void image__with_cd_text__lead_in_has_the_packs(void **state)
{
    static BYTE sector[2448];
    IOpenCDText *text = create_vector();
    IStream *stream = stream_of(text), *image = NULL;
    struct client_stream track;
    IRawCDImageCreator *creator = create_creator(&track);
    size_t count, i;
    uint8_t *expected = vector_bytes(first_sector, &count);
    ULONG got = 0;

    (void)state;
    assert_hr(IOpenCDText_Attach(text, (IUnknown *)creator), S_OK);
    assert_int_equal(number(text, text->lpVtbl->get_ImageSectors), 22650 + 300 + 6750);
    assert_hr(IRawCDImageCreator_AddSubcodeRWGenerator(creator, stream), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), E_INVALIDARG);
    assert_null(image);
    assert_error_says(L"OpenIMAPI2.MsftRawCDImageCreator", L"Making the raw image", L"CD-TEXT", L"RAW", NULL);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW), S_OK);
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image), S_OK);
    IRawCDImageCreator_Release(creator);
    IStream_Release(stream);
    IOpenCDText_Release(text);

    seek(image, 11 * 2448);
    assert_hr(IStream_Read(image, sector, sizeof sector, &got), S_OK);
    assert_int_equal(got, sizeof sector);
    for (i = 0; i < 96; i++)
        assert_int_equal(sector[2352 + i] & 0x3F, expected[i]);
    seek(image, 22650 * 2448);
    assert_hr(IStream_Read(image, sector, sizeof sector, &got), S_OK);
    for (i = 0; i < 96; i++)
        assert_int_equal(sector[2352 + i] & 0x3F, 0);
    IStream_Release(image);
    client_stream_end(&track);
    free(expected);
}

static void Attach__no_creator__refused(void **state)
{
    IOpenCDText *text = create();
    IRawCDImageCreator *creator;

    (void)state;
    assert_hr(IOpenCDText_Attach(text, NULL), E_POINTER);
    assert_hr(IOpenCDText_Attach(text, (IUnknown *)text), E_NOINTERFACE);
    assert_error_says(SOURCE, L"IRawCDImageCreator", NULL);
    assert_hr(raw_cd_image_creator_create(&IID_IRawCDImageCreator, (void **)&creator), S_OK);
    assert_hr(IOpenCDText_Attach(text, (IUnknown *)creator), E_IMAPI_RAW_IMAGE_NO_TRACKS);
    assert_error_says(SOURCE, L"Asking the creator of the image", NULL);
    assert_int_equal(number(text, text->lpVtbl->get_ImageSectors), 29400);
    IRawCDImageCreator_Release(creator);
    IOpenCDText_Release(text);
}

/* ------------------------------------------------------------------------------------------------------------ class */

static HRESULT invoke(IDispatch *dispatch, const WCHAR *name, WORD flags, VARIANT *arguments, UINT count,
                      VARIANT *result)
{
    DISPID id, value = DISPID_PROPERTYPUT;
    LPOLESTR names[] = {(LPOLESTR)name};
    DISPPARAMS parameters = {arguments, NULL, count, 0};

    if (flags == DISPATCH_PROPERTYPUT) {
        parameters.rgdispidNamedArgs = &value;
        parameters.cNamedArgs = 1;
    }
    assert_hr(IDispatch_GetIDsOfNames(dispatch, &IID_NULL, names, 1, LOCALE_USER_DEFAULT, &id), S_OK);
    return IDispatch_Invoke(dispatch, id, &IID_NULL, LOCALE_USER_DEFAULT, flags, &parameters, result, NULL, NULL);
}

static void late_binding__indexed_property_and_packs(void **state)
{
    IOpenCDText *text = create();
    IDispatch *dispatch;
    VARIANT arguments[3], result;
    IProvideClassInfo *provider;
    ITypeInfo *info;

    (void)state;
    assert_hr(IOpenCDText_QueryInterface(text, &IID_IDispatch, (void **)&dispatch), S_OK);
    V_VT(&arguments[0]) = VT_BSTR;
    V_BSTR(&arguments[0]) = SysAllocString(L"Caf\xE9");
    V_VT(&arguments[1]) = VT_I2; /* as scripts have small numbers */
    V_I2(&arguments[1]) = 2;
    V_VT(&arguments[2]) = VT_I2;
    V_I2(&arguments[2]) = 0x80;
    assert_hr(invoke(dispatch, L"Text", DISPATCH_PROPERTYPUT, arguments, 3, NULL), S_OK);
    VariantClear(&arguments[0]);
    assert_text(text, OPEN_CD_TEXT_TITLE, 2, L"Caf\xE9");
    assert_hr(invoke(dispatch, L"Text", DISPATCH_PROPERTYGET, arguments + 1, 2, &result), S_OK);
    assert_int_equal(V_VT(&result), VT_BSTR);
    assert_bstr(V_BSTR(&result), L"Caf\xE9");
    assert_hr(invoke(dispatch, L"LastTrack", DISPATCH_PROPERTYGET, NULL, 0, &result), S_OK);
    assert_int_equal(V_VT(&result), VT_I4);
    assert_int_equal(V_I4(&result), 2);
    assert_hr(invoke(dispatch, L"Packs", DISPATCH_PROPERTYGET, NULL, 0, &result), S_OK);
    assert_int_equal(V_VT(&result), VT_ARRAY | VT_UI1);
    VariantClear(&result);
    IDispatch_Release(dispatch);

    assert_hr(IOpenCDText_QueryInterface(text, &IID_IProvideClassInfo, (void **)&provider), S_OK);
    assert_hr(IProvideClassInfo_GetClassInfo(provider, &info), S_OK);
    ITypeInfo_Release(info);
    IProvideClassInfo_Release(provider);
    IOpenCDText_Release(text);
}

static void no_memory__anywhere__nothing_changed(void **state)
{
    IOpenCDText *text = create_vector(), *none;
    long n;

    (void)state;
    write_file(L"cdtext.cue", cue_sheet, sizeof cue_sheet - 1);
    for (n = 1;; n++) {
        HRESULT hr;

        base_alloc_fail_nth(n);
        hr = put(text, OPEN_CD_TEXT_TITLE, 1, L"Lead-in");
        if (base_alloc_fail_nth(0) > 0) break;
        assert_hr(hr, E_OUTOFMEMORY);
        assert_vector(text);
    }
    assert_int_equal(n, 2);
    for (n = 1;; n++) {
        HRESULT hr;

        base_alloc_fail_nth(n);
        hr = load(text, text->lpVtbl->LoadCueSheet, L"cdtext.cue");
        if (base_alloc_fail_nth(0) > 0) break;
        assert_hr(hr, E_OUTOFMEMORY);
        assert_vector(text);
    }
    assert_int_equal(n, 4); /* the object's texts, the file, its characters */
    for (n = 1;; n++) {
        HRESULT hr;

        base_alloc_fail_nth(n);
        hr = cd_text_create(&IID_IOpenCDText, (void **)&none);
        if (base_alloc_fail_nth(0) > 0) break;
        assert_hr(hr, E_OUTOFMEMORY);
        assert_null(none);
    }
    IOpenCDText_Release(none);
    delete_file(L"cdtext.cue");
    IOpenCDText_Release(text);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(new_object__defaults),
        CASE(Text__disc_of_the_vector__packs_of_two_other_programs),
        CASE(Text__refused__invalid_with_the_place_and_nothing_changed),
        CASE(Text__more_than_253_packs__says_by_how_many),
        CASE(numbers__limits__invalid_outside),
        CASE(tracks__texts_outside__refused),
        CASE(load__three_kinds_of_files__packs_of_the_vector),
        CASE(LoadCueSheet__file_of_packs__beside_the_sheet),
        CASE(load__bad_files__code_and_place_and_nothing_changed),
        CASE(stream__lead_in_alone__has_the_packs_from_its_start_on),
        CASE(stream__clone__texts_of_its_own),
        CASE(image__with_cd_text__lead_in_has_the_packs),
        CASE(Attach__no_creator__refused),
        CASE(late_binding__indexed_property_and_packs),
        CASE(no_memory__anywhere__nothing_changed),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
