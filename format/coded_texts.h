/* Codes that somebody wrote beside free texts: the workbook that `sigill-msb texts` made, read back
 * (docs/format.md, "Texts with codes").
 *
 * A row is known by its key, which says of whom the text is, which question it answers, and what it
 * was when the workbook was made. What is typed is a stranger's: nothing that was not understood
 * counts, and all of it is named with sheet and cell. */
#ifndef FORMAT_CODED_TEXTS_H
#define FORMAT_CODED_TEXTS_H

#include "base/list.h"
#include "format/edition.h"
#include "format/findings.h"
#include "format/manifest.h"
#include "format/sheet_cells.h"

#include <stdbool.h>
#include <stddef.h>

enum coded_texts_column { CODED_TEXTS_KEY, CODED_TEXTS_CODES, CODED_TEXTS_COLUMNS };

/* The header of a column. Static text. */
const char *coded_texts_column(enum coded_texts_column column, const struct catalog *catalog);

/* "circumstances:212999-0004:0f1e…": the background question's id, whose text it is, and the first
 * 8 bytes of BLAKE2b-128 of the text. */
#define CODED_TEXTS_DIGEST_SIZE 8
#define CODED_TEXTS_KEY_SIZE                                                                       \
    (EDITION_WORD_SIZE + MANIFEST_NUMBER_SIZE + 2 * CODED_TEXTS_DIGEST_SIZE + 3)
void coded_texts_key(const struct edition *edition, size_t background, const char *number,
    const char *text, char key[CODED_TEXTS_KEY_SIZE]);

#define CODED_TEXTS_CODE_SIZE 101 /* a code: at most 100 bytes and a NUL */
#define CODED_TEXTS_CODES_MAX 32  /* of one text */

/* A row with a key. */
struct coded_text {
    size_t background; /* place in the edition */
    char number[MANIFEST_NUMBER_SIZE];
    uint8_t digest[CODED_TEXTS_DIGEST_SIZE];
    struct list codes; /* of char *, owned: as they were typed, none twice */
    char *place;       /* the cell of the key, "Texter 1!F7"; owned */
    size_t order;      /* among the rows as they were read */
};

struct coded_texts {
    struct list rows; /* of struct coded_text, by question, then by number */
};

/* Reads the rows. Codes are divided by commas, semicolons and ends of line. Findings, errors all of
 * them, each with its cell: "codes-key" (a key that names no question of the edition, or codes
 * beside no key), "codes-twice" (the key stands in an earlier row, which counts), "codes-cell" (a
 * formula, a day, or an error of the spreadsheet: no code of the cell counts), "codes-code" (a code
 * that is too long or not plain, or one too many: it alone does not count). STATUS_REFUSED,
 * REASON_BAD_SYNTAX, with name in front, for cells without any such header row. *out is the
 * caller's (coded_texts_free), also on failure. */
enum status coded_texts_read(const struct edition *edition, const struct sheet_cells *cells,
    const char *name, struct coded_texts *out, struct findings *findings,
    struct error *err) MUST_USE;
void coded_texts_free(struct coded_texts *coded);

const struct coded_text *coded_texts_at(const struct coded_texts *coded, size_t place);

/* The row of somebody's text; NULL if there is none. */
const struct coded_text *coded_texts_find(
    const struct coded_texts *coded, size_t background, const char *number);

/* Whether the text is what the row's codes were written for. */
bool coded_text_is_of(const struct coded_text *row, const char *text);

/* The codes with a comma between, as one cell has them; the caller frees it with free(). */
char *coded_text_codes(const struct coded_text *row);

#endif
