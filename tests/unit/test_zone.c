/* The zone that a machine is told by its environment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/local_time.h"
#include "base/system/zone.h"

static const int64_t WINTER = 1638187200; /* 2021-11-29T12:00:00Z */
static const int64_t SUMMER = 1625140800; /* 2021-07-01T12:00:00Z */

static void expect_ahead(const char *zone, int64_t winter, int64_t summer)
{
    assert_int_equal(setenv("TZ", zone, 1), 0);
    zone_prepare();
    assert_int_equal(zone_ahead(WINTER), winter);
    assert_int_equal(zone_ahead(SUMMER), summer);
}

static void test_the_clock_on_the_wall_is_ahead_as_the_zone_says(void **state)
{
    (void)state;
    expect_ahead("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200);
    expect_ahead("NST3:30", -12600, -12600);
    expect_ahead("UTC0", 0, 0);
}

static void test_utc_can_be_chosen_over_it(void **state)
{
    char text[LOCAL_TIME_SIZE];
    (void)state;
    expect_ahead("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200);
    local_time_format(text, SUMMER);
    assert_string_equal(text, "2021-07-01 14:00");
    assert_true(zone_choose_utc());
    assert_int_equal(zone_ahead(SUMMER), 0);
    local_time_format(text, SUMMER);
    assert_string_equal(text, "2021-07-01 12:00 UTC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_clock_on_the_wall_is_ahead_as_the_zone_says),
        cmocka_unit_test(test_utc_can_be_chosen_over_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
