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
#include "fixture_opening.h"
#include "fixture_register.h"
#include "fixture_thinned.h"
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
static struct bundle_front front;
static struct keydir_trusted own;
static struct opening *opening; /* of the last that was judged */

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
    fill_manifest();
    sign_manifest(&ankeborg);
    own = (struct keydir_trusted){authority.fingerprint, authority.card};
    return 0;
}

static int tear_down(void **state)
{
    bundle_front_free(&front);
    fixture_opening_end(opening);
    opening = NULL;
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return small_tear_down(state);
}

/* ---- the signature ---- */

static struct judge_senders senders;
static struct opening_policy policy;

static enum status judge_at(int64_t now)
{
    fixture_opening_end(opening);
    senders = (struct judge_senders){.store = &fixture.store};
    policy = judge_policy(&senders, &own, 1, now);
    opening = fixture_opening(&policy, OPENING_SPLIT, &front, NULL);
    fixture_opening_says(opening, &manifest, sizeof manifest, NULL);
    return opening_signature(opening, &err);
}

static void test_an_enrolled_sender_s_signature_holds(void **state)
{
    (void)state;
    assert_int_equal(judge_at(FIXTURE_NOW), STATUS_OK);
    assert_string_equal(opening->signer.card.number, "212999-0004");
    assert_string_equal(
        opening->claim.trusted, "sigill-bundle/1 submission a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1");
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
    for (size_t at = 0; at < front.manifest.length; at += fixture_thinned(13)) {
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
    for (size_t at = 0; at < front.signature.length; at += fixture_thinned(1)) {
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

/* Whoever makes a key chooses its number: it keeps no other key of that number from being tried. */
static void test_S4_each_key_of_the_number_is_tried(void **state)
{
    (void)state;
    static const char *const numbers[] = {"212999-0012", "212999-0020", "212999-0038"};
    struct fixture_party twin[4];
    for (size_t i = 0; i < 4; i++) {
        fixture_party_make(&twin[i], "Tvilling", numbers[i % 3]);
        fixture_party_number(&twin[i], ankeborg.card.sign.number);
        if (i < 3)
            fixture_enrol(&fixture, &twin[i]);
    }
    assert_int_equal(judge_at(FIXTURE_NOW), STATUS_OK);
    assert_memory_equal(&opening->signer.card, &ankeborg.card, sizeof ankeborg.card);
    for (size_t i = 0; i < 3; i++) {
        sign_manifest(&twin[i]);
        assert_int_equal(judge_at(FIXTURE_NOW), STATUS_OK);
        assert_true(fingerprint_equal(&opening->signer.fingerprint, &twin[i].fingerprint));
    }
    sign_manifest(&twin[3]); /* whom nobody enrolled */
    assert_refused(judge_at(FIXTURE_NOW), err, REASON_BAD_SIGNATURE);
    assert_false(opening->signer_known);
    sign_manifest(&ankeborg);
    assert_int_equal(
        senders_revoke(&fixture.store, numbers[0], "borta", FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(judge_at(FIXTURE_NOW), STATUS_OK);
    for (size_t i = 0; i < 4; i++)
        fixture_party_free(&twin[i]);
}

static void test_a_revoked_key_is_told_with_its_reason(void **state)
{
    (void)state;
    assert_int_equal(
        senders_revoke(&fixture.store, "212999-0004", "borta", FIXTURE_NOW, &err), STATUS_OK);
    assert_refused(judge_at(FIXTURE_NOW), err, REASON_REVOKED_KEY);
    assert_non_null(strstr(err.text, "borta"));
    assert_string_equal(opening->signer.card.name, "Ankeborgs kommun");
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

/* ---- the card ---- */

static enum status judge_parties_at(int64_t now)
{
    assert_int_equal(judge_at(now), STATUS_OK);
    opening->step = OPENING_REBUILT;
    opening->manifest = manifest;
    opening->envelope.stanzas = 1;
    return opening_parties(opening, &err);
}

static void test_the_parties_are_those_of_the_register(void **state)
{
    (void)state;
    assert_int_equal(judge_parties_at(FIXTURE_NOW), STATUS_OK);
    assert_memory_equal(&opening->signer.card, &ankeborg.card, sizeof ankeborg.card);
    assert_int_equal(opening->notes.count, 0);
}

/* All cards of a series stay enrolled: the manifest names the one that was in force. */
static void test_the_card_that_is_named_must_be_enrolled_and_valid(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    struct fixture_party next = ankeborg;
    next.frame = (struct buffer){0};
    next.card.series = 2;
    next.card.valid_until = FIXTURE_CARD_UNTIL + 400 * (int64_t)DAY;
    assert_int_equal(
        card_seal(&next.card, next.sign, &next.frame, &next.fingerprint, NULL), STATUS_OK);
    memcpy(manifest.sender.fingerprint, next.fingerprint.bytes, FINGERPRINT_SIZE);
    sign_manifest(&ankeborg);
    assert_refused(judge_parties_at(FIXTURE_NOW), err, REASON_SENDER_MISMATCH);
    fixture_enrol(&fixture, &next);
    assert_int_equal(judge_parties_at(FIXTURE_NOW), STATUS_OK);
    assert_int_equal(opening->signer.card.series, 2);
    memcpy(manifest.sender.fingerprint, ankeborg.fingerprint.bytes, FINGERPRINT_SIZE);
    sign_manifest(&ankeborg);
    assert_int_equal(judge_parties_at(FIXTURE_NOW), STATUS_OK);
    assert_int_equal(opening->signer.card.series, 1);
    own.card.valid_until = FIXTURE_CARD_UNTIL + 400 * (int64_t)DAY;
    assert_refused(judge_parties_at(FIXTURE_CARD_UNTIL + DAY), err, REASON_EXPIRED_KEY);
    buffer_free(&next.frame);
}

/* Whoever sealed it: the register holds submissions. */
static void test_feedback_is_nothing_to_receive(void **state)
{
    (void)state;
    for (uint32_t role = CARD_ORGANISATION; role <= CARD_AUTHORITY; role++) {
        manifest.type = MANIFEST_FEEDBACK;
        sign_manifest(&ankeborg);
        assert_int_equal(judge_at(FIXTURE_NOW), STATUS_OK);
        opening->step = OPENING_REBUILT;
        opening->manifest = manifest;
        opening->envelope.stanzas = 1;
        policy.whose_card = NULL;
        opening->signer.card.role = role;
        assert_refused(opening_parties(opening, &err), err, REASON_WRONG_TYPE);
        assert_non_null(strstr(err.text, "sigill open"));
    }
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
    struct edition *only[] = {small->edition};
    struct editions editions = {.edition = only, .count = 1};
    size_t place = 7;
    assert_int_equal(judge_edition(&editions, &manifest, &place, &err), STATUS_OK);
    assert_int_equal(place, 0);
    manifest.edition_digest[0] ^= 1;
    assert_refused(judge_edition(&editions, &manifest, &place, &err), err, REASON_UNKNOWN_EDITION);
    manifest.edition_digest[0] ^= 1;
    manifest.edition[0] = 'S';
    assert_refused(judge_edition(&editions, &manifest, &place, &err), err, REASON_UNKNOWN_EDITION);
}

/* ---- the result ---- */

static enum status judge_the_answers(void)
{
    return judge_result(small->edition, &manifest, small->answers, &err);
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

#define RUN(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN(test_an_enrolled_sender_s_signature_holds),
        RUN(test_an_unknown_sender_s_signature_is_not_looked_at),
        RUN(test_S2_a_signature_of_other_bytes_does_not_hold),
        RUN(test_S2_an_altered_signature_does_not_hold),
        RUN(test_S4_each_key_of_the_number_is_tried),
        RUN(test_a_revoked_key_is_told_with_its_reason),
        RUN(test_a_card_holds_from_its_first_to_its_last_day),
        RUN(test_the_parties_are_those_of_the_register),
        RUN(test_the_card_that_is_named_must_be_enrolled_and_valid),
        RUN(test_feedback_is_nothing_to_receive),
        RUN(test_S4_an_id_is_taken_by_its_own_sender_alone),
        RUN(test_the_edition_must_be_this_very_one),
        RUN(test_R5_the_result_is_computed_here),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
