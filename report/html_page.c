#include "report/html_page.h"

#include "base/memory.h"
#include "base/release.h"
#include "report/remarks.h"
#include "report/svg.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* report/html_page.css, with a NUL behind it. */
extern const unsigned char embedded_html_page_css[];

/* ---- escaping ---- */

void html_text(struct buffer *out, const char *text)
{
    while (*text != '\0') {
        size_t plain = strcspn(text, "&<>\"'");
        buffer_append(out, text, plain);
        text += plain;
        switch (*text) {
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        case '\'':
            buffer_text(out, "&#39;");
            break;
        default:
            continue;
        }
        text++;
    }
}

void html_add(struct buffer *out, const char *markup, ...)
{
    va_list args;
    va_start(args, markup);
    while (*markup != '\0') {
        size_t plain = strcspn(markup, "%");
        buffer_append(out, markup, plain);
        markup += plain;
        if (*markup == '\0')
            break;
        if (markup[1] == 's') {
            html_text(out, va_arg(args, const char *));
        } else if (markup[1] == 'u') {
            buffer_printf(out, "%u", va_arg(args, unsigned));
        } else if (markup[1] == '%') {
            buffer_text(out, "%");
        } else {
            abort(); /* a format of ours that this function does not know */
        }
        markup += 2;
    }
    va_end(args);
}

/* The format is a literal, or its translation, at every call. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void html_say(struct buffer *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        memory_exhausted();
    va_end(args);
    html_text(out, text);
    free(text);
}
#pragma GCC diagnostic pop

/* ---- the page ---- */

/* The two languages of the catalogs. */
static const char *language(const struct catalog *catalog)
{
    return catalog == NULL ? "en" : "sv";
}

void html_page_begin(struct buffer *out, const struct html_page *page)
{
    html_add(out,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>%s – %s</title>\n<style>\n",
        language(page->catalog), page->title, page->subject);
    svg_style(out);
    buffer_text(out, (const char *)embedded_html_page_css);
    html_add(out,
        "</style>\n</head>\n<body>\n<header class=\"banner\"><span class=\"who\">%s</span>"
        "<div><strong class=\"marking\">%s</strong>",
        page->title, page->marking);
    if (page->demo)
        html_add(out, "<strong class=\"demo\">%s</strong>", remark_demo_mark(page->catalog));
    html_add(out, "</div><span class=\"what\">%s</span></header>\n<main>\n", page->subject);
}

void html_page_end(struct buffer *out, const struct html_page *page)
{
    buffer_text(out, "</main>\n<footer><p>");
    if (page->closing != NULL)
        html_text(out, page->closing);
    else
        html_say(out,
            tr(page->catalog,
                "This report is handled by its marking: %s. It holds answers to the questionnaire; "
                "the same goes for copies and for what is printed."),
            page->marking);
    if (page->demo)
        html_add(out, " %s", remark_demo(page->catalog));
    html_add(out, "</p><p>Sigill %s</p></footer>\n</body>\n</html>\n", RELEASE_VERSION);
}

void html_section(struct buffer *out, const char *id, const char *class, const char *heading)
{
    html_add(out, "<section class=\"%s\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", class,
        id, id, heading);
}
