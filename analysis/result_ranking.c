#include "analysis/result_ranking.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "scoring/held.h"
#include "scoring/rank.h"

#include <stdlib.h>

static struct ranked_next next_of(const struct model *model, const struct score *score)
{
    struct held held;
    (void)held_find(model, score, &held);
    return (struct ranked_next){
        held.next, held.measures, held.missing.questions, held.missing.total, held.missing.unsure};
}

/* Those that are ranked, by number, which rank_places leaves equals in. */
struct standings {
    const struct model *model;
    size_t *member;
    struct standing *standing;
    struct ranked_next *next;
    size_t count;
};

static void take_standing(void *context, size_t member, const struct score *score)
{
    struct standings *all = context;
    all->member[all->count] = member;
    all->next[all->count] = next_of(all->model, score);
    all->standing[all->count++] = score->standing;
}

void result_ranking(const struct collection *collection, const struct selection *selection,
    size_t most, struct ranking *out)
{
    size_t *member = memory_new(collection->members, sizeof *member);
    size_t *best = memory_new(collection->members, sizeof *best);
    unsigned *place = memory_new(collection->members, sizeof *place);
    struct standing *standing = memory_new(collection->members, sizeof *standing);
    struct ranked_next *next = memory_new(collection->members, sizeof *next);
    *out = (struct ranking){.scope = result_scope(collection, selection)};
    struct standings all = {&collection->edition->model, member, standing, next, 0};
    collection_each_score(collection, selection, take_standing, &all);
    size_t count = all.count;
    rank_places(standing, count, best, place);
    out->shown = count < most ? count : most;
    out->ranked = memory_new(out->shown, sizeof *out->ranked);
    for (size_t i = 0; i < out->shown; i++) {
        size_t index = member[best[i]];
        const struct member *found = &collection->member[index];
        out->ranked[i] = (struct ranked){place[best[i]], found->number, found->name, found->group,
            standing[best[i]], next[best[i]], index};
    }
    free(next);
    free(standing);
    free(place);
    free(best);
    free(member);
}

void result_ranking_free(struct ranking *ranking)
{
    free(ranking->ranked);
    *ranking = (struct ranking){0};
}

struct standing *result_ranking_standings(
    const struct collection *collection, const struct selection *selection, size_t *count)
{
    struct ranking ranking;
    result_ranking(collection, selection, SIZE_MAX, &ranking);
    struct standing *standing = memory_new(ranking.shown, sizeof *standing);
    for (size_t i = 0; i < ranking.shown; i++)
        standing[i] = ranking.ranked[i].standing;
    *count = ranking.shown;
    result_ranking_free(&ranking);
    return standing;
}
