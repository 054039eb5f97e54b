#include "cmd/ui/response.h"

#include "analysis/result_response.h"
#include "report/layout.h"

#include <stdio.h>
#include <string.h>

enum { GROUP_WIDTH = 20, ASKED_WIDTH = 11, COUNT_WIDTH = 9 };

void response_put_round(const struct app *app, const struct round *round, struct buffer *out)
{
    if (round->implicit)
        buffer_printf(out, text_of(app, "round %s"), round->id);
    else
        buffer_printf(out, text_of(app, "round %s (%s, %s – %s)"), round->id, round->edition,
            round->opens, round->closes);
}

static void put_count(struct buffer *out, const struct stats_cell *count, size_t width)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)count->value);
    layout_right(out, text, width);
}

/* Rounded to whole per cent. */
static void put_rate(const struct app *app, struct buffer *out, const struct stats_share *rate)
{
    struct buffer text = {0};
    uint64_t part = rate->part.value;
    uint64_t whole = rate->whole.value;
    if (whole > 0)
        buffer_printf(&text, text_of(app, "%zu %%"), (size_t)((part * 200 + whole) / (whole * 2)));
    else
        buffer_text(&text, "–");
    layout_right(out, buffer_string(&text), COUNT_WIDTH);
    buffer_free(&text);
}

static void put_row(const struct app *app, struct buffer *out, const char *group,
    const struct stats_response *response)
{
    layout_cell(out, group, GROUP_WIDTH);
    put_count(out, &response->population, ASKED_WIDTH);
    put_count(out, &response->on_time, COUNT_WIDTH);
    put_rate(app, out, &response->rate);
    put_count(out, &response->late, COUNT_WIDTH);
    put_count(out, &response->missing, COUNT_WIDTH);
    put_count(out, &response->outside, COUNT_WIDTH);
    buffer_text(out, "\n");
}

static void put_heading(const struct app *app, struct buffer *out)
{
    layout_cell(out, text_of(app, "Group"), GROUP_WIDTH);
    layout_right(out, text_of(app, "Asked"), ASKED_WIDTH);
    layout_right(out, text_of(app, "In time"), COUNT_WIDTH);
    layout_right(out, text_of(app, "Share"), COUNT_WIDTH);
    layout_right(out, text_of(app, "Late"), COUNT_WIDTH);
    layout_right(out, text_of(app, "Missing"), COUNT_WIDTH);
    layout_right(out, text_of(app, "Outside"), COUNT_WIDTH);
    buffer_text(out, "\n");
}

void response_put(const struct app *app, const struct collection *collection, struct buffer *out)
{
    const struct edition *edition = collection->edition;
    const struct selection in_time = {0};
    if (collection->populations == 0)
        return;
    buffer_printf(out, "%s ", text_of(app, "Response,"));
    response_put_round(app, &collection->round, out);
    buffer_text(out, ":\n");
    put_heading(app, out);
    for (size_t i = 0; i < edition->groups; i++) {
        struct stats_response response =
            result_response(collection, &in_time, edition->group[i].id);
        if (response.population.value + response.outside.value > 0)
            put_row(app, out, edition->group[i].id, &response);
    }
    struct stats_response all = result_response(collection, &in_time, NULL);
    put_row(app, out, text_of(app, "All"), &all);
    if (all.outside.value > 0)
        buffer_printf(
            out, "%s\n", text_of(app, "Outside: has answered, but is not in the population list."));
}
