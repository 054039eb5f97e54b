/* On the sheet of the result, what there is to see of an edition without levels: what is said of
 * each field, which level of maturity it has reached, and how many are at the target. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "scoring/maturity.h"

#include <stdlib.h>

enum { FIELD, ANSWER, MATURITY, TARGET, AT_TARGET }; /* columns */

static void put_field_text(struct form_book *book, lxw_row_t row, lxw_col_t column,
    enum form_format format, const char *text)
{
    form_text(book, FORM_RESULT, row, column, format, text);
}

static lxw_row_t put_field_headers(struct form_book *book, lxw_row_t row)
{
    const struct catalog *catalog = book->catalog;
    bool levels = book->edition->model.target > 0;
    /* Not "Answer": by that header answers are known (format/form_key.h). */
    const char *const headers[FORM_RESULT_COLUMNS] = {tr(catalog, "Field"),
        tr(catalog, "Yes or no"), levels ? tr(catalog, "Maturity") : "",
        levels ? tr(catalog, "Target") : "", levels ? tr(catalog, "At target") : "", ""};
    return form_result_table(book, row, tr(catalog, "Fields"), headers);
}

/* The option that is chosen of a question, from 1; 0 if there is no valid answer. The caller frees
 * it. */
static char *valid_choice(const struct form_book *book, unsigned question)
{
    return memory_printf("(%s=%d)*%s", form_work(book, FORM_WORK_STATE, question - 1).text,
        (int)ANSWER_YES, form_work(book, FORM_WORK_CHOSEN, question - 1).text);
}

static void put_field_answer(
    struct form_book *book, lxw_row_t row, unsigned question, enum maturity_answer now)
{
    const char *const words[] = {[MATURITY_UNANSWERED] = tr(book->catalog, "unanswered"),
        [MATURITY_YES] = tr(book->catalog, "yes"),
        [MATURITY_NO] = tr(book->catalog, "no")};
    char *choice = valid_choice(book, question);
    form_formula_text(book, FORM_RESULT, row, ANSWER, FORM_FORMAT_MIDDLE, words[now],
        "=CHOOSE(%s+1,\"%s\",\"%s\",\"%s\")", choice, words[0], words[1], words[2]);
    free(choice);
}

static void put_field_level(
    struct form_book *book, lxw_row_t row, unsigned question, const struct maturity_field *said)
{
    unsigned target = book->edition->model.target;
    const char *yes = tr(book->catalog, "yes"), *no = tr(book->catalog, "no");
    struct form_ref level = form_ref(book, FORM_RESULT, row, MATURITY);
    const char *now = said->reached ? yes : no;
    char *choice = valid_choice(book, question);
    form_formula(
        book, FORM_RESULT, row, MATURITY, FORM_FORMAT_NUMBER_OR_NONE, said->level, "=%s", choice);
    free(choice);
    form_number(book, FORM_RESULT, row, TARGET, FORM_FORMAT_NUMBER, target);
    form_formula_text(book, FORM_RESULT, row, AT_TARGET, FORM_FORMAT_MIDDLE,
        said->level == 0 ? "" : now, "=IF(%s=0,\"\",IF(%s>=%u,\"%s\",\"%s\"))", level.text,
        level.text, target, yes, no);
}

/* How many fields have reached the target, of those that have levels. */
static void put_at_target(struct form_book *book, lxw_row_t first, lxw_row_t row)
{
    const struct model *model = &book->edition->model;
    unsigned reached = 0, with_levels = 0;
    for (unsigned i = 0; i < model->fields; i++) {
        with_levels += model->field[i].maturity > 0;
        reached += maturity_of(model, book->set, i).reached;
    }
    char *label = memory_printf(
        tr(book->catalog, "Fields at level %u of maturity or above, the target"), model->target);
    char *of = memory_printf("%s %u", tr(book->catalog, "of"), with_levels);
    put_field_text(book, row, FIELD, FORM_FORMAT_STRONG, label);
    form_formula(book, FORM_RESULT, row, ANSWER, FORM_FORMAT_NUMBER, reached,
        "=SUMPRODUCT(--(%s>=%u))",
        form_range(book, FORM_RESULT, first, MATURITY, row - 1, MATURITY).text, model->target);
    put_field_text(book, row, MATURITY, FORM_FORMAT_TEXT, of);
    free(of);
    free(label);
}

static lxw_row_t put_chart(struct form_book *book, lxw_row_t first, lxw_row_t row)
{
    struct form_chart levels = {.first = first,
        .rows = book->edition->model.fields,
        .column = MATURITY,
        .step = 1,
        .number = "0",
        .shown = tr(book->catalog, "Level of maturity")};
    for (unsigned i = 0; i < book->edition->model.fields; i++) {
        unsigned question = book->edition->model.field[i].maturity;
        unsigned most = question == 0 ? 0 : book->edition->model.question[question - 1].options;
        levels.most = most > levels.most ? most : levels.most;
    }
    return form_chart(book, &levels, row);
}

lxw_row_t form_result_fields(struct form_book *book, lxw_row_t row)
{
    const struct model *model = &book->edition->model;
    if (model->fields == 0)
        return row;
    lxw_row_t first = put_field_headers(book, row);
    row = first;
    for (unsigned i = 0; i < model->fields; i++, row++) {
        const struct model_field *field = &model->field[i];
        const struct maturity_field said = maturity_of(model, book->set, i);
        char *name = memory_printf("%u. %s", i + 1, edition_field_name(book->edition, i));
        put_field_text(book, row, FIELD, FORM_FORMAT_TEXT, name);
        free(name);
        put_field_answer(book, row, field->question, (enum maturity_answer)said.answer);
        if (field->maturity > 0)
            put_field_level(book, row, field->maturity, &said);
    }
    if (model->target == 0)
        return row + 1;
    put_at_target(book, first, row);
    return put_chart(book, first, row + 2);
}
