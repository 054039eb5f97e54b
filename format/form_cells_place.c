/* From what is found wrong in answers to the cell that it is about. */
#include "base/text.h"
#include "format/form_cells_parts.h"
#include "scoring/points.h"

#include <stdio.h>
#include <string.h>

/* What answers_check calls an error, and the rows that it may be about, the likeliest first. Of the
 * head each sentence begins with the name of the member, which decides where there are several. */
static const struct {
    const char *code;
    enum form_key_place place;
} ABOUT[] = {
    {"edition", FORM_KEY_EDITION},
    {"organisation-name", FORM_KEY_NAME},
    {"organisation-number", FORM_KEY_NUMBER},
    {"group", FORM_KEY_GROUP},
    {"marking", FORM_KEY_MARKING},
    {"period", FORM_KEY_FROM},
    {"period", FORM_KEY_TO},
    {"approval", FORM_KEY_APPROVED_BY},
    {"approval", FORM_KEY_APPROVED_DATE},
    {"background", FORM_KEY_BACKGROUND},
    {"unanswered", FORM_KEY_OPTION},
    {"unanswered", FORM_KEY_STEP},
    {"unanswered", FORM_KEY_CHOICE},
    {"unanswered", FORM_KEY_VALUE},
    {"empty", FORM_KEY_OPTION},
    {"empty", FORM_KEY_STEP},
    {"contradictory", FORM_KEY_NO},
    {"no-assessment", FORM_KEY_ASSESSMENT},
    {"unknown-option", FORM_KEY_NO},
    {"uncalled", FORM_KEY_OPTION},
    {"uncalled", FORM_KEY_STEP},
    {"uncalled", FORM_KEY_CHOICE},
    {"uncalled", FORM_KEY_VALUE},
    {"uncalled", FORM_KEY_NO},
};

enum { ABOUT_COUNT = sizeof ABOUT / sizeof ABOUT[0] };

/* Whether the sentence is about that key, as far as its first word shows; a sentence about the
 * whole, such as "period: …", is about the first. */
static bool is_named(const struct finding *finding, const struct form_row *row)
{
    char key[FORM_KEY_SIZE];
    form_key_format(&row->key, key);
    size_t length = strcspn(finding->text, ":[");
    return strncmp(key, finding->text, length) == 0 && (key[length] == '\0' || key[length] == '.');
}

/* An answer that is not to be there is where something is typed. */
static bool is_about(const struct finding *finding, const struct form_row *row)
{
    bool uncalled = strcmp(finding->code, points_status_code(ANSWER_UNCALLED)) == 0;
    if (finding->question != form_row_question(row) || (uncalled && row->answer == NULL))
        return false;
    for (size_t i = 0; i < ABOUT_COUNT; i++) {
        if (ABOUT[i].place == row->key.place && strcmp(ABOUT[i].code, finding->code) == 0)
            return finding->question != 0 || is_named(finding, row);
    }
    return false;
}

/* Of "organisation.covers[2]" the third row that has something in it. */
static const struct form_row *covered_row(
    const struct form_cells *form, const struct finding *finding)
{
    unsigned wanted = 0, best = 0;
    const struct form_row *found = NULL;
    if (sscanf(finding->text, "organisation.covers[%u]", &wanted) != 1)
        return NULL;
    for (unsigned at = 0; at <= wanted; at++) {
        found = NULL;
        for (size_t i = 0; i < form->rows.count; i++) {
            const struct form_row *row = form_row_at(form, i);
            if (row->key.place == FORM_KEY_COVERED && row->key.number > best &&
                (row->answer != NULL || row->number != NULL) &&
                (found == NULL || row->key.number < found->key.number))
                found = row;
        }
        if (found == NULL)
            return NULL;
        best = found->key.number;
    }
    return found;
}

static const struct form_row *row_about(
    const struct form_cells *form, const struct finding *finding)
{
    if (strcmp(finding->code, "covers") == 0)
        return covered_row(form, finding);
    for (size_t i = 0; i < form->rows.count; i++) {
        if (is_about(finding, form_row_at(form, i)))
            return form_row_at(form, i);
    }
    return NULL;
}

const char *form_row_label(const struct form_cells *form, const struct form_row *row)
{
    const struct sheet_cell *label = NULL;
    for (size_t i = 0; i < sheet_cells_count(form->cells); i++) {
        const struct sheet_cell *cell = sheet_cells_at(form->cells, i);
        struct form_key key;
        if (cell->kind == SHEET_WRITTEN && cell->sheet == row->place.sheet &&
            cell->row == row->place.row && cell->column < row->place.column &&
            !form_key_parse(cell->text, &key))
            label = cell;
    }
    return label == NULL ? NULL : label->text;
}

/* People read what stands beside the cell, and see no keys. */
static void say_label(const struct form_cells *form, const struct form_row *row,
    struct findings *findings, size_t index)
{
    char text[FORM_SHORT_SIZE];
    const char *label = form_row_label(form, row);
    if (label == NULL || findings->list[index].question != 0)
        return;
    text_copy(text, sizeof text, label);
    findings_label(findings, index, text);
}

void form_cells_place(const struct form_cells *form, struct findings *findings)
{
    char place[SHEET_PLACE_SIZE];
    for (size_t i = 0; i < findings->count; i++) {
        const struct form_row *row =
            findings->list[i].place == NULL ? row_about(form, &findings->list[i]) : NULL;
        if (row == NULL)
            continue;
        form_cell_place(form, &row->place, place);
        findings_place(findings, i, place);
        say_label(form, row, findings, i);
    }
}

const struct form_row *form_row_at(const struct form_cells *form, size_t index)
{
    return (const struct form_row *)form->rows.items + index;
}

/* The first row of that key with a text in it. */
void form_cells_edition(const struct form_cells *form, char id[EDITION_WORD_SIZE])
{
    memset(id, 0, EDITION_WORD_SIZE);
    for (size_t i = 0; i < form->rows.count; i++) {
        const struct form_row *row = form_row_at(form, i);
        if (row->key.place != FORM_KEY_EDITION || row->answer == NULL)
            continue;
        const char *text = row->answer->text + strspn(row->answer->text, " \t\r\n");
        (void)snprintf(id, EDITION_WORD_SIZE, "%.*s", EDITION_WORD_SIZE - 1, text);
        id[strcspn(id, " \t\r\n")] = '\0';
        return;
    }
}
