#include "cmd/authority/response.h"

#include "analysis/result_response.h"
#include "report/cell_stats.h"
#include "report/report_text.h"

enum { GROUP_WIDTH = 20, ASKED_WIDTH = 10, COUNT_WIDTH = 8, NARROW_WIDTH = 7 };

void response_put_round(const struct app *app, const struct round *round, struct buffer *out)
{
    if (round->implicit)
        buffer_printf(out, text_of(app, "round %s"), round->id);
    else
        buffer_printf(out, text_of(app, "round %s (%s, %s – %s)"), round->id, round->edition,
            round->opens, round->closes);
}

/* covered: with those whom others cover. */
static struct table *response_table(const struct app *app, struct report *report, bool covered)
{
    struct table *table = report_table(report, NULL);
    unsigned width = covered ? NARROW_WIDTH : COUNT_WIDTH;
    table_column(
        table, TABLE_WORDS, text_of(app, "Group"), covered ? GROUP_WIDTH - 5 : GROUP_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "Asked"), covered ? NARROW_WIDTH : ASKED_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "On time"), width);
    table_column(table, TABLE_FIGURES, text_of(app, "Share"), width);
    table_column(table, TABLE_FIGURES, text_of(app, "Late"), width);
    if (covered) {
        table_column(table, TABLE_FIGURES, text_of(app, "Covered"), width);
        table_column(table, TABLE_FIGURES, text_of(app, "Reached"), width);
    }
    table_column(table, TABLE_FIGURES, text_of(app, "Missing"), width);
    table_column(table, TABLE_FIGURES, text_of(app, "Outside"), width);
    return table;
}

static void put_response_row(
    struct table *table, const char *group, const struct stats_response *response, bool covered)
{
    table_put(table, cell_text(group));
    table_put(table, cell_stats(&response->population, NULL));
    table_put(table, cell_stats(&response->on_time, NULL));
    table_put(table, cell_stats_share(&response->rate));
    table_put(table, cell_stats(&response->late, NULL));
    if (covered) {
        table_put(table, cell_stats(&response->covered, NULL));
        table_put(table, cell_stats_share(&response->reach));
    }
    table_put(table, cell_stats(&response->missing, NULL));
    table_put(table, cell_stats(&response->outside, NULL));
}

void response_put(const struct app *app, const struct collection *collection, struct buffer *out)
{
    const struct edition *edition = collection->edition;
    const struct selection on_time = {0};
    struct report report = {.catalog = app->catalog};
    if (collection->populations == 0)
        return;
    struct stats_response all = result_response(collection, &on_time, NULL);
    bool covered = all.covered.value > 0;
    struct table *table = response_table(app, &report, covered);
    for (size_t i = 0; i < edition->groups; i++) {
        const char *group = edition->group[i].id;
        struct stats_response response = result_response(collection, &on_time, group);
        if (response.population.value + response.outside.value > 0)
            put_response_row(table, group, &response, covered);
    }
    put_response_row(table, text_of(app, "All"), &all, covered);
    buffer_printf(out, "%s ", text_of(app, "Response,"));
    response_put_round(app, &collection->round, out);
    buffer_text(out, ":\n");
    report_text_table(out, &report, table);
    if (covered)
        buffer_printf(out, "%s\n",
            text_of(app, "Covered: another's answers cover them. Reached: the share with those."));
    if (all.outside.value > 0)
        buffer_printf(
            out, "%s\n", text_of(app, "Outside: has answered, but is not in the population list."));
    report_free(&report);
}
