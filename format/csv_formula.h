/* What a spreadsheet would take for a formula in a list, and how it stays a text.
 *
 * A list is written with semicolons, but a spreadsheet may read it by commas or tabs; then the
 * quotes of a field are no quotes, and a cell begins in the middle of a text. So an apostrophe
 * stands before every sign that begins a formula (= + - @, and their full-width forms) wherever a
 * cell could begin: at the start, and behind a comma, a semicolon, a tab, a bar or an end of line.
 * Before two numbers that it would take for a day or a month, such as the class "10-19", one stands
 * if they are the whole text. Blanks, quotes and apostrophes between are passed over. At the start
 * a tab and a carriage return are such signs too. Taking the apostrophes off again gives the same
 * text, whatever it was. */
#ifndef FORMAT_CSV_FORMULA_H
#define FORMAT_CSV_FORMULA_H

#include "base/buffer.h"

/* Appends the text with its apostrophes. */
void csv_formula_put(struct buffer *out, const char *text);

/* Takes them off a field that was read, in place. */
void csv_formula_take(char *field);

#endif
