/* What a worker for a workbook answers: it has the workbook, a socket and no key, and hands up what
 * stands in its cells, as plain records (S13). */
#ifndef ISOLATE_SERVE_WORKBOOK_H
#define ISOLATE_SERVE_WORKBOOK_H

/* The worker's main. WIRE_WORKBOOK is answered with a verdict, whose reason is a fault of
 * format/sheet_fault.h, and if that is good with the records (format/sheet_cells.h) in parts
 * (WIRE_BYTES) and WIRE_END. Want of memory is a verdict too. Returns when that is done, when the
 * other end is gone, or when it asks for anything else. */
void serve_workbook(int workbook, int socket);

#endif
