#include "cmd/analysis_scope.h"

const struct option_spec OPTION_CSV = {
    "csv", 0, NULL, N_("print the result as CSV, for spreadsheets"), false};

struct scope analysis_scope(const struct analysis *analysis)
{
    const struct collection *collection = &analysis->collection;
    const struct selection *selection = &analysis->selection;
    struct scope scope = {.edition = collection->edition,
        .round = collection->round.id,
        .group = selection->group,
        .tag = selection->tag,
        .value = selection->value,
        .late = selection->late};
    for (size_t i = 0; i < collection->members; i++)
        scope.members += collection_selects(collection, selection, &collection->member[i]);
    return scope;
}

enum status analysis_member(const struct analysis *analysis, const char *number,
    const struct member **member, struct error *err)
{
    *member = collection_find(&analysis->collection, number);
    if (*member != NULL)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: the round %s has no submission of an organisation with this number; `list` tells "
        "which there are",
        number, analysis->collection.round.id);
}

void analysis_scored(const struct analysis *analysis, const struct member *member,
    struct answer_set *answers, struct score *score)
{
    const struct collection *collection = &analysis->collection;
    struct answer_set given;
    collection_answers(collection, (size_t)(member - collection->member), &given);
    if (score != NULL)
        score_compute(&collection->edition->model, &given, score);
    if (answers != NULL)
        *answers = given;
}

enum status analysis_form(const struct app *app, struct error *err)
{
    if (app->json && option_given(app->options, &OPTION_CSV))
        return error_set(
            err, STATUS_USAGE, REASON_BAD_SYNTAX, "--json and --csv cannot be given together");
    return STATUS_OK;
}
