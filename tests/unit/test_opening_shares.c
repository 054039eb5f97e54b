/* One payload that several workers read, on the real spawner and sandbox, honest ones and others.
 * This program is its own spawner, as test_isolation.c is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_hostile.h"
#include "fixture_hostile_plan.h"
#include "fixture_intake.h"
#include "fixture_skip.h"
#include "isolate/opening.h"
#include "isolate/opening_shares.h"
#include "isolate/serve.h"
#include "register/judge.h"

#define BUNDLE "divided.sigill"

enum { PATIENCE = 3000, MIB = 1 << 20 }; /* milliseconds, bytes */

/* Archives of some 6 MiB: how many shares there can be depends on where their files end. */
static const size_t LENGTHS[][FIXTURE_INTAKE_ATTACHED] = {
    {MIB, MIB, MIB, MIB, MIB, MIB},
    {2 * MIB, 0, 0, 4 * MIB, 1, 0},
    {5 * MIB, MIB + 7, 0, 0, 0, 0},
};
enum { KINDS = sizeof LENGTHS / sizeof LENGTHS[0] };

static const size_t WORKERS[] = {1, 2, 8};
enum { NUMBERS = sizeof WORKERS / sizeof WORKERS[0] };

static struct fixture_intake fixture;

void serve_requests(int bundle, int socket, const struct editions *editions)
{
    fixture_hostile_serve(bundle, socket, editions);
}

static int make_all(void **state)
{
    (void)state;
    fixture_intake_make(&fixture);
    fixture_intake_renew(&fixture);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    return 0;
}

static void start(const char *plan)
{
    fixture_intake_start(&fixture, plan, PATIENCE);
}

/* ---- one opening ---- */

struct course {
    struct judge_senders senders;
    struct opening_policy policy;
    struct opening *opening;
    int fd;
    struct error err;
};

/* Up to the asking for answers, by a policy of so many workers and as small shares as there are. */
static void begin(struct course *course, size_t workers)
{
    uint64_t size = 0;
    memset(course, 0, sizeof *course);
    error_init(&course->err, NULL);
    course->senders.store = &fixture.store;
    course->policy = judge_policy(&course->senders, &fixture.own, 1, fixture.receiver.now);
    course->policy.workers = workers;
    course->policy.share = 1;
    struct opening *opening = opening_new(&course->policy);
    course->opening = opening;
    assert_int_equal(
        file_open(fixture_directory_path(BUNDLE), false, &course->fd, &size, NULL), STATUS_OK);
    assert_int_equal(
        opening_unwrap(opening, course->fd, size, fixture.receiver.identities, NULL), STATUS_OK);
    assert_int_equal(opening_verify(opening, &fixture.spawner, &fixture.editions, NULL), STATUS_OK);
    assert_int_equal(opening_ask_answers(opening, 0, NULL), STATUS_OK);
    assert_int_equal(opening->others, 0); /* S2 */
}

static enum status take_step(struct course *course)
{
    switch (course->opening->step) {
    case OPENING_HASHING:
        return opening_divide(course->opening, &fixture.spawner, 0, &course->err);
    case OPENING_DIVIDED:
        return opening_join(course->opening, 0, &course->err);
    default:
        return opening_answers(course->opening, 0, &course->err);
    }
}

/* Step by step, each as soon as it need not be waited for, or when it is its turn. *most: how many
 * workers there were. */
static enum status go_on(struct course *course, size_t *most)
{
    enum status status = STATUS_OK;
    *most = 1;
    while (status == STATUS_OK && course->opening->step != OPENING_READ) {
        for (int i = 0; i < 100 && !opening_is_ready(course->opening); i++)
            (void)usleep(500);
        status = take_step(course);
        if (1 + course->opening->others > *most)
            *most = 1 + course->opening->others;
    }
    return status;
}

static void end(struct course *course)
{
    opening_free(course->opening);
    (void)close(course->fd);
}

/* ---- as good as one ---- */

static void test_shares_come_to_what_one_worker_comes_to(void **state)
{
    static const size_t expected[KINDS][NUMBERS] = {{1, 2, 6}, {1, 2, 3}, {1, 2, 2}};
    (void)state;
    start("honest");
    for (size_t kind = 0; kind < KINDS; kind++) {
        struct buffer first = {0};
        fixture_intake_forge(&fixture, BUNDLE, LENGTHS[kind], FIXTURE_INTAKE_ATTACHED, NULL, 0);
        for (size_t i = 0; i < NUMBERS; i++) {
            struct course course;
            size_t most = 0;
            begin(&course, WORKERS[i]);
            assert_int_equal(go_on(&course, &most), STATUS_OK);
            assert_int_equal(most, expected[kind][i]);
            const struct buffer *json = &course.opening->answers_json;
            assert_true(json->length > 0);
            if (i == 0)
                buffer_append(&first, json->data, json->length);
            assert_int_equal(json->length, first.length);
            assert_memory_equal(json->data, first.data, first.length);
            end(&course);
        }
        buffer_free(&first);
    }
    spawner_stop(&fixture.spawner);
}

static void test_S6_the_file_key_goes_with_the_last_worker(void **state)
{
    struct course course;
    (void)state;
    start("honest");
    fixture_intake_forge(&fixture, BUNDLE, LENGTHS[0], FIXTURE_INTAKE_ATTACHED, NULL, 0);
    begin(&course, 1);
    assert_null(course.opening->file_key);
    end(&course);
    begin(&course, 8);
    assert_int_equal(course.opening->step, OPENING_HASHING);
    assert_non_null(course.opening->file_key);
    assert_int_equal(take_step(&course), STATUS_OK);
    assert_int_equal(course.opening->step, OPENING_DIVIDED);
    assert_null(course.opening->file_key);
    end(&course);
    spawner_stop(&fixture.spawner);
}

/* ---- what is wrong is wrong alike ---- */

static void promise_payload(struct manifest *manifest, const struct buffer *payload)
{
    manifest->payload_size = payload->length;
    (void)crypto_generichash(manifest->payload_digest, sizeof manifest->payload_digest,
        payload->data, payload->length, NULL, 0);
}

static void change_digest(struct manifest *manifest, struct buffer *payload, size_t which)
{
    (void)payload;
    manifest->file[which].digest[0] ^= 1;
}

static void change_length(struct manifest *manifest, struct buffer *payload, size_t which)
{
    (void)payload;
    manifest->file[which].size++;
}

/* A byte in an eighth of the packed bytes. */
static void change_packed(struct manifest *manifest, struct buffer *payload, size_t which)
{
    payload->data[payload->length / 8 * which + payload->length / 16] ^= 1;
    promise_payload(manifest, payload);
}

static void add_behind(struct manifest *manifest, struct buffer *payload, size_t which)
{
    buffer_append(payload, "more", 1 + which % 4);
    promise_payload(manifest, payload);
}

static void cut_short(struct manifest *manifest, struct buffer *payload, size_t which)
{
    payload->length -= 1 + which;
    promise_payload(manifest, payload);
}

static void promise_other_payload(struct manifest *manifest, struct buffer *payload, size_t which)
{
    (void)payload;
    manifest->payload_digest[which] ^= 1;
}

/* Refused with one reason and one sentence, whoever found it. */
static void refuse_alike(fixture_change *change, size_t which, bool *divided)
{
    struct error first;
    fixture_intake_forge(&fixture, BUNDLE, LENGTHS[0], FIXTURE_INTAKE_ATTACHED, change, which);
    for (size_t i = 0; i < NUMBERS; i++) {
        struct course course;
        size_t most = 0;
        begin(&course, WORKERS[i]);
        assert_refused(go_on(&course, &most), course.err, REASON_CONTENT_MISMATCH);
        *divided = *divided || most > 1;
        if (i == 0)
            first = course.err;
        assert_string_equal(course.err.text, first.text);
        end(&course);
    }
}

static void test_S8_what_is_refused_does_not_depend_on_the_number_of_workers(void **state)
{
    static fixture_change *const changes[] = {change_digest, change_packed, change_length};
    static fixture_change *const at_the_end[] = {add_behind, cut_short};
    (void)state;
    start("honest");
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        bool divided = false;
        for (size_t which = 0; which < 2 + FIXTURE_INTAKE_ATTACHED; which++)
            refuse_alike(changes[i], which, &divided);
        assert_true(divided);
    }
    for (size_t i = 0; i < sizeof at_the_end / sizeof at_the_end[0]; i++) {
        bool divided = false;
        refuse_alike(at_the_end[i], 3, &divided);
        assert_true(divided);
    }
    spawner_stop(&fixture.spawner);
}

/* A worker that is asked for a share hangs: none is asked. */
static void test_S2_no_share_is_read_before_the_digest_holds(void **state)
{
    struct course course;
    (void)state;
    start("share-hangs");
    fixture_intake_forge(
        &fixture, BUNDLE, LENGTHS[0], FIXTURE_INTAKE_ATTACHED, promise_other_payload, 5);
    begin(&course, 8);
    assert_int_equal(course.opening->step, OPENING_HASHING);
    assert_refused(take_step(&course), course.err, REASON_CONTENT_MISMATCH);
    assert_int_equal(course.opening->others, 0);
    assert_true(course.opening->over);
    assert_true(channel_clock() < course.opening->worker.deadline);
    end(&course);
    spawner_stop(&fixture.spawner);
}

/* ---- workers that were taken over ---- */

static void attack(const char *plan, enum reason wanted)
{
    struct course course;
    size_t most = 0;
    start(plan);
    begin(&course, 8);
    if (strcmp(plan, "share-hangs") == 0)
        fixture.spawner.patience = 300; /* of those that are started now */
    enum status status = go_on(&course, &most);
    if (status != (wanted == REASON_NONE ? STATUS_OK : STATUS_REFUSED))
        fail_msg("%s: %s", plan, course.err.text);
    if (wanted != REASON_NONE)
        assert_string_equal(reason_code(course.err.reason), reason_code(wanted));
    assert_int_equal(course.opening->others, 0);
    end(&course);
    spawner_stop(&fixture.spawner);
}

/* Whatever the others say, or do not, the first one's word on the whole payload is what counts. */
static void test_S9_a_share_that_is_not_good_refuses_nothing(void **state)
{
    static const struct {
        const char *plan;
        enum reason reason;
    } harm[] = {
        {"no-places", REASON_NONE},
        {"false-places", REASON_NONE},
        {"swapped-places", REASON_NONE},
        {"place-beyond", REASON_NONE},
        {"too-many-places", REASON_NONE},
        {"places-beyond-the-limit", REASON_WORKER_FAILED},
        {"half-a-place", REASON_WORKER_FAILED},
        {"share-no", REASON_NONE},
        {"share-other-things", REASON_NONE},
        {"share-more-and-more", REASON_NONE},
        {"share-ends", REASON_NONE},
        {"share-hangs", REASON_NONE},
    };
    size_t plans = 0;
    (void)state;
    fixture_intake_forge(&fixture, BUNDLE, LENGTHS[0], FIXTURE_INTAKE_ATTACHED, NULL, 0);
    for (size_t i = 0; i < sizeof harm / sizeof harm[0]; i++)
        attack(harm[i].plan, harm[i].reason);
    while (HOSTILE_SHARES[plans].name != NULL)
        plans++;
    assert_int_equal(plans, sizeof harm / sizeof harm[0]);
}

/* The file key is kept for a file that may hold such a payload, and no other: a manifest can
 * promise more than there is, and a worker find it there. */
static void test_S9_what_no_file_key_was_kept_for_is_not_divided(void **state)
{
    uint8_t file_key[AGE_FILE_KEY_SIZE] = {0};
    struct opening_policy policy = {.workers = 2, .share = 1};
    struct opening opening = {.policy = &policy, .envelope.settled = true};
    (void)state;
    assert_false(opening_may_share(&opening, 2));
    opening.file_key = file_key;
    assert_true(opening_may_share(&opening, 2));
    assert_false(opening_may_share(&opening, 1));
}

/* Nor may they have a bundle accepted that the first one refuses. */
static void test_S9_false_places_let_nothing_in(void **state)
{
    (void)state;
    start("false-places");
    for (size_t which = 0; which < 2 + FIXTURE_INTAKE_ATTACHED; which++) {
        bool divided = false;
        refuse_alike(change_digest, which, &divided);
        assert_true(divided);
    }
    spawner_stop(&fixture.spawner);
}

/* While one of them hangs this process is not kept, and its deadline is its own. */
static void test_S9_a_share_that_hangs_lets_this_process_go_on(void **state)
{
    struct course course;
    (void)state;
    start("share-hangs");
    fixture_intake_forge(&fixture, BUNDLE, LENGTHS[0], FIXTURE_INTAKE_ATTACHED, NULL, 0);
    begin(&course, 2);
    assert_int_equal(take_step(&course), STATUS_OK);
    assert_int_equal(course.opening->others, 1);
    int64_t deadline = course.opening->other[0].deadline;
    for (int i = 0; i < 20; i++) {
        int64_t since = channel_clock();
        assert_false(opening_is_ready(course.opening));
        assert_true(channel_clock() - since < PATIENCE / 2);
        opening_leave(course.opening);
        (void)usleep(5000);
        opening_return(course.opening);
    }
    assert_true(course.opening->other[0].deadline >= deadline + 20 * 5);
    end(&course);
    spawner_stop(&fixture.spawner);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares_come_to_what_one_worker_comes_to),
        cmocka_unit_test(test_S6_the_file_key_goes_with_the_last_worker),
        cmocka_unit_test(test_S8_what_is_refused_does_not_depend_on_the_number_of_workers),
        cmocka_unit_test(test_S2_no_share_is_read_before_the_digest_holds),
        cmocka_unit_test(test_S9_a_share_that_is_not_good_refuses_nothing),
        cmocka_unit_test(test_S9_what_no_file_key_was_kept_for_is_not_divided),
        cmocka_unit_test(test_S9_false_places_let_nothing_in),
        cmocka_unit_test(test_S9_a_share_that_hangs_lets_this_process_go_on),
    };
    if (spawner_is_asked_for(argc, argv))
        return fixture_hostile_spawner(argv[3]);
    if (!fixture_hostile_has_processes())
        return fixture_skip(
            tests, sizeof tests / sizeof tests[0], "this build has no process to attack");
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
