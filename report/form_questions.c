/* The sheet of answers: section by section each question in full, and beside it its state while one
 * types. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "report/question_hint.h"
#include "report/question_since.h"
#include "report/state_words.h"
#include "report/workbook_library.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>

/* What fits on a page of A4 below the head, in points of rows, at the width of the sheet. */
enum { PAGE_HEIGHT = 980 };

/* The sheet while it is filled from its top. */
struct questions {
    struct form_book *book;
    lxw_row_t row;
    unsigned place; /* of the question */
};

static void put_question_text(
    struct questions *sheet, lxw_col_t column, enum form_format format, const char *text)
{
    form_text(sheet->book, FORM_ANSWERS, sheet->row, column, format, text);
}

/* ---- the question ---- */

/* A state of the question, and what is to be done about it. The caller frees it. */
static char *state_advice(const struct form_book *book, unsigned place, enum answer_status status)
{
    const struct catalog *catalog = book->catalog;
    const char *words = state_words(catalog, status);
    switch (status) {
    case ANSWER_CONTRADICTORY:
        return memory_printf("%s: %s", words, tr(catalog, "clear yes or no"));
    case ANSWER_NO_ASSESSMENT:
        return memory_printf("%s: %s", words, tr(catalog, "choose one below"));
    case ANSWER_UNKNOWN_OPTION:
        if (question_traits(&book->edition->model.question[place])->valued)
            return memory_text(tr(catalog, "That does not fit here"));
        return memory_printf("%s: %s", words, tr(catalog, "choose from the list"));
    case ANSWER_UNCALLED:
        return memory_printf(
            "%s: %s", state_words(catalog, ANSWER_NOT_ASKED), tr(catalog, "clear the answer"));
    default:
        return memory_text(words);
    }
}

static void put_state_formula(struct questions *sheet)
{
    struct form_book *book = sheet->book;
    struct buffer choices = {0};
    unsigned now = book->score.question[sheet->place].status;
    char *value = state_advice(book, sheet->place, now == ANSWER_EMPTY ? ANSWER_UNANSWERED : now);
    for (int status = ANSWER_UNANSWERED; status < ANSWER_STATUSES; status++) {
        char *advice = state_advice(book, sheet->place, (enum answer_status)status);
        char *quoted = form_quoted(advice);
        buffer_printf(&choices, ",%s", quoted);
        free(quoted);
        free(advice);
    }
    form_formula_text(book, FORM_ANSWERS, sheet->row, FORM_COLUMN_AT_STATE, FORM_FORMAT_STATE,
        value, "=CHOOSE(%s+1%s)", form_work(book, FORM_WORK_STATE, sheet->place).text,
        buffer_string(&choices));
    if (question_is_scored(&book->edition->model.question[sheet->place]))
        form_formula(book, FORM_ANSWERS, sheet->row, FORM_COLUMN_AT_POINTS, FORM_FORMAT_POINTS,
            book->score.question[sheet->place].points, "=%s",
            form_work(book, FORM_WORK_POINTS, sheet->place).text);
    else if (form_answers_last(book) == FORM_COLUMN_AT_POINTS)
        put_question_text(sheet, FORM_COLUMN_AT_POINTS, FORM_FORMAT_ASKED, "");
    free(value);
    buffer_free(&choices);
}

/* What there is to be known of the question, below it. */
static void put_beside(struct questions *sheet, const char *text)
{
    if (text[0] == '\0')
        return;
    put_question_text(sheet, FORM_COLUMN_AT_TEXT, FORM_FORMAT_NOTE, text);
    sheet->row++;
}

/* The question's name with its state, and below it the question in full. */
static void put_asked(struct questions *sheet, struct form_rows *rows)
{
    const struct edition_question *wording = &sheet->book->edition->question[sheet->place];
    struct buffer topic = {0}, after = {0};
    char number[8];
    (void)snprintf(number, sizeof number, "%u",
        (unsigned)sheet->book->edition->model.question[sheet->place].id);
    rows->asked = sheet->row;
    put_question_text(sheet, FORM_COLUMN_AT_NUMBER, FORM_FORMAT_ASKED, number);
    question_since_topic(&topic, sheet->book->catalog, sheet->book->edition, sheet->place);
    put_question_text(sheet, FORM_COLUMN_AT_TEXT, FORM_FORMAT_ASKED, buffer_string(&topic));
    buffer_free(&topic);
    put_question_text(sheet, FORM_COLUMN_AT_ANSWER, FORM_FORMAT_ASKED, "");
    put_state_formula(sheet);
    sheet->row++;
    put_question_text(sheet, FORM_COLUMN_AT_TEXT, FORM_FORMAT_STRONG, wording->text);
    sheet->row++;
    put_beside(sheet, wording->help);
    question_hint_asked(&after, sheet->book->catalog, sheet->book->edition, sheet->place);
    put_beside(sheet, buffer_string(&after));
    buffer_free(&after);
}

static void put_asked_question(struct questions *sheet, unsigned place)
{
    sheet->place = place;
    put_asked(sheet, &sheet->book->rows[place]);
    sheet->row = form_answer_rows(sheet->book, place, sheet->row);
}

/* ---- sections ---- */

/* The lowest level that asks for the section; 0 if none does. */
static unsigned level_of_section(const struct edition *edition, unsigned section)
{
    for (unsigned i = 0; i < edition->model.levels; i++) {
        if ((edition->model.level[i].sections >> (section - 1) & 1) != 0)
            return i + 1;
    }
    return 0;
}

/* The count of questions of the section that are answered, of those that are asked, as
 * scoring/answered.h counts. */
static void put_section_answered(struct questions *sheet, unsigned first)
{
    struct form_book *book = sheet->book;
    const struct model *model = &book->edition->model;
    unsigned last = first;
    unsigned answered = 0;
    unsigned asked = 0;
    for (;
         last < model->questions && model->question[last].section == model->question[first].section;
         last++) {
        asked += points_asked(&book->score.question[last]);
        answered += form_is_answered(book, last);
    }
    struct form_ref states = form_range(book, FORM_WORKINGS, FORM_WORK_ROW + first, FORM_WORK_STATE,
        FORM_WORK_ROW + last - 1, FORM_WORK_STATE);
    struct form_ref called = form_range(book, FORM_WORKINGS, FORM_WORK_ROW + first, FORM_WORK_ASKED,
        FORM_WORK_ROW + last - 1, FORM_WORK_ASKED);
    char *before = form_quoted(tr(book->catalog, "of"));
    char *behind = form_quoted(tr(book->catalog, "answered"));
    char *value = memory_printf(
        "%u %s %u %s", answered, tr(book->catalog, "of"), asked, tr(book->catalog, "answered"));
    form_formula_text(book, FORM_ANSWERS, sheet->row, FORM_COLUMN_AT_STATE, FORM_FORMAT_SECTION,
        value, "=SUMPRODUCT((%s<>%d)*%s)&\" \"&%s&\" \"&SUM(%s)&\" \"&%s", states.text,
        (int)ANSWER_UNANSWERED, called.text, before, called.text, behind);
    free(value);
    free(behind);
    free(before);
}

static void put_section(struct questions *sheet, unsigned first)
{
    struct form_book *book = sheet->book;
    unsigned section = book->edition->model.question[first].section;
    unsigned level = level_of_section(book->edition, section);
    char *title =
        level > 0 ? memory_printf(tr(book->catalog, "Section %u. %s (asked for from level %u on)"),
                        section, book->edition->section[section - 1], level)
                  : memory_printf(tr(book->catalog, "Section %u. %s"), section,
                        book->edition->section[section - 1]);
    for (lxw_col_t column = FORM_COLUMN_AT_KEY; column <= form_answers_last(book); column++)
        put_question_text(sheet, column, FORM_FORMAT_SECTION, "");
    put_question_text(sheet, FORM_COLUMN_AT_NUMBER, FORM_FORMAT_SECTION, title);
    put_section_answered(sheet, first);
    free(title);
    sheet->row++;
}

/* ---- the whole ---- */

static void colour_state(
    struct form_book *book, unsigned place, enum answer_status status, enum form_format format)
{
    char *words = state_advice(book, place, status);
    char *quoted = form_quoted(words);
    lxw_conditional_format rule = {
        .type = LXW_CONDITIONAL_TYPE_CELL,
        .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
        .value_string = quoted,
        .format = book->format[format],
    };
    workbook_library_keep(
        &book->failure, worksheet_conditional_format_cell(book->page[FORM_ANSWERS],
                            book->rows[place].asked, FORM_COLUMN_AT_STATE, &rule));
    free(quoted);
    free(words);
}

/* The rows of a follow-up that is not asked, by what its state says on the same sheet. */
static void dim_not_asked(struct form_book *book, unsigned place)
{
    const struct form_rows *rows = &book->rows[place];
    char *quoted = form_quoted(state_words(book->catalog, ANSWER_NOT_ASKED));
    char *formula = memory_printf(
        "=$%c$%u=%s", (int)('A' + FORM_COLUMN_AT_STATE), (unsigned)rows->asked + 1, quoted);
    lxw_conditional_format rule = {
        .type = LXW_CONDITIONAL_TYPE_FORMULA,
        .value_string = formula,
        .format = book->format[FORM_FORMAT_NOT_ASKED],
    };
    workbook_library_keep(
        &book->failure, worksheet_conditional_format_range(book->page[FORM_ANSWERS], rows->asked,
                            FORM_COLUMN_AT_NUMBER, rows->end - 1, form_answers_last(book), &rule));
    free(formula);
    free(quoted);
}

static void colour_states(struct form_book *book)
{
    for (unsigned i = 0; i < book->edition->model.questions; i++) {
        colour_state(book, i, ANSWER_UNANSWERED, FORM_FORMAT_DIM);
        colour_state(book, i, ANSWER_YES, FORM_FORMAT_GOOD);
        colour_state(book, i, ANSWER_NO, FORM_FORMAT_GOOD);
        colour_state(book, i, ANSWER_CONTRADICTORY, FORM_FORMAT_BAD);
        colour_state(book, i, ANSWER_NO_ASSESSMENT, FORM_FORMAT_BAD);
        colour_state(book, i, ANSWER_UNKNOWN_OPTION, FORM_FORMAT_BAD);
        if (book->edition->model.question[i].asked_if == 0)
            continue;
        colour_state(book, i, ANSWER_UNCALLED, FORM_FORMAT_BAD);
        dim_not_asked(book, i);
    }
}

static bool begins_section(const struct model *model, unsigned place)
{
    return place == 0 || model->question[place].section != model->question[place - 1].section;
}

/* The first row below the section. */
static lxw_row_t section_end(const struct form_book *book, unsigned place)
{
    const struct model *model = &book->edition->model;
    while (place + 1 < model->questions && !begins_section(model, place + 1))
        place++;
    return book->rows[place].end;
}

/* A printed page begins with a section that the rest of the one before has no room for, and with a
 * question that would else be cut in two. */
static void break_pages(struct form_book *book)
{
    const struct model *model = &book->edition->model;
    lxw_row_t breaks[MODEL_QUESTIONS_MAX + 1] = {0};
    unsigned count = 0;
    lxw_row_t top = FORM_HEADER_ROW + 1; /* of the page */
    for (unsigned i = 1; i < model->questions; i++) {
        const struct form_rows *rows = &book->rows[i];
        bool section = begins_section(model, i);
        lxw_row_t end = section ? section_end(book, i) : rows->end;
        if (form_height(book, FORM_ANSWERS, top, end) <= PAGE_HEIGHT)
            continue;
        top = section ? rows->asked - 1 : rows->asked;
        breaks[count++] = top;
    }
    workbook_library_keep(
        &book->failure, worksheet_set_h_pagebreaks(book->page[FORM_ANSWERS], breaks));
}

void form_questions(struct form_book *book)
{
    const struct model *model = &book->edition->model;
    struct questions sheet = {.book = book};
    const char *const headers[] = {
        form_label(FORM_LABEL_ORDINAL, book->language),
        form_label(FORM_LABEL_QUESTION, book->language),
        NULL,
        form_label(FORM_LABEL_STATE, book->language),
        form_label(FORM_LABEL_POINTS, book->language),
    };
    sheet.row = form_head(book, FORM_ANSWERS, headers, form_answers_last(book));
    for (unsigned i = 0; i < model->questions; i++) {
        if (begins_section(model, i))
            put_section(&sheet, i);
        put_asked_question(&sheet, i);
    }
    colour_states(book);
    break_pages(book);
    form_print(book, FORM_ANSWERS, sheet.row - 1, form_answers_last(book));
}
