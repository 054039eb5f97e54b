/* Threads that do tasks beside their caller. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <unistd.h>

#include "base/helpers.h"

enum { TASKS = 200, ROUNDS = 20 };

/* What a task works on: plain memory, which is handed over with it. */
struct worked {
    struct helper_task task;
    unsigned done;
    size_t *order; /* NULL: does not matter */
    size_t place;
};

static void count_done(void *context)
{
    struct worked *worked = context;
    worked->done++;
    if (worked->order != NULL)
        worked->place = (*worked->order)++;
}

/* Holds up whoever does it until it is let go. */
struct gate {
    struct helper_task task;
    atomic_bool reached;
    atomic_bool open;
};

static void pass_gate(void *context)
{
    struct gate *gate = context;
    atomic_store(&gate->reached, true);
    while (!atomic_load(&gate->open))
        (void)usleep(100);
}

static void close_gate(struct helpers *helpers, struct gate *gate)
{
    *gate = (struct gate){.task = {.work = pass_gate, .context = gate}};
    helpers_give(helpers, &gate->task);
    while (!atomic_load(&gate->reached))
        (void)usleep(100);
}

static void open_gate(struct helpers *helpers, struct gate *gate)
{
    assert_false(helpers_have_done(helpers, &gate->task));
    atomic_store(&gate->open, true);
    helpers_await(helpers, &gate->task);
    assert_true(helpers_have_done(helpers, &gate->task));
}

static void do_all(size_t count)
{
    static struct worked worked[TASKS];
    struct helpers *helpers = helpers_new(count);
    for (size_t i = 0; i < TASKS; i++)
        worked[i] = (struct worked){.task = {.work = count_done, .context = &worked[i]}};
    for (unsigned round = 1; round <= ROUNDS; round++) {
        for (size_t i = 0; i < TASKS; i++)
            helpers_give(helpers, &worked[i].task);
        for (size_t i = 0; i < TASKS; i++) {
            size_t any = (i * 7 + round) % TASKS;
            helpers_await(helpers, &worked[any].task);
            assert_int_equal(worked[any].done, round);
            assert_true(helpers_have_done(helpers, &worked[any].task));
        }
    }
    helpers_free(helpers);
}

static void test_each_task_is_done_once_whoever_does_it(void **state)
{
    (void)state;
    for (size_t count = 0; count <= HELPERS_MAX; count += count == 0 ? 1 : 3)
        do_all(count);
}

static void test_without_helpers_it_is_done_when_it_is_given(void **state)
{
    struct helpers *helpers = helpers_new(0);
    struct worked worked = {.task = {.work = count_done, .context = &worked}};
    (void)state;
    helpers_give(helpers, &worked.task);
    assert_int_equal(worked.done, 1);
    assert_true(helpers_have_done(helpers, &worked.task));
    helpers_free(helpers);
}

static void test_tasks_are_done_in_the_order_in_which_they_were_given(void **state)
{
    struct helpers *helpers = helpers_new(1);
    struct gate gate;
    struct worked worked[4];
    size_t order = 0;
    (void)state;
    close_gate(helpers, &gate);
    for (size_t i = 0; i < 4; i++) {
        worked[i] =
            (struct worked){.task = {.work = count_done, .context = &worked[i]}, .order = &order};
        helpers_give(helpers, &worked[i].task);
    }
    open_gate(helpers, &gate);
    while (!helpers_have_done(helpers, &worked[3].task))
        (void)usleep(100);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(worked[i].place, i);
    helpers_free(helpers);
}

static void test_what_nobody_has_begun_is_done_by_whoever_awaits_it(void **state)
{
    struct helpers *helpers = helpers_new(1);
    struct gate gate;
    struct worked worked[3];
    (void)state;
    for (size_t awaited = 0; awaited < 3; awaited++) {
        close_gate(helpers, &gate);
        for (size_t i = 0; i < 3; i++) {
            worked[i] = (struct worked){.task = {.work = count_done, .context = &worked[i]}};
            helpers_give(helpers, &worked[i].task);
        }
        helpers_await(helpers, &worked[awaited].task);
        for (size_t i = 0; i < 3; i++)
            assert_int_equal(worked[i].done, i == awaited);
        for (size_t i = 3; i > 0; i--) /* whatever is left of the row is still whole */
            helpers_await(helpers, &worked[i - 1].task);
        for (size_t i = 0; i < 3; i++)
            assert_int_equal(worked[i].done, 1);
        open_gate(helpers, &gate);
    }
    helpers_free(helpers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_task_is_done_once_whoever_does_it),
        cmocka_unit_test(test_without_helpers_it_is_done_when_it_is_given),
        cmocka_unit_test(test_tasks_are_done_in_the_order_in_which_they_were_given),
        cmocka_unit_test(test_what_nobody_has_begun_is_done_by_whoever_awaits_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
