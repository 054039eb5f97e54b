#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "crypto/minisign.h"
#include "fixture_age.h"
#include "fixture_minisign.h"
#include "format/frame.h"
#include "format/receipt.h"

#define HEX32(pair) pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair
#define HEX64(pair) HEX32(pair) HEX32(pair)
#define COMMENT "sigill-receipt/1 " HEX64("5e")

static const char IMPORTED[] = "{\"format\":\"sigill-receipt/1\",\"id\":\"" HEX32(
    "a1") "\",\"reason\":null,"
          "\"reference\":\"MSB 2026-1234 å\",\"sealed\":\"" HEX64(
              "5e") "\","
                    "\"time\":\"2026-11-21T22:26:40Z\",\"verdict\":\"imported\"}";

/* With a place for the reason. */
#define REFUSED                                                                                    \
    "{\"format\":\"sigill-receipt/1\",\"id\":null,\"reason\":\"%s\",\"reference\":\"\","           \
    "\"sealed\":\"" HEX64("5e") "\",\"time\":\"2026-11-21T22:26:40Z\",\"verdict\":\"refused\"}"

static struct error err;
static struct minisign_secret *secret;
static struct receipt receipt;

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    secret = fixture_secret();
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    minisign_key_free(secret);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    receipt = (struct receipt){
        .id_known = true, .time = INT64_C(1795300000), .reference = "MSB 2026-1234 å"};
    memset(receipt.sealed.bytes, 0x5E, FINGERPRINT_SIZE);
    memset(receipt.id, 0xA1, MANIFEST_ID_SIZE);
    return 0;
}

static struct buffer seal(void)
{
    struct buffer frame = {0};
    if (receipt_seal(&receipt, secret, &frame, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return frame;
}

static enum status open_frame(const struct buffer *frame, struct receipt *opened)
{
    return receipt_open(frame->data, frame->length, minisign_key_public(secret), opened, &err);
}

static void refuse_frame(const struct buffer *frame, enum reason reason)
{
    struct receipt opened;
    static const struct receipt none;
    assert_refused(open_frame(frame, &opened), err, reason);
    assert_memory_equal(&opened, &none, sizeof none);
}

/* A receipt's file of any JSON and trusted comment, rightly signed. */
static struct buffer sign(const char *json, const char *comment)
{
    struct buffer frame = {0};
    struct buffer signature = {0};
    assert_int_equal(
        minisign_sign(secret, json, strlen(json), comment, &signature, &err), STATUS_OK);
    frame_document_build(RECEIPT_NAME, (const uint8_t *)json, strlen(json), signature.data,
        signature.length, &frame);
    buffer_free(&signature);
    return frame;
}

static void refuse_json(const char *json, const char *comment, enum reason reason)
{
    struct buffer frame = sign(json, comment);
    refuse_frame(&frame, reason);
    buffer_free(&frame);
}

/* IMPORTED with the first `from` replaced. */
static void refuse_change(const char *from, const char *to, enum reason reason)
{
    char json[1024];
    const char *place = strstr(IMPORTED, from);
    assert_non_null(place);
    (void)snprintf(
        json, sizeof json, "%.*s%s%s", (int)(place - IMPORTED), IMPORTED, to, place + strlen(from));
    refuse_json(json, COMMENT, reason);
}

static void check_round_trip(void)
{
    struct receipt opened;
    struct buffer frame = seal();
    assert_int_equal(open_frame(&frame, &opened), STATUS_OK);
    assert_memory_equal(&opened, &receipt, sizeof receipt);
    buffer_free(&frame);
}

static void test_what_is_sealed_is_opened(void **state)
{
    (void)state;
    check_round_trip();
    receipt.reference[0] = '\0';
    memset(receipt.reference, 0, sizeof receipt.reference);
    check_round_trip();
    receipt.id_known = false;
    memset(receipt.id, 0, sizeof receipt.id);
    for (int reason = REASON_NOT_A_BUNDLE; reason <= REASON_IO_ERROR; reason++) {
        text_copy(receipt.reason, sizeof receipt.reason, reason_code((enum reason)reason));
        check_round_trip();
    }
}

/* Of the version that comes after this one. */
static void test_a_reason_that_is_not_known_is_read_and_told(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "spoilt-by-moths", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct receipt opened;
        char json[1024];
        (void)snprintf(json, sizeof json, REFUSED, codes[i]);
        struct buffer frame = sign(json, COMMENT);
        assert_int_equal(open_frame(&frame, &opened), STATUS_OK);
        assert_string_equal(opened.reason, codes[i]);
        buffer_free(&frame);
    }
}

static void test_a_reason_of_another_form_is_refused(void **state)
{
    (void)state;
    static const char *const codes[] = {"", "none", "Damaged", "not a code", "-x", "x-", "a--b",
        "damaged1", "x_y", "\xC3\xA5", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        char json[1024];
        (void)snprintf(json, sizeof json, REFUSED, codes[i]);
        refuse_json(json, COMMENT, REASON_BAD_VALUE);
    }
}

static void test_no_receipt_is_made_for_what_is_no_verdict(void **state)
{
    (void)state;
    static const char *const codes[] = {"x", "bad-syntax", "too-few", "spoilt-by-moths", "Damaged"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct buffer frame = {0};
        text_copy(receipt.reason, sizeof receipt.reason, codes[i]);
        assert_refused(receipt_seal(&receipt, secret, &frame, &err), err, REASON_BAD_VALUE);
        assert_int_equal(frame.length, 0);
        buffer_free(&frame);
    }
}

static void test_the_json_is_exactly_this(void **state)
{
    (void)state;
    struct frame_view json;
    struct frame_view signature;
    struct buffer frame = seal();
    assert_int_equal(frame_document_split(frame.data, frame.length, RECEIPT_NAME, RECEIPT_FILE_MAX,
                         &json, &signature, &err),
        STATUS_OK);
    assert_int_equal(json.length, strlen(IMPORTED));
    assert_memory_equal(json.bytes, IMPORTED, json.length);
    buffer_free(&frame);
    frame = sign(IMPORTED, COMMENT);
    struct receipt opened;
    assert_int_equal(open_frame(&frame, &opened), STATUS_OK);
    buffer_free(&frame);
}

static void test_S2_any_byte_changed_is_refused_by_frame_or_signature(void **state)
{
    (void)state;
    struct buffer frame = seal();
    for (size_t i = 0; i < frame.length; i++) {
        struct receipt opened;
        frame.data[i] ^= (uint8_t)(1U << i % 8);
        assert_int_equal(open_frame(&frame, &opened), STATUS_REFUSED);
        assert_true(err.reason == REASON_BAD_SYNTAX || err.reason == REASON_BAD_SIGNATURE);
        frame.data[i] ^= (uint8_t)(1U << i % 8);
    }
    for (size_t length = 0; length < frame.length; length++) {
        struct buffer cut = {.data = frame.data, .length = length};
        refuse_frame(&cut, REASON_BAD_SYNTAX);
    }
    buffer_append(&frame, "", 1);
    refuse_frame(&frame, REASON_BAD_SYNTAX);
    buffer_free(&frame);
}

static void test_another_authoritys_key_is_refused(void **state)
{
    (void)state;
    struct minisign_secret *other;
    struct receipt opened;
    struct buffer frame = seal();
    other = minisign_key_generate();
    assert_refused(
        receipt_open(frame.data, frame.length, minisign_key_public(other), &opened, &err), err,
        REASON_BAD_SIGNATURE);
    minisign_key_free(other);
    buffer_free(&frame);
}

static void test_a_signature_on_something_else_is_no_receipt(void **state)
{
    (void)state;
    refuse_json(IMPORTED, "sigill-card/1 authority", REASON_BAD_SIGNATURE);
    refuse_json(IMPORTED, "sigill-receipt/2 " HEX64("5e"), REASON_BAD_SIGNATURE);
    refuse_json(IMPORTED, "sigill-receipt/1 " HEX64("5E"), REASON_BAD_SIGNATURE);
    refuse_json(IMPORTED, COMMENT "5e", REASON_BAD_SIGNATURE);
    refuse_json(IMPORTED, "sigill-receipt/1 ", REASON_BAD_SIGNATURE);
    /* Of another sealed file than the JSON tells. */
    refuse_json(IMPORTED, "sigill-receipt/1 " HEX64("5f"), REASON_UNKNOWN_FORMAT);
}

static void test_json_of_another_form_is_refused(void **state)
{
    (void)state;
    refuse_change("sigill-receipt/1\"", "sigill-receipt/2\"", REASON_UNKNOWN_FORMAT);
    refuse_change("\"sealed\":\"5e", "\"sealed\":\"5f", REASON_UNKNOWN_FORMAT);
    refuse_change("{\"format\"", "{ \"format\"", REASON_BAD_SYNTAX);
    refuse_change("\"id\":\"a1", "\"id\":\"A1", REASON_BAD_VALUE);
    refuse_change("\"imported\"", "\"refused\"", REASON_BAD_VALUE);
    refuse_change("\"reason\":null", "\"reason\":\"damaged\"", REASON_BAD_VALUE);
    refuse_change("\"imported\"", "\"postponed\"", REASON_BAD_VALUE);
    refuse_change("22:26:40Z", "22:26:60Z", REASON_BAD_VALUE);
    refuse_change("MSB",
        "M\xe2\x80\xae"
        "B",
        REASON_BAD_VALUE);
    refuse_change("\"reference\":\"MSB 2026-1234 å\",", "", REASON_BAD_VALUE);
    refuse_change("{\"format\"", "{\"extra\":1,\"format\"", REASON_BAD_VALUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_what_is_sealed_is_opened, set_up),
        cmocka_unit_test_setup(test_a_reason_that_is_not_known_is_read_and_told, set_up),
        cmocka_unit_test_setup(test_a_reason_of_another_form_is_refused, set_up),
        cmocka_unit_test_setup(test_no_receipt_is_made_for_what_is_no_verdict, set_up),
        cmocka_unit_test_setup(test_the_json_is_exactly_this, set_up),
        cmocka_unit_test_setup(test_S2_any_byte_changed_is_refused_by_frame_or_signature, set_up),
        cmocka_unit_test_setup(test_another_authoritys_key_is_refused, set_up),
        cmocka_unit_test_setup(test_a_signature_on_something_else_is_no_receipt, set_up),
        cmocka_unit_test_setup(test_json_of_another_form_is_refused, set_up),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
