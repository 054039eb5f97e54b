/* A kit's worker that was taken over, and what it hands up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/system/channel.h"
#include "fixture_age.h"
#include "fixture_kit.h"
#include "isolate/unpacked_kit.h"
#include "isolate/wire.h"

enum { PATIENCE = 1000 }; /* milliseconds */

static struct error err;
static struct kit_content honest, taken;
static struct buffer sealed;
static struct kit_opened opened;
static struct card card;
static struct fingerprint fingerprint;
static int ours, theirs;

static int open_ends(void **state)
{
    int pair[2];
    (void)state;
    error_init(&err, NULL);
    if (!channel_open(pair))
        return -1;
    ours = pair[0];
    theirs = pair[1];
    return 0;
}

static int close_ends(void **state)
{
    (void)state;
    kit_content_free(&taken);
    channel_close(ours);
    channel_close(theirs);
    return 0;
}

static int make_kit(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_kit_content(&honest, 7);
    fixture_kit_seal(&honest, &sealed);
    opened.bytes = sealed.data;
    assert_int_equal(kit_split(sealed.data, sealed.length, &opened.frame, &err), STATUS_OK);
    assert_int_equal(card_open(opened.frame.card.bytes, opened.frame.card.length, NULL, &card,
                         &fingerprint, &err),
        STATUS_OK);
    opened.key = &card.sign;
    opened.card = &fingerprint;
    return 0;
}

static int free_kit(void **state)
{
    (void)state;
    kit_content_free(&honest);
    buffer_free(&sealed);
    return 0;
}

static void say(enum wire_kind kind, const void *bytes, size_t length)
{
    assert_int_equal(wire_send(theirs, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL), STATUS_OK);
}

static void say_verdict(enum status status, enum reason reason)
{
    struct wire_verdict verdict = {(uint32_t)status, (uint32_t)reason};
    say(WIRE_VERDICT, &verdict, sizeof verdict);
}

static void say_record(const struct kit *kit)
{
    say_verdict(STATUS_OK, REASON_NONE);
    say(WIRE_BYTES, kit, sizeof *kit);
}

static void say_refusal(enum reason reason, uint32_t place)
{
    say_record(&honest.kit);
    say_verdict(STATUS_REFUSED, reason);
    say(WIRE_MEMBER, &place, sizeof place);
}

static enum status take(void)
{
    return unpacked_kit_take(ours, &opened, channel_clock() + PATIENCE, &taken, &err);
}

static void renew(void)
{
    (void)close_ends(NULL);
    assert_int_equal(open_ends(NULL), 0);
}

static void assert_not_heard(void)
{
    assert_refused(take(), err, REASON_WORKER_FAILED);
    assert_non_null(strstr(err.text, "did not come to its end"));
    renew();
}

static void say_members(void)
{
    say_record(&honest.kit);
    say_verdict(STATUS_OK, REASON_NONE);
    for (size_t i = 0; i < honest.kit.files; i++)
        say(WIRE_BYTES, honest.file[i].data, honest.file[i].length);
    say(WIRE_END, NULL, 0);
}

static void test_what_an_honest_worker_says_is_taken(void **state)
{
    (void)state;
    say_members();
    assert_int_equal(take(), STATUS_OK);
    assert_memory_equal(&taken.kit, &honest.kit, sizeof taken.kit);
    assert_int_equal(taken.file[2].length, honest.file[2].length);
}

static void test_S13_what_a_kit_s_worker_may_not_say_is_not_heard(void **state)
{
    (void)state;
    say_verdict(STATUS_REFUSED, REASON_WRONG_PASSPHRASE); /* not of a kit */
    assert_not_heard();
    say_verdict(STATUS_OK, REASON_NONE);
    say(WIRE_BYTES, &honest.kit, sizeof honest.kit - 1);
    assert_not_heard();
    say(WIRE_BYTES, &honest.kit, sizeof honest.kit);
    assert_not_heard();
    say_record(&honest.kit);
    say_verdict(STATUS_OK, REASON_NONE);
    say(WIRE_END, NULL, 0); /* no members */
    assert_not_heard();
    say_record(&honest.kit);
    say_verdict(STATUS_OK, REASON_NONE);
    say(WIRE_BYTES, honest.file[0].data, honest.file[0].length - 1);
    assert_not_heard();
    honest.file[0].data[7] ^= 1; /* other bytes than those that were signed */
    say_members();
    honest.file[0].data[7] ^= 1;
    assert_not_heard();
    say_record(&honest.kit);
    say_verdict(STATUS_REFUSED, REASON_BAD_VALUE);
    say(WIRE_BYTES, "", 0); /* of no member */
    assert_not_heard();
}

/* Whatever record it hands up, it is held against the bytes that were signed. */
static void test_S9_a_kit_s_worker_cannot_alter_what_was_signed(void **state)
{
    struct kit other = honest.kit;
    (void)state;
    other.number++;
    say_record(&other);
    assert_refused(take(), err, REASON_CONTENT_MISMATCH);
    renew();
    other = honest.kit;
    memset(other.file[0].path, 'x', sizeof other.file[0].path);
    say_record(&other);
    assert_refused(take(), err, REASON_BAD_VALUE);
    renew();
    other = honest.kit;
    other.files = UINT32_MAX;
    say_record(&other);
    assert_refused(take(), err, REASON_BAD_VALUE);
}

static void test_S13_what_a_kit_s_worker_refuses_is_said_in_our_words(void **state)
{
    static const struct {
        enum reason reason;
        uint32_t place;
        const char *words;
    } said[] = {
        {REASON_BAD_VALUE, 0, "edition-infosakkollen-2021.json: has what this version"},
        {REASON_BAD_SYNTAX, 2, "round.json: not whole"},
        {REASON_CONTENT_MISMATCH, KIT_FILES_MAX, "kit.tar.gz is not what was signed"},
        {REASON_TOO_LARGE, KIT_FILES_MAX, "needs more memory"},
        {REASON_BAD_VALUE, UINT32_MAX, "kit.json is not as a kit has it"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        say_refusal(said[i].reason, said[i].place);
        assert_refused(take(), err, said[i].reason);
        assert_non_null(strstr(err.text, said[i].words));
        assert_int_equal(taken.file[0].length, 0);
        renew();
    }
}

static void test_S13_a_kit_s_worker_that_does_not_end_is_not_waited_for(void **state)
{
    (void)state;
    int64_t begun = channel_clock();
    assert_not_heard();
    say_record(&honest.kit);
    assert_not_heard();
    assert_true(channel_clock() - begun < 10 * PATIENCE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_what_an_honest_worker_says_is_taken, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S13_what_a_kit_s_worker_may_not_say_is_not_heard, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_kit_s_worker_cannot_alter_what_was_signed, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S13_what_a_kit_s_worker_refuses_is_said_in_our_words, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S13_a_kit_s_worker_that_does_not_end_is_not_waited_for, open_ends, close_ends),
    };
    return cmocka_run_group_tests(tests, make_kit, free_kit);
}
