#include "format/plan.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "format/draft.h"
#include "format/json.h"
#include "format/sheet_lines.h"
#include "format/typed_day.h"
#include "scoring/points.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

/* ---- header rows ---- */

static bool names_plan_column(const char *text, unsigned *column)
{
    enum plan_column named;
    bool found = plan_column_of(text, &named);
    if (found)
        *column = named;
    return found;
}

static bool is_plan_header(const uint32_t column[SHEET_LINES_COLUMNS])
{
    return column[PLAN_COLUMN_KEY] != 0 &&
           (column[PLAN_COLUMN_STATUS] != 0 || column[PLAN_COLUMN_VALUE] != 0);
}

_Static_assert(PLAN_COLUMNS <= SHEET_LINES_COLUMNS, "every column of a plan");

static const struct sheet_header PLAN_HEADER = {names_plan_column, is_plan_header};

/* ---- what the plan is about ---- */

/* The text beside a key of the sheet that says it; NULL if there is none. */
static const char *value_of(const struct sheet_cells *cells, const char *key)
{
    struct sheet_lines line = {.cells = cells, .header = &PLAN_HEADER};
    while (sheet_lines_next(&line)) {
        const struct sheet_cell *named = sheet_lines_cell(&line, PLAN_COLUMN_KEY);
        const struct sheet_cell *value = sheet_lines_cell(&line, PLAN_COLUMN_VALUE);
        if (named != NULL && value != NULL && text_same_folded(named->text, key))
            return value->text;
    }
    return NULL;
}

static enum status refuse_plan(const char *name, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "%s: this is no plan that `sigill gap -o plan.xlsx` made, or its sheet of what it is made "
        "from is gone; make a plan anew",
        name);
}

bool plan_is_one(const struct sheet_cells *cells)
{
    struct sheet_lines line = {.cells = cells, .header = &PLAN_HEADER};
    return sheet_lines_next(&line);
}

enum status plan_peek_edition(const struct sheet_cells *cells, const char *name,
    char id[EDITION_WORD_SIZE], struct error *err)
{
    const char *value = value_of(cells, PLAN_KEY_EDITION);
    if (value == NULL || strlen(value) >= EDITION_WORD_SIZE ||
        !text_is_plain(value, strlen(value), false))
        return refuse_plan(name, err);
    text_copy(id, EDITION_WORD_SIZE, value);
    return STATUS_OK;
}

/* The answers that it was made from: of a whole document their member alone. */
static enum status read_plan_answers(const struct edition *edition, const struct sheet_cells *cells,
    const char *name, struct plan *plan, struct error *err)
{
    const char *text = value_of(cells, PLAN_KEY_ANSWERS);
    struct answers *answers = memory_new(1, sizeof *answers);
    struct findings findings = {0};
    json_t *draft = draft_new(edition), *given = NULL;
    enum status status = STATUS_OK;
    if (text == NULL || json_read(text, strlen(text), NULL, &given, NULL) != STATUS_OK) {
        status = refuse_plan(name, err);
        goto out;
    }
    (void)json_object_set(draft, "answers", given);
    TRY_OUT(draft_answers(edition, draft, name, answers, &findings, err));
    *plan->answers = answers->set;
out:
    findings_free(&findings);
    json_decref(given);
    json_decref(draft);
    free(answers);
    return status;
}

/* ---- a row ---- */

/* One row while it is read. place and shown are of the cell that was pointed at last. */
struct plan_reading {
    const struct edition *edition;
    const struct sheet_lines *line;
    struct findings *findings;
    char place[SHEET_PLACE_SIZE];
    struct buffer shown;
};

enum { SHOWN_MOST = 60 };

static void point_at(struct plan_reading *reading, const struct sheet_cell *cell)
{
    char start[SHOWN_MOST + 1];
    sheet_cells_place(reading->line->cells, cell, reading->place);
    text_copy(start, sizeof start, cell->kind == SHEET_FORMULA ? "=…" : cell->text);
    buffer_free(&reading->shown);
    text_show(&reading->shown, start, strlen(start), false);
}

/* A number of a workbook has as many decimals as it likes. */
static bool cell_amount(const struct sheet_cell *cell, long long *hundredths)
{
    char text[64];
    *hundredths = 0;
    if (cell->kind != SHEET_NUMBER)
        return cell->kind == SHEET_WRITTEN && plan_amount(cell->text, hundredths);
    text_copy(text, sizeof text, cell->text);
    char *point = strchr(text, '.');
    if (point != NULL && strspn(point + 1, "0123456789") == strlen(point + 1) && strlen(point) > 3)
        point[3] = '\0';
    return plan_amount(text, hundredths);
}

static void warn_of_otherwise(struct plan_reading *reading, const struct sheet_cell *cell)
{
    if (cell == NULL || !cell->otherwise)
        return;
    point_at(reading, cell);
    findings_add_at(reading->findings, reading->place, FINDING_WARNING, 0, "otherwise",
        "the cell holds the number %s, which counts, but its format shows something else; give the "
        "cell the format General, and look whether it is right",
        buffer_string(&reading->shown));
}

static void read_hours_and_cost(struct plan_reading *reading, struct plan_row *row)
{
    const struct sheet_cell *cell = sheet_lines_cell(reading->line, PLAN_COLUMN_HOURS);
    warn_of_otherwise(reading, cell);
    if (cell != NULL && !cell_amount(cell, &row->hours)) {
        point_at(reading, cell);
        findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "plan-hours",
            "\"%s\" is no number of hours and is not counted; write one, such as 12 or 7,5",
            buffer_string(&reading->shown));
    }
    cell = sheet_lines_cell(reading->line, PLAN_COLUMN_COST);
    warn_of_otherwise(reading, cell);
    if (cell != NULL && !cell_amount(cell, &row->cost)) {
        point_at(reading, cell);
        findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "plan-cost",
            "\"%s\" is no cost and is not counted; write a number, such as 15 000",
            buffer_string(&reading->shown));
    }
}

static void read_status(struct plan_reading *reading, struct plan_row *row)
{
    const struct sheet_cell *cell = sheet_lines_cell(reading->line, PLAN_COLUMN_STATUS);
    struct buffer known = {0};
    if (cell == NULL || plan_status_of(cell->text, &row->status))
        return;
    for (int i = 0; i < PLAN_STATUSES; i++)
        buffer_printf(&known, "%s\"%s\"", i == 0 ? "" : ", ",
            plan_status_name((enum plan_status)i, reading->findings->catalog));
    point_at(reading, cell);
    findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "plan-status",
        "\"%s\" is no status and counts as planned; write one of %s",
        buffer_string(&reading->shown), buffer_string(&known));
    buffer_free(&known);
}

static void read_responsible(struct plan_reading *reading, struct plan_row *row)
{
    const struct sheet_cell *cell = sheet_lines_cell(reading->line, PLAN_COLUMN_RESPONSIBLE);
    if (cell == NULL)
        return;
    size_t length = strlen(cell->text);
    if (cell->kind != SHEET_FORMULA && length < sizeof row->responsible &&
        text_is_plain(cell->text, length, false)) {
        text_copy(row->responsible, sizeof row->responsible, cell->text);
        return;
    }
    point_at(reading, cell);
    findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "plan-name",
        "\"%s\" is no name that can be shown; write one line of at most 200 bytes",
        buffer_string(&reading->shown));
}

static void read_start(struct plan_reading *reading, struct plan_row *row)
{
    const struct sheet_cell *cell = sheet_lines_cell(reading->line, PLAN_COLUMN_START);
    if (cell == NULL || ((cell->kind == SHEET_DAY || cell->kind == SHEET_WRITTEN) &&
                            typed_day(cell->text, row->start)))
        return;
    row->start[0] = '\0';
    point_at(reading, cell);
    findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "plan-start",
        "\"%s\" is no day; write it as YYYY-MM-DD", buffer_string(&reading->shown));
}

static bool stands_already(const struct plan *plan, const struct plan_row *row)
{
    for (size_t i = 0; i < plan->rows.count; i++) {
        const struct plan_row *other = plan_at(plan, i);
        if (!other->own && other->question == row->question && other->option == row->option)
            return true;
    }
    return false;
}

/* False if the row is left out: its key is none, or it stands in the plan already. */
static bool read_measure(
    struct plan_reading *reading, const struct plan *plan, struct plan_row *row)
{
    const struct sheet_cell *cell = sheet_lines_cell(reading->line, PLAN_COLUMN_KEY);
    bool known = plan_key_parse(reading->edition, cell->text, &row->question, &row->option);
    if (known && !stands_already(plan, row))
        return true;
    point_at(reading, cell);
    if (known)
        findings_add_at(reading->findings, reading->place, FINDING_ERROR,
            reading->edition->model.question[row->question].id, "plan-twice",
            "\"%s\" stands in an earlier row too, which counts; delete one of the two",
            buffer_string(&reading->shown));
    else
        findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "plan-key",
            "\"%s\" is no measure of the edition, and the row is not counted; clear the cell if "
            "it is a measure of your own",
            buffer_string(&reading->shown));
    return false;
}

/* A row without a key counts if hours or a cost were typed, and no formula sums them up. */
static bool is_own(const struct sheet_lines *line)
{
    const struct sheet_cell *hours = sheet_lines_cell(line, PLAN_COLUMN_HOURS);
    const struct sheet_cell *cost = sheet_lines_cell(line, PLAN_COLUMN_COST);
    return (hours != NULL && hours->kind != SHEET_FORMULA) ||
           (cost != NULL && cost->kind != SHEET_FORMULA);
}

/* A CSV has what the plan is about in rows of its own. */
static bool is_basis(const struct sheet_cell *key)
{
    return key != NULL && (text_same_folded(key->text, PLAN_KEY_EDITION) ||
                              text_same_folded(key->text, PLAN_KEY_ANSWERS));
}

static void read_plan_row(struct plan_reading *reading, struct plan *plan)
{
    if (is_basis(sheet_lines_cell(reading->line, PLAN_COLUMN_KEY)))
        return;
    struct plan_row row = {.own = sheet_lines_cell(reading->line, PLAN_COLUMN_KEY) == NULL};
    if (row.own ? !is_own(reading->line) : !read_measure(reading, plan, &row))
        return;
    read_status(reading, &row);
    read_hours_and_cost(reading, &row);
    read_responsible(reading, &row);
    read_start(reading, &row);
    *(struct plan_row *)list_add(&plan->rows) = row;
}

/* ---- the whole ---- */

enum status plan_read(const struct edition *edition, const struct sheet_cells *cells,
    const char *name, struct plan *plan, struct findings *findings, struct error *err)
{
    struct sheet_lines line = {.cells = cells, .header = &PLAN_HEADER};
    struct plan_reading reading = {.edition = edition, .line = &line, .findings = findings};
    enum status status = STATUS_OK;
    *plan = (struct plan){
        .answers = memory_new(1, sizeof *plan->answers), .rows = {.size = sizeof(struct plan_row)}};
    TRY_OUT(read_plan_answers(edition, cells, name, plan, err));
    while (sheet_lines_next(&line)) {
        if (line.column[PLAN_COLUMN_STATUS] == 0)
            continue;
        if (plan->rows.count == PLAN_ROWS_MAX) {
            status = error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
                "%s: the plan has more than %d rows; take away what is no measure", name,
                PLAN_ROWS_MAX);
            goto out;
        }
        read_plan_row(&reading, plan);
    }
out:
    buffer_free(&reading.shown);
    return status;
}

void plan_free(struct plan *plan)
{
    free(plan->answers);
    free(plan->rows.items);
    *plan = (struct plan){0};
}

const struct plan_row *plan_at(const struct plan *plan, size_t place)
{
    return (const struct plan_row *)plan->rows.items + place;
}

void plan_take(
    const struct edition *edition, const struct plan_row *row, struct answer_set *answers)
{
    const struct model_question *question = &edition->model.question[row->question];
    struct answer *answer = &answers->answer[row->question];
    struct points points = points_at(&edition->model, answers, row->question);
    bool valid = points.status == ANSWER_YES;
    uint32_t chosen = valid ? question_held(question, question_chosen(question, answer)) : 0;
    uint8_t assessment = answer->assessment;
    *answer = question_answer(question, chosen | UINT32_C(1) << row->option);
    if (valid)
        answer->assessment = assessment;
}
