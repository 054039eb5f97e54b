#include "analysis/result_trend.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "format/editions.h"
#include "format/succession.h"
#include "register/rounds.h"

#include <stdlib.h>
#include <string.h>

/* ---- which rounds ---- */

/* An implicit round has no days of its own: the edition's stand in for them. */
static const char *opening_day(const struct trend_round *round)
{
    return round->opens[0] != '\0' ? round->opens : round->edition->opens;
}

static int trend_order(const void *a, const void *b)
{
    const struct trend_round *first = a;
    const struct trend_round *second = b;
    int order = strcmp(opening_day(first), opening_day(second));
    return order != 0 ? order : strcmp(first->id, second->id);
}

static bool has_round(const struct trend *trend, const struct edition *edition)
{
    for (size_t i = 0; i < trend->rounds; i++) {
        if (strcmp(trend->round[i].edition->id, edition->id) == 0)
            return true;
    }
    return false;
}

static void trend_add(struct trend *trend, const struct round *round, const struct edition *edition)
{
    trend->round[trend->rounds++] =
        (struct trend_round){memory_text(round->id), memory_text(round->opens),
            memory_text(round->closes), edition, memory_new(1, sizeof(struct group)), NULL};
}

static enum status add_declared_rounds(
    struct store *store, const struct editions *editions, struct trend *trend, struct error *err)
{
    struct round *declared = NULL;
    size_t count = 0;
    enum status status;
    TRY_OUT(rounds_load(store, &declared, &count, err));
    trend->round = memory_new(count + editions->count, sizeof *trend->round);
    for (size_t i = 0; i < count; i++) {
        const struct edition *edition = editions_find(editions, declared[i].edition);
        if (edition == NULL) {
            status = error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
                "the round %s is of the edition %s, which is not known here; add its file with `sigill-msb edition add`",
                declared[i].id, declared[i].edition);
            goto out;
        }
        trend_add(trend, &declared[i], edition);
    }
out:
    free(declared);
    return status;
}

static enum status add_implicit_rounds(
    struct store *store, const struct editions *editions, struct trend *trend, struct error *err)
{
    for (size_t i = 0; i < editions->count; i++) {
        struct round round;
        uint64_t submissions = 0;
        if (has_round(trend, editions->edition[i]))
            continue;
        round_implicit(&round, editions->edition[i]->id);
        TRY(rounds_submissions(store, &round, &submissions, err));
        if (submissions > 0)
            trend_add(trend, &round, editions->edition[i]);
    }
    return STATUS_OK;
}

static void trend_free_round(struct trend_round *round)
{
    free((void *)round->id);
    free((void *)round->opens);
    free((void *)round->closes);
    free(round->group);
    free(round->since);
}

static void leave_out_pointless(struct trend *trend)
{
    size_t kept = 0;
    for (size_t i = 0; i < trend->rounds; i++) {
        if (edition_has_points(trend->round[i].edition))
            trend->round[kept++] = trend->round[i];
        else
            trend_free_round(&trend->round[i]);
    }
    trend->left_out = trend->rounds - kept;
    trend->rounds = kept;
}

enum status result_trend_begin(struct store *store, const struct editions *editions,
    const char *number, const char *group, struct trend *trend, struct error *err)
{
    *trend = (struct trend){.number = number, .group = group};
    TRY(add_declared_rounds(store, editions, trend, err));
    TRY(add_implicit_rounds(store, editions, trend, err));
    leave_out_pointless(trend);
    qsort(trend->round, trend->rounds, sizeof *trend->round, trend_order);
    return STATUS_OK;
}

/* ---- counting ---- */

static void name_organisation(struct trend *trend, const char *name)
{
    free((void *)trend->name);
    trend->name = memory_text(name);
}

void result_trend_count(
    struct trend *trend, size_t round, const struct collection *collection, bool late)
{
    const struct selection selection = {.group = trend->group, .late = late};
    trend->round[round].edition = collection->edition;
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        bool wanted = trend->number != NULL ? strcmp(member->number, trend->number) == 0
                                            : collection_selects(&selection, member);
        struct score score;
        if (!wanted)
            continue;
        collection_score(collection, i, &score);
        group_add(&collection->edition->model, &score, trend->round[round].group);
        if (trend->number != NULL)
            name_organisation(trend, member->name);
    }
}

/* ---- what rounds of different editions have in common ---- */

static enum status relate_round(const struct editions *editions, struct trend_round *round,
    const struct edition *last, struct error *err)
{
    struct error why;
    struct succession *since = memory_new(1, sizeof *since);
    error_init(&why, err == NULL ? NULL : err->catalog);
    enum status status = succession_between(editions, round->edition, last, since, &why);
    if (status == STATUS_OK) {
        round->since = since;
        return STATUS_OK;
    }
    free(since);
    if (why.reason == REASON_UNKNOWN_EDITION)
        return STATUS_OK;
    if (err != NULL)
        *err = why;
    return status;
}

enum status result_trend_relate(
    const struct editions *editions, struct trend *trend, struct error *err)
{
    for (size_t i = 0; i < trend->rounds; i++) {
        const struct edition *last = trend->round[trend->rounds - 1].edition;
        trend->several = trend->several || strcmp(trend->round[i].edition->id, last->id) != 0;
        TRY(relate_round(editions, &trend->round[i], last, err));
    }
    return STATUS_OK;
}

int trend_same_question(const struct trend_round *round, unsigned place)
{
    const struct succession *since = round->since;
    return since != NULL && since->question[place].kind == SUCCESSION_SAME
               ? (int)since->question[place].from
               : -1;
}

int trend_same_area(const struct trend_round *round, unsigned place)
{
    const struct succession *since = round->since;
    return since != NULL && since->area[place].kind == SUCCESSION_SAME
               ? (int)since->area[place].from
               : -1;
}

void result_trend_free(struct trend *trend)
{
    for (size_t i = 0; i < trend->rounds; i++)
        trend_free_round(&trend->round[i]);
    free(trend->round);
    free((void *)trend->name);
    *trend = (struct trend){0};
}
