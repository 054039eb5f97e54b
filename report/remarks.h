/* Sentences that several reports have in common, each worded once. Static text. */
#ifndef REPORT_REMARKS_H
#define REPORT_REMARKS_H

#include "format/succession.h"
#include "report/report.h"

/* Late submissions are among what is counted. */
const char *remark_late(const struct catalog *catalog);

/* Shares are not exact as they are shown (report/cell.h). */
const char *remark_shares(const struct catalog *catalog);

/* What there is not in an edition without points. */
const char *remark_no_points(const struct catalog *catalog);

/* How far the levels of areas can be relied on. */
const char *remark_area_levels(const struct catalog *catalog);

/* The figures come from a register that was made with example keys: a word for a mark, and a
 * sentence. */
const char *remark_demo_mark(const struct catalog *catalog);
const char *remark_demo(const struct catalog *catalog);

/* How what is hidden in published tables looks. least: the members of a group that shows anything.
 * Kept by the report. */
const char *remark_published(struct report *report, unsigned least);

/* What the mark beside an answer of a benchmark that was decided on rounded counts means. */
#define BENCHMARK_CLOSE_MARK "*"
const char *remark_close(const struct catalog *catalog);

/* What a dash in the place of an answer of such a benchmark means. */
const char *remark_withheld(const struct catalog *catalog);

/* How counts are rounded in those that are. Kept by the report. */
const char *remark_rounded(struct report *report, unsigned least);

/* How far a round that answers an earlier edition is comparable with one that answers the later
 * one. Kept by the report. */
const char *remark_succession(
    struct report *report, const char *round, const struct succession *since);

/* Which groups of what is published are shown part by part. */
const char *remark_parts(const struct catalog *catalog);

/* How tables by a tag stand beside those by group. Kept by the report. */
const char *remark_tagged(struct report *report, const char *tag);

#endif
