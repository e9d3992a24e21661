/* Cuts runs of samples into tracks of whole sectors: a run is one file, or all files of a gapless disc. */
#include "discctl/audio_tracks.h"

#include <string.h>

#include "discctl/files.h"
#include "discctl/memory.h"
#include "discctl/read_stream.h"
#include "discctl/wav_file.h"

/* 99:59:74 is the last address of a CD (IEC 60908). */
enum { SECTORS_MAX = 100 * 60 * AUDIO_SECTORS_PER_S };

/* The samples of one file, and where they stand in the run of all. */
struct audio_file {
    const char *path;
    struct wav_file wav;
    uint64_t start; /* bytes of the files before it */
    bool has_failed;
};

/* Files one behind the other. */
struct audio_run {
    struct audio_file *files;
    size_t count;
    uint64_t bytes;
};

/* A part of a run, from a whole sector on. */
struct track_stream {
    struct read_stream stream;
    struct audio_run *run; /* borrowed */
    uint64_t start;        /* bytes of the run before it */
};

/* What stands at an offset of the run, up to the end of its file; behind the last file zeros. */
static HRESULT read_part(struct audio_run *run, uint64_t offset, uint8_t *bytes, ULONG *count)
{
    struct audio_file *file;
    uint64_t left;
    HRESULT hr;
    size_t i;

    for (i = 0; i < run->count && offset >= run->files[i].start + run->files[i].wav.bytes; i++)
        continue;
    if (i == run->count) {
        memset(bytes, 0, *count);
        return S_OK;
    }
    file = &run->files[i];
    left = file->start + file->wav.bytes - offset;
    if (*count > left) *count = (ULONG)left;
    hr = file_read_at(file->wav.file, file->wav.start + (offset - file->start), bytes, *count);
    file->has_failed |= FAILED(hr);
    return hr;
}

static HRESULT track_read_at(struct read_stream *stream, uint64_t offset, void *bytes, ULONG count)
{
    struct track_stream *track = CONTAINING_RECORD(stream, struct track_stream, stream);
    ULONG done = 0, part;
    HRESULT hr = S_OK;

    for (; done < count && SUCCEEDED(hr); done += part) {
        part = count - done;
        hr = read_part(track->run, track->start + offset + done, (uint8_t *)bytes + done, &part);
    }
    return hr;
}

static void track_destroy(struct read_stream *stream)
{
    memory_free(CONTAINING_RECORD(stream, struct track_stream, stream));
}

static const struct read_stream_methods track_methods = {track_read_at, track_destroy};

static IStream *create_stream(struct audio_run *run, uint64_t start, LONG sectors)
{
    struct track_stream *track = memory_get(sizeof *track);

    track->run = run;
    track->start = start;
    read_stream_begin(&track->stream, &track_methods, (uint64_t)sectors * AUDIO_SECTOR_BYTES);
    return &track->stream.IStream_iface;
}

/* Add a file to the end of a run. */
static bool open_file(struct audio_run *run, const char *path, struct failure *failure)
{
    struct audio_file *file = &run->files[run->count];

    file->path = path;
    file->start = run->bytes;
    if (!wav_file_open(path, &file->wav, failure)) return false;
    run->bytes += file->wav.bytes;
    run->count++;
    return true;
}

/* The tracks of a run, one for each of its files. Their borders are at whole sectors: the one in which a file begins is
 * the first of its track, so that a player that goes there misses nothing of it.
 */
static void cut(struct audio_run *run, struct audio_track *tracks)
{
    size_t i;

    for (i = 0; i < run->count; i++) {
        uint64_t first = run->files[i].start / AUDIO_SECTOR_BYTES,
                 last = i + 1 < run->count ? run->files[i + 1].start / AUDIO_SECTOR_BYTES
                                           : (run->bytes + AUDIO_SECTOR_BYTES - 1) / AUDIO_SECTOR_BYTES;

        tracks[i].path = run->files[i].path;
        tracks[i].sectors = (LONG)(last - first);
        tracks[i].stream = create_stream(run, first * AUDIO_SECTOR_BYTES, tracks[i].sectors);
    }
}

static bool open_all(char *const *paths, bool is_gapless, struct audio_tracks *tracks, struct failure *failure)
{
    size_t count, runs, i;
    uint64_t bytes = 0;

    for (count = 0; paths[count]; count++)
        continue;
    if (count > AUDIO_TRACKS_MAX) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER),
                               "there are %llu files, and a CD has no more than 99 tracks", (unsigned long long)count);
        return false;
    }
    runs = is_gapless ? 1 : count;
    tracks->count = count;
    tracks->tracks = memory_get(count * sizeof *tracks->tracks);
    tracks->runs = memory_get((runs + 1) * sizeof *tracks->runs); /* the last has no files */
    for (i = 0; i < runs; i++)
        tracks->runs[i].files = memory_get(count / runs * sizeof *tracks->runs[i].files);
    for (i = 0; i < count; i++) {
        struct audio_run *run = &tracks->runs[is_gapless ? 0 : i];

        if (!open_file(run, paths[i], failure)) return false;
        bytes += run->files[run->count - 1].wav.bytes;
        if (bytes > (uint64_t)SECTORS_MAX * AUDIO_SECTOR_BYTES) {
            *failure = failure_say(
                HRESULT_FROM_WIN32(ERROR_FILE_TOO_LARGE),
                "%s and the tracks before it last more than 100 minutes, which is too long for any CD", paths[i]);
            return false;
        }
    }
    for (i = 0; i < runs; i++)
        cut(&tracks->runs[i], tracks->tracks + i);
    return true;
}

bool audio_tracks_open(char *const *paths, bool is_gapless, struct audio_tracks *tracks, struct failure *failure)
{
    memset(tracks, 0, sizeof *tracks);
    if (open_all(paths, is_gapless, tracks, failure)) return true;
    audio_tracks_close(tracks);
    return false;
}

const char *audio_tracks_failed(const struct audio_tracks *tracks)
{
    const struct audio_run *run;
    size_t i;

    for (run = tracks->runs; run && run->files; run++) {
        for (i = 0; i < run->count; i++) {
            if (run->files[i].has_failed) return run->files[i].path;
        }
    }
    return NULL;
}

void audio_tracks_close(struct audio_tracks *tracks)
{
    struct audio_run *run;
    size_t i;

    for (i = 0; i < tracks->count; i++) {
        if (tracks->tracks[i].stream) IStream_Release(tracks->tracks[i].stream);
    }
    for (run = tracks->runs; run && run->files; run++) {
        for (i = 0; i < run->count; i++)
            wav_file_close(&run->files[i].wav);
        memory_free(run->files);
    }
    memory_free(tracks->runs);
    memory_free(tracks->tracks);
    memset(tracks, 0, sizeof *tracks);
}

char *audio_time_text(LONG sectors)
{
    return memory_printf("%02ld:%02ld:%02ld", sectors / AUDIO_SECTORS_PER_S / 60, sectors / AUDIO_SECTORS_PER_S % 60,
                         sectors % AUDIO_SECTORS_PER_S);
}
