/* Writes submissions straight into a register, for tests and benches that are about what a register
 * holds and not about how it came there.
 *
 *   fill_register REGISTER KEYS LIST [COPIES [EDITION...]]
 *
 * REGISTER and KEYS are as `sigill-msb init --no-passphrase` makes them. LIST is submissions.tsv of
 * tests/population/generate.py, whose files lie beside it. Every sender is enrolled with a key of
 * its own, whose secret is thrown away; enrolments and imports stand in the audit, all in one
 * transaction. There are no originals and no receipts, so that fsck will miss them.
 *
 * EDITION is the file of an edition that is answered, if it is not built in. Answers are to the one
 * that they name.
 *
 * With COPIES, if it is not 0, so many organisations with numbers of their own are written instead,
 * one submission each: the answers of the list in turn, some of each exchanged for another's. The
 * same list gives the same answers. */
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "format/answers.h"
#include "format/card.h"
#include "format/editions.h"
#include "format/json.h"
#include "format/keydir.h"
#include "format/organisation_number.h"
#include "format/signed_answers.h"
#include "register/answer_record.h"
#include "register/audit.h"
#include "register/changes_parts.h"
#include "register/senders.h"
#include "register/store_parts.h"
#include "register/submissions.h"
#include "register/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LIST_LIMIT = 1 << 24,
    PATH_SIZE = 4096,
    EXCHANGED = 8, /* answers of a copy that are another's */
};

#define COPIES_FIRST UINT64_C(259000000) /* nine digits; the check digit makes the number whole */
#define CARD_FROM "2020-01-01"
#define CARD_UNTIL "2099-12-31"
#define NONE SIZE_MAX

/* One line of the list. */
struct sent {
    char path[PATH_SIZE];
    char arrived[DAY_SIZE];
    size_t replaces; /* index in the list, or NONE */
    const struct edition *edition;
    struct answers *answers;
};

struct filling {
    struct keydir keys;
    struct keydir_secrets secrets;
    struct store store;
    uint8_t *key;
    struct audit audit;
    struct editions editions;
    struct sent *sent;
    size_t count;
    uint64_t random; /* of what copies exchange */
    int64_t now;
};

/* A sender while its submissions are written. */
struct party {
    struct minisign_secret *sign;
    struct card card;
    struct fingerprint fingerprint;
};

/* ---- the list ---- */

static enum status find_edition(const struct filling *filling, const struct buffer *content,
    struct sent *sent, struct error *err)
{
    char id[EDITION_WORD_SIZE];
    json_t *document = NULL;
    enum status status = answers_read(content->data, content->length, sent->path, &document, err);
    if (status == STATUS_OK)
        status = answers_named_edition(document, sent->path, id, err);
    json_decref(document);
    if (status != STATUS_OK)
        return status;
    sent->edition = editions_find(&filling->editions, id);
    if (sent->edition == NULL)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "%s: the edition %s is not known; name its file", sent->path, id);
    return STATUS_OK;
}

static enum status read_answers(struct filling *filling, struct sent *sent, struct error *err)
{
    struct buffer content = {0};
    struct findings findings = {0};
    enum status status = file_read(sent->path, ANSWERS_LENGTH_MAX, &content, err);
    sent->answers = memory_new(1, sizeof *sent->answers);
    if (status == STATUS_OK)
        status = find_edition(filling, &content, sent, err);
    if (status == STATUS_OK)
        status = answers_parse(
            sent->edition, content.data, content.length, sent->path, sent->answers, &findings, err);
    buffer_free(&content);
    findings_free(&findings);
    return status;
}

static size_t find_path(const struct filling *filling, const char *path)
{
    for (size_t i = 0; i < filling->count; i++) {
        if (strcmp(filling->sent[i].path, path) == 0)
            return i;
    }
    return NONE;
}

static enum status read_line(
    struct filling *filling, const char *place, int place_length, char *line, struct error *err)
{
    char replaced[PATH_SIZE];
    char *rest = NULL;
    struct sent *sent = &filling->sent[filling->count];
    const char *file = strtok_r(line, "\t", &rest);
    const char *arrived = strtok_r(NULL, "\t", &rest);
    const char *replaces = strtok_r(NULL, "\t", &rest);
    if (replaces == NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX, "a line has three columns");
    (void)snprintf(sent->path, sizeof sent->path, "%.*s%s", place_length, place, file);
    (void)snprintf(sent->arrived, sizeof sent->arrived, "%s", arrived);
    (void)snprintf(replaced, sizeof replaced, "%.*s%s", place_length, place, replaces);
    sent->replaces = find_path(filling, replaced);
    filling->count++;
    return read_answers(filling, sent, err);
}

static enum status read_list(struct filling *filling, const char *path, struct error *err)
{
    struct buffer content = {0};
    char *rest = NULL;
    const char *slash = strrchr(path, '/');
    int place_length = slash == NULL ? 0 : (int)(slash - path) + 1;
    enum status status = file_read(path, LIST_LIMIT, &content, err);
    buffer_append(&content, "", 1);
    size_t lines = 0;
    for (size_t i = 0; i < content.length; i++)
        lines += content.data[i] == '\n';
    filling->sent = memory_new(lines, sizeof *filling->sent);
    if (status == STATUS_OK && lines == 0)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX, "%s: is empty", path);
    char *text = (char *)content.data;
    for (char *line = status == STATUS_OK ? strtok_r(text, "\n", &rest) : NULL;
         status == STATUS_OK && line != NULL; line = strtok_r(NULL, "\n", &rest))
        status = read_line(filling, path, place_length, line, err);
    buffer_free(&content);
    return status;
}

/* ---- what is written ---- */

static enum status enrol(struct filling *filling, const struct answers_organisation *organisation,
    struct party *party, struct error *err)
{
    struct buffer frame = {0};
    char hex[FINGERPRINT_HEX_SIZE];
    struct card *card = &party->card;
    *card = (struct card){.role = CARD_ORGANISATION, .series = 1};
    (void)snprintf(card->name, sizeof card->name, "%s", organisation->name);
    (void)snprintf(card->number, sizeof card->number, "%.11s", organisation->number);
    (void)snprintf(card->group, sizeof card->group, "%.40s", organisation->group);
    (void)day_parse(CARD_FROM, strlen(CARD_FROM), &card->valid_from);
    (void)day_parse(CARD_UNTIL, strlen(CARD_UNTIL), &card->valid_until);
    keydir_fill_card(&filling->keys, card);
    party->sign = minisign_key_generate();
    card->sign = *minisign_key_public(party->sign);
    enum status status = card_seal(card, party->sign, &frame, &party->fingerprint, err);
    if (status == STATUS_OK)
        status = senders_enrol(&filling->store, frame.data, frame.length, card, &party->fingerprint,
            filling->now, err);
    if (status == STATUS_OK) {
        fingerprint_hex(hex, &party->fingerprint);
        status = audit_append(&filling->audit, AUDIT_ENROL, filling->now, err, "number=%s card=%s",
            card->number, hex);
    }
    buffer_free(&frame);
    return status;
}

/* Ids and digests that no two submissions share. */
static void name_submission(struct submission *row, size_t index)
{
    char text[64];
    struct fingerprint id;
    struct fingerprint manifest;
    int length = snprintf(text, sizeof text, "%s %zu", row->number, index);
    fingerprint_of(&row->sealed, text, (size_t)length);
    fingerprint_of(&manifest, row->sealed.bytes, FINGERPRINT_SIZE);
    fingerprint_of(&id, manifest.bytes, FINGERPRINT_SIZE);
    memcpy(row->manifest_digest, manifest.bytes, sizeof row->manifest_digest);
    memcpy(row->id, id.bytes, sizeof row->id);
}

static void fill_row(const struct filling *filling, const struct party *party, size_t index,
    const struct sent *sent, struct submission *row)
{
    *row = (struct submission){.sender = party->fingerprint, .imported = filling->now};
    (void)snprintf(row->number, sizeof row->number, "%s", party->card.number);
    (void)snprintf(row->edition, sizeof row->edition, "%s", sent->edition->id);
    (void)snprintf(row->arrived, sizeof row->arrived, "%s", sent->arrived);
    memcpy(row->edition_digest, sent->edition->digest, sizeof row->edition_digest);
    (void)day_parse(sent->arrived, strlen(sent->arrived), &row->created);
    name_submission(row, index);
    if (sent->replaces != NONE) {
        struct submission replaced = {0};
        (void)snprintf(replaced.number, sizeof replaced.number, "%s", row->number);
        name_submission(&replaced, sent->replaces);
        manifest_list(&row->supersedes, replaced.id);
    }
}

static enum status import(struct filling *filling, const struct party *party, size_t index,
    const struct sent *sent, const struct answers *answers, struct error *err)
{
    struct submission row;
    struct buffer json = {0};
    struct buffer signature = {0};
    struct buffer record = {0};
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    char words[AUDIT_SUBJECT_SIZE];
    fill_row(filling, party, index, sent, &row);
    signed_answers_comment(comment, row.number);
    enum status status = answers_encode(sent->edition, answers, &json, err);
    if (status == STATUS_OK)
        status = minisign_sign(party->sign, json.data, json.length, comment, &signature, err);
    (void)answer_record_encode(
        &row, sent->edition, answers, party->card.name, party->card.group, &record);
    if (status == STATUS_OK)
        status =
            submissions_add(&filling->store, filling->key, &row, &json, &signature, &record, err);
    if (status == STATUS_OK) {
        submissions_words(words, &row);
        status = audit_append(&filling->audit, AUDIT_IMPORT, filling->now, err, "%s", words);
    }
    buffer_free(&json);
    buffer_free(&signature);
    buffer_free(&record);
    return status;
}

static bool same_sender(const struct sent *a, const struct sent *b)
{
    return strcmp(a->answers->organisation.number, b->answers->organisation.number) == 0;
}

/* Whether an organisation's first submission stands there. */
static bool is_first(const struct filling *filling, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (same_sender(&filling->sent[i], &filling->sent[index]))
            return false;
    }
    return true;
}

/* A sender's submissions are imported together, in the list's order. */
static enum status write_list(struct filling *filling, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < filling->count; i++) {
        struct party party = {0};
        if (!is_first(filling, i))
            continue;
        status = enrol(filling, &filling->sent[i].answers->organisation, &party, err);
        for (size_t j = i; status == STATUS_OK && j < filling->count; j++) {
            if (same_sender(&filling->sent[i], &filling->sent[j]))
                status =
                    import(filling, &party, j, &filling->sent[j], filling->sent[j].answers, err);
        }
        minisign_key_free(party.sign);
    }
    return status;
}

/* ---- copies ---- */

/* SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

static void name_copy(struct answers_organisation *organisation, size_t copy)
{
    char canonical[ORGANISATION_NUMBER_SIZE];
    char digits[16];
    memset(organisation->name, 0, sizeof organisation->name);
    for (unsigned check = 0; check < 10; check++) {
        int length = snprintf(
            digits, sizeof digits, "%llu%u", (unsigned long long)(COPIES_FIRST + copy), check);
        if (organisation_number_canonical(digits, (size_t)length, canonical))
            (void)snprintf(organisation->number, sizeof organisation->number, "%s", canonical);
    }
    (void)snprintf(organisation->name, sizeof organisation->name, "Organisation %zu", copy + 1);
}

static enum status write_copies(struct filling *filling, size_t copies, struct error *err)
{
    enum status status = STATUS_OK;
    struct answers *answers = memory_new(1, sizeof *answers);
    for (size_t i = 0; status == STATUS_OK && i < copies; i++) {
        struct party party = {0};
        struct sent sent = filling->sent[i % filling->count];
        sent.replaces = NONE;
        *answers = *sent.answers;
        name_copy(&answers->organisation, i);
        for (unsigned n = 0; n < EXCHANGED; n++) {
            size_t other = next_random(&filling->random) % filling->count;
            size_t question = next_random(&filling->random) % sent.edition->model.questions;
            answers->set.answer[question] = filling->sent[other].answers->set.answer[question];
        }
        status = enrol(filling, &answers->organisation, &party, err);
        if (status == STATUS_OK)
            status = import(filling, &party, i, &sent, answers, err);
        minisign_key_free(party.sign);
    }
    free(answers);
    return status;
}

/* ---- the register ---- */

static enum status load_editions(struct filling *filling, char **path, struct error *err)
{
    enum status status = editions_load(NULL, &filling->editions, err);
    for (; status == STATUS_OK && *path != NULL; path++) {
        struct buffer file = {0};
        status = file_read(*path, LIST_LIMIT, &file, err);
        if (status == STATUS_OK)
            status = editions_add(
                &filling->editions, EDITIONS_GIVEN, file.data, file.length, *path, 0, err);
        buffer_free(&file);
    }
    return status;
}

static enum status open_all(struct filling *filling, const char *store, const char *keys,
    char **editions, struct error *err)
{
    enum status status = load_editions(filling, editions, err);
    if (status == STATUS_OK)
        status = keydir_load(keys, &filling->keys, err);
    if (status == STATUS_OK)
        status = keydir_unlock(&filling->keys, NULL, &filling->secrets, err);
    if (status == STATUS_OK)
        status = store_open(store, true, &filling->store, err);
    if (status == STATUS_OK)
        status = vault_open(filling->store.path, &filling->secrets.receive, &filling->key, err);
    if (status == STATUS_OK)
        audit_open(&filling->audit, &filling->store, filling->keys.path, filling->secrets.sign,
            filling->key);
    if (status == STATUS_OK)
        status = audit_check(&filling->audit, err);
    return status;
}

static void close_all(struct filling *filling)
{
    for (size_t i = 0; i < filling->count; i++)
        free(filling->sent[i].answers);
    free(filling->sent);
    audit_close(&filling->audit);
    secret_free(filling->key);
    store_close(&filling->store);
    keydir_lock(&filling->secrets);
    keydir_free(&filling->keys);
    editions_free(&filling->editions);
}

int main(int argc, char **argv)
{
    struct filling filling = {.store = {.lock = -1}, .now = clock_now()};
    struct error err;
    error_init(&err, NULL);
    json_start();
    if (argc < 4) {
        (void)fputs("usage: fill_register REGISTER KEYS LIST [COPIES [EDITION...]]\n", stderr);
        return STATUS_USAGE;
    }
    size_t copies = argc > 4 ? strtoul(argv[4], NULL, 10) : 0;
    enum status status = secret_start(&err);
    if (status == STATUS_OK)
        status = open_all(&filling, argv[1], argv[2], argc > 5 ? argv + 5 : argv + argc, &err);
    if (status == STATUS_OK)
        status = read_list(&filling, argv[3], &err);
    if (status == STATUS_OK)
        status = audit_begin(&filling.audit, &err);
    if (status == STATUS_OK) {
        status = copies > 0 ? write_copies(&filling, copies, &err) : write_list(&filling, &err);
        status = audit_end(&filling.audit, status, &err);
    }
    if (status != STATUS_OK)
        (void)fprintf(stderr, "fill_register: %s\n", err.text);
    close_all(&filling);
    return (int)status;
}
