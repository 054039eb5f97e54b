#include "cmd/authority/counted.h"

#include "base/memory.h"
#include "cmd/authority/figures.h"
#include "report/csv_write.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

/* Numbers that a sentence names: a cell of a workbook holds 32 767 characters. */
enum { NAMED_MOST = 1000 };

static bool counted_has(const void *context, const struct member *member)
{
    const struct counted *counted = context;
    return member == counted->own || member == counted->other ||
           (counted->selection != NULL && collection_selects(counted->selection, member));
}

/* ---- the numbers ---- */

/* Those of the members that are counted and marked so, as far as a sentence has room. */
struct numbers {
    struct buffer text;
    size_t count;
};

/* Each once, though several rounds may have it. */
static void add_number(json_t **list, const char *number)
{
    size_t i;
    json_t *noted;
    if (*list == NULL)
        *list = json_array();
    json_array_foreach(*list, i, noted)
    {
        if (strcmp(json_string_value(noted), number) == 0)
            return;
    }
    (void)json_array_append_new(*list, json_string(number));
}

static void name_number(struct numbers *numbers, const char *number)
{
    if (numbers->count == NAMED_MOST)
        buffer_text(&numbers->text, " …");
    else if (numbers->count < NAMED_MOST)
        buffer_printf(&numbers->text, "%s%s", numbers->count == 0 ? "" : ", ", number);
    numbers->count++;
}

/* ---- the sentences ---- */

/* sentence: allocated, taken. */
static void keep_sentence(struct app *app, char *sentence)
{
    if (option_given(app->options, &OPTION_PUBLISH))
        free(sentence);
    else
        *(char **)list_add(&app->notes) = sentence;
}

static void note_unclear(struct app *app, const char *round, const char *numbers)
{
    warn(app,
        "in the round %s these organisations have several submissions for the same period, none "
        "of which replaces the others, and the chosen one or the one sealed last is counted: %s; "
        "see sigill-msb list --unclear",
        round, numbers);
    keep_sentence(app,
        memory_printf(text_of(app, "Note: in the round %s these organisations have several "
                                   "submissions for the same period, none of which replaces the "
                                   "others; the chosen one, or the one sealed last, is counted "
                                   "here: %s."),
            round, numbers));
}

static void note_suspect(struct app *app, const char *round, const char *numbers)
{
    warn(app,
        "in the round %s a suspect submission of these organisations is counted, since it was "
        "chosen: %s; see sigill-msb list",
        round, numbers);
    keep_sentence(app,
        memory_printf(text_of(app, "Note: in the round %s a suspect submission of these "
                                   "organisations (their key may have been a thief's) is counted "
                                   "here, since it was chosen: %s."),
            round, numbers));
}

void counted_note(struct app *app, const struct collection *collection, const void *context,
    bool (*counts)(const void *context, const struct member *member))
{
    struct numbers unclear = {0};
    struct numbers suspect = {0};
    bool named = !option_given(app->options, &OPTION_PUBLISH);
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (!counts(context, member))
            continue;
        if (member->unclear)
            name_number(&unclear, member->number);
        if (member->unclear && named)
            add_number(&app->unclear, member->number);
        if (member->suspect)
            name_number(&suspect, member->number);
        if (member->suspect && named)
            add_number(&app->suspect, member->number);
    }
    if (unclear.count > 0)
        note_unclear(app, collection->round.id, buffer_string(&unclear.text));
    if (suspect.count > 0)
        note_suspect(app, collection->round.id, buffer_string(&suspect.text));
    buffer_free(&unclear.text);
    buffer_free(&suspect.text);
}

void counted_note_those(
    struct app *app, const struct collection *collection, const struct counted *counted)
{
    counted_note(app, collection, counted, counted_has);
}

void counted_note_covered(struct app *app, const struct collection *collection)
{
    struct numbers unlisted = {0};
    unsigned long unnumbered = (unsigned long)collection->unnumbered;
    for (size_t i = 0; collection->populations > 0 && i < collection->covereds; i++) {
        if (collection->covered[i].listed == NULL)
            name_number(&unlisted, collection->covered[i].number);
    }
    if (unlisted.count > 0)
        warn(app,
            "in the round %s answers cover these organisations, which are not in the population "
            "list and so are not counted: %s; add them to the list if they were asked",
            collection->round.id, buffer_string(&unlisted.text));
    if (unnumbered > 0)
        warn(app,
            tr_count(app->catalog,
                "in the round %s answers cover %lu organisation by its name alone, which is not "
                "counted; ask for its number",
                "in the round %s answers cover %lu organisations by their names alone, which are "
                "not counted; ask for their numbers",
                unnumbered),
            collection->round.id, unnumbered);
    buffer_free(&unlisted.text);
}

/* ---- in the result ---- */

void counted_mark(const struct app *app, struct buffer *out)
{
    char *const *note = app->notes.items;
    for (size_t i = 0; i < app->notes.count; i++) {
        layout_paragraph(out, "", note[i]);
        buffer_text(out, "\n");
    }
}

void counted_mark_csv(const struct app *app, struct buffer *out)
{
    char *const *note = app->notes.items;
    for (size_t i = 0; i < app->notes.count; i++)
        csv_write_line(out, (const char *const[]){note[i], NULL});
}

void counted_remark(const struct app *app, struct report *report)
{
    char *const *note = app->notes.items;
    for (size_t i = 0; i < app->notes.count; i++)
        report_remark(report, note[i]);
}
