/* What follows from the answers of many, on all cores: each hand computes those of a piece, and
 * hands them on in the order of the pieces. */
#include "analysis/collection.h"
#include "base/crew.h"
#include "base/memory.h"

#include <stdlib.h>

enum {
    PIECE = 256, /* members whose scores a hand holds, of less than 1 KiB each */
    TAKING = 0,  /* the stage */
};

struct scoring {
    const struct collection *collection;
    const struct selection *selection;
    collection_take_score *take;
    void *context;
    struct score *score; /* owned; a piece for each hand */
};

static bool is_selected(const struct scoring *scoring, size_t member)
{
    return collection_selects(scoring->selection, &scoring->collection->member[member]);
}

static void compute_piece(
    const struct scoring *scoring, size_t first, size_t count, struct score *score)
{
    for (size_t i = 0; i < count; i++) {
        if (is_selected(scoring, first + i))
            collection_score(scoring->collection, first + i, &score[i]);
    }
}

static void take_piece(
    const struct scoring *scoring, size_t first, size_t count, const struct score *score)
{
    for (size_t i = 0; i < count; i++) {
        if (is_selected(scoring, first + i))
            scoring->take(scoring->context, first + i, &score[i]);
    }
}

static enum status score_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    const struct scoring *scoring = context;
    struct score *score = scoring->score + hand * PIECE;
    size_t members = scoring->collection->members;
    uint64_t piece = crew_piece(crew);
    for (; piece * PIECE < members; piece = crew_piece(crew)) {
        size_t first = (size_t)piece * PIECE;
        size_t count = members - first < PIECE ? members - first : PIECE;
        compute_piece(scoring, first, count, score);
        TRY(crew_await(crew, TAKING, piece, err));
        take_piece(scoring, first, count, score);
        crew_pass(crew, TAKING);
    }
    return STATUS_OK;
}

void collection_each_score(const struct collection *c, const struct selection *s,
    collection_take_score *take, void *context)
{
    size_t hands = c->members > PIECE ? crew_hands() : 1;
    struct scoring scoring = {c, s, take, context, memory_new(hands * PIECE, sizeof(struct score))};
    enum status status = crew_run(hands, score_pieces, &scoring, NULL);
    (void)status; /* no hand fails */
    free(scoring.score);
}
