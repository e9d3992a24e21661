/* MsftDiscFormat2TrackAtOnce: disc_format2_track_at_once.c has the object and its properties; track_at_once_write.c
 * prepares the disc, writes its tracks with events, and releases it.
 *
 * The client prepares a blank CD, adds tracks one by one, and releases it. In between, the object holds the drive.
 */
#ifndef OPENIMAPI2_IMAPI2_DISC_FORMAT2_TRACK_AT_ONCE_H
#define OPENIMAPI2_IMAPI2_DISC_FORMAT2_TRACK_AT_ONCE_H

#include <windows.h>

#include "base/clock.h"
#include "burn/audio_write.h"
#include "com/connection_point.h"
#include "com/object.h"
#include "imapi2.h"
#include "imapi2/format2.h"
#include "imapi2/prepared_media.h"
#include "openimapi2.h"
#include "rawcd/toc.h"

/* A track that was written. */
struct tao_track {
    int32_t start_lba;
    uint32_t blocks; /* including the silence that pads a short track */
};

struct disc_format2_track_at_once {
    struct com_object object;
    IDiscFormat2TrackAtOnce IDiscFormat2TrackAtOnce_iface;
    IBurnVerification IBurnVerification_iface;
    IOpenBurnSetbacks IOpenBurnSetbacks_iface;
    struct com_connection_container container;
    struct com_connection_point events;

    struct format2 format; /* is_prepared: from PrepareMedia to ReleaseMedia */

    /* Guarded by the format's lock; not changed while it is busy. */
    VARIANT_BOOL buffer_underrun_free_disabled, do_not_finalize_media;
    IMAPI_BURN_VERIFICATION_LEVEL verification;

    /* Likewise guarded; about the prepared disc. */
    bool is_adding; /* in AddAudioTrack, which can be cancelled */
    LONG total_sectors;
    LONG free_sectors; /* of the next track */
    LONG used_sectors;
    struct tao_track tracks[BURN_AUDIO_TRACKS_MAX];
    LONG track_count;
    BYTE toc[RAWCD_TOC_BYTES_MAX]; /* the last result of ExpectedTableOfContents points here */

    /* Used only by the one call that has made the object busy. */
    struct prepared_media media;
    struct burn_audio_disc disc;
    bool is_calibrated; /* the laser, for this disc */
    bool is_unflushed;  /* the drive did not end the last track */
    struct burn_setbacks met;
};

/* The class's constructor. clock must live as long as the module is in use. */
HRESULT disc_format2_track_at_once_create(const struct base_clock *clock, REFIID iid, void **out);

/* track_at_once_write.c: the methods of IDiscFormat2TrackAtOnce. */
HRESULT tao_prepare_media(struct disc_format2_track_at_once *tao);
HRESULT tao_add_audio_track(struct disc_format2_track_at_once *tao, IStream *stream);
HRESULT tao_cancel_add_track(struct disc_format2_track_at_once *tao);
HRESULT tao_release_media(struct disc_format2_track_at_once *tao);

/* Likewise, when the object is destroyed: the outcome is not reported. */
void tao_abandon_media(struct disc_format2_track_at_once *tao);

#endif
