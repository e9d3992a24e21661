/* Reads READ TOC format 0 and READ SUB-CHANNEL formats 2 and 3 (MMC-3; later editions describe them less fully). */
#include "discctl/disc_tracks.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

enum {
    TIMEOUT_S = 60,
    TOC_HEADER = 4,
    TOC_ENTRY = 8,
    TOC_BYTES = TOC_HEADER + (DISC_TRACKS_MAX + 1) * TOC_ENTRY,
    CONTROL_PRE_EMPHASIS = 1,
    CONTROL_COPY = 2,
    CONTROL_DATA = 4,
    SUB_CHANNEL_BYTES = 24,
    FORMAT_CATALOGUE = 2,
    FORMAT_ISRC = 3,
};

/* How many bytes arrived; 0: the drive refused. */
static ULONG ask(IDiscRecorder2Ex *drive, BYTE *cdb, BYTE *reply, ULONG count)
{
    BYTE sense[18];
    ULONG received = 0;

    memset(reply, 0, count);
    cdb[7] = (BYTE)(count >> 8);
    cdb[8] = (BYTE)count;
    if (IDiscRecorder2Ex_SendCommandGetDataFromDevice(drive, cdb, 10, sense, TIMEOUT_S, reply, count, &received) !=
        S_OK)
        return 0;
    return received < count ? received : count;
}

static LONG number_at(const BYTE *bytes)
{
    return (LONG)((ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3]);
}

/* From the start of a track to the end; 0 where the drive's addresses do not rise, or leave no room for a LONG. */
static LONG length_of(LONG start, LONG end)
{
    int64_t sectors = (int64_t)end - start;

    return sectors > 0 && sectors <= LONG_MAX ? (LONG)sectors : 0;
}

/* Entries in the order in which they come; the lead-out ends the list. */
static void take_toc(const BYTE *reply, ULONG received, struct disc_tracks *tracks)
{
    ULONG claimed = received < 2 ? 0 : (ULONG)(reply[0] << 8 | reply[1]) + 2,
          usable = claimed < received ? claimed : received, at;
    struct disc_track *last = NULL;

    for (at = TOC_HEADER; at + TOC_ENTRY <= usable; at += TOC_ENTRY) {
        const BYTE *entry = reply + at;
        LONG start = number_at(entry + 4);

        if (last) last->sectors = length_of(last->start, start);
        if (entry[2] > DISC_TRACKS_MAX || tracks->count == DISC_TRACKS_MAX) break; /* at the lead-out, AAh, too */
        last = &tracks->tracks[tracks->count++];
        last->number = entry[2];
        last->is_data = entry[1] & CONTROL_DATA;
        last->copying_permitted = entry[1] & CONTROL_COPY;
        last->has_pre_emphasis = !last->is_data && entry[1] & CONTROL_PRE_EMPHASIS;
        last->start = start;
    }
}

/* Printable characters from byte 9 on, where bit 7 of byte 8 says that they are there; else "". */
static void read_code(IDiscRecorder2Ex *drive, BYTE format, int track, char *code, size_t count)
{
    BYTE cdb[10] = {0x42, 0, 0x40, format, 0, 0, (BYTE)track}, reply[SUB_CHANNEL_BYTES];
    size_t i;

    code[0] = 0;
    if (ask(drive, cdb, reply, sizeof reply) < 9 + count || !(reply[8] & 0x80)) return;
    for (i = 0; i < count; i++) {
        if (reply[9 + i] < '0' || reply[9 + i] > 'Z') return;
    }
    memcpy(code, reply + 9, count);
    code[count] = 0;
}

void disc_tracks_read(IDiscRecorder2 *recorder, struct disc_tracks *tracks)
{
    BYTE cdb[10] = {0x43}, reply[TOC_BYTES];
    IDiscRecorder2Ex *drive;
    size_t i;

    memset(tracks, 0, sizeof *tracks);
    if (FAILED(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&drive))) return;
    take_toc(reply, ask(drive, cdb, reply, sizeof reply), tracks);
    for (i = 0; i < tracks->count; i++) {
        if (!tracks->tracks[i].is_data)
            read_code(drive, FORMAT_ISRC, tracks->tracks[i].number, tracks->tracks[i].isrc, ISRC_CHARACTERS);
    }
    if (tracks->count) read_code(drive, FORMAT_CATALOGUE, 0, tracks->catalogue, CATALOGUE_DIGITS);
    IDiscRecorder2Ex_Release(drive);
}
