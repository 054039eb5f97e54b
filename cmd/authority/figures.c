#include "cmd/authority/figures.h"

#include "base/memory.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/published.h"

#include <stdlib.h>

const struct option_spec OPTION_TOGETHER = {
    "together", 0, NULL, N_("all organisations together, without their groups"), false};

enum status figures_judge(struct app *app, struct error *err)
{
    TRY(publishing_judge_tables(app, err));
    if (option_given(app->options, &OPTION_TOGETHER) && option_given(app->options, &OPTION_GROUP))
        return error_set(
            err, STATUS_USAGE, REASON_BAD_VALUE, "--together and --group cannot be combined");
    if (option_given(app->options, &OPTION_PUBLISH) && option_given(app->options, &OPTION_BY_TAG) &&
        (option_given(app->options, &OPTION_TOGETHER) || option_given(app->options, &OPTION_GROUP)))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--publish with --tag takes neither --group nor --together: a tag is never published "
            "crossed with groups");
    return STATUS_OK;
}

enum status figures_make(struct app *app, struct analysis *analysis,
    const struct publishing *publishing, struct stats_table **out, struct error *err)
{
    struct stats_table *table = memory_new(1, sizeof *table);
    bool together = option_given(app->options, &OPTION_TOGETHER);
    enum status status = STATUS_OK;
    *out = NULL;
    analysis_note_selected(app, analysis);
    if (publishing->form == PUBLISHING_NOT)
        counted_note_covered(app, &analysis->collection);
    result_stats(&analysis->collection, &analysis->selection, together, table);
    if (publishing->form != PUBLISHING_NOT)
        TRY_OUT(publishing_tables(app, analysis, publishing, together, table, err));
    else if (option_given(app->options, &OPTION_OUTPUT))
        TRY_OUT(exported_note(&analysis->opened, app->command->name, table->round, err));
    *out = table;
    table = NULL;
out:
    free(table);
    return status;
}

void figures_unscored(const struct app *app, const struct analysis *analysis,
    const struct stats_table *table, struct counts *out)
{
    *out = (struct counts){0};
    if (table->published || !result_unscored_any(&table->edition->model))
        return;
    result_counts(&analysis->collection, &analysis->selection, out);
    if (!option_given(app->options, &OPTION_TOGETHER) || out->groups < 2)
        return;
    out->group[0] = out->group[out->groups - 1];
    out->groups = 1;
}
