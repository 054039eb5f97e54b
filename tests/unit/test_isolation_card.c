/* The card beside a bundle of an unknown sender, read by a worker that was taken over (S2, S9): on
 * the real spawner and sandbox, as in test_isolation.c. Whatever it does, the card is shown as it
 * stands in the file, unverified, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "cmd/authority/beside.h"
#include "crypto/secret.h"
#include "fixture_card.h"
#include "fixture_directory.h"
#include "fixture_hostile.h"
#include "fixture_hostile_plan.h"
#include "fixture_minisign.h"
#include "fixture_skip.h"
#include "isolate/opening_card.h"
#include "isolate/serve.h"

#define ATTACKED "sender.card"
#define SPARED "spared.frame" /* not .card: one that lies beside a bundle may be its sender's */
#define FORGED "forged.card"

enum { PATIENCE = 3000 }; /* milliseconds: enough for an honest worker on a busy machine */

static struct card written;
static struct fingerprint fingerprint;
static struct bundle_front signed_by_written; /* what the card's key has signed */
static struct spawner spawner = SPAWNER_NONE;

void serve_requests(int bundle, int socket, const struct editions *editions)
{
    fixture_hostile_serve(bundle, socket, editions);
}

/* ---- attacking ---- */

static void start(const char *plan)
{
    struct error err;
    error_init(&err, NULL);
    if (spawner_start(plan, "en", &spawner, &err) != STATUS_OK)
        fail_msg("%s: %s", plan, err.text);
    spawner.patience = PATIENCE;
}

static enum status look(
    const char *name, struct card *card, struct fingerprint *found, struct error *err)
{
    memset(card, 0xA5, sizeof *card);
    memset(found, 0xA5, sizeof *found);
    error_init(err, NULL);
    return opening_card(&spawner, fixture_directory_path(name), card, found, err);
}

/* What `receive` shows of the card beside a bundle. */
static void assert_not_shown(const char *plan)
{
    struct beside beside;
    struct receiver receiver = {.spawner = &spawner};
    struct verdict verdict = {.reason = REASON_UNKNOWN_SENDER, .unproven = signed_by_written};
    assert_true(verdict_signed_with(&verdict, &written.sign));
    beside_look(&receiver, fixture_directory_path("x.sigill"), &verdict, &beside);
    assert_non_null(beside.path);
    if (beside.readable || beside.signer)
        fail_msg("%s: the card is shown", plan);
    json_t *json = beside_json(&beside);
    assert_true(json_is_null(json_object_get(json, "name")));
    assert_true(json_is_null(json_object_get(json, "fingerprint")));
    assert_true(json_is_false(json_object_get(json, "verified")));
    json_decref(json);
    beside_free(&beside);
}

/* The plan's next card is read as if nothing had been. */
static void assert_spawner_lives(const char *plan)
{
    struct card card;
    struct error err;
    struct fingerprint found;
    if (look(SPARED, &card, &found, &err) != STATUS_OK)
        fail_msg("after %s: %s", plan, err.text);
    assert_int_equal(card.series, FIXTURE_HOSTILE_SPARED_SERIES);
}

static void attack(const char *plan, const char *file, enum reason wanted)
{
    static const struct card none;
    static const struct fingerprint no_fingerprint;
    struct card card;
    struct error err;
    struct fingerprint found;
    start(plan);
    assert_int_equal(look(file, &card, &found, &err), STATUS_REFUSED);
    if (err.reason != wanted)
        fail_msg("%s: %s, not %s", plan, reason_code(err.reason), reason_code(wanted));
    assert_memory_equal(&card, &none, sizeof card);
    assert_memory_equal(&found, &no_fingerprint, sizeof found);
    assert_null(strchr(err.text, 0x1B));
    assert_spawner_lives(plan);
    spawner_stop(&spawner);
}

/* ---- tests ---- */

static void test_the_double_reads_a_card_as_a_worker_does(void **state)
{
    struct card card;
    struct error err;
    struct fingerprint found;
    (void)state;
    start("honest");
    assert_int_equal(look(ATTACKED, &card, &found, &err), STATUS_OK);
    assert_memory_equal(&card, &written, sizeof card);
    assert_true(fingerprint_equal(&found, &fingerprint));
    spawner_stop(&spawner);
    attack("honest", FORGED, REASON_BAD_SYNTAX);
}

static void test_S9_a_worker_cannot_show_another_card(void **state)
{
    (void)state;
    for (const struct hostile_plan *plan = HOSTILE_CARDS; plan->name != NULL; plan++) {
        if (strcmp(plan->name, "card-hidden-bytes") != 0 &&
            strcmp(plan->name, "card-vouched-for") != 0)
            attack(plan->name, ATTACKED, REASON_WORKER_FAILED);
    }
    start("card-name");
    assert_not_shown("card-name");
    spawner_stop(&spawner);
}

static void test_S9_a_worker_cannot_vouch_for_a_card(void **state)
{
    (void)state;
    attack("card-vouched-for", FORGED, REASON_WORKER_FAILED);
}

static void test_S9_what_no_string_shows_is_not_shown(void **state)
{
    struct card card;
    struct error err;
    struct fingerprint found;
    (void)state;
    start("card-hidden-bytes");
    assert_int_equal(look(ATTACKED, &card, &found, &err), STATUS_OK);
    assert_string_equal(card.name, written.name);
    assert_int_equal(card.recipients, written.recipients);
    assert_true(fingerprint_equal(&found, &fingerprint));
    spawner_stop(&spawner);
}

static void test_S9_a_worker_that_reads_a_card_can_do_nothing_else(void **state)
{
    (void)state;
    for (const struct hostile_plan *plan = HOSTILE_CALLS; plan->name != NULL; plan++)
        attack(plan->name, ATTACKED, REASON_WORKER_FAILED);
    for (const struct hostile_plan *plan = HOSTILE_FLAGS; plan->name != NULL; plan++)
        attack(plan->name, ATTACKED, REASON_WORKER_FAILED);
    start("loop");
    spawner.patience = 300;
    assert_not_shown("loop");
    spawner_stop(&spawner);
}

static void test_S9_what_a_worker_may_not_say_of_a_card_is_not_heard(void **state)
{
    (void)state;
    for (const struct hostile_plan *plan = HOSTILE_WORDS; plan->name != NULL; plan++)
        attack(
            plan->name, ATTACKED, plan->verdict != NULL ? REASON_BAD_SYNTAX : REASON_WORKER_FAILED);
}

static void test_S9_no_spawner_means_no_card(void **state)
{
    struct card card;
    struct error err;
    struct fingerprint found;
    (void)state;
    assert_int_equal(look(ATTACKED, &card, &found, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_not_shown("no spawner");
}

/* ---- */

static void write_card(const char *name, const struct buffer *frame)
{
    fixture_directory_write(name, frame->data, frame->length);
}

/* Its signature is one that belongs to other bytes of the same length. */
static void forge(struct card *card, const struct minisign_secret *secret)
{
    struct buffer genuine = {0};
    struct buffer frame = {0};
    assert_int_equal(card_seal(card, secret, &genuine, NULL, NULL), STATUS_OK);
    card->name[0] ^= 1;
    assert_int_equal(card_seal(card, secret, &frame, NULL, NULL), STATUS_OK);
    uint8_t *name = memmem(frame.data, frame.length, card->name, strlen(card->name));
    assert_non_null(name);
    *name ^= 1;
    assert_int_equal(frame.length, genuine.length);
    assert_memory_not_equal(frame.data, genuine.data, frame.length);
    write_card(FORGED, &frame);
    buffer_free(&genuine);
    buffer_free(&frame);
}

static int make_all(void **state)
{
    (void)state;
    struct card spared;
    struct buffer frame = {0};
    struct buffer other = {0};
    if (secret_start(NULL) != STATUS_OK)
        return -1;
    (void)fixture_directory_make();
    struct minisign_secret *secret = fixture_secret();
    fixture_card(&written, 2);
    assert_int_equal(card_seal(&written, secret, &frame, &fingerprint, NULL), STATUS_OK);
    write_card(ATTACKED, &frame);
    spared = written;
    spared.series = FIXTURE_HOSTILE_SPARED_SERIES;
    assert_int_equal(card_seal(&spared, secret, &other, NULL, NULL), STATUS_OK);
    write_card(SPARED, &other);
    spared.series = 3;
    forge(&spared, secret);
    buffer_text(&signed_by_written.manifest, "{}");
    assert_int_equal(
        minisign_sign(secret, "{}", 2, "x", &signed_by_written.signature, NULL), STATUS_OK);
    minisign_key_free(secret);
    buffer_free(&frame);
    buffer_free(&other);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    bundle_front_free(&signed_by_written);
    fixture_directory_remove();
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest anywhere[] = {
        cmocka_unit_test(test_S9_no_spawner_means_no_card),
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_double_reads_a_card_as_a_worker_does),
        cmocka_unit_test(test_S9_a_worker_cannot_show_another_card),
        cmocka_unit_test(test_S9_a_worker_cannot_vouch_for_a_card),
        cmocka_unit_test(test_S9_what_no_string_shows_is_not_shown),
        cmocka_unit_test(test_S9_a_worker_that_reads_a_card_can_do_nothing_else),
        cmocka_unit_test(test_S9_what_a_worker_may_not_say_of_a_card_is_not_heard),
    };
    if (argc > 3 && strcmp(argv[1], SPAWNER_WORD) == 0)
        return fixture_hostile_spawner(argv[3]);
    if (fixture_hostile_has_processes())
        return cmocka_run_group_tests(tests, make_all, remove_all) +
               cmocka_run_group_tests(anywhere, make_all, remove_all);
    return fixture_skip(tests, sizeof tests / sizeof tests[0], "no processes of workers here") +
           cmocka_run_group_tests(anywhere, make_all, remove_all);
}
