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

/* Of each member of the collection: */
struct standings {
    const struct model *model;
    bool *ranked; /* others have nothing here */
    struct standing *standing;
    struct ranked_next *next;
};

static void take_standing(void *context, size_t hand, size_t member, const struct score *score)
{
    const struct standings *all = context;
    (void)hand;
    all->ranked[member] = true;
    all->next[member] = next_of(all->model, score);
    all->standing[member] = score->standing;
}

/* Puts those that are ranked one behind the other, by number, which rank_places leaves equals in.
 * Gives how many they are. */
static size_t gather_ranked(const struct standings *all, size_t members, size_t *member)
{
    size_t count = 0;
    for (size_t i = 0; i < members; i++) {
        if (!all->ranked[i])
            continue;
        all->standing[count] = all->standing[i];
        all->next[count] = all->next[i];
        member[count++] = i;
    }
    return count;
}

void result_ranking(const struct collection *collection, const struct selection *selection,
    size_t most, struct ranking *out)
{
    size_t members = collection->members;
    size_t *member = memory_new(members, sizeof *member);
    size_t *best = memory_new(members, sizeof *best);
    unsigned *place = memory_new(members, sizeof *place);
    struct standings all = {&collection->edition->model, memory_new(members, sizeof(bool)),
        memory_new(members, sizeof(struct standing)),
        memory_new(members, sizeof(struct ranked_next))};
    *out = (struct ranking){.scope = result_scope(collection, selection)};
    collection_each_score(
        collection, selection, collection_hands(collection), take_standing, &all);
    size_t count = gather_ranked(&all, members, member);
    rank_places(all.standing, count, best, place);
    out->shown = count < most ? count : most;
    out->ranked = memory_new(out->shown, sizeof *out->ranked);
    for (size_t i = 0; i < out->shown; i++) {
        size_t index = member[best[i]];
        const struct member *found = &collection->member[index];
        out->ranked[i] = (struct ranked){place[best[i]], found->number, found->name, found->group,
            all.standing[best[i]], all.next[best[i]], index};
    }
    free(all.next);
    free(all.standing);
    free(all.ranked);
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
