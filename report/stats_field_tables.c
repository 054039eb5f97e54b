/* What was answered of the fields of an edition, in tables with the groups as columns. */
#include "report/field_words.h"
#include "report/stats_tables_parts.h"

/* Words that name rows are as wide as they are. */
static struct table *add_field_table(
    const struct stats_making *making, const char *title, const char *label, const char *shares)
{
    struct table *table = stats_tables_add(making, title, label);
    table->shares = shares;
    table->column[0].width = 0;
    return table;
}

static const char *field_title(const struct stats_making *making, unsigned field)
{
    return report_keep(
        making->report, "%u. %s", field + 1, edition_field_name(making->edition, field));
}

/* ---- all fields together ---- */

static void add_completeness(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_group *first = making->stats->group;
    struct table *table = add_field_table(making, tr(catalog, "How much was answered"),
        tr(catalog, "Answers"), tr(catalog, "share of those asked"));
    table_row(table, "completeness", "", "whole");
    stats_tables_row(
        making, table, tr(catalog, "All that was asked"), &first->whole, &first->asked);
    table_row(table, "completeness", "", "partial");
    stats_tables_row(making, table, tr(catalog, "A part"), &first->partial, &first->asked);
    table_row(table, "completeness", "", "none");
    stats_tables_row(making, table, tr(catalog, "Nothing"), &first->none, &first->asked);
    table_row(table, "completeness", "", "asked");
    stats_tables_row(making, table, tr(catalog, "Asked"), &first->asked, NULL);
}

/* With a bar of the last group, which is all of them if there are several. */
static void put_field_row(const struct stats_making *making, struct table *table, unsigned field,
    const struct stats_cell *at, const struct stats_cell *whole)
{
    const struct cell *last;
    stats_tables_row(making, table, field_title(making, field), at, whole);
    last = table_at(table, table_rows(table), making->stats->groups);
    bool bar = last->kind == CELL_NUMBER && last->whole > 0;
    table_put(table, bar ? cell_part(CELL_BAR, last->value, last->whole) : cell_none());
}

/* In a terminal there is room for them beside one group. */
static void add_field_bars(const struct stats_making *making, struct table *table)
{
    struct table_column *bars = table_column(table, TABLE_BARS, NULL, 0);
    if (making->stats->groups > 1)
        bars->media = TABLE_PAGE;
}

static void add_yes_of_all(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_group *first = making->stats->group;
    struct table *table = add_field_table(making, tr(catalog, "Yes, of all asked"),
        tr(catalog, "Field"), tr(catalog, "share of those asked"));
    add_field_bars(making, table);
    table->charted = making->edition->model.fields;
    for (unsigned i = 0; i < making->edition->model.fields; i++) {
        table_row(table, "yes_of_asked", making->edition->field_id[i], "yes");
        put_field_row(making, table, i, &first->field[i].yes, &first->asked);
    }
    table_note(table, tr(catalog, "A no, a question that was not answered, and whoever did not "
                                  "answer at all are no yes."));
}

static void add_reached(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_group *first = making->stats->group;
    unsigned target = making->edition->model.target;
    if (target == 0)
        return;
    struct table *table = add_field_table(making,
        report_keep(making->report, tr(catalog, "Maturity of level %u or above"), target),
        tr(catalog, "Field"), tr(catalog, "share of those who told their level"));
    add_field_bars(making, table);
    for (unsigned i = 0; i < making->edition->model.fields; i++) {
        if (making->edition->model.field[i].maturity == 0)
            continue;
        table_row(table, "target_reached", making->edition->field_id[i], "reached");
        put_field_row(making, table, i, &first->field[i].reached, &first->field[i].level_whole);
    }
}

/* ---- field by field ---- */

static void add_yes_no(const struct stats_making *making, unsigned field)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_group *first = making->stats->group;
    const struct stats_field *said = &first->field[field];
    const char *id = making->edition->field_id[field];
    struct table *table = add_field_table(making, field_title(making, field), tr(catalog, "Answer"),
        tr(catalog, "share of those asked"));
    table_row(table, "field", id, "yes");
    stats_tables_row(making, table, tr(catalog, "Yes"), &said->yes, &first->asked);
    table_row(table, "field", id, "no");
    stats_tables_row(making, table, tr(catalog, "No"), &said->no, &first->asked);
    table_row(table, "field", id, "unanswered");
    stats_tables_row(making, table, tr(catalog, "Not answered"), &said->unanswered, &first->asked);
    table_row(table, "field", id, "none");
    stats_tables_row(
        making, table, tr(catalog, "Did not answer at all"), &first->none, &first->asked);
}

static void add_follow_up(const struct stats_making *making, unsigned field)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_field *said = &making->stats->group->field[field];
    unsigned place = making->edition->model.field[field].follow_up;
    const char *id = making->edition->field_id[field];
    if (place == 0)
        return;
    struct table *table = add_field_table(making, field_title(making, field),
        tr(catalog, "After a yes"), tr(catalog, "share of those with a yes"));
    for (unsigned i = 0; i < making->edition->model.question[place - 1].options; i++) {
        table_row(table, "follow_up", id, report_keep(making->report, "%u", i + 1));
        stats_tables_row(making, table, making->edition->question[place - 1].option[i],
            &said->follow_up[i], &said->follow_asked);
    }
    table_row(table, "follow_up", id, "unanswered");
    stats_tables_row(
        making, table, tr(catalog, "Not answered"), &said->follow_unanswered, &said->follow_asked);
}

static void add_maturity(const struct stats_making *making, unsigned field)
{
    const struct catalog *catalog = making->catalog;
    const struct stats_field *said = &making->stats->group->field[field];
    unsigned place = making->edition->model.field[field].maturity;
    const char *id = making->edition->field_id[field];
    if (place == 0)
        return;
    struct table *table = add_field_table(making, field_title(making, field),
        tr(catalog, "Maturity"), tr(catalog, "share of those who told their level"));
    table->charted = making->edition->model.question[place - 1].options;
    for (unsigned i = 0; i < making->edition->model.question[place - 1].options; i++) {
        table_row(table, "maturity", id, report_keep(making->report, "%u", i + 1));
        stats_tables_row(making, table,
            field_level_word(making->report, making->edition, field, i + 1), &said->level[i],
            &said->level_whole);
    }
    table_row(table, "maturity", id, "reached");
    stats_tables_row(making, table,
        report_keep(making->report, tr(catalog, "  level %u or above, the target"),
            making->edition->model.target),
        &said->reached, &said->level_whole);
    table_row(table, "maturity", id, "unanswered");
    stats_tables_row(making, table, tr(catalog, "Not answered"), &said->level_unanswered, NULL);
}

void stats_tables_fields(const struct stats_making *making)
{
    const struct catalog *catalog = making->catalog;
    unsigned fields = making->edition->model.fields;
    if (fields == 0)
        return;
    report_section(making->report, STATS_SECTION_FIELDS, tr(catalog, "Fields"),
        tr(catalog, "Who is asked and does not answer counts as asked."));
    add_completeness(making);
    add_yes_of_all(making);
    add_reached(making);
    report_section(making->report, STATS_SECTION_YES_NO, tr(catalog, "Yes and no by field"), NULL);
    for (unsigned i = 0; i < fields; i++)
        add_yes_no(making, i);
    report_section(
        making->report, STATS_SECTION_FOLLOW_UPS, tr(catalog, "How far a yes has come"), NULL);
    for (unsigned i = 0; i < fields; i++)
        add_follow_up(making, i);
    if (making->edition->model.target == 0)
        return;
    report_section(making->report, STATS_SECTION_MATURITY, tr(catalog, "Maturity by field"), NULL);
    for (unsigned i = 0; i < fields; i++)
        add_maturity(making, i);
}
