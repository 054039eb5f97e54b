/* A kit: its frame, kit.json and its signature, its payload, and what its members must be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_kit.h"
#include "fixture_minisign.h"
#include "format/edition.h"
#include "format/kit_judge.h"
#include "format/kit_rounds.h"

static struct error err;
static struct minisign_secret *secret;
static struct kit_content content;
static struct buffer sealed;

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
    fixture_kit_content(&content, 7);
    fixture_kit_seal(&content, &sealed);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kit_content_free(&content);
    buffer_free(&sealed);
    return 0;
}

/* All steps of taking in a kit whose card is believed. */
static enum status open_kit(const struct buffer *bytes, struct kit_content *opened)
{
    struct kit_frame frame;
    struct card card;
    struct fingerprint fingerprint;
    size_t place = 0;
    *opened = (struct kit_content){0};
    TRY(kit_split(bytes->data, bytes->length, &frame, &err));
    TRY(card_open(frame.card.bytes, frame.card.length, NULL, &card, &fingerprint, &err));
    TRY(kit_verify(&frame.signed_json, &card.sign, &err));
    TRY(document_read(&kit_document, &frame.signed_json.json, &opened->kit, &err));
    TRY(kit_confirm(&frame.signed_json, &opened->kit, &card.sign, &fingerprint, &err));
    struct cursor first = {frame.payload.bytes, frame.payload.length, 0};
    struct cursor second = first;
    const struct source source = source_from_bytes(&first);
    const struct source again = source_from_bytes(&second);
    TRY(kit_content_unpack(&source, &again, opened, &err));
    return kit_judge(opened, &place, &err);
}

static void test_what_is_sealed_is_opened(void **state)
{
    struct kit_content opened;
    (void)state;
    if (open_kit(&sealed, &opened) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_memory_equal(&opened.kit, &content.kit, sizeof content.kit);
    assert_int_equal(opened.kit.files, 3);
    assert_string_equal(opened.kit.file[0].path, "edition-infosakkollen-2021.json");
    assert_string_equal(opened.kit.file[1].path, "recommendations-recommendations-2021.json");
    assert_string_equal(opened.kit.file[2].path, "round.json");
    for (size_t i = 0; i < opened.kit.files; i++) {
        assert_int_equal(opened.file[i].length, content.file[i].length);
        assert_memory_equal(opened.file[i].data, content.file[i].data, content.file[i].length);
    }
    kit_content_free(&opened);
}

/* Each part, its header and what must be zero: the card by its own signature, kit.json by its
 * signature, the payload by its digest, and all between by the frame. */
static void test_S2_any_byte_changed_of_a_kit_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sealed.length; i += i < 4096 || i + 4096 > sealed.length ? 5 : 97) {
        struct kit_content opened;
        sealed.data[i] ^= 0x10;
        enum status status = open_kit(&sealed, &opened);
        sealed.data[i] ^= 0x10;
        kit_content_free(&opened);
        if (status != STATUS_REFUSED)
            fail_msg("byte %zu", i);
    }
}

static void test_S2_a_kit_that_is_cut_or_goes_on_is_refused(void **state)
{
    struct kit_frame frame;
    (void)state;
    for (size_t i = 0; i < sealed.length; i += 101)
        assert_refused(kit_split(sealed.data, i, &frame, &err), err, REASON_BAD_SYNTAX);
    buffer_append(&sealed, "", 1);
    assert_refused(kit_split(sealed.data, sealed.length, &frame, &err), err, REASON_BAD_SYNTAX);
}

/* kit.json as it is signed, its record changed by a test. */
static enum status reread(const struct kit *kit)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    struct kit again;
    enum status status;
    TRY_OUT(document_sign(&kit_document, kit, secret, &json, &signature, &err));
    const struct document_signed found = {
        {json.data, json.length}, {signature.data, signature.length}};
    TRY_OUT(kit_verify(&found, minisign_key_public(secret), &err));
    TRY_OUT(document_read(&kit_document, &found.json, &again, &err));
    status = kit_confirm(&found, kit, minisign_key_public(secret), &kit->card, &err);
out:
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

/* Whether the trusted comment gives the number, under a key. */
static void test_S2_a_number_is_that_of_a_comment_that_was_signed(void **state)
{
    static const struct {
        const char *comment;
        bool is_number;
    } tried[] = {{KIT_FORMAT " 7", true}, {KIT_FORMAT " 1000000", true}, {KIT_FORMAT " 07", false},
        {KIT_FORMAT " 7 ", false}, {KIT_FORMAT " -7", false}, {KIT_FORMAT " 4294967303", false},
        {KIT_FORMAT " ", false}, {KIT_FORMAT "7", false}, {"sigill-kit/2 7", false}};
    struct minisign_public other;
    (void)state;
    memcpy(&other, minisign_key_public(secret), sizeof other);
    other.key[0] ^= 1;
    for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++) {
        struct buffer signature = {0};
        uint32_t number = 0;
        assert_int_equal(
            minisign_sign(secret, "{}", 2, tried[i].comment, &signature, &err), STATUS_OK);
        const struct document_signed found = {
            {(const uint8_t *)"{}", 2}, {signature.data, signature.length}};
        const struct document_signed another = {
            {(const uint8_t *)"[]", 2}, {signature.data, signature.length}};
        assert_int_equal(
            kit_number_signed(&found, minisign_key_public(secret), &number), tried[i].is_number);
        if (tried[i].is_number)
            assert_int_equal(number, strtoul(tried[i].comment + sizeof KIT_FORMAT, NULL, 10));
        assert_false(kit_number_signed(&found, &other, &number));
        assert_false(kit_number_signed(&another, minisign_key_public(secret), &number));
        buffer_free(&signature);
    }
}

static void refuse_record(const struct kit *kit, enum reason reason)
{
    assert_refused(reread(kit), err, reason);
}

static void test_a_record_out_of_bounds_is_refused(void **state)
{
    (void)state;
    assert_int_equal(reread(&content.kit), STATUS_OK);
    struct kit kit = content.kit;
    kit.number = 0;
    refuse_record(&kit, REASON_BAD_VALUE);
    kit.number = KIT_NUMBER_MAX + 1;
    refuse_record(&kit, REASON_BAD_VALUE);
    kit = content.kit;
    kit.date += 1;
    refuse_record(&kit, REASON_BAD_VALUE);
    kit = content.kit;
    kit.files = 0;
    refuse_record(&kit, REASON_BAD_VALUE);
    kit.files = KIT_FILES_MAX + 1;
    refuse_record(&kit, REASON_BAD_VALUE);
    kit = content.kit;
    kit.payload_size = KIT_PAYLOAD_MAX + 1;
    refuse_record(&kit, REASON_BAD_VALUE);
    kit = content.kit;
    kit.file[0].size = KIT_FILE_MAX + 1;
    refuse_record(&kit, REASON_TOO_LARGE);
    kit = content.kit;
    struct kit_file first = kit.file[0];
    kit.file[0] = kit.file[1];
    kit.file[1] = first;
    refuse_record(&kit, REASON_BAD_VALUE);
    kit = content.kit;
    memset(kit.file[2].path, 'x', sizeof kit.file[2].path);
    refuse_record(&kit, REASON_BAD_VALUE);
}

static void test_S8_members_together_have_a_limit(void **state)
{
    (void)state;
    struct kit kit = content.kit;
    kit.files = 9;
    for (unsigned i = 0; i < kit.files; i++) {
        (void)snprintf(kit.file[i].path, sizeof kit.file[i].path, "edition-x%u.json", i);
        kit.file[i].size = KIT_FILE_MAX;
    }
    refuse_record(&kit, REASON_TOO_LARGE);
    kit.files = 8;
    assert_int_equal(reread(&kit), STATUS_OK);
}

static void test_S5_a_members_name_is_flat_and_of_a_kind(void **state)
{
    static const char *const unknown[] = {"svar.json", "edition-.json", "edition-A.json",
        "edition-a.b.json", "edition-a.xml", "round-1.json", "authority.card"};
    static const char *const slashed[] = {"edition-a/b.json", "../round.json", "/round.json"};
    (void)state;
    struct kit kit = content.kit;
    kit.files = 1;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        (void)snprintf(kit.file[0].path, sizeof kit.file[0].path, "%s", unknown[i]);
        refuse_record(&kit, REASON_UNKNOWN_FORMAT);
        assert_non_null(strstr(err.text, unknown[i]));
    }
    for (size_t i = 0; i < sizeof slashed / sizeof slashed[0]; i++) {
        (void)snprintf(kit.file[0].path, sizeof kit.file[0].path, "%s", slashed[i]);
        refuse_record(&kit, REASON_BAD_VALUE);
    }
}

static void test_S9_a_record_of_another_kit_is_not_believed(void **state)
{
    struct kit_frame frame;
    (void)state;
    assert_int_equal(kit_split(sealed.data, sealed.length, &frame, &err), STATUS_OK);
    struct kit other = content.kit;
    other.file[0].digest[0] ^= 1;
    assert_refused(kit_confirm(&frame.signed_json, &other, minisign_key_public(secret),
                       &content.kit.card, &err),
        err, REASON_CONTENT_MISMATCH);
    struct fingerprint card = content.kit.card;
    card.bytes[0] ^= 1;
    assert_refused(
        kit_confirm(&frame.signed_json, &content.kit, minisign_key_public(secret), &card, &err),
        err, REASON_SENDER_MISMATCH);
}

static void test_S2_what_is_signed_as_something_else_is_no_kit(void **state)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    (void)state;
    assert_int_equal(document_encode(&kit_document, &content.kit, &json, &err), STATUS_OK);
    assert_int_equal(
        minisign_sign(secret, json.data, json.length, "sigill-kit/1 8", &signature, &err),
        STATUS_OK);
    const struct document_signed found = {
        {json.data, json.length}, {signature.data, signature.length}};
    assert_int_equal(kit_verify(&found, minisign_key_public(secret), &err), STATUS_OK);
    assert_refused(
        kit_confirm(&found, &content.kit, minisign_key_public(secret), &content.kit.card, &err),
        err, REASON_BAD_SIGNATURE);
    buffer_free(&json);
    buffer_free(&signature);
}

static void test_what_is_added_twice_or_named_badly_is_refused(void **state)
{
    (void)state;
    assert_refused(
        kit_content_add(&content, KIT_ROUND, NULL, "{}", 2, "r.json", &err), err, REASON_EXISTS);
    assert_refused(kit_content_add(&content, KIT_EDITION, "Å", "{}", 2, "e.json", &err), err,
        REASON_BAD_VALUE);
    assert_refused(
        kit_content_add(&content, KIT_EDITION, "a", "", 0, "e.json", &err), err, REASON_BAD_VALUE);
    assert_int_equal(content.kit.files, 3);
}

/* ---- what members must be ---- */

static void refuse_member(
    enum kit_member member, const char *id, const char *text, enum reason reason)
{
    struct kit_content judged;
    size_t place = KIT_FILES_MAX;
    fixture_kit_content(&judged, 1);
    if (member == KIT_ROUND) {
        buffer_free(&judged.file[2]);
        judged.kit.files = 2;
    }
    assert_int_equal(
        kit_content_add(&judged, member, id, text, strlen(text), "given", &err), STATUS_OK);
    assert_refused(kit_judge(&judged, &place, &err), err, reason);
    enum kit_member kind = KIT_ROUND;
    char found[KIT_ID_SIZE];
    assert_true(place < judged.kit.files);
    assert_true(kit_path_read(judged.kit.file[place].path, &kind, found));
    assert_int_equal(kind, member);
    kit_content_free(&judged);
}

static void test_members_are_read_by_the_readers_of_their_kinds(void **state)
{
    size_t place;
    (void)state;
    assert_int_equal(kit_judge(&content, &place, &err), STATUS_OK);
    refuse_member(KIT_EDITION, "annan", "{\"format\":\"sigill-edition/1\"", REASON_BAD_SYNTAX);
    refuse_member(KIT_EDITION, "annan", "{\"format\":\"sigill-edition/2\"}", REASON_UNKNOWN_FORMAT);
    refuse_member(KIT_SUPPORT, "annat", "{\"format\":\"sigill-support/1\"}", REASON_BAD_VALUE);
    refuse_member(KIT_TARGET, "annat", "{\"format\":\"sigill-target/1\"}", REASON_BAD_VALUE);
    refuse_member(KIT_RECOMMENDATIONS, "andra",
        "{\"format\":\"sigill-recommendations/1\",\"edition\":\"okand\"}", REASON_UNKNOWN_EDITION);
    refuse_member(KIT_ROUND, NULL,
        "{\"format\":\"sigill-round/1\",\"rounds\":[{\"closes\":\"2026-12-15\",\"edition\":\"okand\","
        "\"id\":\"2026\",\"opens\":\"2026-09-01\"}]}",
        REASON_UNKNOWN_EDITION);
}

static void test_the_id_in_a_member_is_that_of_its_name(void **state)
{
    struct kit_content judged;
    size_t place = 0;
    (void)state;
    fixture_kit_content(&judged, 1);
    assert_int_equal(kit_content_add(&judged, KIT_EDITION, "annan", content.file[0].data,
                         content.file[0].length, "given", &err),
        STATUS_OK);
    assert_refused(kit_judge(&judged, &place, &err), err, REASON_BAD_VALUE);
    assert_string_equal(judged.kit.file[place].path, "edition-annan.json");
    kit_content_free(&judged);
}

/* ---- rounds ---- */

static struct kit_round round_of(const char *id, const char *edition, int64_t opens, int64_t closes)
{
    struct kit_round round = {.opens = opens, .closes = closes};
    (void)snprintf(round.id, sizeof round.id, "%s", id);
    (void)snprintf(round.edition, sizeof round.edition, "%s", edition);
    return round;
}

enum { DAY = 86400 };

static void test_rounds_are_written_in_order_and_found_by_day(void **state)
{
    struct kit_rounds rounds = {.count = 3,
        .round = {round_of("b", "x", 20 * DAY, 30 * DAY), round_of("c", "y", 5 * DAY, 6 * DAY),
            round_of("a", "x", 0, 10 * DAY)}};
    struct kit_rounds again;
    struct buffer json = {0};
    (void)state;
    assert_int_equal(kit_rounds_write(&rounds, &json, &err), STATUS_OK);
    assert_int_equal(kit_rounds_read(json.data, json.length, "r", &again, &err), STATUS_OK);
    assert_int_equal(again.count, 3);
    assert_string_equal(again.round[0].id, "a");
    assert_string_equal(again.round[1].id, "c");
    assert_string_equal(again.round[2].id, "b");
    assert_int_equal(again.round[2].closes, 30 * DAY);
    assert_string_equal(kit_rounds_find(&again, "x", 15 * DAY)->id, "a");
    assert_string_equal(kit_rounds_find(&again, "x", 20 * DAY)->id, "b");
    assert_string_equal(kit_rounds_find(&again, "y", 0)->id, "c");
    assert_string_equal(kit_rounds_find(&again, NULL, 99 * DAY)->id, "b");
    assert_null(kit_rounds_find(&again, "z", 0));
    buffer_free(&json);
}

static void test_rounds_out_of_bounds_are_not_written(void **state)
{
    struct kit_rounds none = {0};
    struct kit_rounds turned = {.count = 1, .round = {round_of("a", "x", DAY, 0)}};
    struct kit_rounds twice = {
        .count = 2, .round = {round_of("a", "x", 0, 1), round_of("a", "x", DAY, DAY)}};
    struct buffer json = {0};
    (void)state;
    assert_refused(kit_rounds_write(&none, &json, &err), err, REASON_BAD_VALUE);
    assert_refused(kit_rounds_write(&turned, &json, &err), err, REASON_BAD_VALUE);
    assert_refused(kit_rounds_write(&twice, &json, &err), err, REASON_BAD_VALUE);
    assert_int_equal(json.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_sealed_is_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S2_any_byte_changed_of_a_kit_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S2_a_kit_that_is_cut_or_goes_on_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_record_out_of_bounds_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S2_a_number_is_that_of_a_comment_that_was_signed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_S8_members_together_have_a_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S5_a_members_name_is_flat_and_of_a_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S9_a_record_of_another_kit_is_not_believed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S2_what_is_signed_as_something_else_is_no_kit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_is_added_twice_or_named_badly_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_members_are_read_by_the_readers_of_their_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_id_in_a_member_is_that_of_its_name, set_up, tear_down),
        cmocka_unit_test(test_rounds_are_written_in_order_and_found_by_day),
        cmocka_unit_test(test_rounds_out_of_bounds_are_not_written),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
