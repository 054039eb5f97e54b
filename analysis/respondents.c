#include "analysis/respondents.h"

#include "base/list.h"
#include "register/listing.h"

#include <stdlib.h>
#include <string.h>

struct search {
    const struct round *round;
    struct round *rounds;
    size_t round_count;
    struct list list; /* struct respondents_number */
};

static enum status visit(void *context, const struct submission *submission, struct error *err)
{
    struct search *search = context;
    const struct respondents_number *numbers = search->list.items;
    (void)err;
    if (!listing_counts(submission) ||
        !rounds_holds(search->rounds, search->round_count, search->round, submission))
        return STATUS_OK;
    if (search->list.count > 0 &&
        strcmp(numbers[search->list.count - 1].text, submission->number) == 0)
        return STATUS_OK;
    struct respondents_number *number = list_add(&search->list);
    memcpy(number->text, submission->number, sizeof number->text);
    return STATUS_OK;
}

enum status respondents_load(
    struct store *store, const struct round *round, struct respondents *out, struct error *err)
{
    struct search search = {.round = round, .list = {.size = sizeof *out->number}};
    *out = (struct respondents){0};
    enum status status = rounds_load(store, &search.rounds, &search.round_count, err);
    if (status == STATUS_OK)
        status = submissions_each_of(store, round->edition, visit, &search, err);
    free(search.rounds);
    if (status != STATUS_OK) {
        free(search.list.items);
        return status;
    }
    out->number = search.list.items;
    out->count = search.list.count;
    return STATUS_OK;
}

void respondents_free(struct respondents *answered)
{
    free(answered->number);
    *answered = (struct respondents){0};
}

static int compare(const void *text, const void *number)
{
    return strcmp(text, ((const struct respondents_number *)number)->text);
}

bool respondents_have(const struct respondents *answered, const char *number)
{
    return answered->count > 0 && bsearch(number, answered->number, answered->count,
                                      sizeof *answered->number, compare) != NULL;
}
