#include "analysis/respondents.h"

#include "base/list.h"
#include "register/current.h"

#include <stdlib.h>
#include <string.h>

struct respondents_search {
    const struct round *round;
    struct round *rounds;
    size_t round_count;
    struct list list; /* struct respondents_number */
};

static enum status add_respondent(
    void *context, const struct submission *submission, struct error *err)
{
    struct respondents_search *search = context;
    const struct respondents_number *numbers = search->list.items;
    (void)err;
    if (!current_counts(submission) ||
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
    struct respondents_search search = {.round = round, .list = {.size = sizeof *out->number}};
    enum status status;
    *out = (struct respondents){0};
    TRY_OUT(rounds_load(store, &search.rounds, &search.round_count, err));
    TRY_OUT(submissions_each_of(store, round->edition, add_respondent, &search, err));
    *out = (struct respondents){search.list.items, search.list.count};
    search.list.items = NULL;
out:
    free(search.rounds);
    free(search.list.items);
    return status;
}

void respondents_free(struct respondents *respondents)
{
    free(respondents->number);
    *respondents = (struct respondents){0};
}
