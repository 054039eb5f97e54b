#include "report/cooperation.h"

#include "report/json_parts.h"
#include "report/question_areas.h"
#include "report/scope.h"

#include <stdlib.h>

typedef bool (*chooser)(const struct cooperate_question *question);

static bool is_even(const struct cooperate_question *question)
{
    return question->even;
}

static bool is_few(const struct cooperate_question *question)
{
    return question->few_teach;
}

/* Fewest who can teach first, equals in the questionnaire's order. */
static int by_with(const void *a, const void *b)
{
    const struct cooperate_question *first = a;
    const struct cooperate_question *second = b;
    if (first->with != second->with)
        return first->with < second->with ? -1 : 1;
    return (first->question > second->question) - (first->question < second->question);
}

/* The questions that are chosen, in their list's order; how many is the value. */
static unsigned choose_questions(const struct cooperation *cooperation, chooser choose,
    struct cooperate_question list[MODEL_QUESTIONS_MAX])
{
    unsigned count = 0;
    for (unsigned i = 0; i < cooperation->scope.edition->model.questions; i++) {
        if (choose(&cooperation->question[i]))
            list[count++] = cooperation->question[i];
    }
    if (choose == is_few)
        qsort(list, count, sizeof *list, by_with);
    return count;
}

static void add_choice_table(
    struct report *report, const struct cooperation *cooperation, const char *title, chooser choose)
{
    const struct catalog *catalog = report->catalog;
    const struct edition *edition = cooperation->scope.edition;
    struct cooperate_question list[MODEL_QUESTIONS_MAX];
    unsigned count = choose_questions(cooperation, choose, list);
    struct table *table = report_table(report, title);
    table_column(table, TABLE_FIGURES, tr(catalog, "No."), 3);
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 48);
    table_column(table, TABLE_FIGURES, tr(catalog, "can teach"), 12);
    table_column(table, TABLE_FIGURES, tr(catalog, "can learn"), 12);
    for (unsigned i = 0; i < count; i++) {
        table_put(table, cell_number(edition->model.question[list[i].question].id));
        table_put(table, cell_text(edition->question[list[i].question].topic));
        table_put(table, cell_number(list[i].with));
        table_put(table, cell_number(list[i].without));
    }
}

void cooperation_tables(struct report *report, const struct cooperation *cooperation)
{
    const struct catalog *catalog = report->catalog;
    scope_heading(report, &cooperation->scope);
    if (cooperation->scope.members == 0) {
        report_table(report, NULL)->empty =
            tr(catalog, "No submissions: there is nobody to learn from or to teach.");
        return;
    }
    add_choice_table(report, cooperation,
        tr(catalog, "An even split: about as many have points on the question as have none."),
        is_even);
    add_choice_table(report, cooperation,
        tr(catalog, "Few can teach: a quarter of the organisations at most have points."), is_few);
}

/* ---- JSON ---- */

static json_t *list_json(const struct cooperation *cooperation, chooser choose)
{
    const struct edition *edition = cooperation->scope.edition;
    struct cooperate_question question[MODEL_QUESTIONS_MAX];
    unsigned count = choose_questions(cooperation, choose, question);
    json_t *list = json_array();
    for (unsigned i = 0; i < count; i++) {
        unsigned place = question[i].question;
        json_parts_append(list,
            json_pack("{s:i, s:s, s:o, s:i, s:i}", "question",
                (int)edition->model.question[place].id, "topic", edition->question[place].topic,
                "areas", question_areas_ids(edition, question_areas(&edition->model, place)),
                "with", (int)question[i].with, "without", (int)question[i].without));
    }
    return list;
}

json_t *cooperation_json(const struct cooperation *cooperation)
{
    return json_parts_joined(scope_json(&cooperation->scope),
        json_pack("{s:i, s:o, s:o}", "n", (int)cooperation->scope.members, "even",
            list_json(cooperation, is_even), "few_teach", list_json(cooperation, is_few)));
}
