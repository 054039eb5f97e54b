/* Office Open XML: which parts a workbook has, and its sheets in their order (ISO/IEC 29500-1,
 * 18.2). */
#include "base/memory.h"
#include "base/text_find.h"
#include "format/sheet_xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

const struct xml_space XLSX_SPACES[] = {
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", 'm'},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", 'm'},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", 'r'},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", 'r'},
    {"http://schemas.openxmlformats.org/package/2006/relationships", 'p'},
    {"http://schemas.openxmlformats.org/package/2006/content-types", 'c'},
    {"http://www.w3.org/XML/1998/namespace", 'x'},
    {NULL, 0},
};

/* A sheet, as the workbook's part lists it. */
struct xlsx_sheet {
    char *name; /* owned, as the next */
    char *id;
    bool chart;
    bool hidden;
    char part[XLSX_PART_SIZE]; /* "" until its relation was found */
};

struct xlsx_workbook {
    const struct sheet_reading *reading;
    char part[XLSX_PART_SIZE];
    char strings[XLSX_PART_SIZE];
    char formats[XLSX_PART_SIZE];
    struct list sheets; /* of struct xlsx_sheet */
    struct xlsx_tables tables;
};

/* ---- content types ---- */

enum { TYPES = 1, OVERRIDE };

static const struct xml_rule TYPE_RULES[] = {
    {XML_DOCUMENT, 'c', "Types", TYPES, false},
    {TYPES, 'c', "Override", OVERRIDE, false},
    {TYPES, 'c', "Default", OVERRIDE, false},
    {0, 0, NULL, 0, false},
};

static enum status type_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    const char *type = xml_attribute(attributes, 0, "ContentType");
    (void)context;
    if (place != OVERRIDE || type == NULL)
        return STATUS_OK;
    if (text_holds(type, ".sheet.binary."))
        return sheet_refuse(why, SHEET_BINARY);
    if (text_holds(type, "macroEnabled") || text_holds(type, "vbaProject") ||
        text_holds(type, "macrosheet"))
        return sheet_refuse(why, SHEET_MACROS);
    return STATUS_OK;
}

/* ---- the workbook's part ---- */

enum { WORKBOOK = 1, PROPERTIES, SHEETS, SHEET };

static const struct xml_rule WORKBOOK_RULES[] = {
    {XML_DOCUMENT, 'm', "workbook", WORKBOOK, false},
    {WORKBOOK, 'm', "workbookPr", PROPERTIES, false},
    {WORKBOOK, 'm', "sheets", SHEETS, false},
    {SHEETS, 'm', "sheet", SHEET, false},
    {0, 0, NULL, 0, false},
};

static enum status add_xlsx_sheet(
    struct xlsx_workbook *workbook, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    const char *name = xml_attribute(attributes, 0, "name");
    const char *id = xml_attribute(attributes, 'r', "id");
    if (name == NULL || id == NULL)
        return sheet_refuse(why, SHEET_DAMAGED);
    if (workbook->sheets.count == SHEET_COUNT_MAX)
        return sheet_refuse(why, SHEET_SHEETS);
    struct xlsx_sheet *sheet = list_add(&workbook->sheets);
    const char *state = xml_attribute(attributes, 0, "state");
    sheet->hidden = state != NULL && strcmp(state, "visible") != 0;
    sheet->name = memory_text(name);
    sheet->id = memory_text(id);
    return STATUS_OK;
}

static enum status workbook_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    struct xlsx_workbook *workbook = context;
    if (place == SHEET)
        return add_xlsx_sheet(workbook, attributes, why);
    const char *since = xml_attribute(attributes, 0, "date1904");
    if (place == PROPERTIES && since != NULL)
        workbook->tables.since_1904 = strcmp(since, "1") == 0 || strcmp(since, "true") == 0;
    return STATUS_OK;
}

/* ---- where its parts are ---- */

static enum status find_workbook_part(
    void *context, const struct xlsx_relation *relation, enum sheet_fault *why)
{
    struct xlsx_workbook *workbook = context;
    if (strcmp(relation->type, "officeDocument") != 0)
        return STATUS_OK;
    if (relation->external)
        return sheet_refuse(why, SHEET_EXTERNAL);
    if (workbook->part[0] != '\0')
        return sheet_refuse(why, SHEET_DAMAGED);
    memcpy(workbook->part, relation->part, sizeof workbook->part);
    return STATUS_OK;
}

static enum status place_sheet(
    struct xlsx_workbook *workbook, const struct xlsx_relation *relation, enum sheet_fault *why)
{
    struct xlsx_sheet *sheet = workbook->sheets.items;
    bool is_chart = strcmp(relation->type, "chartsheet") == 0;
    if (!is_chart && strcmp(relation->type, "worksheet") != 0)
        return STATUS_OK;
    for (size_t i = 0; i < workbook->sheets.count; i++) {
        if (strcmp(sheet[i].id, relation->id) != 0)
            continue;
        if (relation->external)
            return sheet_refuse(why, SHEET_EXTERNAL);
        if (sheet[i].part[0] != '\0') /* two relations of one name */
            return sheet_refuse(why, SHEET_DAMAGED);
        sheet[i].chart = is_chart;
        memcpy(sheet[i].part, relation->part, sizeof sheet[i].part);
    }
    return STATUS_OK;
}

static enum status find_parts(
    void *context, const struct xlsx_relation *relation, enum sheet_fault *why)
{
    struct xlsx_workbook *workbook = context;
    if (strcmp(relation->type, "sharedStrings") == 0)
        memcpy(workbook->strings, relation->part, sizeof workbook->strings);
    else if (strcmp(relation->type, "styles") == 0)
        memcpy(workbook->formats, relation->part, sizeof workbook->formats);
    else if (strcmp(relation->type, "vbaProject") == 0)
        return sheet_refuse(why, SHEET_MACROS);
    else if (strcmp(relation->type, "externalLink") == 0)
        return sheet_give(workbook->reading, SHEET_LINKS_AWAY, 0, 0, NULL, why);
    return place_sheet(workbook, relation, why);
}

/* ---- the sheets ---- */

static enum status find_remarks(
    void *context, const struct xlsx_relation *relation, enum sheet_fault *why)
{
    char *part = context;
    (void)why;
    if (strcmp(relation->type, "comments") == 0)
        memcpy(part, relation->part, XLSX_PART_SIZE);
    return STATUS_OK;
}

static enum status read_xlsx_sheet(
    const struct xlsx_workbook *workbook, const struct xlsx_sheet *sheet, enum sheet_fault *why)
{
    const struct sheet_reading *reading = workbook->reading;
    char remarks[XLSX_PART_SIZE] = "";
    const struct xlsx_visitor visitor = {find_remarks, remarks};
    struct buffer name = {0};
    buffer_text(&name, sheet->name);
    enum status status =
        sheet->chart ? sheet_give(reading, SHEET_CHART, 0, 0, &name, why)
                     : sheet_give(reading, SHEET_BEGINS, 0, sheet->hidden ? 1 : 0, &name, why);
    buffer_free(&name);
    if (status != STATUS_OK || sheet->chart)
        return status;
    if (sheet->part[0] == '\0')
        return sheet_refuse(why, SHEET_DAMAGED);
    TRY(xlsx_rows_read(reading, sheet->part, &workbook->tables, why));
    TRY(xlsx_relations(reading->package, sheet->part, &visitor, why));
    return remarks[0] == '\0' ? STATUS_OK : xlsx_remarks_read(reading, remarks, why);
}

static enum status read_xlsx_parts(struct xlsx_workbook *workbook, enum sheet_fault *why)
{
    const struct sheet_reading *reading = workbook->reading;
    struct package *package = reading->package;
    const struct xml_reader types = {XLSX_SPACES, TYPE_RULES, type_begin, NULL, NULL, NULL};
    const struct xml_reader sheets = {
        XLSX_SPACES, WORKBOOK_RULES, workbook_begin, NULL, NULL, workbook};
    const struct xlsx_visitor of_package = {find_workbook_part, workbook};
    const struct xlsx_visitor of_workbook = {find_parts, workbook};
    TRY(xml_read_part(package, "[Content_Types].xml", &types, why));
    TRY(xlsx_relations(package, "", &of_package, why));
    if (!package_has(package, workbook->part))
        return sheet_refuse(why, SHEET_NOT_ONE);
    TRY(xml_read_part(package, workbook->part, &sheets, why));
    if (workbook->sheets.count == 0)
        return sheet_refuse(why, SHEET_NOT_ONE);
    TRY(xlsx_relations(package, workbook->part, &of_workbook, why));
    if (workbook->strings[0] != '\0')
        TRY(xlsx_strings_read(reading, workbook->strings, &workbook->tables, why));
    if (workbook->formats[0] != '\0')
        TRY(xlsx_formats_read(reading, workbook->formats, &workbook->tables, why));
    const struct xlsx_sheet *sheet = workbook->sheets.items;
    for (size_t i = 0; i < workbook->sheets.count; i++)
        TRY(read_xlsx_sheet(workbook, &sheet[i], why));
    return STATUS_OK;
}

enum status sheet_xlsx_read(const struct sheet_reading *reading, enum sheet_fault *why)
{
    struct xlsx_workbook workbook = {.reading = reading,
        .sheets = {.size = sizeof(struct xlsx_sheet)},
        .tables = {.ends = {.size = sizeof(size_t)}, .formats = {.size = sizeof(struct sheet_format)}}};
    enum status status = read_xlsx_parts(&workbook, why);
    struct xlsx_sheet *sheet = workbook.sheets.items;
    for (size_t i = 0; i < workbook.sheets.count; i++) {
        free(sheet[i].name);
        free(sheet[i].id);
    }
    free(workbook.sheets.items);
    xlsx_tables_free(&workbook.tables);
    return status;
}
