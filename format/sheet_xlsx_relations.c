/* Relations between the parts of a package (ISO/IEC 29500-2, 9.3). */
#include "format/sheet_xlsx_parts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { RELATIONS = 1, RELATION };

static const struct xml_rule RULES[] = {
    {XML_DOCUMENT, 'p', "Relationships", RELATIONS, false},
    {RELATIONS, 'p', "Relationship", RELATION, false},
    {0, 0, NULL, 0, false},
};

struct relations {
    const char *of; /* the part that has them */
    const struct xlsx_visitor *visitor;
};

/* Bytes of a part's name up to its last slash, and that. */
static size_t folder_length(const char *part)
{
    const char *slash = strrchr(part, '/');
    return slash == NULL ? 0 : (size_t)(slash - part) + 1;
}

/* Takes the last folder from a name that ends in a slash. */
static size_t without_last_folder(const char *name, size_t length)
{
    if (length > 0)
        length--;
    while (length > 0 && name[length - 1] != '/')
        length--;
    return length;
}

/* The name of a part from a target, which is seen from the folder of the part that names it or,
 * with a slash in front, from the top; "" if it has no name. */
static void resolve(const char *of, const char *target, char part[XLSX_PART_SIZE])
{
    size_t length = *target == '/' ? 0 : folder_length(of);
    memcpy(part, of, length);
    while (*target != '\0') {
        size_t step = strcspn(target, "/");
        bool last = target[step] == '\0';
        if (step == 2 && memcmp(target, "..", 2) == 0)
            length = without_last_folder(part, length);
        else if (step > 0 && !(step == 1 && *target == '.')) {
            if (length + step + 2 > XLSX_PART_SIZE) {
                length = 0;
                break;
            }
            memcpy(part + length, target, step);
            length += step;
            if (!last)
                part[length++] = '/';
        }
        target += step + !last;
    }
    part[length] = '\0';
}

static enum status relation_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    const struct relations *relations = context;
    const char *type = xml_attribute(attributes, 0, "Type");
    const char *target = xml_attribute(attributes, 0, "Target");
    const char *mode = xml_attribute(attributes, 0, "TargetMode");
    struct xlsx_relation relation = {.id = xml_attribute(attributes, 0, "Id")};
    if (place != RELATION || type == NULL || target == NULL || relation.id == NULL)
        return STATUS_OK;
    const char *slash = strrchr(type, '/');
    relation.type = slash == NULL ? type : slash + 1;
    relation.external = mode != NULL && strcasecmp(mode, "External") == 0;
    if (!relation.external)
        resolve(relations->of, target, relation.part);
    return relations->visitor->visit(relations->visitor->context, &relation, why);
}

enum status xlsx_relations(struct package *package, const char *part,
    const struct xlsx_visitor *visitor, enum sheet_fault *why)
{
    char name[XLSX_PART_SIZE + sizeof "_rels/.rels"];
    struct relations relations = {part, visitor};
    const struct xml_reader reader = {XLSX_SPACES, RULES, relation_begin, NULL, NULL, &relations};
    size_t folder = folder_length(part);
    (void)snprintf(name, sizeof name, "%.*s_rels/%s.rels", (int)folder, part, part + folder);
    return package_has(package, name) ? xml_read_part(package, name, &reader, why) : STATUS_OK;
}
