/* Shared strings and formats of cells (ISO/IEC 29500-1, 18.4 and 18.8). */
#include "base/memory.h"
#include "format/sheet_xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

void xlsx_tables_free(struct xlsx_tables *tables)
{
    buffer_free(&tables->texts);
    free(tables->ends.items);
    free(tables->formats.items);
}

/* ---- escapes ---- */

static int hex_digit(uint8_t letter)
{
    const char *digits = "0123456789abcdef", *found;
    if (letter >= 'A' && letter <= 'F')
        letter = (uint8_t)(letter - 'A' + 'a');
    found = letter == '\0' ? NULL : strchr(digits, letter);
    return found == NULL ? -1 : (int)(found - digits);
}

/* The code of an escape at the beginning of a text, 0 if there is none. */
static unsigned escaped_code(const uint8_t *text, size_t length)
{
    unsigned code = 0;
    if (length < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        if (hex_digit(text[i]) < 0)
            return 0;
        code = code << 4 | (unsigned)hex_digit(text[i]);
    }
    return code >= 0xD800 && code <= 0xDFFF ? 0 : code;
}

static size_t put_escaped_code(uint8_t *to, unsigned code)
{
    if (code < 0x80) {
        to[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (uint8_t)(0xC0 | code >> 6);
        to[1] = (uint8_t)(0x80 | (code & 0x3F));
        return 2;
    }
    to[0] = (uint8_t)(0xE0 | code >> 12);
    to[1] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    to[2] = (uint8_t)(0x80 | (code & 0x3F));
    return 3;
}

void xlsx_unescape(struct buffer *text, size_t from)
{
    size_t to = from;
    for (size_t i = from; i < text->length;) {
        unsigned code = escaped_code(text->data + i, text->length - i);
        if (code == 0) {
            text->data[to++] = text->data[i++];
            continue;
        }
        to += put_escaped_code(text->data + to, code);
        i += 7;
    }
    text->length = to;
}

/* ---- shared strings ---- */

enum { SST = 1, ITEM, ITEM_TEXT, ITEM_RUN };

/* What is only about how a text is pronounced (rPh) is not known here, and so passed over. */
static const struct xml_rule STRING_RULES[] = {
    {XML_DOCUMENT, 'm', "sst", SST, false},
    {SST, 'm', "si", ITEM, false},
    {ITEM, 'm', "t", ITEM_TEXT, true},
    {ITEM, 'm', "r", ITEM_RUN, false},
    {ITEM_RUN, 'm', "t", ITEM_TEXT, true},
    {0, 0, NULL, 0, false},
};

struct strings_reading {
    struct xlsx_tables *tables;
    size_t begin; /* of the present string, and of its present part */
    size_t part;
};

static enum status string_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    struct strings_reading *strings = context;
    (void)attributes;
    strings->part = strings->tables->texts.length;
    if (place != ITEM)
        return STATUS_OK;
    strings->begin = strings->part;
    return strings->tables->ends.count == XLSX_STRINGS_MAX ? sheet_refuse(why, SHEET_STRINGS)
                                                           : STATUS_OK;
}

static enum status string_text(
    void *context, uint8_t place, const char *text, size_t length, enum sheet_fault *why)
{
    struct strings_reading *strings = context;
    (void)place;
    if (length > SHEET_TEXT_MAX - (strings->tables->texts.length - strings->begin))
        return sheet_refuse(why, SHEET_TEXT);
    buffer_append(&strings->tables->texts, text, length);
    return STATUS_OK;
}

static enum status string_end(void *context, uint8_t place, enum sheet_fault *why)
{
    struct strings_reading *strings = context;
    (void)why;
    if (place == ITEM_TEXT)
        xlsx_unescape(&strings->tables->texts, strings->part);
    if (place == ITEM)
        *(size_t *)list_add(&strings->tables->ends) = strings->tables->texts.length;
    return STATUS_OK;
}

enum status xlsx_strings_read(const struct sheet_reading *reading, const char *part,
    struct xlsx_tables *tables, enum sheet_fault *why)
{
    struct strings_reading strings = {.tables = tables};
    const struct xml_reader reader = {
        XLSX_SPACES, STRING_RULES, string_begin, string_text, string_end, &strings};
    return xml_read_part(reading->package, part, &reader, why);
}

/* ---- formats ---- */

enum { STYLES = 1, CODES, CODE, FORMATS, FORMAT };

static const struct xml_rule FORMAT_RULES[] = {
    {XML_DOCUMENT, 'm', "styleSheet", STYLES, false},
    {STYLES, 'm', "numFmts", CODES, false},
    {CODES, 'm', "numFmt", CODE, false},
    {STYLES, 'm', "cellXfs", FORMATS, false},
    {FORMATS, 'm', "xf", FORMAT, false},
    {0, 0, NULL, 0, false},
};

struct formats_reading {
    struct xlsx_tables *tables;
    struct sheet_format *code; /* by its number */
};

static enum status format_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    struct formats_reading *formats = context;
    const char *text = xml_attribute(attributes, 0, "numFmtId");
    const char *code = xml_attribute(attributes, 0, "formatCode");
    uint32_t number = 0;
    bool known = sheet_whole_number(text, XLSX_FORMATS_MAX - 1, &number);
    if (place == CODE && known && code != NULL)
        formats->code[number] = sheet_format_of_code(code);
    if (place != FORMAT)
        return STATUS_OK;
    if (formats->tables->formats.count == XLSX_FORMATS_MAX)
        return sheet_refuse(why, SHEET_FORMATS);
    struct sheet_format *format = list_add(&formats->tables->formats);
    *format = known ? formats->code[number] : sheet_format_built_in(0);
    return STATUS_OK;
}

enum status xlsx_formats_read(const struct sheet_reading *reading, const char *part,
    struct xlsx_tables *tables, enum sheet_fault *why)
{
    struct formats_reading formats = {
        tables, memory_new(XLSX_FORMATS_MAX, sizeof(struct sheet_format))};
    const struct xml_reader reader = {
        XLSX_SPACES, FORMAT_RULES, format_begin, NULL, NULL, &formats};
    for (unsigned number = 0; number < XLSX_FORMATS_MAX; number++)
        formats.code[number] = sheet_format_built_in(number);
    enum status status = xml_read_part(reading->package, part, &reader, why);
    free(formats.code);
    return status;
}
