#include "cmd/ui/figures.h"

#include "analysis/disclosure.h"
#include "analysis/disclosure_stats.h"
#include "base/memory.h"
#include "cmd/ui/published.h"

#include <stdlib.h>

const struct option_spec OPTION_TOGETHER = {
    "together", 0, NULL, N_("all organisations together, without their groups"), false};
const struct option_spec OPTION_PUBLISH = {"publish", 0, NULL,
    N_("tables that may leave the authority: nothing that singles anyone out"), false};
const struct option_spec OPTION_MIN_GROUP = {"min-group", 0, N_("N"),
    N_("with --publish: show nothing of groups with fewer than N organisations (at least 5)"),
    false};

enum { MIN_GROUP_MOST = 1000000 };

enum status figures_judge(struct app *app, struct error *err)
{
    unsigned least = DISCLOSURE_LEAST;
    bool publish = option_given(app->options, &OPTION_PUBLISH);
    if (publish && option_given(app->options, &OPTION_TAG))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--publish cannot be combined with --tag: subtracting the tables of one tag from those "
            "of all would show what is hidden in both; publish without --tag");
    if (option_given(app->options, &OPTION_TOGETHER) && option_given(app->options, &OPTION_GROUP))
        return error_set(
            err, STATUS_USAGE, REASON_BAD_VALUE, "--together and --group cannot be combined");
    if (!publish && option_given(app->options, &OPTION_MIN_GROUP))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--min-group is for tables that are published; give --publish too");
    return option_number(
        app->options, &OPTION_MIN_GROUP, DISCLOSURE_LEAST, MIN_GROUP_MOST, &least, err);
}

enum opened_for figures_purpose(const struct app *app, bool leaves)
{
    return leaves || option_given(app->options, &OPTION_PUBLISH) ? OPENED_TO_CHANGE
                                                                 : OPENED_TO_COUNT;
}

/* The least that figures_judge has let through. */
static enum status protect_figures(struct app *app, const struct collection *collection,
    struct stats_table *table, struct error *err)
{
    unsigned least = DISCLOSURE_LEAST;
    TRY(option_number(
        app->options, &OPTION_MIN_GROUP, DISCLOSURE_LEAST, MIN_GROUP_MOST, &least, err));
    if (!option_given(app->options, &OPTION_TOGETHER))
        TRY(disclosure_stats_judge(collection, err));
    disclosure_stats(table, least);
    return STATUS_OK;
}

enum status figures_make(struct app *app, struct analysis *analysis, const char *what, bool leaves,
    struct stats_table **out, struct error *err)
{
    struct stats_table *table = memory_new(1, sizeof *table);
    enum status status = STATUS_OK;
    *out = NULL;
    analysis_note_selected(app, analysis);
    result_stats(&analysis->collection, &analysis->selection,
        option_given(app->options, &OPTION_TOGETHER), table);
    if (option_given(app->options, &OPTION_PUBLISH)) {
        TRY_OUT(protect_figures(app, &analysis->collection, table, err));
        TRY_OUT(published_note(app, &analysis->opened, what, table, err));
    } else if (leaves) {
        TRY_OUT(exported_note(&analysis->opened, what, table->round, err));
    }
    *out = table;
    table = NULL;
out:
    free(table);
    return status;
}
