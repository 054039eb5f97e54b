#include "format/plan_csv.h"

#include "format/csv_read.h"

#include <string.h>

/* The sheet has a name, since cells are said to be on one. */
#define PLAN_CSV_SHEET "CSV"

static enum status add_record(struct sheet_cells *cells, const struct sheet_record *record,
    const char *text, const char *name, struct error *err)
{
    enum sheet_fault why;
    if (sheet_cells_add(cells, record, text, &why) == STATUS_OK)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "%s: line %u has more in it than a plan may have; make a plan anew", name,
        (unsigned)record->row);
}

static enum status add_row(
    struct sheet_cells *cells, const struct csv_read_row *row, const char *name, struct error *err)
{
    for (size_t i = 0; row->fields > 1 && i < row->fields; i++) {
        struct sheet_record record = {.kind = SHEET_WRITTEN,
            .row = (uint32_t)row->line,
            .column = (uint32_t)i + 1,
            .length = (uint32_t)strlen(row->field[i])};
        if (record.length > 0)
            TRY(add_record(cells, &record, row->field[i], name, err));
    }
    return STATUS_OK;
}

enum status plan_csv_cells(
    struct buffer *content, const char *name, struct sheet_cells *cells, struct error *err)
{
    const struct sheet_record sheet = {.kind = SHEET_BEGINS, .length = sizeof PLAN_CSV_SHEET - 1};
    struct csv_read csv;
    struct csv_read_row row;
    bool more = true;
    TRY(csv_read_start(&csv, content, name, err));
    TRY(add_record(cells, &sheet, PLAN_CSV_SHEET, name, err));
    for (;;) {
        TRY(csv_read_next(&csv, &more, &row, err));
        if (!more)
            return STATUS_OK;
        TRY(add_row(cells, &row, name, err));
    }
}
