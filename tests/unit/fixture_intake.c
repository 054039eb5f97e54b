#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "fixture_bundle.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "format/seal.h"
#include "format/signed_answers.h"
#include "register/changes_parts.h"
#include "register/originals.h"
#include "register/receive_queue.h"
#include "register/submissions.h"
#include "register/vault.h"

enum { DAY = 86400 };

static void make_side(struct intake_side *side, enum card_role role)
{
    struct age_identity identity;
    struct age_recipient recipient;
    *side = (struct intake_side){0};
    side->sign = minisign_key_generate();
    age_identity_generate(&identity, AGE_HYBRID);
    age_identity_recipient(&identity, &recipient);
    age_identities_add(&side->identities, &identity);
    int64_t today = clock_now() / DAY * DAY;
    side->card = (struct card){.role = role,
        .series = 1,
        .valid_from = today - DAY,
        .valid_until = today + 400 * (int64_t)DAY,
        .sign = *minisign_key_public(side->sign),
        .recipients = 1};
    age_recipient_encode(&recipient, side->card.recipient[0]);
    bool organisation = role == CARD_ORGANISATION;
    (void)snprintf(side->card.name, sizeof side->card.name, "%s",
        organisation ? "Exempelby kommun" : "Myndigheten");
    (void)snprintf(
        side->card.number, sizeof side->card.number, "%s", organisation ? "212999-0012" : "");
    (void)snprintf(side->card.group, sizeof side->card.group, "%s", organisation ? "kommun" : "");
    assert_int_equal(
        card_seal(&side->card, side->sign, &side->card_file, &side->fingerprint, NULL), STATUS_OK);
}

static void free_side(struct intake_side *side)
{
    minisign_key_free(side->sign);
    age_identities_free(&side->identities);
    buffer_free(&side->card_file);
}

void fixture_intake_make(struct fixture_intake *fixture)
{
    *fixture = (struct fixture_intake){
        .store = {.lock = -1}, .spawner = SPAWNER_NONE, .room = INTAKE_ROOM_NONE};
    assert_int_equal(secret_start(NULL), STATUS_OK);
    (void)fixture_directory_make();
    make_side(&fixture->sender, CARD_ORGANISATION);
    make_side(&fixture->authority, CARD_AUTHORITY);
    assert_int_equal(editions_load(NULL, &fixture->editions, NULL), STATUS_OK);
    fixture->key = secret_new(VAULT_KEY_SIZE);
    assert_non_null(fixture->key);
    randombytes_buf(fixture->key, VAULT_KEY_SIZE);
    fixture->own = (struct keydir_trusted){
        .fingerprint = fixture->authority.fingerprint, .card = fixture->authority.card};
    fixture->receiver = (struct receiver){.store = &fixture->store,
        .room = &fixture->room,
        .spawner = &fixture->spawner,
        .key = fixture->key,
        .audit = &fixture->audit,
        .identities = &fixture->authority.identities,
        .sign = fixture->authority.sign,
        .own = &fixture->own,
        .owns = 1,
        .editions = &fixture->editions,
        .now = clock_now(),
        .arrived = "",
        .reference = ""};
}

void fixture_intake_free(struct fixture_intake *fixture)
{
    spawner_stop(&fixture->spawner);
    audit_close(&fixture->audit);
    store_close(&fixture->store);
    intake_room_free(&fixture->room);
    free_side(&fixture->sender);
    free_side(&fixture->authority);
    editions_free(&fixture->editions);
    secret_free(fixture->key);
    fixture_directory_remove();
}

void fixture_intake_start(struct fixture_intake *fixture, const char *plan, int64_t patience)
{
    struct error err;
    error_init(&err, NULL);
    if (spawner_start(plan, "en", &fixture->spawner, &err) != STATUS_OK)
        fail_msg("%s: %s", plan, err.text);
    fixture->spawner.patience = patience;
}

struct fsck fixture_intake_fsck(struct fixture_intake *fixture)
{
    return (struct fsck){.store = &fixture->store,
        .audit = &fixture->audit,
        .spawner = &fixture->spawner,
        .key = fixture->key,
        .identities = &fixture->authority.identities,
        .authority = &fixture->authority.card.sign,
        .editions = &fixture->editions};
}

enum status fixture_intake_manifest(const struct fixture_intake *fixture,
    const struct submission *row, struct manifest *manifest, struct error *err)
{
    const struct originals_reader reader = {
        .spawner = &fixture->spawner, .identities = fixture->receiver.identities};
    const struct keydir_trusted signer = {fixture->sender.fingerprint, fixture->sender.card};
    uint64_t size = 0;
    int fd = -1;
    char *path = store_file(&fixture->store, STORE_ORIGINALS, row->sealed.bytes, BUNDLE_SUFFIX);
    assert_int_equal(file_open(path, false, &fd, &size, NULL), STATUS_OK);
    enum status status = originals_manifest(&reader, fd, size, row, &signer, manifest, err);
    (void)close(fd);
    free(path);
    return status;
}

void fixture_intake_renew(struct fixture_intake *fixture)
{
    char name[32];
    const struct intake_side *sender = &fixture->sender;
    audit_close(&fixture->audit);
    store_close(&fixture->store);
    intake_room_free(&fixture->room);
    (void)snprintf(name, sizeof name, "keys-%u", fixture->made);
    (void)snprintf(fixture->keys, sizeof fixture->keys, "%s", fixture_directory_path(name));
    assert_int_equal(directory_make(fixture->keys, NULL), STATUS_OK);
    (void)snprintf(name, sizeof name, "register-%u", fixture->made++);
    const char *path = fixture_directory_path(name);
    assert_int_equal(store_create(path, false, NULL), STATUS_OK);
    assert_int_equal(store_open(path, true, &fixture->store, NULL), STATUS_OK);
    audit_open(
        &fixture->audit, &fixture->store, fixture->keys, fixture->authority.sign, fixture->key);
    assert_int_equal(audit_keep_head(&fixture->audit, false, NULL), STATUS_OK);
    assert_int_equal(audit_check(&fixture->audit, NULL), STATUS_OK);
    assert_int_equal(
        senders_enrol(&fixture->store, sender->card_file.data, sender->card_file.length,
            &sender->card, &sender->fingerprint, fixture->receiver.now, NULL),
        STATUS_OK);
}

struct answers *fixture_intake_answers(
    const struct fixture_intake *fixture, bool more, struct buffer *json, struct buffer *signature)
{
    struct buffer text = {0};
    struct findings findings;
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    struct answers *answers = calloc(1, sizeof *answers);
    assert_non_null(answers);
    findings_init(&findings, NULL);
    assert_int_equal(
        file_read("tests/data/typical-municipality.json", ANSWERS_LENGTH_MAX, &text, NULL),
        STATUS_OK);
    assert_int_equal(answers_parse(fixture->editions.edition[0], text.data, text.length, "answers",
                         answers, &findings, NULL),
        STATUS_OK);
    answers->set.answer[0] =
        (struct answer){.yes = true, .assessment = ASSESSMENT_SURE, .options = more ? 3 : 1};
    signed_answers_comment(comment, answers->organisation.number);
    assert_int_equal(answers_encode(fixture->editions.edition[0], answers, json, NULL), STATUS_OK);
    assert_int_equal(
        minisign_sign(fixture->sender.sign, json->data, json->length, comment, signature, NULL),
        STATUS_OK);
    findings_free(&findings);
    buffer_free(&text);
    return answers;
}

static struct manifest *make_manifest(
    const struct fixture_intake *fixture, const struct answers *answers)
{
    struct manifest *manifest = calloc(1, sizeof *manifest);
    const struct intake_side *sender = &fixture->sender;
    assert_non_null(manifest);
    manifest->type = MANIFEST_SUBMISSION;
    randombytes_buf(manifest->id, sizeof manifest->id);
    manifest->created = fixture->receiver.now;
    manifest->recipients = 1;
    (void)snprintf(manifest->marking, sizeof manifest->marking, "%s", answers->marking);
    (void)snprintf(manifest->sender.name, sizeof manifest->sender.name, "%s", sender->card.name);
    (void)snprintf(
        manifest->sender.number, sizeof manifest->sender.number, "%s", sender->card.number);
    (void)snprintf(manifest->sender.group, sizeof manifest->sender.group, "%s", sender->card.group);
    memcpy(manifest->sender.fingerprint, sender->fingerprint.bytes, FINGERPRINT_SIZE);
    memcpy(manifest->recipient[0], fixture->authority.fingerprint.bytes, FINGERPRINT_SIZE);
    (void)snprintf(
        manifest->edition, sizeof manifest->edition, "%s", fixture->editions.edition[0]->id);
    memcpy(manifest->edition_digest, fixture->editions.edition[0]->digest, EDITION_DIGEST_SIZE);
    signed_answers_result(fixture->editions.edition[0], answers, &manifest->result);
    return manifest;
}

static struct payload_member member(struct cursor *cursor, const char *name)
{
    return (struct payload_member){source_from_bytes(cursor), cursor->length, name};
}

static void seal_attached(const struct fixture_intake *fixture, const char *name, bool more,
    const uint8_t *bytes, size_t attached)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    struct answers *answers = fixture_intake_answers(fixture, more, &json, &signature);
    struct manifest *manifest = make_manifest(fixture, answers);
    struct cursor cursor[] = {
        {json.data, json.length, 0}, {signature.data, signature.length, 0}, {bytes, attached, 0}};
    struct payload_member members[] = {member(&cursor[0], "answers.json"),
        member(&cursor[1], "answers.json.minisig"), member(&cursor[2], "bilaga.bin")};
    struct age_recipient recipient;
    age_identity_recipient(&fixture->authority.identities.items[0], &recipient);
    struct age_recipients recipients = {&recipient, 1};
    struct seal_request request = {
        fixture->sender.sign, &recipients, members, attached > 0 ? 3 : 2, NULL, 0};
    struct new_file file;
    struct fingerprint digest;
    assert_int_equal(
        new_file_create(&file, fixture_directory_path(name), 0600, false, NULL), STATUS_OK);
    assert_int_equal(seal_bundle(&request, manifest, &file, &digest, NULL), STATUS_OK);
    assert_int_equal(new_file_commit(&file, NULL), STATUS_OK);
    buffer_free(&json);
    buffer_free(&signature);
    free(manifest);
    free(answers);
}

void fixture_intake_seal(
    const struct fixture_intake *fixture, const char *name, bool more, size_t attached)
{
    uint8_t *random = malloc(attached + 1);
    assert_non_null(random);
    randombytes_buf(random, attached);
    seal_attached(fixture, name, more, random, attached);
    free(random);
}

void fixture_intake_seal_zeros(
    const struct fixture_intake *fixture, const char *name, size_t attached)
{
    uint8_t *zeros = calloc(1, attached);
    assert_non_null(zeros);
    seal_attached(fixture, name, false, zeros, attached);
    free(zeros);
}

/* A hundredth of them does not shrink. */
static uint8_t *make_attached(size_t length)
{
    enum { STEP = 100000, RANDOM = 1000 };
    uint8_t *bytes = calloc(1, length + RANDOM);
    assert_non_null(bytes);
    for (size_t at = 0; at < length; at += STEP)
        randombytes_buf(bytes + at, RANDOM);
    return bytes;
}

void fixture_intake_forge(const struct fixture_intake *fixture, const char *name,
    const size_t *attached, size_t count, fixture_change *change, size_t which)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    struct fixture_parts parts = {0};
    struct answers *answers = fixture_intake_answers(fixture, false, &json, &signature);
    struct manifest *manifest = make_manifest(fixture, answers);
    uint8_t *bytes[FIXTURE_INTAKE_ATTACHED];
    struct fixture_member members[2 + FIXTURE_INTAKE_ATTACHED] = {
        {json.data, json.length, "answers.json"},
        {signature.data, signature.length, "answers.json.minisig"}};
    for (size_t i = 0; i < count; i++) {
        bytes[i] = make_attached(attached[i]);
        members[2 + i] = (struct fixture_member){bytes[i], attached[i], "bilaga.bin"};
    }
    fixture_payload(members, 2 + count, manifest, &parts.payload);
    if (change != NULL)
        change(manifest, &parts.payload, which);
    struct age_recipient recipient;
    age_identity_recipient(&fixture->authority.identities.items[0], &recipient);
    struct fixture_parties parties = {.sign = fixture->sender.sign, .recipients = {&recipient, 1}};
    fixture_sign(&parties, manifest, &parts.json, &parts.signature);
    fixture_frame(&parts.payload, &parts.json, &parts.signature, &parts.frame);
    fixture_age(&parties, &parts.frame, &parts.sealed);
    fixture_directory_write(name, parts.sealed.data, parts.sealed.length);
    for (size_t i = 0; i < count; i++)
        free(bytes[i]);
    fixture_parts_free(&parts);
    buffer_free(&json);
    buffer_free(&signature);
    free(manifest);
    free(answers);
}

size_t fixture_intake_break(const char *name, const char *copy)
{
    struct buffer bytes = fixture_directory_read(name);
    size_t length = bytes.length;
    bytes.data[length - 1] ^= 1;
    fixture_directory_write(copy, bytes.data, length);
    buffer_free(&bytes);
    return length;
}

struct taken {
    struct verdict *verdict;
    enum status judged;
};

static enum status take_verdict(
    void *context, void *file, enum status judged, struct verdict *verdict, struct error *err)
{
    (void)file;
    (void)err;
    struct taken *taken = context;
    *taken->verdict = *verdict;
    taken->judged = judged;
    return STATUS_OK;
}

enum status fixture_intake_receive(
    struct fixture_intake *fixture, const char *name, struct verdict *verdict)
{
    struct taken taken = {verdict, STATUS_FAILED};
    struct receive_queue *queue = receive_queue_new(&fixture->receiver, NULL, take_verdict, &taken);
    assert_int_equal(
        receive_queue_file(queue, fixture_directory_path(name), NULL, NULL), STATUS_OK);
    assert_int_equal(receive_queue_flush(queue, NULL), STATUS_OK);
    receive_queue_free(queue);
    verdict_free(verdict);
    return taken.judged;
}

static enum status take_row(void *context, const struct submission *submission, struct error *err)
{
    (void)err;
    struct submission *row = context;
    row[submission->serial - 1] = *submission;
    return STATUS_OK;
}

void fixture_intake_rows(struct fixture_intake *fixture, struct submission *row)
{
    assert_int_equal(submissions_each(&fixture->store, take_row, row, NULL), STATUS_OK);
}

static enum status count(void *context, const struct submission *submission, struct error *err)
{
    (void)submission;
    (void)err;
    size_t *found = context;
    (*found)++;
    return STATUS_OK;
}

size_t fixture_intake_count(struct fixture_intake *fixture)
{
    size_t found = 0;
    assert_int_equal(submissions_each(&fixture->store, count, &found, NULL), STATUS_OK);
    return found;
}
