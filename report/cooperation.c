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
    for (unsigned i = 0; i < cooperation->questions; i++) {
        if (choose(&cooperation->question[i]))
            list[count++] = cooperation->question[i];
    }
    if (choose == is_few)
        qsort(list, count, sizeof *list, by_with);
    return count;
}

static struct table *add_choice_table(
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
    return table;
}

struct table *cooperation_even_table(
    struct report *report, const struct cooperation *cooperation, const char *title)
{
    return add_choice_table(report, cooperation, title, is_even);
}

struct table *cooperation_few_table(
    struct report *report, const struct cooperation *cooperation, const char *title)
{
    return add_choice_table(report, cooperation, title, is_few);
}

static void add_group_mix(struct report *report, const struct cooperation *cooperation)
{
    const struct catalog *catalog = report->catalog;
    if (cooperation->groups == 0)
        return;
    struct table *table = report_table(report, tr(catalog, "The groups, the most mixed first"));
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 20);
    table_column(table, TABLE_FIGURES, tr(catalog, "Organisations"), 14);
    table_column(table, TABLE_FIGURES, tr(catalog, "even"), 12);
    table_column(table, TABLE_FIGURES, tr(catalog, "few can teach"), 14);
    for (size_t i = 0; i < cooperation->groups; i++) {
        const struct cooperation_group *group = &cooperation->group[i];
        table_put(table, cell_text(scope_group_name(cooperation->scope.edition, group->group)));
        table_put(table, cell_number(group->members));
        table_put(table, cell_number(group->even));
        table_put(table, cell_number(group->few));
    }
    table_note(table, tr(catalog, "Questions that are split evenly, and that few can teach."));
}

static void remark_hidden(struct report *report, const struct cooperation *cooperation)
{
    unsigned long hidden = cooperation->hidden;
    if (hidden > 0)
        report_remark(report,
            report_keep(report,
                tr_count(report->catalog,
                    "%lu question is left out: its counts would reveal something small.",
                    "%lu questions are left out: their counts would reveal something small.",
                    hidden),
                hidden));
}

void cooperation_tables(struct report *report, const struct cooperation *cooperation)
{
    const struct catalog *catalog = report->catalog;
    const struct cooperate_limits *limits = &cooperation->scope.edition->even;
    scope_heading(report, &cooperation->scope);
    if (cooperation->scope.members == 0) {
        report_table(report, NULL)->empty =
            tr(catalog, "No submissions: there is nobody to learn from or to teach.");
        return;
    }
    remark_hidden(report, cooperation);
    add_group_mix(report, cooperation);
    (void)cooperation_even_table(report, cooperation,
        report_keep(report,
            tr(catalog, "An even split: from %u/%u to %u/%u have points on the question."),
            limits->from, limits->from_of, limits->to, limits->to_of));
    (void)cooperation_few_table(report, cooperation,
        report_keep(report, tr(catalog, "Few can teach: fewer than %u/%u have points, or nobody."),
            limits->from, limits->from_of));
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

static json_t *groups_json(const struct cooperation *cooperation)
{
    json_t *list = json_array();
    for (size_t i = 0; i < cooperation->groups; i++) {
        const struct cooperation_group *group = &cooperation->group[i];
        json_parts_append(
            list, json_pack("{s:s, s:i, s:i, s:i}", "group", group->group, "n", (int)group->members,
                      "even", (int)group->even, "few_teach", (int)group->few));
    }
    return list;
}

json_t *cooperation_json(const struct cooperation *cooperation)
{
    const struct cooperate_limits *limits = &cooperation->scope.edition->even;
    return json_parts_joined(scope_json(&cooperation->scope),
        json_pack("{s:i, s:i, s:{s:[i,i], s:[i,i]}, s:o, s:o, s:o}", "n",
            (int)cooperation->scope.members, "hidden", (int)cooperation->hidden, "limits", "from",
            (int)limits->from, (int)limits->from_of, "to", (int)limits->to, (int)limits->to_of,
            "groups", groups_json(cooperation), "even", list_json(cooperation, is_even),
            "few_teach", list_json(cooperation, is_few)));
}
