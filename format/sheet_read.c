#include "format/sheet_read.h"

#include "base/late.h"
#include "format/sheet_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char OPEN_DOCUMENT[] = "application/vnd.oasis.opendocument.spreadsheet";
static const char OPEN_DOCUMENT_TEMPLATE[] =
    "application/vnd.oasis.opendocument.spreadsheet-template";

enum status sheet_load(struct error *err)
{
    TRY(late_archive(err));
    return late_expat(err);
}

enum status sheet_give_record(const struct sheet_reading *reading, struct sheet_record record,
    const struct buffer *text, enum sheet_fault *why)
{
    const char *bytes = text == NULL || text->data == NULL ? "" : (const char *)text->data;
    record.length = text == NULL ? 0 : (uint32_t)text->length;
    return sheet_cells_add(reading->cells, &record, bytes, why);
}

enum status sheet_give(const struct sheet_reading *reading, enum sheet_kind kind, uint32_t row,
    uint32_t column, const struct buffer *text, enum sheet_fault *why)
{
    const struct sheet_record record = {
        .kind = (uint32_t)kind, .row = row, .column = column, .length = 0, .marks = 0};
    return sheet_give_record(reading, record, text, why);
}

enum status sheet_text_append(
    struct buffer *text, const char *more, size_t length, enum sheet_fault *why)
{
    if (length > SHEET_TEXT_MAX - text->length)
        return sheet_refuse(why, SHEET_TEXT);
    buffer_append(text, more, length);
    return STATUS_OK;
}

bool sheet_whole_number(const char *text, uint32_t most, uint32_t *number)
{
    uint64_t value = 0;
    size_t digits = text == NULL ? 0 : strspn(text, "0123456789");
    if (digits == 0 || digits > 10 || text[digits] != '\0')
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (uint64_t)(text[i] - '0');
    if (value > most)
        return false;
    *number = (uint32_t)value;
    return true;
}

bool sheet_text_begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

bool sheet_text_ends(const char *text, const char *with)
{
    size_t length = strlen(text), wanted = strlen(with);
    return length >= wanted && strcasecmp(text + length - wanted, with) == 0;
}

/* ---- what it is ---- */

static enum status take_mimetype(
    void *context, const void *bytes, size_t length, bool last, enum sheet_fault *why)
{
    enum { LONGEST = 256 };
    struct buffer *mimetype = context;
    (void)last;
    if (length > LONGEST - mimetype->length)
        return sheet_refuse(why, SHEET_NOT_ONE);
    buffer_append(mimetype, bytes, length);
    return STATUS_OK;
}

static enum status expect_open_document(struct package *package, enum sheet_fault *why)
{
    struct buffer mimetype = {0};
    struct package_sink sink = {take_mimetype, &mimetype};
    enum status status;
    TRY_OUT(package_read(package, "mimetype", &sink, why));
    const char *type = buffer_string(&mimetype);
    if (strcmp(type, OPEN_DOCUMENT) != 0 && strcmp(type, OPEN_DOCUMENT_TEMPLATE) != 0)
        status = sheet_refuse(why, SHEET_NOT_ONE);
out:
    buffer_free(&mimetype);
    return status;
}

/* By names, since what they hold is not looked at: programs of Excel, and of LibreOffice. */
static enum status refuse_macros(const struct package *package, enum sheet_fault *why)
{
    for (size_t i = 0; i < package->directory.members; i++) {
        const struct zip_member *member = &package->directory.member[i];
        if (member->size > 0 && (sheet_text_ends(member->name, "vbaProject.bin") ||
                                    sheet_text_begins(member->name, "xl/macrosheets/") ||
                                    sheet_text_begins(member->name, "Basic/") ||
                                    sheet_text_begins(member->name, "Scripts/")))
            return sheet_refuse(why, SHEET_MACROS);
    }
    return STATUS_OK;
}

static enum status read_package(const struct sheet_reading *reading, enum sheet_fault *why)
{
    struct package *package = reading->package;
    TRY(refuse_macros(package, why));
    bool open = package_has(package, "mimetype"),
         office = package_has(package, "[Content_Types].xml");
    if (open && office)
        return sheet_refuse(why, SHEET_BOTH);
    if (office)
        return sheet_xlsx_read(reading, why);
    if (!open)
        return sheet_refuse(why, SHEET_NOT_ONE);
    TRY(expect_open_document(package, why));
    return sheet_ods_read(reading, why);
}

enum status sheet_read(int fd, uint64_t size, struct sheet_cells *cells, enum sheet_fault *why)
{
    struct package package;
    const struct sheet_reading reading = {&package, cells};
    enum status status;
    *why = SHEET_GOOD;
    TRY_OUT(package_open(fd, size, &package, why));
    status = read_package(&reading, why);
out:
    package_close(&package);
    return status;
}
