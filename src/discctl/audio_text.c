/* Lets OpenIMAPI2.CDText read the user's sheet, and attaches it to the raw image. */
#include "discctl/audio_text.h"

#include <string.h>

#include "discctl/files.h"
#include "discctl/memory.h"

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path), of_ending = strlen(ending);

    return length >= of_ending && _stricmp(path + length - of_ending, ending) == 0;
}

static HRESULT load(IOpenCDText *text, const char *path)
{
    wchar_t *absolute = file_absolute_path(path);
    BSTR name = SysAllocString(absolute);
    HRESULT hr;

    if (!name) {
        hr = E_OUTOFMEMORY;
    } else if (ends_in(path, ".cue")) {
        hr = IOpenCDText_LoadCueSheet(text, name);
    } else if (ends_in(path, ".cdt")) {
        hr = IOpenCDText_LoadPacks(text, name);
    } else {
        hr = IOpenCDText_LoadSheet(text, name);
    }
    SysFreeString(name);
    memory_free(absolute);
    return hr;
}

/* Texts of tracks that the disc will not have are a sheet of another disc. */
static bool fits(IOpenCDText *text, const char *path, size_t tracks, struct failure *failure)
{
    LONG last = 0;
    HRESULT hr = IOpenCDText_get_LastTrack(text, &last);

    if (SUCCEEDED(hr) && last <= (LONG)tracks) return true;
    *failure = FAILED(hr)
                   ? failure_take(hr)
                   : failure_say(HRESULT_FROM_WIN32(ERROR_INVALID_DATA),
                                 "--text: %s has texts for %ld tracks, but the number of tracks of this disc is %u",
                                 path, last, (unsigned)tracks);
    return false;
}

/* Every track of the disc has a text of each type that is there, if only an empty one. */
static HRESULT cover(IOpenCDText *text, size_t tracks)
{
    HRESULT hr = IOpenCDText_put_FirstTrack(text, 1);

    return SUCCEEDED(hr) ? IOpenCDText_put_LastTrack(text, (LONG)tracks) : hr;
}

bool audio_text_open(const char *path, size_t tracks, IOpenCDText **text, struct failure *failure)
{
    struct failure plain;
    HRESULT hr =
        CoCreateInstance(&CLSID_OpenIMAPI2_CDText, NULL, CLSCTX_INPROC_SERVER, &IID_IOpenCDText, (void **)text);

    if (FAILED(hr)) {
        *failure = failure_say(hr, "--text needs the class OpenIMAPI2.CDText, which cannot be created: register "
                                   "OpenIMAPI2's imapi2.dll with regsvr32");
        return false;
    }
    hr = load(*text, path);
    if (SUCCEEDED(hr) && !fits(*text, path, tracks, failure)) goto done;
    if (SUCCEEDED(hr)) hr = cover(*text, tracks);
    if (SUCCEEDED(hr)) return true;
    plain = failure_take(hr);
    *failure = failure_say(hr, "--text: %s: %s", path, plain.text);
    failure_free(&plain);
done:
    IOpenCDText_Release(*text);
    *text = NULL;
    return false;
}

BSTR audio_text_code(IOpenCDText *text, size_t track)
{
    BSTR code = NULL;

    if (FAILED(IOpenCDText_get_Text(text, OPEN_CD_TEXT_CODES, (LONG)track, &code))) return NULL;
    if (SysStringLen(code)) return code;
    SysFreeString(code);
    return NULL;
}

bool audio_text_attach(IOpenCDText *text, IRawCDImageCreator *creator, LONG lead_in, struct failure *failure)
{
    IStream *sub_code = NULL;
    HRESULT hr = IOpenCDText_Attach(text, (IUnknown *)creator);

    if (SUCCEEDED(hr)) hr = IOpenCDText_put_StartOfLeadIn(text, lead_in);
    if (SUCCEEDED(hr)) hr = IOpenCDText_QueryInterface(text, &IID_IStream, (void **)&sub_code);
    if (SUCCEEDED(hr)) {
        hr = IRawCDImageCreator_AddSubcodeRWGenerator(creator, sub_code);
        IStream_Release(sub_code);
    }
    if (FAILED(hr)) *failure = failure_take(hr);
    return SUCCEEDED(hr);
}
