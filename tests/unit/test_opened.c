#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/ui/opened.h"
#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_card.h"

#include "format/signed_answers.h"

#define ANSWERS "{\"answers\":1}"
#define NOW (FIXTURE_CARD_FROM + 86400)

static struct error err;
static struct fixture_parties parties;
static struct keydir_trusted trusted[2]; /* the signer, and a stranger */
static struct card own;                  /* of the one who opens; one recipient */
static struct fingerprint own_fingerprint;
static struct buffer answers_signature;
static struct manifest *manifest;
static struct opened *opened;
static uint8_t *file_key;
static bool last_signed_before;

static int set_up_group(void **state)
{
    struct minisign_secret *other;
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    if (fixture_start(state) != 0)
        return -1;
    fixture_parties_make(&parties);
    manifest = calloc(1, sizeof *manifest);
    opened = calloc(1, sizeof *opened);
    file_key = secret_new(AGE_FILE_KEY_SIZE);
    fixture_card(&trusted[0].card, 1);
    memset(trusted[0].fingerprint.bytes, 0xB2, FINGERPRINT_SIZE);
    trusted[1] = trusted[0];
    memset(trusted[1].fingerprint.bytes, 0xB3, FINGERPRINT_SIZE);
    other = minisign_key_generate();
    trusted[1].card.sign = *minisign_key_public(other);
    minisign_key_free(other);
    own.recipients = 1;
    memset(own_fingerprint.bytes, 0xC3, FINGERPRINT_SIZE);
    signed_answers_comment(comment, "212999-0004");
    assert_int_equal(
        minisign_sign(parties.sign, ANSWERS, strlen(ANSWERS), comment, &answers_signature, NULL),
        STATUS_OK);
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_parties_free(&parties);
    buffer_free(&answers_signature);
    secret_free(file_key);
    free(opened);
    free(manifest);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_manifest(manifest);
    return 0;
}

static struct opened_reader reader(void)
{
    return (struct opened_reader){&own, &own_fingerprint, trusted, 2, NOW, NULL, 0};
}

/* Puts the manifest as it now is into a frame of its own; payload size and digest are right. */
static struct fixture_parts parts_with(const char *answers, const struct buffer *signature)
{
    const struct fixture_member members[] = {
        {answers, strlen(answers), "answers.json"},
        {signature->data, signature->length, "answers.json.minisig"},
        {"The report.", 11, "rapport.pdf"},
    };
    return fixture_parts(&parties, members, 3, manifest);
}

/* Signs and frames a manifest's JSON of any kind with any comment. */
static void sign_again(struct fixture_parts *parts, const char *json, const char *comment)
{
    buffer_free(&parts->json);
    buffer_free(&parts->signature);
    buffer_free(&parts->frame);
    buffer_text(&parts->json, json);
    assert_int_equal(minisign_sign(parties.sign, parts->json.data, parts->json.length, comment,
                         &parts->signature, &err),
        STATUS_OK);
    fixture_frame(&parts->payload, &parts->json, &parts->signature, &parts->frame);
}

/* Seals, verifies and, if that succeeds, unpacks; releases the parts. */
static enum status open_parts(
    struct fixture_parts *parts, const struct opened_reader *by, struct fixture_received *received)
{
    struct bundle_envelope envelope;
    struct payload_receiver receiver = fixture_receiver(received);
    fixture_age(&parties, &parts->frame, &parts->sealed);
    int fd = fixture_memory_file(parts->sealed.data, parts->sealed.length);
    assert_int_equal(
        bundle_unwrap(fd, parts->sealed.length, &parties.identities, &envelope, file_key, &err),
        STATUS_OK);
    struct spawner none =
        SPAWNER_UNPROTECTED; /* what a worker finds, it finds in this process too */
    struct client worker;
    assert_int_equal(client_start(&none, fd, &envelope, file_key, NULL, &worker, &err), STATUS_OK);
    enum status status = opened_verify(&worker, by, opened, &err);
    if (status == STATUS_OK)
        status = opened_unpack(&worker, opened, &receiver, &err);
    else
        assert_null(opened->front.manifest.data);
    if (status == STATUS_OK)
        assert_ptr_equal(opened->signer, &trusted[0]);
    last_signed_before = opened->signed_before;
    opened_free(opened);
    (void)close(fd);
    fixture_parts_free(parts);
    return status;
}

/* Nothing at all may have reached the receiver. */
static void refuse_parts(
    struct fixture_parts *parts, const struct opened_reader *by, enum reason reason)
{
    struct fixture_received received = {0};
    assert_refused(open_parts(parts, by, &received), err, reason);
    assert_int_equal(received.begun, 0);
    fixture_received_free(&received);
}

static void refuse_manifest(enum reason reason)
{
    struct opened_reader by = reader();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, reason);
    fixture_manifest(manifest);
}

static void test_a_bundle_for_us_is_opened(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct fixture_received received = {0};
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    assert_int_equal(open_parts(&parts, &by, &received), STATUS_OK);
    assert_int_equal(received.begun, 3);
    assert_string_equal(buffer_string(&received.kept[0]), ANSWERS);
    assert_string_equal(buffer_string(&received.kept[2]), "The report.");
    fixture_received_free(&received);
}

/* The authority's card carries the fixture's key; the reader's own, the key that signed the
 * answers. */
static void become_feedback(void)
{
    manifest->type = MANIFEST_FEEDBACK;
    memset(manifest->sender.number, 0, sizeof manifest->sender.number);
    memset(manifest->sender.group, 0, sizeof manifest->sender.group);
    trusted[0].card.role = CARD_AUTHORITY;
    memset(trusted[0].card.number, 0, sizeof trusted[0].card.number);
    own.sign = trusted[0].card.sign;
    memcpy(own.number, "212999-0004", MANIFEST_NUMBER_SIZE);
}

static int end_feedback(void **state)
{
    (void)state;
    fixture_card(&trusted[0].card, 1);
    own = (struct card){.recipients = 1};
    return 0;
}

static void test_feedback_holds_answers_that_the_reader_signed(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct fixture_received received = {0};
    become_feedback();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    assert_int_equal(open_parts(&parts, &by, &received), STATUS_OK);
    assert_int_equal(received.begun, 3);
    assert_false(last_signed_before);
    fixture_received_free(&received);
    received = (struct fixture_received){0};
    parts = parts_with("{\"answers\":2}", &answers_signature);
    assert_refused(open_parts(&parts, &by, &received), err, REASON_BAD_SIGNATURE);
    fixture_received_free(&received);
    received = (struct fixture_received){0};
    memcpy(own.number, "212999-0012", MANIFEST_NUMBER_SIZE); /* another organisation's answers */
    parts = parts_with(ANSWERS, &answers_signature);
    assert_refused(open_parts(&parts, &by, &received), err, REASON_BAD_SIGNATURE);
    fixture_received_free(&received);
}

static void test_feedback_on_answers_of_an_earlier_key_says_so(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct fixture_received received = {0};
    become_feedback();
    own.sign = trusted[1].card.sign;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    assert_int_equal(open_parts(&parts, &by, &received), STATUS_OK);
    assert_true(last_signed_before);
    fixture_received_free(&received);
}

static void test_a_submission_and_feedback_are_not_taken_for_each_other(void **state)
{
    (void)state;
    become_feedback();
    trusted[0].card.role = CARD_ORGANISATION;
    refuse_manifest(REASON_WRONG_TYPE);
    become_feedback();
    manifest->type = MANIFEST_SUBMISSION;
    refuse_manifest(REASON_WRONG_TYPE);
}

static void test_a_key_on_no_trusted_card_is_unknown(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    by.signer = &trusted[1];
    by.signers = 1;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_UNKNOWN_SENDER);
    by.signers = 0;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_UNKNOWN_SENDER);
}

static void test_S2_a_manifest_whose_signature_does_not_hold_is_not_parsed(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    struct frame_layout layout =
        frame_layout(parts.payload.length, parts.json.length, parts.signature.length);
    /* No longer JSON: a parser that saw it would say so. */
    parts.frame.data[layout.manifest] = '[';
    refuse_parts(&parts, &by, REASON_BAD_SIGNATURE);
    /* The number of a trusted key, but another's signature. */
    struct keydir_trusted forged = trusted[1];
    memcpy(forged.card.sign.number, trusted[0].card.sign.number, MINISIGN_NUMBER_SIZE);
    by.signer = &forged;
    by.signers = 1;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_BAD_SIGNATURE);
}

static void test_a_signature_on_another_document_is_refused(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    char *json = strdup(buffer_string(&parts.json));
    sign_again(&parts, json, "sigill-bundle/1 feedback a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1");
    refuse_parts(&parts, &by, REASON_BAD_SIGNATURE);
    parts = parts_with(ANSWERS, &answers_signature);
    sign_again(&parts, json, "sigill-answers/1 212999-0004");
    refuse_parts(&parts, &by, REASON_BAD_SIGNATURE);
    free(json);
    parts = parts_with(ANSWERS, &answers_signature);
    sign_again(&parts, "{\"format\":\"sigill-bundle/2\"}", "sigill-bundle/2 submission 1");
    refuse_parts(&parts, &by, REASON_UNKNOWN_FORMAT);
}

static void test_a_sender_that_is_not_the_signer_is_refused(void **state)
{
    (void)state;
    manifest->sender.fingerprint[0] ^= 1;
    refuse_manifest(REASON_SENDER_MISMATCH);
    memcpy(manifest->sender.fingerprint, trusted[1].fingerprint.bytes, FINGERPRINT_SIZE);
    refuse_manifest(REASON_SENDER_MISMATCH);
    memcpy(manifest->sender.number, "212999-0012", 12);
    refuse_manifest(REASON_SENDER_MISMATCH);
}

static void test_S3_naming_another_recipient_is_refused(void **state)
{
    (void)state;
    manifest->recipient[0][31] ^= 1;
    refuse_manifest(REASON_WRONG_RECIPIENT);
    manifest->recipients = 2;
    memset(manifest->recipient[1], 0x77, MANIFEST_DIGEST_SIZE);
    refuse_manifest(REASON_WRONG_RECIPIENT);
}

static void test_S3_sealed_to_one_key_more_than_the_card_has_is_refused(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    fixture_pair(AGE_HYBRID, NULL, &parties.recipients);
    refuse_parts(&parts, &by, REASON_WRONG_RECIPIENT);
    age_recipient_clear(&parties.recipients.items[--parties.recipients.count]);
}

static void test_a_card_that_is_not_valid_today_is_refused(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    by.now = FIXTURE_CARD_UNTIL + 86400;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_EXPIRED_KEY);
    by.now = FIXTURE_CARD_FROM - 1;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_EXPIRED_KEY);
}

static void test_answers_that_the_organisation_did_not_sign_are_refused(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct fixture_received received = {0};
    struct fixture_parts parts = parts_with("{\"answers\":2}", &answers_signature);
    assert_refused(open_parts(&parts, &by, &received), err, REASON_BAD_SIGNATURE);
    assert_non_null(strstr(err.text, "answers.json"));
    fixture_received_free(&received);
}

static enum status fail_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *found)
{
    (void)context;
    (void)place;
    (void)file;
    return error_set(found, STATUS_FAILED, REASON_IO_ERROR, "no room");
}

static void test_failures_of_the_receiver_are_passed_on(void **state)
{
    (void)state;
    struct opened_reader by = reader();
    struct bundle_envelope envelope;
    struct payload_receiver receiver = {fail_begin, NULL, NULL};
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    fixture_age(&parties, &parts.frame, &parts.sealed);
    int fd = fixture_memory_file(parts.sealed.data, parts.sealed.length);
    assert_int_equal(
        bundle_unwrap(fd, parts.sealed.length, &parties.identities, &envelope, file_key, &err),
        STATUS_OK);
    struct spawner none = SPAWNER_UNPROTECTED;
    struct client worker;
    assert_int_equal(client_start(&none, fd, &envelope, file_key, NULL, &worker, &err), STATUS_OK);
    assert_int_equal(opened_verify(&worker, &by, opened, &err), STATUS_OK);
    assert_int_equal(opened_unpack(&worker, opened, &receiver, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    opened_free(opened);
    (void)close(fd);
    fixture_parts_free(&parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_bundle_for_us_is_opened, set_up),
        cmocka_unit_test_setup_teardown(
            test_feedback_holds_answers_that_the_reader_signed, set_up, end_feedback),
        cmocka_unit_test_setup_teardown(
            test_feedback_on_answers_of_an_earlier_key_says_so, set_up, end_feedback),
        cmocka_unit_test_setup_teardown(
            test_a_submission_and_feedback_are_not_taken_for_each_other, set_up, end_feedback),
        cmocka_unit_test_setup(test_a_key_on_no_trusted_card_is_unknown, set_up),
        cmocka_unit_test_setup(
            test_S2_a_manifest_whose_signature_does_not_hold_is_not_parsed, set_up),
        cmocka_unit_test_setup(test_a_signature_on_another_document_is_refused, set_up),
        cmocka_unit_test_setup(test_a_sender_that_is_not_the_signer_is_refused, set_up),
        cmocka_unit_test_setup(test_S3_naming_another_recipient_is_refused, set_up),
        cmocka_unit_test_setup(test_S3_sealed_to_one_key_more_than_the_card_has_is_refused, set_up),
        cmocka_unit_test_setup(test_a_card_that_is_not_valid_today_is_refused, set_up),
        cmocka_unit_test_setup(test_answers_that_the_organisation_did_not_sign_are_refused, set_up),
        cmocka_unit_test_setup(test_failures_of_the_receiver_are_passed_on, set_up),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
