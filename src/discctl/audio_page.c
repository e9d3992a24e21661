/* Two sections of the report: the tracks with their addresses, and the settings. */
#include "discctl/audio_page.h"

#include <stddef.h>

#include "discctl/html.h"

static void add_cell(struct bytes *page, char *text)
{
    html_element(page, "td", "number", text);
    memory_free(text);
}

/* A place for each where the layout is known. */
static void add_track(const struct audio_page *audio, size_t i, struct bytes *page)
{
    const struct audio_wishes *wishes = audio->wishes;
    bool is_placed = audio->layout->lead_out > 0 && i < audio->tracks->count;

    html_markup(page, "<tr>");
    add_cell(page, memory_printf("%u", (unsigned)i + 1));
    html_element(page, "td", NULL, audio->arguments->sources[i]);
    add_cell(page, is_placed ? audio_time_text(audio->layout->starts[i]) : memory_printf("-"));
    add_cell(page, is_placed ? audio_time_text(audio->tracks->tracks[i].sectors) : memory_printf("-"));
    html_element(page, "td", "name", wishes->isrc[i] ? wishes->isrc[i] : "-");
    html_markup(page, "</tr>\n");
}

static void add_tracks(const struct audio_page *audio, struct bytes *page)
{
    size_t i;

    html_section(page, "tracks", "Tracks");
    html_markup(page,
                "<div class=\"wide\"><table>\n<caption>Times are minutes, seconds and sectors of 1/75 s.</caption>\n"
                "<thead><tr><th class=\"number\" scope=\"col\">Track</th><th scope=\"col\">File</th>"
                "<th class=\"number\" scope=\"col\">Begins at</th><th class=\"number\" scope=\"col\">Lasts</th>"
                "<th scope=\"col\">ISRC</th></tr></thead>\n<tbody>\n");
    for (i = 0; audio->arguments->sources[i]; i++)
        add_track(audio, i, page);
    html_markup(page, "</tbody>\n</table></div>\n");
    html_section_end(page);
}

static const char *pauses(const struct audio_page *audio)
{
    if (audio->wishes->is_gapless) return "none (--gapless)";
    return audio->choice->method == AUDIO_METHOD_TRACK_AT_ONCE ? "2 s in front of each track, as the drive makes them"
                                                               : "2 s in front of each track";
}

static void add_settings(const struct audio_page *audio, struct bytes *page)
{
    const struct arguments *arguments = audio->arguments;
    const struct audio_wishes *wishes = audio->wishes;

    html_section(page, "settings", "Settings");
    html_markup(page, "<table>\n");
    if (audio->choice->method != AUDIO_METHOD_ANY)
        html_row(page, "Method", "%s, since %s", audio->choice->name, audio->choice->why);
    html_row(page, "Pauses", "%s", pauses(audio));
    if (wishes->mcn) html_row(page, "Catalogue number", "%s", wishes->mcn);
    if (wishes->text) html_row(page, "CD-TEXT", "%s", wishes->text);
    html_row(page, "Speed", "%s", arguments->speed ? arguments->speed : "the fastest");
    html_row(page, "The disc afterwards", "%s",
             wishes->keeps_open ? "a data session can be added (--keep-open)" : "closed: nothing can be added");
    html_markup(page, "</table>\n");
    html_section_end(page);
}

static void add(const struct burn_report_content *content, struct bytes *page)
{
    const struct audio_page *audio =
        (const struct audio_page *)((const char *)content - offsetof(struct audio_page, content));

    add_tracks(audio, page);
    add_settings(audio, page);
}

void audio_page_begin(struct audio_page *page)
{
    page->content.add = add;
}
