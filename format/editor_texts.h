/* Texts that an editor writes for a report, each for a place of it, in a plain text file
 * (docs/format.md, "An editor's texts"):
 *
 *     # a line that begins with # is not read
 *     ## sammanfattning
 *     A paragraph of one line or more.
 *
 *     Another, after an empty line.
 *
 * UTF-8, with or without a byte order mark; lines end with LF, CR LF or CR; blanks at the ends of a
 * line do not count. A place is named as people write it: capitals and the number of blanks do not
 * matter. */
#ifndef FORMAT_EDITOR_TEXTS_H
#define FORMAT_EDITOR_TEXTS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>

#define EDITOR_TEXTS_LENGTH_MAX ((size_t)1 << 20) /* bytes of a file */
#define EDITOR_TEXT_PARAGRAPHS_MAX 100            /* of a place */
#define EDITOR_TEXT_PARAGRAPH_MAX 10000           /* bytes of a paragraph */

/* A place for a text. All borrowed. No two have a key or a name (text_same_folded) in common. */
struct editor_place {
    const char *key;   /* what the report finds it by */
    const char *name;  /* what the file calls it: at most NEAREST_LENGTH_MAX bytes (base/nearest.h),
                          to be near anything */
    const char *about; /* a line on where it is and what it is for */
};

/* The text of a place. */
struct editor_text {
    size_t line;            /* of the heading that names it, from 1; 0: there is none */
    struct list paragraphs; /* of char *, owned: plain UTF-8 of one line, none empty */
    bool placed;            /* whoever shows it has put it into its place */
};

struct editor_texts {
    const struct editor_place *place; /* borrowed */
    size_t places;
    struct editor_text *text; /* owned, one for each place */
};

/* No texts for these places. The caller frees it (editor_texts_free). */
void editor_texts_init(
    struct editor_texts *texts, const struct editor_place place[], size_t places);

/* Reads a file's content into texts that have none yet; name is put in front of error texts, with
 * the line. STATUS_REFUSED: REASON_TOO_LARGE for a file over EDITOR_TEXTS_LENGTH_MAX;
 * REASON_BAD_SYNTAX for what is not UTF-8, a character that cannot be shown (text_is_plain), a text
 * before the first heading, a heading without a name or with more than two signs, and a text that
 * is too long; REASON_BAD_VALUE for a place that is not there, with the nearest that is, and for
 * one that is named twice. */
enum status editor_texts_read(const void *bytes, size_t length, const char *name,
    struct editor_texts *texts, struct error *err) MUST_USE;

/* Appends a file that can be read again: how it is filled in, then every place in its order, with
 * what it is for and the text that it has. Lines end with CR LF, and a byte order mark comes first,
 * so that any editor reads it as it is meant. */
void editor_texts_write(
    struct buffer *out, const struct catalog *catalog, const struct editor_texts *texts);

/* The text of the place with that key; NULL if it has none, or there is no such place. */
struct editor_text *editor_texts_find(const struct editor_texts *texts, const char *key);

void editor_texts_free(struct editor_texts *texts);

#endif
