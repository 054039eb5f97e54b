/* A register with two senders, the small edition's answers, and rows of theirs; anew for each test.
 */
#ifndef FIXTURE_TWO_SENDERS_H
#define FIXTURE_TWO_SENDERS_H

#include "analysis/scored.h"
#include "fixture_answers.h"
#include "fixture_register.h"
#include "register/stored_answers.h"

extern struct error two_err; /* of the last call */
extern struct fixture_register two_register;
extern struct fixture_party two_ankeborg;  /* 212999-0004 */
extern struct fixture_party two_exempelby; /* 212999-0012 */
extern struct small *two_small;

/* Of a group: makes the two; of each test: the register, in which they are enrolled. */
int two_set_up_group(void **state);
int two_tear_down_group(void **state);
int two_set_up(void **state);
int two_tear_down(void **state);

/* The edition at hand as the only known one. */
const struct editions *two_known(void);

enum { TWO_NONE = 0 }; /* no row has this id */

/* What a row is to be, beside what fixture_row makes it. */
struct two_wanted {
    const char *arrived; /* NULL: as fixture_row has it */
    const char *to;      /* the end of the period; NULL: 2029-12-31 */
    uint8_t supersedes;  /* or TWO_NONE */
};

/* Lists the submission of that id, unless it is TWO_NONE. */
void two_list_id(struct submission *row, uint8_t id);

/* Adds the small answers as the party's row of that id. */
void two_add(const struct fixture_party *party, uint8_t id, struct two_wanted wanted);

/* Loads the register's list anew, with these editions. */
enum status two_load_scored(const struct editions *editions, struct scored_list *list);

#endif
