/* Escapes text, and contains the head, the style and the foot of our pages. */
#include "discctl/html.h"

#include <stdio.h>
#include <string.h>

#include "discctl/output.h"

/* clang-format off */
static const char style[] =
    ":root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1c2430;--soft:#566173;--line:#dde2e9;"
    "--good:#0f6b3a;--good-back:#e3f4ea;--bad:#a3161f;--bad-back:#fdeaea;--warn:#7a4b00;--warn-back:#fff3d9;"
    "--speed:#1f5fbf;--ours:#0b7a6f;--drives:#b4540a}\n"
    "@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1b212a;--ink:#e8ecf2;--soft:#a3adbb;--line:#323b48;"
    "--good:#7bdca4;--good-back:#12331f;--bad:#ff9ea3;--bad-back:#3d1719;--warn:#f5c873;--warn-back:#392a0b;"
    "--speed:#7fb2ff;--ours:#5ad1c3;--drives:#f2a65e}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 \"Segoe UI\",system-ui,-apple-system,Roboto,\"DejaVu Sans\",sans-serif}\n"
    "main,header,footer{max-width:60rem;margin:0 auto;padding:0 1rem}\n"
    "header{padding-top:1.5rem}\n"
    "h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}\n"
    "h2{font-size:1.1rem;margin:0 0 .75rem}\n"
    "p{margin:.5rem 0}\n"
    ".soft,footer{color:var(--soft)}\n"
    "footer{padding-bottom:2rem;font-size:.875rem}\n"
    "section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.25rem;margin:1rem 0}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}\n"
    "tbody>tr:last-child>th,tbody>tr:last-child>td{border-bottom:0}\n"
    "th[scope=row]{font-weight:400;color:var(--soft);width:11rem;overflow-wrap:normal}\n"
    "thead th,thead td{font-weight:600;border-bottom:2px solid var(--line)}\n"
    "caption{text-align:left;color:var(--soft);padding-bottom:.25rem}\n"
    "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    "td.number:last-child,th.number:last-child{padding-right:0}\n"
    ".result{overflow-wrap:anywhere;border-left:.4rem solid;padding:.75rem 1rem;border-radius:.25rem;margin:0 0 1rem}\n"
    ".result strong{display:block;font-size:1.15rem}\n"
    ".result.good{color:var(--good);background:var(--good-back)}\n"
    ".result.bad{color:var(--bad);background:var(--bad-back)}\n"
    ".result.warn{color:var(--warn);background:var(--warn-back)}\n"
    ".result p{color:var(--ink)}\n"
    ".yes{color:var(--good);font-weight:600;white-space:nowrap}\n"
    ".no{color:var(--soft);white-space:nowrap}\n"
    ".wide{overflow-x:auto}.wide table{min-width:32rem}\n"
    "thead th{overflow-wrap:normal}\n"
    "td.name{white-space:nowrap}\n"
    ".compare td{overflow-wrap:break-word}\n"
    ".matrix th[scope=row],.stacked th[scope=row]{color:inherit;width:auto}\n"
    ".family{padding-top:1rem;border-bottom-width:2px}\n"
    ".badge{font-size:.8rem;font-weight:400;border:1px solid currentColor;border-radius:1rem;padding:0 .5rem;color:var(--speed);white-space:nowrap}\n"
    ".code{color:var(--soft);font-size:.875rem;font-variant-numeric:tabular-nums}\n"
    ".codes{columns:2 16rem;margin:0;padding:0;list-style:none}.codes li{padding:.15rem 0;break-inside:avoid}\n"
    "figure{margin:0}\n"
    "figcaption{color:var(--soft);margin-bottom:.5rem}\n"
    ".legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;margin:.25rem 0 .5rem;padding:0;font-size:.875rem}\n"
    ".legend svg{width:2rem;height:.6rem;margin-right:.4rem}\n"
    "svg.graph{display:block;width:100%;height:auto;margin-bottom:1rem}\n"
    "svg text{font-size:13px;fill:var(--soft)}\n"
    "svg .panel{font-weight:600;fill:var(--ink)}\n"
    "svg .grid{stroke:var(--line);stroke-width:1}\n"
    "svg .curve{fill:none;stroke-width:2;stroke-linejoin:round}\n"
    "svg .speed{stroke:var(--speed)}\n"
    "svg .under{fill:var(--speed);fill-opacity:.12;stroke:none}\n"
    "svg .ours{stroke:var(--ours)}\n"
    "svg .drives{stroke:var(--drives);stroke-dasharray:7 4}\n"
    "svg .end{stroke:var(--bad);stroke-width:2;stroke-dasharray:2 3}\n"
    "svg .retry{fill:var(--warn);stroke:none}\n"
    "svg .dot{stroke:none}svg .dot.speed{fill:var(--speed)}svg .dot.ours{fill:var(--ours)}svg .dot.drives{fill:var(--drives)}\n"
    "@media (max-width:38rem){body{font-size:15px}section{padding:.75rem .9rem}svg text{font-size:22px}svg .between{display:none}"
    "th[scope=row]{width:8.5rem}.stacked th[scope=row]{width:auto}.compare th[scope=row]{width:6.5rem}}\n"
    "@media (max-width:26rem){svg text{font-size:25px}main,header,footer{padding-left:.5rem;padding-right:.5rem}}\n"
    "@media print{@page{margin:15mm}:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;"
    "--good:#0f6b3a;--good-back:#fff;--bad:#a3161f;--bad-back:#fff;--warn:#7a4b00;--warn-back:#fff;"
    "--speed:#1f5fbf;--ours:#0b7a6f;--drives:#b4540a}"
    "body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}section{border:0;border-top:1px solid var(--line);border-radius:0;padding:.75rem 0;margin:0}"
    "svg.graph{max-height:92mm}tr,figure,.result{break-inside:avoid}h2{break-after:avoid}}\n";
/* clang-format on */

void html_markup(struct bytes *page, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    bytes_append(page, text, strlen(text));
    memory_free(text);
}

static const char *reference(char character)
{
    switch (character) {
    case '&':
        return "&#38;";
    case '<':
        return "&#60;";
    case '>':
        return "&#62;";
    case '"':
        return "&#34;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(struct bytes *page, const char *utf8)
{
    char *shown = output_escape(utf8, true);
    const char *at;

    for (at = shown; *at; at++) {
        const char *instead = reference(*at);

        if (memcmp(at, "\xEF\xBF", 2) == 0 && ((unsigned char)at[2] == 0xBE || (unsigned char)at[2] == 0xBF)) {
            html_markup(page, "&#60;U+FFF%c&#62;", (unsigned char)at[2] == 0xBE ? 'E' : 'F');
            at += 2;
        } else if (instead) {
            bytes_append(page, instead, strlen(instead));
        } else {
            bytes_append(page, at, 1);
        }
    }
    memory_free(shown);
}

void html_printf(struct bytes *page, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    html_text(page, text);
    memory_free(text);
}

/* The character that begins here, in well-formed UTF-8, and its bytes. */
static unsigned long character_at(const unsigned char *at, size_t *count)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned long code;
    size_t i;

    *count = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
    code = *at & masks[*count];
    for (i = 1; i < *count && (at[i] & 0xC0) == 0x80; i++)
        code = code << 6 | (at[i] & 0x3F);
    *count = i;
    return code;
}

void html_drive_text(struct bytes *page, const char *utf8)
{
    const unsigned char *at = (const unsigned char *)utf8;
    size_t count;

    for (; *at; at += count) {
        unsigned long code = character_at(at, &count);
        char one[2] = {(char)code, '\0'};

        if (code >= 0x20 && code < 0x7F) {
            html_text(page, one);
        } else if (code <= 0xFF) {
            html_markup(page, "\\x%02lX", code);
        } else {
            html_markup(page, "\\u{%04lX}", code);
        }
    }
}

void html_element(struct bytes *page, const char *name, const char *class, const char *utf8)
{
    html_markup(page, "<%s%s%s%s>", name, class ? " class=\"" : "", class ? class : "", class ? "\"" : "");
    html_text(page, utf8);
    html_markup(page, "</%s>", name);
}

void html_row(struct bytes *page, const char *heading, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    html_markup(page, "<tr><th scope=\"row\">");
    html_text(page, heading);
    html_markup(page, "</th>");
    html_element(page, "td", NULL, text);
    html_markup(page, "</tr>\n");
    memory_free(text);
}

static void append_title(struct bytes *page, const char *kind, const char *subject)
{
    html_text(page, kind);
    if (!subject) return;
    html_markup(page, ": ");
    html_drive_text(page, subject);
}

void html_begin(struct bytes *page, const char *kind, const char *subject)
{
    html_markup(page, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
                      "<meta charset=\"utf-8\"/>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                      "<meta name=\"generator\" content=\"OpenIMAPI2 discctl " OPENIMAPI2_VERSION "\"/>\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                      "'unsafe-inline'\"/>\n<title>");
    append_title(page, kind, subject);
    html_markup(page, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n", style);
    html_element(page, "h1", NULL, kind);
    if (subject) {
        html_markup(page, "\n<p class=\"soft\">");
        html_drive_text(page, subject);
        html_markup(page, "</p>");
    }
    html_markup(page, "\n</header>\n<main>\n");
}

void html_end(struct bytes *page, const char *sectors)
{
    html_markup(page,
                "</main>\n<footer><p>Written by discctl " OPENIMAPI2_VERSION
                " of OpenIMAPI2. 1 MB is 1,000,000 bytes; %s.</p></footer>\n</body>\n</html>\n",
                sectors);
}

void html_section(struct bytes *page, const char *id, const char *heading)
{
    html_markup(page, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
    html_text(page, heading);
    html_markup(page, "</h2>\n");
}

void html_section_end(struct bytes *page)
{
    html_markup(page, "</section>\n");
}
