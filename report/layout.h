/* Plain text for people, on lines that line_break breaks: paragraphs, table cells, bars. What is
 * not a paragraph is laid out for LAYOUT_WIDTH columns.
 *
 * All append valid UTF-8 to a buffer; widths are those of text_width. */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "base/buffer.h"

#include <stddef.h>

#define LAYOUT_WIDTH 80

/* Appends a text with its final newline, one blank between words, to be broken by line_break: the
 * first line begins with lead, the others with as many spaces as lead has columns. A newline in the
 * text begins a new line. An empty text gives the lead alone. */
void layout_paragraph(struct buffer *out, const char *lead, const char *text);

/* The same of a printf. */
void layout_say(struct buffer *out, const char *lead, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends a text and spaces up to width columns; a longer text is cut and ends with "…". */
void layout_cell(struct buffer *out, const char *text, size_t width);

/* The same with the spaces first; a longer text is left whole. */
void layout_right(struct buffer *out, const char *text, size_t width);

#define LAYOUT_BAR_FULL "█"
#define LAYOUT_BAR_EMPTY "░"

/* Appends width blocks, as many of them full as part of whole, rounded; at least one if part is not
 * 0, and not all unless part is whole. whole 0: none is full. */
void layout_bar(struct buffer *out, unsigned part, unsigned whole, size_t width);

#endif
