#include "report/compilation_notes.h"

#include "format/target.h"
#include "report/html_page.h"

static void put_note(struct buffer *out, struct buffer *text)
{
    html_add(out, "<p class=\"notice\">%s</p>\n", buffer_string(text));
    text->length = 0;
}

void compilation_notes(
    struct buffer *out, const struct catalog *catalog, const struct compilation *compilation)
{
    struct buffer text = {0};
    buffer_text(&text, tr(catalog, "No single organisation's result is to be recognised in what "
                                   "leaves the authority."));
    if (!compilation->stats->published)
        buffer_printf(&text, " %s",
            tr(catalog, "This report is not protected: it is for the authority's own eyes."));
    put_note(out, &text);
    if (compilation->target != NULL) {
        buffer_printf(&text,
            tr(catalog, "What is left to \"%s\" is counted by one reading of it. It is an "
                        "indication and no supervision. For those whom a regulation does not bind "
                        "it is something to measure by, and no demand."),
            compilation->target->name);
        put_note(out, &text);
    }
    buffer_free(&text);
}

void compilation_notes_others(struct buffer *out, const struct compilation *compilation,
    const struct compilation_group *group)
{
    for (size_t i = 0; i < compilation->groups; i++) {
        const struct stats_group *other = compilation->group[i].stats;
        const struct stats_cell *counted = &other->response.counted;
        if (other == group->stats || other->id == NULL || counted->show != STATS_NUMBER)
            continue;
        buffer_printf(out, "%s%s %llu", out->length == 0 ? "" : ", ", other->name,
            (unsigned long long)counted->value);
    }
}

void compilation_notes_outliers(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, const struct compilation_group *group)
{
    unsigned long long outliers = (unsigned long long)group->outliers.value;
    buffer_printf(out,
        tr_count(catalog,
            "The result of the %u best is pulled up by %llu organisation that has nearly "
            "all measures.",
            "The result of the %u best is pulled up by %llu organisations that have nearly "
            "all measures.",
            (size_t)outliers),
        compilation->best, outliers);
}

static void add_others(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, const struct compilation_group *group)
{
    struct buffer others = {0};
    compilation_notes_others(&others, compilation, group);
    if (others.length > 0) {
        buffer_text(out, " ");
        buffer_printf(out, tr(catalog, "The others rest on: %s."), buffer_string(&others));
    }
    buffer_free(&others);
}

static void note_few(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, const struct compilation_group *group)
{
    struct buffer text = {0};
    unsigned answers = (unsigned)group->stats->response.counted.value;
    buffer_printf(&text,
        tr_count(catalog, "This rests on %u answer, and says little.",
            "This rests on %u answers: each of them weighs much.", answers),
        answers);
    add_others(&text, catalog, compilation, group);
    put_note(out, &text);
    buffer_free(&text);
}

void compilation_notes_group(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, const struct compilation_group *group)
{
    struct buffer text = {0};
    if (group->few)
        note_few(out, catalog, compilation, group);
    if (group->typical.why == COMPILATION_TOO_FEW) {
        buffer_text(
            &text, tr(catalog, "The group is too small for its typical answers to be shown."));
        put_note(out, &text);
    } else if (group->best.why == COMPILATION_TOO_FEW) {
        buffer_text(&text, tr(catalog, "The group is too small for its best to be shown apart."));
        put_note(out, &text);
    }
    if (group->outliers.show == STATS_NUMBER) {
        compilation_notes_outliers(&text, catalog, compilation, group);
        put_note(out, &text);
    }
    buffer_free(&text);
}
