#include "report/svg_file.h"

#include "report/html_page.h"

/* In tenths of a unit. */
enum {
    MARGIN = 100,
    ROW = 190,      /* of the legend */
    TEXT_AT = 420,  /* beside the widest sample */
    BASELINE = 100, /* of a text, below the top of its sample */
    WIDTH = SVG_FILE_WIDTH + 2 * MARGIN
};

static void open_group(struct buffer *out, long x, long y)
{
    buffer_text(out, "<g transform=\"translate(");
    svg_length(out, x);
    buffer_text(out, " ");
    svg_length(out, y);
    buffer_text(out, ")\">\n");
}

static void put_entry(struct buffer *out, const struct svg_file_entry *entry, long y)
{
    open_group(out, MARGIN, y);
    entry->key(out, entry->number);
    svg_label(out, "name", TEXT_AT, BASELINE, SVG_START, entry->text);
    buffer_text(out, "</g>\n");
}

/* A place of the drawing's size, for one that is as wide as whatever it is in. */
static void put_part(struct buffer *out, const struct svg_file_part *part, long y)
{
    open_group(out, MARGIN, y);
    buffer_text(out, "<svg width=\"");
    svg_length(out, SVG_FILE_WIDTH);
    buffer_text(out, "\" height=\"");
    svg_length(out, part->height);
    buffer_text(out, "\">\n");
    buffer_append(out, part->drawing->data, part->drawing->length);
    buffer_text(out, "</svg>\n</g>\n");
}

void svg_file(struct buffer *out, const struct svg_file *file)
{
    long height = MARGIN;
    for (size_t i = 0; i < file->parts; i++)
        height += file->part[i].height + MARGIN;
    svg_begin_file(out, &file->words, WIDTH, height + ROW * (long)file->entries);
    buffer_text(out, "<style>\n");
    svg_style(out);
    buffer_text(out, "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    long y = MARGIN;
    for (size_t i = 0; i < file->parts; i++) {
        put_part(out, &file->part[i], y);
        y += file->part[i].height + MARGIN;
    }
    for (size_t i = 0; i < file->entries; i++)
        put_entry(out, &file->entry[i], height + ROW * (long)i);
    svg_end(out);
}

void svg_file_legend(struct buffer *out, const struct svg_file_entry *entry, size_t entries)
{
    buffer_text(out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < entries; i++) {
        buffer_text(out, "<li>");
        entry[i].key(out, entry[i].number);
        html_add(out, "%s</li>\n", entry[i].text);
    }
    buffer_text(out, "</ul>\n");
}
