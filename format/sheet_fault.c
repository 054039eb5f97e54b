#include "format/sheet_fault.h"

/* The limits are those of format/sheet_cells.h, format/package.h and format/xml.h. */
static const struct {
    const char *sentence;
    enum reason reason;
} FAULTS[SHEET_FAULTS] = {
    [SHEET_UNREADABLE] = {N_("the workbook cannot be read from the medium; copy it, and try again"),
        REASON_IO_ERROR},
    [SHEET_DAMAGED] =
        {N_("the workbook is damaged, or was cut; open it in Excel or LibreOffice, save it under a "
            "new name, and try again with that"),
            REASON_BAD_SYNTAX},
    [SHEET_NOT_ONE] =
        {N_("the file is an archive or an office document, but no workbook; give the .xlsx, .ods or "
            ".json that the answers stand in"),
            REASON_BAD_SYNTAX},
    [SHEET_BINARY] =
        {N_("the workbook is a binary one (.xlsb), which is not read; save it as .xlsx"),
            REASON_BAD_SYNTAX},
    [SHEET_BOTH] =
        {N_("the file is an .xlsx and an .ods at once, which no spreadsheet program writes; it was "
            "made to deceive"),
            REASON_BAD_VALUE},
    [SHEET_ENCRYPTED] =
        {N_("the workbook is locked with a password; open it, save it without one, and try again"),
            REASON_NO_MATCH},
    [SHEET_MACROS] =
        {N_("the workbook holds macros, which a form never has; save it as .xlsx, which leaves them "
            "out, and ask where they came from"),
            REASON_BAD_VALUE},
    [SHEET_TWICE] =
        {N_("the workbook holds two parts of one name, which no spreadsheet program writes; it is "
            "damaged or was made to deceive"),
            REASON_BAD_VALUE},
    [SHEET_OVERLAP] =
        {N_("the workbook holds parts that share their bytes, which no spreadsheet program writes; "
            "it is damaged or was made to deceive"),
            REASON_BAD_VALUE},
    [SHEET_DISAGREE] =
        {N_("a part of the workbook is not as the workbook's list of parts has it; it is damaged or "
            "was made to deceive"),
            REASON_BAD_VALUE},
    [SHEET_LINK] =
        {N_("the workbook holds a link or a device, which no spreadsheet program writes; it was "
            "made to deceive"),
            REASON_BAD_VALUE},
    [SHEET_EXTERNAL] =
        {N_("a sheet of the workbook lies in another file, which is not followed; copy its content "
            "into the workbook, and save it"),
            REASON_BAD_VALUE},
    [SHEET_LENGTH] =
        {N_("the workbook is longer than the 16 MiB that are allowed; remove pictures and sheets "
            "that do not belong to the form"),
            REASON_TOO_LARGE},
    [SHEET_MEMBERS] =
        {N_("the workbook holds more than the 1000 parts that are allowed; remove pictures and "
            "sheets that do not belong to the form"),
            REASON_TOO_LARGE},
    [SHEET_INFLATED] =
        {N_("the workbook holds more than 64 MiB when it is unpacked; remove what does not belong "
            "to the form"),
            REASON_TOO_LARGE},
    [SHEET_DEPTH] =
        {N_("the workbook's elements stand deeper within each other than the 64 levels that are "
            "allowed; it was made to deceive"),
            REASON_TOO_LARGE},
    [SHEET_TAG] =
        {N_("the workbook has a tag of more than the 1 MiB that is allowed; it was made to deceive"),
            REASON_TOO_LARGE},
    [SHEET_STRINGS] =
        {N_("the workbook holds more than the 200000 texts that are allowed; remove what does not "
            "belong to the form"),
            REASON_TOO_LARGE},
    [SHEET_FORMATS] =
        {N_("the workbook holds more than the 65536 formats of cells that are allowed; copy the "
            "answers into a new form"),
            REASON_TOO_LARGE},
    [SHEET_SHEETS] =
        {N_("the workbook holds more than the 64 sheets that are allowed; remove those that do not "
            "belong to the form"),
            REASON_TOO_LARGE},
    [SHEET_CELLS] =
        {N_("more than the 100000 cells that are allowed are filled in; remove what does not belong "
            "to the form"),
            REASON_TOO_LARGE},
    [SHEET_TEXT] =
        {N_("a cell holds more than the 98301 bytes of text that are allowed; make it shorter"),
            REASON_TOO_LARGE},
    [SHEET_TEXTS] =
        {N_("the cells hold more than the 8 MiB of text that are allowed; remove what does not "
            "belong to the form"),
            REASON_TOO_LARGE},
    [SHEET_MEMORY] =
        {N_("the workbook needs more memory than is allowed; remove what does not belong to the "
            "form"),
            REASON_TOO_LARGE},
    [SHEET_XML] =
        {N_("a part of the workbook is not well-formed XML; open it in Excel or LibreOffice, save "
            "it under a new name, and try again with that"),
            REASON_BAD_SYNTAX},
    [SHEET_DTD] =
        {N_("a part of the workbook declares a document type, which no spreadsheet program writes; "
            "it was made to deceive"),
            REASON_BAD_VALUE},
    [SHEET_PLACE] =
        {N_("a cell of the workbook stands twice, out of order, or outside its sheet; open it in "
            "Excel or LibreOffice, save it under a new name, and try again with that"),
            REASON_BAD_VALUE},
};

enum status sheet_refuse(enum sheet_fault *why, enum sheet_fault fault)
{
    *why = fault;
    return STATUS_REFUSED;
}

enum status sheet_fault_say(unsigned fault, struct error *err)
{
    unsigned known = fault > SHEET_GOOD && fault < SHEET_FAULTS ? fault : SHEET_DAMAGED;
    enum status status = known == SHEET_UNREADABLE ? STATUS_FAILED : STATUS_REFUSED;
    return error_set(err, status, FAULTS[known].reason, "%s",
        tr(err == NULL ? NULL : err->catalog, FAULTS[known].sentence));
}
