/* Finds format and samples of a WAV file through the multimedia file services of Windows (winmm), and says what kind of
 * file it is if it cannot be burned.
 */
#include "discctl/wav_file.h"

#include <limits.h>
#include <string.h>

#include <mmsystem.h>
#include <mmreg.h>

#include "discctl/files.h"
#include "discctl/memory.h"

enum {
    HEADER_BYTES = 12,         /* "RIFF", the size of all that follows, "WAVE" */
    CHUNKS_MAX = 1000,         /* before the samples: programs write five or ten */
    SIZE_UNKNOWN = 0x7FFF0000, /* from here on no length is meant: no file that is taken has so many bytes */
    FORMAT_PCM = 1,
    FORMAT_EXTENSIBLE = 0xFFFE,
    CHANNELS = 2,
    HZ = 44100,
    BITS = 16,
};

#define WANTED "an audio CD needs PCM with 44100 Hz, 2 channels and 16 bits"

static struct failure no_wav_file(const char *path, const char *what)
{
    return failure_say(HRESULT_FROM_WIN32(ERROR_INVALID_DATA), "%s %s; " WANTED ", in a WAV file", path, what);
}

/* ------------------------------------------------------------------------------------------- what a file looks like */

/* Sound files that people have, by their first bytes. */
/* clang-format off */
static const struct {
    size_t at;
    const char *bytes, *what;
} kinds[] = {
    {0, "ID3",              "is an MP3 file"},
    {0, "\xFF\xFB",         "is an MP3 file"},
    {0, "\xFF\xFA",         "is an MP3 file"},
    {0, "\xFF\xF3",         "is an MP3 file"},
    {0, "\xFF\xF1",         "is an AAC file"},
    {0, "\xFF\xF9",         "is an AAC file"},
    {0, "fLaC",             "is a FLAC file"},
    {0, "OggS",             "is an Ogg file"},
    {0, "FORM",             "is an AIFF file"},
    {0, "RIFX",             "is a WAV file in big-endian order"},
    {0, "riff",             "is a Wave64 file"},
    {0, "wvpk",             "is a WavPack file"},
    {0, "MAC ",             "is a Monkey's Audio file"},
    {0, "\x30\x26\xB2\x75", "is a WMA file"},
    {0, ".snd",             "is an AU file"},
    {4, "ftyp",             "is an MP4 file"},
};
/* clang-format on */

static bool has_at(const uint8_t *header, size_t at, const char *bytes)
{
    return memcmp(header + at, bytes, strlen(bytes)) == 0;
}

/* The header is RIFF's with the form WAVE. False, and failure says what the file is. */
static bool is_wave(const char *path, const uint8_t *header, struct failure *failure)
{
    size_t i;

    if ((has_at(header, 0, "RIFF") || has_at(header, 0, "RF64")) && has_at(header, 8, "WAVE")) return true;
    for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!has_at(header, kinds[i].at, kinds[i].bytes)) continue;
        *failure = no_wav_file(path, kinds[i].what);
        return false;
    }
    *failure = no_wav_file(path, "is no WAV file");
    return false;
}

/* clang-format off */
static const struct {
    WORD tag;
    const char *name;
} formats[] = {
    {0x0001, "PCM"},
    {0x0002, "Microsoft's ADPCM"},
    {0x0003, "floating-point numbers"},
    {0x0006, "A-law"},
    {0x0007, "mu-law"},
    {0x0011, "IMA ADPCM"},
    {0x0031, "GSM 6.10"},
    {0x0050, "MPEG"},
    {0x0055, "MP3"},
    {0x00FF, "AAC"},
    {0x0161, "WMA"},
    {0x2000, "AC-3"},
};
/* clang-format on */

/* "PCM"; "format 1234h". memory_free(). */
static char *format_name(WORD tag)
{
    size_t i;

    for (i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (formats[i].tag == tag) return memory_printf("%s", formats[i].name);
    }
    return memory_printf("format %04Xh", tag);
}

/* -------------------------------------------------------------------------------------------- the chunks, by winmm */

/* mmioOpen takes "a+b.wav" for the element b.wav of a compound file a, and Wine's a path in the system's own character
 * set: so the file is opened here, and read for winmm by its handle. Of a handle 32 bits count, also in 64-bit Windows.
 * adwInfo: the handle, and the system's error where a read failed.
 */
static LRESULT CALLBACK on_file(LPSTR parameter, UINT message, LPARAM first, LPARAM second)
{
    MMIOINFO *info = (MMIOINFO *)parameter;
    HANDLE file = LongToHandle((LONG)info->adwInfo[0]);
    OVERLAPPED at = {.Offset = (DWORD)info->lDiskOffset};
    DWORD read = 0;

    switch (message) {
    case MMIOM_OPEN:
    case MMIOM_CLOSE:
        return MMSYSERR_NOERROR;
    case MMIOM_READ: /* the place, and how many bytes */
        /* NOLINTNEXTLINE(performance-no-int-to-ptr): pointers come as numbers here. */
        if (!ReadFile(file, (void *)first, (DWORD)second, &read, &at) && GetLastError() != ERROR_HANDLE_EOF) {
            info->adwInfo[1] = GetLastError();
            return -1;
        }
        info->lDiskOffset += (LONG)read;
        return (LRESULT)read;
    case MMIOM_SEEK: /* the offset, and from where: never the end, here */
        if (second != SEEK_SET && second != SEEK_CUR) return -1;
        info->lDiskOffset = (LONG)first + (second == SEEK_CUR ? info->lDiskOffset : 0);
        return info->lDiskOffset;
    default:
        return MMSYSERR_NOTSUPPORTED;
    }
}

/* What is known of the file while its chunks are walked. */
struct walk {
    const char *path;
    HMMIO io;
    uint64_t file_bytes;
    bool has_format, is_rf64;
    uint64_t long_bytes; /* of the samples, from the chunk "ds64" of RF64; 0: not told */
};

static bool read_chunk(const struct walk *walk, const MMCKINFO *chunk, void *bytes, LONG count)
{
    memset(bytes, 0, (size_t)count);
    if ((LONG)chunk->cksize >= 0 && (LONG)chunk->cksize < count) count = (LONG)chunk->cksize;
    return mmioSeek(walk->io, (LONG)chunk->dwDataOffset, SEEK_SET) == (LONG)chunk->dwDataOffset &&
           mmioRead(walk->io, bytes, count) == count;
}

/* KSDATAFORMAT_SUBTYPE_PCM and its neighbours: the tag, and a tail that all of them have. */
static WORD tag_of(const WAVEFORMATEXTENSIBLE *format)
{
    static const GUID base = {0, 0, 0x10, {0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71}};
    GUID guid = format->SubFormat;

    if (format->Format.wFormatTag != FORMAT_EXTENSIBLE || guid.Data1 > 0xFFFF) return format->Format.wFormatTag;
    guid.Data1 = 0;
    return memcmp(&guid, &base, sizeof guid) == 0 ? (WORD)format->SubFormat.Data1 : FORMAT_EXTENSIBLE;
}

static bool read_format(struct walk *walk, const MMCKINFO *chunk, struct failure *failure)
{
    WAVEFORMATEXTENSIBLE format;
    const WAVEFORMATEX *plain = &format.Format;
    char *name;
    WORD tag;

    if (chunk->cksize < sizeof(PCMWAVEFORMAT) || !read_chunk(walk, chunk, &format, sizeof format)) {
        *failure = no_wav_file(walk->path, "is damaged: its format is cut off");
        return false;
    }
    tag = tag_of(&format);
    walk->has_format = tag == FORMAT_PCM && plain->nSamplesPerSec == HZ && plain->nChannels == CHANNELS &&
                       plain->wBitsPerSample == BITS && plain->nBlockAlign == WAV_SAMPLE_BYTES;
    if (walk->has_format) return true;
    name = format_name(tag);
    *failure = failure_say(HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED),
                           "%s is %s with %lu Hz, %u channel%s and %u bits; " WANTED ": convert the file first",
                           walk->path, name, (unsigned long)plain->nSamplesPerSec, plain->nChannels,
                           plain->nChannels == 1 ? "" : "s", plain->wBitsPerSample);
    memory_free(name);
    return false;
}

/* RF64's long sizes (EBU Tech 3306): of the file, then of the samples; 64 bits each. */
static void read_long_sizes(struct walk *walk, const MMCKINFO *chunk)
{
    uint64_t sizes[2];

    if (chunk->cksize >= sizeof sizes && read_chunk(walk, chunk, sizes, sizeof sizes)) walk->long_bytes = sizes[1];
}

/* The chunk "data". Beyond its end other chunks may stand, which nobody wants to hear. */
static bool find_samples(const struct walk *walk, const MMCKINFO *chunk, struct wav_file *wav, struct failure *failure)
{
    uint64_t left = walk->file_bytes - chunk->dwDataOffset, claimed = chunk->cksize;

    if (walk->is_rf64 && claimed >= SIZE_UNKNOWN) claimed = walk->long_bytes;
    if (!claimed || claimed >= SIZE_UNKNOWN) claimed = left;
    if (claimed > left) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_HANDLE_EOF),
                               "%s is cut off: it is to have %llu bytes of samples, and %llu are there", walk->path,
                               (unsigned long long)claimed, (unsigned long long)left);
        return false;
    }
    wav->start = chunk->dwDataOffset;
    wav->bytes = claimed - claimed % WAV_SAMPLE_BYTES;
    if (!wav->bytes) *failure = no_wav_file(walk->path, "has no samples");
    return wav->bytes != 0;
}

static FOURCC four(const char *text)
{
    return mmioFOURCC(text[0], text[1], text[2], text[3]);
}

static bool walk_chunks(struct walk *walk, struct wav_file *wav, struct failure *failure)
{
    uint64_t at = HEADER_BYTES;
    MMCKINFO chunk;
    int i;

    for (i = 0; i < CHUNKS_MAX && at < walk->file_bytes; i++) {
        memset(&chunk, 0, sizeof chunk);
        if (mmioSeek(walk->io, (LONG)at, SEEK_SET) != (LONG)at || mmioDescend(walk->io, &chunk, NULL, 0)) break;
        if (chunk.dwDataOffset > walk->file_bytes) break;
        if (chunk.ckid == four("data")) {
            if (walk->has_format) return find_samples(walk, &chunk, wav, failure);
            *failure = no_wav_file(walk->path, "is damaged: its samples stand before their format");
            return false;
        }
        if (chunk.ckid == four("fmt ") && !read_format(walk, &chunk, failure)) return false;
        if (chunk.ckid == four("ds64")) read_long_sizes(walk, &chunk);
        at = (uint64_t)chunk.dwDataOffset + chunk.cksize + (chunk.cksize & 1); /* each begins at an even place */
    }
    *failure = no_wav_file(walk->path, i == CHUNKS_MAX ? "is damaged: it has 1000 chunks, and no samples among them"
                                                       : "is damaged: it has no chunk of samples");
    return false;
}

static bool read_file(const char *path, struct wav_file *wav, struct failure *failure)
{
    MMIOINFO info = {.pIOProc = on_file, .adwInfo = {(DWORD)HandleToLong(wav->file)}};
    struct walk walk = {.path = path};
    uint8_t header[HEADER_BYTES];
    LARGE_INTEGER size;
    bool is_found;

    if (!GetFileSizeEx(wav->file, &size)) size.QuadPart = 0;
    if (size.QuadPart > LONG_MAX) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_FILE_TOO_LARGE),
                               "%s has 2 GiB and more, which are no track: a CD has room for less than 1 GB", path);
        return false;
    }
    walk.file_bytes = (uint64_t)size.QuadPart;
    if (walk.file_bytes < sizeof header || FAILED(file_read_at(wav->file, 0, header, sizeof header))) {
        *failure = no_wav_file(path, walk.file_bytes ? "is no WAV file" : "is empty");
        return false;
    }
    if (!is_wave(path, header, failure)) return false;
    walk.is_rf64 = has_at(header, 0, "RF64");
    walk.io = mmioOpenW(NULL, &info, MMIO_READ);
    if (!walk.io) {
        *failure = failure_say(E_OUTOFMEMORY, "winmm cannot open %s (error %u)", path, info.wErrorRet);
        return false;
    }
    is_found = walk_chunks(&walk, wav, failure);
    if (!is_found && !mmioGetInfo(walk.io, &info, 0) && info.adwInfo[1]) {
        failure_free(failure);
        *failure = failure_say(HRESULT_FROM_WIN32(info.adwInfo[1]), "cannot read %s: error %lu of the system", path,
                               (unsigned long)info.adwInfo[1]);
    }
    mmioClose(walk.io, 0);
    return is_found;
}

bool wav_file_open(const char *path, struct wav_file *wav, struct failure *failure)
{
    memset(wav, 0, sizeof *wav);
    wav->file = file_open(path, failure);
    if (wav->file == INVALID_HANDLE_VALUE) {
        wav->file = NULL;
        return false;
    }
    if (read_file(path, wav, failure)) return true;
    wav_file_close(wav);
    return false;
}

void wav_file_close(struct wav_file *wav)
{
    if (wav->file) CloseHandle(wav->file);
    wav->file = NULL;
}
