/* Which rows of a form are no longer in it. */
#include "base/buffer.h"
#include "format/form_cells_parts.h"
#include "format/form_label.h"
#include "scoring/question.h"

struct missing_rows {
    const struct form_cells *form;
    struct buffer named;
    size_t count;
};

static bool has_row(const struct form_cells *form, const struct form_key *key)
{
    for (size_t i = 0; i < form->rows.count; i++) {
        const struct form_key *there = &form_row_at(form, i)->key;
        if (there->place == key->place && there->question == key->question &&
            there->option == key->option)
            return true;
    }
    return false;
}

static void look_for_row(struct missing_rows *missing, const struct form_key *key)
{
    char name[FORM_KEY_SIZE];
    if (has_row(missing->form, key))
        return;
    form_key_format(key, name);
    form_list_name(&missing->named, &missing->count, name);
}

/* Those in which a question is answered. */
static void look_for_question(struct missing_rows *missing, const struct model_question *question)
{
    struct form_key key = {.place = form_key_of_yes(question), .question = question->id};
    unsigned rows = key.place == FORM_KEY_OPTION ? question->options : 1;
    for (; key.option < rows; key.option++)
        look_for_row(missing, &key);
    key.option = 0;
    key.place = FORM_KEY_NO;
    if (question_traits(question)->refusable)
        look_for_row(missing, &key);
    key.place = FORM_KEY_ASSESSMENT;
    if (question_is_scored(question))
        look_for_row(missing, &key);
}

/* A form that a program wrote may have the rows alone that something is answered in: one that has
 * the row of an option, a choice or a value with nothing in it had all of them. */
static bool had_all_rows(const struct form_cells *form)
{
    for (size_t i = 0; i < form->rows.count; i++) {
        const struct form_row *row = form_row_at(form, i);
        if ((row->key.place == FORM_KEY_OPTION || row->key.place == FORM_KEY_CHOICE ||
                row->key.place == FORM_KEY_VALUE) &&
            row->answer == NULL)
            return true;
    }
    return false;
}

static void warn_of_rows(
    const struct form_cells *form, const struct edition *edition, struct findings *findings)
{
    struct missing_rows missing = {.form = form};
    for (unsigned i = 0; i < edition->model.questions; i++)
        look_for_question(&missing, &edition->model.question[i]);
    if (missing.count > 0)
        findings_add(findings, FINDING_WARNING, 0, FORM_FINDING_MISSING,
            "rows of the form are missing (%zu), and what was answered in them is not read: %s. Take "
            "them back (undo), or have `sigill convert` make a form with all rows, and answer there",
            missing.count, buffer_string(&missing.named));
    buffer_free(&missing.named);
}

/* A sheet with the header of answers, and without that of keys, so that it has no rows. */
static void warn_of_column(
    const struct form_cells *form, const struct sheet_cell *cell, struct findings *findings)
{
    enum form_column column;
    if (cell->kind != SHEET_WRITTEN || !form_column_of(cell->text, &column) ||
        column != FORM_COLUMN_ANSWER || !form_may_note(findings))
        return;
    findings_add(findings, FINDING_WARNING, 0, FORM_FINDING_MISSING,
        "the sheet %s has no column %s any more, so nothing that is answered on it is read: take the "
        "column back (undo), or copy the answers into a new form",
        sheet_cells_sheet(form->cells, cell->sheet),
        form_column_name(
            FORM_COLUMN_KEY, findings->catalog == NULL ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH));
}

/* A whole sheet was removed: it is known by a key that every form has. */
static void warn_of_sheet(enum form_label label, bool is_there, struct findings *findings)
{
    if (!is_there && form_may_note(findings))
        findings_add(findings, FINDING_WARNING, 0, FORM_FINDING_MISSING,
            "the sheet %s of the form is missing, and what was typed on it is not read: take it back "
            "(undo), or copy what is left into a new form",
            form_label(label, findings->catalog == NULL ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH));
}

static void warn_of_sheets(const struct form_cells *form, struct findings *findings)
{
    bool organisation = false, answers = false;
    for (size_t i = 0; i < form->rows.count; i++) {
        enum form_key_place place = form_row_at(form, i)->key.place;
        organisation = organisation || place == FORM_KEY_NAME || place == FORM_KEY_NUMBER;
        answers = answers || place >= FORM_KEY_OPTION;
    }
    warn_of_sheet(FORM_LABEL_ORGANISATION, organisation, findings);
    warn_of_sheet(FORM_LABEL_ANSWERS, answers, findings);
}

void form_cells_missing(
    const struct form_cells *form, const struct edition *edition, struct findings *findings)
{
    bool has_rows[SHEET_COUNT_MAX] = {false};
    size_t before = findings->count;
    for (size_t i = 0; i < form->rows.count; i++)
        has_rows[form_row_at(form, i)->place.sheet] = true;
    for (size_t i = 0; i < sheet_cells_count(form->cells); i++) {
        const struct sheet_cell *cell = sheet_cells_at(form->cells, i);
        if (!has_rows[cell->sheet])
            warn_of_column(form, cell, findings);
    }
    if (findings->count == before)
        warn_of_sheets(form, findings);
    if (had_all_rows(form))
        warn_of_rows(form, edition, findings);
}
