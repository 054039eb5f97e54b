#include "report/line_break.h"

#include "base/text.h"
#include "report/layout.h"

#include <stdbool.h>
#include <string.h>

enum { FURTHER_IN = 2, GAP = 2 }; /* columns; blanks that part two columns of a line */

/* A line while it is broken. */
struct long_line {
    struct buffer *out;
    size_t width;
    size_t hang;   /* columns before what goes on */
    size_t least;  /* those before what would not fit there */
    size_t column; /* where the text goes on */
    bool columns;  /* it hangs below its second column */
    bool fresh;    /* no word stands in the present line */
};

/* A word, and the blanks before it. */
struct long_word {
    const char *text;
    size_t length;
    size_t columns;
    size_t blanks;
    bool rule; /* such as "_____" */
    bool bar;  /* of layout_bar; the figures behind it belong to it */
};

static size_t columns_of(const char *text, size_t length)
{
    struct buffer part = {0};
    buffer_append(&part, text, length);
    size_t columns = text_width(buffer_string(&part));
    buffer_free(&part);
    return columns;
}

static void put_blanks(struct buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_text(out, " ");
}

/* ---- where a line hangs ---- */

/* The columns before the second column of a line, behind the first gap; those before its first word
 * if it has no gap. */
static size_t natural_hang(const char *line)
{
    size_t first = strspn(line, " ");
    const char *gap = strstr(line + first, "  ");
    if (gap == NULL || gap[strspn(gap, " ")] == '\0')
        return first;
    return columns_of(line, (size_t)(gap - line) + strspn(gap, " "));
}

/* ---- words ---- */

static bool is_rule(const char *word, size_t length)
{
    const char sign[] = {word[0], '\0'};
    return length > GAP && strchr("_=-", word[0]) != NULL && strspn(word, sign) >= length;
}

static bool is_bar(const char *word, size_t length)
{
    return length >= sizeof LAYOUT_BAR_FULL - 1 &&
           (strncmp(word, LAYOUT_BAR_FULL, sizeof LAYOUT_BAR_FULL - 1) == 0 ||
               strncmp(word, LAYOUT_BAR_EMPTY, sizeof LAYOUT_BAR_EMPTY - 1) == 0);
}

/* The next word of a text; its length is 0 behind the last. */
static struct long_word next_word(const char *text)
{
    struct long_word word = {.blanks = strspn(text, " ")};
    word.text = text + word.blanks;
    word.length = strcspn(word.text, " ");
    word.columns = columns_of(word.text, word.length);
    word.rule = word.length > 0 && is_rule(word.text, word.length);
    word.bar = is_bar(word.text, word.length);
    return word;
}

/* The bytes of groups of digits that fit in so many columns, up to behind a hyphen. */
static size_t groups_within(const struct long_word *word, size_t columns)
{
    size_t fits = word->length < columns ? word->length : columns;
    while (fits > 0 && word->text[fits - 1] != '-')
        fits--;
    return fits;
}

static size_t room_in(const struct long_line *line)
{
    return line->width > line->column ? line->width - line->column : 0;
}

static void put_part(struct long_line *line, const char *text, size_t length, size_t columns)
{
    buffer_append(line->out, text, length);
    line->column += columns;
    line->fresh = false;
}

static void put_blanks_before(struct long_line *line, const struct long_word *word)
{
    put_blanks(line->out, word->blanks);
    line->column += word->blanks;
}

static void go_on(struct long_line *line)
{
    buffer_text(line->out, "\n");
    put_blanks(line->out, line->hang);
    line->column = line->hang;
    line->fresh = true;
}

/* The groups that fit, line by line; *word keeps what goes on the last one. */
static void put_groups(struct long_line *line, struct long_word *word)
{
    while (word->length > room_in(line)) {
        size_t part = groups_within(word, room_in(line));
        if (part == 0 && line->fresh)
            return;
        put_part(line, word->text, part, part);
        go_on(line);
        word->text += part;
        word->length -= part;
        word->columns -= part;
    }
}

static void put_word(struct long_line *line, struct long_word word)
{
    bool groups = strspn(word.text, "0123456789-") >= word.length;
    bool first = line->fresh || line->column + word.blanks <= line->hang;
    size_t needs = word.columns;
    size_t whole = word.bar ? columns_of(word.text, strlen(word.text)) : 0;
    if (word.rule)
        needs = 1;
    else if (word.bar && line->hang + whole <= line->width)
        needs = whole;
    else if (groups && word.columns + line->hang > line->width)
        needs = strcspn(word.text, "-") + 1;
    /* What stands far to the right, such as the heading of a column. */
    if (line->column == 0 && word.blanks + needs > line->width)
        word.blanks = line->hang;
    if (first && !line->fresh && line->hang + needs > line->width &&
        (line->columns || line->least + needs <= line->width))
        line->hang = line->least;
    first = line->fresh || line->column + word.blanks <= line->hang;
    if (!first && word.blanks + needs > room_in(line))
        go_on(line);
    else
        put_blanks_before(line, &word);
    if (word.rule && word.columns > room_in(line))
        word.length = word.columns = room_in(line);
    if (groups)
        put_groups(line, &word);
    put_part(line, word.text, word.length, word.columns);
}

/* ---- lines ---- */

static void break_line(struct buffer *out, const char *text, const size_t *mark, size_t width)
{
    size_t first = strspn(text, " ");
    size_t least = first + FURTHER_IN < width / 2 ? first + FURTHER_IN : 0;
    struct long_line line = {.out = out, .width = width, .least = least, .fresh = true};
    size_t hang = mark != NULL ? *mark : natural_hang(text);
    line.hang = hang > width / 2 ? least : hang;
    line.columns = mark == NULL && hang > first;
    for (struct long_word word = next_word(text); word.length > 0;
         word = next_word(word.text + word.length))
        put_word(&line, word);
}

/* A command that is offered for pasting: half of it must not be run. */
static bool is_command(const char *line)
{
    const char *word = line + strspn(line, " ");
    return word > line &&
           (strncmp(word, "sigill ", 7) == 0 || strncmp(word, "sigill-msb ", 11) == 0);
}

/* One line, without its newline and its mark. */
static void put_line(struct buffer *out, const char *text, size_t length, size_t width)
{
    struct buffer line = {0};
    const char *mark = length == 0 ? NULL : memchr(text, LINE_HANG[0], length);
    size_t before = mark == NULL ? 0 : (size_t)(mark - text);
    buffer_append(&line, text, before);
    size_t hang = text_width(buffer_string(&line));
    for (size_t i = before; i < length; i++) {
        if (text[i] != LINE_HANG[0])
            buffer_append(&line, text + i, 1);
    }
    if (width == 0 || text_width(buffer_string(&line)) <= width || is_command(buffer_string(&line)))
        buffer_text(out, buffer_string(&line));
    else
        break_line(out, buffer_string(&line), mark != NULL ? &hang : NULL, width);
    buffer_free(&line);
}

void line_break(struct buffer *out, const char *text, size_t length, size_t width)
{
    const char *end = text + length;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t line = (size_t)((newline == NULL ? end : newline) - text);
        put_line(out, text, line, width);
        text += line;
        if (newline != NULL) {
            buffer_text(out, "\n");
            text++;
        }
    }
}
