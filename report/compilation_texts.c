#include "report/compilation_texts.h"

#include "base/memory.h"
#include "base/text_fold.h"
#include "report/compilation_drawings.h"
#include "report/html_page.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE_KEY_SIZE = 2 * EDITION_WORD_SIZE + 4 };

#define NUMBERED_TABLE "tabell"
#define NUMBERED_DIAGRAM "diagram"

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

static void add_place(
    struct compilation_places *places, const char *key, const char *name, const char *about)
{
    *(struct editor_place *)list_add(&places->place) =
        (struct editor_place){.key = key, .name = name, .about = about};
}

static void add_chapters(struct compilation_places *places, const struct catalog *catalog,
    const struct chapter chapter[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_place(places, chapter[i].name, chapter[i].name, tr(catalog, chapter[i].about));
}

static bool names_chapter(const struct chapter chapter[], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (text_same_folded(chapter[i].name, name))
            return true;
    }
    return false;
}

/* "tabell 3" */
static bool is_numbered(const char *what, const char *name)
{
    size_t length = strlen(what);
    return strncmp(name, what, length) == 0 && isdigit((unsigned char)name[length]);
}

/* Whether another place has that name, or may get it. */
static bool is_taken(const struct compilation_places *places, const char *name)
{
    const struct editor_place *place = places->place.items;
    for (size_t i = 0; i < places->place.count; i++) {
        if (text_same_folded(place[i].name, name))
            return true;
    }
    return names_chapter(AFTER_GROUPS, sizeof AFTER_GROUPS / sizeof AFTER_GROUPS[0], name) ||
           is_numbered(NUMBERED_TABLE " ", name) || is_numbered(NUMBERED_DIAGRAM " ", name);
}

/* Takes over key, name and longer; longer is the name where the other is taken. */
static void add_apart(
    struct compilation_places *places, char *key, char *name, char *longer, const char *about)
{
    const char *kept = keep_words(places, name);
    const char *more = keep_words(places, longer);
    const char *chosen = is_taken(places, kept) ? more : kept;
    for (unsigned i = 2; is_taken(places, chosen); i++)
        chosen = keep_words(places, memory_printf("%s %u", more, i));
    add_place(places, keep_words(places, key), chosen, about);
}

static void add_in_group(struct compilation_places *places, const struct edition_group *group,
    const char *what, const char *about)
{
    add_apart(places, memory_printf(COMPILATION_KEY_IN_GROUP, group->id, what),
        memory_printf("%s %s", group->id, what),
        memory_printf("aktörsgrupp %s %s", group->id, what),
        keep_words(places, memory_printf("%s: %s", group->name, about)));
}

static void add_area(struct compilation_places *places, const struct edition_group *group,
    const struct edition_area *area)
{
    add_apart(places, memory_printf(COMPILATION_KEY_AREA, group->id, area->id),
        memory_printf("%s %s", group->id, area->id),
        memory_printf("%s arbetsområde %s", group->id, area->id),
        keep_words(places, memory_printf("%s: %s", group->name, area->name)));
}

static void add_group(struct compilation_places *places, const struct catalog *catalog,
    const struct edition *edition, const struct edition_group *group)
{
    add_apart(places, memory_printf(COMPILATION_KEY_GROUP, group->id), memory_text(group->id),
        memory_printf("aktörsgrupp %s", group->id), group->name);
    add_in_group(places, group, COMPILATION_PLACE_NOTES,
        tr(catalog, "what must be known to read the figures"));
    add_in_group(places, group, COMPILATION_PLACE_COOPERATION,
        tr(catalog, "who can teach and who can learn"));
    for (size_t i = 0; i < edition->model.areas; i++)
        add_area(places, group, &edition->area[i]);
    add_in_group(
        places, group, COMPILATION_PLACE_ADVICE, tr(catalog, "before the recommendations"));
}

static void add_numbered(
    struct compilation_places *places, const char *what, unsigned last, const char *about)
{
    for (unsigned i = 1; i <= last; i++) {
        const char *name = keep_words(places, memory_printf("%s %u", what, i));
        add_place(places, name, name, about);
    }
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
    /* On areas table 1 and two a group; and three on the model. */
    unsigned tables = 3 + (edition->model.areas > 0 ? 1 + 2 * (unsigned)edition->groups : 0);
    add_numbered(out, NUMBERED_TABLE, tables, tr(catalog, "beside the table"));
    add_numbered(out, NUMBERED_DIAGRAM, compilation_drawings_of(edition->groups + 1),
        tr(catalog, "beside the diagram"));
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
    struct buffer *out, const struct editor_texts *texts, const char *key, ...)
{
    char made[PLACE_KEY_SIZE];
    va_list args;
    va_start(args, key);
    (void)vsnprintf(made, sizeof made, key, args);
    va_end(args);
    struct editor_text *text = texts == NULL ? NULL : editor_texts_find(texts, made);
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
        compilation_texts_put(out, texts, NUMBERED_TABLE " %lu", strtoul(file + length, NULL, 10));
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
