#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/crew.h"
#include "base/memory.h"

static struct error err;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    return 0;
}

enum { FIRST, SECOND, PIECES = 500 };

/* Whatever the hands do is noted by order of stage, without a lock: the stage is the lock. */
struct noted {
    uint64_t given; /* pieces that there were */
    uint64_t seen[2][PIECES];
    size_t count[2];
    atomic_size_t at_once; /* hands within the second stage */
    atomic_bool crowded;
    uint64_t fails_at;
    atomic_size_t ended; /* hands that are done */
};

static void note(struct noted *noted, size_t stage, uint64_t piece)
{
    noted->seen[stage][noted->count[stage]++] = piece;
}

static enum status do_pieces(struct crew *crew, struct noted *noted, struct error *failure)
{
    for (;;) {
        uint64_t piece = crew_piece(crew);
        TRY(crew_await(crew, FIRST, piece, failure));
        bool last = noted->given == PIECES;
        if (!last)
            note(noted, FIRST, noted->given++);
        crew_pass(crew, FIRST);
        if (last)
            return STATUS_OK;
        if (piece == noted->fails_at)
            return error_set(failure, STATUS_REFUSED, REASON_TOO_LARGE, "piece %d", (int)piece);
        if (piece % 7 == 0)
            (void)sched_yield();
        TRY(crew_await(crew, SECOND, piece, failure));
        if (atomic_fetch_add(&noted->at_once, 1) != 0)
            atomic_store(&noted->crowded, true);
        note(noted, SECOND, piece);
        (void)atomic_fetch_sub(&noted->at_once, 1);
        crew_pass(crew, SECOND);
    }
}

static enum status work(struct crew *crew, size_t hand, void *context, struct error *failure)
{
    struct noted *noted = context;
    (void)hand;
    enum status status = do_pieces(crew, noted, failure);
    (void)atomic_fetch_add(&noted->ended, 1);
    return status;
}

static void test_pieces_pass_each_stage_in_order(void **state)
{
    (void)state;
    for (size_t hands = 1; hands <= CREW_HANDS_MAX; hands++) {
        struct noted *noted = memory_new(1, sizeof *noted);
        noted->fails_at = UINT64_MAX;
        assert_int_equal(crew_run(hands, work, noted, &err), STATUS_OK);
        for (size_t stage = FIRST; stage <= SECOND; stage++) {
            assert_int_equal(noted->count[stage], PIECES);
            for (size_t i = 0; i < PIECES; i++)
                assert_int_equal(noted->seen[stage][i], i);
        }
        assert_false(noted->crowded);
        assert_int_equal(noted->ended, hands);
        free(noted);
    }
}

static void test_a_failure_of_one_ends_all(void **state)
{
    (void)state;
    static const uint64_t places[] = {0, 1, 250, PIECES - 1};
    for (size_t hands = 1; hands <= CREW_HANDS_MAX; hands++) {
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
            struct noted *noted = memory_new(1, sizeof *noted);
            char text[32];
            noted->fails_at = places[i];
            (void)snprintf(text, sizeof text, "piece %d", (int)places[i]);
            assert_int_equal(crew_run(hands, work, noted, &err), STATUS_REFUSED);
            assert_int_equal(err.reason, REASON_TOO_LARGE);
            assert_string_equal(err.text, text);
            assert_true(noted->count[SECOND] <= places[i]);
            assert_int_equal(noted->ended, hands);
            free(noted);
        }
    }
}

/* What is sent to the process reaches the caller's thread, wherever it is. */
static enum status look_at_signals(
    struct crew *crew, size_t hand, void *context, struct error *failure)
{
    bool *wrong = context;
    sigset_t blocked;
    uint64_t piece = crew_piece(crew);
    TRY(crew_await(crew, FIRST, piece, failure));
    (void)sigprocmask(SIG_SETMASK, NULL, &blocked);
    *wrong |= sigismember(&blocked, SIGINT) != (hand != 0);
    crew_pass(crew, FIRST);
    return STATUS_OK;
}

static void test_signals_are_the_caller_s(void **state)
{
    (void)state;
    bool wrong = false;
    assert_int_equal(crew_run(CREW_HANDS_MAX, look_at_signals, &wrong, &err), STATUS_OK);
    assert_false(wrong);
}

static void test_there_are_no_more_hands_than_processors(void **state)
{
    (void)state;
    cpu_set_t before;
    cpu_set_t one;
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    size_t all = crew_hands();
    assert_true(all >= 1 && all <= CREW_HANDS_MAX && all <= (size_t)CPU_COUNT(&before));
    CPU_ZERO(&one);
    for (size_t i = 0; CPU_COUNT(&one) == 0; i++) {
        if (CPU_ISSET(i, &before))
            CPU_SET(i, &one);
    }
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(crew_hands(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_pieces_pass_each_stage_in_order, set_up),
        cmocka_unit_test_setup(test_a_failure_of_one_ends_all, set_up),
        cmocka_unit_test_setup(test_signals_are_the_caller_s, set_up),
        cmocka_unit_test_setup(test_there_are_no_more_hands_than_processors, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
