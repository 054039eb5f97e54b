#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fixture_card.h"

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

static void test_encode_is_canonical(void **state)
{
    (void)state;
    struct card card = the_card(1);
    struct buffer json = encode(&card);
    struct buffer expected = {0};
    buffer_printf(&expected,
        "{\"format\":\"sigill-card/1\",\"group\":\"kommun\",\"name\":\"Ankeborgs kommun\","
        "\"number\":\"212999-0004\",\"recipients\":[\"%s\"],\"role\":\"organisation\","
        "\"series\":1,\"sign\":\"RWTnafSPJNN9zzS/8HBkfSOEnMSeGkmr2EwlC/UiPMjQhjUa8SHD5OPy\","
        "\"valid\":{\"from\":\"2026-11-01\",\"until\":\"2028-11-01\"}}",
        card.recipient[0]);
    assert_string_equal(buffer_string(&json), buffer_string(&expected));
    buffer_free(&expected);
    buffer_free(&json);
}

static void assert_comes_back(const struct card *card)
{
    struct card back;
    struct buffer json = encode(card);
    assert_true(json.length <= CARD_JSON_MAX);
    assert_int_equal(card_parse(json.data, json.length, &back, NULL), STATUS_OK);
    assert_same(card, &back);
    buffer_free(&json);
}

static void test_cards_come_back(void **state)
{
    (void)state;
    struct card card = the_card(1);
    assert_comes_back(&card);
    for (int i = 0; i < CARD_NAME_MAX; i++)
        card.name[i] = '"'; /* as long as it can get */
    (void)strcpy(card.group, "länsstyrelse-é");
    card.series = CARD_SERIES_MAX;
    card.valid_until = card.valid_from;
    assert_comes_back(&card);
    memset(card.group, 'g', CARD_GROUP_MAX);
    assert_comes_back(&card);
    card = the_card(CARD_RECIPIENTS_MAX);
    assert_comes_back(&card);
    card.role = CARD_AUTHORITY;
    memset(card.number, 0, sizeof card.number);
    memset(card.group, 0, sizeof card.group);
    assert_comes_back(&card);
}

static void assert_not_encoded(const struct card *card)
{
    struct buffer json = {0};
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(card_encode(card, &json, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    assert_int_equal(json.length, 0);
    buffer_free(&json);
}

static void test_encode_refuses_other_parties(void **state)
{
    (void)state;
    static const char *const names[] = {"", "a\nb", "a\xE2\x80\xAE", "\xFF"};
    static const char *const numbers[] = {"", "212999-0005", "2129990004"};
    static const char *const groups[] = {
        "", "Kommun", "a b", "\xC3", "\xC3\x85", "\xC3\xB7", "\xE2\x82\xAC"};
    const struct card good = the_card(1);
    struct card card = good;
    card.role = 2;
    assert_not_encoded(&card);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        card = good;
        (void)strcpy(card.name, names[i]);
        assert_not_encoded(&card);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        card = good;
        (void)strcpy(card.number, numbers[i]);
        assert_not_encoded(&card);
    }
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        card = good;
        (void)strcpy(card.group, groups[i]);
        assert_not_encoded(&card);
    }
    card = good;
    card.role = CARD_AUTHORITY; /* with a number */
    assert_not_encoded(&card);
}

/* A record from another process need not end its texts. */
static void test_encode_refuses_texts_without_end(void **state)
{
    (void)state;
    const struct card good = the_card(1);
    struct card card = good;
    memset(card.name, 'a', sizeof card.name);
    assert_not_encoded(&card);
    card = good;
    memset(card.number, '2', sizeof card.number);
    assert_not_encoded(&card);
    card = good;
    memset(card.group, 'a', sizeof card.group);
    assert_not_encoded(&card);
    card = good;
    memset(card.recipient[0], 'a', sizeof card.recipient[0]);
    assert_not_encoded(&card);
}

static void test_encode_refuses_other_numbers_and_days(void **state)
{
    (void)state;
    const struct card good = the_card(1);
    struct card card = good;
    card.series = 0;
    assert_not_encoded(&card);
    card.series = CARD_SERIES_MAX + 1;
    assert_not_encoded(&card);
    card = good;
    card.valid_until = card.valid_from - 86400;
    assert_not_encoded(&card);
    card = good;
    card.valid_from += 1;
    assert_not_encoded(&card);
    card = good;
    card.valid_from = -86400;
    assert_not_encoded(&card);
    card = good;
    card.valid_until = INT64_MAX;
    assert_not_encoded(&card);
}

static void test_encode_refuses_other_keys(void **state)
{
    (void)state;
    const struct card good = the_card(1);
    struct card card = good;
    card.recipients = 0;
    assert_not_encoded(&card);
    card.recipients = CARD_RECIPIENTS_MAX + 1;
    assert_not_encoded(&card);
    card = good;
    memcpy(card.recipient[1], card.recipient[0], sizeof card.recipient[0]);
    card.recipients = 2;
    assert_not_encoded(&card);
    card = good;
    memset(card.recipient[1], 0, sizeof card.recipient[1]);
    fixture_card_recipient(&card, AGE_X25519); /* weaker than hybrid */
    assert_not_encoded(&card);
    card = good;
    memset(card.sign.key, 0, sizeof card.sign.key);
    assert_not_encoded(&card);
}

static void assert_not_parsed(const char *json, enum reason reason)
{
    struct card card;
    struct error err;
    error_init(&err, NULL);
    memset(&card, 0x55, sizeof card);
    assert_int_equal(card_parse((const uint8_t *)json, strlen(json), &card, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_zero(&card);
}

/* The card with the first occurrence of one text replaced by another. */
static void assert_not_parsed_with(const char *from, const char *to, enum reason reason)
{
    struct card card = the_card(1);
    struct buffer json = encode(&card);
    struct buffer changed = {0};
    const char *text = buffer_string(&json);
    const char *found = strstr(text, from);
    assert_non_null(found);
    buffer_append(&changed, text, (size_t)(found - text));
    buffer_text(&changed, to);
    buffer_text(&changed, found + strlen(from));
    assert_not_parsed(buffer_string(&changed), reason);
    buffer_free(&changed);
    buffer_free(&json);
}

static void test_parse_refuses_what_encode_would_not_write(void **state)
{
    (void)state;
    assert_not_parsed("", REASON_BAD_SYNTAX);
    assert_not_parsed("{}", REASON_BAD_VALUE);
    assert_not_parsed("[]", REASON_BAD_VALUE);
    assert_not_parsed_with("\"}}", "\"}}\n", REASON_BAD_SYNTAX);
    assert_not_parsed_with("{\"format", "{ \"format", REASON_BAD_SYNTAX);
    assert_not_parsed_with("\"series\":1", "\"series\":1,\"series\":1", REASON_BAD_SYNTAX);
    assert_not_parsed_with("\"series\":1", "\"series\":1.0", REASON_BAD_SYNTAX);
    assert_not_parsed_with("\"series\":1", "\"series\":\"1\"", REASON_BAD_VALUE);
    assert_not_parsed_with("\"series\":1", "\"series\":0", REASON_BAD_VALUE);
    assert_not_parsed_with("\"series\":1", "\"serie\":1", REASON_BAD_VALUE);
    assert_not_parsed_with("\"until\"", "\"upto\"", REASON_BAD_VALUE);
    assert_not_parsed_with("2026-11-01", "2026-11-31", REASON_BAD_VALUE);
    assert_not_parsed_with("212999-0004", "212999-0005", REASON_BAD_VALUE);
    assert_not_parsed_with("212999-0004", "2129990004", REASON_BAD_VALUE);
    assert_not_parsed_with("\"organisation\"", "\"authority\"", REASON_BAD_SYNTAX);
    assert_not_parsed_with("\"organisation\"", "\"other\"", REASON_BAD_VALUE);
    assert_not_parsed_with("[\"age1pq1", "[\"age1pq2", REASON_BAD_SYNTAX);
    assert_not_parsed_with("\"sign\":\"RW", "\"sign\":\"RU", REASON_BAD_SYNTAX);
    assert_not_parsed_with("\"valid\"", "\"note\":1,\"valid\"", REASON_BAD_SYNTAX);
    assert_not_parsed_with("\"valid\"", "\"tail\":1,\"valid\"", REASON_BAD_VALUE);
}

static void test_parse_tells_an_unknown_format(void **state)
{
    (void)state;
    assert_not_parsed_with("sigill-card/1", "sigill-card/2", REASON_UNKNOWN_FORMAT);
    assert_not_parsed_with("sigill-card/1", "sigill-receipt/1", REASON_BAD_VALUE);
}

static void test_validity_holds_its_first_and_last_day(void **state)
{
    (void)state;
    struct card card = the_card(1);
    assert_false(card_valid_on(&card, FIXTURE_CARD_FROM - 1));
    assert_true(card_valid_on(&card, FIXTURE_CARD_FROM));
    assert_true(card_valid_on(&card, FIXTURE_CARD_UNTIL + 86399));
    assert_false(card_valid_on(&card, FIXTURE_CARD_UNTIL + 86400));
    assert_false(card_valid_on(&card, INT64_MIN));
    assert_false(card_valid_on(&card, INT64_MAX));
}

static void test_recipients_are_given_as_keys(void **state)
{
    (void)state;
    struct card card = the_card(3);
    struct age_recipients list = {0};
    assert_int_equal(card_add_recipients(&card, &list, NULL), STATUS_OK);
    assert_int_equal(list.count, 3);
    for (size_t i = 0; i < list.count; i++) {
        char text[AGE_RECIPIENT_TEXT_SIZE];
        age_recipient_encode(&list.items[i], text);
        assert_string_equal(text, card.recipient[i]);
    }
    age_recipients_free(&list);
}

static int start(void **state)
{
    (void)state;
    return secret_start(NULL) == STATUS_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encode_is_canonical),
        cmocka_unit_test(test_cards_come_back),
        cmocka_unit_test(test_encode_refuses_other_parties),
        cmocka_unit_test(test_encode_refuses_texts_without_end),
        cmocka_unit_test(test_encode_refuses_other_numbers_and_days),
        cmocka_unit_test(test_encode_refuses_other_keys),
        cmocka_unit_test(test_parse_refuses_what_encode_would_not_write),
        cmocka_unit_test(test_parse_tells_an_unknown_format),
        cmocka_unit_test(test_validity_holds_its_first_and_last_day),
        cmocka_unit_test(test_recipients_are_given_as_keys),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
