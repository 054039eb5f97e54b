/* What is kept of the audit: which cards are enrolled, and whose each row of submissions is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_register.h"
#include "register/audited.h"

enum { ORGANISATIONS = 150, ROUNDS = 3 };

static struct audited *audited;
static struct fixture_party party[2];

static int set_up(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&party[0], "Ankeborgs kommun", "212999-0004");
    fixture_party_make(&party[1], "Exempelby kommun", "212999-0012");
    audited = audited_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    audited_free(audited);
    fixture_party_free(&party[0]);
    fixture_party_free(&party[1]);
    return 0;
}

static bool is_known(const struct buffer *frame, struct card *card)
{
    struct fingerprint fingerprint;
    return audited_card(audited, frame->data, frame->length, card, &fingerprint) != NULL;
}

static void add(const struct fixture_party *enrolled)
{
    audited_add_card(
        audited, &(struct audited_enrolment){.fingerprint = enrolled->fingerprint, .enrolled = 1});
}

static void test_only_a_card_that_the_audit_enrolled_is_known_by_its_bytes(void **state)
{
    (void)state;
    struct card card;
    assert_false(is_known(&party[0].frame, &card));
    add(&party[0]);
    for (int time = 0; time < 2; time++) { /* read, and as it was held */
        assert_true(is_known(&party[0].frame, &card));
        assert_memory_equal(&card, &party[0].card, sizeof card);
        assert_false(is_known(&party[1].frame, &card));
    }
    assert_null(audited_card(
        NULL, party[0].frame.data, party[0].frame.length, &card, &(struct fingerprint){{0}}));
}

static void test_what_is_not_enrolled_is_known_while_all_cards_are(void **state)
{
    (void)state;
    struct card card;
    assert_false(audited_has_all_cards(NULL));
    assert_false(audited_has_all_cards(audited));
    add(&party[0]);
    audited_complete_cards(audited);
    assert_true(audited_has_all_cards(audited));
    assert_true(is_known(&party[0].frame, &card));
    audited_forget_cards(audited);
    assert_false(audited_has_all_cards(audited));
    assert_false(is_known(&party[0].frame, &card));
    audited_forget_cards(NULL);
}

/* Byte for byte of the JSON: what is held does not stand in for other bytes. */
static void test_a_card_with_a_changed_byte_is_not_known(void **state)
{
    (void)state;
    struct card card;
    struct buffer frame = {0};
    const char *name = "Ankeborgs";
    buffer_append(&frame, party[0].frame.data, party[0].frame.length);
    add(&party[0]);
    assert_true(is_known(&frame, &card));
    char *place = memmem(frame.data, frame.length, name, strlen(name));
    assert_non_null(place);
    place[0] = 'E';
    assert_false(is_known(&frame, &card));
    buffer_free(&frame);
}

static void write_number(char number[ORGANISATION_NUMBER_SIZE], int64_t organisation)
{
    (void)snprintf(
        number, ORGANISATION_NUMBER_SIZE, "212999-%04u", (unsigned)(organisation % 10000));
}

static void test_the_rows_of_an_organisation_are_found_in_their_order(void **state)
{
    (void)state;
    char number[ORGANISATION_NUMBER_SIZE];
    assert_null(audited_first_row(audited, "212999-0004"));
    for (int64_t serial = 1; serial <= ORGANISATIONS * ROUNDS; serial++) {
        write_number(number, serial % ORGANISATIONS);
        audited_add_row(audited, number, serial);
    }
    for (int i = 0; i < ORGANISATIONS; i++) {
        write_number(number, i);
        const struct audited_row *row = audited_first_row(audited, number);
        int64_t before = 0;
        int rows = 0;
        for (; row != NULL; row = audited_next_row(audited, row), rows++) {
            assert_string_equal(row->number, number);
            assert_true(row->serial > before && row->serial % ORGANISATIONS == i);
            before = row->serial;
        }
        assert_int_equal(rows, ROUNDS);
    }
    assert_null(audited_first_row(audited, "212999-9999"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_what_is_not_enrolled_is_known_while_all_cards_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_only_a_card_that_the_audit_enrolled_is_known_by_its_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_card_with_a_changed_byte_is_not_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_rows_of_an_organisation_are_found_in_their_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
