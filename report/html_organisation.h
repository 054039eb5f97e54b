/* One organisation's result as a page of its own: the first printed page alone is enough for the
 * management, the others hold areas, questions, the way to the next level and how to read it. */
#ifndef REPORT_HTML_ORGANISATION_H
#define REPORT_HTML_ORGANISATION_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/answers.h"
#include "format/edition.h"
#include "format/support.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <stdbool.h>

#define HTML_REFERENCES_MAX 2

/* All borrowed. */
struct html_organisation {
    const struct catalog *catalog; /* the page's language */
    const struct edition *edition;
    const struct answers *answers;
    const struct score *score; /* of the answers */
    const struct gap *gap;     /* from the score to the next level; NULL if there is none */
    struct {
        const char *label;         /* what the figures are, in the page's language */
        const struct score *score; /* such as a benchmark's, of the same edition */
    } reference[HTML_REFERENCES_MAX];
    unsigned references;
    const struct support *support; /* what the steps to the next level can be helped by, or NULL */
    const char *place;             /* a finished sentence on the place within the group, or NULL */
    const char *issued;            /* the day of the report, or "" */
    bool demo;                     /* the figures come from a register made with example keys */
};

/* Appends the whole page. The same input gives the same bytes everywhere. */
enum status html_organisation(
    struct buffer *out, const struct html_organisation *input, struct error *err) MUST_USE;

#endif
