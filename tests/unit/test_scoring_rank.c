/* The order of standings: total, stable, and shared by equals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "scoring/rank.h"

#define MANY 2000

struct setting {
    struct standing standing[MANY];
    size_t order[MANY];
    unsigned place[MANY];
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct setting));
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static struct standing standing_of(unsigned a, unsigned b, unsigned c, unsigned d)
{
    return (struct standing){.figure = {a, b, c, d}};
}

static void test_equals_share_a_place_and_keep_their_order(void **state)
{
    static const size_t order[] = {4, 0, 2, 3, 1};
    static const unsigned place[] = {2, 5, 2, 4, 1};
    struct setting *s = *state;
    s->standing[0] = standing_of(2, 7, 90, 110);
    s->standing[1] = standing_of(0, 40, 200, 400);
    s->standing[2] = standing_of(2, 7, 90, 110);
    s->standing[3] = standing_of(2, 7, 90, 109);
    s->standing[4] = standing_of(2, 8, 80, 100);
    rank_places(s->standing, 5, s->order, s->place);
    assert_memory_equal(s->order, order, sizeof order);
    assert_memory_equal(s->place, place, sizeof place);
}

static void test_nobody_and_one(void **state)
{
    struct setting *s = *state;
    s->order[0] = 7;
    s->place[0] = 7;
    rank_places(s->standing, 0, s->order, s->place);
    assert_int_equal(s->order[0], 7);
    assert_int_equal(s->place[0], 7);
    rank_places(s->standing, 1, s->order, s->place);
    assert_int_equal(s->order[0], 0);
    assert_int_equal(s->place[0], 1);
}

static void check(const struct setting *s, size_t count)
{
    bool seen[MANY] = {false};
    for (size_t r = 0; r < count; r++) {
        assert_true(s->order[r] < count);
        assert_false(seen[s->order[r]]);
        seen[s->order[r]] = true;
        if (r == 0)
            continue;
        size_t a = s->order[r - 1], b = s->order[r];
        int compared = standing_compare(&s->standing[a], &s->standing[b]);
        assert_true(compared > 0 || (compared == 0 && a < b));
    }
    for (size_t i = 0; i < count; i++) {
        unsigned better = 0;
        for (size_t j = 0; j < count; j++)
            better += standing_compare(&s->standing[j], &s->standing[i]) > 0;
        assert_int_equal(s->place[i], better + 1);
    }
}

/* Few different figures, so that many are equal. */
static void test_the_order_is_total_and_stable(void **state)
{
    struct setting *s = *state;
    uint32_t random = 2021;
    for (size_t count = 1; count <= MANY; count += count < 70 ? 1 : 643) {
        for (size_t i = 0; i < count; i++) {
            for (unsigned f = 0; f < STANDING_FIGURES; f++) {
                random = random * 1664525u + 1013904223u;
                s->standing[i].figure[f] = (random >> 12) % 5;
            }
        }
        rank_places(s->standing, count, s->order, s->place);
        check(s, count);
    }
}

static void test_every_byte_of_a_figure_counts(void **state)
{
    struct setting *s = *state;
    for (unsigned figure = 0; figure < STANDING_FIGURES; figure++) {
        for (unsigned i = 0; i < 64; i++) {
            s->standing[i] = (struct standing){{0}};
            s->standing[i].figure[figure] = 1U << i % 32;
        }
        s->standing[40].figure[figure] = 4294967295u;
        rank_places(s->standing, 64, s->order, s->place);
        check(s, 64);
    }
}

static void test_quarters(void **state)
{
    (void)state;
    static const unsigned of_ten[] = {1, 1, 1, 2, 2, 3, 3, 3, 4, 4};
    for (unsigned place = 1; place <= 10; place++)
        assert_int_equal(rank_quarter(place, 10), of_ten[place - 1]);
    for (unsigned place = 1; place <= 4; place++)
        assert_int_equal(rank_quarter(place, 4), place);
    assert_int_equal(rank_quarter(1, 1), 1);
    assert_int_equal(rank_quarter(5, 5), 4);
    assert_int_equal(rank_quarter(4000000000u, 4000000000u), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_equals_share_a_place_and_keep_their_order),
        TEST(test_nobody_and_one),
        TEST(test_the_order_is_total_and_stable),
        TEST(test_every_byte_of_a_figure_counts),
        TEST(test_quarters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
