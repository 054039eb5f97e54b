/* The benchmark of a group: what its typical member answers, question by question (docs/cli.md,
 * "What counts, and what may be published"). */
#ifndef SCORING_BENCHMARK_H
#define SCORING_BENCHMARK_H

#include "scoring/model.h"
#include "scoring/score.h"

/* What the members of a group answered. A zeroed struct is a group without members. */
struct benchmark_counts {
    unsigned members;
    unsigned yes[MODEL_QUESTIONS_MAX]; /* valid yes-answers, which all have points; 0 where there
                                          are none to have */
    /* How many of those ticked option n, or gave step n, at index n - 1. */
    unsigned chosen[MODEL_QUESTIONS_MAX][MODEL_OPTIONS_MAX];
    bool left_out[MODEL_QUESTIONS_MAX]; /* nothing is to be decided of it; its counts are 0 */
};

enum benchmark_kind {
    BENCHMARK_NO,       /* valid yes-answers are no strict majority of the members */
    BENCHMARK_MAJORITY, /* yes: options or steps that a strict majority of the yes-answers chose */
    BENCHMARK_MINORITY, /* yes: no such; those that most of them chose, ties all kept */
    BENCHMARK_LEFT_OUT, /* neither: nothing is decided, as if it were not answered */
    BENCHMARK_NONE,     /* the question gives no points, so it has no benchmark */
};

struct benchmark {
    unsigned members;
    struct {
        uint8_t kind;       /* enum benchmark_kind */
        uint32_t kept;      /* bit n - 1: option n, or step n; 0 if the answer is not yes */
        unsigned yes_count; /* valid yes-answers */
    } question[MODEL_QUESTIONS_MAX];
    /* The same as answers that are all sure: of several steps the highest. What is left out, or
     * gives no points, is not answered. */
    struct answer_set answers;
    /* Their score, save that of a scale each step kept counts as a measure. */
    struct score score;
};

/* Adds one member's answers to the counts. An answer that is not a valid yes counts as no yes. */
void benchmark_add(
    const struct model *model, const struct answer_set *answers, struct benchmark_counts *counts);

/* Adds what was counted of others, with the same model; what is left out of either is of both. */
void benchmark_join(const struct benchmark_counts *others, struct benchmark_counts *counts);

/* Fills all of *out; the benchmark of a group without members answers no to everything. */
void benchmark_compute(
    const struct model *model, const struct benchmark_counts *counts, struct benchmark *out);

/* What follows from what is kept of each question: the answers and their score. */
void benchmark_complete(const struct model *model, struct benchmark *out);

/* How many questions are left out. */
unsigned benchmark_left_out(const struct model *model, const struct benchmark *benchmark);

/* The measures of one area, 0 <= area < model->areas: options of the area that are kept, and each
 * step kept of its scales. */
unsigned benchmark_area_measures(
    const struct model *model, const struct benchmark *benchmark, unsigned area);

/* How firmly an answer stands: `part` of `of`. Of a yes: of those who said yes, the ones who chose
 * the kept option or step that fewest of them chose. Of a no: of all members, the ones who did not
 * say yes. */
struct benchmark_strength {
    unsigned part;
    unsigned of;
};

/* 0 <= question < model->questions; the benchmark is the one computed from the counts. */
struct benchmark_strength benchmark_strength(
    const struct benchmark_counts *counts, const struct benchmark *benchmark, unsigned question);

#endif
