/* What `discctl audio --report` says of the tracks and the settings (burn_report.h). */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_PAGE_H
#define OPENIMAPI2_DISCCTL_AUDIO_PAGE_H

#include "discctl/audio_image.h"
#include "discctl/audio_method.h"
#include "discctl/audio_tracks.h"
#include "discctl/audio_wishes.h"
#include "discctl/burn_report.h"

/* All borrowed; may be filled until the page is made. */
struct audio_page {
    struct burn_report_content content; /* hand out &page->content */
    const struct arguments *arguments;
    const struct audio_wishes *wishes;
    const struct audio_tracks *tracks;
    const struct audio_choice *choice; /* method AUDIO_METHOD_ANY: none was chosen */
    const struct audio_layout *layout; /* lead_out 0: it is not known */
};

/* With `content` set: the other members are the caller's. */
void audio_page_begin(struct audio_page *page);

#endif
