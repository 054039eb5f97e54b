/* The rows of submissions against the audit, which tells what was imported, chosen and doubted. */
#include "base/clock.h"
#include "base/text.h"
#include "register/agreement_parts.h"
#include "register/submissions.h"

#include <stdlib.h>
#include <string.h>

/* A submission as the audit knows it. */
struct import {
    struct fingerprint words; /* the digest of the subject */
    char number[MANIFEST_NUMBER_SIZE];
    char id[MANIFEST_ID_HEX];
    int64_t imported;
    bool chosen;
    bool suspect;
};

/* ---- what the audit says ---- */

static void digest_words(struct fingerprint *digest, const char words[AUDIT_SUBJECT_SIZE])
{
    fingerprint_of(digest, words, strlen(words));
}

static void note_import(struct import_list *list, const struct audit_row *row)
{
    struct import *import = list_add(&list->imports);
    digest_words(&import->words, row->subject);
    (void)audit_value(row, "number", import->number, sizeof import->number);
    (void)audit_value(row, "id", import->id, sizeof import->id);
    import->imported = row->time;
}

/* What the authority said of its arrival was corrected: its row has these words from now on. */
static void amend_import(const struct import_list *list, const struct audit_row *row)
{
    struct import *import = list->imports.items;
    char number[MANIFEST_NUMBER_SIZE] = "";
    char id[MANIFEST_ID_HEX] = "";
    (void)audit_value(row, "number", number, sizeof number);
    (void)audit_value(row, "id", id, sizeof id);
    for (size_t i = 0; i < list->imports.count; i++) {
        if (strcmp(import[i].id, id) == 0 && strcmp(import[i].number, number) == 0)
            digest_words(&import[i].words, row->subject);
    }
}

static void mark_import(
    const struct import_list *list, const struct audit_row *row, const char *key, bool chosen)
{
    struct import *import = list->imports.items;
    char number[MANIFEST_NUMBER_SIZE] = "";
    char id[MANIFEST_ID_HEX] = "";
    (void)audit_value(row, "number", number, sizeof number);
    if (!audit_value(row, key, id, sizeof id))
        return;
    for (size_t i = 0; i < list->imports.count; i++) {
        if (strcmp(import[i].id, id) == 0 && strcmp(import[i].number, number) == 0)
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
        if (import[i].suspect || strcmp(import[i].number, number) != 0 || strcmp(day, since) < 0)
            continue;
        import[i].suspect = true;
        import[i].chosen = false;
    }
}

void imports_note(struct import_list *list, const struct audit_row *row)
{
    list->imports.size = sizeof(struct import);
    if (strcmp(row->kind, audit_kind_name(AUDIT_IMPORT)) == 0)
        note_import(list, row);
    if (strcmp(row->kind, audit_kind_name(AUDIT_AMEND)) == 0)
        amend_import(list, row);
    if (strcmp(row->kind, audit_kind_name(AUDIT_SUSPECT)) == 0)
        mark_suspects(list, row);
    if (strcmp(row->kind, audit_kind_name(AUDIT_CHOOSE)) != 0)
        return;
    mark_import(list, row, "instead", false);
    mark_import(list, row, "id", true);
}

/* ---- what the rows say ---- */

/* Rows and imports have the same order. */
static enum status compare_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct import_list *list = context;
    const struct import *import = list->imports.items;
    char words[AUDIT_SUBJECT_SIZE];
    struct fingerprint digest;
    submissions_words(words, submission);
    digest_words(&digest, words);
    if (list->found < list->imports.count && submission->serial == (int64_t)list->found + 1 &&
        fingerprint_equal(&digest, &import[list->found].words) &&
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

enum status imports_compare(struct import_list *list, struct error *err)
{
    TRY(submissions_each(list->store, compare_submission, list, err));
    if (list->found != list->imports.count)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "%s: a submission that was imported by the audit is missing: somebody has edited the "
            "register; `sigill-msb fsck` shows what is amiss; restore it from a copy",
            list->store->path);
    return STATUS_OK;
}

/* Rows and imports have the same order, and the first one has the serial 1. */
void imports_keep(const struct import_list *list, struct audited *audited)
{
    const struct import *import = list->imports.items;
    for (size_t i = 0; i < list->imports.count; i++)
        audited_add_row(audited, import[i].number, (int64_t)i + 1);
}

void imports_free(struct import_list *list)
{
    free(list->imports.items);
}
