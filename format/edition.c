#include "format/edition.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "format/edition_parts.h"
#include "format/json_file.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static enum status take_digest(json_t *model, struct edition *edition, struct error *err)
{
    struct buffer canonical = {0};
    TRY(json_write_canonical(model, &canonical, err));
    (void)crypto_generichash(
        edition->digest, sizeof edition->digest, canonical.data, canonical.length, NULL, 0);
    buffer_free(&canonical);
    return STATUS_OK;
}

#define FRACTION_MAX 1000

/* [1, 3]: a part and what it is of. */
static enum status read_fraction(
    const struct json_place *even, const char *key, unsigned *part, unsigned *of, struct error *err)
{
    struct json_place pair;
    uint64_t number[2] = {0};
    size_t count;
    TRY(json_require_array(even, key, 2, &pair, &count, err));
    if (count != 2)
        return json_refuse(&pair, err, "expected a fraction such as [1, 3]");
    for (size_t i = 0; i < 2; i++) {
        struct json_place place = json_element(&pair, i);
        TRY(json_expect_integer(&place, i == 0 ? 0 : 1, FRACTION_MAX, &number[i], err));
    }
    if (number[0] > number[1])
        return json_refuse(&pair, err, "a fraction must not be above one");
    *part = (unsigned)number[0];
    *of = (unsigned)number[1];
    return STATUS_OK;
}

/* What is no part of the model, for no score depends on it, nor of the wording. */
static enum status read_lists(
    const struct json_place *root, struct edition *edition, struct error *err)
{
    static const char *const list_keys[] = {"even", NULL};
    static const char *const keys[] = {"from", "to", NULL};
    struct cooperate_limits *limits = &edition->even;
    struct json_place lists, even;
    *limits = (struct cooperate_limits){1, 3, 2, 3};
    if (!json_member(root, "lists", &lists))
        return STATUS_OK;
    TRY(json_expect_object(&lists, list_keys, err));
    TRY(json_require(&lists, "even", &even, err));
    TRY(json_expect_object(&even, keys, err));
    TRY(read_fraction(&even, "from", &limits->from, &limits->from_of, err));
    TRY(read_fraction(&even, "to", &limits->to, &limits->to_of, err));
    if (limits->from * limits->to_of > limits->to * limits->from_of)
        return json_refuse(&even, err, "\"from\" must not be above \"to\"");
    return STATUS_OK;
}

static enum status read_halves(
    const struct json_place *root, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"format", "model", "wording", "lists", "follows", NULL};
    struct json_place model, wording;
    TRY(json_expect_object(root, keys, err));
    TRY(json_require(root, "model", &model, err));
    TRY(json_require(root, "wording", &wording, err));
    TRY(edition_read_model(&model, edition, err));
    TRY(edition_read_wording(&wording, edition, err));
    TRY(read_lists(root, edition, err));
    TRY(edition_read_follows(root, edition, err));
    return take_digest(model.value, edition, err);
}

enum status edition_load(
    const void *bytes, size_t length, const char *name, struct edition **edition, struct error *err)
{
    struct json_place root;
    const struct json_source source = {.text = bytes, .length = length};
    *edition = NULL;
    TRY(json_file_read(bytes, length, name, EDITION_FORMAT, &root, err));
    root.source = &source;
    struct edition *made = memory_new(1, sizeof *made);
    made->document = root.value;
    enum status status;
    TRY_OUT(read_halves(&root, made, err));
    *edition = made;
    made = NULL;
out:
    edition_free(made);
    return status;
}

enum status edition_load_file(const char *path, struct edition **edition, struct error *err)
{
    struct buffer bytes = {0};
    enum status status = STATUS_OK;
    *edition = NULL;
    TRY_OUT(file_read(path, JSON_LENGTH_MAX, &bytes, err));
    status = edition_load(bytes.data, bytes.length, path, edition, err);
out:
    buffer_free(&bytes);
    return status;
}

void edition_free(struct edition *edition)
{
    if (edition == NULL)
        return;
    json_decref(edition->document);
    free(edition);
}

int edition_find_question(const struct edition *edition, unsigned id)
{
    for (int i = 0; i < edition->model.questions; i++) {
        if (edition->model.question[i].id == id)
            return i;
    }
    return -1;
}

int edition_find_group(const struct edition *edition, const char *id)
{
    for (size_t i = 0; i < edition->groups; i++) {
        if (strcmp(edition->group[i].id, id) == 0)
            return (int)i;
    }
    return -1;
}

const char *edition_typed_group(const struct edition *edition, const char *text)
{
    for (size_t i = 0; i < edition->groups; i++) {
        const struct edition_group *group = &edition->group[i];
        if (strcasecmp(text, group->id) == 0 || strcasecmp(text, group->name) == 0)
            return group->id;
    }
    return NULL;
}

int edition_find_marking(const struct edition *edition, const char *marking)
{
    for (size_t i = 0; i < edition->markings; i++) {
        if (strcmp(edition->marking[i], marking) == 0)
            return (int)i;
    }
    return -1;
}

int edition_find_role(const struct edition *edition, const char *id)
{
    for (size_t i = 0; i < edition->roles; i++) {
        if (strcmp(edition->role[i].id, id) == 0)
            return (int)i;
    }
    return -1;
}

int edition_find_area(const struct edition *edition, const char *id)
{
    for (int i = 0; i < edition->model.areas; i++) {
        if (strcmp(edition->area[i].id, id) == 0)
            return i;
    }
    return -1;
}

int edition_find_background(const struct edition *edition, const char *id)
{
    for (size_t i = 0; i < edition->backgrounds; i++) {
        if (strcmp(edition->background[i].id, id) == 0)
            return (int)i;
    }
    return -1;
}

int edition_find_field(const struct edition *edition, const char *id)
{
    for (int i = 0; i < edition->model.fields; i++) {
        if (strcmp(edition->field_id[i], id) == 0)
            return i;
    }
    return -1;
}

bool edition_has_points(const struct edition *edition)
{
    return edition->model.levels > 0;
}

const char *edition_field_name(const struct edition *edition, unsigned field)
{
    const struct model *model = &edition->model;
    return edition->section[model->question[model->field[field].question - 1].section - 1];
}

const char *edition_typical(const struct edition *edition, const char *group)
{
    int place = edition_find_group(edition, group);
    const char *typical = place < 0 ? "" : edition->group[place].typical;
    return typical[0] == '\0' ? NULL : typical;
}

void edition_list_groups(const struct edition *edition, struct buffer *out)
{
    for (size_t i = 0; i < edition->groups; i++) {
        buffer_text(out, i == 0 ? "" : ", ");
        buffer_text(out, edition->group[i].id);
    }
}

const char *edition_level_name(const struct edition *edition, unsigned level)
{
    const struct model *model = &edition->model;
    uint32_t below = level > 1 ? model->level[level - 2].sections : 0;
    uint32_t added = model->level[level - 1].sections & ~below;
    for (unsigned i = 0; i < MODEL_SECTIONS_MAX; i++) {
        if ((added >> i & 1U) != 0)
            return edition->section[i];
    }
    return "";
}
