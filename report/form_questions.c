/* The sheet of answers: section by section each question in full, one row for each thing that is
 * typed, and beside the question its state while one types. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
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
    unsigned id;
    char title[32]; /* "Question 7" */
};

static void put_question_text(
    struct questions *sheet, lxw_col_t column, enum form_format format, const char *text)
{
    form_text(sheet->book, FORM_ANSWERS, sheet->row, column, format, text);
}

/* ---- rows in which something is typed ---- */

/* A row with its text; number: what people call it, or "". */
static void put_answer_row(struct questions *sheet, const char *number, const char *text,
    struct form_key key, struct form_input input)
{
    key.question = sheet->id;
    input.page = FORM_ANSWERS;
    input.row = sheet->row;
    input.key = &key;
    input.title = sheet->title;
    put_question_text(sheet, FORM_COLUMN_AT_NUMBER, FORM_FORMAT_TEXT, number);
    put_question_text(sheet, FORM_COLUMN_AT_TEXT, FORM_FORMAT_TEXT, text);
    form_input(sheet->book, &input);
    sheet->row++;
}

static void put_tick(struct questions *sheet, unsigned option, const char *text)
{
    const struct catalog *catalog = sheet->book->catalog;
    const char letter[] = {(char)('a' + (int)option), '\0'};
    put_answer_row(sheet, letter, text,
        (struct form_key){.place = FORM_KEY_OPTION, .option = option},
        (struct form_input){.choice = FORM_CHOICE_YES,
            .message = tr(catalog, "Choose yes if this is so. Else leave the cell empty.")});
}

/* The options, and those that the draft has ticked beyond them, so that none is lost. */
static void put_ticks(struct questions *sheet, struct form_rows *rows)
{
    struct form_book *book = sheet->book;
    unsigned options = book->edition->model.question[sheet->place].options;
    for (unsigned i = 0; i < options; i++)
        put_tick(sheet, i, book->edition->question[sheet->place].option[i]);
    rows->choice_last = sheet->row - 1;
    for (unsigned i = options; i < 26; i++) {
        if (form_value_ticked(book, sheet->id, i))
            put_tick(
                sheet, i, tr(book->catalog, "The question has no such option: clear the answer"));
    }
    rows->extra_last = sheet->row - 1;
}

/* All steps stand beside the one cell, so that the printed form has them too. */
static void put_step(struct questions *sheet, struct form_rows *rows)
{
    struct form_book *book = sheet->book;
    const struct model_question *question = &book->edition->model.question[sheet->place];
    struct buffer steps = {0};
    buffer_text(&steps, tr(book->catalog, "Choose one step:"));
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(question, i, name);
        buffer_printf(&steps, "\n%s: %s", name, book->edition->question[sheet->place].option[i]);
    }
    rows->choice_last = rows->extra_last = sheet->row;
    put_answer_row(sheet, "", buffer_string(&steps), (struct form_key){.place = FORM_KEY_STEP},
        (struct form_input){.choice = FORM_CHOICE_LIST,
            .list = form_list_steps(book, sheet->place),
            .message = tr(book->catalog, "Choose the step that fits, if the answer is yes.")});
    buffer_free(&steps);
}

static void put_no(struct questions *sheet, struct form_rows *rows)
{
    struct form_book *book = sheet->book;
    const struct model_question *question = &book->edition->model.question[sheet->place];
    struct buffer text = {0};
    buffer_printf(
        &text, "%s %s", tr(book->catalog, "Or an answer without points:"), book->edition->no);
    if (question->offers_none)
        buffer_printf(&text, " / %s", book->edition->no_none);
    if (question->offers_partly)
        buffer_printf(&text, " / %s", book->edition->no_partly);
    rows->no = sheet->row;
    put_answer_row(sheet, "", buffer_string(&text), (struct form_key){.place = FORM_KEY_NO},
        (struct form_input){.choice = FORM_CHOICE_LIST,
            .list = form_list_no(book, sheet->place),
            .message = tr(book->catalog,
                "Only if nothing is chosen above: both together contradict each other.")});
    buffer_free(&text);
}

static void put_assessment(struct questions *sheet, struct form_rows *rows)
{
    struct form_book *book = sheet->book;
    char *text = memory_printf("%s %s / %s", tr(book->catalog, "How sure is the answer?"),
        book->edition->sure, book->edition->unsure);
    rows->assessment = sheet->row;
    put_answer_row(sheet, "", text, (struct form_key){.place = FORM_KEY_ASSESSMENT},
        (struct form_input){.choice = FORM_CHOICE_LIST,
            .list = FORM_LIST_ASSESSMENTS,
            .message = tr(book->catalog, "Sure: you know it and could show it. Unsure: you believe "
                                         "it. An answer without this gives no points.")});
    free(text);
}

static void put_note(struct questions *sheet)
{
    const struct catalog *catalog = sheet->book->catalog;
    put_answer_row(sheet, "", tr(catalog, "Comment (stays with you)"),
        (struct form_key){.place = FORM_KEY_NOTE},
        (struct form_input){
            .message =
                tr(catalog, "For your own memory. It is left out when the answers are sealed.")});
}

/* ---- the question ---- */

/* A state, and what is to be done about it. The caller frees it. */
static char *state_advice(const struct form_book *book, enum answer_status status)
{
    const struct catalog *catalog = book->catalog;
    const char *words = state_words(catalog, status);
    switch (status) {
    case ANSWER_CONTRADICTORY:
        return memory_printf("%s: %s", words, tr(catalog, "clear yes or no"));
    case ANSWER_NO_ASSESSMENT:
        return memory_printf("%s: %s", words, tr(catalog, "choose one below"));
    case ANSWER_UNKNOWN_OPTION:
        return memory_printf("%s: %s", words, tr(catalog, "choose from the list"));
    default:
        return memory_text(words);
    }
}

static void put_state_formula(struct questions *sheet)
{
    struct form_book *book = sheet->book;
    struct buffer choices = {0};
    unsigned now = book->score.question[sheet->place].status;
    char *value = state_advice(book, now == ANSWER_EMPTY ? ANSWER_UNANSWERED : now);
    for (int status = ANSWER_UNANSWERED; status <= ANSWER_UNKNOWN_OPTION; status++) {
        char *advice = state_advice(book, (enum answer_status)status);
        char *quoted = form_quoted(advice);
        buffer_printf(&choices, ",%s", quoted);
        free(quoted);
        free(advice);
    }
    form_formula_text(book, FORM_ANSWERS, sheet->row, FORM_COLUMN_AT_STATE, FORM_FORMAT_STATE,
        value, "=CHOOSE(%s+1%s)", form_work(book, FORM_WORK_STATE, sheet->place).text,
        buffer_string(&choices));
    form_formula(book, FORM_ANSWERS, sheet->row, FORM_COLUMN_AT_POINTS, FORM_FORMAT_POINTS,
        book->score.question[sheet->place].points, "=%s",
        form_work(book, FORM_WORK_POINTS, sheet->place).text);
    free(value);
    buffer_free(&choices);
}

/* The question's name with its state, and below it the question in full. */
static void put_asked(struct questions *sheet, struct form_rows *rows)
{
    const struct edition_question *wording = &sheet->book->edition->question[sheet->place];
    struct buffer topic = {0};
    char number[8];
    (void)snprintf(number, sizeof number, "%u", sheet->id);
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
    if (wording->help[0] == '\0')
        return;
    put_question_text(sheet, FORM_COLUMN_AT_TEXT, FORM_FORMAT_NOTE, wording->help);
    sheet->row++;
}

static void put_asked_question(struct questions *sheet, unsigned place)
{
    struct form_book *book = sheet->book;
    const struct model_question *question = &book->edition->model.question[place];
    struct form_rows *rows = &book->rows[place];
    sheet->place = place;
    sheet->id = question->id;
    (void)snprintf(
        sheet->title, sizeof sheet->title, "%s %u", tr(book->catalog, "Question"), sheet->id);
    put_asked(sheet, rows);
    rows->choice = sheet->row;
    if (question_traits(question)->single)
        put_step(sheet, rows);
    else
        put_ticks(sheet, rows);
    put_no(sheet, rows);
    put_assessment(sheet, rows);
    put_note(sheet);
    rows->end = sheet->row;
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

/* The count of questions of the section that are answered, as scoring/answered.h counts. */
static void put_section_answered(struct questions *sheet, unsigned first)
{
    struct form_book *book = sheet->book;
    const struct model *model = &book->edition->model;
    unsigned last = first;
    unsigned answered = 0;
    for (;
         last < model->questions && model->question[last].section == model->question[first].section;
         last++)
        answered += book->score.question[last].status != ANSWER_UNANSWERED &&
                    book->score.question[last].status != ANSWER_EMPTY;
    char *of = memory_printf(tr(book->catalog, "of %u answered"), last - first);
    char *quoted = form_quoted(of);
    char *value = memory_printf("%u %s", answered, of);
    form_formula_text(book, FORM_ANSWERS, sheet->row, FORM_COLUMN_AT_STATE, FORM_FORMAT_SECTION,
        value, "=SUMPRODUCT(--(%s<>%d))&\" \"&%s",
        form_range(book, FORM_WORKINGS, FORM_WORK_ROW + first, FORM_WORK_STATE,
            FORM_WORK_ROW + last - 1, FORM_WORK_STATE)
            .text,
        (int)ANSWER_UNANSWERED, quoted);
    free(value);
    free(quoted);
    free(of);
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
    for (lxw_col_t column = FORM_COLUMN_AT_KEY; column <= FORM_COLUMN_AT_POINTS; column++)
        put_question_text(sheet, column, FORM_FORMAT_SECTION, "");
    put_question_text(sheet, FORM_COLUMN_AT_NUMBER, FORM_FORMAT_SECTION, title);
    put_section_answered(sheet, first);
    free(title);
    sheet->row++;
}

/* ---- the whole ---- */

static void colour_state(struct form_book *book, const struct form_rows *rows,
    enum answer_status status, enum form_format format)
{
    char *words = state_advice(book, status);
    char *quoted = form_quoted(words);
    lxw_conditional_format rule = {
        .type = LXW_CONDITIONAL_TYPE_CELL,
        .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
        .value_string = quoted,
        .format = book->format[format],
    };
    workbook_library_keep(
        &book->failure, worksheet_conditional_format_cell(
                            book->page[FORM_ANSWERS], rows->asked, FORM_COLUMN_AT_STATE, &rule));
    free(quoted);
    free(words);
}

static void colour_states(struct form_book *book)
{
    for (unsigned i = 0; i < book->edition->model.questions; i++) {
        const struct form_rows *rows = &book->rows[i];
        colour_state(book, rows, ANSWER_UNANSWERED, FORM_FORMAT_DIM);
        colour_state(book, rows, ANSWER_YES, FORM_FORMAT_GOOD);
        colour_state(book, rows, ANSWER_NO, FORM_FORMAT_GOOD);
        colour_state(book, rows, ANSWER_CONTRADICTORY, FORM_FORMAT_BAD);
        colour_state(book, rows, ANSWER_NO_ASSESSMENT, FORM_FORMAT_BAD);
        colour_state(book, rows, ANSWER_UNKNOWN_OPTION, FORM_FORMAT_BAD);
    }
}

static bool begins_section(const struct model *model, unsigned place)
{
    return place == 0 || model->question[place].section != model->question[place - 1].section;
}

/* A section begins a printed page, and so does a question that would else be cut in two. */
static void break_pages(struct form_book *book)
{
    const struct model *model = &book->edition->model;
    lxw_row_t breaks[MODEL_QUESTIONS_MAX + 1] = {0};
    unsigned count = 0;
    lxw_row_t top = FORM_HEADER_ROW + 1; /* of the page */
    for (unsigned i = 1; i < model->questions; i++) {
        const struct form_rows *rows = &book->rows[i];
        bool section = begins_section(model, i);
        if (!section && form_height(book, FORM_ANSWERS, top, rows->end) <= PAGE_HEIGHT)
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
    sheet.row = form_head(book, FORM_ANSWERS, headers, sizeof headers / sizeof headers[0]);
    for (unsigned i = 0; i < model->questions; i++) {
        if (begins_section(model, i))
            put_section(&sheet, i);
        put_asked_question(&sheet, i);
    }
    colour_states(book);
    break_pages(book);
    form_print(book, FORM_ANSWERS, sheet.row - 1, FORM_COLUMN_AT_POINTS);
}
