/* How far unions of values are from unions of groups: against trying every one of both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/publish_unions.h"

/* How many are in one of the two and not in the other, counted one cell after the other. */
static unsigned apart_of(const struct publish_unions *unions, uint32_t values, uint32_t groups)
{
    unsigned apart = 0;
    for (size_t v = 0; v < unions->values; v++) {
        unsigned in = values >> v & 1;
        apart += in == 1 ? unions->outside[v] : 0;
        for (size_t g = 0; g < unions->groups; g++)
            apart += in != (groups >> g & 1) ? unions->count[v][g] : 0;
    }
    return apart;
}

/* The least number above 0 by which any two differ; 0 if none do. */
static unsigned least_apart(const struct publish_unions *unions)
{
    unsigned least = 0;
    for (uint32_t values = 0; values < (uint32_t)1 << unions->values; values++) {
        for (uint32_t groups = 0; groups < (uint32_t)1 << unions->groups; groups++) {
            unsigned apart = apart_of(unions, values, groups);
            if (apart > 0 && (least == 0 || apart < least))
                least = apart;
        }
    }
    return least;
}

static unsigned draw(uint64_t *state, unsigned below)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(*state >> 33) % below;
}

/* Many cells are empty, so that unions are often the same. */
static void draw_unions(uint64_t *state, struct publish_unions *unions)
{
    *unions = (struct publish_unions){.values = draw(state, 6), .groups = draw(state, 6)};
    bool outside = draw(state, 4) == 0;
    for (size_t v = 0; v < unions->values; v++) {
        unions->outside[v] = outside ? draw(state, 4) : 0;
        for (size_t g = 0; g < unions->groups; g++)
            unions->count[v][g] = draw(state, 3) == 0 ? draw(state, 30) : 0;
    }
}

static void test_S14_the_nearest_unions_are_those_of_trying_all(void **state)
{
    enum { CASES = 20000 };
    uint64_t random = 14;
    unsigned near = 0;
    (void)state;
    for (unsigned i = 0; i < CASES; i++) {
        struct publish_unions unions;
        draw_unions(&random, &unions);
        struct publish_unions_pair pair = publish_unions_nearest(&unions);
        assert_int_equal(pair.apart, least_apart(&unions));
        assert_int_equal(pair.apart, apart_of(&unions, pair.values, pair.groups));
        near += pair.apart > 0 && pair.apart < 10;
    }
    assert_in_range(near, CASES / 10, CASES * 9 / 10);
}

static void test_unions_that_are_the_same_are_no_difference(void **state)
{
    struct publish_unions unions = {.values = 3, .groups = 2};
    (void)state;
    /* North and south are the first group, and the third value is the second. */
    unions.count[0][0] = 12;
    unions.count[1][0] = 15;
    unions.count[2][1] = 11;
    struct publish_unions_pair pair = publish_unions_nearest(&unions);
    assert_int_equal(pair.apart, 11);
    /* One of the second group is in the north. */
    unions.count[0][1] = 1;
    pair = publish_unions_nearest(&unions);
    assert_int_equal(pair.apart, 1);
    /* What is published of nobody by group is subtracted from all values, not from the groups. */
    unions.count[0][1] = 0;
    unions.outside[1] = 4;
    pair = publish_unions_nearest(&unions);
    assert_int_equal(pair.apart, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S14_the_nearest_unions_are_those_of_trying_all),
        cmocka_unit_test(test_unions_that_are_the_same_are_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
