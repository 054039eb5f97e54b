/* What two editions of the questionnaire have in common: which question, option and area of the
 * later one continues which of the earlier one, through those between them where there are several
 * steps. What each step says stands in the later file of the two ("follows", docs/edition.md); here
 * both are at hand, and that is held against them.
 *
 * An answer is comparable as far as it is about options that are continued: of a question that is
 * the same about all, of a changed one about those that have a counterpart, of a new one not at
 * all.
 */
#ifndef FORMAT_SUCCESSION_H
#define FORMAT_SUCCESSION_H

#include "base/error.h"
#include "format/edition.h"
#include "format/editions.h"

#include <stdbool.h>
#include <stdint.h>

enum succession_kind { SUCCESSION_NEW, SUCCESSION_CHANGED, SUCCESSION_SAME };

struct succession_question {
    enum succession_kind kind;
    unsigned from;                     /* the earlier question's place; not used for a new one */
    uint8_t option[MODEL_OPTIONS_MAX]; /* of each of the later question's: the earlier one, from 1;
                                          0: none */
};

struct succession_area {
    enum succession_kind kind; /* the same: it consists of the same, too */
    unsigned from;
};

struct succession {
    const struct edition *from; /* borrowed, like the next */
    const struct edition *to;
    struct succession_question question[MODEL_QUESTIONS_MAX]; /* in the later edition's order */
    struct succession_area area[MODEL_AREAS_MAX];
    bool gone[MODEL_QUESTIONS_MAX]; /* by the earlier edition's places: nothing continues it */
    bool gone_area[MODEL_AREAS_MAX];
};

/* Fills all of *out. An edition is the same as itself (the digest says so). known: where the
 * editions between the two are found. STATUS_REFUSED: REASON_UNKNOWN_EDITION if the later one does
 * not follow the earlier one, or one between them is not known; REASON_BAD_VALUE, naming the
 * question or area, if a file says what is not so of the earlier edition. */
enum status succession_between(const struct editions *known, const struct edition *from,
    const struct edition *to, struct succession *out, struct error *err) MUST_USE;

/* Of the later question at a place, and of the earlier one that it continues, the options that have
 * a counterpart, as bit masks; 0 for a new one. */
uint32_t succession_continued(const struct succession *succession, unsigned place);
uint32_t succession_continuing(const struct succession *succession, unsigned place);

/* What these options of the earlier question are among those of the later one. */
uint32_t succession_carried(const struct succession *succession, unsigned place, uint32_t earlier);

/* How many of the later edition's questions are of that kind, and how many of the earlier one's are
 * gone. */
unsigned succession_count(const struct succession *succession, enum succession_kind kind);
unsigned succession_gone(const struct succession *succession);

/* Carries an answer to the earlier question over, as far as it is certain: of a question that is
 * the same as it is; of a changed one the chosen options that have a counterpart, and a no if every
 * option that there is now was there before. false, and an unanswered question, where nothing is
 * certain, and of a new one. Assessment and the rest stay. */
bool succession_carry(const struct succession *succession, unsigned place,
    const struct answer *earlier, struct answer *out);

#endif
