#include "report/stats_tables.h"

#include "analysis/result_unscored.h"
#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/remarks.h"
#include "report/stats_tables_parts.h"

#define LABEL_WIDTH 31  /* of what names the rows, in a terminal */
#define HOLDING_MOST 15 /* questions that are read */

_Static_assert(STATS_GROUPS_MAX + 2 <= TABLE_COLUMNS_MAX, "a column for each group");

const char *stats_tables_group(const struct catalog *catalog, const struct stats_group *group)
{
    if (group->id == NULL)
        return tr(catalog, "All");
    return group->name[0] == '\0' ? tr(catalog, "Not stated") : group->name;
}

static const char *group_word(const struct stats_making *making, const struct stats_group *group)
{
    if (group->id == NULL)
        return "all";
    if (making->stats->tag == NULL)
        return group->id;
    return report_keep(making->report, "%s=%s", making->stats->tag, group->id);
}

static const char *number_word(const struct stats_making *making, unsigned number)
{
    return report_keep(making->report, "%u", number);
}

/* ---- tables with groups as columns ---- */

static void add_group_columns(
    const struct stats_making *making, struct table *table, unsigned width)
{
    for (size_t i = 0; i < making->stats->groups; i++) {
        const struct stats_group *group = &making->stats->group[i];
        struct table_column *column =
            table_column(table, TABLE_FIGURES, stats_tables_group(making->catalog, group), width);
        column->group = true;
        column->word = group_word(making, group);
    }
}

struct table *stats_tables_add(
    const struct stats_making *making, const char *title, const char *label)
{
    struct table *table = report_table(making->report, title);
    table->shares = tr(making->catalog, "share of those counted");
    table_column(table, TABLE_WORDS, label, LABEL_WIDTH);
    add_group_columns(making, table, 0);
    return table;
}

/* The figure of a group that stands as far from its beginning as at does from that of the first. */
static const struct stats_cell *figure_of(
    const struct stats_making *making, size_t group, const struct stats_cell *at)
{
    size_t offset = (size_t)((const char *)at - (const char *)making->stats->group);
    const void *figure = (const char *)&making->stats->group[group] + offset;
    return figure;
}

void stats_tables_row(const struct stats_making *making, struct table *table, const char *label,
    const struct stats_cell *at, const struct stats_cell *whole)
{
    table_put(table, cell_text(label));
    for (size_t i = 0; i < making->stats->groups; i++)
        table_put(table, cell_stats(figure_of(making, i, at),
                             whole == NULL ? NULL : figure_of(making, i, whole)));
}

static const char *level_label(const struct stats_making *making, unsigned level)
{
    return report_keep(making->report, tr(making->catalog, "Level %u"), level);
}

/* ---- response ---- */

bool stats_tables_show_covered(const struct stats_table *stats)
{
    for (size_t i = 0; i < stats->groups; i++) {
        const struct stats_response *response = &stats->group[i].response;
        if (response->covered.value > 0 || response->covered.show == STATS_SMALL ||
            response->covered_late.value > 0 || response->covered_late.show == STATS_SMALL)
            return true;
    }
    return false;
}

static struct table_column *add_response_column(
    struct table *table, const char *heading, const char *word, unsigned width, unsigned media)
{
    struct table_column *column = table_column(table, TABLE_FIGURES, heading, width);
    column->word = word;
    column->media = media;
    return column;
}

/* With those covered there is no room for bars in a terminal. */
static void add_response_columns(const struct stats_making *making, struct table *table)
{
    enum { NOT_READ = TABLE_SHEET | TABLE_DATA };
    const struct catalog *catalog = making->catalog;
    bool covered = stats_tables_show_covered(making->stats);
    unsigned media = covered ? TABLE_ALL : NOT_READ;
    const char *tag = making->stats->tag;
    table_column(table, TABLE_WORDS, tag == NULL ? tr(catalog, "Group") : tag, covered ? 18 : 20);
    add_response_column(table, tr(catalog, "Asked"), "population", covered ? 6 : 7, TABLE_ALL);
    add_response_column(table, tr(catalog, "On time"), "on_time", 7, TABLE_ALL);
    add_response_column(table, tr(catalog, "Late"), "late", covered ? 5 : 7, TABLE_ALL);
    add_response_column(table, tr(catalog, "Covered by others"), "covered", 7, media)->brief =
        tr(catalog, "Covered");
    add_response_column(table, tr(catalog, "Missing"), "missing", 7, TABLE_ALL);
    add_response_column(table, tr(catalog, "Outside"), "outside", 7, TABLE_ALL);
    add_response_column(table, tr(catalog, "Covered by late ones"), "covered_late", 7, NOT_READ);
    add_response_column(table, tr(catalog, "Counted"), "counted", 7, NOT_READ);
    add_response_column(table, tr(catalog, "Answered for"), "answered_for", 7, NOT_READ);
    add_response_column(table, tr(catalog, "Share"), NULL, 5, TABLE_READ | TABLE_SHEET)->strong =
        true;
    struct table_column *reach = add_response_column(
        table, tr(catalog, "Share answered for"), NULL, 7, media & ~(unsigned)TABLE_DATA);
    reach->brief = tr(catalog, "Reached");
    reach->strong = true;
    struct table_column *bars = table_column(table, TABLE_BARS, NULL, 0);
    if (!covered)
        return;
    bars->media = TABLE_PAGE;
    table_note(table,
        tr(catalog, "Covered by others: they have not answered, and another organisation's "
                    "answers cover them. Share answered for: those counted and those covered, "
                    "of those asked."));
}

static void add_response(const struct stats_making *making)
{
    report_section(making->report, STATS_SECTION_OVERVIEW, tr(making->catalog, "Overview"), NULL);
    struct table *table = report_table(making->report, tr(making->catalog, "Response rate"));
    table->word = "response";
    add_response_columns(making, table);
    for (size_t i = 0; i < making->stats->groups; i++) {
        const struct stats_group *group = &making->stats->group[i];
        const struct stats_response *response = &group->response;
        struct cell rate = cell_stats_share(&response->rate);
        struct cell bar = rate;
        bar.kind = rate.kind == CELL_SHARE ? CELL_BAR : CELL_NONE;
        table_row(table, NULL, group_word(making, group), NULL);
        table_put(table, cell_text(stats_tables_group(making->catalog, group)));
        table_put(table, cell_stats(&response->population, NULL));
        table_put(table, cell_stats(&response->on_time, NULL));
        table_put(table, cell_stats(&response->late, NULL));
        table_put(table, cell_stats(&response->covered, NULL));
        table_put(table, cell_stats(&response->missing, NULL));
        table_put(table, cell_stats(&response->outside, NULL));
        table_put(table, cell_stats(&response->covered_late, NULL));
        table_put(table, cell_stats(&response->counted, NULL));
        table_put(table, cell_stats(&response->reach.part, NULL));
        table_put(table, rate);
        table_put(table, cell_stats_share(&response->reach));
        table_put(table, bar);
    }
}

/* ---- levels and areas ---- */

static void add_levels(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_group *first = making->stats->group;
    unsigned levels = making->edition->model.levels;
    report_section(making->report, STATS_SECTION_LEVELS, tr(catalog, "Levels"),
        tr(catalog,
            "Organisations at each level, and their share of those counted, rounded to whole percent."));
    struct table *table =
        stats_tables_add(making, tr(catalog, "Overall level"), tr(catalog, "Level"));
    table->charted = levels + 1;
    table_row(table, NULL, NULL, NULL);
    stats_tables_row(making, table, tr(catalog, "Organisations"), &first->response.counted, NULL);
    for (unsigned level = 0; level <= levels; level++) {
        table_row(table, "levels", "", number_word(making, level));
        stats_tables_row(
            making, table, level_label(making, level), &first->level[level], &first->level_whole);
    }
    table_row(table, "levels", "", "any");
    stats_tables_row(
        making, table, tr(catalog, "Level 1 or higher"), &first->any_level, &first->level_whole);
}

/* For programs, and drawn. */
static void add_areas_at_level(const struct stats_making *making)
{
    struct table *table = stats_tables_add(making, NULL, tr(making->catalog, "Area"));
    table->media = TABLE_DATA;
    for (unsigned i = 0; i < making->edition->model.areas; i++) {
        for (unsigned level = 0; level <= making->edition->model.levels; level++) {
            table_row(
                table, "areas_at_level", making->edition->area[i].id, number_word(making, level));
            stats_tables_row(making, table,
                report_keep(making->report, "%s: %s", making->edition->area[i].name,
                    level_label(making, level)),
                &making->stats->group->area[i].at_level[level],
                &making->stats->group->area[i].whole);
        }
    }
}

static void add_areas_above(const struct stats_making *making, unsigned level)
{
    const char *title =
        report_keep(making->report, tr(making->catalog, "Area level above %u"), level);
    struct table *table = stats_tables_add(making, title, tr(making->catalog, "Area"));
    for (unsigned i = 0; i < making->edition->model.areas; i++) {
        table_row(table, "areas_above", making->edition->area[i].id, number_word(making, level));
        stats_tables_row(making, table, making->edition->area[i].name,
            &making->stats->group->area[i].above[level], &making->stats->group->area[i].whole);
    }
}

static void add_areas(const struct stats_making *making)
{
    if (making->edition->model.areas == 0)
        return;
    report_section(making->report, STATS_SECTION_AREAS, tr(making->catalog, "By area"),
        remark_area_levels(making->catalog));
    add_areas_at_level(making);
    for (unsigned level = 0; level + 1 < making->edition->model.levels; level++)
        add_areas_above(making, level);
}

/* ---- points ---- */

static void add_points(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_group *first = making->stats->group;
    report_section(making->report, STATS_SECTION_POINTS, tr(catalog, "Points"),
        tr(catalog, "Points of those counted."));
    struct table *table = stats_tables_add(making, tr(catalog, "Points"), tr(catalog, "Figure"));
    table->shares = NULL;
    table_row(table, "points", "", "lowest");
    stats_tables_row(making, table, tr(catalog, "Lowest"), &first->lowest, NULL);
    table_row(table, "points", "", "median");
    stats_tables_row(making, table, tr(catalog, "Median"), &first->median, NULL);
    table_row(table, "points", "", "highest");
    stats_tables_row(making, table, tr(catalog, "Highest"), &first->highest, NULL);
}

static uint64_t most_in_a_class(const struct stats_group *group)
{
    uint64_t most = 0;
    for (unsigned i = 0; i < group->classes; i++)
        most = group->class[i].count.value > most ? group->class[i].count.value : most;
    return most;
}

/* The bars are of the last group, which is all of them if there are several. A page draws it. */
static void add_classes(const struct stats_making *making)
{
    const struct stats_group *last = &making->stats->group[making->stats->groups - 1];
    uint64_t most = most_in_a_class(last);
    struct table *table =
        report_table(making->report, tr(making->catalog, "Organisations by points"));
    table->media = TABLE_ALL & ~(unsigned)TABLE_PAGE;
    table_column(table, TABLE_WORDS, tr(making->catalog, "Points"), 12);
    add_group_columns(making, table, 8);
    table_column(table, TABLE_BARS, NULL, 0);
    for (unsigned i = 0; i < last->classes; i++) {
        const struct stats_class *class = &last->class[i];
        bool bar = class->count.show == STATS_NUMBER && most > 0;
        table_row(table, "classes", report_keep(making->report, "%u-%u", class->from, class->to),
            "count");
        stats_tables_row(making, table,
            report_keep(making->report, "%u–%u", class->from, class->to),
            &making->stats->group->class[i].count, NULL);
        table_put(table, bar ? cell_part(CELL_BAR, class->count.value, most) : cell_none());
    }
}

/* ---- what holds back ---- */

static void add_next(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_next *next = &making->stats->group->next;
    struct table *table = stats_tables_add(
        making, tr(catalog, "Near the next level"), tr(catalog, "What is lacking"));
    table_row(table, "next_level", "", "enough");
    stats_tables_row(making, table, tr(catalog, "Points enough"), &next->enough,
        &making->stats->group->held_whole);
    table_row(table, "next_level", "", "near");
    stats_tables_row(making, table, tr(catalog, "  at most five measures left"), &next->near,
        &making->stats->group->held_whole);
    table_row(table, "next_level", "", "as_many");
    stats_tables_row(making, table, tr(catalog, "    each on its own question"), &next->as_many,
        &making->stats->group->held_whole);
}

static void add_held(const struct stats_making *making, unsigned level)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_held *held = &making->stats->group->held[level - 1];
    const char *row = number_word(making, level);
    struct table *table = stats_tables_add(making,
        report_keep(making->report, tr(catalog, "Points enough for next level %u"), level),
        tr(catalog, "What is lacking"));
    table_row(table, "held", row, "enough");
    stats_tables_row(
        making, table, tr(catalog, "Held back"), &held->enough, &making->stats->group->held_whole);
    for (unsigned measures = 1; measures <= TABLES_LACKS_MAX; measures++) {
        table_row(table, "held", row, number_word(making, measures));
        stats_tables_row(making, table,
            report_keep(making->report,
                tr_count(catalog, "  %u measure left", "  %u measures left", measures), measures),
            &held->lacks[measures - 1], NULL);
    }
    table_row(table, "held", row, "more");
    stats_tables_row(making, table, tr(catalog, "  more measures left"), &held->more, NULL);
    table_row(table, "held", row, "unsure_only");
    stats_tables_row(
        making, table, tr(catalog, "  only too many unsure"), &held->unsure_only, NULL);
}

static void put_holding_row(
    const struct stats_making *making, struct table *table, unsigned question)
{
    const struct edition *edition = making->edition;
    unsigned id = edition->model.question[question].id;
    table_row(table, "holding", number_word(making, id), "count");
    table_put(table,
        cell_text(report_keep(making->report, "%u. %s", id, edition->question[question].topic)));
    for (size_t i = 0; i < making->stats->groups; i++)
        table_put(
            table, cell_stats(result_stats_holding(&making->stats->group[i], question), NULL));
}

/* Whether any group names the question as one that holds somebody back. */
static bool any_names(const struct stats_table *stats, unsigned question)
{
    for (size_t i = 0; i < stats->groups; i++) {
        for (unsigned k = 0; k < stats->group[i].holdings; k++) {
            if (stats->group[i].holding[k].question == question)
                return true;
        }
    }
    return false;
}

/* The questions of the last group in its order, then what only others name. */
static void add_holding(const struct stats_making *making)
{
    const struct stats_table *stats = making->stats;
    const struct stats_group *last = &stats->group[stats->groups - 1];
    bool done[MODEL_QUESTIONS_MAX] = {false};
    struct table *table = stats_tables_add(
        making, tr(making->catalog, "Questions that hold back"), tr(making->catalog, "Question"));
    table->shares = NULL;
    table->most = HOLDING_MOST;
    for (unsigned i = 0; i < last->holdings; i++) {
        put_holding_row(making, table, last->holding[i].question);
        done[last->holding[i].question] = true;
    }
    for (unsigned i = 0; i < making->edition->model.questions; i++) {
        if (!done[i] && any_names(stats, i))
            put_holding_row(making, table, i);
    }
}

/* ---- security roles ---- */

static void add_role(
    const struct stats_making *making, unsigned with, const char *title, const char *word)
{
    struct table *table = stats_tables_add(making, title, tr(making->catalog, "Level"));
    unsigned levels = making->edition->model.levels;
    table->shares = tr(making->catalog, "share of these");
    for (unsigned level = 0; level <= levels; level++) {
        table_row(table, "security_role", word, number_word(making, level));
        table_put(table, cell_text(level_label(making, level)));
        for (size_t i = 0; i < making->stats->groups; i++) {
            const struct stats_cell *role = making->stats->group[i].role[with];
            struct stats_cell all = result_stats_sum(role, levels + 1);
            table_put(table, cell_stats(&role[level], &all));
        }
    }
}

/* ---- the whole ---- */

static void put_round_heading(const struct stats_making *making)
{
    const struct stats_table *stats = making->stats;
    struct report *report = making->report;
    struct buffer text = {0};
    buffer_printf(&text, tr(making->catalog, "Round %s"), stats->round);
    if (stats->opens[0] != '\0')
        buffer_printf(&text, ", %s – %s", stats->opens, stats->closes);
    buffer_printf(&text, ". %s.", making->edition->title);
    report->heading = report_keep(report, "%s", buffer_string(&text));
    if (stats->late_included)
        report_remark(report, remark_late(making->catalog));
    if (stats->published)
        report_remark(report, stats->rounded ? remark_rounded(report, stats->min_group)
                                             : remark_published(report, stats->min_group));
    if (stats->published && result_unscored_any(&making->edition->model))
        report_remark(
            report, tr(making->catalog, "What was answered to questions without points is "
                                        "not published."));
    if (stats->tag != NULL)
        report_remark(report, remark_tagged(report, stats->tag));
    buffer_free(&text);
}

/* What there is where questions give points. */
static void add_scored(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    add_levels(making);
    add_areas(making);
    add_points(making);
    add_classes(making);
    report_section(making->report, STATS_SECTION_HELD, tr(catalog, "Held back"),
        tr(catalog, "Organisations whose points suffice for their next level, by the measures that "
                    "single questions lack: a box to tick is one, and so is a scale to raise. The "
                    "questions are those of organisations that lack at most five."));
    add_next(making);
    for (unsigned level = 1; level <= making->edition->model.levels; level++)
        add_held(making, level);
    add_holding(making);
}

void stats_tables(struct report *report, const struct stats_table *stats)
{
    const struct catalog *catalog = report->catalog;
    struct stats_making making = {report, catalog, stats, stats->edition};
    put_round_heading(&making);
    add_response(&making);
    if (edition_has_points(stats->edition))
        add_scored(&making);
    stats_tables_fields(&making);
    if (!edition_has_points(stats->edition))
        return;
    report_section(report, STATS_SECTION_ROLES, tr(catalog, "Roles"),
        tr(catalog, "Organisations with and without a named security role among those who "
                    "answered, by overall level."));
    add_role(&making, 1, tr(catalog, "With a security role"), "with");
    add_role(&making, 0, tr(catalog, "Without a security role"), "without");
}
