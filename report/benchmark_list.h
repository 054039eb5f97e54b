/* The benchmarks of several groups beside each other. */
#ifndef REPORT_BENCHMARK_LIST_H
#define REPORT_BENCHMARK_LIST_H

#include "format/edition.h"
#include "report/report.h"
#include "scoring/benchmark.h"

/* Of a group. */
struct benchmark_listed {
    const char *name; /* what the benchmark is called; borrowed; NULL for all together */
    struct benchmark benchmark;
    bool close[MODEL_QUESTIONS_MAX]; /* of one that is decided on rounded counts: closely */
};

/* A section with their own results, and with the typical answers, one column for each. The
 * names must stay as long as the report. */
void benchmark_list_tables(struct report *report, const struct edition *edition,
    const struct benchmark_listed *list, size_t count);

#endif
