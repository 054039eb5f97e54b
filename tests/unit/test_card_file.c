#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "crypto/minisign.h"
#include "fixture_card.h"
#include "fixture_minisign.h"
#include "fixture_thinned.h"
#include "format/frame.h"

static struct card the_card(uint32_t recipients)
{
    struct card card;
    fixture_card(&card, recipients);
    return card;
}

static struct buffer encode(const struct card *card)
{
    struct buffer json = {0};
    assert_int_equal(card_encode(card, &json, NULL), STATUS_OK);
    return json;
}

static void assert_same(const struct card *a, const struct card *b)
{
    assert_memory_equal(a, b, sizeof *a);
}

static void assert_zero(const struct card *card)
{
    static const struct card zero;
    assert_same(card, &zero);
}

static struct buffer seal(const struct card *card, struct fingerprint *fingerprint)
{
    struct buffer frame = {0};
    struct minisign_secret *secret = fixture_secret();
    assert_int_equal(card_seal(card, secret, &frame, fingerprint, NULL), STATUS_OK);
    minisign_key_free(secret);
    return frame;
}

static void test_sealed_card_opens(void **state)
{
    (void)state;
    struct card card = the_card(2);
    struct card back;
    struct fingerprint sealed;
    struct fingerprint opened;
    struct fingerprint only;
    struct fingerprint_given given;
    char text[FINGERPRINT_TEXT_SIZE];
    struct buffer frame = seal(&card, &sealed);
    assert_true(frame.length <= CARD_FILE_MAX);
    fingerprint_text(text, &sealed);
    assert_int_equal(fingerprint_read(text, strlen(text), &given, NULL), STATUS_OK);
    assert_int_equal(card_open(frame.data, frame.length, &given, &back, &opened, NULL), STATUS_OK);
    assert_same(&card, &back);
    assert_true(fingerprint_equal(&sealed, &opened));
    assert_int_equal(card_fingerprint(frame.data, frame.length, &only, NULL), STATUS_OK);
    assert_true(fingerprint_equal(&sealed, &only));

    struct fingerprint of_json;
    struct buffer json = encode(&card);
    fingerprint_of(&of_json, json.data, json.length);
    assert_true(fingerprint_equal(&sealed, &of_json));
    buffer_free(&json);
    buffer_free(&frame);
}

static void assert_not_opened(
    const struct buffer *frame, const struct fingerprint_given *given, enum reason reason)
{
    struct card card;
    struct fingerprint fingerprint;
    static const struct fingerprint zero;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(
        card_open(frame->data, frame->length, given, &card, &fingerprint, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_zero(&card);
    assert_true(fingerprint_equal(&fingerprint, &zero));
}

/* The frame holds no JSON at all; it is the fingerprint that is found wrong. */
static void test_S2_fingerprint_is_compared_before_json_is_read(void **state)
{
    (void)state;
    struct buffer frame = {0};
    struct fingerprint_given given = {.whole = true};
    frame_document_build(CARD_NAME, (const uint8_t *)"no json", 7, (const uint8_t *)"x", 1, &frame);
    assert_not_opened(&frame, &given, REASON_FINGERPRINT_MISMATCH);
    assert_not_opened(&frame, NULL, REASON_BAD_SYNTAX);
    buffer_free(&frame);
}

static void test_S1_any_flipped_bit_of_a_card_is_refused(void **state)
{
    (void)state;
    struct card card = the_card(1);
    struct buffer frame = seal(&card, NULL);
    for (size_t i = 0; i < frame.length; i += fixture_thinned(1)) {
        struct card opened;
        struct fingerprint fingerprint;
        frame.data[i] ^= (uint8_t)(1U << i % 8);
        assert_int_equal(
            card_open(frame.data, frame.length, NULL, &opened, &fingerprint, NULL), STATUS_REFUSED);
        assert_zero(&opened);
        frame.data[i] ^= (uint8_t)(1U << i % 8);
    }
    buffer_free(&frame);
}

/* A card whose JSON is right but which another key has signed, or with another trusted comment. */
static void test_open_refuses_another_signature(void **state)
{
    (void)state;
    struct card card = the_card(1);
    struct buffer json = encode(&card);
    struct minisign_secret *own = fixture_secret();
    struct minisign_secret *other = minisign_key_generate();
    const struct {
        const struct minisign_secret *secret;
        const char *trusted;
    } cases[] = {{other, "sigill-card/1 212999-0004"}, {own, "sigill-card/1 212000-0142"},
        {own, "sigill-card/1 authority"}, {own, "sigill-receipt/1 212999-0004"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer signature = {0};
        struct buffer frame = {0};
        assert_int_equal(minisign_sign(cases[i].secret, json.data, json.length, cases[i].trusted,
                             &signature, NULL),
            STATUS_OK);
        frame_document_build(
            CARD_NAME, json.data, json.length, signature.data, signature.length, &frame);
        assert_not_opened(&frame, NULL, REASON_BAD_SIGNATURE);
        buffer_free(&signature);
        buffer_free(&frame);
    }
    minisign_key_free(own);
    minisign_key_free(other);
    buffer_free(&json);
}

static void assert_not_confirmed(
    const struct buffer *frame, const struct card *card, enum reason reason)
{
    static const struct fingerprint none;
    struct error err;
    struct fingerprint found = {{1}};
    error_init(&err, NULL);
    assert_int_equal(card_confirm(frame->data, frame->length, card, &found, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_memory_equal(&found, &none, sizeof found);
}

static void test_S9_a_record_is_confirmed_by_the_file_alone(void **state)
{
    (void)state;
    struct card card = the_card(2);
    struct card other = card;
    struct fingerprint sealed;
    struct fingerprint found;
    struct buffer frame = seal(&card, &sealed);
    assert_int_equal(card_confirm(frame.data, frame.length, &card, &found, NULL), STATUS_OK);
    assert_true(fingerprint_equal(&sealed, &found));
    other.series++;
    assert_not_confirmed(&frame, &other, REASON_CONTENT_MISMATCH);
    other.series = 0;
    assert_not_confirmed(&frame, &other, REASON_BAD_VALUE);
    frame.data[frame.length - 1024 - 512 + 60] ^= 1; /* in the signature */
    assert_not_confirmed(&frame, &card, REASON_BAD_SIGNATURE);
    frame.length = 100;
    assert_not_confirmed(&frame, &card, REASON_BAD_SYNTAX);
    buffer_free(&frame);
}

static void test_seal_refuses_another_key(void **state)
{
    (void)state;
    struct card card = the_card(1);
    struct minisign_secret *other = NULL;
    struct buffer frame = {0};
    struct error err;
    error_init(&err, NULL);
    other = minisign_key_generate();
    assert_int_equal(card_seal(&card, other, &frame, NULL, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    assert_int_equal(frame.length, 0);
    buffer_free(&frame);
    minisign_key_free(other);
}

static void test_successor_opens(void **state)
{
    (void)state;
    struct card trusted = the_card(1);
    struct card next = the_card(2); /* with new recipients */
    struct card opened;
    struct fingerprint sealed;
    struct fingerprint fingerprint;
    next.series = 2;
    memset(next.name, 0, sizeof next.name);
    (void)strcpy(next.name, "Ankeborgs stad");
    struct buffer frame = seal(&next, &sealed);
    assert_int_equal(
        card_open_successor(frame.data, frame.length, &trusted, &opened, &fingerprint, NULL),
        STATUS_OK);
    assert_same(&opened, &next);
    assert_true(fingerprint_equal(&sealed, &fingerprint));
    buffer_free(&frame);
}

static void assert_no_successor(
    const struct buffer *frame, const struct card *trusted, enum reason reason)
{
    struct card card;
    struct fingerprint fingerprint;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(
        card_open_successor(frame->data, frame->length, trusted, &card, &fingerprint, &err),
        STATUS_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_zero(&card);
}

static void test_successor_must_be_the_next_of_its_series(void **state)
{
    (void)state;
    static const uint32_t wrong[] = {1, 2, 4, 5};
    struct card trusted = the_card(1);
    struct card next = trusted;
    trusted.series = 2;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        next.series = wrong[i];
        struct buffer frame = seal(&next, NULL);
        assert_no_successor(&frame, &trusted, REASON_NOT_TRUSTED);
        buffer_free(&frame);
    }
}

static void test_successor_of_another_party_is_refused(void **state)
{
    (void)state;
    struct card next = the_card(1);
    struct card trusted = next;
    next.series = 2;
    struct buffer frame = seal(&next, NULL);
    (void)strcpy(trusted.number, "212000-0142");
    assert_no_successor(&frame, &trusted, REASON_BAD_SIGNATURE);
    trusted.role = CARD_AUTHORITY;
    assert_no_successor(&frame, &trusted, REASON_BAD_SIGNATURE);
    buffer_free(&frame);
}

/* Signed by the trusted key, and yet naming another sign key. */
static void test_successor_with_another_key_is_refused(void **state)
{
    (void)state;
    struct card trusted = the_card(1);
    struct card next = trusted;
    struct minisign_secret *other = NULL;
    struct minisign_secret *own = fixture_secret();
    struct buffer signature = {0};
    struct buffer frame = {0};
    other = minisign_key_generate();
    next.series = 2;
    next.sign = *minisign_key_public(other);
    struct buffer json = encode(&next);
    assert_int_equal(
        minisign_sign(own, json.data, json.length, FIXTURE_TRUSTED, &signature, NULL), STATUS_OK);
    frame_document_build(
        CARD_NAME, json.data, json.length, signature.data, signature.length, &frame);
    assert_no_successor(&frame, &trusted, REASON_NOT_TRUSTED);
    minisign_key_free(own);
    minisign_key_free(other);
    buffer_free(&signature);
    buffer_free(&json);
    buffer_free(&frame);
}

/* No JSON at all: were it read first, the reason would be another. */
static void test_S2_successors_signature_is_verified_before_json_is_read(void **state)
{
    (void)state;
    struct card trusted = the_card(1);
    struct buffer frame = {0};
    frame_document_build(CARD_NAME, (const uint8_t *)"no json", 7, (const uint8_t *)fixture_profile,
        strlen(fixture_profile), &frame);
    assert_no_successor(&frame, &trusted, REASON_BAD_SIGNATURE);
    buffer_free(&frame);
}

/* What was noted before is shown again, at its longest too; another card's name never. */
static void test_the_label_of_a_card_that_was_noted(void **state)
{
    (void)state;
    struct card card = the_card(1);
    struct card other = the_card(1);
    struct fingerprint noted, others;
    struct error err;
    char name[CARD_NAME_MAX + 1];
    char group[CARD_GROUP_MAX + 1];
    memset(card.name, 'n', CARD_NAME_MAX);
    memset(card.group, 'g', CARD_GROUP_MAX);
    struct buffer frame = seal(&card, &noted);
    struct buffer another = seal(&other, &others);
    assert_int_equal(card_label(frame.data, frame.length, &noted, name, group, NULL), STATUS_OK);
    assert_string_equal(name, card.name);
    assert_string_equal(group, card.group);
    error_init(&err, NULL);
    memset(name, 0, sizeof name);
    assert_int_equal(
        card_label(another.data, another.length, &noted, name, group, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_FINGERPRINT_MISMATCH);
    assert_string_equal(name, "");
    assert_int_equal(
        card_label(frame.data, frame.length - 1, &noted, name, group, &err), STATUS_REFUSED);
    buffer_free(&frame);
    buffer_free(&another);
}

static int start(void **state)
{
    (void)state;
    return secret_start(NULL) == STATUS_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sealed_card_opens),
        cmocka_unit_test(test_S2_fingerprint_is_compared_before_json_is_read),
        cmocka_unit_test(test_S1_any_flipped_bit_of_a_card_is_refused),
        cmocka_unit_test(test_open_refuses_another_signature),
        cmocka_unit_test(test_S9_a_record_is_confirmed_by_the_file_alone),
        cmocka_unit_test(test_seal_refuses_another_key),
        cmocka_unit_test(test_the_label_of_a_card_that_was_noted),
        cmocka_unit_test(test_successor_opens),
        cmocka_unit_test(test_successor_must_be_the_next_of_its_series),
        cmocka_unit_test(test_successor_of_another_party_is_refused),
        cmocka_unit_test(test_successor_with_another_key_is_refused),
        cmocka_unit_test(test_S2_successors_signature_is_verified_before_json_is_read),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
