/* The rows of a question in which something is typed: the yes of its kind, a no, how sure it is, a
 * comment. */
#include "base/memory.h"
#include "format/question_form.h"
#include "report/form_workbook_parts.h"
#include "report/question_hint.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>

/* The question while its rows are written from the top. */
struct answer_rows {
    struct form_book *book;
    const struct model_question *question;
    const struct edition_question *words;
    lxw_row_t row;
    unsigned place;
    char title[32]; /* "Question 7" */
};

/* A row with its text; number: what people call it, or "". */
static void put_answer_row(struct answer_rows *rows, const char *number, const char *text,
    struct form_key key, struct form_input input)
{
    key.question = rows->question->id;
    input.page = FORM_ANSWERS;
    input.row = rows->row;
    input.key = &key;
    input.place = rows->place;
    input.title = rows->title;
    form_text(rows->book, FORM_ANSWERS, rows->row, FORM_COLUMN_AT_NUMBER, FORM_FORMAT_TEXT, number);
    form_text(rows->book, FORM_ANSWERS, rows->row, FORM_COLUMN_AT_TEXT, FORM_FORMAT_TEXT, text);
    form_input(rows->book, &input);
    rows->row++;
}

/* ---- a yes ---- */

static void put_tick(struct answer_rows *rows, unsigned option, const char *text)
{
    const struct catalog *catalog = rows->book->catalog;
    const char letter[] = {(char)('a' + (int)option), '\0'};
    put_answer_row(rows, letter, text,
        (struct form_key){.place = FORM_KEY_OPTION, .option = option},
        (struct form_input){.choice = FORM_CHOICE_YES,
            .message = tr(catalog, "Choose yes if this is so. Else leave the cell empty.")});
}

/* The options, and those that the draft has ticked beyond them, so that none is lost. */
static void put_ticks(struct answer_rows *rows, struct form_rows *at)
{
    struct form_book *book = rows->book;
    unsigned options = rows->question->options;
    for (unsigned i = 0; i < options; i++)
        put_tick(rows, i, rows->words->option[i]);
    at->choice_last = rows->row - 1;
    for (unsigned i = options; i < QUESTION_FORM_LETTERS_MAX; i++) {
        if (form_value_ticked(book, rows->question->id, i))
            put_tick(
                rows, i, tr(book->catalog, "The question has no such option: clear the answer"));
    }
    at->extra_last = rows->row - 1;
}

/* All steps or options stand beside the one cell, so that the printed form has them too. */
static void put_single(struct answer_rows *rows, bool step)
{
    struct form_book *book = rows->book;
    struct buffer steps = {0};
    buffer_text(&steps, step ? tr(book->catalog, "Choose one step:") : "");
    if (!step)
        question_hint(&steps, book->catalog, book->edition, rows->place);
    for (unsigned i = 0; i < rows->question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(rows->question, i, name);
        buffer_printf(&steps, "\n%s: %s", name, rows->words->option[i]);
    }
    put_answer_row(rows, "", buffer_string(&steps),
        (struct form_key){.place = form_key_of_yes(rows->question)},
        (struct form_input){.choice = FORM_CHOICE_LIST,
            .list = form_list_steps(book, rows->place),
            .message = step ? tr(book->catalog, "Choose the step that fits, if the answer is yes.")
                            : tr(book->catalog, "Choose one.")});
    buffer_free(&steps);
}

static void put_value_row(struct answer_rows *rows)
{
    struct buffer hint = {0};
    question_hint(&hint, rows->book->catalog, rows->book->edition, rows->place);
    put_answer_row(rows, "", buffer_string(&hint), (struct form_key){.place = FORM_KEY_VALUE},
        (struct form_input){.choice = FORM_CHOICE_VALUE});
    buffer_free(&hint);
}

static void put_yes(struct answer_rows *rows, struct form_rows *at)
{
    at->choice = rows->row;
    switch (form_key_of_yes(rows->question)) {
    case FORM_KEY_OPTION:
        put_ticks(rows, at);
        return;
    case FORM_KEY_VALUE:
        put_value_row(rows);
        break;
    default:
        put_single(rows, form_key_of_yes(rows->question) == FORM_KEY_STEP);
        break;
    }
    at->choice_last = at->extra_last = at->choice;
}

/* ---- the rest ---- */

/* What the row of a no says, and the list to choose it from. */
static void add_no_words(const struct answer_rows *rows, struct buffer *text)
{
    const struct edition *edition = rows->book->edition;
    const struct catalog *catalog = rows->book->catalog;
    if (!question_is_scored(rows->question)) {
        buffer_printf(text, "%s %s", tr(catalog, "Or, if none of them applies:"), edition->no);
        return;
    }
    buffer_printf(text, "%s %s", tr(catalog, "Or an answer without points:"), edition->no);
    if (rows->question->offers_none)
        buffer_printf(text, " / %s", edition->no_none);
    if (rows->question->offers_partly)
        buffer_printf(text, " / %s", edition->no_partly);
}

static void put_no(struct answer_rows *rows, struct form_rows *at)
{
    struct form_book *book = rows->book;
    struct buffer text = {0};
    add_no_words(rows, &text);
    at->no = rows->row;
    put_answer_row(rows, "", buffer_string(&text), (struct form_key){.place = FORM_KEY_NO},
        (struct form_input){.choice = FORM_CHOICE_LIST,
            .list = form_list_no(book, rows->place),
            .message = tr(book->catalog,
                "Only if nothing is chosen above: both together contradict each other.")});
    buffer_free(&text);
}

/* A no that the draft has and the question does not take, so that it is not lost. */
static void put_extra_no(struct answer_rows *rows, struct form_rows *at)
{
    struct form_key key = {.place = FORM_KEY_NO, .question = rows->question->id};
    char *given = form_value(rows->book, &key);
    if (given[0] != '\0') {
        at->no = rows->row;
        put_answer_row(rows, "",
            tr(rows->book->catalog, "The question takes no such answer: clear it"),
            (struct form_key){.place = FORM_KEY_NO}, (struct form_input){0});
    }
    free(given);
}

static void put_assessment(struct answer_rows *rows, struct form_rows *at)
{
    struct form_book *book = rows->book;
    char *text = memory_printf("%s %s / %s", tr(book->catalog, "How sure is the answer?"),
        book->edition->sure, book->edition->unsure);
    at->assessment = rows->row;
    put_answer_row(rows, "", text, (struct form_key){.place = FORM_KEY_ASSESSMENT},
        (struct form_input){.choice = FORM_CHOICE_LIST,
            .list = FORM_LIST_ASSESSMENTS,
            .message = tr(book->catalog, "Sure: you know it and could show it. Unsure: you believe "
                                         "it. An answer without this gives no points.")});
    free(text);
}

static void put_note(struct answer_rows *rows)
{
    const struct catalog *catalog = rows->book->catalog;
    put_answer_row(rows, "", tr(catalog, "Comment (stays with you)"),
        (struct form_key){.place = FORM_KEY_NOTE},
        (struct form_input){
            .message =
                tr(catalog, "For your own memory. It is left out when the answers are sealed.")});
}

lxw_row_t form_answer_rows(struct form_book *book, unsigned place, lxw_row_t row)
{
    struct form_rows *at = &book->rows[place];
    struct answer_rows rows = {.book = book,
        .question = &book->edition->model.question[place],
        .words = &book->edition->question[place],
        .row = row,
        .place = place};
    (void)snprintf(rows.title, sizeof rows.title, "%s %u", tr(book->catalog, "Question"),
        (unsigned)rows.question->id);
    put_yes(&rows, at);
    if (question_traits(rows.question)->refusable)
        put_no(&rows, at);
    else
        put_extra_no(&rows, at);
    if (question_is_scored(rows.question))
        put_assessment(&rows, at);
    put_note(&rows);
    at->end = rows.row;
    return rows.row;
}
