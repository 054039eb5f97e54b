#include "format/journal.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/lock.h"
#include "base/text.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

static enum status require_day(
    const struct json_place *object, const char *key, char day[DAY_SIZE], struct error *err)
{
    int64_t seconds = 0;
    TRY(json_require_day(object, key, &seconds, err));
    day_format(day, seconds);
    return STATUS_OK;
}

static enum status read_entry(
    const struct json_place *place, struct journal_entry *entry, struct error *err)
{
    static const char *const keys[] = {"id", "sealed", "created", "edition", "from", "to",
        "recipient", "authority", "supersedes", NULL};
    char authority[MINISIGN_PUBLIC_LINE_SIZE];
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_hex(place, "id", entry->id, MANIFEST_ID_SIZE, err));
    TRY(json_require_hex(place, "sealed", entry->sealed.bytes, FINGERPRINT_SIZE, err));
    TRY(json_require_moment(place, "created", &entry->created, err));
    TRY(json_require_text(place, "edition", entry->edition, sizeof entry->edition, err));
    TRY(require_day(place, "from", entry->from, err));
    TRY(require_day(place, "to", entry->to, err));
    TRY(json_require_hex(place, "recipient", entry->recipient.bytes, FINGERPRINT_SIZE, err));
    TRY(json_require_text(place, "authority", authority, sizeof authority, err));
    TRY(minisign_public_from_line(authority, strlen(authority), &entry->authority, err));
    return json_require_hex_or_null(
        place, "supersedes", &entry->supersedes_any, entry->supersedes, MANIFEST_ID_SIZE, err);
}

static enum status read_document(json_t *document, struct journal *journal, struct error *err)
{
    static const char *const keys[] = {"format", "sealed", NULL};
    char format[sizeof JOURNAL_FORMAT];
    struct json_place root = json_root(document, NULL);
    struct json_place place;
    size_t count = 0;
    TRY(json_expect_object(&root, keys, err));
    TRY(json_require(&root, "format", &place, err));
    TRY(json_copy_string(&place, format, sizeof format, false, err));
    if (strcmp(format, JOURNAL_FORMAT) != 0)
        return json_refuse(&place, err, "expected %s", JOURNAL_FORMAT);
    TRY(json_require_array(&root, "sealed", JOURNAL_ENTRIES_MAX, &place, &count, err));
    journal->entry = memory_new(count, sizeof *journal->entry);
    journal->count = count;
    for (size_t i = 0; i < count; i++) {
        struct json_place element = json_element(&place, i);
        TRY(read_entry(&element, &journal->entry[i], err));
    }
    return STATUS_OK;
}

enum status journal_parse(
    const uint8_t *text, size_t length, struct journal *journal, struct error *err)
{
    json_t *document = NULL;
    *journal = (struct journal){0};
    TRY(json_read(text, length, JOURNAL_FILE, &document, err));
    enum status status = read_document(document, journal, err);
    json_decref(document);
    if (status != STATUS_OK)
        journal_free(journal);
    return status;
}

/* A judgement on the journal is none on what the user gave: the surroundings have failed. */
static enum status refuse_damaged(const char *path, const struct error *found, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_BAD_SYNTAX,
        "%s: the journal of what was sealed is damaged (%s); restore it from a copy, or move it "
        "away: then it begins anew and knows nothing of earlier bundles",
        path, found->text);
}

static enum status load_file(const char *path, struct journal *journal, struct error *err)
{
    struct buffer text = {0};
    struct error found;
    error_init(&found, err == NULL ? NULL : err->catalog);
    enum status status;
    TRY_OUT(file_read(path, JSON_LENGTH_MAX, &text, &found));
    status = journal_parse(text.data, text.length, journal, &found);
out:
    buffer_free(&text);
    if (status == STATUS_REFUSED)
        return refuse_damaged(path, &found, err);
    if (status != STATUS_OK && err != NULL)
        *err = found;
    return status;
}

enum status journal_load(const char *directory, struct journal *journal, struct error *err)
{
    *journal = (struct journal){0};
    char *path = path_join(directory, JOURNAL_FILE);
    enum status status = file_exists(path) ? load_file(path, journal, err) : STATUS_OK;
    free(path);
    return status;
}

void journal_free(struct journal *journal)
{
    free(journal->entry);
    *journal = (struct journal){0};
}

/* ---- writing ---- */

static json_t *entry_json(const struct journal_entry *entry)
{
    char id[MANIFEST_ID_HEX];
    char supersedes[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char recipient[FINGERPRINT_HEX_SIZE];
    char authority[MINISIGN_PUBLIC_LINE_SIZE];
    char created[MOMENT_SIZE];
    hex_encode(id, entry->id, MANIFEST_ID_SIZE);
    hex_encode(supersedes, entry->supersedes, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, &entry->sealed);
    fingerprint_hex(recipient, &entry->recipient);
    minisign_public_line(authority, &entry->authority);
    moment_format(created, entry->created);
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s?}", "id", id, "sealed", sealed,
        "created", created, "edition", entry->edition, "from", entry->from, "to", entry->to,
        "recipient", recipient, "authority", authority, "supersedes",
        entry->supersedes_any ? supersedes : NULL);
}

enum status journal_encode(const struct journal *journal, struct buffer *text, struct error *err)
{
    json_t *list = json_array();
    for (size_t i = 0; i < journal->count; i++)
        (void)json_array_append_new(list, entry_json(&journal->entry[i]));
    json_t *document = json_pack("{s:s,s:o}", "format", JOURNAL_FORMAT, "sealed", list);
    enum status status = json_write_pretty(document, text, err);
    json_decref(document);
    return status;
}

static enum status prepare_entry(const char *directory, const struct journal_entry *entry,
    struct new_file *file, struct error *err)
{
    struct journal journal;
    struct buffer text = {0};
    char *path = path_join(directory, JOURNAL_FILE);
    enum status status;
    TRY_OUT(journal_load(directory, &journal, err));
    if (journal.count == JOURNAL_ENTRIES_MAX)
        TRY_OUT(error_set(err, STATUS_FAILED, REASON_TOO_LARGE,
            "%s: the journal of what was sealed is full; move it away and it begins anew", path));
    journal.entry = memory_resize(journal.entry, journal.count + 1, sizeof *journal.entry);
    journal.entry[journal.count++] = *entry;
    TRY_OUT(journal_encode(&journal, &text, err));
    status = new_file_prepare(file, path, text.data, text.length, 0600, true, err);
out:
    free(path);
    buffer_free(&text);
    journal_free(&journal);
    return status;
}

/* The directory's lock keeps two programs that seal at once from losing each other's entry. */
enum status journal_prepare(const char *directory, const struct journal_entry *entry,
    struct journal_addition *addition, struct error *err)
{
    *addition = JOURNAL_ADDITION_NONE;
    enum status status;
    if (!lock_directory(directory, true, &addition->lock))
        TRY_OUT(error_system(err, "%s: cannot be opened", directory));
    status = prepare_entry(directory, entry, &addition->file, err);
out:
    if (status != STATUS_OK)
        journal_abandon(addition);
    return status;
}

enum status journal_commit(struct journal_addition *addition, struct error *err)
{
    enum status status = new_file_commit(&addition->file, err);
    journal_abandon(addition);
    return status;
}

void journal_abandon(struct journal_addition *addition)
{
    new_file_abandon(&addition->file);
    if (addition->lock >= 0)
        (void)descriptor_close(addition->lock);
    *addition = JOURNAL_ADDITION_NONE;
}

/* ---- looking up ---- */

static bool is_of_period(
    const struct journal_entry *entry, const char *edition, const char *from, const char *to)
{
    return strcmp(entry->edition, edition) == 0 && strcmp(entry->from, from) == 0 &&
           strcmp(entry->to, to) == 0;
}

void journal_earlier(const struct journal *journal, const char *edition, const char *from,
    const char *to, struct manifest_supersedes *supersedes)
{
    for (size_t i = journal->count; i > 0; i--) {
        if (is_of_period(&journal->entry[i - 1], edition, from, to))
            manifest_list(supersedes, journal->entry[i - 1].id);
    }
    for (size_t i = journal->count; i > 0; i--) {
        const struct journal_entry *entry = &journal->entry[i - 1];
        if (entry->supersedes_any && is_of_period(entry, edition, from, to))
            manifest_list(supersedes, entry->supersedes);
    }
}

const struct journal_entry *journal_by_id(
    const struct journal *journal, const uint8_t id[MANIFEST_ID_SIZE])
{
    for (size_t i = 0; i < journal->count; i++) {
        if (memcmp(journal->entry[i].id, id, MANIFEST_ID_SIZE) == 0)
            return &journal->entry[i];
    }
    return NULL;
}

const struct journal_entry *journal_by_digest(
    const struct journal *journal, const struct fingerprint *sealed)
{
    for (size_t i = 0; i < journal->count; i++) {
        if (fingerprint_equal(&journal->entry[i].sealed, sealed))
            return &journal->entry[i];
    }
    return NULL;
}
