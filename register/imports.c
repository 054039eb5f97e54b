/* The rows of submissions against the audit, which tells what was imported, chosen and doubted. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "register/agreement_parts.h"
#include "register/submissions.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct import_words {
    struct submission_words said;
    uint8_t rest[IMPORTS_DIGEST_SIZE]; /* see digest_rest */
    bool whole;                        /* whether they are of their form; no row has others */
};

/* A submission as the audit knows it. */
struct import {
    struct import_words words;
    int64_t imported;
    bool chosen;
    bool suspect;
};

/* ---- what the audit says ---- */

/* Most words are compared themselves, as bytes. What few have is digested, under a key of this run
 * alone: nobody could have made other words for it. */
static void digest_rest(
    const struct import_list *list, const char *rest, uint8_t digest[IMPORTS_DIGEST_SIZE])
{
    (void)crypto_shorthash_siphashx24(digest, (const uint8_t *)rest, strlen(rest), list->words_key);
}

/* Which submission a row tells of; false if it names none. */
static bool read_name(const struct audit_row *row, const char *key, struct submission_words *name)
{
    char id[MANIFEST_ID_HEX] = "";
    *name = (struct submission_words){0};
    (void)audit_value(row, "number", name->number, sizeof name->number);
    return audit_value(row, key, id, sizeof id) &&
           hex_decode(name->id, sizeof name->id, id, strlen(id));
}

static bool is_named(const struct import *import, const struct submission_words *name)
{
    return memcmp(import->words.said.id, name->id, sizeof name->id) == 0 &&
           strcmp(import->words.said.number, name->number) == 0;
}

static void read_words(
    const struct import_list *list, const struct audit_row *row, struct import_words *words)
{
    const char *rest;
    words->whole = submissions_words_read(row->subject, &words->said, &rest);
    if (!words->whole)
        (void)read_name(row, "id", &words->said);
    digest_rest(list, rest, words->rest);
}

static void note_import(struct import_list *list, const struct audit_row *row)
{
    struct import *import = list_add(&list->imports);
    read_words(list, row, &import->words);
    import->imported = row->time;
}

/* What the authority said of its arrival was corrected: its row has these words from now on. */
static void amend_import(const struct import_list *list, const struct audit_row *row)
{
    struct import *import = list->imports.items;
    struct import_words words;
    read_words(list, row, &words);
    for (size_t i = 0; i < list->imports.count; i++) {
        if (is_named(&import[i], &words.said))
            import[i].words = words;
    }
}

static void mark_import(
    const struct import_list *list, const struct audit_row *row, const char *key, bool chosen)
{
    struct import *import = list->imports.items;
    struct submission_words name;
    if (!read_name(row, key, &name))
        return;
    for (size_t i = 0; i < list->imports.count; i++) {
        if (is_named(&import[i], &name))
            import[i].chosen = chosen;
    }
}

/* What was suspect before stays as it was, also if it was chosen since. */
static void mark_suspects(const struct import_list *list, const struct audit_row *row)
{
    struct import *import = list->imports.items;
    char number[MANIFEST_NUMBER_SIZE] = "";
    char since[DAY_SIZE] = "";
    char day[DAY_SIZE];
    (void)audit_value(row, "number", number, sizeof number);
    (void)audit_value(row, "since", since, sizeof since);
    for (size_t i = 0; i < list->imports.count; i++) {
        day_format(day, import[i].imported);
        if (import[i].suspect || strcmp(import[i].words.said.number, number) != 0 ||
            strcmp(day, since) < 0)
            continue;
        import[i].suspect = true;
        import[i].chosen = false;
    }
}

void imports_expect(struct import_list *list, size_t imports)
{
    randombytes_buf(list->words_key, sizeof list->words_key);
    list->imports.size = sizeof(struct import);
    list_reserve_long(&list->imports, imports);
}

bool imports_note(struct import_list *list, const struct audit_row *row)
{
    if (strcmp(row->kind, audit_kind_name(AUDIT_IMPORT)) == 0) {
        note_import(list, row);
        return true;
    }
    if (strcmp(row->kind, audit_kind_name(AUDIT_AMEND)) == 0)
        amend_import(list, row);
    if (strcmp(row->kind, audit_kind_name(AUDIT_SUSPECT)) == 0)
        mark_suspects(list, row);
    if (strcmp(row->kind, audit_kind_name(AUDIT_CHOOSE)) == 0) {
        mark_import(list, row, "instead", false);
        mark_import(list, row, "id", true);
    }
    return false;
}

/* ---- what the rows say ---- */

static bool has_words(const struct submission *row, const uint8_t digest[IMPORTS_DIGEST_SIZE],
    const struct import_words *words)
{
    const struct submission_words *said = &words->said;
    return words->whole && strcmp(row->number, said->number) == 0 &&
           memcmp(row->id, said->id, sizeof row->id) == 0 &&
           memcmp(row->sealed.bytes, said->sealed.bytes, FINGERPRINT_SIZE) == 0 &&
           memcmp(row->manifest_digest, said->manifest_digest, MANIFEST_DIGEST_SIZE) == 0 &&
           memcmp(row->sender.bytes, said->sender.bytes, FINGERPRINT_SIZE) == 0 &&
           memcmp(digest, words->rest, IMPORTS_DIGEST_SIZE) == 0;
}

/* Rows and imports have the same order. */
static enum status compare_digested(struct import_list *list, const struct submission *submission,
    const uint8_t digest[IMPORTS_DIGEST_SIZE], struct error *err)
{
    const struct import *import = list->imports.items;
    if (list->found < list->imports.count && submission->serial == (int64_t)list->found + 1 &&
        has_words(submission, digest, &import[list->found].words) &&
        submission->imported == import[list->found].imported &&
        submission->chosen == import[list->found].chosen &&
        submission->suspect == import[list->found].suspect) {
        list->found++;
        return STATUS_OK;
    }
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "%s: a submission of %s is not as it was imported, chosen or doubted by the audit: somebody "
        "has edited the register; `sigill-msb fsck` shows what is amiss; restore it from a copy",
        list->store->path, submission->number);
}

static void digest_row(const struct import_list *list, const struct submission *row,
    uint8_t digest[IMPORTS_DIGEST_SIZE])
{
    char rest[AUDIT_SUBJECT_SIZE];
    submissions_rest_words(rest, row);
    digest_rest(list, rest, digest);
}

static enum status compare_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct import_list *list = context;
    uint8_t digest[IMPORTS_DIGEST_SIZE];
    digest_row(list, submission, digest);
    return compare_digested(list, submission, digest, err);
}

static enum status compare_end(const struct import_list *list, struct error *err)
{
    if (list->found != list->imports.count)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "%s: a submission that was imported by the audit is missing: somebody has edited the "
            "register; `sigill-msb fsck` shows what is amiss; restore it from a copy",
            list->store->path);
    return STATUS_OK;
}

enum status imports_compare(struct import_list *list, struct error *err)
{
    TRY(submissions_each(list->store, compare_submission, list, err));
    return compare_end(list, err);
}

/* ---- by another walk ---- */

void imports_defer(struct import_list *list)
{
    list->store->imports = memory_new(1, sizeof *list);
    *list->store->imports = *list;
    list->imports = (struct list){0};
}

void imports_digest(
    const struct store *store, const struct submission *row, uint8_t digest[IMPORTS_DIGEST_SIZE])
{
    if (store->imports != NULL)
        digest_row(store->imports, row, digest);
}

enum status imports_judge(const struct store *store, const struct submission *row,
    const uint8_t digest[IMPORTS_DIGEST_SIZE], struct error *err)
{
    return store->imports == NULL ? STATUS_OK : compare_digested(store->imports, row, digest, err);
}

enum status imports_judge_end(const struct store *store, struct error *err)
{
    return store->imports == NULL ? STATUS_OK : compare_end(store->imports, err);
}

void imports_forget(struct store *store)
{
    if (store->imports != NULL)
        imports_free(store->imports);
    free(store->imports);
    store->imports = NULL;
}

/* Rows and imports have the same order, and the first one has the serial 1. */
void imports_keep(const struct import_list *list, struct audited *audited)
{
    const struct import *import = list->imports.items;
    for (size_t i = 0; i < list->imports.count; i++)
        audited_add_row(audited, import[i].words.said.number, (int64_t)i + 1);
}

void imports_free(struct import_list *list)
{
    free(list->imports.items);
}
