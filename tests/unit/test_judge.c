#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/minisign.h"
#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_bundle.h"
#include "fixture_card.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "format/signed_answers.h"
#include "register/changes_parts.h"
#include "register/judge.h"

static struct error err;
static struct fixture_register fixture;
static struct fixture_party ankeborg;
static struct fixture_party exempelby;
static struct fixture_party authority;
static struct small *small;

/* What a bundle of ankeborg's says, all of it right; each test alters one thing. */
static struct manifest manifest;
static struct bundle_envelope envelope;
static struct buffer answers_json;
static struct buffer answers_signature;
static struct bundle_front front;
static struct sender sender;
static struct minisign_claim claim;
static struct judge_notes notes;

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&ankeborg, "Ankeborgs kommun", "212999-0004");
    fixture_party_make(&exempelby, "Exempelby kommun", "212999-0012");
    fixture_party_make(&authority, "MSB", "212999-0020");
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_party_free(&ankeborg);
    fixture_party_free(&exempelby);
    fixture_party_free(&authority);
    return 0;
}

/* Nothing may stand behind the end of a record's text. */
static void put(char *field, size_t size, const char *text)
{
    memset(field, 0, size);
    memcpy(field, text, strlen(text));
}

static void sign_answers(const struct fixture_party *party, const char *number)
{
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    signed_answers_comment(comment, number);
    buffer_free(&answers_signature);
    assert_int_equal(minisign_sign(party->sign, answers_json.data, answers_json.length, comment,
                         &answers_signature, &err),
        STATUS_OK);
}

static void encode_answers(void)
{
    buffer_free(&answers_json);
    assert_int_equal(
        answers_encode(small->edition, small->answers, &answers_json, &err), STATUS_OK);
    sign_answers(&ankeborg, "212999-0004");
}

static void fill_manifest(void)
{
    fixture_manifest(&manifest);
    put(manifest.marking, sizeof manifest.marking, small->answers->marking);
    memcpy(manifest.sender.fingerprint, ankeborg.fingerprint.bytes, MANIFEST_DIGEST_SIZE);
    memcpy(manifest.recipient[0], authority.fingerprint.bytes, MANIFEST_DIGEST_SIZE);
    put(manifest.edition, sizeof manifest.edition, small->edition->id);
    memcpy(manifest.edition_digest, small->edition->digest, MANIFEST_DIGEST_SIZE);
    signed_answers_result(small->edition, small->answers, &manifest.result);
    manifest.files = 2;
    for (size_t i = 0; i < 2; i++) {
        manifest_path(manifest.file[i].path, i);
        put(manifest.file[i].name, sizeof manifest.file[i].name, manifest.file[i].path);
    }
    manifest.file[0].size = answers_json.length;
    (void)crypto_generichash(manifest.file[0].digest, MANIFEST_DIGEST_SIZE, answers_json.data,
        answers_json.length, NULL, 0);
}

static void sign_manifest(const struct fixture_party *party)
{
    const struct fixture_parties signer = {.sign = party->sign};
    bundle_front_free(&front);
    fixture_sign(&signer, &manifest, &front.manifest, &front.signature);
}

static int set_up(void **state)
{
    error_init(&err, NULL);
    (void)small_set_up(state);
    small = *state;
    put(small->answers->organisation.number, sizeof small->answers->organisation.number,
        "212999-0004");
    put(small->answers->organisation.name, sizeof small->answers->organisation.name,
        "Ankeborgs kommun");
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    fixture_enrol(&fixture, &ankeborg);
    encode_answers();
    fill_manifest();
    sign_manifest(&ankeborg);
    envelope = (struct bundle_envelope){.stanzas = 1};
    sender = (struct sender){.card = ankeborg.card, .fingerprint = ankeborg.fingerprint};
    notes = (struct judge_notes){0};
    return 0;
}

static int tear_down(void **state)
{
    bundle_front_free(&front);
    buffer_free(&answers_json);
    buffer_free(&answers_signature);
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return small_tear_down(state);
}

/* ---- the signature ---- */

static enum status judge_at(int64_t now)
{
    return judge_signature(&fixture.store, &front, now, &sender, &claim, &err);
}

static void test_an_enrolled_sender_s_signature_holds(void **state)
{
    (void)state;
    assert_int_equal(judge_at(FIXTURE_NOW), STATUS_OK);
    assert_string_equal(sender.card.number, "212999-0004");
    assert_string_equal(
        claim.trusted, "sigill-bundle/1 submission a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1");
}

static void test_an_unknown_sender_s_signature_is_not_looked_at(void **state)
{
    (void)state;
    sign_manifest(&exempelby);
    assert_refused(judge_at(FIXTURE_NOW), err, REASON_UNKNOWN_SENDER);
}

static void test_S2_a_signature_of_other_bytes_does_not_hold(void **state)
{
    (void)state;
    for (size_t at = 0; at < front.manifest.length; at += 13) {
        front.manifest.data[at] ^= 1;
        assert_refused(judge_at(FIXTURE_NOW), err, REASON_BAD_SIGNATURE);
        front.manifest.data[at] ^= 1;
    }
    front.manifest.length--;
    assert_refused(judge_at(FIXTURE_NOW), err, REASON_BAD_SIGNATURE);
    front.manifest.length = 0;
    assert_refused(judge_at(FIXTURE_NOW), err, REASON_BAD_SIGNATURE);
}

static void test_S2_an_altered_signature_does_not_hold(void **state)
{
    (void)state;
    for (size_t at = 0; at < front.signature.length; at++) {
        front.signature.data[at] ^= 1;
        assert_int_equal(judge_at(FIXTURE_NOW), STATUS_REFUSED);
        assert_true(err.reason == REASON_BAD_SIGNATURE || err.reason == REASON_UNKNOWN_SENDER);
        front.signature.data[at] ^= 1;
    }
    for (size_t length = front.signature.length; length-- > 0;) {
        front.signature.length = length;
        assert_refused(judge_at(FIXTURE_NOW), err, REASON_BAD_SIGNATURE);
    }
}

static void test_a_revoked_key_is_told_with_its_reason(void **state)
{
    (void)state;
    assert_int_equal(
        senders_revoke(&fixture.store, "212999-0004", "borta", FIXTURE_NOW, &err), STATUS_OK);
    assert_refused(judge_at(FIXTURE_NOW), err, REASON_REVOKED_KEY);
    assert_non_null(strstr(err.text, "borta"));
    assert_string_equal(sender.card.name, "Ankeborgs kommun");
    front.manifest.data[0] ^= 1;
    assert_refused(judge_at(FIXTURE_NOW), err, REASON_BAD_SIGNATURE);
}

static void test_a_card_holds_from_its_first_to_its_last_day(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    assert_int_equal(judge_at(FIXTURE_CARD_FROM), STATUS_OK);
    assert_int_equal(judge_at(FIXTURE_CARD_UNTIL + DAY - 1), STATUS_OK);
    assert_refused(judge_at(FIXTURE_CARD_FROM - 1), err, REASON_EXPIRED_KEY);
    assert_refused(judge_at(FIXTURE_CARD_UNTIL + DAY), err, REASON_EXPIRED_KEY);
    assert_non_null(strstr(err.text, "2028-11-01"));
}

/* ---- the record ---- */

static enum status judge_it(void)
{
    enum status status =
        judge_signature(&fixture.store, &front, FIXTURE_NOW, &sender, &claim, &err);
    assert_int_equal(status, STATUS_OK);
    return judge_record(&front, &manifest, &claim, &err);
}

static void test_S9_a_record_must_be_the_manifest_that_was_signed(void **state)
{
    (void)state;
    assert_int_equal(judge_it(), STATUS_OK);
    manifest.result.points++;
    assert_refused(judge_it(), err, REASON_CONTENT_MISMATCH);
    manifest.result.points--;
    manifest.file[0].digest[31] ^= 1;
    assert_refused(judge_it(), err, REASON_CONTENT_MISMATCH);
    manifest.file[0].digest[31] ^= 1;
    manifest.id[0] ^= 1;
    assert_refused(judge_it(), err, REASON_CONTENT_MISMATCH);
}

/* What a worker that was taken over might hand up. */
static void test_S9_a_record_out_of_bounds_is_refused(void **state)
{
    (void)state;
    const struct manifest right = manifest;
    manifest.files = MANIFEST_FILES_MAX + 1;
    assert_refused(judge_it(), err, REASON_TOO_LARGE);
    manifest = right;
    manifest.recipients = MANIFEST_RECIPIENTS_MAX + 1;
    assert_refused(judge_it(), err, REASON_UNKNOWN_FORMAT);
    manifest = right;
    manifest.result.areas = MODEL_AREAS_MAX + 1;
    assert_refused(judge_it(), err, REASON_UNKNOWN_FORMAT);
    manifest = right;
    memset(manifest.sender.name, 'x', sizeof manifest.sender.name);
    assert_refused(judge_it(), err, REASON_UNKNOWN_FORMAT);
    manifest = right;
    memset(manifest.file[1].path, 'x', sizeof manifest.file[1].path);
    assert_refused(judge_it(), err, REASON_UNKNOWN_FORMAT);
    manifest = right;
    manifest.sender.name[MANIFEST_NAME_SIZE - 1] = 'x';
    assert_refused(judge_it(), err, REASON_UNKNOWN_FORMAT);
    manifest = right;
    manifest.type = 2;
    assert_refused(judge_it(), err, REASON_UNKNOWN_FORMAT);
    manifest = right;
    manifest.created = INT64_MIN;
    assert_refused(judge_it(), err, REASON_UNKNOWN_FORMAT);
    manifest = right;
    assert_int_equal(judge_it(), STATUS_OK);
}

static void test_the_trusted_comment_must_agree(void **state)
{
    (void)state;
    assert_int_equal(judge_it(), STATUS_OK);
    claim.trusted[strlen(claim.trusted) - 1] ^= 1;
    assert_refused(judge_record(&front, &manifest, &claim, &err), err, REASON_BAD_SIGNATURE);
}

/* ---- sender, recipient and type ---- */

static enum status judge_them(void)
{
    return judge_parties(
        &manifest, &envelope, &sender, &authority.card, &authority.fingerprint, &notes, &err);
}

static void test_the_parties_are_who_they_must_be(void **state)
{
    (void)state;
    assert_int_equal(judge_them(), STATUS_OK);
    assert_int_equal(notes.count, 0);
}

static void test_another_s_number_or_card_is_refused(void **state)
{
    (void)state;
    put(manifest.sender.number, sizeof manifest.sender.number, "212999-0012");
    assert_refused(judge_them(), err, REASON_SENDER_MISMATCH);
    assert_non_null(strstr(err.text, "Ankeborgs kommun"));
    put(manifest.sender.number, sizeof manifest.sender.number, "212999-0004");
    manifest.sender.fingerprint[0] ^= 1;
    assert_refused(judge_them(), err, REASON_SENDER_MISMATCH);
}

static void test_other_names_are_noted(void **state)
{
    (void)state;
    put(manifest.sender.name, sizeof manifest.sender.name, "Ankeborg");
    put(manifest.sender.group, sizeof manifest.sender.group, "region");
    assert_int_equal(judge_them(), STATUS_OK);
    assert_int_equal(notes.count, 2);
    assert_non_null(strstr(notes.note[0], "Ankeborgs kommun"));
    assert_non_null(strstr(notes.note[1], "region"));
}

static void test_S3_another_recipient_is_refused(void **state)
{
    (void)state;
    manifest.recipient[0][31] ^= 1;
    assert_refused(judge_them(), err, REASON_WRONG_RECIPIENT);
    manifest.recipient[0][31] ^= 1;
    manifest.recipients = 2;
    memcpy(manifest.recipient[1], manifest.recipient[0], MANIFEST_DIGEST_SIZE);
    assert_refused(judge_them(), err, REASON_WRONG_RECIPIENT);
    manifest.recipients = 1;
    envelope.stanzas = 2;
    assert_refused(judge_them(), err, REASON_WRONG_RECIPIENT);
    envelope.stanzas = 0;
    assert_refused(judge_them(), err, REASON_WRONG_RECIPIENT);
    envelope.stanzas = 1;
    assert_int_equal(judge_them(), STATUS_OK);
}

static void test_a_feedback_is_refused(void **state)
{
    (void)state;
    manifest.type = MANIFEST_FEEDBACK;
    assert_refused(judge_them(), err, REASON_WRONG_TYPE);
}

/* ---- id and edition ---- */

static void test_S4_an_id_is_taken_by_its_own_sender_alone(void **state)
{
    (void)state;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    uint8_t expected[MANIFEST_DIGEST_SIZE];
    struct submission row;
    (void)crypto_generichash(
        expected, sizeof expected, front.manifest.data, front.manifest.length, NULL, 0);
    fixture_enrol(&fixture, &exempelby);
    fixture_row(&row, &exempelby, small->edition, manifest.id[0]);
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_OK);
    assert_int_equal(judge_id(&fixture.store, &manifest, &front, digest, &err), STATUS_OK);
    assert_memory_equal(digest, expected, sizeof digest);

    fixture_row(&row, &ankeborg, small->edition, manifest.id[0]);
    memcpy(row.manifest_digest, expected, sizeof expected);
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_OK);
    assert_refused(
        judge_id(&fixture.store, &manifest, &front, digest, &err), err, REASON_ALREADY_IMPORTED);
    front.manifest.data[0] ^= 1;
    assert_refused(
        judge_id(&fixture.store, &manifest, &front, digest, &err), err, REASON_ID_REUSED);
}

static void test_the_edition_must_be_this_very_one(void **state)
{
    (void)state;
    assert_int_equal(judge_edition(&manifest, small->edition, &err), STATUS_OK);
    manifest.edition_digest[0] ^= 1;
    assert_refused(judge_edition(&manifest, small->edition, &err), err, REASON_UNKNOWN_EDITION);
    manifest.edition_digest[0] ^= 1;
    manifest.edition[0] = 'S';
    assert_refused(judge_edition(&manifest, small->edition, &err), err, REASON_UNKNOWN_EDITION);
}

/* ---- the answers ---- */

static enum status judge_the_answers(void)
{
    struct buffer json = {0};
    enum status status = judge_answers(small->edition, &manifest, &sender, small->answers,
        &answers_signature, &json, &notes, &err);
    if (status == STATUS_OK) {
        assert_int_equal(json.length, answers_json.length);
        assert_memory_equal(json.data, answers_json.data, json.length);
    }
    buffer_free(&json);
    return status;
}

static void test_answers_are_built_anew(void **state)
{
    (void)state;
    assert_int_equal(judge_the_answers(), STATUS_OK);
    assert_int_equal(notes.count, 0);
}

static void test_S9_a_record_other_than_what_was_signed_is_refused(void **state)
{
    (void)state;
    small->answers->period_to[9] ^= 1;
    assert_refused(judge_the_answers(), err, REASON_BAD_SIGNATURE);
    assert_non_null(strstr(err.text, "answers.json"));
    small->answers->period_to[9] ^= 1;
    small->answers->set.answer[0].options ^= 1;
    assert_int_equal(judge_the_answers(), STATUS_REFUSED);
    assert_true(err.reason == REASON_BAD_SIGNATURE || err.reason == REASON_INVALID_ANSWERS);
}

static void test_S9_a_record_that_is_no_answers_is_refused(void **state)
{
    (void)state;
    memset(small->answers->organisation.name, 'x', sizeof small->answers->organisation.name);
    assert_refused(judge_the_answers(), err, REASON_INVALID_ANSWERS);
    memset(small->answers, 0xFF, sizeof *small->answers);
    assert_refused(judge_the_answers(), err, REASON_INVALID_ANSWERS);
}

static void test_answers_signed_by_another_are_refused(void **state)
{
    (void)state;
    sign_answers(&exempelby, "212999-0004");
    assert_refused(judge_the_answers(), err, REASON_BAD_SIGNATURE);
    sign_answers(&ankeborg, "212999-0012");
    assert_refused(judge_the_answers(), err, REASON_BAD_SIGNATURE);
    buffer_free(&answers_signature);
    assert_refused(judge_the_answers(), err, REASON_BAD_SIGNATURE);
}

static void test_answers_of_another_organisation_are_refused(void **state)
{
    (void)state;
    put(small->answers->organisation.number, sizeof small->answers->organisation.number,
        "212999-0012");
    encode_answers();
    fill_manifest();
    assert_refused(judge_the_answers(), err, REASON_SENDER_MISMATCH);
}

static void test_other_answers_than_promised_are_refused(void **state)
{
    (void)state;
    manifest.file[0].digest[0] ^= 1;
    assert_refused(judge_the_answers(), err, REASON_CONTENT_MISMATCH);
    manifest.file[0].digest[0] ^= 1;
    manifest.marking[0] ^= 1;
    assert_refused(judge_the_answers(), err, REASON_CONTENT_MISMATCH);
}

static void test_R5_the_result_is_computed_here(void **state)
{
    (void)state;
    uint16_t *const figures[] = {&manifest.result.level, &manifest.result.points,
        &manifest.result.measures, &manifest.result.areas, &manifest.result.area[0].level,
        &manifest.result.area[0].points};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        ++*figures[i];
        assert_refused(judge_the_answers(), err, REASON_RESULT_MISMATCH);
        --*figures[i];
    }
    manifest.result.area[0].id[0] ^= 1;
    assert_refused(judge_the_answers(), err, REASON_RESULT_MISMATCH);
    manifest.result.area[0].id[0] ^= 1;
    assert_int_equal(judge_the_answers(), STATUS_OK);
}

static void test_another_name_in_the_answers_is_noted(void **state)
{
    (void)state;
    small->answers->organisation.name[0] = 'a';
    encode_answers();
    fill_manifest();
    assert_int_equal(judge_the_answers(), STATUS_OK);
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.note[0], "ankeborgs kommun"));
}

#define RUN(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN(test_an_enrolled_sender_s_signature_holds),
        RUN(test_an_unknown_sender_s_signature_is_not_looked_at),
        RUN(test_S2_a_signature_of_other_bytes_does_not_hold),
        RUN(test_S2_an_altered_signature_does_not_hold),
        RUN(test_a_revoked_key_is_told_with_its_reason),
        RUN(test_a_card_holds_from_its_first_to_its_last_day),
        RUN(test_S9_a_record_must_be_the_manifest_that_was_signed),
        RUN(test_S9_a_record_out_of_bounds_is_refused),
        RUN(test_the_trusted_comment_must_agree),
        RUN(test_the_parties_are_who_they_must_be),
        RUN(test_another_s_number_or_card_is_refused),
        RUN(test_other_names_are_noted),
        RUN(test_S3_another_recipient_is_refused),
        RUN(test_a_feedback_is_refused),
        RUN(test_S4_an_id_is_taken_by_its_own_sender_alone),
        RUN(test_the_edition_must_be_this_very_one),
        RUN(test_answers_are_built_anew),
        RUN(test_S9_a_record_other_than_what_was_signed_is_refused),
        RUN(test_S9_a_record_that_is_no_answers_is_refused),
        RUN(test_answers_signed_by_another_are_refused),
        RUN(test_answers_of_another_organisation_are_refused),
        RUN(test_other_answers_than_promised_are_refused),
        RUN(test_R5_the_result_is_computed_here),
        RUN(test_another_name_in_the_answers_is_noted),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
