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
#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_bundle.h"
#include "fixture_card.h"
#include "fixture_opening.h"
#include "fixture_register.h"
#include "format/signed_answers.h"
#include "isolate/opening_keydir.h"

static struct error err;
static struct fixture_party ankeborg;
static struct fixture_party exempelby;
static struct fixture_party authority;
static struct small *small;

/* What a bundle of ankeborg's says, all of it right; each test alters one thing. */
static struct manifest manifest;
static uint16_t stanzas;
static struct buffer answers_json;
static struct buffer answers_signature;
static struct bundle_front front;
static struct editions editions;
static struct keydir_trusted trusted[2];
static struct keydir_trusted own;
static struct opening_keydir cards;
static struct opening_policy policy;
static struct opening_notes notes;

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

static void promise(struct manifest_file *file, const struct buffer *bytes)
{
    file->size = bytes->length;
    (void)crypto_generichash(
        file->digest, MANIFEST_DIGEST_SIZE, bytes->data, bytes->length, NULL, 0);
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
    promise(&manifest.file[0], &answers_json);
    promise(&manifest.file[1], &answers_signature);
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
    editions = (struct editions){.edition = &small->edition, .count = 1};
    encode_answers();
    fill_manifest();
    sign_manifest(&ankeborg);
    stanzas = 1;
    trusted[0] = (struct keydir_trusted){ankeborg.fingerprint, ankeborg.card};
    trusted[1] = (struct keydir_trusted){exempelby.fingerprint, exempelby.card};
    own = (struct keydir_trusted){authority.fingerprint, authority.card};
    cards = (struct opening_keydir){trusted, 1, &own, 1};
    policy = opening_keydir_policy(&cards, FIXTURE_NOW);
    notes = (struct opening_notes){0};
    return 0;
}

static int tear_down(void **state)
{
    bundle_front_free(&front);
    buffer_free(&answers_json);
    buffer_free(&answers_signature);
    return small_tear_down(state);
}

/* ---- the order of steps ---- */

static void expect_over(struct opening *opening, enum status status)
{
    assert_int_equal(status, STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_true(opening->over);
    assert_null(opening->file_key);
    assert_int_equal(opening->worker.socket, -1);
    fixture_opening_end(opening);
}

/* Each step at each place but its own: nothing is done, and nothing can follow. */
static void test_no_step_is_taken_out_of_its_order(void **state)
{
    static const struct spawner none = SPAWNER_NONE;
    static const struct age_identities nobody;
    struct payload_receiver receiver = {NULL, NULL, NULL};
    (void)state;
    for (enum opening_step at = OPENING_NEW; at <= OPENING_READ; at++) {
        for (enum opening_step before = OPENING_NEW; before <= OPENING_JUDGED; before++) {
            struct opening *opening = fixture_opening(&policy, at, &front, &editions);
            opening->file_key = secret_new(AGE_FILE_KEY_SIZE);
            fixture_opening_says(opening, &manifest, sizeof manifest, NULL);
            if (before == at) {
                fixture_opening_end(opening);
                continue;
            }
            enum status status =
                before == OPENING_NEW         ? opening_unwrap(opening, -1, 0, &nobody, &err)
                : before == OPENING_UNWRAPPED ? opening_start(opening, &none, &editions, &err)
                : before == OPENING_STARTED   ? opening_split(opening, &err)
                : before == OPENING_SPLIT     ? opening_signature(opening, &err)
                : before == OPENING_SIGNED    ? opening_manifest(opening, &err)
                : before == OPENING_REBUILT   ? opening_parties(opening, &err)
                : at % 2 == 0                 ? opening_answers(opening, 0, &err)
                                              : opening_members(opening, &receiver, &err);
            expect_over(opening, status);
        }
    }
}

static void test_after_a_refusal_no_step_is_taken(void **state)
{
    (void)state;
    front.manifest.data[0] ^= 1;
    struct opening *opening = fixture_opening(&policy, OPENING_SPLIT, &front, &editions);
    opening->file_key = secret_new(AGE_FILE_KEY_SIZE);
    fixture_opening_says(opening, &manifest, sizeof manifest, NULL);
    assert_refused(opening_signature(opening, &err), err, REASON_BAD_SIGNATURE);
    assert_true(opening->over);
    assert_null(opening->file_key);
    assert_int_equal(opening->worker.socket, -1);
    assert_int_equal(opening_signature(opening, &err), STATUS_FAILED);
    expect_over(opening, opening_manifest(opening, &err));
}

/* ---- the record ---- */

/* The worker hands up the manifest as it stands here. */
static enum status judge_it(void)
{
    struct opening *opening = fixture_opening(&policy, OPENING_SIGNED, &front, &editions);
    fixture_opening_says(opening, &manifest, sizeof manifest, NULL);
    enum status status = opening_manifest(opening, &err);
    assert_int_equal(opening->step == OPENING_REBUILT, status == STATUS_OK);
    fixture_opening_end(opening);
    return status;
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
    char comment[MANIFEST_COMMENT_SIZE];
    manifest_comment(comment, &manifest);
    comment[strlen(comment) - 1] ^= 1;
    buffer_free(&front.signature);
    assert_int_equal(minisign_sign(ankeborg.sign, front.manifest.data, front.manifest.length,
                         comment, &front.signature, &err),
        STATUS_OK);
    assert_refused(judge_it(), err, REASON_BAD_SIGNATURE);
}

/* ---- sender, recipient and type ---- */

static enum status judge_them(void)
{
    struct opening *opening = fixture_opening(&policy, OPENING_REBUILT, &front, &editions);
    opening->manifest = manifest;
    opening->signer = trusted[0];
    opening->envelope.stanzas = stanzas;
    enum status status = opening_parties(opening, &err);
    if (status == STATUS_OK)
        assert_ptr_equal(opening->own, &own);
    notes = opening->notes;
    fixture_opening_end(opening);
    return status;
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

static void test_another_name_or_group_than_the_card_s_is_refused(void **state)
{
    (void)state;
    put(manifest.sender.name, sizeof manifest.sender.name, "Ankeborg");
    assert_refused(judge_them(), err, REASON_SENDER_MISMATCH);
    put(manifest.sender.name, sizeof manifest.sender.name, "Ankeborgs kommun");
    put(manifest.sender.group, sizeof manifest.sender.group, "region");
    assert_refused(judge_them(), err, REASON_SENDER_MISMATCH);
    put(manifest.sender.group, sizeof manifest.sender.group, "");
    assert_refused(judge_them(), err, REASON_SENDER_MISMATCH);
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
    stanzas = 2;
    assert_refused(judge_them(), err, REASON_WRONG_RECIPIENT);
    stanzas = 0;
    assert_refused(judge_them(), err, REASON_WRONG_RECIPIENT);
    stanzas = 1;
    assert_int_equal(judge_them(), STATUS_OK);
}

static void test_a_feedback_is_refused(void **state)
{
    (void)state;
    manifest.type = MANIFEST_FEEDBACK;
    assert_refused(judge_them(), err, REASON_WRONG_TYPE);
}

/* ---- the answers ---- */

/* The worker hands up answers and signature as they stand here. */
static enum status judge_the_answers(void)
{
    struct opening *opening = fixture_opening(&policy, OPENING_JUDGED, &front, &editions);
    opening->manifest = manifest;
    opening->signer = trusted[0];
    fixture_opening_says(opening, small->answers, sizeof *small->answers, &answers_signature);
    enum status status = opening_answers(opening, 0, &err);
    if (status == STATUS_OK) {
        assert_int_equal(opening->answers_json.length, answers_json.length);
        assert_memory_equal(opening->answers_json.data, answers_json.data, answers_json.length);
        assert_int_equal(opening->answers_signature.length, answers_signature.length);
    }
    notes = opening->notes;
    fixture_opening_end(opening);
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

/* As for a directory of members: what is kept for life is what the manifest promised. */
static void test_another_signature_than_promised_is_refused(void **state)
{
    (void)state;
    manifest.file[1].digest[0] ^= 1;
    assert_refused(judge_the_answers(), err, REASON_CONTENT_MISMATCH);
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
        RUN(test_no_step_is_taken_out_of_its_order),
        RUN(test_after_a_refusal_no_step_is_taken),
        RUN(test_S9_a_record_must_be_the_manifest_that_was_signed),
        RUN(test_S9_a_record_out_of_bounds_is_refused),
        RUN(test_the_trusted_comment_must_agree),
        RUN(test_the_parties_are_who_they_must_be),
        RUN(test_another_s_number_or_card_is_refused),
        RUN(test_another_name_or_group_than_the_card_s_is_refused),
        RUN(test_S3_another_recipient_is_refused),
        RUN(test_a_feedback_is_refused),
        RUN(test_answers_are_built_anew),
        RUN(test_S9_a_record_other_than_what_was_signed_is_refused),
        RUN(test_S9_a_record_that_is_no_answers_is_refused),
        RUN(test_answers_signed_by_another_are_refused),
        RUN(test_answers_of_another_organisation_are_refused),
        RUN(test_other_answers_than_promised_are_refused),
        RUN(test_another_signature_than_promised_is_refused),
        RUN(test_another_name_in_the_answers_is_noted),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
