/* The compilation of a round as one page: the document that is published. */
#ifndef REPORT_COMPILATION_PAGE_H
#define REPORT_COMPILATION_PAGE_H

#include "analysis/result_compilation.h"
#include "analysis/result_panel.h"
#include "base/buffer.h"
#include "format/editor_texts.h"
#include "format/recommendations.h"
#include "report/report.h"

#include <stdbool.h>

/* All borrowed. */
struct compilation_page {
    const struct compilation *compilation;
    const struct report *report; /* its tables (report/compilation_tables.h), heading and remarks */
    const struct panel *panel;   /* the round beside another one; NULL: there is none */
    const struct editor_texts *texts;              /* those of an editor (compilation_texts.h) */
    const struct recommendations *recommendations; /* NULL: the edition has none */
    const char *marking;                           /* one of the edition's */
    bool demo; /* the figures come from a register made with example keys */
};

/* Appends the whole page, in the report's language. The same input gives the same bytes
 * everywhere. */
void compilation_page(struct buffer *out, const struct compilation_page *input);

#endif
