/* What is said of a row of a form that becomes a document. */
#include "base/memory.h"
#include "base/text.h"
#include "format/form_cells_parts.h"
#include "format/question_form.h"
#include "scoring/points.h"

#include <stdio.h>
#include <stdlib.h>

unsigned form_row_question(const struct form_row *row)
{
    return row->key.place >= FORM_KEY_OPTION ? row->key.question : 0;
}

/* What a row is called in front of a sentence: as people read it, or by its key. */
static void row_label(
    const struct form_drafting *drafting, const struct form_row *row, char *label, size_t size)
{
    char key[FORM_KEY_SIZE];
    if (form_row_question(row) != 0) {
        (void)snprintf(
            label, size, tr(drafting->findings->catalog, "question %u"), form_row_question(row));
        return;
    }
    const char *beside = form_row_label(drafting->form, row);
    form_key_format(&row->key, key);
    text_copy(label, size, beside == NULL ? key : beside);
}

enum { LABEL_SIZE = FORM_SHORT_SIZE + FORM_KEY_SIZE };

static void find_typed(const struct form_drafting *drafting, const struct form_row *row,
    const struct sheet_cell *cell, const char *code, const char *said)
{
    char place[SHEET_PLACE_SIZE], label[LABEL_SIZE], shown[FORM_SHORT_SIZE];
    if (!form_may_note(drafting->findings))
        return;
    form_cell_place(drafting->form, cell, place);
    row_label(drafting, row, label, sizeof label);
    text_copy(shown, sizeof shown, cell->text);
    findings_add_at(drafting->findings, place, FINDING_ERROR, form_row_question(row), code,
        "%s: \"%s\" %s", label, shown, said);
}

void form_find_in_row(const struct form_drafting *drafting, const struct form_row *row,
    const struct sheet_cell *cell, const char *code, const char *sentence)
{
    find_typed(drafting, row, cell, code, tr(drafting->findings->catalog, sentence));
}

void form_find_no_value(const struct form_drafting *drafting, const struct form_row *row,
    const struct model_question *question)
{
    const struct catalog *catalog = drafting->findings->catalog;
    char least[QUESTION_FORM_VALUE_SIZE], most[QUESTION_FORM_VALUE_SIZE];
    question_form_value_text(question, question->least, least);
    question_form_value_text(question, question->most, most);
    char *said = memory_printf(
        question_traits(question)->day
            ? tr(catalog, "is no day that the question takes; write one from %s to %s")
            : tr(catalog, "is no number that the question takes; write a whole one from %s to %s"),
        least, most);
    find_typed(drafting, row, row->answer, points_status_code(ANSWER_UNKNOWN_OPTION), said);
    free(said);
}

/* Whether what stands in a cell was typed. */
bool form_is_value(
    const struct form_drafting *drafting, const struct form_row *row, const struct sheet_cell *cell)
{
    char place[SHEET_PLACE_SIZE], label[LABEL_SIZE];
    if (cell->kind != SHEET_FORMULA && cell->kind != SHEET_ERROR)
        return true;
    if (!form_may_note(drafting->findings))
        return false;
    form_cell_place(drafting->form, cell, place);
    row_label(drafting, row, label, sizeof label);
    findings_add_at(drafting->findings, place, FINDING_ERROR, form_row_question(row), "formula",
        "%s: a formula stands where something is to be typed; formulas are not computed here, so "
        "type what it gives",
        label);
    return false;
}

void form_warn_of_otherwise(
    const struct form_drafting *drafting, const struct form_row *row, const struct sheet_cell *cell)
{
    char place[SHEET_PLACE_SIZE], label[LABEL_SIZE];
    if (!form_may_note(drafting->findings))
        return;
    form_cell_place(drafting->form, cell, place);
    row_label(drafting, row, label, sizeof label);
    findings_add_at(drafting->findings, place, FINDING_WARNING, form_row_question(row), "otherwise",
        "%s: the cell holds the number %s, which counts, but its format shows something else; give "
        "the cell the format General, and look whether it is right",
        label, cell->text);
}

void form_warn_of_day(
    const struct form_drafting *drafting, const struct form_row *row, const struct sheet_cell *cell)
{
    char place[SHEET_PLACE_SIZE], label[LABEL_SIZE];
    if (!form_may_note(drafting->findings))
        return;
    form_cell_place(drafting->form, cell, place);
    row_label(drafting, row, label, sizeof label);
    findings_add_at(drafting->findings, place, FINDING_WARNING, form_row_question(row), "typed",
        "%s: the spreadsheet has made a day of what was typed; it was read as \"%s\": if it should "
        "be another text, write an apostrophe in front of it",
        label, cell->text);
}

/* The number was a day before it was pasted without its look. */
void form_warn_of_serial(const struct form_drafting *drafting, const struct form_row *row,
    const char *number, const char *day)
{
    char place[SHEET_PLACE_SIZE], label[LABEL_SIZE];
    if (!form_may_note(drafting->findings))
        return;
    form_cell_place(drafting->form, row->answer, place);
    row_label(drafting, row, label, sizeof label);
    findings_add_at(drafting->findings, place, FINDING_WARNING, form_row_question(row), "typed",
        "%s: the number %s was read as the day %s, which a spreadsheet keeps so; if it should be "
        "another, write the day as YYYY-MM-DD",
        label, number, day);
}

void form_find_twice(const struct form_drafting *drafting, const struct form_row *first,
    const struct form_row *again)
{
    char place[SHEET_PLACE_SIZE], key[FORM_KEY_SIZE], before[SHEET_PLACE_SIZE];
    if (!form_may_note(drafting->findings))
        return;
    form_key_format(&again->key, key);
    form_cell_place(drafting->form, &first->place, before);
    form_cell_place(drafting->form, &again->place, place);
    findings_add_at(drafting->findings, place, FINDING_ERROR, form_row_question(again), "key",
        "the key %s stands twice with something beside it, here and for %s; remove one of the two "
        "rows",
        key, before);
}

void form_find_copy(const struct form_drafting *drafting, const struct form_row *first,
    const struct form_row *again, size_t rows)
{
    const struct sheet_cells *cells = drafting->form->cells;
    if (form_may_note(drafting->findings))
        findings_add(drafting->findings, FINDING_ERROR, 0, "key",
            "the sheet %s has the same keys as the sheet %s with something beside them, in %zu rows; "
            "remove one of the two sheets, or what is typed on it",
            sheet_cells_sheet(cells, again->place.sheet),
            sheet_cells_sheet(cells, first->place.sheet), rows);
}

void form_find_unknown(const struct form_drafting *drafting, const struct form_row *row)
{
    char place[SHEET_PLACE_SIZE], key[FORM_KEY_SIZE];
    if (!form_may_note(drafting->findings))
        return;
    form_key_format(&row->key, key);
    form_cell_place(drafting->form, &row->place, place);
    findings_add_at(drafting->findings, place, FINDING_ERROR, 0, "key",
        "the key %s is not of the edition %s; put back the key that stood there, or remove the row",
        key, drafting->edition->id);
}
