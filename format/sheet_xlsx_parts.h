/* What the readers of Office Open XML share, for format/sheet_xlsx*.c only. */
#ifndef FORMAT_SHEET_XLSX_PARTS_H
#define FORMAT_SHEET_XLSX_PARTS_H

#include "base/list.h"
#include "format/sheet_format.h"
#include "format/sheet_parts.h"

#define XLSX_STRINGS_MAX 200000
#define XLSX_FORMATS_MAX 65536
#define XLSX_PART_SIZE ZIP_NAME_SIZE /* of a part's name */

/* The namespaces, each in both forms: 'm' the main one, 'r' of relations within a document, 'p' of
 * the parts with relations, 'c' of the list of content types, 'x' what XML itself has. */
extern const struct xml_space XLSX_SPACES[];

/* What the cells point into. */
struct xlsx_tables {
    struct buffer texts; /* of all shared strings, one after the other */
    struct list ends;    /* of size_t: where each ends */
    struct list formats; /* of struct sheet_format: by the place in cellXfs */
    bool since_1904;
};

enum status xlsx_strings_read(const struct sheet_reading *reading, const char *part,
    struct xlsx_tables *tables, enum sheet_fault *why) MUST_USE;
enum status xlsx_formats_read(const struct sheet_reading *reading, const char *part,
    struct xlsx_tables *tables, enum sheet_fault *why) MUST_USE;
void xlsx_tables_free(struct xlsx_tables *tables);

/* Gives the cells of a sheet, and the remarks of a part with such. */
enum status xlsx_rows_read(const struct sheet_reading *reading, const char *part,
    const struct xlsx_tables *tables, enum sheet_fault *why) MUST_USE;
enum status xlsx_remarks_read(
    const struct sheet_reading *reading, const char *part, enum sheet_fault *why) MUST_USE;

/* "D47" or "$D$47" as row and column; false for anything else, and for what is outside a sheet. */
bool xlsx_reference(const char *text, uint32_t *row, uint32_t *column);

/* Decodes _xHHHH_ (ST_Xstring, 22.9.2.19) in a text, from there on to its end. What would become a
 * NUL or half a letter stays. */
void xlsx_unescape(struct buffer *text, size_t from);

/* A relation of a part to another. */
struct xlsx_relation {
    const char *id;   /* as the two below, until the visitor returns */
    const char *type; /* the last word of its type, such as "worksheet" */
    bool external;
    char part[XLSX_PART_SIZE]; /* "" if external, or no name of a part */
};

struct xlsx_visitor {
    enum status (*visit)(
        void *context, const struct xlsx_relation *relation, enum sheet_fault *why);
    void *context;
};

/* Shows the visitor each relation of a part, "" for those of the package; none if it has none. */
enum status xlsx_relations(struct package *package, const char *part,
    const struct xlsx_visitor *visitor, enum sheet_fault *why) MUST_USE;

#endif
