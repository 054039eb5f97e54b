#include "format/support.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/json_file.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 300, NAME_MAX_CHARACTERS = 120, YEAR_LEAST = 1990, YEAR_MOST = 2100 };

static const char *const section_codes[SUPPORT_SECTIONS + 1] = {
    "start", "catalogue", "network", "earlier", NULL};
static const char *const category_codes[SUPPORT_CATEGORIES + 1] = {
    "", "reports", "training", "guidance", "measuring", "support", "contacts", NULL};
static const char *const level_codes[SUPPORT_LEVELS + 1] = {
    "", "basic", "advanced", "management", NULL};
static const char *const cost_codes[SUPPORT_COSTS + 1] = {"", "free", "paid", NULL};
static const char *const judged_codes[] = {"category", "level", "cost", "areas", "questions", NULL};

/* ---- words ---- */

const char *support_section_code(enum support_section section)
{
    return section_codes[section];
}

const char *support_category_code(enum support_category category)
{
    return category == SUPPORT_ANY_CATEGORY ? NULL : category_codes[category];
}

const char *support_level_code(enum support_level level)
{
    return level == SUPPORT_ANY_LEVEL ? NULL : level_codes[level];
}

const char *support_cost_code(enum support_cost cost)
{
    return cost == SUPPORT_COST_UNSAID ? NULL : cost_codes[cost];
}

const char *support_judged_code(unsigned bit)
{
    return bit < sizeof judged_codes / sizeof judged_codes[0] ? judged_codes[bit] : NULL;
}

/* One of these words: its place. A list whose first word is empty takes null for it. */
static enum status read_word(
    const struct json_place *word, const char *const *codes, unsigned *place, struct error *err)
{
    const char *text = "";
    const bool none = codes[0][0] == '\0' && json_is_null(word->value);
    if (!none)
        TRY(json_expect_string(word, EDITION_WORD_SIZE - 1, false, &text, err));
    for (unsigned i = 0; codes[i] != NULL; i++) {
        if (strcmp(text, codes[i]) == 0 && (none || text[0] != '\0')) {
            *place = i;
            return STATUS_OK;
        }
    }
    struct buffer known = {0};
    for (unsigned i = 0; codes[i] != NULL; i++) {
        if (codes[i][0] != '\0')
            buffer_comma(&known, codes[i]);
    }
    enum status status =
        json_refuse(word, err, "one of these words is expected: %s", buffer_string(&known));
    buffer_free(&known);
    return status;
}

static enum status read_word_of(const struct json_place *parent, const char *key,
    const char *const *codes, unsigned *place, struct error *err)
{
    struct json_place word;
    TRY(json_require(parent, key, &word, err));
    return read_word(&word, codes, place, err);
}

/* ---- texts ---- */

/* A line, or null: then "". */
static enum status read_line_or_null(
    const struct json_place *parent, const char *key, const char **text, struct error *err)
{
    struct json_place member;
    *text = "";
    TRY(json_require(parent, key, &member, err));
    if (json_is_null(member.value))
        return STATUS_OK;
    return json_file_line(parent, key, LINE_MAX_BYTES, text, err);
}

static enum status read_name(const struct json_place *place, const char **name, struct error *err)
{
    TRY(json_file_line(place, "name", LINE_MAX_BYTES, name, err));
    if (text_width(*name) > NAME_MAX_CHARACTERS)
        return json_refuse(place, err, "name: shorten it to %d characters", NAME_MAX_CHARACTERS);
    return STATUS_OK;
}

static enum status read_description(
    const struct json_place *place, const char **description, struct error *err)
{
    TRY(json_file_line(place, "description", LINE_MAX_BYTES, description, err));
    if ((*description)[strlen(*description) - 1] != '.')
        return json_refuse(place, err, "description: a sentence with its full stop is expected");
    return STATUS_OK;
}

/* ---- what an item serves ---- */

static enum status read_areas(const struct json_place *parent, const struct edition *edition,
    uint32_t *areas, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(parent, "areas", MODEL_AREAS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        const struct json_place place = json_element(&list, i);
        const char *id;
        TRY(json_expect_string(&place, EDITION_WORD_SIZE - 1, false, &id, err));
        int found = edition_find_area(edition, id);
        if (found < 0)
            return json_refuse(&place, err, "the edition has no area \"%s\"", id);
        if ((*areas >> found & 1U) != 0)
            return json_refuse(&place, err, "\"%s\" stands twice", id);
        *areas |= UINT32_C(1) << found;
    }
    return STATUS_OK;
}

bool support_serves(const struct support_item *item, unsigned question)
{
    return (item->questions[question / 32] >> question % 32 & 1U) != 0;
}

static enum status read_served_questions(const struct json_place *parent,
    const struct edition *edition, struct support_item *item, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(parent, "questions", MODEL_QUESTIONS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        const struct json_place place = json_element(&list, i);
        uint64_t id;
        TRY(json_expect_integer(&place, 1, UINT16_MAX, &id, err));
        int found = edition_find_question(edition, (unsigned)id);
        if (found < 0)
            return json_refuse(&place, err, "the edition has no question %u", (unsigned)id);
        if (support_serves(item, (unsigned)found))
            return json_refuse(&place, err, "question %u stands twice", (unsigned)id);
        item->questions[found / 32] |= UINT32_C(1) << found % 32;
    }
    return STATUS_OK;
}

static enum status read_judged(const struct json_place *parent, unsigned *judged, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(
        parent, "judged", sizeof judged_codes / sizeof judged_codes[0] - 1, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        const struct json_place place = json_element(&list, i);
        unsigned bit = 0;
        TRY(read_word(&place, judged_codes, &bit, err));
        if ((*judged >> bit & 1U) != 0)
            return json_refuse(&place, err, "\"%s\" stands twice", judged_codes[bit]);
        *judged |= 1U << bit;
    }
    return STATUS_OK;
}

/* ---- an item ---- */

static enum status read_source(const struct json_place *parent, const struct support *support,
    unsigned *source, struct error *err)
{
    const char *id;
    TRY(json_require_string(parent, "source", EDITION_WORD_SIZE - 1, &id, err));
    for (unsigned i = 0; i < support->documents; i++) {
        if (strcmp(support->document[i].id, id) == 0) {
            *source = i;
            return STATUS_OK;
        }
    }
    return json_refuse(parent, err, "source: there is no document \"%s\"", id);
}

static enum status read_year(const struct json_place *parent, unsigned *year, struct error *err)
{
    struct json_place member;
    uint64_t number = 0;
    TRY(json_require(parent, "year", &member, err));
    if (!json_is_null(member.value))
        TRY(json_expect_integer(&member, YEAR_LEAST, YEAR_MOST, &number, err));
    *year = (unsigned)number;
    return STATUS_OK;
}

static enum status read_kind_of_item(
    const struct json_place *place, struct support_item *item, struct error *err)
{
    unsigned section, category, level, cost;
    TRY(read_word_of(place, "section", section_codes, &section, err));
    TRY(read_word_of(place, "category", category_codes, &category, err));
    TRY(read_word_of(place, "level", level_codes, &level, err));
    TRY(read_word_of(place, "cost", cost_codes, &cost, err));
    item->section = (enum support_section)section;
    item->category = (enum support_category)category;
    item->level = (enum support_level)level;
    item->cost = (enum support_cost)cost;
    if (item->section == SUPPORT_CATALOGUE && (category == 0 || level == 0))
        return json_refuse(
            place, err, "what is in the catalogue itself has a category and a level");
    return STATUS_OK;
}

static bool has_item_id(const struct support *support, const char *id)
{
    for (size_t i = 0; i < support->items; i++) {
        if (strcmp(support->item[i].id, id) == 0)
            return true;
    }
    return false;
}

static enum status read_support_item(const struct json_place *place, const struct edition *edition,
    struct support *support, struct error *err)
{
    static const char *const keys[] = {"id", "section", "name", "issuer", "category", "level",
        "cost", "year", "areas", "questions", "judged", "source", "description", NULL};
    struct support_item *item = &support->item[support->items];
    TRY(json_expect_object(place, keys, err));
    TRY(json_file_id(place, EDITION_WORD_SIZE, &item->id, err));
    if (has_item_id(support, item->id))
        return json_refuse(place, err, "id: \"%s\" stands twice", item->id);
    TRY(read_kind_of_item(place, item, err));
    TRY(read_name(place, &item->name, err));
    TRY(read_line_or_null(place, "issuer", &item->issuer, err));
    TRY(read_year(place, &item->year, err));
    TRY(read_areas(place, edition, &item->areas, err));
    TRY(read_served_questions(place, edition, item, err));
    TRY(read_judged(place, &item->judged, err));
    TRY(read_source(place, support, &item->source, err));
    TRY(read_description(place, &item->description, err));
    support->items++;
    return STATUS_OK;
}

/* ---- the catalogue ---- */

static enum status read_document(
    const struct json_place *place, struct support *support, struct error *err)
{
    static const char *const keys[] = {"id", "name", "issuer", "published", NULL};
    struct support_document *document = &support->document[support->documents];
    int64_t day;
    TRY(json_expect_object(place, keys, err));
    TRY(json_file_id(place, EDITION_WORD_SIZE, &document->id, err));
    for (size_t i = 0; i < support->documents; i++) {
        if (strcmp(support->document[i].id, document->id) == 0)
            return json_refuse(place, err, "id: \"%s\" stands twice", document->id);
    }
    TRY(read_name(place, &document->name, err));
    TRY(json_file_line(place, "issuer", LINE_MAX_BYTES, &document->issuer, err));
    TRY(read_line_or_null(place, "published", &document->published, err));
    if (document->published[0] != '\0')
        TRY(json_require_day(place, "published", &day, err));
    support->documents++;
    return STATUS_OK;
}

static enum status read_documents(
    const struct json_place *root, struct support *support, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(root, "documents", SUPPORT_DOCUMENTS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        const struct json_place place = json_element(&list, i);
        TRY(read_document(&place, support, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "at least one document is expected");
    return STATUS_OK;
}

static enum status read_support(const struct json_place *root, const struct edition *edition,
    struct support *support, struct error *err)
{
    static const char *const keys[] = {
        "format", "id", "edition", "title", "about", "documents", "items", NULL};
    struct json_place list;
    size_t count;
    TRY(json_expect_object(root, keys, err));
    TRY(json_file_id(root, EDITION_WORD_SIZE, &support->id, err));
    TRY(json_file_line(root, "edition", EDITION_WORD_SIZE - 1, &support->edition, err));
    if (!support_is_for(support, edition)) {
        (void)json_refuse(root, err, "edition: it is for \"%s\", and not for \"%s\"",
            support->edition, edition->id);
        return json_file_refused_as(err, REASON_UNKNOWN_EDITION);
    }
    TRY(json_file_line(root, "title", LINE_MAX_BYTES, &support->title, err));
    TRY(json_file_line(root, "about", LINE_MAX_BYTES, &support->about, err));
    TRY(read_documents(root, support, err));
    TRY(json_require_array(root, "items", SUPPORT_ITEMS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        const struct json_place place = json_element(&list, i);
        TRY(read_support_item(&place, edition, support, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "at least one kind of support is expected");
    return STATUS_OK;
}

enum status support_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct support **support, struct error *err)
{
    struct json_place root;
    *support = NULL;
    TRY(json_file_read(bytes, length, name, SUPPORT_FORMAT, &root, err));
    struct support *made = memory_new(1, sizeof *made);
    made->document_read = root.value;
    enum status status;
    TRY_OUT(read_support(&root, edition, made, err));
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
    json_decref(support->document_read);
    free(support);
}

bool support_is_for(const struct support *support, const struct edition *edition)
{
    return strcmp(support->edition, edition->id) == 0;
}
