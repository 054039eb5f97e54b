/* Why a workbook is not read, as a number.
 *
 * A workbook is parsed where nobody listens to words (isolate/serve_workbook.h). So its readers,
 * format/zip_directory.h, format/package.h, format/xml.h and format/sheet_*.h, have no text to
 * give: they return a status and name one of these. */
#ifndef FORMAT_SHEET_FAULT_H
#define FORMAT_SHEET_FAULT_H

#include "base/error.h"

enum sheet_fault {
    SHEET_GOOD,
    SHEET_UNREADABLE, /* the descriptor */
    SHEET_DAMAGED, /* not a zip archive of the strict kind, or cut, or with a sum that is wrong */
    SHEET_NOT_ONE, /* an archive without a workbook in it */
    SHEET_BINARY,  /* .xlsb */
    SHEET_BOTH,    /* of both kinds at once: people and programs would take it for different ones */
    SHEET_ENCRYPTED,
    SHEET_MACROS,
    SHEET_TWICE,    /* two members of one name */
    SHEET_OVERLAP,  /* members that share bytes */
    SHEET_DISAGREE, /* a member is not as the directory has it */
    SHEET_LINK,     /* a member that is no file and no directory */
    SHEET_EXTERNAL, /* a sheet that lies in another file */
    SHEET_LENGTH,   /* over a limit: the file, */
    SHEET_MEMBERS,  /* members, */
    SHEET_INFLATED, /* what they are together, unpacked, */
    SHEET_DEPTH,    /* elements within each other, */
    SHEET_TAG,      /* the bytes of one tag, */
    SHEET_STRINGS,  /* shared strings, */
    SHEET_FORMATS,  /* formats of cells, */
    SHEET_SHEETS,   /* sheets, */
    SHEET_CELLS,    /* cells in which something stands, */
    SHEET_TEXT,     /* the bytes of one cell's text, */
    SHEET_TEXTS,    /* and of all of them */
    SHEET_MEMORY,
    SHEET_XML,   /* not well-formed, or in an encoding that is not read */
    SHEET_DTD,   /* a document type, and so entities */
    SHEET_PLACE, /* a cell that stands twice, out of order, or outside the sheet */
    SHEET_FAULTS
};

/* Puts the fault into *why and returns STATUS_REFUSED. */
enum status sheet_refuse(enum sheet_fault *why, enum sheet_fault fault);

/* Fills *err with the sentence of a fault, a number that need not be one: STATUS_REFUSED with
 * REASON_BAD_SYNTAX, REASON_TOO_LARGE over a limit; STATUS_FAILED with REASON_IO_ERROR for
 * SHEET_UNREADABLE. Returns the status. */
enum status sheet_fault_say(unsigned fault, struct error *err);

#endif
