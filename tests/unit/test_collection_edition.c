/* Which edition a collection is of, and what of it is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "analysis/collection.h"
#include "fixture_age.h"
#include "fixture_two_senders.h"

static struct collection collection;

static int free_collection(void **state)
{
    collection_free(&collection);
    return two_tear_down(state);
}

/* A party's answers to another version of the edition. */
static void add_of_another_version(const struct fixture_party *party, uint8_t id)
{
    struct submission row;
    struct buffer json = {0};
    assert_int_equal(
        answers_encode(two_small->edition, two_small->answers, &json, &two_err), STATUS_OK);
    fixture_row(&row, party, two_small->edition, id);
    row.edition_digest[0] ^= 1;
    assert_int_equal(fixture_add(&two_register, &row, buffer_string(&json), &two_err), STATUS_OK);
    buffer_free(&json);
}

/* Whose it is does not matter: another's, or one's own. */
static void refuse_another_version(const struct fixture_party *party)
{
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = ""});
    add_of_another_version(party, 'x');
    assert_refused(collection_load(&two_register.store, two_register.key, two_known(), NULL,
                       &collection, &two_err),
        two_err, REASON_UNKNOWN_EDITION);
    collection_free(&collection);
    struct edition second = *two_small->edition;
    second.digest[0] ^= 1;
    struct edition *two[] = {two_small->edition, &second};
    const struct editions both = {.edition = two, .count = 2};
    assert_refused(
        collection_load(&two_register.store, two_register.key, &both, NULL, &collection, &two_err),
        two_err, REASON_UNKNOWN_EDITION);
    assert_non_null(strstr(two_err.text, "different versions"));
}

/* The collection's edition is the version that was answered, not the one that is found first. */
static void test_whichever_version_all_answer_is_the_collection_s(void **state)
{
    (void)state;
    struct edition second = *two_small->edition;
    second.digest[0] ^= 1;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = ""});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = ""});
    for (unsigned turn = 0; turn < 2; turn++) {
        struct edition *two[2];
        const struct editions both = {.edition = two, .count = 2};
        two[turn] = two_small->edition;
        two[1 - turn] = &second;
        assert_int_equal(collection_load(&two_register.store, two_register.key, &both, NULL,
                             &collection, &two_err),
            STATUS_OK);
        assert_ptr_equal(collection.edition, two_small->edition);
        assert_int_equal(collection.members, 2);
        collection_free(&collection);
    }
}

static void test_another_version_of_the_edition_is_refused(void **state)
{
    (void)state;
    refuse_another_version(&two_exempelby);
}

static void test_another_version_of_the_same_organisation_is_refused(void **state)
{
    (void)state;
    refuse_another_version(&two_ankeborg);
}

static void test_an_edition_that_is_not_known(void **state)
{
    static const struct editions none;
    (void)state;
    assert_refused(
        collection_load(&two_register.store, two_register.key, &none, NULL, &collection, &two_err),
        two_err, REASON_BAD_VALUE);
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = ""});
    assert_refused(
        collection_load(&two_register.store, two_register.key, &none, NULL, &collection, &two_err),
        two_err, REASON_UNKNOWN_EDITION);
    assert_non_null(strstr(two_err.text, "edition add"));
}

#define IN(name) cmocka_unit_test_setup_teardown(name, two_set_up, free_collection)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(test_whichever_version_all_answer_is_the_collection_s),
        IN(test_another_version_of_the_edition_is_refused),
        IN(test_another_version_of_the_same_organisation_is_refused),
        IN(test_an_edition_that_is_not_known),
    };
    return cmocka_run_group_tests(tests, two_set_up_group, two_tear_down_group);
}
