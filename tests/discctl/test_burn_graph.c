/* discctl/burn_graph.c: places in the drawing, whose plot reaches from 84 to 742 across, from 224 (0) up to 34 for the
 * speed, and from 424 (0 %) up to 284 (100 %) for the buffers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "discctl/burn_graph.h"

static struct burn_samples samples;

static void add(uint32_t ms, uint32_t blocks, int ours, int drives)
{
    const struct burn_sample sample = {.ms = ms, .blocks = blocks, .ours = ours, .drives = drives};

    burn_samples_add(&samples, &sample);
}

static char *draw(const struct burn_graph *graph)
{
    struct bytes page = {0};

    burn_graph_draw(graph, &page);
    burn_graph_table(graph, &page);
    bytes_append(&page, "", 1);
    return (char *)page.data;
}

static void assert_in(const char *page, const char *piece)
{
    if (!strstr(page, piece)) fail_msg("\"%s\" is not in %s", piece, page);
}

/* 16x of a CD are 1200 blocks a second; 4800 blocks. The axis ends at 20x: 16x lie at 224 - 190 * 16 / 20 = 72. */
static void burn_graph_draw__even_burn__is_where_its_numbers_are(void **state)
{
    struct burn_graph graph = {.samples = &samples, .blocks = 4800, .speed_of_1x = 75};
    char *page;

    (void)state;
    burn_samples_begin(&samples);
    add(1000, 0, 0, BURN_BUFFER_UNKNOWN);
    add(3000, 2400, 100, 50);
    add(5000, 4800, 25, 100);
    page = draw(&graph);
    assert_in(page, "<polyline class=\"curve speed\" points=\"84.0,72.0 413.0,72.0 742.0,72.0\"/>");
    assert_in(page, "<polyline class=\"curve ours\" points=\"84.0,424.0 413.0,284.0 742.0,389.0\"/>");
    assert_in(page, "<polyline class=\"curve drives\" points=\"413.0,354.0 742.0,284.0\"/>");
    assert_in(page, ">20x</text>");
    assert_in(page, "16.0x (2.5 MB/s) on average. In the middle of the burn this computer&#39;s buffer never held less "
                    "than 100 %. The drive&#39;s never held less than 50 %.");
    assert_in(page, "<title id=\"graph-title\">");
    assert_in(page, "<td class=\"number\">4.9 MB</td><td class=\"number\">0:02.0</td><td class=\"number\">16.0x (2.5 "
                    "MB/s)</td><td class=\"number\">100 %</td><td class=\"number\">50 %</td>");
    assert_null(strstr(page, "class=\"end\""));
    assert_null(strstr(page, "class=\"retry\""));
    memory_free(page);
}

/* It ended in the middle, behind a command that was sent again at a quarter. No 1x: MB/s. */
static void burn_graph_draw__failed_burn__has_its_end_and_its_marks(void **state)
{
    struct burn_graph graph = {
        .samples = &samples, .start_lba = 1000, .blocks = 4000, .has_failed = true, .marks = {1000}, .mark_count = 1};
    char *page;

    (void)state;
    burn_samples_begin(&samples);
    add(0, 0, 50, BURN_BUFFER_UNKNOWN);
    add(1000, 2000, 60, BURN_BUFFER_UNKNOWN);
    page = draw(&graph);
    assert_in(page, "<line class=\"end\" x1=\"413.0\" y1=\"34\" x2=\"413.0\" y2=\"424\"/>");
    assert_in(page, "<polygon class=\"retry\" points=\"248.5,226");
    assert_in(page, "the drive does not tell how full its buffer is");
    assert_in(page, "4.1 MB/s on average.");
    assert_in(page, "Speed, MB/s");
    assert_in(page, "<td class=\"number\">6.1 MB</td>"); /* (1000 + 2000) * 2048 */
    memory_free(page);
}

/* A DVD+R of 2295104 blocks (4.7 GB), a megabyte, and a block behind 700 MB. */
static void burn_graph_draw__any_size__has_an_axis_of_round_numbers(void **state)
{
    struct burn_graph graph = {.samples = &samples, .blocks = 2295104, .speed_of_1x = 676};
    char *page;

    (void)state;
    burn_samples_begin(&samples);
    add(0, 0, 50, 50);
    add(1000, 500, 50, 50);
    page = draw(&graph);
    assert_in(page, ">0 GB</text>");
    assert_in(page, ">4 GB</text>");
    assert_null(strstr(page, ">5 GB</text>"));
    assert_in(page, ">0.8x</text>");
    memory_free(page);
    graph.blocks = 500;
    page = draw(&graph);
    assert_in(page, ">0.5 MB</text>");
    assert_in(page, ">1.0 MB</text>");
    memory_free(page);
    graph.start_lba = 341797;
    graph.blocks = 500;
    page = draw(&graph);
    assert_in(page, ">700.5 MB</text>");
    memory_free(page);
}

/* Numbers that no burn has: nothing is divided by 0, and nothing is drawn outside. */
static void burn_graph_draw__nothing_moves__ends(void **state)
{
    struct burn_graph graph = {.samples = &samples, .blocks = 1, .speed_of_1x = 75};
    char *page;

    (void)state;
    burn_samples_begin(&samples);
    add(0, 0, 0, 0);
    add(1, 0, 0, 0);
    page = draw(&graph);
    assert_in(page, "points=\"84.0,224.0 84.0,224.0\"");
    assert_null(strstr(page, "\"nan"));
    assert_null(strstr(page, "\"-nan"));
    assert_null(strstr(page, "inf"));
    memory_free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(burn_graph_draw__even_burn__is_where_its_numbers_are),
        cmocka_unit_test(burn_graph_draw__failed_burn__has_its_end_and_its_marks),
        cmocka_unit_test(burn_graph_draw__any_size__has_an_axis_of_round_numbers),
        cmocka_unit_test(burn_graph_draw__nothing_moves__ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
