/* The isolation of what parses a stranger's bytes (S9), on the real spawner and sandbox, with a
 * worker that was taken over. This program is its own spawner: base/system/worker_linux.c executes
 * it once more with SPAWNER_WORD, and the plan stands where the program has an edition's file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/system/worker_linux.h"
#include "fixture_directory.h"
#include "fixture_hostile.h"
#include "fixture_hostile_plan.h"
#include "fixture_intake.h"
#include "fixture_skip.h"
#include "format/receipt.h"
#include "isolate/opening_keydir.h"
#include "isolate/refusal.h"
#include "isolate/serve.h"
#include "isolate/spawner.h"
#include "register/originals.h"

#define DEAF "deaf" /* a spawner that hangs up and does not end */
#define ATTACKED "attacked.sigill"
#define SPARED "spared.sigill"
#define OTHER "other-answers"
#define OTHER_RECORD "other.record"
#define OTHER_SIGNATURE "other.minisig"

enum { PATIENCE = 3000 }; /* milliseconds: enough for an honest worker on a busy machine */

static struct fixture_intake fixture;

/* ---- the spawner's side ---- */

void serve_requests(int bundle, int socket, const struct editions *editions)
{
    fixture_hostile_serve(bundle, socket, editions);
}

static void read_other_answers(const char *record_path, const char *signature_path)
{
    static struct buffer record;
    static struct buffer signature;
    if (file_read(record_path, sizeof(struct answers), &record, NULL) != STATUS_OK ||
        file_read(signature_path, 1024, &signature, NULL) != STATUS_OK)
        exit(STATUS_FAILED);
    fixture_hostile_hands_up((const struct answers *)(const void *)record.data, &signature);
}

static int be_spawner(const char *plan)
{
    char record[4096];
    char signature[4096];
    char name[64];
    if (strcmp(plan, DEAF) == 0) {
        (void)close(WORKER_SOCKET);
        for (;;)
            (void)pause();
    }
    if (sscanf(plan, "%63[^:]:%4095[^:]:%4095s", name, record, signature) == 3)
        read_other_answers(record, signature);
    return fixture_hostile_spawner(name);
}

/* ---- this side ---- */

static int make_all(void **state)
{
    (void)state;
    struct buffer json = {0};
    struct buffer signature = {0};
    fixture_intake_make(&fixture);
    fixture_intake_seal(&fixture, ATTACKED, false, 0);
    fixture_intake_seal(&fixture, SPARED, false, FIXTURE_HOSTILE_SPARES);
    struct answers *other = fixture_intake_answers(&fixture, true, &json, &signature);
    fixture_directory_write(OTHER_RECORD, other, sizeof *other);
    fixture_directory_write(OTHER_SIGNATURE, signature.data, signature.length);
    free(other);
    buffer_free(&json);
    buffer_free(&signature);
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
    char words[4096];
    (void)snprintf(words, sizeof words, "%s", plan);
    if (strcmp(plan, OTHER) == 0)
        (void)snprintf(words, sizeof words, "%s:%s:%s", plan, fixture_directory_path(OTHER_RECORD),
            fixture_directory_path(OTHER_SIGNATURE));
    fixture_intake_start(&fixture, words, PATIENCE);
}

static bool has_receipt(const struct verdict *verdict)
{
    char *path = store_file(&fixture.store, STORE_RECEIPTS, verdict->sealed.bytes, RECEIPT_SUFFIX);
    assert_non_null(path);
    bool found = file_exists(path);
    free(path);
    return found;
}

/* One bundle with that plan; the plan's next bundle is received as if nothing had been. */
static void attack(const char *plan, enum reason wanted, struct verdict *verdict)
{
    struct verdict next;
    fixture_intake_renew(&fixture);
    start(plan);
    assert_int_equal(fixture_intake_receive(&fixture, ATTACKED, verdict), STATUS_OK);
    if (verdict->reason != wanted)
        fail_msg("%s: %s, not %s", plan, reason_code(verdict->reason), reason_code(wanted));
    assert_int_equal(has_receipt(verdict), wanted != REASON_WORKER_FAILED);
    assert_int_equal(fixture_intake_count(&fixture), wanted == REASON_NONE ? 1 : 0);
    assert_int_equal(fixture_intake_receive(&fixture, SPARED, &next), STATUS_OK);
    if (next.reason != REASON_NONE)
        fail_msg("after %s: %s", plan, reason_code(next.reason));
    assert_int_equal(fixture_intake_count(&fixture), wanted == REASON_NONE ? 2 : 1);
    spawner_stop(&fixture.spawner);
}

static void attack_with_all(const struct hostile_plan *list)
{
    struct verdict verdict;
    for (; list->name != NULL; list++)
        attack(list->name, REASON_WORKER_FAILED, &verdict);
}

/* ---- tests ---- */

static void test_the_double_is_as_good_as_a_worker_until_it_does_harm(void **state)
{
    struct verdict verdict;
    (void)state;
    attack("honest", REASON_NONE, &verdict);
    assert_string_equal(verdict.number, "212999-0012");
}

static void test_S9_a_worker_can_do_nothing_but_its_work(void **state)
{
    (void)state;
    attack_with_all(HOSTILE_CALLS);
    attack_with_all(HOSTILE_FLAGS);
    assert_false(file_exists("/tmp/sigill-hostile"));
}

static void test_S9_what_a_worker_may_not_say_is_not_heard(void **state)
{
    struct verdict verdict;
    (void)state;
    for (const struct hostile_plan *plan = HOSTILE_WORDS; plan->name != NULL; plan++) {
        if (strcmp(plan->name, "damaged") != 0)
            attack(plan->name, REASON_WORKER_FAILED, &verdict);
    }
}

static void test_S9_a_worker_may_refuse_its_own_bundle_in_our_words(void **state)
{
    struct verdict verdict;
    struct error ours;
    (void)state;
    error_init(&ours, NULL);
    attack("damaged", REASON_DAMAGED, &verdict);
    assert_int_equal(refusal_of_worker(REASON_DAMAGED, &ours), STATUS_REFUSED);
    assert_string_equal(verdict.text, ours.text);
    assert_false(verdict.id_known);
    assert_false(verdict.sender_known);
}

static void test_S9_a_worker_cannot_alter_what_was_signed(void **state)
{
    static const struct {
        const char *plan;
        enum reason reason;
    } harm[] = {
        {"manifest-bytes", REASON_BAD_SIGNATURE},
        {"signature-bytes", REASON_BAD_SIGNATURE},
        {"no-signature", REASON_BAD_SIGNATURE},
        {"no-manifest", REASON_BAD_SIGNATURE},
        {"huge-payload", REASON_WORKER_FAILED},
        {"id", REASON_CONTENT_MISMATCH},
        {"recipient", REASON_CONTENT_MISMATCH},
        {"more-recipients", REASON_UNKNOWN_FORMAT},
        {"sender", REASON_CONTENT_MISMATCH},
        {"card", REASON_CONTENT_MISMATCH},
        {"result", REASON_CONTENT_MISMATCH},
        {"type", REASON_CONTENT_MISMATCH},
        {"strange-type", REASON_UNKNOWN_FORMAT},
        {"payload", REASON_CONTENT_MISMATCH},
        {"strange-flag", REASON_UNKNOWN_FORMAT},
        {"more-files", REASON_TOO_LARGE},
        {"more-areas", REASON_UNKNOWN_FORMAT},
        {"endless-name", REASON_UNKNOWN_FORMAT},
        {"endless-everything", REASON_UNKNOWN_FORMAT},
        {"one-more-tick", REASON_BAD_SIGNATURE},
        {"number", REASON_BAD_SIGNATURE},
        {"strange-bool", REASON_INVALID_ANSWERS},
        {"strange-other-bool", REASON_INVALID_ANSWERS},
        {"strange-number", REASON_INVALID_ANSWERS},
        {"strange-options", REASON_INVALID_ANSWERS},
        {"more-questions", REASON_INVALID_ANSWERS},
        {"more-covered", REASON_INVALID_ANSWERS},
        {"more-participants", REASON_INVALID_ANSWERS},
        {"endless-text", REASON_INVALID_ANSWERS},
        {"hidden-bytes", REASON_INVALID_ANSWERS},
        {OTHER, REASON_CONTENT_MISMATCH},
        {"no-answers-signature", REASON_BAD_SIGNATURE},
        {"own-answers-signature", REASON_BAD_SIGNATURE},
        {"size-byte-less", REASON_WORKER_FAILED},
        {"size-byte-more", REASON_WORKER_FAILED},
        {"manifest-byte-less", REASON_WORKER_FAILED},
        {"manifest-byte-more", REASON_WORKER_FAILED},
        {"answers-byte-less", REASON_WORKER_FAILED},
        {"answers-byte-more", REASON_WORKER_FAILED},
    };
    struct verdict verdict;
    size_t plans = 0;
    (void)state;
    for (size_t i = 0; i < sizeof harm / sizeof harm[0]; i++)
        attack(harm[i].plan, harm[i].reason, &verdict);
    while (HOSTILE_RECORDS[plans].name != NULL)
        plans++;
    assert_int_equal(plans, sizeof harm / sizeof harm[0]);
}

static void test_S9_a_worker_that_does_not_end_is_ended(void **state)
{
    struct verdict verdict;
    (void)state;
    fixture_intake_renew(&fixture);
    start("loop");
    fixture.spawner.patience = 200;
    int64_t begun = channel_clock();
    assert_int_equal(fixture_intake_receive(&fixture, ATTACKED, &verdict), STATUS_OK);
    assert_int_equal(verdict.reason, REASON_WORKER_FAILED);
    assert_true(channel_clock() - begun >= 200);
    assert_true(channel_clock() - begun < 5000);
    spawner_stop(&fixture.spawner);
}

/* One opening, whoever asks: a record out of bounds has the same name for what was received, for
 * what is kept, and between parties that trust each other's cards. */
static enum status open_kept(const struct verdict *verdict, struct error *err)
{
    struct submission row;
    struct manifest *manifest = calloc(1, sizeof *manifest);
    bool found = false;
    assert_non_null(manifest);
    assert_int_equal(
        submissions_by_sealed(&fixture.store, &verdict->sealed, &found, &row, NULL), STATUS_OK);
    assert_true(found);
    enum status status = fixture_intake_manifest(&fixture, &row, manifest, err);
    free(manifest);
    return status;
}

static enum status open_trusted(struct error *err)
{
    int fd = -1;
    uint64_t size = 0;
    struct keydir_trusted sender = {fixture.sender.fingerprint, fixture.sender.card};
    struct opening_keydir cards = {&sender, 1, &fixture.own, 1};
    struct opening_policy policy = opening_keydir_policy(&cards, fixture.receiver.now);
    struct opening *opening = opening_new(&policy);
    assert_int_equal(
        file_open(fixture_directory_path(ATTACKED), false, &fd, &size, NULL), STATUS_OK);
    assert_int_equal(
        opening_unwrap(opening, fd, size, fixture.receiver.identities, err), STATUS_OK);
    enum status status = opening_verify(opening, &fixture.spawner, NULL, err);
    opening_free(opening);
    (void)close(fd);
    return status;
}

static void test_S9_a_record_out_of_bounds_has_one_name(void **state)
{
    static const char *const plans[] = {"more-recipients", "strange-type", "endless-name"};
    struct verdict verdict;
    struct error err;
    (void)state;
    error_init(&err, NULL);
    fixture_intake_renew(&fixture);
    start("honest");
    assert_int_equal(fixture_intake_receive(&fixture, ATTACKED, &verdict), STATUS_OK);
    assert_int_equal(verdict.reason, REASON_NONE);
    assert_int_equal(open_kept(&verdict, &err), STATUS_OK);
    assert_int_equal(open_trusted(&err), STATUS_OK);
    spawner_stop(&fixture.spawner);
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        start(plans[i]);
        assert_int_equal(open_kept(&verdict, &err), STATUS_REFUSED);
        assert_string_equal(reason_code(err.reason), "unknown-format");
        assert_int_equal(open_trusted(&err), STATUS_REFUSED);
        assert_string_equal(reason_code(err.reason), "unknown-format");
        spawner_stop(&fixture.spawner);
    }
}

/* A copy of the register's own is hashed once; what may lie on a medium is hashed again as it is
 * inflated. */
static void test_S2_only_the_register_s_own_files_are_hashed_once(void **state)
{
    static const struct {
        struct opening_policy policy;
        bool settled;
    } cases[] = {{{.kept = true}, true}, {{.submissions = true}, true}, {{0}, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t size = 0;
        int fd = -1;
        struct opening *opening = opening_new(&cases[i].policy);
        assert_int_equal(
            file_open(fixture_directory_path(ATTACKED), false, &fd, &size, NULL), STATUS_OK);
        assert_int_equal(
            opening_unwrap(opening, fd, size, fixture.receiver.identities, NULL), STATUS_OK);
        assert_int_equal(opening->envelope.settled, cases[i].settled);
        opening_free(opening);
        (void)close(fd);
    }
}

/* What the worker has, the process with the keys needs no longer. */
static void test_S6_the_file_key_goes_with_the_worker(void **state)
{
    struct error err;
    int fd = -1;
    uint64_t size = 0;
    struct opening_policy policy = {.kept = true};
    struct opening *opening = opening_new(&policy);
    (void)state;
    error_init(&err, NULL);
    start("honest");
    assert_int_equal(
        file_open(fixture_directory_path(ATTACKED), false, &fd, &size, NULL), STATUS_OK);
    assert_int_equal(
        opening_unwrap(opening, fd, size, fixture.receiver.identities, &err), STATUS_OK);
    assert_non_null(opening->file_key);
    assert_int_equal(opening_start(opening, &fixture.spawner, NULL, &err), STATUS_OK);
    assert_null(opening->file_key);
    assert_null(opening->worker.file_key);
    assert_true(opening->worker.process >= 0);
    assert_int_equal(opening_split(opening, &err), STATUS_OK);
    opening_free(opening);
    spawner_stop(&fixture.spawner);
    (void)close(fd);
}

/* Without a spawner nothing is parsed in the process that holds the keys. */
static void test_S9_no_spawner_means_no_parsing(void **state)
{
    struct verdict verdict;
    (void)state;
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_NONE;
    assert_int_equal(fixture_intake_receive(&fixture, ATTACKED, &verdict), STATUS_FAILED);
    assert_int_equal(verdict.reason, REASON_IO_ERROR);
    assert_int_equal(fixture_intake_count(&fixture), 0);
}

static void test_a_spawner_that_died_fails_a_bundle_and_loses_none(void **state)
{
    struct verdict verdict;
    (void)state;
    fixture_intake_renew(&fixture);
    start("honest");
    (void)close(fixture.spawner.source->socket);
    fixture.spawner.source->socket = dup(STDIN_FILENO);
    assert_int_equal(fixture_intake_receive(&fixture, ATTACKED, &verdict), STATUS_FAILED);
    assert_int_equal(verdict.reason, REASON_IO_ERROR);
    assert_int_equal(fixture_intake_count(&fixture), 0);
    spawner_stop(&fixture.spawner);
    start("honest");
    assert_int_equal(fixture_intake_receive(&fixture, ATTACKED, &verdict), STATUS_OK);
    assert_int_equal(verdict.reason, REASON_NONE);
    spawner_stop(&fixture.spawner);
}

static void test_a_spawner_that_cannot_start_says_so(void **state)
{
    struct error err;
    struct spawner spawner;
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(spawner_start("no-such-plan", "en", &spawner, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "--allow-no-sandbox"));
    assert_null(spawner.source);
    assert_false(spawner.inside);
}

static void test_S9_a_spawner_that_hangs_up_is_not_waited_for(void **state)
{
    struct spawner spawner;
    struct error err;
    (void)state;
    error_init(&err, NULL);
    (void)alarm(20); /* instead of waiting without end */
    assert_int_equal(spawner_start(DEAF, "en", &spawner, &err), STATUS_FAILED);
    (void)alarm(0);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_null(spawner.source);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest anywhere[] = {
        cmocka_unit_test(test_S9_no_spawner_means_no_parsing),
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_double_is_as_good_as_a_worker_until_it_does_harm),
        cmocka_unit_test(test_S9_a_worker_can_do_nothing_but_its_work),
        cmocka_unit_test(test_S9_what_a_worker_may_not_say_is_not_heard),
        cmocka_unit_test(test_S9_a_worker_may_refuse_its_own_bundle_in_our_words),
        cmocka_unit_test(test_S9_a_worker_cannot_alter_what_was_signed),
        cmocka_unit_test(test_S9_a_worker_that_does_not_end_is_ended),
        cmocka_unit_test(test_S9_a_record_out_of_bounds_has_one_name),
        cmocka_unit_test(test_S2_only_the_register_s_own_files_are_hashed_once),
        cmocka_unit_test(test_S6_the_file_key_goes_with_the_worker),
        cmocka_unit_test(test_a_spawner_that_died_fails_a_bundle_and_loses_none),
        cmocka_unit_test(test_a_spawner_that_cannot_start_says_so),
        cmocka_unit_test(test_S9_a_spawner_that_hangs_up_is_not_waited_for),
    };
    if (argc > 3 && strcmp(argv[1], SPAWNER_WORD) == 0)
        return be_spawner(argv[3]);
    if (fixture_hostile_has_processes())
        return cmocka_run_group_tests(tests, make_all, remove_all) +
               cmocka_run_group_tests(anywhere, make_all, remove_all);
    return fixture_skip(tests, sizeof tests / sizeof tests[0], "no processes of workers here") +
           cmocka_run_group_tests(anywhere, make_all, remove_all);
}
