/* Where the rows of a form are. */
#include "format/form_cells.h"

#include "base/memory.h"
#include "base/shown.h"
#include "base/text.h"
#include "format/form_cells_parts.h"
#include "format/form_label.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- rows of cells ---- */

enum { FORM_OWN_MAX = 16 };

/* A header row: the columns that mean something, 0 for one that is not there. */
struct form_header {
    uint32_t column[FORM_COLUMNS];
    uint32_t own[FORM_OWN_MAX]; /* the columns with a header that a form has */
    size_t owns;
};

/* The cells of one row, side by side. */
struct cell_row {
    const struct sheet_cell *cell;
    size_t count;
};

struct form_search {
    struct form_cells *form;
    uint32_t sheet;            /* counted from 1; 0: none yet */
    bool any;                  /* a header row, in the present sheet, */
    bool any_sheet;            /* and in any */
    struct form_header header; /* the last one */
    size_t loose;              /* cells of a sheet without one */
    struct buffer hidden;      /* answers in it that are not shown: "D4, D9" */
    size_t hiddens;
};

static const struct sheet_cell *cell_in(const struct cell_row *row, uint32_t column)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->cell[i].column == column)
            return &row->cell[i];
    }
    return NULL;
}

/* Names of covered organisations are answers; where answers have a column of their own, one of
 * names is somebody else's. */
static void settle_name_column(struct form_header *header)
{
    uint32_t name = header->column[FORM_COLUMN_NAME];
    size_t owns = 0;
    if (header->column[FORM_COLUMN_ANSWER] == 0) {
        header->column[FORM_COLUMN_ANSWER] = name;
        return;
    }
    for (size_t i = 0; i < header->owns; i++) {
        if (header->own[i] != name)
            header->own[owns++] = header->own[i];
    }
    header->owns = owns;
}

static bool is_header_row(const struct cell_row *row, struct form_header *header)
{
    enum form_column column;
    *header = (struct form_header){0};
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *cell = &row->cell[i];
        if (cell->kind == SHEET_WRITTEN && form_label_is_header(cell->text) &&
            header->owns < FORM_OWN_MAX)
            header->own[header->owns++] = cell->column;
        if (cell->kind == SHEET_WRITTEN && form_column_of(cell->text, &column) &&
            header->column[column] == 0)
            header->column[column] = cell->column;
    }
    settle_name_column(header);
    return header->column[FORM_COLUMN_KEY] != 0 && header->column[FORM_COLUMN_ANSWER] != 0;
}

/* ---- what is found beside the answers ---- */

void form_cell_place(
    const struct form_cells *form, const struct sheet_cell *cell, char place[SHEET_PLACE_SIZE])
{
    sheet_cells_place(form->cells, cell, place);
}

/* What a cell says, cut to a few words. */
static const char *in_short(const struct sheet_cell *cell, char text[FORM_SHORT_SIZE])
{
    text_copy(text, FORM_SHORT_SIZE, cell->text);
    return text;
}

bool form_may_note(struct findings *findings)
{
    if (findings->count == FORM_NOTED_MAX)
        findings_add(findings, FINDING_WARNING, 0, "more",
            "there is more of this kind than the %d that are named", FORM_NOTED_MAX);
    return findings->count < FORM_NOTED_MAX;
}

void form_list_name(struct buffer *list, size_t *count, const char *name)
{
    if (*count < FORM_NAMED)
        buffer_printf(list, "%s%s", *count == 0 ? "" : ", ", name);
    else if (*count == FORM_NAMED)
        buffer_text(list, ", …");
    (*count)++;
}

static void name_beside(struct form_search *search, const struct sheet_cell *cell)
{
    char place[SHEET_PLACE_SIZE], text[FORM_SHORT_SIZE];
    if (!form_may_note(&search->form->beside))
        return;
    form_cell_place(search->form, cell, place);
    findings_add_at(&search->form->beside, place, FINDING_WARNING, 0, "beside",
        "stands beside the form: \"%s\"", in_short(cell, text));
}

static bool is_typed(const struct sheet_cell *cell)
{
    return cell->kind >= SHEET_WRITTEN && cell->kind <= SHEET_TRUTH;
}

static bool is_own_column(const struct form_header *header, uint32_t column)
{
    for (size_t i = 0; i < header->owns; i++) {
        if (header->own[i] == column)
            return true;
    }
    return false;
}

/* In a row with a key nothing is the form's that stands in a column without one of its headers; in
 * others, which may have a heading across, what stands to the right of all of them. */
static void name_row_beside(struct form_search *search, const struct cell_row *row, bool keyed)
{
    const struct form_header *header = &search->header;
    for (size_t i = 0; i < row->count; i++) {
        uint32_t column = row->cell[i].column;
        bool within = !keyed && column < header->own[header->owns - 1];
        if (is_typed(&row->cell[i]) && !within && !is_own_column(header, column))
            name_beside(search, &row->cell[i]);
    }
}

/* What is typed in the column of answers, in a row without a key or with none that is one. */
static void name_keyless(
    struct form_search *search, const struct sheet_cell *key, const struct sheet_cell *answer)
{
    char place[SHEET_PLACE_SIZE], text[FORM_SHORT_SIZE], key_text[FORM_SHORT_SIZE];
    struct findings *found = &search->form->found;
    if (!form_may_note(found))
        return;
    form_cell_place(search->form, answer, place);
    if (key == NULL)
        findings_add_at(found, place, FINDING_ERROR, 0, "key",
            "\"%s\" stands in a row without a key and is no answer; move it to the row where it "
            "belongs, or remove it",
            in_short(answer, text));
    else
        findings_add_at(found, place, FINDING_ERROR, 0, "key",
            "\"%s\" stands beside \"%s\", which is no key; put back the key that stood there, or "
            "remove both",
            in_short(answer, text), in_short(key, key_text));
}

/* ---- rows with keys ---- */

/* Rows are hidden while a workbook is worked with, or filtered away, and forgotten. */
static void note_hidden_answer(struct form_search *search, const struct sheet_cell *answer)
{
    char letters[4];
    char name[sizeof letters + 10];
    if (answer == NULL || !answer->hidden || !is_typed(answer))
        return;
    sheet_column_letters(answer->column, letters);
    (void)snprintf(name, sizeof name, "%s%u", letters, (unsigned)answer->row);
    form_list_name(&search->hidden, &search->hiddens, name);
}

static enum status add_form_row(struct form_search *search, const struct cell_row *row,
    const struct form_key *key, struct error *err)
{
    const struct form_header *header = &search->header;
    uint32_t column = header->column[FORM_COLUMN_ANSWER];
    if (search->form->rows.count == FORM_ROWS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "more than the %d rows with a key that a form may have; copy the answers into a new form",
            FORM_ROWS_MAX);
    struct form_row *added = list_add(&search->form->rows);
    *added = (struct form_row){.key = *key,
        .place = {.row = row->cell->row, .column = column, .sheet = row->cell->sheet},
        .answer = cell_in(row, column)};
    if (header->column[FORM_COLUMN_NUMBER] != 0)
        added->number = cell_in(row, header->column[FORM_COLUMN_NUMBER]);
    note_hidden_answer(search, added->answer);
    note_hidden_answer(search, added->number);
    return STATUS_OK;
}

static enum status take_row_below_header(
    struct form_search *search, const struct cell_row *row, struct error *err)
{
    const struct sheet_cell *key = cell_in(row, search->header.column[FORM_COLUMN_KEY]);
    const struct sheet_cell *answer = cell_in(row, search->header.column[FORM_COLUMN_ANSWER]);
    struct form_key parsed;
    bool keyed = key != NULL && key->kind == SHEET_WRITTEN && form_key_parse(key->text, &parsed);
    name_row_beside(search, row, keyed);
    if (keyed)
        return add_form_row(search, row, &parsed, err);
    if (answer != NULL && is_typed(answer))
        name_keyless(search, key, answer);
    return STATUS_OK;
}

/* What stands there counts though whoever looks at the workbook does not see it. */
static void warn_of_hidden(struct form_search *search)
{
    struct findings *found = &search->form->found;
    uint32_t sheet = search->sheet - 1;
    if (sheet_cells_is_hidden(search->form->cells, sheet) && form_may_note(found))
        findings_add(found, FINDING_WARNING, 0, "hidden",
            "the sheet %s is hidden, and what is typed on it counts; show it, and look whether it is "
            "right",
            sheet_cells_sheet(search->form->cells, sheet));
}

static void warn_of_hidden_answers(struct form_search *search)
{
    struct findings *found = &search->form->found;
    uint32_t sheet = search->sheet - 1;
    if (search->hiddens > 0 && !sheet_cells_is_hidden(search->form->cells, sheet) &&
        form_may_note(found))
        findings_add(found, FINDING_WARNING, 0, "hidden",
            "on the sheet %s rows or columns are hidden, and what is typed there counts (%s); show "
            "them, and look whether it is right",
            sheet_cells_sheet(search->form->cells, sheet), buffer_string(&search->hidden));
    search->hidden.length = search->hiddens = 0;
}

static enum status take_cell_row(
    struct form_search *search, const struct cell_row *row, struct error *err)
{
    struct form_header header;
    if (is_header_row(row, &header)) {
        if (!search->any)
            warn_of_hidden(search);
        search->header = header;
        search->any = search->any_sheet = true;
        return STATUS_OK;
    }
    if (search->any)
        return take_row_below_header(search, row, err);
    for (size_t i = 0; i < row->count; i++)
        search->loose += is_typed(&row->cell[i]);
    return STATUS_OK;
}

/* ---- sheets ---- */

static void end_form_sheet(struct form_search *search)
{
    struct findings *beside = &search->form->beside;
    const char *name = sheet_cells_sheet(search->form->cells, search->sheet - 1);
    warn_of_hidden_answers(search);
    if (search->sheet == 0 || search->any || search->loose == 0 || form_label_is_sheet(name))
        return;
    findings_add(beside, FINDING_WARNING, 0, "beside",
        "the sheet %s is not of the form; cells with something in them: %zu", name, search->loose);
}

static void begin_form_sheet(struct form_search *search)
{
    end_form_sheet(search);
    search->sheet++;
    search->any = false;
    search->loose = 0;
}

/* What is neither a cell nor the beginning of a sheet. */
static void note_other(struct form_search *search, const struct sheet_cell *cell)
{
    char place[SHEET_PLACE_SIZE], text[FORM_SHORT_SIZE];
    struct findings *beside = &search->form->beside;
    if (!form_may_note(beside))
        return;
    form_cell_place(search->form, cell, place);
    if (cell->kind == SHEET_COMMENT)
        findings_add_at(beside, place, FINDING_WARNING, 0, "beside",
            "a comment on the cell: \"%s\"", in_short(cell, text));
    else if (cell->kind == SHEET_CHART)
        findings_add(beside, FINDING_WARNING, 0, "beside",
            "the sheet %s has a chart and nothing else; it is not of the form", cell->text);
    else if (cell->kind == SHEET_LINKS_AWAY)
        findings_add(beside, FINDING_WARNING, 0, "beside",
            "the workbook takes values from other files, which were not looked at");
}

static bool is_a_cell(const struct sheet_cell *cell)
{
    return cell->kind >= SHEET_WRITTEN && cell->kind <= SHEET_FORMULA;
}

static enum status search_cells(struct form_search *search, struct error *err)
{
    const struct sheet_cells *cells = search->form->cells;
    size_t count = sheet_cells_count(cells);
    for (size_t i = 0; i < count;) {
        struct cell_row row = {sheet_cells_at(cells, i), 1};
        if (!is_a_cell(row.cell)) {
            if (row.cell->kind == SHEET_BEGINS)
                begin_form_sheet(search);
            else
                note_other(search, row.cell);
            i++;
            continue;
        }
        while (i + row.count < count && is_a_cell(row.cell + row.count) &&
               row.cell[row.count].row == row.cell->row &&
               row.cell[row.count].sheet == row.cell->sheet)
            row.count++;
        TRY(take_cell_row(search, &row, err));
        i += row.count;
    }
    end_form_sheet(search);
    return STATUS_OK;
}

static enum status refuse_no_form(const struct form_cells *form, struct error *err)
{
    struct buffer names = {0};
    enum { NAMED = 8 };
    for (uint32_t i = 0; i < form->cells->sheets && i < NAMED; i++)
        shown_printf(&names, "%s%s", i == 0 ? "" : ", ", sheet_cells_sheet(form->cells, i));
    enum status status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "no sheet has a row with the headers \"%s\" and \"%s\", so the workbook is no form of "
        "answers (sheets: %s); `sigill template -o FILE.xlsx` makes one",
        form_column_name(FORM_COLUMN_KEY, LANGUAGE_SWEDISH),
        form_column_name(FORM_COLUMN_ANSWER, LANGUAGE_SWEDISH), buffer_string(&names));
    buffer_free(&names);
    return status;
}

enum status form_cells_find(
    const struct sheet_cells *cells, const char *name, struct form_cells *form, struct error *err)
{
    struct form_search search = {.form = form};
    enum status status = STATUS_OK;
    *form = (struct form_cells){.cells = cells, .rows = {.size = sizeof(struct form_row)}};
    findings_init(&form->found, err == NULL ? NULL : err->catalog);
    findings_init(&form->beside, err == NULL ? NULL : err->catalog);
    TRY_OUT(search_cells(&search, err));
    if (!search.any_sheet)
        status = refuse_no_form(form, err);
out:
    buffer_free(&search.hidden);
    if (status != STATUS_OK && name != NULL)
        error_prefix(err, name);
    return status;
}

void form_cells_free(struct form_cells *form)
{
    free(form->rows.items);
    findings_free(&form->found);
    findings_free(&form->beside);
    *form = (struct form_cells){0};
}
