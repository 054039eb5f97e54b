/* Work that is shared among cores is done whole, and each part of it once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>

#include "base/cores.h"

enum { PLACES = 1000 };

struct done {
    atomic_uint times[PLACES];
};

static void do_place(void *context, size_t place)
{
    struct done *done = context;
    atomic_fetch_add(&done->times[place], 1);
}

static void test_each_place_is_done_once(void **state)
{
    static const size_t counts[] = {0, 1, 2, 3, 64, PLACES};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct done done = {0};
        cores_share(counts[i], do_place, &done);
        for (size_t place = 0; place < PLACES; place++)
            assert_int_equal(done.times[place], place < counts[i] ? 1 : 0);
    }
}

static void test_there_is_a_core(void **state)
{
    (void)state;
    assert_true(cores_count() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_place_is_done_once),
        cmocka_unit_test(test_there_is_a_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
