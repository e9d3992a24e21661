/* discctl/html.c: what anybody's text, and a drive's, becomes in a page. The references are those of HTML and XML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "discctl/html.h"

static void assert_page(struct bytes *page, const char *expected)
{
    bytes_append(page, "", 1);
    assert_string_equal((char *)page->data, expected);
    memory_free(page->data);
    memset(page, 0, sizeof *page);
}

static void html_text__markup__is_escaped(void **state)
{
    struct bytes page = {0};

    (void)state;
    html_text(&page, "<script>alert(\"1\" & '2')</script>");
    assert_page(&page, "&#60;script&#62;alert(&#34;1&#34; &#38; &#39;2&#39;)&#60;/script&#62;");
}

static void html_text__controls__are_shown(void **state)
{
    struct bytes page = {0};

    (void)state;
    html_text(&page, "a\x1B[2J\x7F\nb");
    assert_page(&page, "a&#60;U+001B&#62;[2J&#60;U+007F&#62;\nb");
    html_text(&page, "\xC2\x85\xE2\x80\xAE");
    assert_page(&page, "&#60;U+0085&#62;&#60;U+202E&#62;");
    html_text(&page, "\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD");
    assert_page(&page, "&#60;U+FFFE&#62;&#60;U+FFFF&#62;\xEF\xBF\xBD");
    html_text(&page, "\xEF");
    assert_page(&page, "\xEF");
}

static void html_text__letters_of_any_script__stay(void **state)
{
    struct bytes page = {0};

    (void)state;
    html_text(&page, "Gr\xC3\xBC\xC3\x9F"
                     "e \xF0\x9F\x92\xBF");
    assert_page(&page, "Gr\xC3\xBC\xC3\x9F"
                       "e \xF0\x9F\x92\xBF");
}

static void html_drive_text__not_ascii__is_hexadecimal(void **state)
{
    struct bytes page = {0};

    (void)state;
    html_drive_text(&page, "<b>\"&\x01\x1B\x7F'\n");
    assert_page(&page, "&#60;b&#62;&#34;&#38;\\x01\\x1B\\x7F&#39;\\x0A");
    html_drive_text(&page, "\xC3\xBF\xE2\x80\xAE\xF0\x9F\x92\xBF");
    assert_page(&page, "\\xFF\\u{202E}\\u{1F4BF}");
}

static void html_row__both_cells__are_escaped(void **state)
{
    struct bytes page = {0};

    (void)state;
    html_row(&page, "<h>", "%s", "<t>");
    assert_page(&page, "<tr><th scope=\"row\">&#60;h&#62;</th><td>&#60;t&#62;</td></tr>\n");
    html_element(&page, "td", "number", "&");
    assert_page(&page, "<td class=\"number\">&#38;</td>");
    html_element(&page, "p", NULL, "");
    assert_page(&page, "<p></p>");
}

static void html_begin__subject__is_escaped_in_title_and_heading(void **state)
{
    struct bytes page = {0};
    const char *text;

    (void)state;
    html_begin(&page, "Burn report", "</title><script>");
    html_end(&page, "a sector has 2048 bytes");
    bytes_append(&page, "", 1);
    text = (const char *)page.data;
    assert_non_null(strstr(text, "<title>Burn report: &#60;/title&#62;&#60;script&#62;</title>"));
    assert_non_null(strstr(text, "<p class=\"soft\">&#60;/title&#62;&#60;script&#62;</p>"));
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "src="));
    assert_null(strstr(text, "url("));
    memory_free(page.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_text__markup__is_escaped),
        cmocka_unit_test(html_text__controls__are_shown),
        cmocka_unit_test(html_text__letters_of_any_script__stay),
        cmocka_unit_test(html_drive_text__not_ascii__is_hexadecimal),
        cmocka_unit_test(html_row__both_cells__are_escaped),
        cmocka_unit_test(html_begin__subject__is_escaped_in_title_and_heading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
