/* What every workbook that is written has to do with the library that writes it (libxlsxwriter):
 * it takes memory by itself, reports failures call by call, and asks for texts that it may change
 * though it only reads them. */
#ifndef REPORT_WORKBOOK_LIBRARY_H
#define REPORT_WORKBOOK_LIBRARY_H

#include "base/error.h"

#include <stdbool.h>
#include <xlsxwriter.h>

/* Begins a workbook that becomes the file path when it is ended; parts of it lie in the directory
 * meanwhile. Both are borrowed until then. */
lxw_workbook *workbook_library_begin(const char *directory, const char *path);

/* A further page. streamed: it is written row after row, from the top, into a file of the
 * directory, so that a page of any length takes the memory of one row; a row that another has
 * followed cannot be changed, and no table can be laid over such a page. NULL if that file cannot
 * be made; the failure is kept. Ends the process for want of memory. */
lxw_worksheet *workbook_library_page(
    lxw_workbook *book, const char *name, bool streamed, lxw_error *kept);

/* To be called when such a page has its rows: keeps a failure of writing them, at which the library
 * would not look. */
void workbook_library_end_rows(const lxw_worksheet *page, lxw_error *kept);

/* Keeps the first failure in *kept. Ends the process for want of memory. */
void workbook_library_keep(lxw_error *kept, lxw_error failure);

/* What the library only reads, though its type does not say so. */
char *workbook_library_lent(const char *text);

/* Writes the file and releases the workbook. STATUS_FAILED, REASON_IO_ERROR if a part could not be
 * written, now or as was kept; then path may hold a part. The library does not report every such
 * failure: what it made is to be read back (report/workbook_check.h). */
enum status workbook_library_end(lxw_workbook *book, lxw_error kept, struct error *err) MUST_USE;

#endif
