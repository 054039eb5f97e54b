/* What is built into the programs: tables that tools/table.c makes of the files in editions/. */
#include "base/memory.h"
#include "format/fields.h"

#include <string.h>

extern const struct fields_table table_infosakkollen_2021;
extern const struct fields_table table_support_2024;

static const struct {
    const char *id;
    const struct fields_table *table;
} builtin[] = {
    {"infosakkollen-2021", &table_infosakkollen_2021},
};

static const size_t builtins = sizeof builtin / sizeof builtin[0];

enum status edition_builtin(const char *id, struct edition **edition, struct error *err)
{
    for (size_t i = 0; i < builtins; i++) {
        if (strcmp(builtin[i].id, id) != 0)
            continue;
        struct fields_table rest = *builtin[i].table;
        const struct fields fields = fields_from_table(&rest);
        *edition = memory_new(1, sizeof **edition);
        fields_of_edition(*edition, &fields);
        return STATUS_OK;
    }
    *edition = NULL;
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
        "the edition \"%s\" is not known here; correct its name, name its file with --edition FILE or with "
        "-k the key directory whose kit has it, or get a newer version of this program",
        id);
}

const char *edition_builtin_id(size_t place)
{
    return place < builtins ? builtin[place].id : NULL;
}

struct support *support_builtin(void)
{
    struct fields_table rest = table_support_2024;
    const struct fields fields = fields_from_table(&rest);
    struct support *support = memory_new(1, sizeof *support);
    fields_of_support(support, &fields);
    return support;
}
