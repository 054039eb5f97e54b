#include "report/trend.h"

#include "report/remarks.h"
#include "report/scope.h"
#include "report/trend_editions.h"

/* The rounds that are shown, the last ones. */
struct view {
    struct report *report;
    bool one; /* organisation */
    const struct trend_round *round;
    size_t rounds;
};

/* ---- a row for each round ---- */

/* Of an organisation its points, of a group the lower median. */
static unsigned typical_points(const struct group *group)
{
    return group->members == 0 ? 0 : group_points_at(group, (group->members + 1) / 2);
}

/* "2", or of a group "3/12/1/0/0": how many have each level. */
static const char *reached_words(const struct view *view, const struct trend_round *round)
{
    struct buffer text = {0};
    for (unsigned level = 0; level <= round->edition->model.levels; level++) {
        unsigned members = round->group->at_level[level];
        if (view->one && members > 0)
            buffer_printf(&text, "%u", level);
        else if (!view->one)
            buffer_printf(&text, "%s%u", level > 0 ? "/" : "", members);
    }
    const char *words = report_keep(view->report, "%s", buffer_string(&text));
    buffer_free(&text);
    return words;
}

static void put_round(const struct view *view, struct table *table, const struct trend_round *round)
{
    bool any = round->group->members > 0;
    unsigned points = typical_points(round->group);
    unsigned most = round->edition->points;
    table_put(table, cell_text(round->id));
    table_put(table, cell_text(round->opens));
    table_put(table, cell_number(round->group->members));
    table_put(table,
        cell_text(any ? reached_words(view, round) : tr(view->report->catalog, "no submission")));
    table_put(table, any ? cell_part(CELL_BAR, points, most) : cell_none());
    table_put(table, any ? cell_part(CELL_OF, points, most) : cell_none());
}

static void put_rounds(const struct view *view)
{
    const struct catalog *catalog = view->report->catalog;
    struct table *table = report_table(view->report, NULL);
    table_column(table, TABLE_WORDS, tr(catalog, "Round"), 21);
    table_column(table, TABLE_WORDS, tr(catalog, "Opens"), 10);
    table_column(table, TABLE_FIGURES, tr(catalog, "Organisations"), 5)->brief =
        tr(catalog, "Org.");
    table_column(
        table, TABLE_FIGURES, view->one ? tr(catalog, "Level") : tr(catalog, "Levels 0/1/…"), 14);
    table_column(table, TABLE_BARS, NULL, 16);
    table_column(
        table, TABLE_FIGURES, view->one ? tr(catalog, "Points") : tr(catalog, "Median"), 7);
    for (size_t i = 0; i < view->rounds; i++)
        put_round(view, table, &view->round[i]);
}

/* ---- a row for each area ---- */

/* One block of eight heights for a part of a whole; a dot where there is nobody. */
static const char *block(uint64_t part, uint64_t whole)
{
    static const char *const BLOCKS[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    return whole == 0 ? "·" : BLOCKS[(part * 7 + whole / 2) / whole];
}

/* Of an organisation its area's level, of a group the lower median of them. */
static unsigned typical_level(const struct group_area *area, unsigned members)
{
    unsigned below = area->at_level[0];
    unsigned level = 0;
    while (below < (members + 1) / 2)
        below += area->at_level[++level];
    return level;
}

/* One round's block and level of an area, which its edition may lack, or have in another form. */
static void put_area_round(
    const struct trend_round *round, unsigned place, struct buffer *blocks, struct buffer *levels)
{
    unsigned members = round->group->members;
    int at = trend_same_area(round, place);
    if (at < 0 || members == 0) {
        buffer_text(blocks, block(0, 0));
        buffer_text(levels, " ·");
        return;
    }
    const struct group_area *area = &round->group->area[at];
    buffer_text(blocks, block(area->points, (uint64_t)members * round->edition->area_points[at]));
    buffer_printf(levels, " %u", typical_level(area, members));
}

static void put_trend_areas(const struct view *view)
{
    const struct catalog *catalog = view->report->catalog;
    const struct edition *edition = view->round[view->rounds - 1].edition;
    struct table *table = report_table(view->report, NULL);
    table_column(table, TABLE_WORDS, tr(catalog, "Area"), 0);
    table_column(table, TABLE_WORDS,
        view->one ? tr(catalog, "Points, levels") : tr(catalog, "Points, median levels"), 0);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        struct buffer blocks = {0}, levels = {0};
        for (size_t round = 0; round < view->rounds; round++)
            put_area_round(&view->round[round], i, &blocks, &levels);
        table_put(table, cell_text(edition->area[i].name));
        table_put(table, cell_text(report_keep(view->report, "%s %s", buffer_string(&blocks),
                             buffer_string(&levels))));
        buffer_free(&blocks);
        buffer_free(&levels);
    }
    table_note(table,
        tr(catalog, "One block and one level for each round, from the earliest; a full block is "
                    "all the points that the area can have."));
    table_note(table, remark_area_levels(catalog));
}

/* ---- the whole ---- */

void trend_heading(struct report *report, const struct trend *trend)
{
    const struct catalog *catalog = report->catalog;
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
    if (trend->rounds > TREND_ROUNDS_SHOWN)
        buffer_printf(&text, tr(catalog, " (the last %u)"), (unsigned)TREND_ROUNDS_SHOWN);
    buffer_text(&text, ":");
    report->heading = report_keep(report, "%s", buffer_string(&text));
    buffer_free(&text);
}

void trend_tables(struct report *report, const struct trend *trend)
{
    size_t skipped = trend->rounds > TREND_ROUNDS_SHOWN ? trend->rounds - TREND_ROUNDS_SHOWN : 0;
    struct view view = {
        report, trend->number != NULL, trend->round + skipped, trend->rounds - skipped};
    trend_heading(report, trend);
    if (trend->rounds == 0) {
        report_remark(report, tr(report->catalog, "No submissions: there is no round to show."));
        return;
    }
    put_rounds(&view);
    if (trend->several)
        trend_editions_tables(report, view.round, view.rounds);
    put_trend_areas(&view);
}
