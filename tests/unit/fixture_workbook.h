/* A workbook of a few parts, and what format/sheet_read.h reads in it, as lines of text. */
#ifndef FIXTURE_WORKBOOK_H
#define FIXTURE_WORKBOOK_H

#include "base/buffer.h"
#include "format/sheet_fault.h"

/* A part by its name; a list of them ends with a name of NULL. */
struct fixture_part {
    const char *name;
    const char *text;
};

/* Packs the parts, stored, into a zip archive as format/zip_directory.h wants it: the descriptor of
 * a file that has no name, which the caller closes. */
int fixture_workbook_pack(const struct fixture_part *parts, uint64_t *size);

/* Reads the workbook of these parts. *shown gets a line for each record, which the caller frees:
 *
 *   sheet Svar            a sheet begins; "hidden Svar" one that is not shown
 *   Svar!B2 written ja    a cell: written, number, day, truth, error, formula, comment
 *   chart Bild            a sheet that is a chart
 *   links away
 *
 * A line break in a text is shown as "\n", a tab as "\t". */
enum status fixture_workbook_read(
    const struct fixture_part *parts, struct buffer *shown, enum sheet_fault *why);

/* The same, held against what is expected: the lines, or else the fault. */
void fixture_workbook_gives(const struct fixture_part *parts, const char *expected);
void fixture_workbook_refused(const struct fixture_part *parts, enum sheet_fault expected);

/* So many times the text, in memory that the caller frees. */
char *fixture_workbook_times(const char *text, size_t times);

#endif
