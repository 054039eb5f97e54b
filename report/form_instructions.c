/* The first sheet of a form: how it is filled in, with what the edition says. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>

enum { LEAD, TEXT }; /* columns */

struct instructions {
    struct form_book *book;
    lxw_row_t row;
};

static void put_line(
    struct instructions *sheet, lxw_col_t column, enum form_format format, const char *text)
{
    form_text(sheet->book, FORM_INSTRUCTIONS, sheet->row++, column, format, text);
}

static void put_heading(struct instructions *sheet, const char *text)
{
    sheet->row++;
    for (lxw_col_t column = LEAD; column <= TEXT; column++)
        form_text(sheet->book, FORM_INSTRUCTIONS, sheet->row, column, FORM_FORMAT_SECTION,
            column == LEAD ? text : "");
    sheet->row++;
}

/* A numbered thing to do; releases the text. */
static void put_item(struct instructions *sheet, unsigned number, char *text)
{
    char lead[8];
    (void)snprintf(lead, sizeof lead, number > 0 ? "%u." : "–", number);
    form_text(sheet->book, FORM_INSTRUCTIONS, sheet->row, LEAD, FORM_FORMAT_STRONG, lead);
    put_line(sheet, TEXT, FORM_FORMAT_TEXT, text);
    free(text);
}

/* What the edition has, so that nothing is explained that it has not. */
struct kinds_asked {
    bool scored;
    bool choice;
    bool choices;
    bool value;
    bool follow_up;
};

static struct kinds_asked kinds_that_are_asked(const struct model *model)
{
    struct kinds_asked kinds = {0};
    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *question = &model->question[i];
        const struct question_traits *kind = question_traits(question);
        kinds.scored |= kind->scored;
        kinds.choice |= !kind->scored && kind->single;
        kinds.choices |= !kind->scored && !kind->single && !kind->valued;
        kinds.value |= kind->valued;
        kinds.follow_up |= question->asked_if != 0;
    }
    return kinds;
}

/* ---- parts ---- */

static void put_way(struct instructions *sheet)
{
    struct form_book *book = sheet->book;
    put_heading(sheet, tr(book->catalog, "How to fill it in"));
    put_item(sheet, 1,
        memory_printf(
            tr(book->catalog, "Fill in the sheet %s: who you are, the period, the marking."),
            book->name[FORM_ORGANISATION]));
    put_item(sheet, 2,
        memory_printf(tr(book->catalog,
                          "Answer the questions on the sheet %s. Only the pale yellow cells are "
                          "filled in; what may be chosen is in each cell's list. You can save and "
                          "go on another day."),
            book->name[FORM_ANSWERS]));
    put_item(sheet, 3,
        memory_printf(
            edition_has_points(book->edition)
                ? tr(book->catalog, "The sheet %s shows at any time the level, the points, and "
                                    "what holds the next level back.")
                : tr(book->catalog, "The sheet %s shows at any time how much is answered, what is "
                                    "wrong, and what the answers come to."),
            book->name[FORM_RESULT]));
    put_item(sheet, 4,
        memory_text(tr(book->catalog,
            "When all is answered: have it approved, fill in the approval, check the file "
            "with `sigill check`, and seal it with `sigill seal`.")));
}

static void put_period(struct instructions *sheet)
{
    struct form_book *book = sheet->book;
    put_heading(sheet, tr(book->catalog, "The period"));
    if (book->edition->period_months == 0) {
        put_item(sheet, 0,
            memory_printf(tr(book->catalog, "The questions are about %s."), book->edition->period));
        return;
    }
    put_item(sheet, 0,
        memory_printf(tr(book->catalog, "The questions are about %s: what has been so during that "
                                        "time, not what is planned."),
            book->edition->period));
    put_item(sheet, 0,
        memory_printf(tr(book->catalog, "So the period has %u whole months, from the first day "
                                        "of one month to the last of another."),
            book->edition->period_months));
}

/* Questions with points. */
static void put_yes_and_no(struct instructions *sheet)
{
    struct form_book *book = sheet->book;
    const struct edition *edition = book->edition;
    put_item(sheet, 0,
        memory_text(tr(book->catalog,
            "Yes: choose yes beside each option that is so, or the step that fits.")));
    put_item(sheet, 0,
        memory_printf(tr(book->catalog, "No: leave the options empty and choose %s on the row "
                                        "below them. Some questions offer other answers without "
                                        "points too; choose the one that is true."),
            edition->no));
    put_item(sheet, 0,
        memory_text(tr(book->catalog,
            "Never both yes and no: that is a contradiction, and gives no points.")));
}

/* Questions without points. */
static void put_other_kinds(struct instructions *sheet, const struct kinds_asked *kinds)
{
    const struct catalog *catalog = sheet->book->catalog;
    if (kinds->choice)
        put_item(sheet, 0,
            memory_text(tr(catalog, "One of several: choose it from the list of the cell.")));
    if (kinds->choices)
        put_item(sheet, 0,
            memory_printf(tr(catalog, "Several: choose yes beside each that applies, or %s on the "
                                      "row below them if none does."),
                sheet->book->edition->no));
    if (kinds->value)
        put_item(sheet, 0,
            memory_text(tr(catalog, "A number or a day: type it in the cell. What may be typed is "
                                    "said beside it.")));
}

static void put_answering(struct instructions *sheet, const struct kinds_asked *kinds)
{
    struct form_book *book = sheet->book;
    put_heading(sheet, tr(book->catalog, "To answer a question"));
    if (kinds->scored)
        put_yes_and_no(sheet);
    put_other_kinds(sheet, kinds);
    if (kinds->follow_up)
        put_item(sheet, 0,
            memory_text(tr(book->catalog,
                "Some questions are asked only after a certain answer to an earlier one, which is "
                "said below them. As long as they are not asked their rows are grey: leave them "
                "empty, for an answer there is an error.")));
    put_item(sheet, 0,
        memory_text(
            tr(book->catalog, "To take an answer back, clear the cell. Comments stay with you.")));
}

static void put_sureness(struct instructions *sheet)
{
    struct form_book *book = sheet->book;
    const struct edition *edition = book->edition;
    struct buffer allowed = {0};
    put_heading(sheet, tr(book->catalog, "How sure the answer is"));
    put_item(sheet, 0,
        memory_printf(tr(book->catalog, "%s: you know it, and could show it to somebody who asks."),
            edition->sure));
    put_item(sheet, 0,
        memory_printf(tr(book->catalog, "%s: you believe it, but nobody has been able to check it. "
                                        "The points count all the same."),
            edition->unsure));
    for (unsigned i = 0; i < edition->model.levels; i++) { /* there are some where points are */
        buffer_text(&allowed, i > 0 ? ", " : "");
        buffer_printf(&allowed, tr(book->catalog, "level %u %u %%"), i + 1,
            (unsigned)edition->model.level[i].max_uncertain_percent);
    }
    put_item(sheet, 0,
        memory_printf(tr(book->catalog, "Too many unsure answers hold a level back. Of its "
                                        "questions at most so many may be unsure: %s."),
            buffer_string(&allowed)));
    buffer_free(&allowed);
}

static void put_whom(struct instructions *sheet)
{
    struct form_book *book = sheet->book;
    const struct edition *edition = book->edition;
    struct buffer roles = {0};
    put_heading(sheet, tr(book->catalog, "Whom to ask"));
    put_item(sheet, 0,
        memory_text(tr(book->catalog,
            "Ask those who know, not only one person: print the questions, bring them to a "
            "meeting, and note in the comment who said what.")));
    for (size_t i = 0; i < edition->roles; i++)
        buffer_printf(&roles, "%s%s", i > 0 ? ", " : "", edition->role[i].name);
    if (edition->roles > 0)
        put_item(sheet, 0,
            memory_printf(tr(book->catalog, "Those who often know: %s. Say on the sheet %s who "
                                            "took part."),
                buffer_string(&roles), book->name[FORM_ORGANISATION]));
    buffer_free(&roles);
}

/* The sections of each level, since those above the level that is aimed at may be left. */
static void put_levels(struct instructions *sheet)
{
    struct form_book *book = sheet->book;
    const struct model *model = &book->edition->model;
    put_heading(sheet, tr(book->catalog, "Levels and sections"));
    for (unsigned i = 0; i < model->levels; i++) {
        struct buffer sections = {0};
        for (unsigned k = 0; k < MODEL_SECTIONS_MAX; k++) {
            if ((model->level[i].sections >> k & 1) != 0)
                buffer_printf(&sections, "%s%u", sections.length > 0 ? ", " : "", k + 1);
        }
        put_item(sheet, 0,
            memory_printf(tr(book->catalog, "Level %u asks for at least %u points in each question "
                                            "of section %s, and at least %u points in all."),
                i + 1, (unsigned)model->level[i].min_points_each, buffer_string(&sections),
                (unsigned)model->level[i].min_total));
        buffer_free(&sections);
    }
    put_item(sheet, 0,
        memory_text(tr(book->catalog,
            "Sections above the level that you aim at may be left: an unanswered question "
            "gives no points, and is no error. But all points count in the total.")));
}

static void put_file(struct instructions *sheet)
{
    struct form_book *book = sheet->book;
    put_heading(sheet, tr(book->catalog, "About this file"));
    put_item(sheet, 0,
        memory_text(tr(book->catalog,
            "Cells in which nothing is typed are locked, without a password, so that nothing "
            "is changed by mistake. Sheets may be renamed, rows and columns added: the keys "
            "in the first column say what is what, so leave those.")));
    put_item(sheet, 0,
        memory_printf(tr(book->catalog, "A hidden sheet, %s, has the lists and what the result is "
                                        "computed with. There are no macros and no links."),
            book->name[FORM_WORKINGS]));
    put_item(sheet, 0,
        memory_text(tr(book->catalog,
            "Filled in, the file is as sensitive as its marking says. Keep it, and its "
            "copies, accordingly.")));
}

void form_instructions(struct form_book *book)
{
    struct instructions sheet = {.book = book};
    const struct kinds_asked kinds = kinds_that_are_asked(&book->edition->model);
    put_line(&sheet, LEAD, FORM_FORMAT_TITLE, book->edition->title);
    form_marking(book, FORM_INSTRUCTIONS, sheet.row++, LEAD);
    if (book->edition->about[0] != '\0')
        put_line(&sheet, TEXT, FORM_FORMAT_NOTE, book->edition->about);
    put_way(&sheet);
    put_period(&sheet);
    put_answering(&sheet, &kinds);
    if (kinds.scored)
        put_sureness(&sheet);
    put_whom(&sheet);
    if (kinds.scored)
        put_levels(&sheet);
    put_file(&sheet);
    form_print(book, FORM_INSTRUCTIONS, sheet.row - 1, TEXT);
}
