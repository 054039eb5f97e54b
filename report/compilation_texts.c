#include "report/compilation_texts.h"

#include "base/memory.h"
#include "report/html_page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE_NAME_SIZE = 2 * EDITION_WORD_SIZE };

/* A chapter, and what its text is for. */
struct chapter {
    const char *name;
    const char *about;
};

static const struct chapter BEFORE_GROUPS[] = {
    {COMPILATION_PLACE_FOREWORD, N_("before everything else")},
    {COMPILATION_PLACE_SUMMARY, N_("at the top: what was done, and what came out of it")},
    {COMPILATION_PLACE_READING, N_("how the report is read")},
    {COMPILATION_PLACE_CONCLUSIONS, N_("what follows from the figures")},
    {COMPILATION_PLACE_ADVICE, N_("before the recommendations to all")},
    {COMPILATION_PLACE_RESPONSE, N_("who was asked, and who has answered")},
    {COMPILATION_PLACE_MODEL, N_("how the result is made")},
    {COMPILATION_PLACE_OVERALL, N_("all groups together")},
    {COMPILATION_PLACE_CIRCUMSTANCES, N_("what the organisations have written in their own words")},
    {COMPILATION_PLACE_NEXT_LEVEL, N_("what it takes to reach the next level")},
    {COMPILATION_PLACE_COOPERATION, N_("who can teach and who can learn")},
    {COMPILATION_PLACE_NOTES, N_("what must be known to read the figures")},
};

static const struct chapter AFTER_GROUPS[] = {
    {COMPILATION_PLACE_AHEAD, N_("what comes next")},
    {COMPILATION_PLACE_GLOSSARY, N_("beside the words and their meanings")},
};

/* ---- places ---- */

static const char *keep_words(struct compilation_places *places, char *text)
{
    *(char **)list_add(&places->kept) = text;
    return text;
}

static void add_place(struct compilation_places *places, const char *name, const char *about)
{
    *(struct editor_place *)list_add(&places->place) =
        (struct editor_place){.name = name, .about = about};
}

static void add_chapters(struct compilation_places *places, const struct catalog *catalog,
    const struct chapter chapter[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_place(places, chapter[i].name, tr(catalog, chapter[i].about));
}

/* "GROUP WHAT" */
static void add_of_group(struct compilation_places *places, const struct edition_group *group,
    const char *what, const char *about)
{
    add_place(places, keep_words(places, memory_printf("%s %s", group->id, what)),
        keep_words(places, memory_printf("%s: %s", group->name, about)));
}

static void add_group(struct compilation_places *places, const struct catalog *catalog,
    const struct edition *edition, const struct edition_group *group)
{
    add_place(places, group->id, group->name);
    add_of_group(places, group, COMPILATION_PLACE_NOTES,
        tr(catalog, "what must be known to read the figures"));
    add_of_group(places, group, COMPILATION_PLACE_COOPERATION,
        tr(catalog, "who can teach and who can learn"));
    for (size_t i = 0; i < edition->model.areas; i++)
        add_of_group(places, group, edition->area[i].id, edition->area[i].name);
    add_of_group(
        places, group, COMPILATION_PLACE_ADVICE, tr(catalog, "before the recommendations"));
}

static void add_numbered(
    struct compilation_places *places, const char *what, unsigned last, const char *about)
{
    for (unsigned i = 1; i <= last; i++)
        add_place(places, keep_words(places, memory_printf("%s %u", what, i)), about);
}

void compilation_places(
    struct compilation_places *out, const struct catalog *catalog, const struct edition *edition)
{
    *out = (struct compilation_places){
        .place.size = sizeof(struct editor_place), .kept.size = sizeof(char *)};
    add_chapters(out, catalog, BEFORE_GROUPS, sizeof BEFORE_GROUPS / sizeof BEFORE_GROUPS[0]);
    for (size_t i = 0; i < edition->groups; i++)
        add_group(out, catalog, edition, &edition->group[i]);
    add_chapters(out, catalog, AFTER_GROUPS, sizeof AFTER_GROUPS / sizeof AFTER_GROUPS[0]);
    /* Table 1, two a group, and three on the model; the model drawn, two diagrams a group, and two
     * of all together. */
    unsigned two_each = 2 * (unsigned)edition->groups;
    add_numbered(out, "tabell", 1 + two_each + 3, tr(catalog, "beside the table"));
    add_numbered(out, "diagram", 1 + two_each + 2, tr(catalog, "beside the diagram"));
}

void compilation_places_free(struct compilation_places *places)
{
    free(places->place.items);
    list_free_texts(&places->kept);
    *places = (struct compilation_places){0};
}

/* ---- an editor's texts ---- */

static void put_paragraphs_of(struct buffer *out, const struct editor_text *text)
{
    buffer_text(out, "<div class=\"editor\">\n");
    for (size_t i = 0; i < text->paragraphs.count; i++)
        html_add(out, "<p>%s</p>\n", ((char **)text->paragraphs.items)[i]);
    buffer_text(out, "</div>\n");
}

void compilation_texts_put(
    struct buffer *out, const struct editor_texts *texts, const char *place, ...)
{
    char name[PLACE_NAME_SIZE];
    va_list args;
    va_start(args, place);
    (void)vsnprintf(name, sizeof name, place, args);
    va_end(args);
    struct editor_text *text = texts == NULL ? NULL : editor_texts_find(texts, name);
    if (text == NULL)
        return;
    put_paragraphs_of(out, text);
    text->placed = true;
}

void compilation_texts_put_table(
    struct buffer *out, const struct editor_texts *texts, const char *file)
{
    static const char numbered[] = "tabell-";
    const size_t length = sizeof numbered - 1;
    if (file != NULL && strncmp(file, numbered, length) == 0)
        compilation_texts_put(out, texts, "tabell %lu", strtoul(file + length, NULL, 10));
}

void compilation_texts_rest(
    struct buffer *out, const struct catalog *catalog, const struct editor_texts *texts)
{
    bool begun = false;
    for (size_t i = 0; texts != NULL && i < texts->places; i++) {
        if (texts->text[i].placed || texts->text[i].paragraphs.count == 0)
            continue;
        if (!begun)
            html_section(out, "other-texts", "words", tr(catalog, "Further texts"));
        begun = true;
        html_add(out, "<h3 class=\"part\">%s</h3>\n", texts->place[i].about);
        put_paragraphs_of(out, &texts->text[i]);
    }
    if (begun)
        buffer_text(out, "</section>\n");
}
