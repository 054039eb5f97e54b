/* The benchmark of a group as it is shown. */
#ifndef REPORT_BENCHMARK_REPORT_H
#define REPORT_BENCHMARK_REPORT_H

#include "analysis/result_benchmark.h"
#include "report/report.h"

#include <jansson.h>

/* Whose benchmark it is; level, points and measures; the areas; the questions with what is
 * answered, how many say yes, and how firmly the answer stands. The result must stay as long as the
 * report. */
void benchmark_report_tables(struct report *report, const struct benchmark_result *result);

/* scope_json's keys, and
 * {"best":N|null,"of","n","left_out","withheld":how many
 * questions,"questions":[{"id","topic","answer":"yes"|"no",
 * "kind":"majority"|"minority"|null,"yes":[…] (options or steps),"yes_count","chosen":[count of
 * each option or step]|null,"strength":{"part","of"}|null}],"result"}; "yes_count" is "<3" where it
 * is small and null where it is hidden; of a question that is withheld all but "id" and "topic" is
 * null, and "result" is without it. "result" is json_score's, with "measures" for each area. */
json_t *benchmark_json(const struct benchmark_result *result);

#endif
