/* The benchmark of a group: what its typical member answers. */
#ifndef ANALYSIS_RESULT_BENCHMARK_H
#define ANALYSIS_RESULT_BENCHMARK_H

#include "analysis/disclosure.h"
#include "analysis/result_scope.h"
#include "scoring/benchmark.h"

#include <stddef.h>
#include <stdint.h>

struct benchmark_report {
    struct scope scope; /* its members are those that the best are taken of */
    unsigned best;      /* how many of the best by standing were asked for; 0: all of them */
    size_t left_out;    /* that share the last place with some of those, but are not counted */
    const struct benchmark_counts *counts;
    const struct benchmark *benchmark;
    /* Of each question how its count of yes-answers is shown, as enum disclosure_kind. What is
     * published tells no counts of options, which are too many to hide the small ones of. NULL:
     * everything is shown. */
    const uint8_t *show;
};

#endif
