/* On the hidden sheet of a form, by question: what was typed, as formulas over the sheet of
 * answers, and whether the question is asked after that. */
#include "base/memory.h"
#include "base/text_fold.h"
#include "report/form_workbook_parts.h"
#include "scoring/asked.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

static struct form_ref answer_cell(const struct form_book *book, lxw_row_t row)
{
    return form_ref(book, FORM_ANSWERS, row, FORM_COLUMN_AT_ANSWER);
}

static struct form_ref answer_cells(const struct form_book *book, lxw_row_t first, lxw_row_t last)
{
    return form_range(
        book, FORM_ANSWERS, first, FORM_COLUMN_AT_ANSWER, last, FORM_COLUMN_AT_ANSWER);
}

static bool stands_before(
    const struct edition *edition, enum answer_words kind, size_t place, const char *written)
{
    const char *other, *word;
    for (size_t i = 0; i < place; i++) {
        if (answer_words_way(edition, kind, i, &other, &word) && text_same_folded(other, written))
            return true;
    }
    return false;
}

void form_add_written(struct buffer *terms, const struct form_book *book, enum answer_words kind,
    const char *sealed, const char *cells)
{
    const char *written, *word;
    for (size_t i = 0; answer_words_way(book->edition, kind, i, &written, &word); i++) {
        if (strcmp(word, sealed) != 0 || stands_before(book->edition, kind, i, written))
            continue;
        char *quoted = form_quoted(written);
        buffer_printf(terms, "+(TRIM(%s)=%s)", cells, quoted);
        free(quoted);
    }
}

/* ---- a yes ---- */

static void put_chosen(struct form_book *book, unsigned place, unsigned value, const char *formula)
{
    form_formula(book, FORM_WORKINGS, FORM_WORK_ROW + place, FORM_WORK_CHOSEN, FORM_FORMAT_NUMBER,
        value, "=%s", formula);
}

/* The place of the step or option in its list, whether its words or its name stand there. */
static void put_chosen_step(struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    unsigned step = book->set->answer[place].step;
    size_t list = form_list_steps(book, place);
    struct form_ref cell = answer_cell(book, book->rows[place].choice);
    char *formula = memory_printf("SUMPRODUCT((((TRIM(%s)=%s)+(TRIM(%s)=%s))>0)*%s)", cell.text,
        form_list_range(book, list, FORM_LIST_TEXTS).text, cell.text,
        form_list_range(book, list, FORM_LIST_BARE).text,
        form_list_range(book, list, FORM_LIST_PLACES).text);
    put_chosen(book, place, step <= question->options ? step : 0, formula);
    free(formula);
}

/* A whole number, or a day as a number with a part of a day behind it, between two; written as text
 * it counts too. */
static void put_chosen_value(struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    const struct answer *answer = &book->set->answer[place];
    struct form_ref cell = answer_cell(book, book->rows[place].choice);
    char *number = memory_printf("VALUE(TRIM(%s))", cell.text);
    char *whole = question_traits(question)->day ? memory_text("")
                                                 : memory_printf(",INT(%s)=%s", number, number);
    char *formula = memory_printf(
        "IF(TRIM(%s)=\"\",0,IF(ISNUMBER(%s),IF(AND(INT(%s)>=%.0f,INT(%s)<=%.0f%s),1,0),0))",
        cell.text, number, number, form_day_or_number(question, question->least), number,
        form_day_or_number(question, question->most), whole);
    put_chosen(book, place, answer->yes && !answer->unknown_option, formula);
    free(formula);
    free(whole);
    free(number);
}

/* How many cells of options, from the first one to that, say yes or no. */
static void add_ticks(struct buffer *formula, const struct form_book *book, unsigned place,
    lxw_row_t last, const char *sealed)
{
    buffer_text(formula, "SUMPRODUCT(0");
    form_add_written(formula, book, ANSWER_WORDS_TICK, sealed,
        answer_cells(book, book->rows[place].choice, last).text);
    buffer_text(formula, ")");
}

static void put_chosen_ticks(struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    struct buffer formula = {0};
    add_ticks(&formula, book, place, book->rows[place].choice_last, "yes");
    put_chosen(book, place,
        question_count(book->set->answer[place].options & question_options(question)),
        buffer_string(&formula));
    buffer_free(&formula);
}

/* ---- what is wrong ---- */

static bool has_ticks(const struct form_book *book, unsigned place)
{
    return form_key_of_yes(&book->edition->model.question[place]) == FORM_KEY_OPTION;
}

/* Each kind of no that the question offers. */
static void add_offered(struct buffer *terms, const struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    struct form_ref no = answer_cell(book, book->rows[place].no);
    if (question_traits(question)->refusable)
        form_add_written(terms, book, ANSWER_WORDS_NO, "no", no.text);
    if (question->offers_none)
        form_add_written(terms, book, ANSWER_WORDS_NO, "none", no.text);
    if (question->offers_partly)
        form_add_written(terms, book, ANSWER_WORDS_NO, "partly", no.text);
}

/* points_of: ANSWER_UNKNOWN_OPTION. */
static void put_wrong(struct form_book *book, unsigned place)
{
    const struct form_rows *rows = &book->rows[place];
    struct points points =
        points_of(&book->edition->model.question[place], &book->set->answer[place]);
    struct form_ref chosen = form_work(book, FORM_WORK_CHOSEN, place);
    struct buffer formula = {0};
    buffer_printf(&formula, "SUMPRODUCT(--(TRIM(%s)<>\"\"))",
        answer_cells(book, rows->choice, rows->extra_last).text);
    if (has_ticks(book, place)) { /* a no is no answer there */
        buffer_text(&formula, "-");
        add_ticks(&formula, book, place, rows->choice_last, "no");
    }
    buffer_printf(
        &formula, ">IF(%s>0,%s,0)", chosen.text, has_ticks(book, place) ? chosen.text : "1");
    if (rows->no != 0) {
        buffer_printf(&formula, ",AND(TRIM(%s)<>\"\",0", answer_cell(book, rows->no).text);
        add_offered(&formula, book, place);
        buffer_text(&formula, "=0)");
    }
    form_formula(book, FORM_WORKINGS, FORM_WORK_ROW + place, FORM_WORK_WRONG, FORM_FORMAT_NUMBER,
        points.status == ANSWER_UNKNOWN_OPTION, "=IF(OR(%s),1,0)", buffer_string(&formula));
    buffer_free(&formula);
}

/* ---- what else was given ---- */

static void put_no(struct form_book *book, unsigned place)
{
    static const char *const sealed[] = {"no", "none", "partly"};
    const struct form_rows *rows = &book->rows[place];
    struct buffer terms = {0};
    if (rows->no == 0)
        return;
    struct form_ref no = answer_cell(book, rows->no);
    for (size_t i = 0; i < sizeof sealed / sizeof sealed[0]; i++)
        form_add_written(&terms, book, ANSWER_WORDS_NO, sealed[i], no.text);
    form_formula(book, FORM_WORKINGS, FORM_WORK_ROW + place, FORM_WORK_NO, FORM_FORMAT_NUMBER,
        book->set->answer[place].no != ANSWER_NO_ABSENT, "=IF(0%s>0,1,0)", buffer_string(&terms));
    buffer_free(&terms);
}

static void put_assessment(struct form_book *book, unsigned place)
{
    const struct form_rows *rows = &book->rows[place];
    struct buffer sure = {0}, unsure = {0};
    struct form_ref assessment = answer_cell(book, rows->assessment);
    if (rows->assessment == 0)
        return;
    form_add_written(&sure, book, ANSWER_WORDS_ASSESSMENT, "sure", assessment.text);
    form_add_written(&unsure, book, ANSWER_WORDS_ASSESSMENT, "unsure", assessment.text);
    form_formula(book, FORM_WORKINGS, FORM_WORK_ROW + place, FORM_WORK_ASSESSMENT,
        FORM_FORMAT_NUMBER, book->set->answer[place].assessment, "=IF(0%s>0,%d,IF(0%s>0,%d,0))",
        buffer_string(&sure), (int)ASSESSMENT_SURE, buffer_string(&unsure), (int)ASSESSMENT_UNSURE);
    buffer_free(&sure);
    buffer_free(&unsure);
}

/* ---- whether it is asked ---- */

/* More than nothing if a yes was given; one to what the question does not have is a yes too. */
static void add_given(struct buffer *formula, const struct form_book *book, unsigned place)
{
    const struct form_rows *rows = &book->rows[place];
    if (rows->extra_last == rows->choice_last)
        buffer_text(formula, form_work(book, FORM_WORK_CHOSEN, place).text);
    else
        add_ticks(formula, book, place, rows->extra_last, "yes");
}

/* Appends terms, one of which is 1 if the question before has the yes that this one follows. */
static void add_yes(struct buffer *terms, const struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    unsigned before = question->asked_if - 1U;
    struct form_ref chosen = form_work(book, FORM_WORK_CHOSEN, before);
    if (question->asked_options == 0) {
        buffer_text(terms, "+(");
        add_given(terms, book, before);
        buffer_text(terms, ">0)");
    }
    for (unsigned i = 0; i < MODEL_OPTIONS_MAX; i++) {
        if ((question->asked_options >> i & 1U) == 0)
            continue;
        if (has_ticks(book, before))
            form_add_written(terms, book, ANSWER_WORDS_TICK, "yes",
                answer_cell(book, book->rows[before].choice + i).text);
        else
            buffer_printf(terms, "+(%s=%u)", chosen.text, i + 1);
    }
}

/* asked_after; a column each for whether an open question counts. */
static void put_asked_after(struct form_book *book, unsigned place, bool open_counts)
{
    const struct model_question *question = &book->edition->model.question[place];
    lxw_col_t column = open_counts ? FORM_WORK_OPEN : FORM_WORK_CALLED;
    struct buffer terms = {0};
    if (question->asked_if == 0) {
        form_number(book, FORM_WORKINGS, FORM_WORK_ROW + place, column, FORM_FORMAT_NUMBER, 1);
        return;
    }
    unsigned before = question->asked_if - 1U;
    add_yes(&terms, book, place);
    if (open_counts) {
        buffer_text(&terms, "+(");
        add_given(&terms, book, before);
        buffer_printf(&terms, "+%s=0)", form_work(book, FORM_WORK_NO, before).text);
    }
    form_formula(book, FORM_WORKINGS, FORM_WORK_ROW + place, column, FORM_FORMAT_NUMBER,
        asked_after(&book->edition->model, book->set, place, open_counts),
        "=IF(AND(%s>0,0%s>0),1,0)", form_work(book, column, before).text, buffer_string(&terms));
    buffer_free(&terms);
}

static void put_asked(struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    lxw_col_t column = question_is_scored(question) ? FORM_WORK_OPEN : FORM_WORK_CALLED;
    put_asked_after(book, place, false);
    put_asked_after(book, place, true);
    form_formula(book, FORM_WORKINGS, FORM_WORK_ROW + place, FORM_WORK_ASKED, FORM_FORMAT_NUMBER,
        asked_at(&book->edition->model, book->set, place), "=%s",
        form_work(book, column, place).text);
}

void form_workings_typed(struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    form_number(book, FORM_WORKINGS, FORM_WORK_ROW + place, 0, FORM_FORMAT_NUMBER, question->id);
    if (question_traits(question)->valued)
        put_chosen_value(book, place);
    else if (question_traits(question)->single)
        put_chosen_step(book, place);
    else
        put_chosen_ticks(book, place);
    put_wrong(book, place);
    put_no(book, place);
    put_assessment(book, place);
    put_asked(book, place);
}
