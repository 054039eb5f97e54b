/* On the sheet of the result, one row a question: its state, and of one with points what it gives.
 */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "report/state_words.h"
#include "report/workbook_library.h"
#include "scoring/levels.h"
#include "scoring/question.h"

#include <stdlib.h>

enum { QUESTION, STATE, POINTS, MOST, ASSESSMENT, LACKS }; /* columns */

static void put_question_state(struct form_book *book, lxw_row_t row, unsigned place)
{
    struct buffer choices = {0};
    unsigned now = book->score.question[place].status;
    for (int status = ANSWER_UNANSWERED; status < ANSWER_STATUSES; status++)
        buffer_printf(&choices, ",\"%s\"", state_words(book->catalog, (enum answer_status)status));
    form_formula_text(book, FORM_RESULT, row, STATE, FORM_FORMAT_MIDDLE,
        state_words(book->catalog, now == ANSWER_EMPTY ? ANSWER_UNANSWERED : now),
        "=CHOOSE(%s+1%s)", form_work(book, FORM_WORK_STATE, place).text, buffer_string(&choices));
    buffer_free(&choices);
}

/* The columns of a question with points, behind its state. */
static void put_question_points(struct form_book *book, lxw_row_t row, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    const struct points *points = &book->score.question[place];
    struct form_ref assessment = form_work(book, FORM_WORK_ASSESSMENT, place);
    const char *words[] = {"", book->edition->sure, book->edition->unsure};
    char *sure = form_quoted(words[ASSESSMENT_SURE]);
    char *unsure = form_quoted(words[ASSESSMENT_UNSURE]);
    unsigned wanted = 0;
    unsigned next = book->score.level + 1;
    if (next <= book->edition->model.levels && points_asked(points) &&
        levels_has_question(&book->edition->model, next, place))
        wanted = book->edition->model.level[next - 1].min_points_each;
    form_formula(book, FORM_RESULT, row, POINTS, FORM_FORMAT_NUMBER, points->points, "=%s",
        form_work(book, FORM_WORK_POINTS, place).text);
    form_number(book, FORM_RESULT, row, MOST, FORM_FORMAT_NUMBER, question_most(question));
    form_formula_text(book, FORM_RESULT, row, ASSESSMENT, FORM_FORMAT_MIDDLE,
        words[points->assessment], "=CHOOSE(%s*%s+1,\"\",%s,%s)", assessment.text,
        form_work(book, FORM_WORK_ASKED, place).text, sure, unsure);
    form_formula(book, FORM_RESULT, row, LACKS, FORM_FORMAT_NUMBER,
        wanted > points->points ? wanted - points->points : 0, "=%s",
        form_work(book, FORM_WORK_LACKS, place).text);
    free(unsure);
    free(sure);
}

static void put_question_row(struct form_book *book, lxw_row_t row, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    char *label =
        memory_printf("%u. %s", (unsigned)question->id, book->edition->question[place].topic);
    form_text(book, FORM_RESULT, row, QUESTION, FORM_FORMAT_TEXT, label);
    put_question_state(book, row, place);
    if (question_is_scored(question))
        put_question_points(book, row, place);
    free(label);
}

lxw_row_t form_result_questions(struct form_book *book, lxw_row_t row)
{
    const struct catalog *catalog = book->catalog;
    const char *state = form_label(FORM_LABEL_STATE, book->language);
    const char *const headers[FORM_RESULT_COLUMNS] = {tr(catalog, "Question"), state,
        tr(catalog, "Points"), tr(catalog, "of"), tr(catalog, "Assessment"),
        tr(catalog, "Lacks for the next level")};
    const char *const pointless[FORM_RESULT_COLUMNS] = {
        tr(catalog, "Question"), state, "", "", "", ""};
    lxw_row_t breaks[] = {row, 0};
    workbook_library_keep(
        &book->failure, worksheet_set_h_pagebreaks(book->page[FORM_RESULT], breaks));
    row = form_result_table(book, row, tr(catalog, "Questions"),
        edition_has_points(book->edition) ? headers : pointless);
    for (unsigned i = 0; i < book->edition->model.questions; i++)
        put_question_row(book, row++, i);
    return row;
}
