#include "register/kits.h"
#include "register/changes.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/example_keys.h"
#include "register/audited.h"
#include "register/changes_parts.h"
#include "register/current.h"
#include "register/kept_editions.h"
#include "register/senders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A change that is already begun marks the register when example keys are used in it. */
static enum status mark_demo(struct audit *audit, bool example, int64_t now, struct error *err)
{
    if (!example || audit->store->demo)
        return STATUS_OK;
    TRY(store_mark_demo(audit->store, err));
    return audit_append(audit, AUDIT_DEMO, now, err, "%s", "");
}

/* ---- senders ---- */

enum status changes_enrol(struct audit *audit, const struct buffer *frame, const struct card *card,
    const struct fingerprint *fingerprint, int64_t now, struct error *err)
{
    char hex[FINGERPRINT_HEX_SIZE];
    enum status status;
    fingerprint_hex(hex, fingerprint);
    TRY(audit_begin(audit, err));
    TRY_OUT(mark_demo(audit, example_card(card), now, err));
    TRY_OUT(senders_enrol(audit->store, frame->data, frame->length, card, fingerprint, now, err));
    TRY_OUT(audit_append(audit, AUDIT_ENROL, now, err, "number=%s card=%s", card->number, hex));
out:
    return audit_end(audit, status, err);
}

/* A key that is revoked already stays so; then only the mark is new. */
static enum status revoke_cards(
    struct audit *audit, const struct revocation *revocation, int64_t now, struct error *err)
{
    bool known = false;
    char words[AUDIT_SUBJECT_SIZE];
    struct error why;
    error_init(&why, err == NULL ? NULL : err->catalog);
    enum status status =
        senders_revoke(audit->store, revocation->number, revocation->reason, now, &why);
    if (status == STATUS_OK) {
        senders_revoked_words(words, revocation->number, revocation->reason);
        return audit_append(audit, AUDIT_REVOKE, now, err, "%s", words);
    }
    if (status == STATUS_REFUSED && revocation->since_any)
        TRY(senders_known(audit->store, revocation->number, &known, err));
    if (known)
        return STATUS_OK;
    if (err != NULL)
        *err = why;
    return status;
}

static enum status mark_suspect(struct audit *audit, const struct revocation *revocation,
    int64_t now, size_t *suspect, struct error *err)
{
    char since[DAY_SIZE];
    day_format(since, revocation->since);
    TRY(submissions_suspect(audit->store, revocation->number, revocation->since, suspect, err));
    return audit_append(
        audit, AUDIT_SUSPECT, now, err, "number=%s since=%s", revocation->number, since);
}

enum status changes_revoke(struct audit *audit, const struct revocation *revocation, int64_t now,
    size_t *suspect, struct error *err)
{
    enum status status;
    *suspect = 0;
    TRY(audit_begin(audit, err));
    TRY_OUT(revoke_cards(audit, revocation, now, err));
    if (revocation->since_any)
        TRY_OUT(mark_suspect(audit, revocation, now, suspect, err));
out:
    return audit_end(audit, status, err);
}

/* ---- submissions ---- */

static enum status add_import(
    struct audit *audit, const uint8_t *key, const struct import *import, struct error *err)
{
    struct submission *submission = import->submission;
    struct store *store = audit->store;
    char words[AUDIT_SUBJECT_SIZE];
    submissions_words(words, submission);
    TRY(submissions_add(
        store, key, submission, import->answers, import->signature, import->record, err));
    TRY(submissions_accepted(store, &submission->sealed, err));
    return audit_append(audit, AUDIT_IMPORT, submission->imported, err, "%s", words);
}

static enum status keep_originals(
    const struct store *store, const struct import *list, size_t count, struct error *err)
{
    struct intake *intake[CHANGES_IMPORT_MAX];
    for (size_t i = 0; i < count; i++)
        intake[i] = list[i].intake;
    return intake_keep(store, intake, count, err);
}

static enum status commit_imports(struct audit *audit, const uint8_t *key,
    const struct import *list, size_t count, struct error *err)
{
    enum status status = STATUS_OK; /* of none, too */
    TRY(audit_begin(audit, err));
    for (size_t i = 0; i < count; i++)
        TRY_OUT(add_import(audit, key, &list[i], err));
out:
    return audit_commit(audit, status, err);
}

/* A commit that failed may have come as far as the disk: then the rows are there after all. */
static bool is_there(struct store *store, const struct import *import)
{
    struct submission row;
    bool found = false;
    return submissions_by_sealed(store, &import->submission->sealed, &found, &row, NULL) !=
               STATUS_OK ||
           found;
}

/* After a failed commit no original is left (R2), unless its row is there after all. */
static void take_back(struct store *store, const struct import *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_there(store, &list[i]))
            intake_take_back(store, list[i].intake);
    }
}

static void note_rows(struct audited *audited, const struct import *list, size_t count)
{
    for (size_t i = 0; audited != NULL && i < count; i++)
        audited_add_row(audited, list[i].submission->number, list[i].submission->serial);
}

enum status changes_import(struct audit *audit, const uint8_t *key, const struct import *list,
    size_t count, bool *stand, struct error *err)
{
    struct store *store = audit->store;
    enum status status;
    *stand = false;
    TRY_OUT(keep_originals(store, list, count, err));
    TRY_OUT(commit_imports(audit, key, list, count, err));
    *stand = true;
    note_rows(store->audited, list, count);
    return audit_head(audit, err);
out:
    take_back(store, list, count);
    return status;
}

enum status changes_head(struct audit *audit, struct error *err)
{
    return audit_head(audit, err);
}

enum status changes_refuse(
    struct audit *audit, const struct refusal *refusal, int64_t now, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    enum status status;
    submissions_refused_words(words, &refusal->sealed, reason_code(refusal->reason),
        refusal->quarantined, refusal->bundle ? &refusal->size : NULL, refusal->number);
    TRY(audit_begin(audit, err));
    if (refusal->bundle)
        TRY_OUT(submissions_refused(audit->store, &refusal->sealed, refusal->reason, now,
            refusal->size, refusal->number, err));
    TRY_OUT(audit_append(audit, AUDIT_REFUSE, now, err, "%s", words));
out:
    return audit_end(audit, status, err);
}

enum { INSTEAD_SIZE = sizeof " instead=" + MANIFEST_ID_HEX };

/* Of the others, which are chosen no more, at most one was. */
static void instead_word(char word[INSTEAD_SIZE], const struct current_candidate *list,
    size_t count, const int64_t *others, size_t found)
{
    char id[MANIFEST_ID_HEX];
    size_t other = 0;
    word[0] = '\0';
    for (size_t i = 0; i < count && other < found; i++) {
        if (list[i].submission.serial != others[other])
            continue;
        other++;
        if (!list[i].submission.chosen)
            continue;
        hex_encode(id, list[i].submission.id, MANIFEST_ID_SIZE);
        (void)snprintf(word, INSTEAD_SIZE, " instead=%s", id);
    }
}

/* instead: the id of the one that is chosen no more, as a word of the audit; "" if none was. */
static enum status choose_row(struct stored_answers *stored, const struct submission *chosen,
    char instead[INSTEAD_SIZE], struct error *err)
{
    struct current_candidate *list = NULL;
    int64_t *others = NULL;
    size_t count = 0;
    size_t found = 0;
    size_t place = 0;
    enum status status;
    TRY_OUT(current_load(stored, chosen->number, &list, &count, err));
    others = memory_new(count, sizeof *others);
    while (place + 1 < count && list[place].submission.serial != chosen->serial)
        place++;
    TRY_OUT(current_judge_choice(list, count, &list[place], others, &found, err));
    instead_word(instead, list, count, others, found);
    TRY_OUT(submissions_choose(stored->store, chosen->serial, others, found, err));
out:
    free(others);
    free(list);
    return status;
}

enum status changes_choose(struct audit *audit, struct stored_answers *stored, const char *typed,
    int64_t now, struct submission *submission, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    char instead[INSTEAD_SIZE];
    enum status status;
    TRY(audit_begin(audit, err));
    TRY_OUT(submissions_find(audit->store, typed, submission, err));
    TRY_OUT(choose_row(stored, submission, instead, err));
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    TRY_OUT(audit_append(
        audit, AUDIT_CHOOSE, now, err, "number=%s id=%s%s", submission->number, id, instead));
out:
    return audit_end(audit, status, err);
}

/* ---- editions ---- */

/* Answers would mean something else than when they were sealed. */
static enum status judge_model(
    const struct editions *editions, const struct edition *edition, struct error *err)
{
    if (editions_find(editions, edition->id) == NULL ||
        editions_find_exact(editions, edition->id, edition->digest) != NULL)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s is an edition that is known here with another model; a changed model is a new edition: "
        "give it a new id",
        edition->id);
}

/* The id of an edition is also that of the round that it has before one is declared. */
static enum status judge_round_ids(
    struct store *store, const struct edition *edition, struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    enum status status = STATUS_OK;
    TRY(rounds_load(store, &rounds, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rounds[i].id, edition->id) == 0 && strcmp(rounds[i].edition, edition->id) != 0)
            TRY_OUT(error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s is the id of a round of the edition %s; give the new edition another id",
                edition->id, rounds[i].edition));
    }
out:
    free(rounds);
    return status;
}

enum status changes_edition(struct audit *audit, const struct editions *editions,
    const struct edition *edition, const struct buffer *file, int64_t now, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    enum status status;
    kept_editions_words(words, edition, file->data, file->length);
    TRY(judge_model(editions, edition, err));
    TRY(audit_begin(audit, err));
    TRY_OUT(judge_round_ids(audit->store, edition, err));
    TRY_OUT(kept_editions_put(audit->store, edition, file->data, file->length, err));
    TRY_OUT(audit_append(audit, AUDIT_EDITION, now, err, "%s", words));
out:
    return audit_end(audit, status, err);
}

/* ---- rounds ---- */

static enum status report_list(
    struct audit *audit, const char *round, int64_t now, struct error *err)
{
    struct population_entry *list = NULL;
    size_t count = 0;
    char words[AUDIT_SUBJECT_SIZE];
    TRY(population_load(audit->store, round, &list, &count, err));
    population_words(words, round, list, count);
    free(list);
    return audit_append(audit, AUDIT_POPULATION, now, err, "%s", words);
}

static enum status take_list_over(
    struct audit *audit, const struct round *round, int64_t now, size_t *taken, struct error *err)
{
    struct population_entry *list = NULL;
    if (strcmp(round->id, round->edition) == 0)
        return STATUS_OK;
    TRY(population_load(audit->store, round->edition, &list, taken, err));
    free(list);
    if (*taken == 0)
        return STATUS_OK;
    TRY(population_move(audit->store, round->edition, round->id, err));
    TRY(report_list(audit, round->edition, now, err));
    return report_list(audit, round->id, now, err);
}

enum status changes_round(struct audit *audit, const struct editions *editions,
    const struct round *round, int64_t now, bool *changed, size_t *taken, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    enum status status;
    *taken = 0;
    rounds_words(words, round);
    TRY(audit_begin(audit, err));
    TRY_OUT(rounds_put(audit->store, editions, round, changed, err));
    TRY_OUT(audit_append(audit, AUDIT_ROUND, now, err, "%s", words));
    if (!*changed)
        TRY_OUT(take_list_over(audit, round, now, taken, err));
out:
    return audit_end(audit, status, err);
}

enum status changes_population(struct audit *audit, const char *round,
    const struct population_entry *list, size_t count, int64_t now, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    enum status status;
    population_words(words, round, list, count);
    TRY(audit_begin(audit, err));
    TRY_OUT(population_replace(audit->store, round, list, count, err));
    TRY_OUT(audit_append(audit, AUDIT_POPULATION, now, err, "%s", words));
out:
    return audit_end(audit, status, err);
}

/* ---- what leaves the register ---- */

/* These change nothing else in the register: they only add what was done to the audit. */
static enum status report_only(
    struct audit *audit, enum audit_kind kind, int64_t now, const char *words, struct error *err)
{
    TRY(audit_begin(audit, err));
    return audit_end(audit, audit_append(audit, kind, now, err, "%s", words), err);
}

enum status changes_publish(
    struct audit *audit, const struct publication *publication, int64_t now, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    publications_words(words, publication);
    return report_only(audit, AUDIT_PUBLISH, now, words, err);
}

enum status changes_export(
    struct audit *audit, const char *what, const char *round, int64_t now, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    (void)snprintf(words, sizeof words, "what=%s round=%s", what, round);
    return report_only(audit, AUDIT_EXPORT, now, words, err);
}

enum status changes_kit(struct audit *audit, uint32_t number, const struct fingerprint *sealed,
    int64_t now, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    kits_words(words, number, sealed);
    return report_only(audit, AUDIT_KIT, now, words, err);
}

enum status changes_feedback(
    struct audit *audit, const struct feedback_sent *sent, int64_t now, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char id[MANIFEST_ID_HEX];
    char bundle[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char card[FINGERPRINT_HEX_SIZE];
    hex_encode(id, sent->submission, MANIFEST_ID_SIZE);
    hex_encode(bundle, sent->bundle, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, sent->sealed);
    fingerprint_hex(card, sent->card);
    (void)snprintf(words, sizeof words, "number=%s id=%s bundle=%s sealed=%s card=%s", sent->number,
        id, bundle, sealed, card);
    return report_only(audit, AUDIT_FEEDBACK, now, words, err);
}

/* ---- the register as a whole ---- */

enum status changes_clock(struct audit *audit, int64_t now, int64_t *last, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char moment[MOMENT_SIZE];
    *last = audit->last.time;
    if (audit->last.count == 0 || now >= *last)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the clock of this machine is not behind the register's last change: nothing needs to "
            "be done; if it is wrong now, set the clock right first");
    moment_format(moment, *last);
    (void)snprintf(words, sizeof words, "last=%s", moment);
    return report_only(audit, AUDIT_CLOCK, now, words, err);
}

/* It was made as a demonstration, and nothing stands in its audit yet. */
static bool made_as_demo(const struct audit *audit)
{
    return audit->store->demo && audit->last.count == 0;
}

enum status changes_demo(
    struct audit *audit, const struct keydir *keys, int64_t now, struct error *err)
{
    bool made = made_as_demo(audit) && audit->store->lock >= 0;
    enum status status;
    if (!made && (audit->store->demo || !example_keydir(keys)))
        return STATUS_OK;
    TRY(audit_begin(audit, err));
    if (made) {
        TRY_OUT(audit_append(audit, AUDIT_DEMO, now, err, "%s", ""));
    } else {
        TRY_OUT(mark_demo(audit, true, now, err));
    }
out:
    return audit_end(audit, status, err);
}

enum status changes_backup(struct audit *audit, int64_t now, struct error *err)
{
    uint64_t count = 0;
    enum status status;
    TRY(audit_begin(audit, err));
    if (made_as_demo(audit))
        TRY_OUT(audit_append(audit, AUDIT_DEMO, now, err, "%s", ""));
    TRY_OUT(submissions_count(audit->store, &count, err));
    TRY_OUT(
        audit_append(audit, AUDIT_BACKUP, now, err, "submissions=%llu", (unsigned long long)count));
out:
    return audit_end(audit, status, err);
}

enum status changes_restore(
    struct audit *audit, bool older, const struct keydir *keys, int64_t now, struct error *err)
{
    unsigned long long rows = audit->last.count;
    enum status status;
    TRY(audit_begin(audit, err));
    TRY_OUT(mark_demo(audit, example_keydir(keys), now, err));
    TRY_OUT(audit_append(audit, AUDIT_RESTORE, now, err, "older=%d rows=%llu head=%llu",
        older ? 1 : 0, rows, (unsigned long long)audit->head.count));
out:
    return audit_commit(audit, status, err);
}

enum status changes_rewrap(struct audit *audit, bool example, const struct fingerprint *target,
    const char *former, int64_t now, struct error *err)
{
    char to[FINGERPRINT_HEX_SIZE];
    enum status status;
    fingerprint_hex(to, target);
    TRY(audit_begin(audit, err));
    TRY_OUT(mark_demo(audit, example, now, err));
    TRY_OUT(audit_append(audit, AUDIT_REWRAP, now, err, "to=%s signed=%s", to, former));
out:
    return audit_end(audit, status, err);
}
