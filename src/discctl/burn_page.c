/* Builds the page of a burn, section by section. */
#include "discctl/burn_page.h"

#include <stdlib.h>
#include <string.h>

#include "imapi2error.h"

#include "discctl/burn_graph.h"
#include "discctl/files.h"
#include "discctl/html.h"
#include "discctl/media_words.h"
#include "discctl/progress.h"

static bool is_audio(const struct burn_report *report)
{
    return report->kind != BURN_REPORT_DATA;
}

/* The drive, as the command line calls it. */
static const char *called(const struct burn_report *report)
{
    return is_audio(report) ? report->arguments->positional : report->arguments->second;
}

/* ------------------------------------------------------------------------------------------------ what was overcome */

/* A line of IOpenBurnSetbacks::Setbacks. */
enum setback_field {
    SETBACK_KIND,
    SETBACK_COMMAND,
    SETBACK_SENSE,
    SETBACK_WORDS,
    SETBACK_TIMES,
    SETBACK_FIRST,
    SETBACK_LAST,
    SETBACK_WAITED_MS,
    SETBACK_FIELDS
};

/* The fields of a line, which are cut out of it; what is missing is empty. Returns what is behind the line. */
static char *take_setback(char *line, const char *fields[SETBACK_FIELDS])
{
    char *end = line + strcspn(line, "\n"), *rest = *end ? end + 1 : end;
    size_t i;

    *end = '\0';
    for (i = 0; i < SETBACK_FIELDS; i++) {
        fields[i] = line;
        line += strcspn(line, "\t");
        if (*line) *line++ = '\0';
    }
    return rest;
}

static const char *remedy(const char *kind)
{
    if (strcmp(kind, "waited") == 0) return "the drive's buffer was full: sent again later, as in every burn";
    if (strcmp(kind, "again") == 0) return "sent again";
    return "the burn went on without it";
}

/* "sector 4096", "sectors 4096 to 9120", "-" */
static char *place_text(const char *fields[SETBACK_FIELDS])
{
    if (!*fields[SETBACK_FIRST]) return memory_printf("-");
    if (strcmp(fields[SETBACK_FIRST], fields[SETBACK_LAST]) == 0)
        return memory_printf("sector %s", fields[SETBACK_FIRST]);
    return memory_printf("sectors %s to %s", fields[SETBACK_FIRST], fields[SETBACK_LAST]);
}

static void add_setback(const char *fields[SETBACK_FIELDS], struct bytes *page)
{
    unsigned long waited_ms = strtoul(fields[SETBACK_WAITED_MS], NULL, 10);
    char *place = place_text(fields);

    html_markup(page, "<tr>");
    html_element(page, "td", "name", fields[SETBACK_COMMAND]);
    html_markup(page, "<td>");
    html_printf(page, "%s%s%s", fields[SETBACK_SENSE], *fields[SETBACK_SENSE] ? ": " : "", fields[SETBACK_WORDS]);
    html_markup(page, "</td><td>");
    html_text(page, remedy(fields[SETBACK_KIND]));
    if (waited_ms) html_printf(page, " (%.1f s in all)", (double)waited_ms / 1000);
    html_markup(page, "</td>");
    html_element(page, "td", "number", fields[SETBACK_TIMES]);
    html_element(page, "td", NULL, place);
    html_markup(page, "</tr>\n");
    memory_free(place);
}

static void add_setbacks(const struct burn_report *report, struct bytes *page)
{
    char *lines = memory_printf("%s", report->setbacks ? report->setbacks : ""), *rest = lines;
    const char *fields[SETBACK_FIELDS];

    html_section(page, "retries", "What the drive refused on the way");
    if (!report->setbacks) {
        html_markup(page,
                    "<p>Not known: another implementation of IMAPI2 wrote the disc, or writing did not begin.</p>\n");
    } else if (!*rest) {
        html_markup(
            page, "<p>Nothing: no command had to be sent again, except perhaps the command that ended the burn.</p>\n");
    } else {
        html_markup(page, "<div class=\"wide\"><table class=\"stacked\">\n<thead><tr><th scope=\"col\">Command</th><th "
                          "scope=\"col\">Sense</th><th scope=\"col\">What was done</th><th class=\"number\" "
                          "scope=\"col\">Times</th><th scope=\"col\">Where</th></tr></thead>\n<tbody>\n");
        while (*rest) {
            rest = take_setback(rest, fields);
            add_setback(fields, page);
        }
        html_markup(page, "</tbody>\n</table></div>\n");
    }
    html_section_end(page);
    memory_free(lines);
}

/* Where a command was sent again: the first place and the last of each kind. */
static void mark_setbacks(const struct burn_report *report, struct burn_graph *graph)
{
    char *lines = memory_printf("%s", report->setbacks ? report->setbacks : ""), *rest = lines;
    const char *fields[SETBACK_FIELDS];
    size_t i;

    while (*rest) {
        rest = take_setback(rest, fields);
        if (strcmp(fields[SETBACK_KIND], "again") != 0 || !*fields[SETBACK_FIRST]) continue;
        for (i = SETBACK_FIRST; i <= SETBACK_LAST && graph->mark_count < BURN_GRAPH_MARKS_MAX; i++) {
            long lba = strtol(fields[i], NULL, 10) - report->first_lba;

            if (lba >= 0 && (uint32_t)lba <= graph->blocks) graph->marks[graph->mark_count++] = (uint32_t)lba;
        }
    }
    memory_free(lines);
}

/* --------------------------------------------------------------------------------------------------------- the page */

static bool is_cancelled(HRESULT hresult)
{
    return hresult == E_IMAPI_REQUEST_CANCELLED || hresult == HRESULT_FROM_WIN32(ERROR_CANCELLED);
}

static bool was_at(const struct burn_report *report, IMAPI_FORMAT2_DATA_WRITE_ACTION action)
{
    size_t i;

    for (i = 0; i < report->samples.action_count; i++) {
        if (report->samples.actions[i].action == (int)action) return true;
    }
    return false;
}

static const char *headline(const struct burn_report *report, HRESULT hresult)
{
    if (is_cancelled(hresult)) return "Cancelled";
    if (hresult == E_IMAPI_BURN_VERIFICATION_FAILED) return "The disc is not what was to be burned";
    if (FAILED(hresult)) return "The burn failed";
    if (report->arguments->given & OPTION_TEST_WRITE) return "The test went well";
    return report->arguments->verify ? "Burned and verified" : "Burned";
}

static const char *verification(const struct burn_report *report, HRESULT hresult)
{
    bool is_full = report->arguments->verify && strcmp(report->arguments->verify, "full") == 0;

    if (!report->arguments->verify) return "not asked for";
    if (SUCCEEDED(hresult))
        return is_full ? "full: all of it was read back, and is the same"
                       : "quick: samples were read back, and are the same";
    if (hresult == E_IMAPI_BURN_VERIFICATION_FAILED) return is_full ? "full: failed" : "quick: failed";
    if (was_at(report, IMAPI_FORMAT2_DATA_WRITE_ACTION_VERIFYING)) return "begun, and not ended";
    return is_full ? "full was asked for, and was not reached" : "quick was asked for, and was not reached";
}

/* "5.1 s", "1:05 min" */
static char *time_text(uint32_t ms)
{
    if (ms < 60000) return memory_printf("%u.%u s", ms / 1000, ms / 100 % 10);
    return memory_printf("%u:%02u min", ms / 60000, ms / 1000 % 60);
}

static void add_result(const struct burn_report *report, HRESULT hresult, const char *text, struct bytes *page)
{
    const SYSTEMTIME *began = &report->began;
    const char *class = SUCCEEDED(hresult) ? "good" : is_cancelled(hresult) ? "warn" : "bad";
    char *took = time_text(GetTickCount() - report->began_ms);

    html_section(page, "result", "Result");
    html_markup(page, "<div class=\"result %s\"><strong>%s %s</strong>", class,
                SUCCEEDED(hresult)      ? "&#10003;"
                : is_cancelled(hresult) ? "&#9632;"
                                        : "&#10007;",
                headline(report, hresult));
    html_element(page, "p", NULL, text);
    if (FAILED(hresult)) {
        html_markup(page, "<p class=\"soft\">%s (0x%08lX)</p>", failure_name(hresult), (unsigned long)hresult);
    }
    html_markup(page, "</div>\n<table>\n");
    if (!is_audio(report)) html_row(page, "Verification", "%s", verification(report, hresult));
    html_row(page, "Began", "%04u-%02u-%02u %02u:%02u:%02u UTC", began->wYear, began->wMonth, began->wDay, began->wHour,
             began->wMinute, began->wSecond);
    html_row(page, "Took", "%s", took);
    html_markup(page, "</table>\n");
    html_section_end(page);
    memory_free(took);
}

static void add_drive_row(struct bytes *page, const char *heading, const char *text)
{
    html_markup(page, "<tr><th scope=\"row\">%s</th><td>", heading);
    html_drive_text(page, text);
    html_markup(page, "</td></tr>\n");
}

static void add_drive(const struct burn_report *report, struct bytes *page)
{
    html_section(page, "drive", "Drive");
    if (report->id) {
        html_markup(page, "<table>\n");
        add_drive_row(page, "Vendor", report->vendor);
        add_drive_row(page, "Product", report->product);
        add_drive_row(page, "Revision", report->revision);
        html_row(page, "ID", "%s", report->id);
        html_row(page, "Called", "%s", called(report));
        html_markup(page, "</table>\n");
    } else {
        html_printf(page, "No drive was opened as \"%s\".", called(report));
    }
    html_section_end(page);
}

/* "9000 sectors (18.4 MB)", of audio "9000 sectors (2:00 min)" */
static char *sectors_text(const struct burn_report *report, LONG sectors)
{
    enum { PER_S = 75 };

    if (!is_audio(report) || sectors < 0)
        return memory_printf("%ld sectors (%.1f MB)", sectors, (double)sectors * BURN_DATA_BLOCK_BYTES / 1e6);
    return memory_printf("%ld sectors (%ld:%02ld min)", sectors, sectors / PER_S / 60, sectors / PER_S % 60);
}

/* One cell a row: what is not known is a dash. */
enum medium_row { MEDIUM_KIND, MEDIUM_STATE, MEDIUM_TOTAL, MEDIUM_FREE, MEDIUM_NEXT, MEDIUM_SPEEDS, MEDIUM_ROWS };

static const char *const medium_headings[MEDIUM_ROWS] = {"Kind",      "State",         "Room in all",
                                                         "Room left", "Next write at", "Speeds on offer"};

static char *medium_cell(const struct burn_report *report, const struct media_facts *facts, enum medium_row row)
{
    bool is_renamed = facts == &report->after && report->before.has_medium && report->before.type != facts->type;

    switch (row) {
    case MEDIUM_KIND: /* a recordable disc to which nothing can be added is a read-only one to IMAPI2 */
        if (facts->has_medium)
            return memory_printf("%s%s", media_type_text(facts->type),
                                 is_renamed ? ", which is how a finished disc is reported" : "");
        return memory_printf("%s", facts->why ? facts->why : "not asked");
    case MEDIUM_STATE:
        if (facts->has_status) return media_status_text(facts->status);
        break;
    case MEDIUM_TOTAL:
        if (facts->has_room) return sectors_text(report, facts->total);
        break;
    case MEDIUM_FREE:
        if (facts->has_room) return sectors_text(report, facts->free);
        break;
    case MEDIUM_NEXT:
        if (facts->has_next) return memory_printf("sector %ld", facts->next);
        break;
    default:
        if (facts->speeds && *facts->speeds) return memory_printf("%s", facts->speeds);
    }
    return memory_printf("-");
}

static void add_medium(const struct burn_report *report, struct bytes *page)
{
    const struct media_facts *facts[] = {&report->before, &report->after};
    size_t row, i;

    html_section(page, "medium", "Medium");
    html_markup(
        page,
        "<table class=\"compare\">\n<thead><tr><td></td><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr>"
        "</thead>\n<tbody>\n");
    for (row = 0; row < MEDIUM_ROWS; row++) {
        html_markup(page, "<tr><th scope=\"row\">%s</th>", medium_headings[row]);
        for (i = 0; i < 2; i++) {
            char *cell = medium_cell(report, facts[i], (enum medium_row)row);

            html_element(page, "td", NULL, cell);
            memory_free(cell);
        }
        html_markup(page, "</tr>\n");
    }
    html_markup(page, "</tbody>\n</table>\n");
    html_section_end(page);
}

static const char *afterwards(uint64_t given)
{
    if (given & OPTION_CLOSE) return "closed: nothing can be added (--close)";
    return given & OPTION_KEEP_OPEN ? "more can be added (--keep-open)" : "more can be added, where the disc allows it";
}

static void add_settings(const struct burn_report *report, struct bytes *page)
{
    const struct arguments *arguments = report->arguments;
    bool is_folder = file_is_folder(arguments->positional);

    html_section(page, "settings", "Settings");
    html_markup(page, "<table>\n");
    html_row(page, is_folder ? "Folder" : "Image", "%s",
             strcmp(arguments->positional, "-") == 0 ? "standard input" : arguments->positional);
    if (report->bytes)
        html_row(page, "Size", "%llu bytes (%.1f MB)", (unsigned long long)report->bytes, (double)report->bytes / 1e6);
    if (arguments->label) html_row(page, "Volume name", "%s", arguments->label);
    if (is_folder)
        html_row(page, "On the disc", "%s",
                 arguments->given & OPTION_NEW      ? "alone (--new)"
                 : arguments->given & OPTION_APPEND ? "beside the files that are there (--append)"
                                                    : "alone on a blank disc, else beside the files that are there");
    html_row(page, "Speed", "%s", arguments->speed ? arguments->speed : "the fastest");
    html_row(page, "Verification", "%s", arguments->verify ? arguments->verify : "none");
    html_row(page, "The disc afterwards", "%s", afterwards(arguments->given));
    if (arguments->given & OPTION_OVERWRITE) html_row(page, "What was on it", "%s", "is overwritten (--overwrite)");
    if (arguments->given & OPTION_TEST_WRITE) html_row(page, "Laser", "%s", "off: a test (--test-write)");
    html_markup(page, "</table>\n");
    html_section_end(page);
}

/* As far as the runs of blocks reach that were begun, or all that there was to be. */
static uint32_t blocks_in_all(const struct burn_report *report)
{
    uint32_t begun = report->blocks_before + (uint32_t)report->run_blocks,
             wanted = report->end_lba > report->first_lba ? (uint32_t)(report->end_lba - report->first_lba) : 0;

    return wanted > begun ? wanted : begun;
}

static void add_graph(const struct burn_report *report, HRESULT hresult, struct bytes *page)
{
    const struct burn_samples *samples = &report->samples;
    const struct burn_sample *last = samples->count ? &samples->items[samples->count - 1] : NULL;
    struct burn_graph graph = {
        .samples = samples,
        .is_audio = is_audio(report),
        .start_lba = report->first_lba > 0 || is_audio(report) ? report->first_lba : 0,
        .blocks = blocks_in_all(report),
        .speed_of_1x = report->before.has_medium ? media_speed_of_1x(report->before.type) : 0,
        .has_failed = FAILED(hresult),
    };

    html_section(page, "speed", "Speed and buffers");
    if (!last || !last->blocks) {
        html_markup(page, "<p>Nothing was written.</p>\n");
    } else if (samples->count < 2 || last->ms == samples->items[0].ms) {
        html_markup(page, "<p>It was written in less time than can be measured.</p>\n");
    } else {
        mark_setbacks(report, &graph);
        burn_graph_draw(&graph, page);
        burn_graph_table(&graph, page);
    }
    html_section_end(page);
}

/* memory_free(). */
static char *step_text(const struct burn_report *report, int step)
{
    if (report->kind == BURN_REPORT_DATA) return memory_printf("%s", progress_words(step));
    if (report->kind == BURN_REPORT_RAW) return memory_printf("%s", progress_raw_words(step));
    return step == BURN_REPORT_CLOSING ? memory_printf("closing the disc") : memory_printf("track %d", step);
}

static bool is_the_end(const struct burn_report *report, int step)
{
    return report->kind == BURN_REPORT_DATA && step == IMAPI_FORMAT2_DATA_WRITE_ACTION_COMPLETED;
}

static void add_actions(const struct burn_report *report, struct bytes *page)
{
    uint32_t end = GetTickCount() - report->began_ms;
    size_t i;

    if (!report->samples.action_count) return;
    html_section(page, "steps", "Steps");
    html_markup(page,
                "<table>\n<thead><tr><th scope=\"col\">What</th><th class=\"number\" scope=\"col\">Began after</th>"
                "<th class=\"number\" scope=\"col\">Took</th></tr></thead>\n<tbody>\n");
    for (i = 0; i < report->samples.action_count; i++) {
        const struct burn_action *action = &report->samples.actions[i];
        uint32_t next = i + 1 < report->samples.action_count ? action[1].ms : end;
        char *began = time_text(action->ms), *took = time_text(next - action->ms);
        char *what = step_text(report, action->action);

        if (is_the_end(report, action->action)) took[0] = '\0';
        html_markup(page, "<tr>");
        html_element(page, "td", NULL, what);
        html_element(page, "td", "number", began);
        html_element(page, "td", "number", took);
        html_markup(page, "</tr>\n");
        memory_free(what);
        memory_free(took);
        memory_free(began);
    }
    html_markup(page, "</tbody>\n</table>\n");
    html_section_end(page);
}

void burn_page_make(const struct burn_report *report, HRESULT hresult, const char *text, struct bytes *page)
{
    char *subject = report->id ? memory_printf("%s %s %s", report->vendor, report->product, report->revision) : NULL;

    html_begin(page, "Burn report", subject);
    add_result(report, hresult, text, page);
    add_graph(report, hresult, page);
    add_setbacks(report, page);
    add_medium(report, page);
    if (report->content) {
        report->content->add(report->content, page);
    } else {
        add_settings(report, page);
    }
    add_drive(report, page);
    add_actions(report, page);
    html_end(page, is_audio(report) ? "a sector of audio has 2352 bytes, and lasts 1/75 s" : "a sector has 2048 bytes");
    memory_free(subject);
}
