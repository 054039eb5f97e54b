/* The parts of a group's page, for html_group alone. */
#ifndef REPORT_HTML_GROUP_PARTS_H
#define REPORT_HTML_GROUP_PARTS_H

#include "report/html_group.h"

/* ---- the first page ---- */

/* What the round is, the response, the levels, the standings, the questions that hold back. */
void html_group_first(struct buffer *out, const struct html_group *input);

/* ---- the tables ---- */

void html_group_levels(struct buffer *out, const struct html_group *input);
void html_group_areas(struct buffer *out, const struct html_group *input);
void html_group_points(struct buffer *out, const struct html_group *input);
void html_group_held(struct buffer *out, const struct html_group *input);
void html_group_background(struct buffer *out, const struct html_group *input);

/* ---- what they share ---- */

/* A group's name; all groups together have a word of the page's language. */
const char *html_group_name(const struct html_group *input, const struct stats_group *group);

/* The last group: all together, or the only one. */
const struct stats_group *html_group_last(const struct html_group *input);

/* A figure as text: "<3" for a small one, "–" for a hidden one, "" where there is none. */
void html_group_figure(struct buffer *out, const struct stats_cell *cell);

/* The whole percent of part in whole; false where it cannot be shown. */
bool html_group_share(
    const struct stats_cell *part, const struct stats_cell *whole, unsigned *percent);

/* A cell of a table; with whole not NULL the share beside the figure. */
void html_group_cell(
    struct buffer *out, const struct stats_cell *part, const struct stats_cell *whole);

/* Bars of shares for a row of cells at level 0 and up, whose whole is a cell too. id is unique. */
void html_group_bar(struct buffer *out, const struct html_group *input, const char *id,
    const char *title, const struct stats_cell at_level[], const struct stats_cell *whole);

/* The legend of those bars. */
void html_group_legend(struct buffer *out, const struct html_group *input);

/* At most so many groups stand beside each other in a table; with more, the table is repeated. */
#define HTML_GROUP_COLUMNS 4

/* A table with groups as its columns: the groups first to first + groups - 1. */
struct html_group_view {
    struct buffer *out;
    const struct html_group *input;
    size_t first;
    size_t groups;
};

/* Calls a function for all groups, as many at a time as stand beside each other. */
void html_group_each(struct buffer *out, const struct html_group *input,
    void (*table)(const struct html_group_view *view));

const struct stats_group *html_group_at(const struct html_group_view *view, size_t column);
void html_group_begin(const struct html_group_view *view, const char *caption, const char *head);
void html_group_end(const struct html_group_view *view);

/* One row: the cell of each group, which stands as far from its group's beginning as at does from
 * that of the first group of the view; with shares, also as a share of those counted. */
void html_group_row(const struct html_group_view *view, const char *label,
    const struct stats_cell *at, bool shares);

#endif
