#include "cmd/ui/response.h"

#include "analysis/result_response.h"
#include "report/cell_stats.h"
#include "report/report_text.h"

enum { GROUP_WIDTH = 20, ASKED_WIDTH = 10, COUNT_WIDTH = 8 };

void response_put_round(const struct app *app, const struct round *round, struct buffer *out)
{
    if (round->implicit)
        buffer_printf(out, text_of(app, "round %s"), round->id);
    else
        buffer_printf(out, text_of(app, "round %s (%s, %s – %s)"), round->id, round->edition,
            round->opens, round->closes);
}

static struct table *response_table(const struct app *app, struct report *report)
{
    struct table *table = report_table(report, NULL);
    table_column(table, TABLE_WORDS, text_of(app, "Group"), GROUP_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "Asked"), ASKED_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "On time"), COUNT_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "Share"), COUNT_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "Late"), COUNT_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "Missing"), COUNT_WIDTH);
    table_column(table, TABLE_FIGURES, text_of(app, "Outside"), COUNT_WIDTH);
    return table;
}

static void put_response_row(
    struct table *table, const char *group, const struct stats_response *response)
{
    table_put(table, cell_text(group));
    table_put(table, cell_stats(&response->population, NULL));
    table_put(table, cell_stats(&response->on_time, NULL));
    table_put(table, cell_stats_share(&response->rate));
    table_put(table, cell_stats(&response->late, NULL));
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
    struct table *table = response_table(app, &report);
    for (size_t i = 0; i < edition->groups; i++) {
        const char *group = edition->group[i].id;
        struct stats_response response = result_response(collection, &on_time, group);
        if (response.population.value + response.outside.value > 0)
            put_response_row(table, group, &response);
    }
    struct stats_response all = result_response(collection, &on_time, NULL);
    put_response_row(table, text_of(app, "All"), &all);
    buffer_printf(out, "%s ", text_of(app, "Response,"));
    response_put_round(app, &collection->round, out);
    buffer_text(out, ":\n");
    report_text_table(out, &report, table);
    if (all.outside.value > 0)
        buffer_printf(
            out, "%s\n", text_of(app, "Outside: has answered, but is not in the population list."));
    report_free(&report);
}
