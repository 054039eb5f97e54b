#include "analysis/result_texts.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "base/stream.h"
#include "register/stored_answers.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(TEXTS_QUESTIONS_MAX == EDITION_BACKGROUND_MAX &&
                   TEXTS_ROLES_MAX == EDITION_ROLES_MAX && TEXTS_ID_SIZE == MANIFEST_ID_SIZE,
    "room for all that an edition has");

/* ---- one organisation ---- */

static uint32_t roles_that_took_part(
    const struct edition *edition, const struct answers *answers, bool *security)
{
    uint32_t roles = 0;
    *security = false;
    for (uint32_t i = 0; i < answers->participants; i++) {
        int role = edition_find_role(edition, answers->participant[i]);
        if (role < 0)
            continue;
        roles |= UINT32_C(1) << role;
        *security = *security || edition->role[role].security;
    }
    return roles;
}

static void keep_texts(const struct edition *edition, const struct member *member,
    const struct answers *answers, struct texts_member *out)
{
    *out = (struct texts_member){
        .number = member->number,
        .name = member->name,
        .group = member->group,
        .place = edition_find_group(edition, member->group),
        .approved_by = memory_text(answers->approval.by),
        .approval_role = memory_text(answers->approval.role),
        .approval_date = memory_text(answers->approval.date),
        .approval_reference = memory_text(answers->approval.reference),
    };
    out->roles = roles_that_took_part(edition, answers, &out->security_role);
    for (size_t i = 0; i < edition->backgrounds; i++)
        out->text[i] = memory_text(edition->background[i].consent ? "" : answers->background[i]);
}

static void free_texts_member(struct texts_member *member)
{
    for (size_t i = 0; i < TEXTS_QUESTIONS_MAX; i++)
        free(member->text[i]);
    free(member->approved_by);
    free(member->approval_role);
    free(member->approval_date);
    free(member->approval_reference);
}

/* ---- all of them ---- */

/* Those without a group of the edition last. */
static int compare_texts_members(const void *a, const void *b)
{
    const struct texts_member *one = a;
    const struct texts_member *other = b;
    unsigned first = (unsigned)one->place;
    unsigned second = (unsigned)other->place;
    if (first != second)
        return first < second ? -1 : 1;
    return strcmp(one->number, other->number);
}

enum status result_texts(struct store *store, const uint8_t *key, const struct editions *editions,
    const struct collection *collection, const struct selection *selection,
    const struct stream_progress *progress, struct texts *out, struct error *err)
{
    struct stored_answers stored = {.store = store, .key = key, .editions = editions};
    enum status status = STATUS_OK;
    *out = (struct texts){.scope = result_scope(collection, selection)};
    out->member = memory_new(out->scope.members, sizeof *out->member);
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        struct submission submission;
        if (!collection_selects(selection, member))
            continue;
        TRY_OUT(submissions_by_serial(store, member->serial, &submission, err));
        TRY_OUT(stored_answers_open(&stored, &submission, err));
        struct texts_member *made = &out->member[out->members++];
        keep_texts(collection->edition, member, stored.answers, made);
        memcpy(made->id, submission.id, sizeof made->id);
        if (progress != NULL)
            progress->advance(progress->context, 1);
    }
    qsort(out->member, out->members, sizeof *out->member, compare_texts_members);
out:
    stored_answers_close(&stored);
    return status;
}

const struct texts_member *result_texts_find(const struct texts *texts, const struct member *member)
{
    const struct texts_member key = {
        .number = member->number, .place = edition_find_group(texts->scope.edition, member->group)};
    return texts->members == 0
               ? NULL
               : bsearch(&key, texts->member, texts->members, sizeof key, compare_texts_members);
}

void result_texts_free(struct texts *texts)
{
    for (size_t i = 0; i < texts->members; i++)
        free_texts_member(&texts->member[i]);
    free(texts->member);
    *texts = (struct texts){0};
}

/* ---- counting ---- */

bool result_texts_asks(const struct edition *edition, size_t background)
{
    return !edition->background[background].consent;
}

bool result_texts_tells(const struct texts_member *member, size_t background)
{
    const char *text = member->text[background];
    return text[strspn(text, " \t\n\u00a0")] != '\0';
}

void result_texts_tally(const struct texts *texts, int group, struct texts_tally *out)
{
    const struct edition *edition = texts->scope.edition;
    *out = (struct texts_tally){0};
    for (size_t i = 0; i < texts->members; i++) {
        const struct texts_member *member = &texts->member[i];
        if (group >= 0 && member->place != group)
            continue;
        out->members++;
        for (size_t k = 0; k < edition->backgrounds; k++)
            out->text[k] += result_texts_tells(member, k);
        for (size_t k = 0; k < edition->roles; k++)
            out->role[k] += member->roles >> k & 1;
        out->security_role += member->security_role;
        out->approved += member->approved_by[0] != '\0';
    }
}
