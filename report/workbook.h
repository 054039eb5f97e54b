/* The tables of a round as a workbook (xlsx), for those who work on in a spreadsheet.
 *
 * One sheet for each kind of table: overview with the response rate and a chart of the levels,
 * levels, areas, points, what holds back, the background, benchmarks, and, where it is not to be
 * published, the organisations. Numbers are numbers, names are texts and never formulas; what is
 * hidden is "<3" or a dash, as everywhere. The marking stands in every sheet's printed head. */
#ifndef REPORT_WORKBOOK_H
#define REPORT_WORKBOOK_H

#include "analysis/result_stats.h"
#include "base/error.h"
#include "base/messages.h"
#include "scoring/benchmark.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a group; all strings are borrowed. */
struct workbook_benchmark {
    const char *group; /* its name; NULL for all together */
    struct benchmark benchmark;
};

struct workbook_organisation {
    unsigned place; /* equals share it */
    const char *number;
    const char *name;
    const char *group;
    struct score score;
};

struct workbook {
    const struct catalog *catalog;   /* the language */
    const struct stats_table *table; /* protected or not */
    const char *marking;
    int64_t made; /* seconds since 1970; the same workbook at the same time has the same bytes */
    bool demo;
    const struct workbook_benchmark *benchmark;
    size_t benchmarks;
    /* The organisations by place; none of them in what is published. */
    size_t organisations;
    void (*organisation)(
        const void *context, size_t number, struct workbook_organisation *organisation);
    const void *context;
};

/* Writes the workbook into a new file. Parts of it lie in the directory meanwhile, without a name
 * or one of the library's; the caller keeps others out of it. STATUS_FAILED, REASON_IO_ERROR if a
 * part cannot be written; then path may hold a part. */
enum status workbook_write(const struct workbook *workbook, const char *directory, const char *path,
    struct error *err) MUST_USE;

#endif
