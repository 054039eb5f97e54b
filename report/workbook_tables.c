/* The pages of a workbook that show the tables of a round, with the groups as columns. */
#include "format/edition.h"
#include "report/workbook_sheet.h"

#include <stdio.h>

enum { LABEL_SIZE = 256 };

/* A figure of a group: the index says which of several. */
typedef const struct stats_cell *pick(const struct stats_group *group, unsigned index);

static const struct stats_cell *pick_level(const struct stats_group *group, unsigned index)
{
    return &group->level[index];
}

static const struct stats_cell *pick_any_level(const struct stats_group *group, unsigned index)
{
    (void)index;
    return &group->any_level;
}

/* The area in the higher part of the index, the level in the lower. */
static const struct stats_cell *pick_above(const struct stats_group *group, unsigned index)
{
    return &group->area[index / MODEL_LEVELS_MAX].above[index % MODEL_LEVELS_MAX];
}

static const struct stats_cell *pick_class(const struct stats_group *group, unsigned index)
{
    return &group->class[index].count;
}

static const struct stats_cell *pick_without(const struct stats_group *group, unsigned index)
{
    return &group->role[0][index];
}

static const struct stats_cell *pick_with(const struct stats_group *group, unsigned index)
{
    return &group->role[1][index];
}

static void cells(struct sheet *sheet, pick *figure, unsigned index)
{
    const struct stats_table *table = sheet->input->table;
    for (size_t i = 0; i < table->groups; i++)
        sheet_cell(sheet, figure(&table->group[i], index));
}

static void shares(struct sheet *sheet, pick *figure, unsigned index)
{
    const struct stats_table *table = sheet->input->table;
    for (size_t i = 0; i < table->groups; i++)
        sheet_share(sheet, figure(&table->group[i], index), &table->group[i].response.counted);
}

typedef void put(struct sheet *sheet, pick *figure, unsigned index);

static void begin(struct sheet *sheet, const char *title, const char *heading)
{
    sheet_table(sheet, title);
    sheet_heading(sheet, heading);
    sheet_group_headings(sheet);
}

/* ---- overview ---- */

static void response(struct sheet *sheet)
{
    const struct stats_table *table = sheet->input->table;
    static const char *const headings[] = {N_("Asked"), N_("In time"), N_("Late"), N_("Missing"),
        N_("Outside"), N_("Counted"), N_("Response rate")};
    sheet_table(sheet, sheet_tr(sheet, "Response rate"));
    sheet_heading(sheet, sheet_tr(sheet, "Group"));
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        sheet_figures(sheet, tr(sheet->input->catalog, headings[i]));
    for (size_t i = 0; i < table->groups; i++) {
        const struct stats_group *group = &table->group[i];
        const struct stats_cell *const figures[] = {&group->response.population,
            &group->response.on_time, &group->response.late, &group->response.missing,
            &group->response.outside, &group->response.counted};
        sheet_text(sheet, group->name == NULL ? sheet_tr(sheet, "All") : group->name);
        for (size_t k = 0; k < sizeof figures / sizeof figures[0]; k++)
            sheet_cell(sheet, figures[k]);
        sheet_share(sheet, &group->response.rate.part, &group->response.rate.whole);
        sheet_row_end(sheet);
    }
    sheet_table_end(sheet);
}

static void notes(struct sheet *sheet)
{
    const struct stats_table *table = sheet->input->table;
    char days[LABEL_SIZE];
    (void)snprintf(days, sizeof days, "%s %s – %s", table->round, table->opens, table->closes);
    sheet_line(sheet, sheet->formats.note, table->edition->title);
    sheet_line(sheet, sheet->formats.note, days);
    if (sheet->input->demo)
        sheet_line(sheet, sheet->formats.note, sheet_tr(sheet, "DEMONSTRATION"));
    if (table->late_included)
        sheet_line(sheet, sheet->formats.note, sheet_tr(sheet, "Late submissions are counted."));
    if (table->published)
        sheet_line(sheet, sheet->formats.note,
            sheet_tr(sheet, "For publication: a count of one or two is shown as <3; what would "
                            "reveal one is a dash."));
}

/* Where workbook_levels puts the headings of its shares: below title and marking, and the table of
 * numbers, which has a row for each level and one for any. */
static lxw_row_t shares_top(unsigned levels)
{
    return 4 + (levels + 2) + 3;
}

static void add_level(struct sheet *sheet, lxw_chart *chart, unsigned level)
{
    static const lxw_color_t colours[] = {0xD9DEE3, 0xA6C5E0, 0x6A9AC7, 0x336699, 0x102A43};
    const struct stats_table *table = sheet->input->table;
    const char *page = sheet_tr(sheet, "Levels");
    lxw_chart_fill fill = {.color = colours[level % 5]};
    lxw_row_t top = shares_top(table->edition->model.levels);
    char name[WORKBOOK_HEADING_SIZE];
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    if (series == NULL)
        return;
    (void)snprintf(name, sizeof name, sheet_tr(sheet, "Level %u"), level);
    chart_series_set_name(series, name);
    chart_series_set_categories(series, page, top, 1, top, (lxw_col_t)table->groups);
    chart_series_set_values(
        series, page, top + 1 + level, 1, top + 1 + level, (lxw_col_t)table->groups);
    chart_series_set_fill(series, &fill);
}

/* Each level a series, each group a bar. Shares, not numbers: what is hidden has no length, and
 * nothing else grows in its place. */
static void level_chart(struct sheet *sheet)
{
    lxw_chart *chart = workbook_add_chart(sheet->book, LXW_CHART_BAR_STACKED);
    lxw_chart_options size = {.x_scale = 1.6, .y_scale = 1.1};
    if (chart == NULL)
        return;
    for (unsigned level = 0; level <= sheet->input->table->edition->model.levels; level++)
        add_level(sheet, chart, level);
    chart_title_set_name(chart, sheet_tr(sheet, "Overall level"));
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_max(chart->x_axis, 1);
    chart_axis_set_num_format(chart->x_axis, "0 %");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    (void)worksheet_insert_chart_opt(sheet->page, sheet->row + 1, 0, chart, &size);
}

void workbook_overview(struct sheet *sheet)
{
    static const double widths[] = {26, 14, 0};
    sheet_page(sheet, sheet_tr(sheet, "Overview"), widths);
    notes(sheet);
    response(sheet);
    level_chart(sheet);
}

/* ---- levels ---- */

static void level_rows(struct sheet *sheet, put *figures, pick *figure)
{
    char label[LABEL_SIZE];
    for (unsigned level = 0; level <= sheet->input->table->edition->model.levels; level++) {
        (void)snprintf(label, sizeof label, sheet_tr(sheet, "Level %u"), level);
        sheet_text(sheet, label);
        figures(sheet, figure, level);
        sheet_row_end(sheet);
    }
}

static void level_table(struct sheet *sheet, const char *title, put *figures)
{
    begin(sheet, title, sheet_tr(sheet, "Level"));
    level_rows(sheet, figures, pick_level);
    sheet_text(sheet, sheet_tr(sheet, "Level 1 or higher"));
    figures(sheet, pick_any_level, 0);
    sheet_row_end(sheet);
    sheet_table_end(sheet);
}

void workbook_levels(struct sheet *sheet)
{
    static const double widths[] = {26, 18, 0};
    sheet_page(sheet, sheet_tr(sheet, "Levels"), widths);
    level_table(sheet, sheet_tr(sheet, "Number of organisations"), cells);
    level_table(sheet, sheet_tr(sheet, "Share of those counted"), shares);
}

/* ---- areas ---- */

static void area_table(struct sheet *sheet, const char *title, put *figures)
{
    const struct edition *edition = sheet->input->table->edition;
    char above[LABEL_SIZE];
    sheet_table(sheet, title);
    sheet_heading(sheet, sheet_tr(sheet, "Area"));
    sheet_heading(sheet, sheet_tr(sheet, "Area level"));
    sheet_group_headings(sheet);
    for (unsigned level = 0; level + 1 < edition->model.levels; level++) {
        for (unsigned area = 0; area < edition->model.areas; area++) {
            (void)snprintf(above, sizeof above, sheet_tr(sheet, "above %u"), level);
            sheet_text(sheet, edition->area[area].name);
            sheet_text(sheet, above);
            figures(sheet, pick_above, area * MODEL_LEVELS_MAX + level);
            sheet_row_end(sheet);
        }
    }
    sheet_table_end(sheet);
}

void workbook_areas(struct sheet *sheet)
{
    static const double widths[] = {52, 14, 18, 0};
    sheet_page(sheet, sheet_tr(sheet, "By area"), widths);
    sheet_line(sheet, sheet->formats.note,
        sheet_tr(sheet, "The levels of areas are indicative: their rules are partly inferred."));
    area_table(sheet, sheet_tr(sheet, "Number of organisations"), cells);
    area_table(sheet, sheet_tr(sheet, "Share of those counted"), shares);
}

/* ---- points ---- */

static void average(struct sheet *sheet, const char *label, bool measures)
{
    const struct stats_table *table = sheet->input->table;
    sheet_text(sheet, label);
    for (size_t i = 0; i < table->groups; i++) {
        const struct stats_group *group = &table->group[i];
        const struct stats_cell *sum = measures ? &group->measures : &group->points;
        struct stats_cell none = {.show = sum->show};
        if (sum->show == STATS_NUMBER && group->response.counted.show == STATS_NUMBER &&
            group->response.counted.value > 0) {
            sheet_number(sheet, (double)sum->value / (double)group->response.counted.value,
                sheet->formats.tenths);
            continue;
        }
        none.show = sum->show == STATS_NUMBER ? STATS_NONE : sum->show;
        sheet_cell(sheet, &none);
    }
    sheet_row_end(sheet);
}

static const struct stats_cell *pick_figure(const struct stats_group *group, unsigned index)
{
    const struct stats_cell *const figures[] = {&group->lowest, &group->median, &group->highest};
    return figures[index];
}

void workbook_points(struct sheet *sheet)
{
    static const double widths[] = {26, 18, 0};
    static const char *const labels[] = {N_("Lowest"), N_("Median"), N_("Highest")};
    const struct stats_table *table = sheet->input->table;
    char label[LABEL_SIZE];
    sheet_page(sheet, sheet_tr(sheet, "Points"), widths);
    begin(sheet, sheet_tr(sheet, "Points and measures"), sheet_tr(sheet, "Figure"));
    for (unsigned i = 0; i < 3; i++) {
        sheet_text(sheet, tr(sheet->input->catalog, labels[i]));
        cells(sheet, pick_figure, i);
        sheet_row_end(sheet);
    }
    average(sheet, sheet_tr(sheet, "Average"), false);
    average(sheet, sheet_tr(sheet, "Average number of measures"), true);
    sheet_table_end(sheet);
    begin(sheet, sheet_tr(sheet, "Number of organisations"), sheet_tr(sheet, "Points from"));
    for (unsigned i = 0; i < table->group[0].classes; i++) {
        const struct stats_class *class = &table->group[0].class[i];
        (void)snprintf(label, sizeof label, "%u–%u", class->from, class->to);
        sheet_text(sheet, label);
        cells(sheet, pick_class, i);
        sheet_row_end(sheet);
    }
    sheet_table_end(sheet);
}

/* ---- the background ---- */

void workbook_roles(struct sheet *sheet)
{
    static const double widths[] = {26, 18, 0};
    sheet_page(sheet, sheet_tr(sheet, "Roles"), widths);
    begin(sheet, sheet_tr(sheet, "With a security role"), sheet_tr(sheet, "Level"));
    level_rows(sheet, cells, pick_with);
    sheet_table_end(sheet);
    begin(sheet, sheet_tr(sheet, "Without a security role"), sheet_tr(sheet, "Level"));
    level_rows(sheet, cells, pick_without);
    sheet_table_end(sheet);
}
