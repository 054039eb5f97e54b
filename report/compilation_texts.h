/* The texts of the report on a round beside its figures: places for an editor's texts, and notes
 * that must stand beside some figures.
 *
 * A page calls compilation_texts_put once at every place of compilation_places, right below the
 * heading of what the place is named after:
 *
 *     compilation_texts_put(out, texts, COMPILATION_PLACE_SUMMARY);
 *     compilation_texts_put(out, texts, COMPILATION_KEY_GROUP, group->id);
 *     compilation_texts_put(out, texts, COMPILATION_KEY_IN_GROUP, group->id,
 * COMPILATION_PLACE_NOTES); compilation_texts_put(out, texts, COMPILATION_KEY_AREA, group->id,
 * area->id); compilation_texts_put(out, texts, "tabell %u", 3); compilation_texts_put(out, texts,
 * "diagram %u", 2);
 *
 * What has been put is marked, and compilation_texts_rest shows at the end what has not.
 *
 * The words for an area stand in report/compilation_words.h, what explains it in
 * report/compilation_explained.h, recommendations in report/compilation_advice.h. */
#ifndef REPORT_COMPILATION_TEXTS_H
#define REPORT_COMPILATION_TEXTS_H

#include "base/buffer.h"
#include "base/list.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/editor_texts.h"

/* The chapters, in the order of the report; names are the same in every language, for they are what
 * an editor's file is read by. */
#define COMPILATION_PLACE_FOREWORD "förord"
#define COMPILATION_PLACE_SUMMARY "sammanfattning"
#define COMPILATION_PLACE_READING "läsanvisning"
#define COMPILATION_PLACE_CONCLUSIONS "slutsatser"
#define COMPILATION_PLACE_ADVICE "rekommendationer" /* also "GROUP rekommendationer" */
#define COMPILATION_PLACE_RESPONSE "svarsfrekvens"
#define COMPILATION_PLACE_MODEL "modellen"
#define COMPILATION_PLACE_OVERALL "helheten"
#define COMPILATION_PLACE_CIRCUMSTANCES "omständigheter"
#define COMPILATION_PLACE_NEXT_LEVEL "nästa nivå"
#define COMPILATION_PLACE_COOPERATION "samverkan" /* also "GROUP samverkan" */
#define COMPILATION_PLACE_NOTES "anmärkningar"    /* also "GROUP anmärkningar" */
#define COMPILATION_PLACE_AHEAD "framåt"
#define COMPILATION_PLACE_GLOSSARY "ordlista"

/* The keys of a group's places; no name in an editor's file has a line feed in it. The file calls
 * them by "GROUP", "GROUP WHAT" and "GROUP AREA", but where another place has that name already, by
 * "aktörsgrupp GROUP", "aktörsgrupp GROUP WHAT" and "GROUP arbetsområde AREA". */
#define COMPILATION_KEY_GROUP "\n%s"
#define COMPILATION_KEY_IN_GROUP "\n%s\n%s"
#define COMPILATION_KEY_AREA "\n%s\n\n%s"

/* Every place of the report on that edition, in its order. */
struct compilation_places {
    struct list place; /* of struct editor_place */
    struct list kept;  /* of char *: what they borrow */
};

/* The caller frees it (compilation_places_free), after the texts that were read for them. */
void compilation_places(
    struct compilation_places *out, const struct catalog *catalog, const struct edition *edition);
void compilation_places_free(struct compilation_places *places);

/* Appends, as markup, the text that an editor has written for the place with that key; nothing if
 * there is none, or texts is NULL. */
void compilation_texts_put(struct buffer *out, const struct editor_texts *texts, const char *key,
    ...) __attribute__((format(printf, 3, 4)));

/* The same for a table, by the name of its file (report/compilation_tables.h): of "tabell-03" that
 * of "tabell 3". file may be NULL. */
void compilation_texts_put_table(
    struct buffer *out, const struct editor_texts *texts, const char *file);

/* Appends a section with the texts that have not been put into their places, each below what its
 * place is for; nothing if there are none. */
void compilation_texts_rest(
    struct buffer *out, const struct catalog *catalog, const struct editor_texts *texts);

#endif
