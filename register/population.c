#include "register/population.h"

#include "base/list.h"
#include "base/text.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAGS_TEXT_SIZE = POPULATION_TAGS_MAX * 2 * MANIFEST_WORD_SIZE + 1 };
enum { POPULATION_DIGEST_SIZE = 32 };

/* ---- tags as lines ---- */

static void tags_text(char text[TAGS_TEXT_SIZE], const struct population_entry *entry)
{
    size_t length = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < entry->tags; i++)
        length += (size_t)snprintf(text + length, TAGS_TEXT_SIZE - length, "%s=%s\n",
            entry->tag[i].name, entry->tag[i].value);
}

static bool copy_part(char *field, size_t size, const char *from, size_t length)
{
    if (length >= size)
        return false;
    memcpy(field, from, length);
    field[length] = '\0';
    return true;
}

static bool parse_tags(const char *text, struct population_entry *entry)
{
    while (*text != '\0') {
        size_t line = strcspn(text, "\n");
        size_t name = strcspn(text, "=");
        if (text[line] != '\n' || name == 0 || name >= line || entry->tags == POPULATION_TAGS_MAX)
            return false;
        struct population_tag *tag = &entry->tag[entry->tags++];
        if (!copy_part(tag->name, sizeof tag->name, text, name) ||
            !copy_part(tag->value, sizeof tag->value, text + name + 1, line - name - 1))
            return false;
        text += line + 1;
    }
    return true;
}

/* ---- the table ---- */

struct population_rows {
    const struct store *store;
    struct list list; /* struct population_entry */
};

static enum status take_entry(void *context, sqlite3_stmt *row, struct error *err)
{
    struct population_rows *rows = context;
    struct population_entry *entry = list_add(&rows->list);
    char tags[TAGS_TEXT_SIZE];
    if (!store_column_text(row, 0, entry->number, sizeof entry->number) ||
        !store_column_text(row, 1, entry->name, sizeof entry->name) ||
        !store_column_text(row, 2, entry->group, sizeof entry->group) ||
        !store_column_text(row, 3, tags, sizeof tags) || !parse_tags(tags, entry))
        return error_set(err, STATUS_FAILED, REASON_DAMAGED,
            "%s: a row of the population list is broken; restore the register from a copy",
            rows->store->path);
    return STATUS_OK;
}

enum status population_load(struct store *store, const char *round, struct population_entry **list,
    size_t *count, struct error *err)
{
    struct population_rows rows = {store, {.size = sizeof **list}};
    sqlite3_stmt *select = NULL;
    enum status status;
    *list = NULL;
    *count = 0;
    TRY_OUT(store_prepare(store,
        "SELECT number, name, \"group\", tags FROM population WHERE round = ? ORDER BY number",
        &select, err));
    store_bind_text(select, 1, round);
    TRY_OUT(store_each(store, select, take_entry, &rows, err));
    *list = rows.list.items;
    *count = rows.list.count;
    rows.list.items = NULL;
out:
    free(rows.list.items);
    return status;
}

static enum status clear_list(struct store *store, const char *round, struct error *err)
{
    sqlite3_stmt *delete = NULL;
    TRY(store_prepare(store, "DELETE FROM population WHERE round = ?", &delete, err));
    store_bind_text(delete, 1, round);
    return store_run(store, delete, err);
}

static enum status add_entry(struct store *store, sqlite3_stmt *insert, const char *round,
    const struct population_entry *entry, struct error *err)
{
    char tags[TAGS_TEXT_SIZE];
    bool found;
    tags_text(tags, entry);
    store_bind_text(insert, 1, round);
    store_bind_text(insert, 2, entry->number);
    store_bind_text(insert, 3, entry->name);
    store_bind_text(insert, 4, entry->group);
    store_bind_text(insert, 5, tags);
    TRY(store_step(store, insert, &found, err));
    (void)sqlite3_reset(insert);
    return STATUS_OK;
}

enum status population_replace(struct store *store, const char *round,
    const struct population_entry *list, size_t count, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    enum status status;
    TRY(clear_list(store, round, err));
    TRY_OUT(store_prepare(store, "INSERT INTO population VALUES(?,?,?,?,?)", &insert, err));
    for (size_t i = 0; i < count; i++)
        TRY_OUT(add_entry(store, insert, round, &list[i], err));
out:
    (void)sqlite3_finalize(insert);
    return status;
}

enum status population_move(
    struct store *store, const char *from, const char *to, struct error *err)
{
    sqlite3_stmt *update = NULL;
    TRY(store_prepare(store, "UPDATE population SET round = ? WHERE round = ?", &update, err));
    store_bind_text(update, 1, to);
    store_bind_text(update, 2, from);
    return store_run(store, update, err);
}

/* ---- lists ---- */

static int by_number(const void *left, const void *right)
{
    const struct population_entry *a = left;
    const struct population_entry *b = right;
    return strcmp(a->number, b->number);
}

void population_sort(struct population_entry *list, size_t count)
{
    if (count > 0)
        qsort(list, count, sizeof *list, by_number);
}

static int number_of(const void *number, const void *entry)
{
    return strcmp(number, ((const struct population_entry *)entry)->number);
}

const struct population_entry *population_find(
    const struct population_entry *list, size_t count, const char *number)
{
    return count == 0 ? NULL : bsearch(number, list, count, sizeof *list, number_of);
}

const char *population_value(const struct population_entry *entry, const char *tag)
{
    for (unsigned i = 0; i < entry->tags; i++) {
        if (strcmp(entry->tag[i].name, tag) == 0)
            return entry->tag[i].value;
    }
    return NULL;
}

bool population_same(const struct population_entry *a, const struct population_entry *b)
{
    char a_tags[TAGS_TEXT_SIZE];
    char b_tags[TAGS_TEXT_SIZE];
    tags_text(a_tags, a);
    tags_text(b_tags, b);
    return strcmp(a->name, b->name) == 0 && strcmp(a->group, b->group) == 0 &&
           strcmp(a_tags, b_tags) == 0;
}

struct population_change population_compare(const struct population_entry *before,
    size_t before_count, const struct population_entry *after, size_t after_count)
{
    struct population_change change = {0};
    for (size_t i = 0; i < after_count; i++) {
        const struct population_entry *old = population_find(before, before_count, after[i].number);
        change.added += old == NULL;
        change.same += old != NULL && population_same(old, &after[i]);
        change.changed += old != NULL && !population_same(old, &after[i]);
    }
    change.removed = before_count - change.same - change.changed;
    return change;
}

static void digest_text(crypto_generichash_state *hash, const char *text)
{
    (void)crypto_generichash_update(hash, (const uint8_t *)text, strlen(text) + 1);
}

/* list: sorted. */
static void population_digest(
    uint8_t digest[POPULATION_DIGEST_SIZE], const struct population_entry *list, size_t count)
{
    crypto_generichash_state hash;
    char tags[TAGS_TEXT_SIZE];
    (void)crypto_generichash_init(&hash, NULL, 0, POPULATION_DIGEST_SIZE);
    for (size_t i = 0; i < count; i++) {
        tags_text(tags, &list[i]);
        digest_text(&hash, list[i].number);
        digest_text(&hash, list[i].name);
        digest_text(&hash, list[i].group);
        digest_text(&hash, tags);
    }
    (void)crypto_generichash_final(&hash, digest, POPULATION_DIGEST_SIZE);
}

void population_words(char words[AUDIT_SUBJECT_SIZE], const char *round,
    const struct population_entry *list, size_t count)
{
    uint8_t digest[POPULATION_DIGEST_SIZE];
    char hex[2 * POPULATION_DIGEST_SIZE + 1];
    population_digest(digest, list, count);
    hex_encode(hex, digest, sizeof digest);
    (void)snprintf(words, AUDIT_SUBJECT_SIZE, "round=%s count=%zu digest=%s", round, count, hex);
}
