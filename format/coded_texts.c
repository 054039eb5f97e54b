#include "format/coded_texts.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "format/sheet_lines.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- columns ---- */

static const char *const COLUMNS[CODED_TEXTS_COLUMNS][2] = {
    [CODED_TEXTS_KEY] = {"Nyckel", "Key"},
    [CODED_TEXTS_CODES] = {"Koder", "Codes"},
};

const char *coded_texts_column(enum coded_texts_column column, const struct catalog *catalog)
{
    return COLUMNS[column][catalog == NULL];
}

static bool names_codes_column(const char *text, unsigned *column)
{
    size_t place;
    bool found = text_find_folded(COLUMNS, CODED_TEXTS_COLUMNS, text, &place);
    *column = (unsigned)place;
    return found;
}

static bool is_codes_header(const uint32_t column[SHEET_LINES_COLUMNS])
{
    return column[CODED_TEXTS_KEY] != 0 && column[CODED_TEXTS_CODES] != 0;
}

static const struct sheet_header CODES_HEADER = {names_codes_column, is_codes_header};

/* ---- keys ---- */

static void digest_of_text(const char *text, uint8_t digest[CODED_TEXTS_DIGEST_SIZE])
{
    uint8_t whole[crypto_generichash_BYTES_MIN];
    (void)crypto_generichash(
        whole, sizeof whole, (const unsigned char *)text, strlen(text), NULL, 0);
    memcpy(digest, whole, CODED_TEXTS_DIGEST_SIZE);
}

void coded_texts_key(const struct edition *edition, size_t background, const char *number,
    const char *text, char key[CODED_TEXTS_KEY_SIZE])
{
    uint8_t digest[CODED_TEXTS_DIGEST_SIZE];
    char hex[2 * CODED_TEXTS_DIGEST_SIZE + 1];
    digest_of_text(text, digest);
    hex_encode(hex, digest, sizeof digest);
    (void)snprintf(
        key, CODED_TEXTS_KEY_SIZE, "%s:%s:%s", edition->background[background].id, number, hex);
}

bool coded_text_is_of(const struct coded_text *row, const char *text)
{
    uint8_t digest[CODED_TEXTS_DIGEST_SIZE];
    digest_of_text(text, digest);
    return memcmp(digest, row->digest, sizeof digest) == 0;
}

/* False if it is no key of the edition's. */
static bool parse_key(const struct edition *edition, const char *key, struct coded_text *row)
{
    char word[EDITION_WORD_SIZE];
    const char *id = key + strspn(key, " ");
    size_t length = strcspn(id, ":");
    const char *number = id + length + (id[length] == ':');
    size_t digits = strcspn(number, ":");
    const char *hex = number + digits + (number[digits] == ':');
    if (length >= sizeof word || digits == 0 || digits >= sizeof row->number ||
        !hex_decode(row->digest, sizeof row->digest, hex, strcspn(hex, " ")))
        return false;
    memcpy(row->number, number, digits);
    row->number[digits] = '\0';
    memcpy(word, id, length);
    word[length] = '\0';
    int place = edition_find_background(edition, word);
    row->background = place < 0 ? 0 : (size_t)place;
    return place >= 0 && !edition->background[place].consent;
}

/* ---- a row ---- */

/* One row while it is read. place and shown are of the cell that was pointed at last. */
struct codes_reading {
    const struct edition *edition;
    const struct sheet_lines *line;
    struct findings *findings;
    char place[SHEET_PLACE_SIZE];
    struct buffer shown;
};

enum { CODE_SHOWN_MOST = 60 };

static void point_at_cell(
    struct codes_reading *reading, const struct sheet_cell *cell, const char *text)
{
    char start[CODE_SHOWN_MOST + 1];
    sheet_cells_place(reading->line->cells, cell, reading->place);
    text_copy(start, sizeof start, cell->kind == SHEET_FORMULA ? "=…" : text);
    buffer_free(&reading->shown);
    text_show(&reading->shown, start, strlen(start), false);
}

static bool has_code(const struct coded_text *row, const char *code)
{
    char *const *known = row->codes.items;
    for (size_t i = 0; i < row->codes.count; i++) {
        if (text_same_folded(known[i], code))
            return true;
    }
    return false;
}

static void take_code(struct codes_reading *reading, const struct sheet_cell *cell,
    const char *code, struct coded_text *row)
{
    size_t length = strlen(code);
    if (length == 0 || has_code(row, code))
        return;
    if (length < CODED_TEXTS_CODE_SIZE && text_is_plain(code, length, false) &&
        row->codes.count < CODED_TEXTS_CODES_MAX) {
        *(char **)list_add(&row->codes) = memory_text(code);
        return;
    }
    point_at_cell(reading, cell, code);
    findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "codes-code",
        "\"%s\" is not counted: a code is one line of at most %d bytes, and a text has at most %d",
        buffer_string(&reading->shown), CODED_TEXTS_CODE_SIZE - 1, CODED_TEXTS_CODES_MAX);
}

static void take_codes(
    struct codes_reading *reading, const struct sheet_cell *cell, struct coded_text *row)
{
    const char *at = cell->text;
    while (*at != '\0') {
        size_t length = strcspn(at, ",;\r\n");
        const char *first = at + strspn(at, " \t");
        const char *end = at + length;
        while (end > first && (end[-1] == ' ' || end[-1] == '\t'))
            end--;
        if (end > first) {
            char *code = memory_part(first, (size_t)(end - first));
            take_code(reading, cell, code, row);
            free(code);
        }
        at += length + (at[length] != '\0');
    }
}

static void read_codes(struct codes_reading *reading, struct coded_text *row)
{
    const struct sheet_cell *cell = sheet_lines_cell(reading->line, CODED_TEXTS_CODES);
    if (cell == NULL)
        return;
    if (cell->kind == SHEET_WRITTEN || cell->kind == SHEET_NUMBER) {
        take_codes(reading, cell, row);
        return;
    }
    point_at_cell(reading, cell, cell->text);
    findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "codes-cell",
        "\"%s\" is no text, and no code of it is counted; write the codes as text, with commas "
        "between",
        buffer_string(&reading->shown));
}

static void add_wrong_key(struct codes_reading *reading, const struct sheet_cell *key)
{
    const struct sheet_cell *codes = sheet_lines_cell(reading->line, CODED_TEXTS_CODES);
    if (key == NULL && codes == NULL)
        return;
    point_at_cell(reading, key != NULL ? key : codes, key != NULL ? key->text : codes->text);
    if (key != NULL)
        findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "codes-key",
            "\"%s\" is no key of a text, and the row is not counted; copy the row anew from a "
            "workbook that `sigill-msb texts` makes",
            buffer_string(&reading->shown));
    else
        findings_add_at(reading->findings, reading->place, FINDING_ERROR, 0, "codes-key",
            "\"%s\" stands beside no key, and is not counted; write codes in the rows of the texts",
            buffer_string(&reading->shown));
}

static void free_coded_text(struct coded_text *row)
{
    list_free_texts(&row->codes);
    free(row->place);
}

static void read_coded_row(struct codes_reading *reading, struct coded_texts *out)
{
    const struct sheet_cell *key = sheet_lines_cell(reading->line, CODED_TEXTS_KEY);
    struct coded_text row = {.codes = {.size = sizeof(char *)}, .order = out->rows.count};
    if (key == NULL || key->kind != SHEET_WRITTEN ||
        !parse_key(reading->edition, key->text, &row)) {
        add_wrong_key(reading, key);
        return;
    }
    read_codes(reading, &row);
    point_at_cell(reading, key, key->text);
    row.place = memory_text(reading->place);
    *(struct coded_text *)list_add(&out->rows) = row;
}

/* ---- the whole ---- */

static int compare_whose(const struct coded_text *row, size_t background, const char *number)
{
    if (row->background != background)
        return row->background < background ? -1 : 1;
    return strcmp(row->number, number);
}

static int by_key_and_order(const void *a, const void *b)
{
    const struct coded_text *one = a;
    const struct coded_text *other = b;
    int order = compare_whose(one, other->background, other->number);
    return order != 0 ? order : (one->order > other->order) - (one->order < other->order);
}

/* Of rows with the same key the first one stays. */
static void drop_twice(struct coded_texts *out, struct findings *findings)
{
    struct coded_text *row = out->rows.items;
    size_t kept = 0;
    for (size_t i = 0; i < out->rows.count; i++) {
        if (kept > 0 && compare_whose(&row[kept - 1], row[i].background, row[i].number) == 0) {
            findings_add_at(findings, row[i].place, FINDING_ERROR, 0, "codes-twice",
                "the text stands in an earlier row too, %s, which counts; delete one of the two",
                row[kept - 1].place);
            free_coded_text(&row[i]);
            continue;
        }
        row[kept++] = row[i];
    }
    out->rows.count = kept;
}

enum status coded_texts_read(const struct edition *edition, const struct sheet_cells *cells,
    const char *name, struct coded_texts *out, struct findings *findings, struct error *err)
{
    struct sheet_lines line = {.cells = cells, .header = &CODES_HEADER};
    struct codes_reading reading = {.edition = edition, .line = &line, .findings = findings};
    bool any = false;
    *out = (struct coded_texts){.rows = {.size = sizeof(struct coded_text)}};
    while (sheet_lines_next(&line)) {
        any = true;
        read_coded_row(&reading, out);
    }
    buffer_free(&reading.shown);
    if (!any)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: no sheet has rows below the headers Key and Codes (Nyckel, Koder); give the "
            "workbook that `sigill-msb texts -o texts.xlsx` made, with codes written into it",
            name);
    if (out->rows.count > 0)
        qsort(out->rows.items, out->rows.count, out->rows.size, by_key_and_order);
    drop_twice(out, findings);
    return STATUS_OK;
}

void coded_texts_free(struct coded_texts *coded)
{
    struct coded_text *row = coded->rows.items;
    for (size_t i = 0; i < coded->rows.count; i++)
        free_coded_text(&row[i]);
    free(row);
    *coded = (struct coded_texts){0};
}

const struct coded_text *coded_texts_at(const struct coded_texts *coded, size_t place)
{
    return (const struct coded_text *)coded->rows.items + place;
}

const struct coded_text *coded_texts_find(
    const struct coded_texts *coded, size_t background, const char *number)
{
    size_t first = 0, end = coded->rows.count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int order = compare_whose(coded_texts_at(coded, middle), background, number);
        if (order == 0)
            return coded_texts_at(coded, middle);
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

char *coded_text_codes(const struct coded_text *row)
{
    struct buffer text = {0};
    char *const *code = row->codes.items;
    for (size_t i = 0; i < row->codes.count; i++)
        buffer_printf(&text, "%s%s", i == 0 ? "" : ", ", code[i]);
    char *joined = memory_text(buffer_string(&text));
    buffer_free(&text);
    return joined;
}
