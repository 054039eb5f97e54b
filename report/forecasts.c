#include "report/forecasts.h"

#include "report/json_parts.h"
#include "report/scope.h"

/* "1 -> 2–3", or one figure where the two are the same. */
static struct cell span(struct report *report, unsigned now, unsigned least, unsigned most)
{
    if (least == most)
        return cell_text(report_keep(report, "%u -> %u", now, least));
    return cell_text(report_keep(report, "%u -> %u–%u", now, least, most));
}

/* The table of those who rise so; NULL if nobody does. */
static struct table *add_rise_table(struct report *report, const struct forecasts *forecasts,
    enum forecast_rise rise, const char *title)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = NULL;
    for (size_t i = 0; i < forecasts->listed; i++) {
        const struct forecasted *one = &forecasts->forecasted[i];
        if (one->rise != rise)
            continue;
        if (table == NULL) {
            table = report_table(report, title);
            table_column(table, TABLE_WORDS, tr(catalog, "Organisation"), 30);
            table_column(table, TABLE_WORDS, tr(catalog, "Number"), 11);
            table_column(table, TABLE_FIGURES, tr(catalog, "Partly"), 7);
            table_column(table, TABLE_FIGURES, tr(catalog, "Level"), 11);
            table_column(table, TABLE_FIGURES, tr(catalog, "Points"), 16);
        }
        table_put(table, cell_text(one->name));
        table_put(table, cell_text(one->number));
        table_put(table, cell_number(one->partly));
        table_put(table, span(report, one->now.level, one->least.level, one->most.level));
        table_put(table, span(report, one->now.points, one->least.points, one->most.points));
    }
    return table;
}

static void put_rise_summary(struct report *report, const struct forecasts *forecasts)
{
    const struct catalog *catalog = report->catalog;
    unsigned long partly = (unsigned long)forecasts->partly;
    unsigned long rises = (unsigned long)forecasts->rises;
    unsigned long may = (unsigned long)forecasts->may_rise;
    struct buffer text = {0};
    buffer_printf(&text,
        tr_count(catalog, "%lu has ways of working under development, or for part of the period.",
            "%lu have ways of working under development, or for part of the period.", partly),
        partly);
    buffer_text(&text, " ");
    buffer_printf(&text,
        tr_count(catalog, "When those have lasted a whole period, %lu rises to a higher level",
            "When those have lasted a whole period, %lu rise to a higher level", rises),
        rises);
    buffer_text(&text, ", ");
    buffer_printf(&text,
        tr_count(catalog, "and %lu more may, by how many points they turn out to give.",
            "and %lu more may, by how many points they turn out to give.", may),
        may);
    report_remark(report, report_keep(report, "%s", buffer_string(&text)));
    buffer_free(&text);
}

void forecasts_tables(struct report *report, const struct forecasts *forecasts)
{
    const struct catalog *catalog = report->catalog;
    scope_heading(report, &forecasts->scope);
    if (forecasts->scope.members == 0) {
        report_table(report, NULL)->empty =
            tr(catalog, "No submissions: there is nothing to forecast.");
        return;
    }
    put_rise_summary(report, forecasts);
    struct table *rise = add_rise_table(report, forecasts, FORECAST_RISES,
        tr(catalog, "These rise even if each such answer gives one point only:"));
    struct table *may = add_rise_table(report, forecasts, FORECAST_MAY_RISE,
        tr(catalog, "These may rise, if such answers give more points:"));
    if (rise != NULL || may != NULL)
        table_note(may != NULL ? may : rise,
            tr(catalog,
                "Now -> then: from one point for each such answer to all that it can give. All "
                "other answers are taken to stay as they are."));
}

/* ---- JSON ---- */

static json_t *totals(const struct forecast_totals *totals_of)
{
    return json_pack(
        "{s:i, s:i}", "level", (int)totals_of->level, "points", (int)totals_of->points);
}

json_t *forecasts_json(const struct forecasts *forecasts)
{
    json_t *list = json_array();
    for (size_t i = 0; i < forecasts->listed; i++) {
        const struct forecasted *one = &forecasts->forecasted[i];
        json_parts_append(
            list, json_pack("{s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:o}", "number", one->number,
                      "organisation", one->name, "group", one->group, "partly", (int)one->partly,
                      "rise", one->rise == FORECAST_RISES ? "rises" : "may-rise", "now",
                      totals(&one->now), "least", totals(&one->least), "most", totals(&one->most)));
    }
    return json_parts_joined(scope_json(&forecasts->scope),
        json_pack("{s:i, s:i, s:i, s:i, s:o}", "n", (int)forecasts->scope.members, "partly",
            (int)forecasts->partly, "rises", (int)forecasts->rises, "may_rise",
            (int)forecasts->may_rise, "organisations", list));
}
