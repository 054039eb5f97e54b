/* The tables of a round as a page of its own: the first printed page has what the management asks
 * for, the others hold every table of the groups. */
#ifndef REPORT_HTML_ROUND_H
#define REPORT_HTML_ROUND_H

#include "analysis/result_counts.h"
#include "analysis/result_stats.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "scoring/standing.h"

#include <stdbool.h>
#include <stddef.h>

/* All borrowed. */
struct html_round {
    const struct catalog *catalog; /* the page's language */
    const struct stats_table *table;
    const struct counts *unscored;   /* of questions without points; NULL, or no groups: none */
    const struct standing *standing; /* of those that the last group counts, the best first; NULL if
                                        single organisations are not to be shown */
    size_t standings;
    const char *marking; /* one of the edition's */
    const char *issued;  /* the day of the report, or "" */
    char *const *note;   /* sentences: what must be known of those who are counted */
    size_t notes;
    bool demo; /* the figures come from a register made with example keys */
};

/* Appends the whole page. The same input gives the same bytes everywhere. */
void html_round(struct buffer *out, const struct html_round *input);

#endif
