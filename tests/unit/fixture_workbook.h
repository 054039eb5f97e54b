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

/* Namespaces of Office Open XML: of the main parts, of relations within them, of parts with
 * relations, and of the list of content types. */
#define XLSX_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define XLSX_WITHIN "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define XLSX_BETWEEN "http://schemas.openxmlformats.org/package/2006/relationships"
#define XLSX_TYPES "http://schemas.openxmlformats.org/package/2006/content-types"

/* What stands in a part with relations; and a relation in it. */
#define XLSX_RELATIONS(inside) "<Relationships xmlns='" XLSX_BETWEEN "'>" inside "</Relationships>"
#define XLSX_RELATION(id, type, target)                                                            \
    "<Relationship Id='" id "' Type='" XLSX_WITHIN "/" type "' Target='" target "'/>"

/* A workbook of one sheet A, xl/worksheets/sheet1.xml, with xl/styles.xml and xl/sharedStrings.xml,
 * all of them empty, and a few parts changed or added; a text of NULL takes a part away. The list
 * is valid until the next call. */
const struct fixture_part *fixture_workbook_xlsx(const struct fixture_part *changes);

/* So many times the text, in memory that the caller frees. */
char *fixture_workbook_times(const char *text, size_t times);

#endif
