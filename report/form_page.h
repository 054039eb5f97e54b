/* The page that answers are filled in with: one HTML file for any browser, without a network.
 *
 * It is the only page with a script (SECURITY.md). The script, the style and scoring/ as
 * WebAssembly are built into the program (page/, Makefile); with the edition and the texts as data
 * they make the page. Its content security policy allows exactly that script and that style, by
 * their digests. */
#ifndef REPORT_FORM_PAGE_H
#define REPORT_FORM_PAGE_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

#include <jansson.h>

struct form_page {
    enum language language; /* at first; whoever reads the page may switch */
    const struct edition *edition;
    json_t *draft; /* the answers to begin with, a document of format/draft.h; NULL: none */
};

/* Appends the page. The same input gives the same bytes. */
void form_page_write(struct buffer *out, const struct form_page *page);

/* The texts of the page, in English, as its script names them (form_page_texts.c): ends with NULL.
 */
extern const char *const FORM_PAGE_TEXTS[];

#endif
