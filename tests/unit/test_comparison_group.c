/* What an organisation is told of its place among others: a quarter, never a rank. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/comparison_group.h"

enum { MOST = 12 };

/* So many, each one point below the one before. */
static void fill(struct comparison_group *peers, struct standing standing[MOST], size_t members)
{
    *peers =
        (struct comparison_group){.members = members, .standing = standing, .enough = members >= 5};
    for (size_t i = 0; i < members; i++)
        standing[i] = (struct standing){.figure[STANDING_POINTS] = 100 - (unsigned)i};
}

/* Everyone in the quarter of one of them. */
static size_t sharing(const struct comparison_group *peers, size_t one)
{
    unsigned quarter = comparison_group_quarter(peers, &peers->standing[one]);
    size_t count = 0;
    for (size_t i = 0; i < peers->members; i++)
        count += comparison_group_quarter(peers, &peers->standing[i]) == quarter;
    return count;
}

static void test_a_quarter_is_never_a_single_place(void **state)
{
    (void)state;
    for (size_t members = 1; members <= MOST; members++) {
        struct standing standing[MOST];
        struct comparison_group peers;
        fill(&peers, standing, members);
        for (size_t i = 0; i < members; i++) {
            unsigned quarter = comparison_group_quarter(&peers, &standing[i]);
            assert_int_equal(quarter == 0, members < COMPARISON_GROUP_QUARTERED);
            assert_true(quarter == 0 || sharing(&peers, i) >= 2);
        }
    }
}

static void test_the_last_shares_the_quarter_of_whoever_stands_below_all(void **state)
{
    (void)state;
    struct standing standing[MOST];
    struct standing below = {.figure = {0}};
    struct comparison_group peers;
    fill(&peers, standing, MOST);
    assert_int_equal(comparison_group_quarter(&peers, &standing[0]), 1);
    assert_int_equal(comparison_group_quarter(&peers, &standing[MOST - 1]), 4);
    assert_int_equal(comparison_group_quarter(&peers, &below), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_quarter_is_never_a_single_place),
        cmocka_unit_test(test_the_last_shares_the_quarter_of_whoever_stands_below_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
