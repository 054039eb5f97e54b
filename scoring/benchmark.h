/* The benchmark of a group: what its typical member answers, question by question (design, section
 * 4). */
#ifndef SCORING_BENCHMARK_H
#define SCORING_BENCHMARK_H

#include "scoring/model.h"
#include "scoring/score.h"

/* What the members of a group answered. A zeroed struct is a group without members. */
struct benchmark_counts {
    unsigned members;
    unsigned yes[MODEL_QUESTIONS_MAX]; /* valid yes-answers, which all have points */
    /* How many of those ticked option n, or gave step n, at index n - 1. */
    unsigned chosen[MODEL_QUESTIONS_MAX][MODEL_OPTIONS_MAX];
};

enum benchmark_kind {
    BENCHMARK_NO,       /* valid yes-answers are no strict majority of the members */
    BENCHMARK_MAJORITY, /* yes: options or steps that a strict majority of the yes-answers chose */
    BENCHMARK_MINORITY, /* yes: no such; those that most of them chose, ties all kept */
};

struct benchmark {
    unsigned members;
    struct {
        uint8_t kind;       /* enum benchmark_kind */
        uint32_t kept;      /* bit n - 1: option n, or step n; 0 if the answer is no */
        unsigned yes_count; /* valid yes-answers */
    } question[MODEL_QUESTIONS_MAX];
    /* The same as answers that are all sure: of several steps the highest. */
    struct answer_set answers;
    /* Their score, save that of a scale each step kept counts as a measure. */
    struct score score;
};

/* Adds one member's answers to the counts. An answer that is not a valid yes counts as no yes. */
void benchmark_add(
    const struct model *model, const struct answer_set *answers, struct benchmark_counts *counts);

/* Fills all of *out; the benchmark of a group without members answers no to everything. */
void benchmark_compute(
    const struct model *model, const struct benchmark_counts *counts, struct benchmark *out);

/* The strength of the majority on a question: how many of the members stand on the side of the
 * benchmark's answer. That is yes_count if the answer is yes, else all others; so at least half of
 * the members. The majority for each option kept is told by counts->chosen, out of yes_count. */
unsigned benchmark_strength(const struct benchmark *benchmark, unsigned question);

#endif
