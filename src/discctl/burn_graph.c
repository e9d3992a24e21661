/* Draws two panels over the positions of the disc: the speed above, both buffers below. */
#include "discctl/burn_graph.h"

#include <math.h>
#include <string.h>

#include "discctl/html.h"

/* Units of the drawing; the page scales it. */
enum {
    WIDTH = 760,
    HEIGHT = 488,
    LEFT = 84,
    RIGHT = 742,
    SPEED_TOP = 34,
    SPEED_BOTTOM = 224,
    BUFFER_TOP = 284,
    BUFFER_BOTTOM = 424,
    STEPS = 4,
    ROWS = 10,
    DIGITS_MAX = 6,
    BLOCKS_PER_MINUTE = 75 * 60, /* of audio */
};

char *burn_speed_text(double blocks_per_s, long speed_of_1x, unsigned block_bytes)
{
    double megabytes_per_s = blocks_per_s * block_bytes / 1e6;

    if (!speed_of_1x) return memory_printf("%.1f MB/s", megabytes_per_s);
    return memory_printf("%.1fx (%.1f MB/s)", blocks_per_s / (double)speed_of_1x, megabytes_per_s);
}

static unsigned block_bytes(const struct burn_graph *graph)
{
    return graph->is_audio ? BURN_AUDIO_BLOCK_BYTES : BURN_DATA_BLOCK_BYTES;
}

static char *speed_text(const struct burn_graph *graph, double blocks_per_s)
{
    return burn_speed_text(blocks_per_s, graph->speed_of_1x, block_bytes(graph));
}

/* In what positions on the disc are told. */
struct scale {
    const char *unit;
    double blocks; /* in one of it */
};

static struct scale scale_of(const struct burn_graph *graph)
{
    struct scale scale = {"MB", 1e6 / BURN_DATA_BLOCK_BYTES};

    if (graph->is_audio) return (struct scale){"min", BLOCKS_PER_MINUTE};
    if (graph->blocks / scale.blocks < 4000) return scale;
    return (struct scale){"GB", scale.blocks * 1000};
}

/* 1, 2 or 5 times a power of ten, so that STEPS of them, or some less, reach `most`. */
static double step_for(double most)
{
    double step = most / STEPS, power = 1;

    if (most <= 0) return 1;
    while (power * 10 <= step)
        power *= 10;
    while (power > step)
        power /= 10;
    step /= power;
    return power * (step <= 1 ? 1 : step <= 2 ? 2 : step <= 5 ? 5 : 10);
}

/* Behind the point, so that two steps are not told as the same. */
static int digits_of(double step)
{
    int digits = 0;

    while (step < 0.999 && digits < DIGITS_MAX) {
        step *= 10;
        digits++;
    }
    return digits;
}

static double x_of(const struct burn_graph *graph, double blocks)
{
    return LEFT + (RIGHT - LEFT) * blocks / (graph->blocks ? graph->blocks : 1);
}

static double y_of_percent(int percent)
{
    return BUFFER_BOTTOM - (double)(BUFFER_BOTTOM - BUFFER_TOP) * percent / 100;
}

/* The speed of which units a multiple is told: of 1x, or of 1 MB/s in blocks. */
static double unit(const struct burn_graph *graph)
{
    return graph->speed_of_1x ? (double)graph->speed_of_1x : 1e6 / block_bytes(graph);
}

/* How much of the speed's panel is used, in units. */
static double top_speed(const struct burn_graph *graph)
{
    double most = 0, step;
    size_t i;

    for (i = 0; i < graph->samples->count; i++) {
        double speed = burn_samples_speed(graph->samples, i) / unit(graph);

        if (speed > most) most = speed;
    }
    if (most <= 0) return 1;
    step = step_for(most);
    return step * ceil(most * 1.02 / step);
}

static void draw_line(struct bytes *page, double y)
{
    html_markup(page, "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>\n", LEFT, y, RIGHT, y);
}

static void draw_level(struct bytes *page, double y, const char *text, bool is_between)
{
    draw_line(page, y);
    html_markup(page, "<text%s x=\"%d\" y=\"%.1f\" text-anchor=\"end\" dominant-baseline=\"central\">%s</text>\n",
                is_between ? " class=\"between\"" : "", LEFT - 8, y, text);
}

static void draw_speed_axis(const struct burn_graph *graph, double top, struct bytes *page)
{
    double step = step_for(top);
    unsigned number, count = (unsigned)(top / step + 0.001);
    char *text;

    html_markup(page, "<text class=\"panel\" x=\"%d\" y=\"%d\">Speed%s</text>\n", LEFT, SPEED_TOP - 14,
                graph->speed_of_1x ? "" : ", MB/s");
    for (number = 0; number <= count; number++) {
        text = memory_printf("%.*f%s", digits_of(step), step * number, graph->speed_of_1x ? "x" : "");
        draw_level(page, SPEED_BOTTOM - (SPEED_BOTTOM - SPEED_TOP) * step * number / top, text, number % 2);
        memory_free(text);
    }
}

static void draw_buffer_axis(struct bytes *page)
{
    char *text;
    int percent;

    html_markup(page, "<text class=\"panel\" x=\"%d\" y=\"%d\">Buffers, how full</text>\n", LEFT, BUFFER_TOP - 14);
    for (percent = 0; percent <= 100; percent += 25) {
        text = memory_printf("%d %%", percent);
        draw_level(page, y_of_percent(percent), text, percent % 50);
        memory_free(text);
    }
}

/* Where on the disc, below both panels. The lead-in has no positions that are worth a number. */
static void draw_positions(const struct burn_graph *graph, struct bytes *page)
{
    struct scale scale = scale_of(graph);
    double whole = graph->blocks / scale.blocks, start = graph->start_lba / scale.blocks, step = step_for(whole),
           first = start > 0 ? ceil(start / step) * step : 0;
    unsigned number, count = (unsigned)((start + whole - first) / step + 0.001);

    for (number = 0; number <= count; number++) {
        double at = first + step * number, x = LEFT + (RIGHT - LEFT) * (at - start) / whole;
        const char *anchor = x > RIGHT - 20 ? "end" : "middle";

        html_markup(page, "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", x, BUFFER_BOTTOM, x,
                    BUFFER_BOTTOM + 6);
        html_markup(page, "<text%s x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%.*f %s</text>\n",
                    number % 2 ? " class=\"between\"" : "", x, BUFFER_BOTTOM + 30, anchor, digits_of(step), at,
                    scale.unit);
    }
    html_markup(page, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">position on the disc</text>\n",
                (LEFT + RIGHT) / 2, HEIGHT - 8);
}

static void draw_speed(const struct burn_graph *graph, double top, struct bytes *page)
{
    const struct burn_samples *samples = graph->samples;
    double y = 0, x = 0, first = x_of(graph, samples->items[0].blocks);
    struct bytes curve = {0};
    size_t i;

    for (i = 0; i < samples->count; i++) {
        x = x_of(graph, samples->items[i].blocks);
        y = SPEED_BOTTOM - (SPEED_BOTTOM - SPEED_TOP) * burn_samples_speed(samples, i) / unit(graph) / top;
        html_markup(&curve, "%s%.1f,%.1f", i ? " " : "", x, y);
    }
    bytes_append(&curve, "", 1);
    html_markup(page, "<polygon class=\"under\" points=\"%.1f,%d %s %.1f,%d\"/>\n", first, SPEED_BOTTOM,
                (char *)curve.data, x, SPEED_BOTTOM);
    html_markup(page, "<polyline class=\"curve speed\" points=\"%s\"/>\n", (char *)curve.data);
    memory_free(curve.data);
}

/* Pieces between samples that do not tell. */
static void draw_buffer(const struct burn_graph *graph, const char *class, bool is_drives, struct bytes *page)
{
    const struct burn_samples *samples = graph->samples;
    bool is_open = false;
    size_t i;

    for (i = 0; i < samples->count; i++) {
        const struct burn_sample *item = &samples->items[i];
        int percent = is_drives ? item->drives : item->ours;

        if (percent == BURN_BUFFER_UNKNOWN) {
            if (is_open) html_markup(page, "\"/>\n");
            is_open = false;
            continue;
        }
        html_markup(page, is_open ? " " : "<polyline class=\"curve %s\" points=\"", class);
        html_markup(page, "%.1f,%.1f", x_of(graph, item->blocks), y_of_percent(percent));
        is_open = true;
    }
    if (is_open) html_markup(page, "\"/>\n");
}

static void draw_marks(const struct burn_graph *graph, struct bytes *page)
{
    double x;
    size_t i;

    for (i = 0; i < graph->mark_count; i++) {
        x = x_of(graph, graph->marks[i]);
        html_markup(page, "<polygon class=\"retry\" points=\"%.1f,%d %.1f,%d %.1f,%d\"/>\n", x, SPEED_BOTTOM + 2, x - 6,
                    SPEED_BOTTOM + 14, x + 6, SPEED_BOTTOM + 14);
    }
    if (!graph->has_failed) return;
    x = x_of(graph, graph->samples->items[graph->samples->count - 1].blocks);
    html_markup(page, "<line class=\"end\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", x, SPEED_TOP, x,
                BUFFER_BOTTOM);
}

static bool drive_tells(const struct burn_graph *graph)
{
    size_t i;

    for (i = 0; i < graph->samples->count; i++) {
        if (graph->samples->items[i].drives != BURN_BUFFER_UNKNOWN) return true;
    }
    return false;
}

static void draw_key(struct bytes *page, const char *class, const char *words)
{
    html_markup(page,
                "<li><svg viewBox=\"0 0 32 10\" aria-hidden=\"true\"><line class=\"curve %s\" x1=\"0\" y1=\"5\" "
                "x2=\"32\" y2=\"5\"/></svg>%s</li>\n",
                class, words);
}

static void draw_legend(const struct burn_graph *graph, struct bytes *page)
{
    html_markup(page, "<ul class=\"legend\">\n");
    draw_key(page, "speed", "speed");
    draw_key(page, "ours", "this computer&#39;s buffer");
    if (drive_tells(graph)) {
        draw_key(page, "drives", "the drive&#39;s buffer");
    } else {
        html_markup(page, "<li>the drive does not tell how full its buffer is</li>\n");
    }
    if (graph->mark_count)
        html_markup(page, "<li><svg viewBox=\"0 0 32 10\" aria-hidden=\"true\"><polygon class=\"retry\" "
                          "points=\"16,0 10,10 22,10\"/></svg>a command was sent again</li>\n");
    if (graph->has_failed) draw_key(page, "end", "here it ended");
    html_markup(page, "</ul>\n");
}

static void describe(const struct burn_graph *graph, struct bytes *page)
{
    struct burn_summary summary = burn_samples_summary(graph->samples);
    char *average = speed_text(graph, summary.average);
    char *slowest = speed_text(graph, summary.slowest);
    char *fastest = speed_text(graph, summary.fastest);

    html_printf(page, "%s on average", average);
    if (strcmp(slowest, fastest) != 0) html_printf(page, ", between %s and %s", slowest, fastest);
    html_text(page, ".");
    if (summary.least_ours != BURN_BUFFER_UNKNOWN)
        html_printf(page, " In the middle of the burn this computer's buffer never held less than %d %%.",
                    summary.least_ours);
    if (summary.least_drives != BURN_BUFFER_UNKNOWN)
        html_printf(page, " The drive's never held less than %d %%.", summary.least_drives);
    memory_free(fastest);
    memory_free(slowest);
    memory_free(average);
}

void burn_graph_draw(const struct burn_graph *graph, struct bytes *page)
{
    double top = top_speed(graph);

    html_markup(page, "<figure>\n<figcaption>");
    describe(graph, page);
    html_markup(page, "</figcaption>\n");
    draw_legend(graph, page);
    html_markup(page,
                "<svg class=\"graph\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"graph-title graph-desc\" "
                "xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"graph-title\">Speed and buffers over the "
                "disc</title>\n<desc id=\"graph-desc\">",
                WIDTH, HEIGHT);
    describe(graph, page);
    html_markup(page, "</desc>\n");
    draw_speed_axis(graph, top, page);
    draw_buffer_axis(page);
    draw_positions(graph, page);
    draw_speed(graph, top, page);
    draw_buffer(graph, "ours", false, page);
    draw_buffer(graph, "drives", true, page);
    draw_marks(graph, page);
    html_markup(page, "</svg>\n</figure>\n");
}

/* "25.2 MB"; of audio "3:05", minutes and seconds. memory_free(). */
static char *position_text(const struct burn_graph *graph, uint32_t blocks)
{
    double lba = (double)graph->start_lba + blocks;
    unsigned seconds;

    if (!graph->is_audio) return memory_printf("%.1f MB", lba * BURN_DATA_BLOCK_BYTES / 1e6);
    if (lba < 0) return memory_printf("lead-in");
    seconds = (unsigned)(lba * 60 / BLOCKS_PER_MINUTE);
    return memory_printf("%u:%02u", seconds / 60, seconds % 60);
}

static void add_percent(struct bytes *page, int percent)
{
    char *text = percent == BURN_BUFFER_UNKNOWN ? memory_printf("%s", "-") : memory_printf("%d %%", percent);

    html_element(page, "td", "number", text);
    memory_free(text);
}

static void add_row(const struct burn_graph *graph, size_t index, struct bytes *page)
{
    const struct burn_sample *item = &graph->samples->items[index];
    uint32_t passed_ms = item->ms - graph->samples->items[0].ms;
    char *speed = speed_text(graph, burn_samples_speed(graph->samples, index));
    char *position = position_text(graph, item->blocks);
    char *when = memory_printf("%u:%04.1f", passed_ms / 60000, (double)(passed_ms % 60000) / 1000);

    html_markup(page, "<tr>");
    html_element(page, "td", "number", position);
    html_element(page, "td", "number", when);
    html_element(page, "td", "number", speed);
    add_percent(page, item->ours);
    add_percent(page, item->drives);
    html_markup(page, "</tr>\n");
    memory_free(when);
    memory_free(position);
    memory_free(speed);
}

void burn_graph_table(const struct burn_graph *graph, struct bytes *page)
{
    const struct burn_samples *samples = graph->samples;
    uint32_t last = samples->items[samples->count - 1].blocks, wanted = 0;
    size_t i;

    html_markup(page,
                "<div class=\"wide\" role=\"region\" aria-label=\"The same in numbers\" tabindex=\"0\">\n<table>\n"
                "<caption>The same in numbers</caption>\n<thead><tr>"
                "<th class=\"number\" scope=\"col\">Position</th><th class=\"number\" scope=\"col\">"
                "Time</th><th class=\"number\" scope=\"col\">Speed</th><th class=\"number\" "
                "scope=\"col\">Our buffer</th><th class=\"number\" scope=\"col\">The drive&#39;s</th></tr>"
                "</thead>\n<tbody>\n");
    for (i = 0; i < samples->count; i++) {
        if (i + 1 < samples->count && samples->items[i].blocks < wanted) continue;
        add_row(graph, i, page);
        wanted = samples->items[i].blocks + last / ROWS;
        if (wanted == samples->items[i].blocks) wanted++;
    }
    html_markup(page, "</tbody>\n</table>\n</div>\n");
}
