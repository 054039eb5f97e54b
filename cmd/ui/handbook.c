#include "cmd/ui/handbook.h"

#include "base/text_fold.h"
#include "report/layout.h"

#include <string.h>

extern const unsigned char embedded_handbook[];
extern const size_t embedded_handbook_size;

/* The words of Markdown that the handbook uses: headings of two and three signs, paragraphs, rows
 * of numbers or dashes, tables with a first row of names; in a line bold, slanted and links. */

enum { CELLS_MAX = 4, TITLE_LEVEL = 1 };

/* A line without its end; the handbook's last line has one too. */
struct line {
    const char *text;
    size_t length;
};

static bool next_line(const char **at, struct line *line)
{
    const char *end = (const char *)embedded_handbook + embedded_handbook_size;
    if (*at == end)
        return false;
    line->text = *at;
    line->length = (size_t)((const char *)memchr(*at, '\n', (size_t)(end - *at)) - *at);
    *at = line->text + line->length + 1;
    return true;
}

/* The signs before a heading; 0 for another line. */
static size_t heading_level(const struct line *line)
{
    size_t level = 0;
    while (level < line->length && line->text[level] == '#')
        level++;
    return level > 0 && level < line->length && line->text[level] == ' ' ? level : 0;
}

static void put_heading(const struct line *line, struct buffer *out)
{
    size_t level = heading_level(line);
    buffer_append(out, line->text + level + 1, line->length - level - 1);
}

/* ---- in a line ---- */

/* The text of a link; of what is none, the bracket. */
static size_t put_link(const char *text, size_t length, struct buffer *out)
{
    const char *close = memchr(text, ']', length);
    if (close == NULL || close + 1 == text + length || close[1] != '(') {
        buffer_append(out, text, 1);
        return 1;
    }
    const char *end = memchr(close, ')', (size_t)(text + length - close));
    if (end == NULL) {
        buffer_append(out, text, 1);
        return 1;
    }
    buffer_append(out, text + 1, (size_t)(close - text - 1));
    return (size_t)(end - text) + 1;
}

static void put_inline(const char *text, size_t length, struct buffer *out)
{
    for (size_t i = 0; i < length;) {
        if (text[i] == '[') {
            i += put_link(text + i, length - i, out);
            continue;
        }
        if (text[i] != '*')
            buffer_append(out, text + i, 1);
        i++;
    }
}

/* ---- blocks ---- */

/* What is gathered of lines that belong together. */
struct block {
    struct buffer *out;
    struct buffer text;
    struct buffer lead;            /* "1. " */
    struct buffer name[CELLS_MAX]; /* of a table's columns */
    size_t names;                  /* 0: not in a table */
};

static void end_paragraph(struct block *block)
{
    if (block->text.length > 0)
        layout_paragraph(block->out, buffer_string(&block->lead), buffer_string(&block->text));
    block->text.length = 0;
    block->lead.length = 0;
}

static void end_table(struct block *block)
{
    for (size_t i = 0; i < block->names; i++)
        block->name[i].length = 0;
    block->names = 0;
}

static void put_blank(struct buffer *out)
{
    if (out->length > 1 && memcmp(out->data + out->length - 2, "\n\n", 2) != 0)
        buffer_text(out, "\n");
}

/* How long the mark of a list's item is, "12. " or "- "; 0 for none. */
static size_t item_mark(const struct line *line)
{
    size_t digits = 0;
    if (line->length > 2 && memcmp(line->text, "- ", 2) == 0)
        return 2;
    while (digits < line->length && line->text[digits] >= '0' && line->text[digits] <= '9')
        digits++;
    if (digits == 0 || line->length < digits + 2 || memcmp(line->text + digits, ". ", 2) != 0)
        return 0;
    return digits + 2;
}

static void add_words(struct block *block, const struct line *line, size_t from)
{
    while (from < line->length && line->text[from] == ' ')
        from++;
    if (block->text.length > 0)
        buffer_text(&block->text, " ");
    put_inline(line->text + from, line->length - from, &block->text);
}

/* One cell: the first of a row by itself, the others below it, with the column's name where there
 * are several. */
static void put_cell(struct block *block, size_t place, const char *text, size_t length)
{
    struct buffer cell = {0};
    if (place > 0 && block->names > 2)
        buffer_printf(&cell, "%s: ", buffer_string(&block->name[place]));
    put_inline(text, length, &cell);
    layout_paragraph(block->out, place > 0 ? "    " : "", buffer_string(&cell));
    buffer_free(&cell);
}

static void add_row(struct block *block, const struct line *line)
{
    bool names = block->names == 0;
    const char *end = line->text + line->length;
    const char *at = line->text + 1;
    if (at < end && *at == '-')
        return; /* between the names and the rows */
    for (size_t place = 0; place < CELLS_MAX && at < end; place++) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        if (bar == NULL || bar - at < 2)
            return;
        if (names) {
            put_inline(at + 1, (size_t)(bar - at) - 2, &block->name[place]);
            block->names = place + 1;
        } else {
            put_cell(block, place, at + 1, (size_t)(bar - at) - 2);
        }
        at = bar + 1;
    }
}

static void add_line(struct block *block, const struct line *line)
{
    size_t mark = item_mark(line);
    if (line->length > 0 && line->text[0] == '|') {
        add_row(block, line);
        return;
    }
    end_table(block);
    if (line->length == 0 || mark > 0 || heading_level(line) > 0)
        end_paragraph(block);
    if (heading_level(line) > 0) {
        put_heading(line, block->out);
        buffer_text(block->out, "\n");
    } else if (line->length == 0) {
        put_blank(block->out);
    } else {
        buffer_append(&block->lead, line->text, mark);
        add_words(block, line, mark);
    }
}

static void end_block(struct block *block)
{
    end_paragraph(block);
    buffer_free(&block->text);
    buffer_free(&block->lead);
    for (size_t i = 0; i < CELLS_MAX; i++)
        buffer_free(&block->name[i]);
}

/* ---- parts ---- */

static bool is_topic(const struct line *line, const char *topic)
{
    struct buffer heading = {0};
    if (heading_level(line) <= TITLE_LEVEL)
        return false;
    put_heading(line, &heading);
    bool same = text_same_folded(buffer_string(&heading), topic);
    buffer_free(&heading);
    return same;
}

bool handbook_show(const char *topic, struct buffer *out)
{
    const char *at = (const char *)embedded_handbook;
    struct block block = {.out = out};
    struct line line;
    size_t level = 0; /* of the heading; 0: not there yet */
    while (next_line(&at, &line)) {
        if (level == 0 && is_topic(&line, topic))
            level = heading_level(&line);
        else if (level > 0 && heading_level(&line) > 0 && heading_level(&line) <= level)
            break;
        if (level > 0)
            add_line(&block, &line);
    }
    end_block(&block);
    return level > 0;
}

void handbook_topics(struct buffer *out)
{
    const char *at = (const char *)embedded_handbook;
    struct line line;
    for (bool first = true; next_line(&at, &line);) {
        if (heading_level(&line) <= TITLE_LEVEL)
            continue;
        if (!first)
            buffer_text(out, ", ");
        put_heading(&line, out);
        first = false;
    }
}
