#include "cmd/authority/trend_publishing.h"

#include "base/memory.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/published.h"
#include "cmd/authority/publishing.h"
#include "format/edition.h"

#include <stdlib.h>

/* A round while its tables are made. */
struct trend_publishing {
    struct collection collection;
    struct publishing publishing; /* of that */
};

/* The collection of the analysis is that of the round meanwhile, and is kept with it. */
static enum status protect_round(struct app *app, struct analysis *analysis,
    const struct trend_round *round, struct trend_publishing *made, struct stats_table *table,
    struct error *err)
{
    enum status status;
    TRY_OUT(analysis_load(app, &analysis->opened, round->id, &analysis->collection, err));
    TRY_OUT(publishing_begin(app, analysis, &made->publishing, err));
    result_stats(&analysis->collection, &analysis->selection, false, table);
    table->round = round->id; /* which outlive the collection */
    table->opens = round->opens;
    table->closes = round->closes;
    TRY_OUT(publishing_protect(analysis, &made->publishing, false, table, err));
    TRY_OUT(published_judge(app, &analysis->opened, &made->publishing, table, err));
out:
    made->collection = analysis->collection;
    analysis->collection = (struct collection){0};
    made->publishing.source.collection = &made->collection;
    return status;
}

/* Leaves the row of the group, or of all together, in the first place. Nobody is in a group that
 * the round's edition lacks. */
static void keep_trend_group(const struct trend *trend, struct stats_table *table)
{
    if (trend->group != NULL && edition_find_group(table->edition, trend->group) < 0) {
        result_stats_nobody_of(table, trend->group);
    } else if (trend->group != NULL) {
        result_stats_keep_group(table, trend->group);
    } else if (table->groups > 1) {
        table->group[0] = table->group[table->groups - 1];
        table->groups = 1;
    }
}

enum status trend_publishing_make(struct app *app, struct analysis *analysis,
    const struct trend *trend, struct stats_table ***tables, struct error *err)
{
    struct trend_publishing *made = memory_new(trend->rounds, sizeof *made);
    enum status status = STATUS_OK;
    *tables = memory_new(trend->rounds, sizeof **tables);
    for (size_t i = 0; i < trend->rounds; i++) {
        (*tables)[i] = memory_new(1, sizeof ***tables);
        TRY_OUT(protect_round(app, analysis, &trend->round[i], &made[i], (*tables)[i], err));
    }
    for (size_t i = 0; i < trend->rounds; i++) {
        TRY_OUT(published_note(app, &analysis->opened, &made[i].publishing, (*tables)[i], err));
        keep_trend_group(trend, (*tables)[i]);
    }
out:
    for (size_t i = 0; i < trend->rounds; i++) {
        publishing_end(&made[i].publishing);
        collection_free(&made[i].collection);
    }
    free(made);
    return status;
}

void trend_publishing_free(const struct trend *trend, struct stats_table **tables)
{
    for (size_t i = 0; tables != NULL && i < trend->rounds; i++)
        free(tables[i]);
    free(tables);
}
