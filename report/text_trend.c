#include "base/text.h"
#include "report/layout.h"
#include "report/scope.h"
#include "report/trend.h"

#include <stdio.h>

enum {
    ROUNDS_SHOWN = 8,
    ROUND_WIDTH = 22,
    OPENS_WIDTH = 11,
    COUNT_WIDTH = 5,
    LEVELS_WIDTH = 15,
    BAR_WIDTH = 16,
    POINTS_WIDTH = 9,
    AREA_WIDTH = 51, /* where there is room */
};

/* What the functions below all need: the rounds that are shown, the last ones. */
struct view {
    struct buffer *out;
    const struct catalog *catalog;
    bool one; /* organisation */
    const struct trend_round *round;
    size_t rounds;
};

/* Of an organisation its points, of a group the lower median. */
static unsigned typical_points(const struct trend_round *round)
{
    const struct group *group = round->group;
    return group->members == 0 ? 0 : group_points_at(group, (group->members + 1) / 2);
}

/* ---- a line for each round ---- */

static void levels_cell(const struct view *view, const struct trend_round *round)
{
    struct buffer text = {0};
    for (unsigned level = 0; level <= round->edition->model.levels; level++) {
        unsigned members = round->group->at_level[level];
        if (view->one && members > 0)
            buffer_printf(&text, "%u", level);
        else if (!view->one)
            buffer_printf(&text, "%s%u", level > 0 ? "/" : "", members);
    }
    layout_right(view->out, buffer_string(&text), LEVELS_WIDTH);
    buffer_free(&text);
}

static void round_row(const struct view *view, const struct trend_round *round)
{
    char text[32];
    unsigned points = typical_points(round);
    layout_cell(view->out, round->id, ROUND_WIDTH - 1);
    buffer_text(view->out, " ");
    layout_cell(view->out, round->opens, OPENS_WIDTH - 1);
    (void)snprintf(text, sizeof text, "%u", round->group->members);
    layout_right(view->out, text, COUNT_WIDTH + 1);
    if (round->group->members == 0) {
        buffer_printf(view->out, "  %s\n", tr(view->catalog, "no submission"));
        return;
    }
    levels_cell(view, round);
    buffer_text(view->out, "  ");
    layout_bar(view->out, points, round->edition->points, BAR_WIDTH);
    (void)snprintf(text, sizeof text, "%u/%u", points, round->edition->points);
    layout_right(view->out, text, POINTS_WIDTH - 1);
    buffer_text(view->out, "\n");
}

static void round_rows(const struct view *view)
{
    layout_cell(view->out, tr(view->catalog, "Round"), ROUND_WIDTH);
    layout_cell(view->out, tr(view->catalog, "Opens"), OPENS_WIDTH - 1);
    layout_right(view->out, tr(view->catalog, "Org."), COUNT_WIDTH + 1);
    layout_right(view->out,
        view->one ? tr(view->catalog, "Level") : tr(view->catalog, "Levels 0/1/…"), LEVELS_WIDTH);
    buffer_text(view->out, "  ");
    layout_right(view->out,
        view->one ? tr(view->catalog, "Points") : tr(view->catalog, "Points (median)"),
        BAR_WIDTH + POINTS_WIDTH - 1);
    buffer_text(view->out, "\n");
    for (size_t i = 0; i < view->rounds; i++)
        round_row(view, &view->round[i]);
}

/* ---- a line for each area ---- */

/* One block of eight heights for a part of a whole; a dot where there is nobody. */
static void block(struct buffer *out, uint64_t part, uint64_t whole)
{
    static const char *const BLOCKS[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    buffer_text(out, whole == 0 ? "·" : BLOCKS[(part * 7 + whole / 2) / whole]);
}

/* The members' mean level, in tenths. */
static unsigned mean_level(const struct group_area *area, unsigned levels, unsigned members)
{
    uint64_t sum = 0;
    for (unsigned level = 0; level <= levels; level++)
        sum += (uint64_t)level * area->at_level[level];
    return members == 0 ? 0 : (unsigned)((20 * sum + members) / (2ULL * members));
}

/* The area of the same id in another edition; -1 if it has none. */
static int area_in(const struct trend_round *round, const char *id)
{
    return edition_find_area(round->edition, id);
}

/* What the blocks and levels of all rounds leave. */
static size_t area_width(const struct view *view)
{
    size_t left = LAYOUT_WIDTH - 2 - view->rounds * (view->one ? 3 : 5);
    return left < AREA_WIDTH ? left : AREA_WIDTH;
}

static void area_row(const struct view *view, const struct edition *edition, unsigned place)
{
    struct buffer levels = {0};
    layout_cell(view->out, edition->area[place].name, area_width(view));
    buffer_text(view->out, " ");
    for (size_t i = 0; i < view->rounds; i++) {
        const struct trend_round *round = &view->round[i];
        unsigned members = round->group->members;
        int at = area_in(round, edition->area[place].id);
        if (at < 0 || members == 0) {
            block(view->out, 0, 0);
            buffer_text(&levels, " ·");
            continue;
        }
        const struct group_area *area = &round->group->area[at];
        unsigned mean = mean_level(area, round->edition->model.levels, members);
        block(view->out, area->points, (uint64_t)members * round->edition->area_points[at]);
        if (view->one)
            buffer_printf(&levels, " %u", mean / 10);
        else
            buffer_printf(&levels, tr(view->catalog, " %u.%u"), mean / 10, mean % 10);
    }
    buffer_printf(view->out, " %s\n", buffer_string(&levels));
    buffer_free(&levels);
}

static void area_rows(const struct view *view)
{
    const struct edition *edition = view->round[view->rounds - 1].edition;
    buffer_text(view->out, "\n");
    layout_cell(view->out, tr(view->catalog, "Area"), area_width(view) + 1);
    buffer_printf(view->out, "%s\n",
        view->one ? tr(view->catalog, "Points, levels") : tr(view->catalog, "Points, mean levels"));
    for (unsigned i = 0; i < edition->model.areas; i++)
        area_row(view, edition, i);
    layout_paragraph(view->out, "",
        tr(view->catalog,
            "One block and one level for each round, from the earliest; a full block is all the "
            "points that the area can have. The levels of areas are indicative: their rules are in "
            "part inferred."));
}

/* ---- the whole ---- */

static void whose(struct buffer *out, const struct catalog *catalog, const struct trend *trend)
{
    struct buffer text = {0};
    if (trend->number != NULL)
        buffer_printf(&text, "%s (%s)", trend->name, trend->number);
    else if (trend->group == NULL)
        buffer_text(&text, tr(catalog, "All groups"));
    else
        buffer_printf(&text, tr(catalog, "Group %s"),
            trend->rounds == 0 ? trend->group
                               : scope_group_name(trend->round[0].edition, trend->group));
    buffer_printf(&text, ", %s", tr(catalog, "round by round"));
    if (trend->rounds > ROUNDS_SHOWN)
        buffer_printf(&text, tr(catalog, " (the last %u)"), (unsigned)ROUNDS_SHOWN);
    buffer_text(&text, ":");
    layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
}

void text_trend(struct buffer *out, const struct catalog *catalog, const struct trend *trend)
{
    size_t skipped = trend->rounds > ROUNDS_SHOWN ? trend->rounds - ROUNDS_SHOWN : 0;
    struct view view = {
        out, catalog, trend->number != NULL, trend->round + skipped, trend->rounds - skipped};
    whose(out, catalog, trend);
    if (trend->rounds == 0) {
        layout_paragraph(out, "", tr(catalog, "No submissions: there is no round to show."));
        return;
    }
    round_rows(&view);
    area_rows(&view);
}
