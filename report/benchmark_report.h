/* The benchmark of a group as it is shown: as text, JSON or CSV. */
#ifndef REPORT_BENCHMARK_REPORT_H
#define REPORT_BENCHMARK_REPORT_H

#include "analysis/result_benchmark.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "report/scope.h"

#include <jansson.h>

/* "majority" or "minority", in the report's language; "" for a no. kind: enum benchmark_kind. */
const char *benchmark_kind_name(const struct catalog *catalog, uint8_t kind);

/* Whose benchmark it is; level, points and measures; the areas; the questions with what is
 * answered, how many say yes, and how firmly the answer stands. */
void text_benchmark(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report);

/* json_scope's keys, and
 * {"best":N|null,"of","n","left_out","questions":[{"id","topic","answer":"yes"|"no",
 * "kind":"majority"|"minority"|null,"yes":[…] (options or steps),"yes_count","chosen":[count of
 * each option or step]|null,"strength":{"part","of"}|null}],"result"}; "yes_count" is "<3" where it
 * is small and null where it is hidden. "result" is json_score's, with "measures" for each area. */
json_t *json_benchmark(const struct benchmark_result *report);

/* One line for each question, after a line of headings. */
void csv_benchmark(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report);

#endif
