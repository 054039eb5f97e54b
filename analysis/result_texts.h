/* What the organisations of a round wrote in words of their own, who took part in answering, and
 * who approved.
 *
 * It stands in no record (register/answer_record.h): the sealed answers are opened, one
 * organisation's after the other. It says who wrote it, and is never published. */
#ifndef ANALYSIS_RESULT_TEXTS_H
#define ANALYSIS_RESULT_TEXTS_H

#include "analysis/result_scope.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct collection; /* analysis/collection.h */
struct edition;    /* format/edition.h */
struct editions;
struct selection;
struct member;
struct store;
struct stream_progress;

#define TEXTS_QUESTIONS_MAX 10 /* EDITION_BACKGROUND_MAX */
#define TEXTS_ROLES_MAX 32     /* EDITION_ROLES_MAX */
#define TEXTS_ID_SIZE 16       /* of a submission (MANIFEST_ID_SIZE) */

/* All that one organisation has. Texts are plain (base/text.h), "" where nothing was written. */
struct texts_member {
    const char *number; /* borrowed from the collection, like the next two */
    const char *name;
    const char *group;               /* an id */
    int place;                       /* the group's in the edition; -1: the edition lacks it */
    uint8_t id[TEXTS_ID_SIZE];       /* of the submission */
    char *text[TEXTS_QUESTIONS_MAX]; /* owned; of a question of consent always "" */
    uint32_t roles;                  /* of the participants; the edition's first role is bit 0 */
    bool security_role;              /* one of them is of the security work */
    char *approved_by;               /* owned, like the next three */
    char *approval_role;
    char *approval_date; /* "YYYY-MM-DD" */
    char *approval_reference;
};

struct texts {
    struct scope scope;
    struct texts_member *member; /* owned; by the edition's groups, then by number */
    size_t members;
};

/* How many of a group, by its place, or of all (-1), are counted; have written something else than
 * blanks to a background question; have a participant of a role; have one of the security work;
 * name whoever approved. */
struct texts_tally {
    size_t members;
    size_t text[TEXTS_QUESTIONS_MAX];
    size_t role[TEXTS_ROLES_MAX];
    size_t security_role;
    size_t approved;
};

/* Opens the answers of every member that is selected. progress counts each as one, and may be NULL.
 * Refusals: those of stored_answers_open. *out is the caller's (result_texts_free), also on
 * failure; it borrows from the collection. */
enum status result_texts(struct store *store, const uint8_t *key, const struct editions *editions,
    const struct collection *collection, const struct selection *selection,
    const struct stream_progress *progress, struct texts *out, struct error *err) MUST_USE;
void result_texts_free(struct texts *texts);

/* What a member of the collection has; NULL for one that was not selected. */
const struct texts_member *result_texts_find(
    const struct texts *texts, const struct member *member);

void result_texts_tally(const struct texts *texts, int group, struct texts_tally *out);

/* Whether a background question is answered with a text, and one was written. */
bool result_texts_asks(const struct edition *edition, size_t background);
bool result_texts_tells(const struct texts_member *member, size_t background);

#endif
