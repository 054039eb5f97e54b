/* A population list as CSV: what is accepted is in order, once each, and within its bounds. */
#include "format/organisation_number.h"
#include "register/population_file.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void look_at(const struct population_entry *entry)
{
    fuzz_require(organisation_number_is_canonical(entry->number, strlen(entry->number)));
    fuzz_require(entry->name[0] != '\0');
    fuzz_require(edition_find_group(fuzz_edition(), entry->group) >= 0);
    fuzz_require(entry->tags <= POPULATION_TAGS_MAX);
    for (unsigned i = 0; i < entry->tags; i++)
        fuzz_require(entry->tag[i].name[0] != '\0' && entry->tag[i].value[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct population_entry *list = NULL;
    size_t count = 0;
    struct buffer content = {0};
    buffer_append(&content, data, size);
    if (population_file_parse(fuzz_edition(), &content, "input", &list, &count, NULL) == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            look_at(&list[i]);
            fuzz_require(i == 0 || strcmp(list[i - 1].number, list[i].number) < 0);
        }
    }
    free(list);
    buffer_free(&content);
    return 0;
}
