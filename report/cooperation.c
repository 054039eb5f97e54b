#include "report/cooperation.h"

#include "report/json_parts.h"
#include "report/layout.h"
#include "report/question_areas.h"

#include <stdio.h>
#include <stdlib.h>

enum { ID_WIDTH = 4, TOPIC_WIDTH = 48, COUNT_WIDTH = 13, NAME_WIDTH = 34 };

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
static unsigned chosen(const struct cooperation *cooperation, chooser choose,
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

/* ---- a group: text ---- */

static void count_cell(struct buffer *out, unsigned count)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", count);
    layout_right(out, text, COUNT_WIDTH);
}

static void question_row(struct buffer *out, const struct cooperation *cooperation,
    const struct cooperate_question *question)
{
    const struct edition *edition = cooperation->scope.edition;
    char id[16];
    (void)snprintf(id, sizeof id, "%u", (unsigned)edition->model.question[question->question].id);
    layout_right(out, id, ID_WIDTH - 1);
    buffer_text(out, " ");
    layout_cell(out, edition->question[question->question].topic, TOPIC_WIDTH);
    count_cell(out, question->with);
    count_cell(out, question->without);
    buffer_text(out, "\n");
}

static void table(struct buffer *out, const struct catalog *catalog,
    const struct cooperation *cooperation, const char *title, chooser choose)
{
    struct cooperate_question list[MODEL_QUESTIONS_MAX];
    unsigned count = chosen(cooperation, choose, list);
    buffer_text(out, "\n");
    layout_paragraph(out, "", title);
    if (count == 0) {
        buffer_printf(out, "  %s\n", tr(catalog, "none"));
        return;
    }
    layout_right(out, tr(catalog, "No."), ID_WIDTH - 1);
    buffer_text(out, " ");
    layout_cell(out, tr(catalog, "Question"), TOPIC_WIDTH);
    layout_right(out, tr(catalog, "can teach"), COUNT_WIDTH);
    layout_right(out, tr(catalog, "can learn"), COUNT_WIDTH);
    buffer_text(out, "\n");
    for (unsigned i = 0; i < count; i++)
        question_row(out, cooperation, &list[i]);
}

void text_cooperation(
    struct buffer *out, const struct catalog *catalog, const struct cooperation *cooperation)
{
    text_scope(out, catalog, &cooperation->scope);
    if (cooperation->scope.members == 0) {
        buffer_text(out, "\n");
        layout_paragraph(
            out, "", tr(catalog, "No submissions: there is nobody to learn from or to teach."));
        return;
    }
    table(out, catalog, cooperation,
        tr(catalog, "An even split: about as many have points on the question as have none."),
        is_even);
    table(out, catalog, cooperation,
        tr(catalog, "Few can teach: a quarter of the organisations at most have points."), is_few);
}

/* ---- a group: JSON ---- */

static json_t *list_json(const struct cooperation *cooperation, chooser choose)
{
    const struct edition *edition = cooperation->scope.edition;
    struct cooperate_question question[MODEL_QUESTIONS_MAX];
    unsigned count = chosen(cooperation, choose, question);
    json_t *list = json_array();
    for (unsigned i = 0; i < count; i++) {
        unsigned place = question[i].question;
        list = json_parts_append(list,
            json_pack("{s:i, s:s, s:o, s:i, s:i}", "question",
                (int)edition->model.question[place].id, "topic", edition->question[place].topic,
                "areas", question_areas_ids(edition, question_areas(&edition->model, place)),
                "with", (int)question[i].with, "without", (int)question[i].without));
    }
    return list;
}

json_t *json_cooperation(const struct cooperation *cooperation)
{
    return json_parts_joined(json_scope(&cooperation->scope),
        json_pack("{s:i, s:o, s:o}", "n", (int)cooperation->scope.members, "even",
            list_json(cooperation, is_even), "few_teach", list_json(cooperation, is_few)));
}

/* ---- partners ---- */

/* The questions on which the teacher is strong and the learner weak, as "3, 7, 12". */
static void lessons(struct buffer *out, const struct edition *edition, const struct score *teacher,
    const struct score *learner)
{
    bool any = false;
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (!cooperate_strong(&edition->model, teacher, i) ||
            !cooperate_weak(&edition->model, learner, i))
            continue;
        buffer_printf(out, "%s%u", any ? ", " : "", (unsigned)edition->model.question[i].id);
        any = true;
    }
}

static void partner_text(struct buffer *out, const struct catalog *catalog,
    const struct partners *partners, const struct partner *partner)
{
    const struct edition *edition = partners->scope.edition;
    struct buffer text = {0};
    layout_cell(out, partner->who.name, NAME_WIDTH);
    buffer_printf(out, " %s  %s", partner->who.number, partner->who.group);
    if (!partner->who.consents || !partners->own.consents)
        buffer_printf(out, "  %s", tr(catalog, "(not by name)"));
    buffer_text(out, "\n");
    buffer_printf(&text, "%s: ", tr(catalog, "can teach questions"));
    lessons(&text, edition, partner->who.score, partners->own.score);
    layout_paragraph(out, "    ", buffer_string(&text));
    buffer_free(&text);
    buffer_printf(&text, "%s: ", tr(catalog, "can learn questions"));
    lessons(&text, edition, partners->own.score, partner->who.score);
    layout_paragraph(out, "    ", buffer_string(&text));
    buffer_free(&text);
}

static void partners_head(
    struct buffer *out, const struct catalog *catalog, const struct partners *partners)
{
    unsigned long suitable = (unsigned long)partners->suitable;
    struct buffer text = {0};
    buffer_printf(
        &text, tr(catalog, "Partners for %s (%s):"), partners->own.name, partners->own.number);
    buffer_text(&text, " ");
    if (suitable == 0)
        buffer_text(&text, tr(catalog, "none suits"));
    else
        buffer_printf(&text, tr_count(catalog, "%lu suits", "%lu suit", suitable), suitable);
    if (partners->shown < partners->suitable)
        buffer_printf(&text, tr(catalog, ", the first %lu shown"), (unsigned long)partners->shown);
    buffer_text(&text, ". ");
    buffer_text(&text,
        tr(catalog, "Two suit each other if each is strong (at least four fifths of the points) on "
                    "some question where the other is weak (at most one fifth). Those of the same "
                    "group come first."));
    layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
}

void text_partners(
    struct buffer *out, const struct catalog *catalog, const struct partners *partners)
{
    bool silent = !partners->own.consents;
    text_scope(out, catalog, &partners->scope);
    partners_head(out, catalog, partners);
    for (size_t i = 0; i < partners->shown; i++) {
        buffer_text(out, "\n");
        partner_text(out, catalog, partners, &partners->partner[i]);
        silent = silent || !partners->partner[i].who.consents;
    }
    if (partners->shown == 0 || !silent)
        return;
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog, "(not by name): one of the two has not consented to comparison by name, so "
                    "that neither may be told the other's name before it has been asked."));
}

static json_t *lessons_json(
    const struct edition *edition, const struct score *teacher, const struct score *learner)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (cooperate_strong(&edition->model, teacher, i) &&
            cooperate_weak(&edition->model, learner, i))
            list = json_parts_append(list, json_integer((json_int_t)edition->model.question[i].id));
    }
    return list;
}

json_t *json_partners(const struct partners *partners)
{
    const struct edition *edition = partners->scope.edition;
    const struct cooperating *own = &partners->own;
    json_t *list = json_array();
    for (size_t i = 0; i < partners->shown; i++) {
        const struct partner *partner = &partners->partner[i];
        list = json_parts_append(
            list, json_pack("{s:s, s:s, s:s, s:b, s:b, s:o, s:o}", "number", partner->who.number,
                      "organisation", partner->who.name, "group", partner->who.group, "consents",
                      partner->who.consents ? 1 : 0, "same_group", partner->same_group ? 1 : 0,
                      "teaches", lessons_json(edition, partner->who.score, own->score), "learns",
                      lessons_json(edition, own->score, partner->who.score)));
    }
    return json_parts_joined(json_scope(&partners->scope),
        json_pack("{s:{s:s, s:s, s:s, s:b}, s:i, s:o}", "organisation", "number", own->number,
            "name", own->name, "group", own->group, "consents", own->consents ? 1 : 0, "suitable",
            (int)partners->suitable, "partners", list));
}
