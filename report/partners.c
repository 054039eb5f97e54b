#include "report/partners.h"

#include "report/json_parts.h"
#include "report/layout.h"
#include "report/report_text.h"
#include "report/scope.h"

enum { NAME_WIDTH = 34 };

/* The questions on which the teacher is strong and the learner weak, as "3, 7, 12". */
static void put_lessons(struct buffer *out, const struct edition *edition,
    const struct score *teacher, const struct score *learner)
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

static void put_partner(struct buffer *out, const struct catalog *catalog,
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
    put_lessons(&text, edition, partner->who.score, partners->own.score);
    layout_paragraph(out, "    ", buffer_string(&text));
    buffer_free(&text);
    buffer_printf(&text, "%s: ", tr(catalog, "can learn questions"));
    put_lessons(&text, edition, partners->own.score, partner->who.score);
    layout_paragraph(out, "    ", buffer_string(&text));
    buffer_free(&text);
}

static void put_partners_head(
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

void partners_text(
    struct buffer *out, const struct catalog *catalog, const struct partners *partners)
{
    bool silent = !partners->own.consents;
    struct report report = {.catalog = catalog};
    scope_heading(&report, &partners->scope);
    report_text(out, &report);
    report_free(&report);
    put_partners_head(out, catalog, partners);
    for (size_t i = 0; i < partners->shown; i++) {
        buffer_text(out, "\n");
        put_partner(out, catalog, partners, &partners->partner[i]);
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
            json_parts_append(list, json_integer((json_int_t)edition->model.question[i].id));
    }
    return list;
}

json_t *partners_json(const struct partners *partners)
{
    const struct edition *edition = partners->scope.edition;
    const struct cooperating *own = &partners->own;
    json_t *list = json_array();
    for (size_t i = 0; i < partners->shown; i++) {
        const struct partner *partner = &partners->partner[i];
        json_parts_append(
            list, json_pack("{s:s, s:s, s:s, s:b, s:b, s:o, s:o}", "number", partner->who.number,
                      "organisation", partner->who.name, "group", partner->who.group, "consents",
                      partner->who.consents ? 1 : 0, "same_group", partner->same_group ? 1 : 0,
                      "teaches", lessons_json(edition, partner->who.score, own->score), "learns",
                      lessons_json(edition, own->score, partner->who.score)));
    }
    return json_parts_joined(scope_json(&partners->scope),
        json_pack("{s:{s:s, s:s, s:s, s:b}, s:i, s:o}", "organisation", "number", own->number,
            "name", own->name, "group", own->group, "consents", own->consents ? 1 : 0, "suitable",
            (int)partners->suitable, "partners", list));
}
