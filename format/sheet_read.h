/* Reading a workbook: what stands in its cells, as records (format/sheet_cells.h).
 *
 * To be called in a process without keys (isolate/serve_workbook.h). Read are Office Open XML
 * (ISO/IEC 29500, both its transitional and its strict form) and OpenDocument (ISO/IEC 26300). No
 * formula is computed, and nothing outside the file is looked at. */
#ifndef FORMAT_SHEET_READ_H
#define FORMAT_SHEET_READ_H

#include "format/sheet_cells.h"

/* Loads what sheet_read calls of libraries that are loaded late (base/late.h), whose failures are
 * its own. To be called before the process is confined. */
enum status sheet_load(struct error *err) MUST_USE;

/* Adds every record, in the order that sheet_cells_add asks for. Beside the faults of that and of
 * the layers below: SHEET_NOT_ONE, SHEET_BOTH, SHEET_BINARY, SHEET_ENCRYPTED, SHEET_MACROS. The
 * descriptor's position stays. */
enum status sheet_read(
    int fd, uint64_t size, struct sheet_cells *cells, enum sheet_fault *why) MUST_USE;

#endif
