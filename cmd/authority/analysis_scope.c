#include "cmd/authority/analysis_scope.h"

#include "cmd/authority/counted.h"
#include "cmd/authority/published.h"
#include "cmd/authority/whom.h"
#include "format/json.h"
#include "report/report_csv.h"
#include "report/report_text.h"

#include <string.h>

const struct option_spec OPTION_CSV = {
    "csv", 0, NULL, N_("print the result as CSV, for spreadsheets"), false};

struct scope analysis_scope(const struct analysis *analysis)
{
    return result_scope(&analysis->collection, &analysis->selection);
}

enum status analysis_member(
    struct analysis *analysis, const char *typed, const struct member **member, struct error *err)
{
    char number[ORGANISATION_NUMBER_SIZE];
    if (!organisation_number_typed(typed, strlen(typed), number))
        TRY(whom_number(&analysis->opened.store, typed, number, err));
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

enum opened_for analysis_purpose(const struct app *app)
{
    bool noted =
        option_given(app->options, &OPTION_OUTPUT) || option_given(app->options, &OPTION_PUBLISH);
    return noted ? OPENED_TO_CHANGE : OPENED_TO_COUNT;
}

void analysis_show(
    struct app *app, const struct analysis *analysis, struct report *report, struct buffer *out)
{
    if (option_given(app->options, &OPTION_CSV)) {
        report_csv(out, report);
    } else {
        analysis_mark(app, analysis, out);
        report_text(out, report);
    }
    report_free(report);
}

void analysis_end_csv(const struct app *app, const struct analysis *analysis, struct buffer *out)
{
    counted_mark_csv(app, out);
    opened_register_mark_csv(app, &analysis->opened, out);
}

enum status analysis_deliver(struct app *app, struct analysis *analysis, bool published,
    json_t *json, struct buffer *text, struct error *err)
{
    bool leaves = option_given(app->options, &OPTION_OUTPUT);
    enum status status;
    if (app->json) {
        app_mark_json(app, json);
        TRY_OUT(json_write_pretty(json, text, err));
    } else if (option_given(app->options, &OPTION_CSV)) {
        analysis_end_csv(app, analysis, text);
    }
    if (leaves && !published)
        TRY_OUT(exported_note(
            &analysis->opened, app->command->name, analysis->collection.round.id, err));
    bool as_it_is = app->json || option_given(app->options, &OPTION_CSV) ||
                    option_given(app->options, &OPTION_HTML);
    status = as_it_is ? app_deliver(app, text, err) : app_deliver_text(app, text, err);
out:
    json_decref(json);
    return status;
}
