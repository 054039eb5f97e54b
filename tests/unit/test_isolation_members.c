/* Members that a worker that was taken over hands up (S9), and a receiver of them that takes its
 * time. This program is its own spawner, as test_isolation.c is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_directory.h"
#include "fixture_hostile.h"
#include "fixture_hostile_plan.h"
#include "fixture_intake.h"
#include "fixture_skip.h"
#include "isolate/opening_keydir.h"
#include "isolate/serve.h"
#include "isolate/spawner.h"

#define ATTACKED "attacked.sigill"
#define LARGE "large.sigill" /* inflates to more than WIRE_MEMBER_PART */

enum { PATIENCE = 3000 }; /* milliseconds: enough for an honest worker on a busy machine */

static struct fixture_intake fixture;

void serve_requests(int bundle, int socket, const struct editions *editions)
{
    fixture_hostile_serve(bundle, socket, editions);
}

static int make_all(void **state)
{
    (void)state;
    fixture_intake_make(&fixture);
    fixture_intake_seal(&fixture, ATTACKED, false, 0);
    fixture_intake_seal_zeros(&fixture, LARGE, (size_t)5 << 20);
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
    struct error err;
    error_init(&err, NULL);
    if (spawner_start(plan, "en", &fixture.spawner, &err) != STATUS_OK)
        fail_msg("%s: %s", plan, err.text);
}

/* A receiver that writes to a slow medium: its time is not the worker's. */
enum { SLOW = 1000, SLOW_PATIENCE = 1500 };

static enum status begin_slowly(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)context;
    (void)place;
    (void)file;
    (void)err;
    (void)usleep(SLOW * 1000);
    return STATUS_OK;
}

static enum status write_nothing(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)context;
    (void)bytes;
    (void)length;
    (void)err;
    return STATUS_OK;
}

/* Likewise, at the last bytes of the last member: *context is how many are still to come. */
static enum status end_slowly(void *context, const void *bytes, size_t length, struct error *err)
{
    size_t *left = context;
    (void)bytes;
    (void)err;
    if (*left == length)
        (void)usleep(3 * SLOW * 1000);
    *left -= length;
    return STATUS_OK;
}

/* The last member is the attached one. */
static enum status begin_last(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    size_t *left = context;
    (void)place;
    (void)err;
    *left = (size_t)file->size;
    if (place != 2)
        *left = SIZE_MAX;
    return STATUS_OK;
}

static enum status begin_none(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)context;
    (void)place;
    (void)file;
    (void)err;
    return STATUS_OK;
}

/* Opens the bundle as somebody who trusts its sender and hands its members to the receiver. */
static enum status take_members_of(const char *bundle, const struct payload_receiver *receiver,
    int64_t patience, struct error *err)
{
    struct keydir_trusted sender = {fixture.sender.fingerprint, fixture.sender.card};
    struct opening_keydir cards = {&sender, 1, &fixture.own, 1};
    struct opening_policy policy = opening_keydir_policy(&cards, fixture.receiver.now);
    struct opening *opening = opening_new(&policy);
    int fd = -1;
    uint64_t size = 0;
    fixture.spawner.patience = patience;
    assert_int_equal(file_open(fixture_directory_path(bundle), false, &fd, &size, NULL), STATUS_OK);
    assert_int_equal(
        opening_unwrap(opening, fd, size, fixture.receiver.identities, NULL), STATUS_OK);
    assert_int_equal(opening_verify(opening, &fixture.spawner, NULL, NULL), STATUS_OK);
    enum status status = opening_members(opening, receiver, err);
    opening_free(opening);
    (void)close(fd);
    return status;
}

static void test_a_receiver_that_takes_its_time_is_not_taken_for_the_worker(void **state)
{
    struct payload_receiver slow = {begin_slowly, write_nothing, NULL};
    (void)state;
    start("honest");
    assert_int_equal(take_members_of(ATTACKED, &slow, SLOW_PATIENCE, NULL), STATUS_OK);
    spawner_stop(&fixture.spawner);
}

/* Where several hands take them (isolate/client.c), and the last to come is taken by another one.
 */
static void test_a_receiver_that_takes_its_time_at_the_end_is_not_taken_for_the_worker(void **state)
{
    size_t left = SIZE_MAX;
    struct payload_receiver slow = {begin_last, end_slowly, &left};
    struct error err;
    (void)state;
    error_init(&err, NULL);
    start("honest");
    if (take_members_of(LARGE, &slow, SLOW_PATIENCE, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_int_equal(left, 0);
    spawner_stop(&fixture.spawner);
}

/* Where the worker breaks the protocol; all others tell of other members than the manifest's. */
static bool breaks_the_protocol(const char *plan)
{
    static const char *const plans[] = {"verdict-between-members", "large-part-of-member",
        "empty-part-of-member", "end-amid-members", "end-before-verdict",
        "members-refused-for-nothing", "members-failed-at-the-end", "members-with-a-short-verdict"};
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        if (strcmp(plans[i], plan) == 0)
            return true;
    }
    return false;
}

static void refuse_members_of(const char *bundle, const struct hostile_plan *plan)
{
    struct payload_receiver any = {begin_none, write_nothing, NULL};
    struct error err;
    enum reason wanted = breaks_the_protocol(plan->name) ? REASON_WORKER_FAILED
                         : strcmp(plan->name, "members-refused-at-the-end") == 0
                             ? REASON_DAMAGED
                             : REASON_CONTENT_MISMATCH;
    error_init(&err, NULL);
    start(plan->name);
    enum status status = take_members_of(bundle, &any, PATIENCE, &err);
    spawner_stop(&fixture.spawner);
    if (status != STATUS_REFUSED || err.reason != wanted)
        fail_msg("%s, %s: %d, %s, not %s", bundle, plan->name, (int)status, reason_code(err.reason),
            reason_code(wanted));
}

/* One hand takes those of a small bundle, several those of a large one. */
static void test_S9_members_that_the_manifest_does_not_have_are_refused(void **state)
{
    (void)state;
    for (const struct hostile_plan *plan = HOSTILE_MEMBERS; plan->name != NULL; plan++) {
        refuse_members_of(ATTACKED, plan);
        refuse_members_of(LARGE, plan);
    }
}

static enum status fail_late(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)context;
    (void)place;
    (void)file;
    (void)usleep(50 * 1000);
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR, "the disk is full");
}

/* Several hands take them: what comes later, or is refused of it, does not overtake. */
static void test_what_goes_wrong_first_is_what_is_told(void **state)
{
    static const char *const plans[] = {"honest", "first-member-changed", "last-member-long",
        "verdict-between-members", "empty-part-of-member", "end-amid-members"};
    struct payload_receiver full = {fail_late, write_nothing, NULL};
    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        struct error err;
        error_init(&err, NULL);
        start(plans[i]);
        assert_int_equal(take_members_of(LARGE, &full, PATIENCE, &err), STATUS_FAILED);
        assert_string_equal(err.text, "the disk is full");
        spawner_stop(&fixture.spawner);
    }
    start("byte-before-any-member"); /* where the receiver is never asked */
    assert_int_equal(take_members_of(LARGE, &full, PATIENCE, NULL), STATUS_REFUSED);
    spawner_stop(&fixture.spawner);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_receiver_that_takes_its_time_is_not_taken_for_the_worker),
        cmocka_unit_test(
            test_a_receiver_that_takes_its_time_at_the_end_is_not_taken_for_the_worker),
        cmocka_unit_test(test_what_goes_wrong_first_is_what_is_told),
        cmocka_unit_test(test_S9_members_that_the_manifest_does_not_have_are_refused),
    };
    if (argc > 3 && strcmp(argv[1], SPAWNER_WORD) == 0)
        return fixture_hostile_spawner(argv[3]);
    if (fixture_hostile_has_processes())
        return cmocka_run_group_tests(tests, make_all, remove_all);
    return fixture_skip(tests, sizeof tests / sizeof tests[0], "no processes of workers here");
}
