/* Many members are looked at on all cores, and what follows from their answers is computed. */
#include "analysis/collection.h"
#include "base/crew.h"

enum { PIECE = 256 }; /* members that a hand takes at a time */

struct walk {
    const struct collection *collection;
    const struct selection *selection;
    collection_take_member *take;
    void *context;
};

static enum status walk_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    const struct walk *walk = context;
    size_t members = walk->collection->members;
    size_t first = (size_t)crew_piece(crew) * PIECE;
    (void)err;
    for (; first < members; first = (size_t)crew_piece(crew) * PIECE) {
        for (size_t i = first; i < first + PIECE && i < members; i++) {
            if (collection_selects(walk->selection, &walk->collection->member[i]))
                walk->take(walk->context, hand, i);
        }
    }
    return STATUS_OK;
}

size_t collection_hands(const struct collection *c)
{
    return c->members > PIECE ? crew_hands() : 1;
}

void collection_each_selected(const struct collection *c, const struct selection *s, size_t hands,
    collection_take_member *take, void *context)
{
    struct walk walk = {c, s, take, context};
    enum status status = crew_run(hands, walk_pieces, &walk, NULL);
    (void)status; /* no hand fails */
}

struct scoring {
    const struct collection *collection;
    collection_take_score *take;
    void *context;
};

static void score_member(void *context, size_t hand, size_t member)
{
    const struct scoring *scoring = context;
    struct score score;
    collection_score(scoring->collection, member, &score);
    scoring->take(scoring->context, hand, member, &score);
}

void collection_each_score(const struct collection *c, const struct selection *s, size_t hands,
    collection_take_score *take, void *context)
{
    struct scoring scoring = {c, take, context};
    collection_each_selected(c, s, hands, score_member, &scoring);
}
