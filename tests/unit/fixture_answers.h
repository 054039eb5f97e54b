/* The small edition of tests/data and the answers to it, read afresh for each test. */
#ifndef TESTS_UNIT_FIXTURE_ANSWERS_H
#define TESTS_UNIT_FIXTURE_ANSWERS_H

#include "format/answers.h"

struct small {
    struct edition *edition;
    char *text; /* of the answers' file */
    struct answers *answers;
    struct findings findings;
};

/* cmocka's set-up and tear-down: *state is a struct small. */
int small_set_up(void **state);
int small_tear_down(void **state);

/* A record full of rubbish, for a reader to fill. The caller frees it. */
struct answers *new_answers(void);

#endif
