#include "analysis/collection.h"

#include "analysis/collection_build.h"
#include "base/clock.h"
#include "base/memory.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- from the register ---- */

struct loading {
    struct stored_answers stored;
    struct collection_build build;
    const struct stream_progress *progress;
};

static enum status load_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct loading *loading = context;
    struct scored entry;
    if (loading->progress != NULL)
        loading->progress->advance(loading->progress->context, 1);
    if (!collection_build_wants(&loading->build, submission))
        return STATUS_OK;
    TRY(scored_open(&loading->stored, submission, &entry, err));
    TRY(collection_build_edition(&loading->build, loading->stored.edition, err));
    if (!collection_build_lists(&loading->build, submission->number))
        TRY(scored_card(loading->stored.store, &entry, err));
    collection_build_add(&loading->build, &entry, &loading->stored.answers->set);
    return STATUS_OK;
}

enum status collection_load_round(struct store *store, const uint8_t *key,
    const struct editions *editions, const struct round *round,
    const struct stream_progress *progress, struct collection *out, struct error *err)
{
    struct loading loading = {
        .stored = {.store = store, .key = key, .editions = editions}, .progress = progress};
    enum status status;
    TRY_OUT(collection_build_begin(&loading.build, store, editions, round, out, err));
    TRY_OUT(submissions_each_of(store, round->edition, load_submission, &loading, err));
    collection_build_finish(&loading.build);
out:
    collection_build_free(&loading.build);
    stored_answers_close(&loading.stored);
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

static int by_organisation(const void *left, const void *right)
{
    const struct submission *a = &(*(const struct scored *const *)left)->candidate.submission;
    const struct submission *b = &(*(const struct scored *const *)right)->candidate.submission;
    int order = strcmp(a->number, b->number);
    return order != 0 ? order : a->serial < b->serial ? -1 : 1;
}

enum status collection_from_scored(struct store *store, const struct editions *editions,
    const struct round *round, const struct scored *list, size_t count, struct collection *out,
    struct error *err)
{
    struct collection_build build;
    const struct scored **order = memory_new(count, sizeof(const struct scored *));
    enum status status;
    TRY_OUT(collection_build_begin(&build, store, editions, round, out, err));
    for (size_t i = 0; i < count; i++)
        order[i] = &list[i];
    qsort(order, count, sizeof(const struct scored *), by_organisation);
    for (size_t i = 0; i < count; i++) {
        if (collection_build_wants(&build, &order[i]->candidate.submission))
            collection_build_add(&build, order[i], NULL);
    }
    collection_build_finish(&build);
out:
    collection_build_free(&build);
    free(order);
    return status;
}

/* ---- what it holds ---- */

void collection_free(struct collection *collection)
{
    if (collection->answers != NULL)
        sodium_memzero(collection->answers, collection->members *
                                                collection->edition->model.questions *
                                                sizeof *collection->answers);
    free(collection->answers);
    free(collection->member);
    free(collection->population);
    *collection = (struct collection){0};
}

void collection_answers(const struct collection *c, size_t member, struct answer_set *out)
{
    size_t questions = c->edition->model.questions;
    *out = (struct answer_set){0};
    memcpy(out->answer, c->answers + member * questions, questions * sizeof *out->answer);
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
