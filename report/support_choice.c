#include "report/support_choice.h"

#include "report/question_areas.h"
#include "scoring/areas.h"

enum { CHOSEN_FOR_ALL = 2, FOUNDED_LEVEL = 2, RANK_EARLIER = 4, RANK_NONE };

enum support_level support_choice_level(
    const struct edition *edition, const struct score *score, unsigned question)
{
    const uint32_t areas = question_areas(&edition->model, question);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        if ((areas >> i & 1U) != 0 && score->area[i].level < FOUNDED_LEVEL)
            return SUPPORT_BASIC;
    }
    return SUPPORT_ADVANCED;
}

static unsigned rank_of(
    const struct support_item *item, unsigned question, enum support_level suits)
{
    if (!support_serves(item, question))
        return RANK_NONE;
    switch (item->section) {
    case SUPPORT_START:
        return 1;
    case SUPPORT_NETWORK:
    case SUPPORT_CATALOGUE:
        return item->level == suits ? 0 : item->level == SUPPORT_MANAGEMENT ? 3 : 2;
    case SUPPORT_EARLIER:
        return RANK_EARLIER;
    }
    return RANK_NONE;
}

/* What one works with goes before what one reads. */
static unsigned category_order(enum support_category category)
{
    static const unsigned order[SUPPORT_CATEGORIES] = {
        [SUPPORT_BUSINESS] = 0,
        [SUPPORT_GUIDANCE] = 1,
        [SUPPORT_TRAINING] = 2,
        [SUPPORT_MEASURING] = 3,
        [SUPPORT_REPORTS] = 4,
        [SUPPORT_CONTACTS] = 5,
        [SUPPORT_ANY_CATEGORY] = 6,
    };
    return order[category];
}

/* Whether one goes before another that was found before it; least is the other's rank. */
static bool goes_before(
    const struct support_item *one, unsigned rank, const struct support_item *other, unsigned least)
{
    if (other == NULL || rank != least)
        return other == NULL || rank < least;
    return category_order(one->category) < category_order(other->category);
}

static bool is_among(
    const struct support_item *one, const struct support_item *const item[], size_t items)
{
    for (size_t i = 0; i < items; i++) {
        if (item[i] == one)
            return true;
    }
    return false;
}

/* The best of those that are not chosen yet; NULL if none serves the question, or what does is
 * earlier and something else is chosen. only: of that level alone, if it is known. */
static const struct support_item *find_best(const struct support *support, unsigned question,
    enum support_level suits, enum support_level only, const struct support_item *const item[],
    size_t items)
{
    const struct support_item *best = NULL;
    unsigned least = items > 0 ? RANK_EARLIER - 1 : RANK_EARLIER;
    for (size_t i = 0; i < support->items; i++) {
        const struct support_item *one = &support->item[i];
        unsigned rank = rank_of(one, question, suits);
        if (rank > least || is_among(one, item, items) ||
            (only != SUPPORT_ANY_LEVEL && one->level != only))
            continue;
        if (goes_before(one, rank, best, least)) {
            best = one;
            least = rank;
        }
    }
    return best;
}

size_t support_choice(const struct support *support, const struct edition *edition,
    const struct score *score, unsigned question,
    const struct support_item *item[SUPPORT_CHOICE_MAX])
{
    size_t items = 0;
    const struct support_item *found;
    if (support == NULL || !support_is_for(support, edition))
        return 0;
    enum support_level suits = support_choice_level(edition, score, question);
    while (items < CHOSEN_FOR_ALL &&
           (found = find_best(support, question, suits, SUPPORT_ANY_LEVEL, item, items)) != NULL)
        item[items++] = found;
    if (edition->model.question[question].section == AREAS_FIRST_SECTION &&
        (found = find_best(support, question, suits, SUPPORT_MANAGEMENT, item, items)) != NULL)
        item[items++] = found;
    return items;
}

/* ---- over several questions ---- */

static void choose_for(const struct support *support, const struct edition *edition,
    const struct score *score, unsigned question, struct support_chosen *chosen)
{
    const struct support_item *item[SUPPORT_CHOICE_MAX];
    size_t items = support_choice(support, edition, score, question, item);
    for (size_t i = 0; i < items; i++) {
        bool *is = &chosen->item[item[i] - support->item];
        chosen->count += *is ? 0 : 1;
        *is = true;
    }
}

void support_choice_of_gap(const struct support *support, const struct edition *edition,
    const struct score *score, const struct gap *gap, struct support_chosen *chosen)
{
    *chosen = (struct support_chosen){0};
    for (unsigned i = 0; i < gap->steps; i++)
        choose_for(support, edition, score, gap->step[i].question, chosen);
}

void support_choice_of_difference(const struct support *support, const struct edition *edition,
    const struct score *score, const struct difference *difference, struct support_chosen *chosen)
{
    *chosen = (struct support_chosen){0};
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (difference->question[i].lacks.points > 0)
            choose_for(support, edition, score, i, chosen);
    }
}
