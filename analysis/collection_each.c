/* What follows from the answers of many, on all cores. */
#include "analysis/collection.h"
#include "base/crew.h"

enum { PIECE = 256 }; /* members that a hand takes at a time */

struct scoring {
    const struct collection *collection;
    const struct selection *selection;
    collection_take_score *take;
    void *context;
};

static void score_member(const struct scoring *scoring, size_t hand, size_t member)
{
    const struct collection *collection = scoring->collection;
    struct score score;
    if (!collection_selects(scoring->selection, &collection->member[member]))
        return;
    collection_score(collection, member, &score);
    scoring->take(scoring->context, hand, member, &score);
}

static enum status score_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    const struct scoring *scoring = context;
    size_t members = scoring->collection->members;
    size_t first = (size_t)crew_piece(crew) * PIECE;
    (void)err;
    for (; first < members; first = (size_t)crew_piece(crew) * PIECE) {
        for (size_t i = first; i < first + PIECE && i < members; i++)
            score_member(scoring, hand, i);
    }
    return STATUS_OK;
}

size_t collection_hands(const struct collection *c)
{
    return c->members > PIECE ? crew_hands() : 1;
}

void collection_each_score(const struct collection *c, const struct selection *s, size_t hands,
    collection_take_score *take, void *context)
{
    struct scoring scoring = {c, s, take, context};
    enum status status = crew_run(hands, score_pieces, &scoring, NULL);
    (void)status; /* no hand fails */
}
