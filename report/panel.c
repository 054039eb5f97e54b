#include "report/panel.h"

#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/panel_editions.h"
#include "report/remarks.h"
#include "scoring/question.h"

#include <stdlib.h>

enum { PART_WIDTH = 20, EXPECTED_WIDTH = 28, AREA_WIDTH = 0 };

/* What the functions below all need. */
struct panel_making {
    struct report *report;
    const struct catalog *catalog;
    const struct panel *panel;
    const struct panel_group *group;
};

/* The order in which parts are read. */
static const enum panel_part ORDER[PANEL_PARTS] = {PANEL_WHOLE, PANEL_BOTH, PANEL_APART};
static const char *const PART_WORDS[PANEL_PARTS] = {"both", "apart", "whole"};

/* ---- names ---- */

/* Of what is published all together are those groups that are shown. */
static const char *panel_group_name(const struct panel_making *making)
{
    if (making->group->id != NULL)
        return making->group->name;
    return making->panel->published ? tr(making->catalog, "All groups that are shown")
                                    : tr(making->catalog, "All");
}

/* "2021, in both" */
static const char *part_name(const struct panel_making *making, size_t round, enum panel_part part)
{
    const char *id = making->panel->round[round];
    const char *const names[PANEL_PARTS] = {
        tr(making->catalog, "in both"),
        tr(making->catalog, "only then"),
        tr(making->catalog, "everybody"),
    };
    return report_keep(making->report, "%s, %s", id, names[part]);
}

/* A terminal has no room for the rounds. */
static void add_part_columns(const struct panel_making *making, struct table *table)
{
    const struct catalog *catalog = making->catalog;
    const char *const brief[PANEL_PARTS] = {
        tr(catalog, "both"), tr(catalog, "only"), tr(catalog, "all")};
    for (size_t round = 0; round < PANEL_ROUNDS; round++) {
        for (size_t i = 0; i < PANEL_PARTS; i++)
            table_column(table, TABLE_FIGURES, part_name(making, round, ORDER[i]), 7)->brief =
                brief[ORDER[i]];
    }
    table_note(table, report_keep(making->report,
                          tr(catalog, "The first three columns are of %s, the others of %s: "
                                      "everybody, in both, only then."),
                          making->panel->round[PANEL_FIRST], making->panel->round[PANEL_SECOND]));
}

/* The name of a file that has a table alone: of this kind and of the group. */
static void name_panel_file(
    const struct panel_making *making, struct table *table, const char *kind)
{
    const char *group = making->group->id == NULL ? EDITION_ALL_GROUPS : making->group->id;
    table->file = report_keep(making->report, "panel-%s-%s", group, kind);
}

static const struct edition *last_edition(const struct panel *panel)
{
    return panel->edition[PANEL_SECOND];
}

/* The most that either of the two editions has. */
static unsigned panel_levels(const struct panel *panel)
{
    unsigned first = panel->edition[PANEL_FIRST]->model.levels;
    unsigned second = panel->edition[PANEL_SECOND]->model.levels;
    return first > second ? first : second;
}

/* ---- levels ---- */

static struct cell share_cell(
    enum cell_kind kind, const struct stats_cell *part, const struct stats_cell *whole)
{
    bool known = part->show == STATS_NUMBER && whole->show == STATS_NUMBER;
    if (known)
        return cell_part(kind, part->value, whole->value);
    return kind == CELL_BAR ? cell_none() : cell_part(CELL_HIDDEN, 0, 0);
}

static void put_part(
    const struct panel_making *making, struct table *table, size_t round, enum panel_part part)
{
    const struct panel_figures *figures = &making->group->figures[round][part];
    table_put(table, cell_text(part_name(making, round, part)));
    table_put(table, cell_stats(&figures->counted, NULL));
    for (unsigned level = 0; level <= panel_levels(making->panel); level++)
        table_put(table, level > making->panel->edition[round]->model.levels
                             ? cell_none()
                             : cell_stats(&figures->level[level], NULL));
    if (!making->panel->published)
        table_put(table, cell_stats(&figures->median, NULL));
    table_put(table, share_cell(CELL_SHARE, &figures->with_level, &figures->level_whole));
    table_put(table, share_cell(CELL_BAR, &figures->with_level, &figures->level_whole));
}

static struct table *add_levels_table(const struct panel_making *making)
{
    const struct catalog *catalog = making->catalog;
    struct table *table = report_table(making->report, panel_group_name(making));
    table->media = TABLE_READ | TABLE_SHEET;
    name_panel_file(making, table, "nivaer");
    table_column(table, TABLE_WORDS, tr(catalog, "Round, part"), PART_WIDTH);
    table_column(table, TABLE_FIGURES, tr(catalog, "Organisations"), 5)->brief =
        tr(catalog, "Org.");
    for (unsigned level = 0; level <= panel_levels(making->panel); level++)
        table_column(
            table, TABLE_FIGURES, report_keep(making->report, tr(catalog, "Level %u"), level), 4)
            ->brief = report_keep(making->report, "%u", level);
    if (!making->panel->published)
        table_column(table, TABLE_FIGURES, tr(catalog, "Median"), 6);
    table_column(table, TABLE_FIGURES, tr(catalog, "Level 1 or higher"), 6)->brief =
        tr(catalog, "1 up");
    table_column(table, TABLE_BARS, NULL, 0);
    for (size_t round = 0; round < PANEL_ROUNDS; round++) {
        for (size_t i = 0; i < PANEL_PARTS; i++)
            put_part(making, table, round, ORDER[i]);
    }
    return table;
}

/* ---- in words ---- */

/* What is told of the change from round to round: the share with a level, or of two editions, whose
 * levels are not comparable, the share of answers with points on what is the same. In percent;
 * false if it is not known. */
static bool change_percent(
    const struct panel_making *making, size_t round, enum panel_part part, int *percent)
{
    const struct panel_figures *figures = &making->group->figures[round][part];
    struct stats_cell some = figures->with_level;
    struct stats_cell whole = figures->level_whole;
    if (making->panel->since != NULL)
        panel_editions_same(making->panel, figures, round, &some, &whole);
    if (some.show != STATS_NUMBER || whole.show != STATS_NUMBER || whole.value == 0)
        return false;
    *percent = (int)cell_percent(some.value, whole.value);
    return true;
}

/* How much of a rise comes from who answers. */
static const char *rise_words(const struct catalog *catalog, int all, int rest)
{
    if (all > 0 && 2 * rest >= all)
        return tr(catalog, "At least half of the rise comes from who answers, not from those who "
                           "answered both times.");
    if (all > 0 && rest > 0)
        return tr(catalog, "A part of the rise comes from who answers, the larger part from those "
                           "who answered both times.");
    if (rest < 0)
        return tr(catalog, "Those who answered both times have come further than the whole shows: "
                           "others answer now.");
    return rest == 0 ? NULL
                     : tr(catalog, "Who answers holds up the whole: those who answered both times "
                                   "have fallen more.");
}

/* The most that rounding is likely to turn a change of a share, in percent: of each level two
 * counts are rounded, with a role and without, each by a variance of two thirds at most; three
 * standard deviations of two such sums are fewer than so many organisations. */
static int rounding_margin(const struct panel_making *making)
{
    enum { LIKELY = 10 };
    uint64_t least = UINT64_MAX;
    for (size_t round = 0; making->panel->rounded && round < PANEL_ROUNDS; round++) {
        uint64_t whole = making->group->figures[round][PANEL_BOTH].counted.value;
        least = whole < least ? whole : least;
    }
    if (!making->panel->rounded)
        return 0;
    return least == 0 ? 100 : (int)(100 * LIKELY / least) + 1;
}

static void note_change(const struct panel_making *making, struct table *table)
{
    int share[PANEL_ROUNDS][PANEL_PARTS];
    const struct catalog *catalog = making->catalog;
    int margin = rounding_margin(making);
    for (size_t round = 0; round < PANEL_ROUNDS; round++) {
        if (!change_percent(making, round, PANEL_WHOLE, &share[round][PANEL_WHOLE]) ||
            !change_percent(making, round, PANEL_BOTH, &share[round][PANEL_BOTH]))
            return;
    }
    int all = share[PANEL_SECOND][PANEL_WHOLE] - share[PANEL_FIRST][PANEL_WHOLE];
    int rest = all - (share[PANEL_SECOND][PANEL_BOTH] - share[PANEL_FIRST][PANEL_BOTH]);
    table_note(table,
        report_keep(making->report,
            making->panel->since == NULL
                ? tr(catalog, "The share with a level went from %d to %d per cent of all, and from "
                              "%d to %d per cent of those who answered both times.")
                : tr(catalog, "On the questions that are the same, answers with points went from "
                              "%d to %d per cent of all, and from %d to %d per cent of those who "
                              "answered both times."),
            share[PANEL_FIRST][PANEL_WHOLE], share[PANEL_SECOND][PANEL_WHOLE],
            share[PANEL_FIRST][PANEL_BOTH], share[PANEL_SECOND][PANEL_BOTH]));
    const char *words = abs(all) < margin || abs(rest) < margin
                            ? tr(catalog, "Rounding leaves open how much of the change comes from "
                                          "who answers.")
                            : rise_words(catalog, all, rest);
    if (words != NULL)
        table_note(table, words);
}

/* ---- what was expected ---- */

static void add_expected(const struct panel_making *making)
{
    static const char *const NAMES[FORECAST_RISES + 1] = {
        [FORECAST_STAYS] = N_("would stay"),
        [FORECAST_MAY_RISE] = N_("could rise"),
        [FORECAST_RISES] = N_("would rise"),
    };
    const struct panel_rise *rise = &making->group->rise;
    const struct catalog *catalog = making->catalog;
    struct table *table = report_table(making->report,
        report_keep(making->report, tr(catalog, "%s: what was expected of those in both, and came"),
            panel_group_name(making)));
    table->media = TABLE_READ | TABLE_SHEET;
    name_panel_file(making, table, "vantat");
    table_column(table, TABLE_WORDS,
        report_keep(making->report, tr(catalog, "By what was under development in %s"),
            making->panel->round[PANEL_FIRST]),
        EXPECTED_WIDTH);
    table_column(table, TABLE_FIGURES, tr(catalog, "Organisations"), 14);
    table_column(table, TABLE_FIGURES,
        report_keep(making->report, tr(catalog, "of these higher in %s"),
            making->panel->round[PANEL_SECOND]),
        14);
    for (unsigned i = FORECAST_RISES + 1; i-- > 0;) {
        table_put(table, cell_text(tr(catalog, NAMES[i])));
        table_put(table, cell_number(rise->expected[i]));
        table_put(table, cell_number(rise->came[i]));
    }
    table_note(table,
        report_keep(making->report,
            making->panel->since == NULL
                ? tr(catalog, "Of those in both %u stand on a higher level, %u on the same and %u "
                              "on a lower one.")
                : tr(catalog, "Of those in both %u have more points on what is comparable, %u as "
                              "many and %u fewer."),
            rise->higher, rise->same, rise->lower));
}

static void put_common(struct table *table, const char *name, const struct panel_common *common)
{
    table_put(table, cell_text(name));
    table_put(table, cell_part(CELL_SHARE, common->reach[PANEL_FIRST], common->of));
    table_put(table, cell_part(CELL_SHARE, common->least, common->of));
    table_put(table, cell_part(CELL_SHARE, common->most, common->of));
    table_put(table, cell_part(CELL_SHARE, common->reach[PANEL_SECOND], common->of));
}

static void add_reached(const struct panel_making *making)
{
    const struct panel_rise *rise = &making->group->rise;
    const struct catalog *catalog = making->catalog;
    const char *const *round = making->panel->round;
    struct table *table = report_table(making->report,
        report_keep(making->report,
            making->panel->since == NULL ? tr(catalog, "%s: levels that were expected, and came")
                                         : tr(catalog, "%s: points that were expected, and came"),
            panel_group_name(making)));
    table->media = TABLE_READ | TABLE_SHEET;
    name_panel_file(making, table, "kom");
    table_column(table, TABLE_WORDS, tr(catalog, "Of those in both"), EXPECTED_WIDTH);
    table_column(table, TABLE_FIGURES, round[PANEL_FIRST], 10);
    table_column(table, TABLE_FIGURES, tr(catalog, "expected at least"), 10)->brief =
        tr(catalog, "at least");
    table_column(table, TABLE_FIGURES, tr(catalog, "expected at most"), 10)->brief =
        tr(catalog, "at most");
    table_column(table, TABLE_FIGURES, round[PANEL_SECOND], 10);
    if (making->panel->since != NULL) {
        put_common(table, tr(catalog, "points on what is comparable"), &rise->common);
        return;
    }
    for (unsigned level = 1; level <= last_edition(making->panel)->model.levels; level++) {
        table_put(table,
            cell_text(report_keep(making->report, tr(catalog, "level %u or higher"), level)));
        table_put(table, cell_number(rise->reach[PANEL_FIRST][level]));
        table_put(table, cell_number(rise->least[level]));
        table_put(table, cell_number(rise->most[level]));
        table_put(table, cell_number(rise->reach[PANEL_SECOND][level]));
    }
}

/* ---- areas and answers ---- */

/* The share of a part with a level in an area; of rounded counts it is of the sum of the levels. */
static struct cell area_share(
    const struct panel_making *making, size_t round, enum panel_part part, unsigned area)
{
    const struct panel_figures *figures = &making->group->figures[round][part];
    const struct stats_cell *level = figures->area[area];
    unsigned levels = making->panel->edition[round]->model.levels;
    struct stats_cell some = result_stats_sum(&level[1], levels);
    struct stats_cell whole =
        making->panel->rounded ? result_stats_sum(level, levels + 1U) : figures->counted;
    return share_cell(CELL_SHARE, &some, &whole);
}

/* Of what the round's edition does not have as it is, nothing. */
static void put_panel_area(const struct panel_making *making, struct table *table, unsigned area)
{
    for (size_t at = 0; at < PANEL_ROUNDS * PANEL_PARTS; at++) {
        size_t round = at / PANEL_PARTS;
        int place = result_panel_area(making->panel, round, area);
        table_put(table, place < 0
                             ? cell_none()
                             : area_share(making, round, ORDER[at % PANEL_PARTS], (unsigned)place));
    }
}

static void add_panel_areas(const struct panel_making *making)
{
    const struct edition *edition = last_edition(making->panel);
    struct table *table = report_table(making->report,
        report_keep(making->report, tr(making->catalog, "%s: with a level in each area"),
            panel_group_name(making)));
    table->media = TABLE_READ | TABLE_SHEET;
    name_panel_file(making, table, "omraden");
    table_column(table, TABLE_WORDS, tr(making->catalog, "Area"), AREA_WIDTH);
    add_part_columns(making, table);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        table_put(table, cell_text(panel_editions_area(making->report, making->panel, i)));
        put_panel_area(making, table, i);
    }
    table_note(table, remark_area_levels(making->catalog));
}

static struct cell yes_share(
    const struct panel_making *making, size_t round, enum panel_part part, unsigned question)
{
    const struct panel_figures *figures = &making->group->figures[round][part];
    struct stats_cell yes = figures->yes[question];
    if (yes.value > figures->counted.value) /* rounded up */
        yes.value = figures->counted.value;
    return share_cell(CELL_SHARE, &yes, &figures->counted);
}

static void put_panel_question(
    const struct panel_making *making, struct table *table, unsigned question)
{
    for (size_t at = 0; at < PANEL_ROUNDS * PANEL_PARTS; at++) {
        size_t round = at / PANEL_PARTS;
        int place = result_panel_question(making->panel, round, question);
        table_put(table, place < 0
                             ? cell_none()
                             : yes_share(making, round, ORDER[at % PANEL_PARTS], (unsigned)place));
    }
}

static void add_panel_answers(const struct panel_making *making)
{
    const struct edition *edition = last_edition(making->panel);
    struct table *table = report_table(making->report,
        report_keep(making->report, tr(making->catalog, "%s: with points on each question"),
            panel_group_name(making)));
    table->media = TABLE_READ | TABLE_SHEET;
    name_panel_file(making, table, "svar");
    table_column(table, TABLE_WORDS, tr(making->catalog, "Question"), AREA_WIDTH);
    add_part_columns(making, table);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (!question_is_scored(&edition->model.question[i]))
            continue;
        table_put(table, cell_text(panel_editions_question(making->report, making->panel, i)));
        put_panel_question(making, table, i);
    }
}

/* ---- the whole ---- */

void panel_heading(struct report *report, const struct panel *panel)
{
    const struct catalog *catalog = report->catalog;
    report->heading = report_keep(report, tr(catalog, "Rounds %s and %s, part by part:"),
        panel->round[PANEL_FIRST], panel->round[PANEL_SECOND]);
    if (panel->since != NULL)
        report_remark(report, remark_succession(report, panel->round[PANEL_FIRST], panel->since));
    if (panel->late)
        report_remark(report, remark_late(catalog));
    if (!panel->published)
        return;
    report_remark(report, panel->rounded ? remark_rounded(report, panel->min_group)
                                         : remark_published(report, panel->min_group));
    report_remark(report, remark_parts(catalog));
}

static void add_panel_group(const struct panel_making *making)
{
    struct table *table = add_levels_table(making);
    for (size_t i = 0; i < PANEL_ROUNDS; i++) {
        if (making->group->withheld[i])
            table_note(table,
                report_keep(making->report,
                    tr(making->catalog, "The parts of %s are not shown: too few are in one of "
                                        "them, or too much would follow from them."),
                    making->panel->round[i]));
    }
    if (making->group->withheld[PANEL_FIRST] && making->group->withheld[PANEL_SECOND])
        return;
    note_change(making, table);
    if (making->group->rise.there && making->group->rise.both > 0) {
        add_expected(making);
        add_reached(making);
    }
    if (last_edition(making->panel)->model.areas > 0)
        add_panel_areas(making);
    add_panel_answers(making);
}

/* ---- every figure, for programs ---- */

static void put_datum(const struct panel_making *making, struct table *table, size_t at,
    const char *kind, const char *row, unsigned column, const struct stats_cell *cell)
{
    enum panel_part part = (enum panel_part)(at % PANEL_PARTS);
    table_put(table, cell_text(making->group->id == NULL ? "all" : making->group->id));
    table_put(table, cell_text(making->panel->round[at / PANEL_PARTS]));
    table_put(table, cell_text(PART_WORDS[part]));
    table_put(table, cell_text(kind));
    table_put(table, cell_text(row));
    table_put(table, cell_number(column));
    table_put(table, cell_stats(cell, NULL));
}

static void put_data(const struct panel_making *making, struct table *table, size_t at)
{
    const struct edition *edition = making->panel->edition[at / PANEL_PARTS];
    const struct panel_figures *figures =
        &making->group->figures[at / PANEL_PARTS][at % PANEL_PARTS];
    put_datum(making, table, at, "counted", "", 0, &figures->counted);
    put_datum(making, table, at, "median", "", 0, &figures->median);
    for (unsigned level = 0; level <= edition->model.levels; level++)
        put_datum(making, table, at, "levels", "", level, &figures->level[level]);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        for (unsigned level = 0; level <= edition->model.levels; level++)
            put_datum(
                making, table, at, "areas", edition->area[i].id, level, &figures->area[i][level]);
    }
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (question_is_scored(&edition->model.question[i]))
            put_datum(making, table, at, "questions",
                report_keep(making->report, "%u", (unsigned)edition->model.question[i].id), 0,
                &figures->yes[i]);
    }
}

static void add_data(struct panel_making *making)
{
    static const char *const HEADINGS[] = {"group", "round", "part", "table", "row", "column"};
    struct table *table = report_table(making->report, NULL);
    table->media = TABLE_DATA;
    table->file = "panel";
    for (size_t i = 0; i < sizeof HEADINGS / sizeof HEADINGS[0]; i++)
        table_column(table, TABLE_WORDS, HEADINGS[i], 0);
    table_column(table, TABLE_FIGURES, "value", 0);
    for (size_t i = 0; i < making->panel->groups; i++) {
        making->group = &making->panel->group[i];
        for (size_t at = 0; at < PANEL_ROUNDS * PANEL_PARTS; at++)
            put_data(making, table, at);
    }
}

void panel_tables(struct report *report, const struct panel *panel)
{
    struct panel_making making = {report, report->catalog, panel, NULL};
    report_section(report, PANEL_SECTION, tr(report->catalog, "Part by part"), NULL);
    for (size_t i = panel->groups; i-- > 0;) {
        making.group = &panel->group[i];
        add_panel_group(&making);
    }
    if (panel->since != NULL)
        panel_editions_table(report, panel);
    add_data(&making);
}
