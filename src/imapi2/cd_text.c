/* OpenIMAPI2.CDText: the texts of an audio disc, set by a script, and encoded as the sub-code of a raw image. */
#include "imapi2/cd_text.h"

#include "base/alloc.h"
#include "base/text.h"
#include "cdtext/packs.h"
#include "cdtext/symbols.h"
#include "com/dispatch.h"
#include "com/read_stream.h"
#include "com/values.h"
#include "imapi2.h"
#include "imapi2/call.h"
#include "imapi2/cd_text_file.h"
#include "imapi2/stream_call.h"
#include "openimapi2.h"
#include "rawcd/layout.h"

enum {
    SECTOR_BYTES = CDTEXT_SECTOR_SYMBOLS,
    LEAD_IN_SECTORS = -RAWCD_LEAD_IN,
    SECTORS_MAX = 450000, /* all addresses of a CD */
    LEAD_IN_MIN = -45150, /* 90:00:00 */
    LANGUAGE_MAX = 0x7F,
    GENRE_MAX = 0xFFFF,
};

/* A disc's texts, which always fit into its packs. */
struct contents {
    struct cdtext text;
    uint8_t packs[CDTEXT_BLOCK_BYTES_MAX];
    size_t pack_count;
};

struct cd_text {
    struct com_object object;
    IOpenCDText IOpenCDText_iface;
    IStream IStream_iface;
    struct com_read_stream stream; /* its lock guards the rest; its size is the image's */
    struct contents *contents;     /* owned */
    LONG start_of_lead_in;
};

COM_DISPATCH(cd_text, IOpenCDText)
COM_READ_STREAM(cd_text, IStream)

static HRESULT create(REFIID iid, void **out, struct cd_text *from, ULONGLONG position);

static void begin(struct imapi_call *call, const char *attempt)
{
    imapi_call_begin(call, L"OpenIMAPI2.CDText", &IID_IOpenCDText, attempt, IMAPI_CALL_QUERY);
    call->failure.status = DRIVE_OK;
}

/* The end of a call that was refused. */
static HRESULT refuse(const struct imapi_call *call, const struct cdtext_fault *fault)
{
    char buffer[512];
    struct text text = text_in(buffer, sizeof buffer);

    cdtext_fault_append(&text, fault);
    return imapi_call_told(call, E_INVALIDARG, buffer);
}

static HRESULT refuse_number(const struct imapi_call *call, LONG least, LONG most)
{
    char buffer[96];
    struct text text = text_in(buffer, sizeof buffer);

    text_printf(&text, "The number must be from %ld to %ld.", (long)least, (long)most);
    return imapi_call_told(call, E_INVALIDARG, buffer);
}

/* -------------------------------------------------------------------------------------------------------- changing */

/* A copy of the contents to change, under the lock, which end_change gives back. NULL: no memory, and no lock. */
static struct contents *begin_change(struct cd_text *self)
{
    struct contents *fresh = base_alloc(sizeof *fresh);

    if (!fresh) return NULL;
    EnterCriticalSection(&self->stream.lock);
    *fresh = *self->contents;
    return fresh;
}

/* Put changed contents in place of the old, if they fit; status: of the change. Takes `fresh`. */
static HRESULT end_change(struct cd_text *self, const struct imapi_call *call, struct contents *fresh,
                          enum cdtext_status status, struct cdtext_fault *fault)
{
    struct contents *unused = fresh;

    if (status == CDTEXT_OK) status = cdtext_encode(&fresh->text, fresh->packs, &fresh->pack_count, fault);
    if (status == CDTEXT_OK) {
        unused = self->contents;
        self->contents = fresh;
    }
    LeaveCriticalSection(&self->stream.lock);
    base_free(unused);
    return status == CDTEXT_OK ? imapi_call_done(call, S_OK) : refuse(call, fault);
}

/* ----------------------------------------------------------------------------------------------------------- texts */

/* Negative numbers are none that a disc has. */
static unsigned number_of(LONG value)
{
    return value < 0 ? MAXLONG : (unsigned)value;
}

static HRESULT WINAPI cd_text_put_Text(IOpenCDText *iface, LONG type, LONG track, BSTR value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct cdtext_fault fault;
    struct contents *fresh;
    struct imapi_call call;
    enum cdtext_status status;

    begin(&call, "Setting a text");
    fresh = begin_change(self);
    if (!fresh) return imapi_call_done(&call, E_OUTOFMEMORY);
    status = cdtext_put(&fresh->text, number_of(type), number_of(track), (const uint16_t *)value, SysStringLen(value),
                        &fault);
    return end_change(self, &call, fresh, status, &fault);
}

static HRESULT WINAPI cd_text_get_Text(IOpenCDText *iface, LONG type, LONG track, BSTR *value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct cdtext_fault fault;
    struct imapi_call call;
    const uint8_t *bytes;
    size_t count, i;

    begin(&call, "Reading a text");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = NULL;
    if (cdtext_check_place(number_of(type), number_of(track), &fault) != CDTEXT_OK) return refuse(&call, &fault);
    EnterCriticalSection(&self->stream.lock);
    bytes = cdtext_peek(&self->contents->text, (unsigned)type, (unsigned)track, &count);
    *value = SysAllocStringLen(NULL, (UINT)count);
    for (i = 0; *value && i < count; i++)
        (*value)[i] = bytes[i];
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(&call, *value ? S_OK : E_OUTOFMEMORY);
}

/* --------------------------------------------------------------------------------------------------------- numbers */

enum number { LANGUAGE, GENRE, FIRST_TRACK, LAST_TRACK };

static HRESULT get_number(IOpenCDText *iface, const char *attempt, enum number which, LONG *value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    const struct cdtext *text;
    struct imapi_call call;

    begin(&call, attempt);
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&self->stream.lock);
    text = &self->contents->text;
    switch (which) {
    case LANGUAGE:
        *value = text->language;
        break;
    case GENRE:
        *value = text->genre;
        break;
    case FIRST_TRACK:
        *value = text->first_track;
        break;
    case LAST_TRACK:
        *value = (LONG)cdtext_last_track(text);
        break;
    }
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT put_number(IOpenCDText *iface, const char *attempt, enum number which, LONG value, LONG least, LONG most)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    enum cdtext_status status = CDTEXT_OK;
    struct cdtext_fault fault;
    struct contents *fresh;
    struct imapi_call call;

    begin(&call, attempt);
    if (value < least || value > most) return refuse_number(&call, least, most);
    fresh = begin_change(self);
    if (!fresh) return imapi_call_done(&call, E_OUTOFMEMORY);
    switch (which) {
    case LANGUAGE:
        fresh->text.language = (uint8_t)value;
        break;
    case GENRE:
        fresh->text.genre = (uint16_t)value;
        break;
    case FIRST_TRACK:
        status = cdtext_set_tracks(&fresh->text, (unsigned)value, fresh->text.last_track, &fault);
        break;
    case LAST_TRACK:
        status = cdtext_set_tracks(&fresh->text, fresh->text.first_track, (unsigned)value, &fault);
        break;
    }
    return end_change(self, &call, fresh, status, &fault);
}

static HRESULT WINAPI cd_text_put_LanguageCode(IOpenCDText *iface, LONG value)
{
    return put_number(iface, "Setting the language of the texts", LANGUAGE, value, 0, LANGUAGE_MAX);
}

static HRESULT WINAPI cd_text_get_LanguageCode(IOpenCDText *iface, LONG *value)
{
    return get_number(iface, "Reading the language of the texts", LANGUAGE, value);
}

static HRESULT WINAPI cd_text_put_GenreCode(IOpenCDText *iface, LONG value)
{
    return put_number(iface, "Setting the genre of the disc", GENRE, value, 0, GENRE_MAX);
}

static HRESULT WINAPI cd_text_get_GenreCode(IOpenCDText *iface, LONG *value)
{
    return get_number(iface, "Reading the genre of the disc", GENRE, value);
}

static HRESULT WINAPI cd_text_put_FirstTrack(IOpenCDText *iface, LONG value)
{
    return put_number(iface, "Setting the number of the first track", FIRST_TRACK, value, 1, CDTEXT_TRACKS_MAX);
}

static HRESULT WINAPI cd_text_get_FirstTrack(IOpenCDText *iface, LONG *value)
{
    return get_number(iface, "Reading the number of the first track", FIRST_TRACK, value);
}

static HRESULT WINAPI cd_text_put_LastTrack(IOpenCDText *iface, LONG value)
{
    return put_number(iface, "Setting the number of the last track", LAST_TRACK, value, 1, CDTEXT_TRACKS_MAX);
}

static HRESULT WINAPI cd_text_get_LastTrack(IOpenCDText *iface, LONG *value)
{
    return get_number(iface, "Reading the number of the last track", LAST_TRACK, value);
}

static HRESULT WINAPI cd_text_put_Copyrighted(IOpenCDText *iface, VARIANT_BOOL value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct cdtext_fault fault;
    struct contents *fresh;
    struct imapi_call call;

    begin(&call, "Setting whether the texts are protected by copyright");
    fresh = begin_change(self);
    if (!fresh) return imapi_call_done(&call, E_OUTOFMEMORY);
    fresh->text.is_copyrighted = value != VARIANT_FALSE;
    return end_change(self, &call, fresh, CDTEXT_OK, &fault);
}

static HRESULT WINAPI cd_text_get_Copyrighted(IOpenCDText *iface, VARIANT_BOOL *value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct imapi_call call;

    begin(&call, "Reading whether the texts are protected by copyright");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&self->stream.lock);
    *value = self->contents->text.is_copyrighted ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(&call, S_OK);
}

/* ----------------------------------------------------------------------------------------- packs and where they go */

static HRESULT WINAPI cd_text_get_Packs(IOpenCDText *iface, SAFEARRAY **value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct imapi_call call;
    ULONG bytes;

    begin(&call, "Reading the packs");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&self->stream.lock);
    bytes = (ULONG)self->contents->pack_count * CDTEXT_PACK_BYTES;
    *value = SafeArrayCreateVector(VT_UI1, 0, bytes);
    if (*value) CopyMemory((*value)->pvData, self->contents->packs, bytes);
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(&call, *value ? S_OK : E_OUTOFMEMORY);
}

static HRESULT set_sectors(struct cd_text *self, const struct imapi_call *call, LONGLONG sectors)
{
    if (sectors < 0 || sectors > SECTORS_MAX) return refuse_number(call, 0, SECTORS_MAX);
    EnterCriticalSection(&self->stream.lock);
    self->stream.size = (ULONGLONG)sectors * SECTOR_BYTES;
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(call, S_OK);
}

static HRESULT WINAPI cd_text_put_ImageSectors(IOpenCDText *iface, LONG value)
{
    struct imapi_call call;

    begin(&call, "Setting how many sectors the image has");
    return set_sectors(cd_text_from_IOpenCDText(iface), &call, value);
}

static HRESULT WINAPI cd_text_get_ImageSectors(IOpenCDText *iface, LONG *value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct imapi_call call;

    begin(&call, "Reading how many sectors the image has");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&self->stream.lock);
    *value = (LONG)(self->stream.size / SECTOR_BYTES);
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI cd_text_put_StartOfLeadIn(IOpenCDText *iface, LONG value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct imapi_call call;

    begin(&call, "Setting where the lead-in begins");
    if (value < LEAD_IN_MIN || value >= RAWCD_PROGRAM_AREA)
        return refuse_number(&call, LEAD_IN_MIN, RAWCD_PROGRAM_AREA - 1);
    EnterCriticalSection(&self->stream.lock);
    self->start_of_lead_in = value;
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI cd_text_get_StartOfLeadIn(IOpenCDText *iface, LONG *value)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct imapi_call call;

    begin(&call, "Reading where the lead-in begins");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&self->stream.lock);
    *value = self->start_of_lead_in;
    LeaveCriticalSection(&self->stream.lock);
    return imapi_call_done(&call, S_OK);
}

/* Images of ours have 6,750 sectors of lead-out; what another implementation's have, its caller sets. */
static HRESULT WINAPI cd_text_Attach(IOpenCDText *iface, IUnknown *object)
{
    IRawCDImageCreator *creator;
    struct imapi_call call;
    LONG lead_out = 0;
    HRESULT hr;

    begin(&call, "Asking the creator of the image how many sectors it has");
    if (!object) return imapi_call_done(&call, E_POINTER);
    hr = IUnknown_QueryInterface(object, &IID_IRawCDImageCreator, (void **)&creator);
    if (FAILED(hr)) return imapi_call_told(&call, hr, "The object is no creator of raw images (IRawCDImageCreator).");
    hr = IRawCDImageCreator_get_StartOfLeadout(creator, &lead_out);
    IRawCDImageCreator_Release(creator);
    if (FAILED(hr)) return imapi_call_told(&call, hr, NULL);
    return set_sectors(cd_text_from_IOpenCDText(iface), &call,
                       (LONGLONG)LEAD_IN_SECTORS + lead_out + RAWCD_LEAD_OUT_SECTORS);
}

/* --------------------------------------------------------------------------------------------------------- loading */

static bool has_zero(BSTR text)
{
    return wcslen(text) != SysStringLen(text);
}

static HRESULT load(IOpenCDText *iface, const char *attempt, BSTR path, enum cd_text_file kind)
{
    struct cd_text *self = cd_text_from_IOpenCDText(iface);
    struct cdtext_fault fault = {.status = CDTEXT_OK};
    struct contents *fresh;
    struct imapi_call call;
    HRESULT hr;

    begin(&call, attempt);
    if (!SysStringLen(path) || has_zero(path)) return imapi_call_done(&call, E_INVALIDARG);
    fresh = base_alloc(sizeof *fresh);
    if (!fresh) return imapi_call_done(&call, E_OUTOFMEMORY);
    hr = cd_text_file_read(path, kind, &fresh->text, &fault);
    if (FAILED(hr)) {
        base_free(fresh);
        return fault.status != CDTEXT_OK ? refuse(&call, &fault) : imapi_call_done(&call, hr);
    }
    EnterCriticalSection(&self->stream.lock);
    return end_change(self, &call, fresh, CDTEXT_OK, &fault);
}

static HRESULT WINAPI cd_text_LoadSheet(IOpenCDText *iface, BSTR path)
{
    return load(iface, "Loading the CD-TEXT sheet", path, CD_TEXT_SHEET);
}

static HRESULT WINAPI cd_text_LoadCueSheet(IOpenCDText *iface, BSTR path)
{
    return load(iface, "Loading the cue sheet", path, CD_TEXT_CUE_SHEET);
}

static HRESULT WINAPI cd_text_LoadPacks(IOpenCDText *iface, BSTR path)
{
    return load(iface, "Loading the CD-TEXT packs", path, CD_TEXT_PACKS);
}

/* ---------------------------------------------------------------------------------------------------------- stream */

static struct cd_text *from_stream(struct com_read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct cd_text, stream);
}

/* All of one reading comes from the packs of one moment. */
static HRESULT read_sub_code(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    struct cd_text *self = from_stream(stream);
    uint8_t packs[CDTEXT_BLOCK_BYTES_MAX];
    size_t pack_count;
    LONG start;

    EnterCriticalSection(&stream->lock);
    pack_count = self->contents->pack_count;
    CopyMemory(packs, self->contents->packs, pack_count * CDTEXT_PACK_BYTES);
    start = self->start_of_lead_in;
    LeaveCriticalSection(&stream->lock);

    while (*got < count) {
        ULONGLONG at = offset + *got;
        LONG lba = RAWCD_LEAD_IN + (LONG)(at / SECTOR_BYTES);
        ULONG within = (ULONG)(at % SECTOR_BYTES), wanted = SECTOR_BYTES - within;
        uint8_t symbols[SECTOR_BYTES];

        if (wanted > count - *got) wanted = count - *got;
        cdtext_fill_sector(packs, lba < RAWCD_PROGRAM_AREA ? pack_count : 0, lba - start, symbols);
        CopyMemory(bytes + *got, symbols + within, wanted);
        *got += wanted;
    }
    return S_OK;
}

static HRESULT clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    (void)size; /* taken from the object together with the rest */
    return create(&IID_IStream, (void **)out, from_stream(stream), position);
}

static const struct com_read_stream_class stream_class = {
    L"OpenIMAPI2.CDText", &IID_IStream, false, read_sub_code, clone, stream_call_failed, NULL, 0,
};

/* ----------------------------------------------------------------------------------------------------------- class */

static const IOpenCDTextVtbl cd_text_IOpenCDText_vtbl = {
    COM_DISPATCH_METHODS(cd_text, IOpenCDText),
    cd_text_put_Text,
    cd_text_get_Text,
    cd_text_put_LanguageCode,
    cd_text_get_LanguageCode,
    cd_text_put_GenreCode,
    cd_text_get_GenreCode,
    cd_text_put_Copyrighted,
    cd_text_get_Copyrighted,
    cd_text_put_FirstTrack,
    cd_text_get_FirstTrack,
    cd_text_put_LastTrack,
    cd_text_get_LastTrack,
    cd_text_get_Packs,
    cd_text_put_ImageSectors,
    cd_text_get_ImageSectors,
    cd_text_put_StartOfLeadIn,
    cd_text_get_StartOfLeadIn,
    cd_text_LoadSheet,
    cd_text_LoadCueSheet,
    cd_text_LoadPacks,
    cd_text_Attach,
};

static const IStreamVtbl cd_text_IStream_vtbl = {COM_READ_STREAM_METHODS(cd_text, IStream)};

static const struct com_interface cd_text_interfaces[] = {
    {&IID_IOpenCDText, offsetof(struct cd_text, IOpenCDText_iface)},
    {&IID_IDispatch, offsetof(struct cd_text, IOpenCDText_iface)},
    {&IID_IStream, offsetof(struct cd_text, IStream_iface)},
    {&IID_ISequentialStream, offsetof(struct cd_text, IStream_iface)},
};

static void cd_text_destroy(struct com_object *object)
{
    struct cd_text *self = CONTAINING_RECORD(object, struct cd_text, object);

    com_read_stream_destroy(&self->stream);
    base_free(self->contents);
    base_free(self);
}

static const struct com_class cd_text_class = {
    &CLSID_OpenIMAPI2_CDText, true, cd_text_interfaces, ARRAYSIZE(cd_text_interfaces), cd_text_destroy,
};

/* from: whose texts and settings the object begins with; NULL: none, and those of a new one. */
static HRESULT create(REFIID iid, void **out, struct cd_text *from, ULONGLONG position)
{
    struct cd_text *self = base_alloc(sizeof *self);

    *out = NULL;
    if (self) self->contents = base_alloc(sizeof *self->contents);
    if (!self || !self->contents || !com_read_stream_init(&self->stream, &stream_class, true)) {
        if (self) base_free(self->contents);
        base_free(self);
        return E_OUTOFMEMORY;
    }
    self->IOpenCDText_iface.lpVtbl = &cd_text_IOpenCDText_vtbl;
    self->IStream_iface.lpVtbl = &cd_text_IStream_vtbl;
    self->stream.position = position;
    if (from) {
        EnterCriticalSection(&from->stream.lock);
        *self->contents = *from->contents;
        self->start_of_lead_in = from->start_of_lead_in;
        self->stream.size = from->stream.size;
        LeaveCriticalSection(&from->stream.lock);
    } else {
        cdtext_init(&self->contents->text);
        self->start_of_lead_in = RAWCD_LEAD_IN;
        self->stream.size = (ULONGLONG)(LEAD_IN_SECTORS + RAWCD_LEAD_OUT_SECTORS) * SECTOR_BYTES;
    }
    com_object_init(&self->object, &cd_text_class);
    return com_object_hand_out(&self->object, iid, out);
}

HRESULT cd_text_create(REFIID iid, void **out)
{
    return create(iid, out, NULL, 0);
}
