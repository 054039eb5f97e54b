/* HTML pages that stand alone: no script, nothing loaded, one style sheet for screen and A4 paper.
 * They are well-formed XML too, so that any XML parser finds what is wrong with one.
 *
 * Foreign text gets in by the three functions below alone, and they escape it for both element
 * content and quoted attribute values. What is appended with buffer_text is markup, and literal. */
#ifndef REPORT_HTML_PAGE_H
#define REPORT_HTML_PAGE_H

#include "base/buffer.h"
#include "base/messages.h"

#include <stdbool.h>

/* Appends a text with & < > " ' escaped, in the forms that XML knows too. */
void html_text(struct buffer *out, const char *text);

/* Appends markup like printf, each %s escaped. Knows %s, %u and %% alone; anything else marks the
 * buffer as failed. */
void html_add(struct buffer *out, const char *markup, ...) __attribute__((format(printf, 2, 3)));

/* Appends a sentence like printf (all of it), the whole escaped. */
void html_say(struct buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct html_page {
    const struct catalog *catalog; /* the page's language */
    const char *title;             /* of the document, and on every printed page */
    const char *subject;           /* such as the edition's title; beside the marking */
    const char *marking;           /* as the edition names it; on every printed page */
    const char *closing;           /* what the foot says; NULL: that of a report with answers */
    bool demo;                     /* says beside the marking that this is a demonstration */
};

/* What stands before and after the content of <main>. */
void html_page_begin(struct buffer *out, const struct html_page *page);
void html_page_end(struct buffer *out, const struct html_page *page);

/* The text as a heading of level 2 within a section that the caller ends; id is unique. */
void html_section(struct buffer *out, const char *id, const char *class, const char *heading);

#endif
