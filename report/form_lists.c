/* Lists to choose from, in columns of the sheet of workings: what is shown, its bare name where it
 * is a step or an option, and its place. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NO_LISTS = FORM_LIST_OTHERS, /* by which of the other two answers without points are offered */
    STEP_LISTS = NO_LISTS + 4,
};

static void begin_list(struct form_book *book, const char *name)
{
    struct form_list *list = &book->list[book->lists];
    list->column = (lxw_col_t)(FORM_WORK_LISTS + FORM_LIST_PARTS * book->lists++);
    list->last = FORM_LIST_ROW - 1;
    form_text(book, FORM_WORKINGS, FORM_LIST_ROW - 1, list->column, FORM_FORMAT_HEADER, name);
}

/* The row stays, also where the edition has no such word, so that no range is empty. */
static void add_choice(struct form_book *book, const char *text, const char *bare)
{
    struct form_list *list = &book->list[book->lists - 1];
    lxw_row_t row = ++list->last;
    form_text(book, FORM_WORKINGS, row, list->column, FORM_FORMAT_TEXT, text);
    form_text(book, FORM_WORKINGS, row, list->column + FORM_LIST_BARE, FORM_FORMAT_TEXT, bare);
    form_number(book, FORM_WORKINGS, row, list->column + FORM_LIST_PLACES, FORM_FORMAT_NUMBER,
        (double)(row - FORM_LIST_ROW + 1));
}

static void add_no_lists(struct form_book *book)
{
    const struct edition *edition = book->edition;
    for (unsigned offered = 0; offered < 4; offered++) {
        begin_list(book, tr(book->catalog, "No points"));
        add_choice(book, edition->no, "");
        if ((offered & 1) != 0)
            add_choice(book, edition->no_none, "");
        if ((offered & 2) != 0)
            add_choice(book, edition->no_partly, "");
    }
}

size_t form_list_no(const struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    return NO_LISTS + (question->offers_none ? 1U : 0U) + (question->offers_partly ? 2U : 0U);
}

/* Questions that share a scale share its list, and so do those with the same options. */
static bool same_steps(const struct edition *edition, unsigned a, unsigned b)
{
    const struct model_question *question = edition->model.question;
    if (question[a].options != question[b].options || !question_traits(&question[b])->single ||
        question_traits(&question[a])->numbered != question_traits(&question[b])->numbered)
        return false;
    for (unsigned i = 0; i < question[a].options; i++) {
        if (strcmp(edition->question[a].option[i], edition->question[b].option[i]) != 0)
            return false;
    }
    return true;
}

/* The first question that has the same steps. */
static unsigned first_with_steps(const struct edition *edition, unsigned place)
{
    unsigned first = 0;
    while (!same_steps(edition, place, first))
        first++;
    return first;
}

size_t form_list_steps(const struct form_book *book, unsigned place)
{
    unsigned first = first_with_steps(book->edition, place);
    size_t list = STEP_LISTS;
    for (unsigned i = 0; i < first; i++) {
        if (question_traits(&book->edition->model.question[i])->single &&
            first_with_steps(book->edition, i) == i)
            list++;
    }
    return list;
}

static void add_steps(struct form_book *book, unsigned place)
{
    const struct model_question *question = &book->edition->model.question[place];
    begin_list(book, book->edition->question[place].topic);
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(question, i, name);
        char *text = memory_printf("%s: %s", name, book->edition->question[place].option[i]);
        add_choice(book, text, name);
        free(text);
    }
}

void form_lists(struct form_book *book)
{
    const struct edition *edition = book->edition;
    begin_list(book, tr(book->catalog, "Group"));
    for (size_t i = 0; i < edition->groups; i++)
        add_choice(book, edition->group[i].name, "");
    begin_list(book, tr(book->catalog, "Marking"));
    for (size_t i = 0; i < edition->markings; i++)
        add_choice(book, edition->marking[i], "");
    begin_list(book, tr(book->catalog, "Assessment"));
    add_choice(book, edition->sure, "");
    add_choice(book, edition->unsure, "");
    add_no_lists(book);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (question_traits(&edition->model.question[i])->single &&
            first_with_steps(edition, i) == i)
            add_steps(book, i);
    }
}

struct form_ref form_list_range(const struct form_book *book, size_t list, enum form_list_part part)
{
    lxw_col_t column = (lxw_col_t)(book->list[list].column + part);
    return form_range(book, FORM_WORKINGS, FORM_LIST_ROW, column, book->list[list].last, column);
}
