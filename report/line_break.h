/* Breaking lines to the width of whoever reads them: the one place where it is done.
 *
 * Whoever lays a text out writes lines of any length. A line that is too long is broken between
 * words; what follows stands below the place that LINE_HANG marks, else below the second column of
 * a line that has two, else below its first word. */
#ifndef REPORT_LINE_BREAK_H
#define REPORT_LINE_BREAK_H

#include "base/buffer.h"

#include <stddef.h>

#define LINE_HANG "\x1F" /* no text that may be shown has it (base/text.h) */

/* Appends the text of length bytes, its lines broken at width columns and the marks left out; width
 * 0: only that. A word that is longer than the line is left whole, so that it can be pasted, unless
 * it is groups of digits with hyphens between, which breaks behind a hyphen; a rule, of one sign
 * only, is cut; a bar (report/layout.h) takes the figures behind it along. An indented line that is
 * a command of ours is left whole, for pasting. A line that hangs beyond its middle goes on two
 * columns further in than it begins.
 */
void line_break(struct buffer *out, const char *text, size_t length, size_t width);

#endif
