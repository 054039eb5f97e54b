#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scoring/standing.h"

/* From the lowest to the highest: each goes over the one before it by one figure, though every
 * later figure is worse. */
static const struct standing ladder[] = {
    {{0, 4, 50, 69}},
    {{0, 4, 50, 70}},
    {{0, 4, 51, 0}},
    {{0, 5, 0, 0}},
    {{1, 0, 0, 0}},
    {{1, 19, 125, 204}},
};

static void test_the_first_figure_that_differs_decides(void **state)
{
    (void)state;
    unsigned count = sizeof ladder / sizeof ladder[0];
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(standing_compare(&ladder[i], &ladder[i]), 0);
        for (unsigned j = i + 1; j < count; j++) {
            assert_true(standing_compare(&ladder[i], &ladder[j]) < 0);
            assert_true(standing_compare(&ladder[j], &ladder[i]) > 0);
        }
    }
}

static void test_the_figures_stand_in_the_order_of_the_design(void **state)
{
    (void)state;
    assert_int_equal(STANDING_LEVEL, 0);
    assert_int_equal(STANDING_AREA_LEVELS, 1);
    assert_int_equal(STANDING_POINTS, 2);
    assert_int_equal(STANDING_AREA_POINTS, 3);
    assert_int_equal(STANDING_FIGURES, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_figure_that_differs_decides),
        cmocka_unit_test(test_the_figures_stand_in_the_order_of_the_design),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
