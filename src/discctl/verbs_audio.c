/* audio: burns WAV files to an audio CD, by track at once or raw. */
#include "discctl/verbs.h"

#include <string.h>

#include "imapi2error.h"

#include "discctl/audio_burn.h"
#include "discctl/audio_image.h"
#include "discctl/audio_method.h"
#include "discctl/audio_page.h"
#include "discctl/audio_tracks.h"
#include "discctl/audio_wishes.h"
#include "discctl/burn_report.h"
#include "discctl/control.h"
#include "discctl/media_words.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/recorders.h"
#include "discctl/writers.h"

/* Everything that one disc needs, in the order in which it is found out. */
struct disc {
    struct audio_wishes wishes;
    struct audio_tracks tracks;
    IDiscFormat2Data *looker; /* tells what the disc in the drive is */
    IDiscRecorder2 *recorder;
    struct audio_choice choice;
    struct audio_layout layout;
    struct audio_image image; /* of raw writing */
    bool is_adjusted;         /* the drive took another speed */
};

static struct burn_report page_of_burn;

/* Is the disc a CD that is blank, and does it hold the tracks? What the writers themselves would say only after the
 * drive is locked.
 */
static bool check_disc(const struct disc *disc, struct failure *failure)
{
    IMAPI_MEDIA_PHYSICAL_TYPE type = IMAPI_MEDIA_TYPE_UNKNOWN;
    IMAPI_FORMAT2_DATA_MEDIA_STATE status = IMAPI_FORMAT2_DATA_MEDIA_STATE_UNKNOWN;
    LONG last_lead_out = 0;
    char *needed, *room, *words;
    HRESULT hr;

    do {
        hr = IDiscFormat2Data_get_CurrentPhysicalMediaType(disc->looker, &type);
        if (SUCCEEDED(hr)) hr = IDiscFormat2Data_get_CurrentMediaStatus(disc->looker, &status);
    } while (recorder_wait_if_becoming_ready(hr, failure));
    if (FAILED(hr)) return false;
    /* A CD-R that is closed is a CD-ROM to the drive. */
    if (type != IMAPI_MEDIA_TYPE_CDR && type != IMAPI_MEDIA_TYPE_CDRW && type != IMAPI_MEDIA_TYPE_CDROM) {
        *failure = failure_say(E_IMAPI_DF2TAO_MEDIA_IS_NOT_SUPPORTED,
                               "Audio goes onto a CD-R or a CD-RW, and the disc is of the kind %s",
                               media_type_text((LONG)type));
        return false;
    }
    if (!(status & IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK)) {
        words = media_status_text((LONG)status);
        *failure = failure_say(E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK, "The disc (%s) is %s, and audio needs a blank disc%s",
                               media_type_text((LONG)type), words,
                               type == IMAPI_MEDIA_TYPE_CDRW ? "; \"discctl erase\" makes it blank" : "");
        memory_free(words);
        return false;
    }
    /* Of a blank CD; what is free for data is less, by the gap behind them. */
    hr = IDiscFormat2Data_get_TotalSectorsOnMedia(disc->looker, &last_lead_out);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        return false;
    }
    if (disc->layout.lead_out <= last_lead_out) return true;
    needed = audio_time_text(disc->layout.lead_out);
    room = audio_time_text(last_lead_out);
    *failure = failure_say(
        E_IMAPI_DF2TAO_NOT_ENOUGH_SPACE,
        "The tracks and their pauses last %s, and the disc has room for %s (minutes, seconds, sectors)", needed, room);
    memory_free(needed);
    memory_free(room);
    return false;
}

static bool open_disc(const struct arguments *arguments, struct disc *disc, struct failure *failure)
{
    HRESULT hr;

    if (!audio_tracks_open(arguments->sources, disc->wishes.is_gapless, &disc->tracks, failure) ||
        !writer_open(arguments->positional, &disc->looker, failure))
        return false;
    burn_report_open(&page_of_burn, disc->looker);
    hr = IDiscFormat2Data_get_Recorder(disc->looker, &disc->recorder);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        return false;
    }
    if (!audio_choose(&disc->wishes, disc->recorder, &disc->choice, failure)) return false;
    if (disc->choice.method == AUDIO_METHOD_TRACK_AT_ONCE) {
        audio_layout_of_track_at_once(&disc->tracks, &disc->layout);
    } else if (!audio_image_begin(&disc->image, &disc->tracks, &disc->wishes, &disc->choice, &disc->layout, failure)) {
        return false;
    }
    page_of_burn.kind = disc->choice.method == AUDIO_METHOD_RAW ? BURN_REPORT_RAW : BURN_REPORT_TRACKS;
    page_of_burn.end_lba = disc->layout.lead_out;
    return check_disc(disc, failure);
}

static void close_disc(struct disc *disc)
{
    audio_image_end(&disc->image); /* it holds the tracks' streams */
    memory_free(disc->choice.why);
    if (disc->recorder) IDiscRecorder2_Release(disc->recorder);
    if (disc->looker) IDiscFormat2Data_Release(disc->looker);
    audio_tracks_close(&disc->tracks);
    audio_wishes_free(&disc->wishes);
}

/* The method and why, then each track with its start and its length. */
static void print_tracks(const struct disc *disc)
{
    char *start, *length;
    size_t i;

    output_print("Method: %s, since %s.\n", disc->choice.name, disc->choice.why);
    for (i = 0; i < disc->tracks.count; i++) {
        const struct audio_track *track = &disc->tracks.tracks[i];

        start = audio_time_text(disc->layout.starts[i]);
        length = audio_time_text(track->sectors);
        output_print("%3u.  from %s  lasts %s  %s%s%s\n", (unsigned)i + 1, start, length, track->path,
                     disc->wishes.isrc[i] ? "  ISRC " : "", disc->wishes.isrc[i] ? disc->wishes.isrc[i] : "");
        memory_free(start);
        memory_free(length);
    }
}

static void add_tracks(cJSON *object, const struct disc *disc)
{
    cJSON *tracks, *track;
    size_t i;

    cJSON_AddStringToObject(object, "method", disc->choice.method == AUDIO_METHOD_RAW ? "raw" : "track at once");
    if (disc->choice.method == AUDIO_METHOD_RAW)
        cJSON_AddNumberToObject(object, "sectorType", disc->choice.sector_type);
    cJSON_AddStringToObject(object, "reason", disc->choice.why);
    cJSON_AddNumberToObject(object, "leadOut", disc->layout.lead_out);
    tracks = cJSON_AddArrayToObject(object, "tracks");
    for (i = 0; i < disc->tracks.count; i++) {
        track = cJSON_CreateObject();
        cJSON_AddStringToObject(track, "file", disc->tracks.tracks[i].path);
        cJSON_AddNumberToObject(track, "start", disc->layout.starts[i]);
        cJSON_AddNumberToObject(track, "sectors", disc->tracks.tracks[i].sectors);
        cJSON_AddItemToArray(tracks, track);
    }
}

/* A page that could not be written is a failure, though the disc is burned. */
static int report(const struct arguments *arguments, const struct disc *disc)
{
    char *state = writer_disc_text(disc->looker), *length = audio_time_text(disc->layout.lead_out);
    bool is_dry = arguments->given & OPTION_DRY_RUN;
    char *text = memory_printf("%u track%s, %s with the pauses: %s.%s%s", (unsigned)disc->tracks.count,
                               disc->tracks.count == 1 ? "" : "s", length, is_dry ? "nothing was written" : "burned",
                               disc->is_adjusted ? " The drive took another speed than was asked for." : "", state);
    bool is_reported = burn_report_end(&page_of_burn, S_OK, text);
    cJSON *object;

    if (arguments->json) {
        object = failure_json(S_OK, text);
        add_tracks(object, disc);
        output_json(object);
    } else {
        output_print("%s\n", text);
    }
    memory_free(text);
    memory_free(length);
    memory_free(state);
    return is_reported ? EXIT_DONE : EXIT_FAILED;
}

/* The page comes before anything that is said, as in verbs_burn.c. */
static int report_failure(const struct arguments *arguments, struct failure *failure)
{
    burn_report_end(&page_of_burn, failure->hresult, failure->text);
    return failure_report(failure, arguments->json);
}

static bool burn(const struct arguments *arguments, struct disc *disc, struct failure *failure)
{
    const struct audio_burn_options options = {&disc->wishes, arguments->json, &disc->is_adjusted, &page_of_burn};
    bool is_good;

    if (disc->choice.method == AUDIO_METHOD_TRACK_AT_ONCE) {
        is_good = audio_burn_tracks(disc->recorder, &disc->tracks, &options, failure);
    } else {
        is_good = audio_burn_image(disc->recorder, &disc->image, disc->choice.sector_type, &options, failure);
    }
    output_progress_end();
    return is_good;
}

/* Put behind the words what is known of a file, and what the disc is now. */
static void add_state(struct failure *failure, const struct disc *disc)
{
    struct failure plain = *failure;
    const char *path = audio_tracks_failed(&disc->tracks);
    char *more = path ? memory_printf(" %s cannot be read, or has become shorter since the burn began.", path)
                      : memory_printf("%s", "");
    char *state = writer_disc_text(disc->looker);

    *failure = failure_say(plain.hresult, "%s%s%s", plain.text, more, state);
    failure_free(&plain);
    memory_free(state);
    memory_free(more);
}

static int run(const struct arguments *arguments, struct disc *disc)
{
    bool is_dry = arguments->given & OPTION_DRY_RUN, is_good;
    struct failure failure;

    if (!open_disc(arguments, disc, &failure)) {
        if (disc->looker) burn_report_close(&page_of_burn, disc->looker);
        return report_failure(arguments, &failure);
    }
    if (!arguments->json) print_tracks(disc);
    is_good = is_dry || burn(arguments, disc, &failure);
    burn_report_close(&page_of_burn, disc->looker);
    if (is_good) return report(arguments, disc);
    add_state(&failure, disc);
    return report_failure(arguments, &failure);
}

int verb_audio(const struct arguments *arguments)
{
    struct disc disc = {0};
    struct audio_page page = {.arguments = arguments,
                              .wishes = &disc.wishes,
                              .tracks = &disc.tracks,
                              .choice = &disc.choice,
                              .layout = &disc.layout};
    struct failure failure;
    size_t count;
    int code;

    for (count = 0; arguments->sources[count]; count++)
        continue;
    code = audio_wishes_read(arguments, count, &disc.wishes);
    if (code != EXIT_DONE) return code;
    audio_page_begin(&page);
    if (burn_report_begin(&page_of_burn, arguments, &page.content, &failure)) {
        control_heed();
        code = run(arguments, &disc);
    } else {
        code = failure_report(&failure, arguments->json);
    }
    close_disc(&disc);
    return code;
}
