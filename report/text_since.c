#include "report/text_since.h"

#include "report/layout.h"
#include "report/option_list.h"
#include "scoring/question.h"

/* ---- questions ---- */

static void put_new(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    const struct edition *to = succession->to;
    layout_say(out, "", tr(catalog, "New: %u"), succession_count(succession, SUCCESSION_NEW));
    for (unsigned i = 0; i < to->model.questions; i++) {
        if (succession->question[i].kind == SUCCESSION_NEW)
            layout_say(out, "  - ", tr(catalog, "Question %u. %s"),
                (unsigned)to->model.question[i].id, to->question[i].topic);
    }
}

/* "(6 before)" where the number is another one. */
static void put_number_before(struct buffer *line, const struct catalog *catalog,
    const struct succession *succession, unsigned place)
{
    unsigned then = succession->from->model.question[succession->question[place].from].id;
    if (then != succession->to->model.question[place].id)
        buffer_printf(line, tr(catalog, " (%u before)"), then);
}

static void put_changed(struct buffer *out, const struct catalog *catalog,
    const struct succession *succession, unsigned place)
{
    const struct edition *to = succession->to;
    const struct edition *from = succession->from;
    unsigned before = succession->question[place].from;
    struct buffer line = {0};
    buffer_printf(&line, tr(catalog, "Question %u. %s"), (unsigned)to->model.question[place].id,
        to->question[place].topic);
    put_number_before(&line, catalog, succession, place);
    layout_paragraph(out, "  - ", buffer_string(&line));
    option_list_lines(out, to, place,
        question_options(&to->model.question[place]) & ~succession_continuing(succession, place),
        "+");
    option_list_lines(out, from, before,
        question_options(&from->model.question[before]) & ~succession_continued(succession, place),
        "-");
    buffer_free(&line);
}

static void put_all_changed(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    layout_say(
        out, "", tr(catalog, "Changed: %u"), succession_count(succession, SUCCESSION_CHANGED));
    for (unsigned i = 0; i < succession->to->model.questions; i++) {
        if (succession->question[i].kind == SUCCESSION_CHANGED)
            put_changed(out, catalog, succession, i);
    }
}

static void put_gone(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    const struct edition *from = succession->from;
    layout_say(out, "", tr(catalog, "Gone: %u"), succession_gone(succession));
    for (unsigned i = 0; i < from->model.questions; i++) {
        if (succession->gone[i])
            layout_say(out, "  - ", tr(catalog, "Question %u. %s"),
                (unsigned)from->model.question[i].id, from->question[i].topic);
    }
}

static void put_same(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    struct buffer numbers = {0};
    for (unsigned i = 0; i < succession->to->model.questions; i++) {
        struct buffer one = {0};
        if (succession->question[i].kind != SUCCESSION_SAME)
            continue;
        buffer_printf(&one, "%u", (unsigned)succession->to->model.question[i].id);
        put_number_before(&one, catalog, succession, i);
        buffer_comma(&numbers, buffer_string(&one));
        buffer_free(&one);
    }
    layout_say(out, "", tr(catalog, "The same: %u"), succession_count(succession, SUCCESSION_SAME));
    if (numbers.length > 0)
        layout_paragraph(out, "  ", buffer_string(&numbers));
    buffer_free(&numbers);
}

/* ---- areas ---- */

static void put_area_names(struct buffer *out, const struct catalog *catalog,
    const struct succession *succession, enum succession_kind kind, const char *label)
{
    struct buffer names = {0};
    for (unsigned i = 0; i < succession->to->model.areas; i++) {
        if (succession->area[i].kind == kind)
            buffer_comma(&names, succession->to->area[i].name);
    }
    if (names.length > 0)
        layout_paragraph(out, tr(catalog, label), buffer_string(&names));
    buffer_free(&names);
}

static void put_gone_area_names(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    struct buffer names = {0};
    for (unsigned i = 0; i < succession->from->model.areas; i++) {
        if (succession->gone_area[i])
            buffer_comma(&names, succession->from->area[i].name);
    }
    if (names.length > 0)
        layout_paragraph(out, tr(catalog, "Areas that are gone: "), buffer_string(&names));
    buffer_free(&names);
}

void text_since(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    layout_say(
        out, "", tr(catalog, "From %s to %s:"), succession->from->title, succession->to->title);
    buffer_text(out, "\n");
    put_new(out, catalog, succession);
    buffer_text(out, "\n");
    put_all_changed(out, catalog, succession);
    buffer_text(out, "\n");
    put_gone(out, catalog, succession);
    buffer_text(out, "\n");
    put_same(out, catalog, succession);
    buffer_text(out, "\n");
    put_area_names(out, catalog, succession, SUCCESSION_SAME, N_("Areas that are the same: "));
    put_area_names(out, catalog, succession, SUCCESSION_CHANGED, N_("Areas that have changed: "));
    put_area_names(out, catalog, succession, SUCCESSION_NEW, N_("Areas that are new: "));
    put_gone_area_names(out, catalog, succession);
}
