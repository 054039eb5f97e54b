#include "cmd/authority/stats_page.h"

#include "analysis/result_ranking.h"
#include "base/clock.h"
#include "report/html_round.h"

#include <stdlib.h>

void stats_page(struct app *app, const struct analysis *analysis, const struct stats_table *table,
    const struct counts *unscored, struct buffer *out)
{
    const struct edition *edition = table->edition;
    struct standing *standing = NULL;
    char today[DAY_SIZE];
    day_format(today, clock_now());
    struct html_round input = {
        .catalog = app->catalog,
        .table = table,
        .unscored = unscored,
        .marking = edition->marking[table->published ? 0 : edition->markings - 1],
        .issued = today,
        .note = app->notes.items,
        .notes = app->notes.count,
        .demo = analysis->opened.store.demo,
    };
    if (!table->published)
        standing =
            result_ranking_standings(&analysis->collection, &analysis->selection, &input.standings);
    input.standing = standing;
    html_round(out, &input);
    free(standing);
}
