/* The sections about the tracks and the settings in the page of `discctl audio --report` (burn_report.h). */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_PAGE_H
#define OPENIMAPI2_DISCCTL_AUDIO_PAGE_H

#include "discctl/audio_image.h"
#include "discctl/audio_method.h"
#include "discctl/audio_tracks.h"
#include "discctl/audio_wishes.h"
#include "discctl/burn_report.h"

/* All borrowed; members may be set until the page is made. */
struct audio_page {
    struct burn_report_content content; /* pass &page->content */
    const struct arguments *arguments;
    const struct audio_wishes *wishes;
    const struct audio_tracks *tracks;
    const struct audio_choice *choice; /* method AUDIO_METHOD_ANY: none was chosen */
    const struct audio_layout *layout; /* lead_out 0: unknown */
};

/* Sets `content`; the caller sets the other members. */
void audio_page_begin(struct audio_page *page);

#endif
