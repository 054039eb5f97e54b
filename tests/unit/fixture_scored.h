/* Answers' files of tests/data with the built-in edition, scored. */
#ifndef TESTS_UNIT_FIXTURE_SCORED_H
#define TESTS_UNIT_FIXTURE_SCORED_H

#include "format/answers.h"
#include "report/compare.h"
#include "scoring/score.h"

struct scored {
    struct edition *edition;
    struct answers *answers;
    struct findings findings;
    struct score score;
};

/* Reads, in English, a file in which the first occurrence of from is replaced by to; from NULL: as
 * it is. Fails the test if that cannot be done. */
void scored_read(struct scored *scored, const char *path, const char *from, const char *to);
void scored_free(struct scored *scored);

struct compare_side scored_side(const struct scored *scored);

#endif
