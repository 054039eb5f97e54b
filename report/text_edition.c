#include "report/text_edition.h"

#include "report/layout.h"

#include <string.h>

void text_edition(struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    const struct model *model = &edition->model;
    unsigned questions = model->questions;
    if (edition_has_points(edition))
        layout_say(out, "", tr(catalog, "%s (%s): %u questions, %u areas, at most %u points"),
            edition->title, edition->id, questions, (unsigned)model->areas, edition->points);
    else if (model->fields > 0)
        layout_say(out, "", tr(catalog, "%s (%s): %u questions in %u fields, without points"),
            edition->title, edition->id, questions, (unsigned)model->fields);
    else
        layout_say(out, "", tr(catalog, "%s (%s): %u questions, without points"), edition->title,
            edition->id, questions);
}

static bool differ(const char *one, const char *other)
{
    return strcmp(one == NULL ? "" : one, other == NULL ? "" : other) != 0;
}

static void name_if(
    struct buffer *names, const struct catalog *catalog, bool differs, const char *what)
{
    if (differs)
        buffer_comma(names, tr(catalog, what));
}

static bool options_differ(
    const struct edition_question *before, const struct edition_question *now)
{
    for (size_t i = 0; i < MODEL_OPTIONS_MAX; i++) {
        if (differ(before->option[i], now->option[i]))
            return true;
    }
    return false;
}

static void name_question(struct buffer *names, const struct catalog *catalog,
    const struct edition_question *before, const struct edition_question *now)
{
    name_if(names, catalog, differ(before->topic, now->topic), N_("topic"));
    name_if(names, catalog, differ(before->text, now->text), N_("question"));
    name_if(names, catalog, differ(before->help, now->help), N_("help"));
    name_if(names, catalog, options_differ(before, now), N_("answers"));
    name_if(names, catalog, differ(before->unit, now->unit), N_("unit"));
}

static bool put_questions(struct buffer *out, const struct catalog *catalog,
    const struct edition *before, const struct edition *now)
{
    bool any = false;
    for (unsigned i = 0; i < now->model.questions; i++) {
        struct buffer names = {0};
        name_question(&names, catalog, &before->question[i], &now->question[i]);
        if (names.length > 0)
            layout_say(out, "  ", tr(catalog, "Question %u: %s"),
                (unsigned)now->model.question[i].id, buffer_string(&names));
        any = any || names.length > 0;
        buffer_free(&names);
    }
    return any;
}

static bool sections_differ(const struct edition *before, const struct edition *now)
{
    for (size_t i = 0; i < MODEL_SECTIONS_MAX; i++) {
        if (differ(before->section[i], now->section[i]))
            return true;
    }
    return false;
}

static bool areas_differ(const struct edition *before, const struct edition *now)
{
    for (unsigned i = 0; i < now->model.areas; i++) {
        if (differ(before->area[i].name, now->area[i].name) ||
            differ(before->area[i].description, now->area[i].description) ||
            differ(before->area[i].source, now->area[i].source))
            return true;
    }
    return false;
}

static bool groups_differ(const struct edition *before, const struct edition *now)
{
    for (size_t i = 0; i < now->groups; i++) {
        if (differ(before->group[i].name, now->group[i].name) ||
            differ(before->group[i].typical, now->group[i].typical))
            return true;
    }
    return false;
}

static bool roles_differ(const struct edition *before, const struct edition *now)
{
    for (size_t i = 0; i < now->roles; i++) {
        if (differ(before->role[i].name, now->role[i].name))
            return true;
    }
    return false;
}

static bool backgrounds_differ(const struct edition *before, const struct edition *now)
{
    for (size_t i = 0; i < now->backgrounds; i++) {
        if (differ(before->background[i].topic, now->background[i].topic) ||
            differ(before->background[i].text, now->background[i].text))
            return true;
    }
    return false;
}

static bool zero_answers_differ(const struct edition *before, const struct edition *now)
{
    return differ(before->no, now->no) || differ(before->no_none, now->no_none) ||
           differ(before->no_partly, now->no_partly) || differ(before->no_source, now->no_source);
}

static bool put_rest(struct buffer *out, const struct catalog *catalog,
    const struct edition *before, const struct edition *now)
{
    struct buffer names = {0};
    const struct cooperate_limits *one = &before->even;
    const struct cooperate_limits *other = &now->even;
    name_if(&names, catalog, differ(before->title, now->title), N_("title"));
    name_if(&names, catalog, differ(before->about, now->about), N_("about"));
    name_if(&names, catalog,
        differ(before->period, now->period) || before->period_months != now->period_months,
        N_("period"));
    name_if(&names, catalog, sections_differ(before, now), N_("sections"));
    name_if(&names, catalog, areas_differ(before, now), N_("areas"));
    name_if(&names, catalog, groups_differ(before, now), N_("groups"));
    name_if(&names, catalog, roles_differ(before, now), N_("roles"));
    name_if(&names, catalog, backgrounds_differ(before, now), N_("background questions"));
    name_if(&names, catalog, zero_answers_differ(before, now), N_("answers without points"));
    name_if(&names, catalog, differ(before->sure, now->sure) || differ(before->unsure, now->unsure),
        N_("assessments"));
    name_if(&names, catalog,
        one->from != other->from || one->from_of != other->from_of || one->to != other->to ||
            one->to_of != other->to_of,
        N_("limits of lists"));
    name_if(&names, catalog, memcmp(&before->follows, &now->follows, sizeof now->follows) != 0,
        N_("what it follows"));
    bool any = names.length > 0;
    if (any)
        layout_say(out, "  ", tr(catalog, "Besides: %s"), buffer_string(&names));
    buffer_free(&names);
    return any;
}

bool text_edition_changes(struct buffer *out, const struct catalog *catalog,
    const struct edition *before, const struct edition *now)
{
    bool questions = put_questions(out, catalog, before, now);
    return put_rest(out, catalog, before, now) || questions;
}
