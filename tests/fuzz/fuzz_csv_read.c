/* A list as spreadsheets save it, and what a list of cards to enrol takes from its fields. The
 * first byte says how it is read. */
#include "base/text.h"
#include "format/csv_read.h"
#include "format/fingerprint.h"
#include "format/organisation_number.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { COMMENTS = 1, THREE = 2, COMMAS = 4, SEMICOLONS = 8, FIELDS = 3 };

/* Every field stands in the content, ends there, and is a line of text. */
static void look_at_field(const struct buffer *content, const char *field)
{
    const char *start = (const char *)content->data;
    fuzz_require(field >= start && field <= start + content->length);
    size_t length = strnlen(field, (size_t)(start + content->length - field) + 1);
    fuzz_require(field + length <= start + content->length);
    fuzz_require(text_is_utf8(field, length) && memchr(field, '\n', length) == NULL);
}

static void look_at_applicant(char *const field[FIELDS])
{
    char number[ORGANISATION_NUMBER_SIZE];
    struct fingerprint_given given;
    if (organisation_number_canonical(field[0], strlen(field[0]), number))
        fuzz_require(organisation_number_is_canonical(number, strlen(number)));
    fuzz_ignore(fingerprint_read(field[1], strlen(field[1]), &given, NULL));
}

static void look_at_row(
    const struct buffer *content, const struct csv_read *csv, const struct csv_read_row *row)
{
    fuzz_require(row->fields >= 1 && row->fields <= CSV_FIELDS_MAX);
    fuzz_require(csv->most == 0 || row->fields <= csv->most);
    fuzz_require(row->divider == ';' || row->divider == ',' || row->divider == '\t');
    for (size_t i = 0; i < row->fields; i++)
        look_at_field(content, row->field[i]);
    if (row->fields == FIELDS)
        look_at_applicant(row->field);
}

static void read_all(const struct buffer *content, struct csv_read *csv)
{
    struct csv_read_row row;
    size_t line = 0;
    bool more = true;
    while (more) {
        enum status status = csv_read_next(csv, &more, &row, NULL);
        if (!more)
            break;
        fuzz_require(row.line > line);
        line = row.line;
        if (status == STATUS_OK)
            look_at_row(content, csv, &row);
        else
            look_at_field(content, row.field[0]);
    }
    fuzz_require(csv->rest == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv_read csv = {0};
    struct buffer content = {0};
    if (size == 0)
        return 0;
    buffer_append(&content, data + 1, size - 1);
    if (csv_read_start(&csv, &content, "input", NULL) == STATUS_OK) {
        csv.comments = (data[0] & COMMENTS) != 0;
        csv.most = (data[0] & THREE) != 0 ? FIELDS : 0;
        csv.divider = (data[0] & COMMAS) != 0 ? ',' : (data[0] & SEMICOLONS) != 0 ? ';' : '\0';
        read_all(&content, &csv);
    }
    buffer_free(&content);
    return 0;
}
