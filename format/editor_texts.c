#include "format/editor_texts.h"

#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/text_fold.h"

#include <stdlib.h>
#include <string.h>

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";

/* A file while it is read. */
struct reading {
    const char *name;
    const char *at;
    const char *end;
    size_t line;
    struct editor_texts *texts;
    struct editor_text *text; /* of the heading that was read last; NULL before the first */
    struct buffer paragraph;  /* as far as it has been read */
};

void editor_texts_init(struct editor_texts *texts, const struct editor_place place[], size_t places)
{
    *texts = (struct editor_texts){.place = place, .places = places};
    texts->text = memory_new(places == 0 ? 1 : places, sizeof *texts->text);
    for (size_t i = 0; i < places; i++)
        texts->text[i].paragraphs.size = sizeof(char *);
}

void editor_texts_free(struct editor_texts *texts)
{
    for (size_t i = 0; i < texts->places; i++)
        list_free_texts(&texts->text[i].paragraphs);
    free(texts->text);
    *texts = (struct editor_texts){0};
}

struct editor_text *editor_texts_find(const struct editor_texts *texts, const char *key)
{
    for (size_t i = 0; i < texts->places; i++) {
        if (strcmp(texts->place[i].key, key) == 0)
            return texts->text[i].paragraphs.count == 0 ? NULL : &texts->text[i];
    }
    return NULL;
}

/* ---- reading ---- */

/* The next line without its end and the blanks around it; false after the last. */
static bool next_line(struct reading *reading, const char **line, size_t *length)
{
    if (reading->at == reading->end)
        return false;
    const char *start = reading->at;
    const char *stop = start;
    while (stop < reading->end && *stop != '\n' && *stop != '\r')
        stop++;
    reading->at = stop;
    if (reading->at < reading->end)
        reading->at += *stop == '\r' && stop + 1 < reading->end && stop[1] == '\n' ? 2 : 1;
    while (start < stop && (*start == ' ' || *start == '\t'))
        start++;
    while (start < stop && (stop[-1] == ' ' || stop[-1] == '\t'))
        stop--;
    reading->line++;
    *line = start;
    *length = (size_t)(stop - start);
    return true;
}

static enum status expect_shown(
    const struct reading *reading, const char *line, size_t length, struct error *err)
{
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = text_code(line + at, length - at, &code);
        if (bytes == 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
                "%s, line %zu: this is not UTF-8; save the file with the encoding UTF-8 (in "
                "Notepad: Save as, Encoding)",
                reading->name, reading->line);
        if (!text_is_plain(line + at, bytes, true))
            return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
                "%s, line %zu: a character that cannot be shown (U+%04X) stands here; remove it "
                "and write the line anew",
                reading->name, reading->line, (unsigned)code);
        at += bytes;
    }
    return STATUS_OK;
}

/* Ends the paragraph that has been read, if there is one. */
static enum status end_paragraph(struct reading *reading, struct error *err)
{
    if (reading->paragraph.length == 0)
        return STATUS_OK;
    if (reading->text->paragraphs.count == EDITOR_TEXT_PARAGRAPHS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s, line %zu: the text has more than %d paragraphs; shorten it", reading->name,
            reading->line, EDITOR_TEXT_PARAGRAPHS_MAX);
    *(char **)list_add(&reading->text->paragraphs) =
        memory_text(buffer_string(&reading->paragraph));
    reading->paragraph.length = 0;
    return STATUS_OK;
}

/* A further line of a paragraph; a space joins it to the one before. */
static enum status add_line(
    struct reading *reading, const char *line, size_t length, struct error *err)
{
    if (reading->text == NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s, line %zu: a heading that names a place is expected before the first text: ## %s",
            reading->name, reading->line, reading->texts->place[0].name);
    size_t joint = reading->paragraph.length > 0 ? 1 : 0;
    if (length + joint > EDITOR_TEXT_PARAGRAPH_MAX - reading->paragraph.length)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s, line %zu: the paragraph has more than %d bytes; divide it with an empty line",
            reading->name, reading->line, EDITOR_TEXT_PARAGRAPH_MAX);
    buffer_text(&reading->paragraph, joint == 0 ? "" : " ");
    for (size_t i = 0; i < length; i++)
        buffer_append(&reading->paragraph, line[i] == '\t' ? " " : &line[i], 1);
    return STATUS_OK;
}

static enum status refuse_place(
    const struct reading *reading, const char *wanted, struct error *err)
{
    const char *nearest = NULL;
    size_t best = NEAREST_LENGTH_MAX + 1;
    for (size_t i = 0; i < reading->texts->places; i++) {
        size_t distance = nearest_distance(wanted, reading->texts->place[i].name);
        if (distance < best) {
            best = distance;
            nearest = reading->texts->place[i].name;
        }
    }
    if (nearest != NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s, line %zu: the report has no place \"%s\"; the nearest that it has is \"%s\"",
            reading->name, reading->line, wanted, nearest);
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s, line %zu: the report has no place \"%s\"; the first that it has is \"%s\"",
        reading->name, reading->line, wanted, reading->texts->place[0].name);
}

static enum status find_place(struct reading *reading, const char *wanted, struct error *err)
{
    for (size_t i = 0; i < reading->texts->places; i++) {
        if (!text_same_folded(wanted, reading->texts->place[i].name))
            continue;
        reading->text = &reading->texts->text[i];
        if (reading->text->line != 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s, line %zu: the place \"%s\" stands on line %zu already; put both texts under "
                "one heading",
                reading->name, reading->line, wanted, reading->text->line);
        reading->text->line = reading->line;
        return STATUS_OK;
    }
    return refuse_place(reading, wanted, err);
}

/* "## NAME" */
static enum status read_heading(
    struct reading *reading, const char *line, size_t length, struct error *err)
{
    size_t from = 2;
    TRY(end_paragraph(reading, err));
    while (from < length && (line[from] == ' ' || line[from] == '\t'))
        from++;
    if (from == length || line[from] == '#')
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s, line %zu: two # and the name of a place are expected: ## %s", reading->name,
            reading->line, reading->texts->place[0].name);
    char *wanted = memory_part(line + from, length - from);
    enum status status = find_place(reading, wanted, err);
    free(wanted);
    return status;
}

static enum status read_line(
    struct reading *reading, const char *line, size_t length, struct error *err)
{
    TRY(expect_shown(reading, line, length, err));
    if (length == 0)
        return end_paragraph(reading, err);
    if (length > 1 && line[0] == '#' && line[1] == '#')
        return read_heading(reading, line, length, err);
    if (line[0] == '#')
        return STATUS_OK;
    return add_line(reading, line, length, err);
}

enum status editor_texts_read(const void *bytes, size_t length, const char *name,
    struct editor_texts *texts, struct error *err)
{
    if (length > EDITOR_TEXTS_LENGTH_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "%s: the file is larger than %zu bytes; shorten the texts", name,
            EDITOR_TEXTS_LENGTH_MAX);
    struct reading reading = {.name = name, .at = length == 0 ? "" : bytes, .texts = texts};
    reading.end = reading.at + length;
    if (length >= strlen(BYTE_ORDER_MARK) &&
        memcmp(reading.at, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
        reading.at += strlen(BYTE_ORDER_MARK);
    enum status status;
    const char *line;
    size_t line_length;
    while (next_line(&reading, &line, &line_length))
        TRY_OUT(read_line(&reading, line, line_length, err));
    TRY_OUT(end_paragraph(&reading, err));
out:
    buffer_free(&reading.paragraph);
    return status;
}

/* ---- writing ---- */

static void write_line(struct buffer *out, const char *before, const char *text)
{
    buffer_printf(out, "%s%s\r\n", before, text);
}

void editor_texts_write(
    struct buffer *out, const struct catalog *catalog, const struct editor_texts *texts)
{
    buffer_text(out, BYTE_ORDER_MARK);
    write_line(out, "# ", tr(catalog, "An editor's texts for the report."));
    write_line(out, "# ",
        tr(catalog, "Write below the heading of a place. An empty line divides paragraphs."));
    write_line(out, "# ",
        tr(catalog, "A place without a text is left out. Lines that begin with # are not read."));
    write_line(out, "# ",
        tr(catalog, "Save the file elsewhere in UTF-8, and give it with --texts next time."));
    for (size_t i = 0; i < texts->places; i++) {
        const struct list *paragraphs = &texts->text[i].paragraphs;
        write_line(out, "", "");
        write_line(out, "## ", texts->place[i].name);
        write_line(out, "# ", texts->place[i].about);
        for (size_t k = 0; k < paragraphs->count; k++) {
            write_line(out, "", "");
            write_line(out, "", ((char **)paragraphs->items)[k]);
        }
    }
}
