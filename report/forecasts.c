#include "report/forecasts.h"

#include "report/json_parts.h"
#include "report/layout.h"

#include <stdio.h>

enum { NAME_WIDTH = 30, NUMBER_WIDTH = 12, PARTLY_WIDTH = 8, LEVEL_WIDTH = 12, POINTS_WIDTH = 17 };

/* "1 -> 2–3", or one figure where the two are the same. */
static void span(struct buffer *out, unsigned now, unsigned least, unsigned most, size_t width)
{
    char text[64];
    if (least == most)
        (void)snprintf(text, sizeof text, "%u -> %u", now, least);
    else
        (void)snprintf(text, sizeof text, "%u -> %u–%u", now, least, most);
    layout_right(out, text, width);
}

static void row(struct buffer *out, const struct forecasted *one)
{
    char partly[16];
    (void)snprintf(partly, sizeof partly, "%u", one->partly);
    layout_cell(out, one->name, NAME_WIDTH);
    buffer_text(out, " ");
    layout_cell(out, one->number, NUMBER_WIDTH - 1);
    layout_right(out, partly, PARTLY_WIDTH);
    span(out, one->now.level, one->least.level, one->most.level, LEVEL_WIDTH);
    span(out, one->now.points, one->least.points, one->most.points, POINTS_WIDTH);
    buffer_text(out, "\n");
}

static void table(struct buffer *out, const struct catalog *catalog,
    const struct forecasts *forecasts, enum forecast_rise rise, const char *title)
{
    bool begun = false;
    for (size_t i = 0; i < forecasts->listed; i++) {
        if (forecasts->forecasted[i].rise != rise)
            continue;
        if (!begun) {
            buffer_text(out, "\n");
            layout_paragraph(out, "", title);
            layout_cell(out, tr(catalog, "Organisation"), NAME_WIDTH + 1);
            layout_cell(out, tr(catalog, "Number"), NUMBER_WIDTH - 1);
            layout_right(out, tr(catalog, "Partly"), PARTLY_WIDTH);
            layout_right(out, tr(catalog, "Level"), LEVEL_WIDTH);
            layout_right(out, tr(catalog, "Points"), POINTS_WIDTH);
            buffer_text(out, "\n");
        }
        begun = true;
        row(out, &forecasts->forecasted[i]);
    }
}

static void summary(
    struct buffer *out, const struct catalog *catalog, const struct forecasts *forecasts)
{
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
    layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
}

void text_forecasts(
    struct buffer *out, const struct catalog *catalog, const struct forecasts *forecasts)
{
    text_scope(out, catalog, &forecasts->scope);
    if (forecasts->scope.members == 0) {
        buffer_text(out, "\n");
        layout_paragraph(out, "", tr(catalog, "No submissions: there is nothing to forecast."));
        return;
    }
    summary(out, catalog, forecasts);
    table(out, catalog, forecasts, FORECAST_RISES,
        tr(catalog, "These rise even if each such answer gives one point only:"));
    table(out, catalog, forecasts, FORECAST_MAY_RISE,
        tr(catalog, "These may rise, if such answers give more points:"));
    if (forecasts->listed == 0)
        return;
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog, "Now -> then: from one point for each such answer to all that it can give. All "
                    "other answers are taken to stay as they are."));
}

/* ---- JSON ---- */

static json_t *totals(const struct forecast_totals *totals_of)
{
    return json_pack(
        "{s:i, s:i}", "level", (int)totals_of->level, "points", (int)totals_of->points);
}

json_t *json_forecasts(const struct forecasts *forecasts)
{
    json_t *list = json_array();
    for (size_t i = 0; i < forecasts->listed; i++) {
        const struct forecasted *one = &forecasts->forecasted[i];
        list = json_parts_append(
            list, json_pack("{s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:o}", "number", one->number,
                      "organisation", one->name, "group", one->group, "partly", (int)one->partly,
                      "rise", one->rise == FORECAST_RISES ? "rises" : "may-rise", "now",
                      totals(&one->now), "least", totals(&one->least), "most", totals(&one->most)));
    }
    return json_parts_joined(json_scope(&forecasts->scope),
        json_pack("{s:i, s:i, s:i, s:i, s:o}", "n", (int)forecasts->scope.members, "partly",
            (int)forecasts->partly, "rises", (int)forecasts->rises, "may_rise",
            (int)forecasts->may_rise, "organisations", list));
}
