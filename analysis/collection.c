#include "analysis/collection.h"

#include "analysis/collection_build.h"
#include "base/clock.h"
#include "base/text.h"
#include "register/record_walk.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- from the register ---- */

struct loading {
    struct collection_build build;
    const struct stream_progress *progress;
};

static enum status load_submission(
    void *context, const struct submission *submission, struct record_walk *walk, struct error *err)
{
    struct loading *loading = context;
    const struct answer_record *record = NULL;
    if (loading->progress != NULL)
        loading->progress->advance(loading->progress->context, 1);
    if (!collection_build_wants(&loading->build, submission))
        return STATUS_OK;
    TRY(record_walk_read(walk, &record, err));
    TRY(collection_build_edition(&loading->build, record->edition, err));
    const struct collection_entry entry = {
        .from = record->from,
        .to = record->to,
        .name = record->name,
        .group = record->group,
        .security_role = scored_security_role(record),
        .consents = record->consents,
        .answers = record->answers,
    };
    collection_build_add(&loading->build, submission, &entry);
    covered_claim_add(&loading->build.claims, submission->serial, record);
    return STATUS_OK;
}

enum status collection_load_round(struct store *store, const uint8_t *key,
    const struct editions *editions, const struct round *round,
    const struct stream_progress *progress, struct collection *out, struct error *err)
{
    struct loading loading = {.progress = progress};
    enum status status;
    TRY_OUT(collection_build_begin(&loading.build, store, editions, round, out, err));
    if (loading.build.round_count <= 1) /* nearly all that was imported is of this one */
        loading.build.expected = record_walk_audited(store);
    TRY_OUT(record_walk(store, key, editions, load_submission, &loading, err));
    TRY_OUT(collection_build_finish(&loading.build, err));
out:
    collection_build_free(&loading.build);
    return status;
}

enum status collection_load(struct store *store, const uint8_t *key,
    const struct editions *editions, const char *round, struct collection *out, struct error *err)
{
    struct round chosen;
    char today[DAY_SIZE];
    *out = (struct collection){0};
    day_format(today, clock_now());
    TRY(rounds_choose(store, editions, round, today, &chosen, err));
    return collection_load_round(store, key, editions, &chosen, NULL, out, err);
}

/* ---- from a list ---- */

static void add_scored(struct collection_build *build, const struct scored *scored)
{
    struct submission submission = {
        .serial = scored->serial,
        .imported = scored->imported,
        .chosen = scored->chosen,
        .suspect = scored->suspect,
    };
    const struct collection_entry entry = {
        .from = scored->from,
        .to = scored->to,
        .name = scored->name,
        .group = scored->group,
        .outlives = true,
        .security_role = scored->security_role,
        .consents = scored->consents,
    };
    memcpy(submission.number, scored->number, sizeof submission.number);
    text_copy(submission.edition, sizeof submission.edition, scored->edition);
    text_copy(submission.arrived, sizeof submission.arrived, scored->arrived);
    if (collection_build_wants(build, &submission))
        collection_build_add(build, &submission, &entry);
}

enum status collection_from_scored(struct store *store, const struct editions *editions,
    const struct round *round, const struct scored_list *list, struct collection *out,
    struct error *err)
{
    struct collection_build build;
    enum status status;
    TRY_OUT(collection_build_begin(&build, store, editions, round, out, err));
    for (size_t i = 0; i < list->count; i++)
        add_scored(&build, &list->row[i]);
    for (size_t i = 0; i < list->claims.count; i++)
        *(struct covered_claim *)list_add(&build.claims) =
            ((const struct covered_claim *)list->claims.items)[i];
    TRY_OUT(collection_build_finish(&build, err));
out:
    collection_build_free(&build);
    return status;
}

/* ---- what it holds ---- */

void collection_free(struct collection *collection)
{
    if (collection->answers != NULL)
        sodium_memzero(collection->answers, collection->slots * collection->answers_size);
    free(collection->answers);
    labels_free(&collection->labels);
    free(collection->covered);
    free(collection->member);
    free(collection->population);
    *collection = (struct collection){0};
}

void collection_answers(const struct collection *c, size_t member, struct answer_set *out)
{
    size_t questions = c->edition->model.questions;
    const uint8_t *answers = c->answers + c->member[member].slot * c->answers_size;
    answer_record_answers(c->edition, answers, out);
    memset(out->answer + questions, 0, (MODEL_QUESTIONS_MAX - questions) * sizeof out->answer[0]);
}

void collection_score(const struct collection *c, size_t member, struct score *out)
{
    struct answer_set answers;
    collection_answers(c, member, &answers);
    score_compute(&c->edition->model, &answers, out);
}

bool collection_has_tag(const struct selection *s, const struct population_entry *listed)
{
    if (s->tag == NULL)
        return true;
    const char *value = listed == NULL ? NULL : population_value(listed, s->tag);
    if (s->value == NULL)
        return listed != NULL && value == NULL;
    return value != NULL && strcmp(value, s->value) == 0;
}

bool collection_selects(const struct selection *s, const struct member *m)
{
    if (m->place == MEMBER_OUTSIDE || (m->place == MEMBER_LATE && !s->late))
        return false;
    if (s->group != NULL && strcmp(m->group, s->group) != 0)
        return false;
    return collection_has_tag(s, m->listed);
}

static int compare_number(const void *number, const void *member)
{
    return strcmp(number, ((const struct member *)member)->number);
}

const struct member *collection_find(const struct collection *c, const char *number)
{
    return c->members == 0
               ? NULL
               : bsearch(number, c->member, c->members, sizeof *c->member, compare_number);
}
