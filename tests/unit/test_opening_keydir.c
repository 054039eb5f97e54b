#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_card.h"

#include "format/signed_answers.h"
#include "isolate/opening_keydir.h"

#define ANSWERS "{\"answers\":1}"
#define NOW (FIXTURE_CARD_FROM + 86400)

static struct error err;
static struct fixture_parties parties;
static struct keydir_trusted trusted[2]; /* the signer, and a stranger */
static struct keydir_trusted own;        /* of the one who opens; one recipient */
static struct buffer answers_signature;
static struct manifest *manifest;
static bool last_signed_before;

static void become_the_reader(void)
{
    own = (struct keydir_trusted){.card = {.series = 3,
                                      .valid_from = FIXTURE_CARD_FROM,
                                      .valid_until = FIXTURE_CARD_UNTIL,
                                      .recipients = 1}};
    memset(own.fingerprint.bytes, 0xC3, FINGERPRINT_SIZE);
}

static int set_up_group(void **state)
{
    struct minisign_secret *other;
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    if (fixture_start(state) != 0)
        return -1;
    fixture_parties_make(&parties);
    manifest = calloc(1, sizeof *manifest);
    fixture_card(&trusted[0].card, 1);
    memset(trusted[0].fingerprint.bytes, 0xB2, FINGERPRINT_SIZE);
    trusted[1] = trusted[0];
    memset(trusted[1].fingerprint.bytes, 0xB3, FINGERPRINT_SIZE);
    other = minisign_key_generate();
    trusted[1].card.sign = *minisign_key_public(other);
    minisign_key_free(other);
    become_the_reader();
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

/* The cards that count, and the day on which they do. */
struct reader {
    struct opening_keydir cards;
    int64_t now;
};

static struct reader reader(void)
{
    return (struct reader){{trusted, 2, &own, 1}, NOW};
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

/* Seals, and opens as far as the parties. What a worker finds, it finds in this process too. */
static enum status verify_parts(const struct fixture_parts *parts, int fd, struct opening *opening)
{
    struct spawner none = SPAWNER_UNPROTECTED;
    assert_int_equal(
        opening_unwrap(opening, fd, parts->sealed.length, &parties.identities, &err), STATUS_OK);
    assert_false(opening->envelope.settled); /* it may lie on a medium */
    return opening_verify(opening, &none, NULL, &err);
}

/* Verifies and, if that succeeds, unpacks; releases the parts. */
static enum status open_parts(
    struct fixture_parts *parts, struct reader *by, struct fixture_received *received)
{
    struct payload_receiver receiver = fixture_receiver(received);
    struct opening_policy policy = opening_keydir_policy(&by->cards, by->now);
    struct opening *opening = opening_new(&policy);
    fixture_age(&parties, &parts->frame, &parts->sealed);
    int fd = fixture_memory_file(parts->sealed.data, parts->sealed.length);
    enum status status = verify_parts(parts, fd, opening);
    if (status == STATUS_OK)
        status = opening_members(opening, &receiver, &err);
    if (status == STATUS_OK)
        assert_memory_equal(&opening->signer, &trusted[0], sizeof trusted[0]);
    assert_int_equal(opening->step == OPENING_READ, status == STATUS_OK);
    last_signed_before = opening->signed_before;
    opening_free(opening);
    (void)close(fd);
    fixture_parts_free(parts);
    return status;
}

/* Nothing at all may have reached the receiver. */
static void refuse_parts(struct fixture_parts *parts, struct reader *by, enum reason reason)
{
    struct fixture_received received = {0};
    assert_refused(open_parts(parts, by, &received), err, reason);
    assert_int_equal(received.begun, 0);
    fixture_received_free(&received);
}

static void refuse_manifest(enum reason reason)
{
    struct reader by = reader();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, reason);
    fixture_manifest(manifest);
}

static void test_a_bundle_for_us_is_opened(void **state)
{
    (void)state;
    struct reader by = reader();
    struct fixture_received received = {0};
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    assert_int_equal(open_parts(&parts, &by, &received), STATUS_OK);
    assert_int_equal(received.begun, 3);
    assert_string_equal(buffer_string(&received.kept[0]), ANSWERS);
    assert_string_equal(buffer_string(&received.kept[2]), "The report.");
    fixture_received_free(&received);
}

/* Another trusted card may carry a key of the same number, before this one in the list or after. */
static void test_S4_each_key_of_the_number_is_tried(void **state)
{
    (void)state;
    const struct keydir_trusted stranger = trusted[1];
    memcpy(trusted[1].card.sign.number, trusted[0].card.sign.number, MINISIGN_NUMBER_SIZE);
    for (int first = 0; first < 2; first++) {
        const struct keydir_trusted listed[] = {trusted[first], trusted[1 - first]};
        struct reader by = {{listed, 2, &own, 1}, NOW};
        struct fixture_received received = {0};
        struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
        assert_int_equal(open_parts(&parts, &by, &received), STATUS_OK);
        fixture_received_free(&received);
        by.cards.trusted = &trusted[1];
        by.cards.count = 1;
        parts = parts_with(ANSWERS, &answers_signature);
        refuse_parts(&parts, &by, REASON_BAD_SIGNATURE);
    }
    trusted[1] = stranger;
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
    memset(trusted[0].card.group, 0, sizeof trusted[0].card.group);
    own.card.sign = trusted[0].card.sign;
    memcpy(own.card.number, "212999-0004", MANIFEST_NUMBER_SIZE);
}

static int end_feedback(void **state)
{
    (void)state;
    fixture_card(&trusted[0].card, 1);
    become_the_reader();
    return 0;
}

static void test_feedback_holds_answers_that_the_reader_signed(void **state)
{
    (void)state;
    struct reader by = reader();
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
    memcpy(
        own.card.number, "212999-0012", MANIFEST_NUMBER_SIZE); /* another organisation's answers */
    parts = parts_with(ANSWERS, &answers_signature);
    assert_refused(open_parts(&parts, &by, &received), err, REASON_BAD_SIGNATURE);
    fixture_received_free(&received);
}

static void test_feedback_on_answers_of_an_earlier_key_says_so(void **state)
{
    (void)state;
    struct reader by = reader();
    struct fixture_received received = {0};
    become_feedback();
    own.card.sign = trusted[1].card.sign;
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
    struct reader by = reader();
    by.cards.trusted = &trusted[1];
    by.cards.count = 1;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_UNKNOWN_SENDER);
    by.cards.count = 0;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_UNKNOWN_SENDER);
}

static void test_S2_a_manifest_whose_signature_does_not_hold_is_not_parsed(void **state)
{
    (void)state;
    struct reader by = reader();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    struct frame_layout layout =
        frame_layout(parts.payload.length, parts.json.length, parts.signature.length);
    /* No longer JSON: a parser that saw it would say so. */
    parts.frame.data[layout.manifest] = '[';
    refuse_parts(&parts, &by, REASON_BAD_SIGNATURE);
    /* The number of a trusted key, but another's signature. */
    struct keydir_trusted forged = trusted[1];
    memcpy(forged.card.sign.number, trusted[0].card.sign.number, MINISIGN_NUMBER_SIZE);
    by.cards.trusted = &forged;
    by.cards.count = 1;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_BAD_SIGNATURE);
}

static void test_a_signature_on_another_document_is_refused(void **state)
{
    (void)state;
    struct reader by = reader();
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
    struct reader by = reader();
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    fixture_pair(AGE_HYBRID, NULL, &parties.recipients);
    refuse_parts(&parts, &by, REASON_WRONG_RECIPIENT);
    age_recipient_clear(&parties.recipients.items[--parties.recipients.count]);
}

static void test_a_card_that_is_not_valid_today_is_refused(void **state)
{
    (void)state;
    struct reader by = reader();
    by.now = FIXTURE_CARD_UNTIL + 86400;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_EXPIRED_KEY);
    by.now = FIXTURE_CARD_FROM - 1;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_EXPIRED_KEY);
}

static void test_S3_the_newest_own_card_is_good_until_its_end_too(void **state)
{
    (void)state;
    own.card.valid_until = NOW - 2 * 86400;
    refuse_manifest(REASON_WRONG_RECIPIENT);
    assert_non_null(strstr(err.text, "number 3 in its series"));
}

static void test_an_earlier_own_card_is_good_for_bundles_on_the_road(void **state)
{
    (void)state;
    struct keydir_trusted cards[] = {own, own};
    struct reader by = reader();
    struct fixture_received received = {0};
    memset(cards[1].fingerprint.bytes, 0xC4, FINGERPRINT_SIZE);
    by.cards.own = cards;
    by.cards.owns = 2;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    assert_int_equal(open_parts(&parts, &by, &received), STATUS_OK);
    fixture_received_free(&received);
    cards[0].card.valid_until = NOW - 2 * 86400;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_WRONG_RECIPIENT);
}

/* docs/format.md lists the reasons about in the order in which a bundle is judged. */
static void test_the_recipient_is_judged_before_the_type(void **state)
{
    (void)state;
    become_feedback();
    trusted[0].card.role = CARD_ORGANISATION;
    manifest->recipient[0][0] ^= 1;
    refuse_manifest(REASON_WRONG_RECIPIENT);
}

static void test_a_card_that_is_not_valid_is_refused_before_its_manifest_is_read(void **state)
{
    (void)state;
    struct reader by = reader();
    by.now = FIXTURE_CARD_UNTIL + 86400;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    sign_again(&parts, "{\"format\":\"sigill-bundle/2\"}", "sigill-bundle/2 submission 1");
    refuse_parts(&parts, &by, REASON_EXPIRED_KEY);
}

/* Of cards that follow each other the newest speaks for the key, and the named one must be valid
 * by itself. */
static void test_the_newest_card_of_a_key_and_the_named_one_must_be_valid(void **state)
{
    (void)state;
    struct keydir_trusted series[] = {trusted[0], trusted[0]};
    struct reader by = reader();
    struct fixture_received received = {0};
    memset(series[1].fingerprint.bytes, 0xB4, FINGERPRINT_SIZE);
    series[1].card.series++;
    by.cards.trusted = series;
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    assert_int_equal(open_parts(&parts, &by, &received), STATUS_OK);
    fixture_received_free(&received);
    series[0].card.valid_until = NOW - 2 * 86400;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_EXPIRED_KEY);
    series[0].card.valid_until = FIXTURE_CARD_UNTIL;
    series[1].card.valid_until = NOW - 2 * 86400;
    parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_EXPIRED_KEY);
}

static void test_another_name_than_the_card_s_is_refused(void **state)
{
    (void)state;
    struct reader by = reader();
    memset(manifest->sender.name, 0, sizeof manifest->sender.name);
    memcpy(manifest->sender.name, "Ankeborg", 8);
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    refuse_parts(&parts, &by, REASON_SENDER_MISMATCH);
}

static void test_answers_that_the_organisation_did_not_sign_are_refused(void **state)
{
    (void)state;
    struct reader by = reader();
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
    struct reader by = reader();
    struct payload_receiver receiver = {fail_begin, NULL, NULL};
    struct opening_policy policy = opening_keydir_policy(&by.cards, by.now);
    struct opening *opening = opening_new(&policy);
    struct fixture_parts parts = parts_with(ANSWERS, &answers_signature);
    fixture_age(&parties, &parts.frame, &parts.sealed);
    int fd = fixture_memory_file(parts.sealed.data, parts.sealed.length);
    assert_int_equal(verify_parts(&parts, fd, opening), STATUS_OK);
    assert_int_equal(opening_members(opening, &receiver, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    opening_free(opening);
    (void)close(fd);
    fixture_parts_free(&parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_bundle_for_us_is_opened, set_up),
        cmocka_unit_test_setup(test_S4_each_key_of_the_number_is_tried, set_up),
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
        cmocka_unit_test_setup_teardown(
            test_S3_the_newest_own_card_is_good_until_its_end_too, set_up, end_feedback),
        cmocka_unit_test_setup(test_an_earlier_own_card_is_good_for_bundles_on_the_road, set_up),
        cmocka_unit_test_setup_teardown(
            test_the_recipient_is_judged_before_the_type, set_up, end_feedback),
        cmocka_unit_test_setup(
            test_a_card_that_is_not_valid_is_refused_before_its_manifest_is_read, set_up),
        cmocka_unit_test_setup(
            test_the_newest_card_of_a_key_and_the_named_one_must_be_valid, set_up),
        cmocka_unit_test_setup(test_another_name_than_the_card_s_is_refused, set_up),
        cmocka_unit_test_setup(test_answers_that_the_organisation_did_not_sign_are_refused, set_up),
        cmocka_unit_test_setup(test_failures_of_the_receiver_are_passed_on, set_up),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
