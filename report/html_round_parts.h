/* The parts of a round's page, for html_round alone. */
#ifndef REPORT_HTML_ROUND_PARTS_H
#define REPORT_HTML_ROUND_PARTS_H

#include "report/field_drawings.h"
#include "report/html_round.h"
#include "report/report.h"

/* The first page: what the round is, the response, the levels, the standings, the questions that
 * most often hold back. report: made by stats_tables. */
void html_round_overview(
    struct buffer *out, const struct html_round *input, const struct report *report);

/* The last group: all together, or the only one; and its name. */
const struct stats_group *html_round_last(const struct html_round *input);
const char *html_round_name(const struct html_round *input, const struct stats_group *group);

/* The levels of each group as a bar of shares, with a legend. */
void html_round_level_bars(struct buffer *out, const struct html_round *input);

/* The same of each area, of the last group. */
void html_round_area_bars(struct buffer *out, const struct html_round *input);

/* Of each field that has it, of the last group, a bar of shares. */
void html_round_field_bars(
    struct buffer *out, const struct html_round *input, enum field_drawing_kind kind);

/* How the members of each group spread over classes of points. */
void html_round_spreads(struct buffer *out, const struct html_round *input);

/* The members one beside the other by standing; nothing if single ones are not to be shown. */
void html_round_standings(struct buffer *out, const struct html_round *input);

#endif
