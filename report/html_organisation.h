/* One organisation's result as a page of its own: the first printed page alone is enough for the
 * management, the others hold areas, questions, the way to the next level and how to read it. */
#ifndef REPORT_HTML_ORGANISATION_H
#define REPORT_HTML_ORGANISATION_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/answers.h"
#include "format/edition.h"
#include "format/recommendations.h"
#include "format/support.h"
#include "report/compare.h"
#include "report/compare_editions.h"
#include "report/score_tables.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <stdbool.h>

struct exchange; /* analysis/result_exchange.h */

/* What somebody has that the answers lack. Borrowed. */
struct html_catch_up {
    const char *name; /* whose it is, in a sentence */
    const struct difference *difference;
};

#define HTML_CATCH_UPS_MAX 3

/* All borrowed. */
struct html_organisation {
    const struct catalog *catalog; /* the page's language */
    const struct edition *edition;
    const struct answers *answers;
    const char *name; /* of the organisation, where it is known better than the answers say: from */
    const char *group; /* its card, or the list of those who were asked; NULL: as the answers say */
    const struct score *score; /* of the answers */
    const struct gap *gap;     /* from the score to the next level; NULL if there is none */
    struct score_reference reference[SCORE_REFERENCES_MAX]; /* such as a benchmark */
    unsigned references;
    struct html_catch_up catch_up[HTML_CATCH_UPS_MAX]; /* such as of a benchmark or a target */
    unsigned catch_ups;
    const struct compare_side *before; /* what was answered last time, or NULL; in the round */
    const char *before_round;          /* of that id */
    const struct compare_editions *before_editions; /* if that was of another edition, or NULL */
    const struct exchange *exchange; /* whom it could learn from and teach, or NULL: not told */
    const struct support *support;   /* what steps can be helped by, or NULL */
    const struct recommendations *recommendations; /* or NULL */
    const char *place;  /* a finished sentence on the place within the group, or NULL */
    const char *from;   /* the authority whose feedback it is, or NULL */
    const char *note;   /* what must be known of the submission, or NULL */
    const char *issued; /* the day of the report, or "" */
    bool alone;         /* the first page alone, for the management */
    bool demo;          /* the figures come from a register made with example keys */
};

/* Appends the whole page. The same input gives the same bytes everywhere. */
void html_organisation(struct buffer *out, const struct html_organisation *input);

#endif
