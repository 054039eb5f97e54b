/* Rounds of different editions of the questionnaire: what of them is comparable, and what is not.
 */
#ifndef REPORT_TREND_EDITIONS_H
#define REPORT_TREND_EDITIONS_H

#include "analysis/result_trend.h"
#include "report/report.h"

#include <jansson.h>
#include <stddef.h>

/* A sentence for the rounds whose edition is another than the last one's: how many of its questions
 * are the same there, and that nothing else is comparable. */
void trend_editions_remark(struct report *report, const struct trend_round *round, size_t rounds);

/* That, and the last edition's questions that are the same in an earlier one, each with the share
 * of all its points in each round. */
void trend_editions_tables(struct report *report, const struct trend_round *round, size_t rounds);

/* Of a round: [{"question": the last edition's, "was": its own, "points": summed, "max": one
 * organisation's, "with_points": organisations}], of the questions that are the same; null where
 * nothing relates the editions. */
json_t *trend_editions_json(const struct trend_round *round, const struct edition *last);

#endif
