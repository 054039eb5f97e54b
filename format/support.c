#include "format/support.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/json_file.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 300, NAME_MAX_CHARACTERS = 60 };

static const char *const level_codes[SUPPORT_LEVELS] = {"basic", "advanced", "management"};
static const char *const kind_codes[] = {"guidance", "course", "tool", "method", "advice"};
static const size_t kinds = sizeof kind_codes / sizeof kind_codes[0];

const char *support_level_code(enum support_level level)
{
    return level_codes[level];
}

const char *support_kind_code(enum support_kind kind)
{
    return kind_codes[kind];
}

static enum status read_support_kind(
    const struct json_place *place, enum support_kind *kind, struct error *err)
{
    const char *code;
    TRY(json_require_string(place, "kind", EDITION_WORD_SIZE - 1, &code, err));
    for (size_t i = 0; i < kinds; i++) {
        if (strcmp(code, kind_codes[i]) == 0) {
            *kind = (enum support_kind)i;
            return STATUS_OK;
        }
    }
    return json_refuse(place, err,
        "kind: \"guidance\", \"course\", \"tool\", \"method\" or \"advice\" is expected");
}

static enum status read_support_item(
    const struct json_place *place, struct support_item *item, struct error *err)
{
    static const char *const keys[] = {"kind", "name", "description", NULL};
    TRY(json_expect_object(place, keys, err));
    TRY(read_support_kind(place, &item->kind, err));
    TRY(json_file_line(place, "name", LINE_MAX_BYTES, &item->name, err));
    if (text_width(item->name) > NAME_MAX_CHARACTERS)
        return json_refuse(place, err, "name: shorten it to %d characters", NAME_MAX_CHARACTERS);
    TRY(json_file_line(place, "description", LINE_MAX_BYTES, &item->description, err));
    if (item->description[strlen(item->description) - 1] != '.')
        return json_refuse(place, err, "description: a sentence with its full stop is expected");
    return STATUS_OK;
}

static enum status read_support_level(const struct json_place *area, enum support_level level,
    struct support_list *out, struct error *err)
{
    struct json_place list;
    TRY(json_require_array(
        area, support_level_code(level), SUPPORT_ITEMS_MAX, &list, &out->items, err));
    for (size_t i = 0; i < out->items; i++) {
        struct json_place place = json_element(&list, i);
        out->item[i].level = level;
        TRY(read_support_item(&place, &out->item[i], err));
    }
    if (out->items == 0)
        return json_refuse(&list, err, "at least one kind of support is expected");
    return STATUS_OK;
}

static enum status read_support_area(
    const struct json_place *place, struct support *support, struct error *err)
{
    static const char *const keys[] = {"id", "basic", "advanced", "management", NULL};
    struct support_area *area = &support->area[support->areas];
    TRY(json_expect_object(place, keys, err));
    TRY(json_file_line(place, "id", EDITION_WORD_SIZE - 1, &area->id, err));
    if (support_find_area(support, area->id) != NULL)
        return json_refuse(place, err, "id: \"%s\" stands twice", area->id);
    for (size_t i = 0; i < SUPPORT_LEVELS; i++)
        TRY(read_support_level(place, (enum support_level)i, &area->level[i], err));
    support->areas++;
    return STATUS_OK;
}

static enum status read_support(
    const struct json_place *root, struct support *support, struct error *err)
{
    static const char *const keys[] = {"format", "id", "edition", "title", "about", "areas", NULL};
    struct json_place id, list;
    size_t count;
    TRY(json_expect_object(root, keys, err));
    TRY(json_require(root, "id", &id, err));
    TRY(json_copy_string(&id, support->id, sizeof support->id, false, err));
    if (support->id[0] == '\0')
        return json_refuse(&id, err, "the id is empty; write one");
    TRY(json_file_line(root, "edition", EDITION_WORD_SIZE - 1, &support->edition, err));
    TRY(json_file_line(root, "title", LINE_MAX_BYTES, &support->title, err));
    TRY(json_file_line(root, "about", LINE_MAX_BYTES, &support->about, err));
    TRY(json_require_array(root, "areas", MODEL_AREAS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_support_area(&place, support, err));
    }
    return STATUS_OK;
}

enum status support_load(
    const void *bytes, size_t length, const char *name, struct support **support, struct error *err)
{
    struct json_place root;
    *support = NULL;
    TRY(json_file_read(bytes, length, name, SUPPORT_FORMAT, &root, err));
    struct support *made = memory_new(1, sizeof *made);
    made->document = root.value;
    enum status status;
    TRY_OUT(read_support(&root, made, err));
    *support = made;
    made = NULL;
out:
    support_free(made);
    return status;
}

void support_free(struct support *support)
{
    if (support == NULL)
        return;
    json_decref(support->document);
    free(support);
}

bool support_is_for(const struct support *support, const struct edition *edition)
{
    return strcmp(support->edition, edition->id) == 0;
}

const struct support_area *support_find_area(const struct support *support, const char *id)
{
    for (size_t i = 0; i < support->areas; i++) {
        if (strcmp(support->area[i].id, id) == 0)
            return &support->area[i];
    }
    return NULL;
}

enum support_level support_for(unsigned area_level)
{
    return area_level < 2 ? SUPPORT_BASIC : SUPPORT_ADVANCED;
}
