/* The pages of a workbook that are lists: what holds back, benchmarks, organisations. */
#include "format/edition.h"
#include "report/benchmark_report.h"
#include "report/option_list.h"
#include "report/workbook_sheet.h"

#include <stdio.h>

enum { LABEL_SIZE = 256 };

/* ---- what holds back ---- */

static void held_row(struct sheet *sheet, unsigned level, const char *label,
    const struct stats_cell *(*pick)(const struct stats_held *held, unsigned index), unsigned index)
{
    const struct stats_table *table = sheet->input->table;
    char name[LABEL_SIZE];
    (void)snprintf(name, sizeof name, sheet_tr(sheet, "Level %u"), level);
    sheet_text(sheet, name);
    sheet_text(sheet, label);
    for (size_t i = 0; i < table->groups; i++)
        sheet_cell(sheet, pick(&table->group[i].held[level - 1], index));
    sheet_row_end(sheet);
}

static const struct stats_cell *pick_enough(const struct stats_held *held, unsigned index)
{
    (void)index;
    return &held->enough;
}

static const struct stats_cell *pick_lacks(const struct stats_held *held, unsigned index)
{
    return &held->lacks[index];
}

static const struct stats_cell *pick_more(const struct stats_held *held, unsigned index)
{
    return index == 0 ? &held->more : &held->unsure_only;
}

static void held_table(struct sheet *sheet)
{
    char label[LABEL_SIZE];
    sheet_table(
        sheet, sheet_tr(sheet, "Organisations whose points suffice though their level is lower"));
    sheet_heading(sheet, sheet_tr(sheet, "Points enough for"));
    sheet_heading(sheet, sheet_tr(sheet, "What is lacking"));
    sheet_group_headings(sheet);
    for (unsigned level = 1; level <= sheet->input->table->edition->model.levels; level++) {
        held_row(sheet, level, sheet_tr(sheet, "all of them"), pick_enough, 0);
        for (unsigned i = 0; i < TABLES_LACKS_MAX; i++) {
            (void)snprintf(label, sizeof label,
                tr_count(sheet->input->catalog, "%u step", "%u steps", i + 1), i + 1);
            held_row(sheet, level, label, pick_lacks, i);
        }
        held_row(sheet, level, sheet_tr(sheet, "more steps"), pick_more, 0);
        held_row(sheet, level, sheet_tr(sheet, "only sure answers"), pick_more, 1);
    }
    sheet_table_end(sheet);
}

/* The questions that hold anybody back, in question order: a spreadsheet sorts them otherwise. */
static void holding_table(struct sheet *sheet)
{
    const struct stats_table *table = sheet->input->table;
    const struct edition *edition = table->edition;
    sheet_table(sheet, sheet_tr(sheet, "Questions that hold back"));
    sheet_heading(sheet, sheet_tr(sheet, "Question"));
    sheet_heading(sheet, sheet_tr(sheet, "Topic"));
    sheet_group_headings(sheet);
    for (unsigned question = 0; question < edition->model.questions; question++) {
        bool any = false;
        for (size_t i = 0; i < table->groups; i++) {
            const struct stats_cell *cell = stats_holding_of(&table->group[i], question);
            any =
                any || cell->show == STATS_SMALL || (cell->show == STATS_NUMBER && cell->value > 0);
        }
        if (!any)
            continue;
        sheet_number(sheet, edition->model.question[question].id, sheet->formats.id);
        sheet_text(sheet, edition->question[question].topic);
        for (size_t i = 0; i < table->groups; i++)
            sheet_cell(sheet, stats_holding_of(&table->group[i], question));
        sheet_row_end(sheet);
    }
    sheet_table_end(sheet);
}

void workbook_held(struct sheet *sheet)
{
    static const double widths[] = {18, 52, 18, 0};
    sheet_page(sheet, sheet_tr(sheet, "Held back"), widths);
    held_table(sheet);
    holding_table(sheet);
}

/* ---- benchmarks ---- */

/* "a b d", "3 4" of a scale, or no. */
static void put_answer(struct sheet *sheet, const struct benchmark *benchmark, unsigned question)
{
    const struct model *model = &sheet->input->table->edition->model;
    uint32_t kept = benchmark->question[question].kept;
    struct buffer text = {0};
    if (kept == 0)
        buffer_text(&text, sheet_tr(sheet, "no"));
    option_list_names(&text, &model->question[question], kept, " ");
    sheet_text(sheet, buffer_string(&text));
    buffer_free(&text);
}

static void benchmark_headings(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->input->benchmarks; i++) {
        const char *group = sheet->input->benchmark[i].group;
        sheet_heading(sheet, group == NULL ? sheet_tr(sheet, "All") : group);
    }
}

static void benchmark_results(struct sheet *sheet)
{
    static const char *const labels[] = {
        N_("Organisations"), N_("Level"), N_("Points"), N_("Measures")};
    sheet_table(sheet, sheet_tr(sheet, "The benchmarks' own results"));
    sheet_heading(sheet, sheet_tr(sheet, "Figure"));
    sheet_heading(sheet, " ");
    benchmark_headings(sheet);
    for (unsigned row = 0; row < 4; row++) {
        sheet_text(sheet, tr(sheet->input->catalog, labels[row]));
        sheet_text(sheet, "");
        for (size_t i = 0; i < sheet->input->benchmarks; i++) {
            const struct benchmark *one = &sheet->input->benchmark[i].benchmark;
            unsigned figures[] = {
                one->members, one->score.level, one->score.points, one->score.measures};
            sheet_number(sheet, figures[row], sheet->formats.number);
        }
        sheet_row_end(sheet);
    }
    sheet_table_end(sheet);
}

static void benchmark_answers(struct sheet *sheet)
{
    const struct edition *edition = sheet->input->table->edition;
    sheet_table(sheet, sheet_tr(sheet, "The typical answers"));
    sheet_heading(sheet, sheet_tr(sheet, "Question"));
    sheet_heading(sheet, sheet_tr(sheet, "Topic"));
    benchmark_headings(sheet);
    for (unsigned question = 0; question < edition->model.questions; question++) {
        sheet_number(sheet, edition->model.question[question].id, sheet->formats.id);
        sheet_text(sheet, edition->question[question].topic);
        for (size_t i = 0; i < sheet->input->benchmarks; i++)
            put_answer(sheet, &sheet->input->benchmark[i].benchmark, question);
        sheet_row_end(sheet);
    }
    sheet_table_end(sheet);
}

void workbook_benchmarks(struct sheet *sheet)
{
    static const double widths[] = {18, 52, 18, 0};
    sheet_page(sheet, sheet_tr(sheet, "Benchmarks"), widths);
    if (sheet->input->benchmarks == 0) {
        sheet_line(sheet, sheet->formats.note,
            sheet_tr(sheet, "No group is large enough for its benchmark to be told."));
        return;
    }
    benchmark_results(sheet);
    benchmark_answers(sheet);
}

/* ---- organisations ---- */

static void organisation_row(struct sheet *sheet, const struct workbook_organisation *one)
{
    unsigned areas = sheet->input->table->edition->model.areas;
    sheet_number(sheet, one->place, sheet->formats.number);
    sheet_text(sheet, one->name);
    sheet_text(sheet, one->number);
    sheet_text(sheet, one->group);
    for (unsigned i = 0; i < STANDING_FIGURES; i++)
        sheet_number(sheet, one->score.standing.figure[i], sheet->formats.number);
    sheet_number(sheet, one->score.measures, sheet->formats.number);
    sheet_number(sheet, one->score.unsure, sheet->formats.number);
    for (unsigned i = 0; i < areas; i++)
        sheet_number(sheet, one->score.area[i].level, sheet->formats.number);
    sheet_row_end(sheet);
}

void workbook_organisations(struct sheet *sheet)
{
    static const double widths[] = {8, 34, 14, 14, 11, 0};
    static const char *const headings[] = {
        N_("Place"), N_("Organisation"), N_("Number"), N_("Group")};
    static const char *const figures[] = {N_("Level"), N_("Sum of area levels"), N_("Points"),
        N_("Sum of area points"), N_("Measures"), N_("Unsure")};
    const struct edition *edition = sheet->input->table->edition;
    struct workbook_organisation one;
    sheet_page(sheet, sheet_tr(sheet, "Organisations"), widths);
    sheet_table(sheet, sheet_tr(sheet, "By standing; the last columns are the levels of areas"));
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        sheet_heading(sheet, tr(sheet->input->catalog, headings[i]));
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        sheet_figures(sheet, tr(sheet->input->catalog, figures[i]));
    for (unsigned i = 0; i < edition->model.areas; i++)
        sheet_figures(sheet, edition->area[i].name);
    for (size_t i = 0; i < sheet->input->organisations; i++) {
        sheet->input->organisation(sheet->input->context, i, &one);
        organisation_row(sheet, &one);
    }
    sheet_table_end(sheet);
    worksheet_freeze_panes(sheet->page, sheet->top + 1, 2);
}
