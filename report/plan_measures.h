/* The measures of a plan, one by one, and what a plan says of each. */
#ifndef REPORT_PLAN_MEASURES_H
#define REPORT_PLAN_MEASURES_H

#include "base/list.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/plan_words.h"
#include "format/support.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/score.h"

struct plan_measure {
    unsigned question;       /* place in the edition */
    unsigned option;         /* the option, or the step of a scale to be reached */
    enum plan_status status; /* PLAN_PLANNED; PLAN_OPTIONAL where fewer than all that are open are
                                needed and those before it suffice */
    char *why;               /* owned */
    char *support;           /* the names of what supports it, or NULL; owned */
};

/* Of struct plan_measure, in question order. A list with only its size set; plan_measures_free
 * releases what is in it. */
void plan_measures_of_gap(struct list *measures, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers, const struct score *score,
    const struct gap *gap);

/* What a target has that the answers lack; target names it. */
void plan_measures_of_difference(struct list *measures, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target);

/* Puts the support for its question (report/support_choice.h) into each measure. support may be
 * NULL: then there is none. */
void plan_measures_support(struct list *measures, const struct support *support,
    const struct edition *edition, const struct score *score);

/* "c) TEXT", of a scale "to step 3: TEXT". The caller frees it. */
char *plan_measures_words(const struct catalog *catalog, const struct edition *edition,
    const struct plan_measure *measure) __attribute__((returns_nonnull));

/* The areas that it is about, as a bit mask. */
uint32_t plan_measures_areas(const struct model *model, const struct plan_measure *measure);

/* What a plan was made from: the answers' member of a document (format/draft.h), in one line,
 * without notes. The caller frees it. */
char *plan_measures_basis(const struct edition *edition, const struct answer_set *answers);

void plan_measures_free(struct list *measures);

#endif
