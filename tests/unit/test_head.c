#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "crypto/minisign.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "format/frame.h"
#include "format/head.h"

#define HEX16(pair) pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair
#define ID HEX16("a1")
#define LINK HEX16("5e") HEX16("5e")
#define KEY HEX16("7b") HEX16("7b")
#define JSON                                                                                       \
    "{\"count\":17,\"format\":\"sigill-head/1\",\"head\":\"" LINK "\",\"key\":\"" KEY              \
    "\",\"register\":\"" ID "\",\"time\":\"2026-11-21T22:26:40Z\"}"
#define COMMENT "sigill-head/1 17"
#define FILE_NAME "heads/" ID ".head"

static struct error err;
static struct minisign_secret *secret;
static struct head head;

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    secret = fixture_secret();
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    minisign_key_free(secret);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    head = (struct head){.count = 17, .time = INT64_C(1795300000)};
    memset(head.id, 0xA1, sizeof head.id);
    memset(head.link, 0x5E, sizeof head.link);
    memset(head.key, 0x7B, sizeof head.key);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

/* ---- the document ---- */

static struct buffer seal(void)
{
    struct buffer frame = {0};
    if (head_seal(&head, secret, &frame, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return frame;
}

static void refuse_frame(const struct buffer *frame, enum reason reason)
{
    static const struct head none;
    struct head opened;
    assert_refused(
        head_open(frame->data, frame->length, minisign_key_public(secret), &opened, &err), err,
        reason);
    assert_memory_equal(&opened, &none, sizeof none);
}

/* A head's file of any JSON and trusted comment, rightly signed. */
static void refuse_signed(const char *json, const char *comment, enum reason reason)
{
    struct buffer frame = {0};
    struct buffer signature = {0};
    assert_int_equal(
        minisign_sign(secret, json, strlen(json), comment, &signature, &err), STATUS_OK);
    frame_document_build(
        HEAD_NAME, (const uint8_t *)json, strlen(json), signature.data, signature.length, &frame);
    refuse_frame(&frame, reason);
    buffer_free(&signature);
    buffer_free(&frame);
}

/* JSON with the first `from` replaced. */
static void refuse_change(const char *from, const char *to, enum reason reason)
{
    char json[1024];
    const char *place = strstr(JSON, from);
    assert_non_null(place);
    (void)snprintf(
        json, sizeof json, "%.*s%s%s", (int)(place - JSON), JSON, to, place + strlen(from));
    refuse_signed(json, COMMENT, reason);
}

static void test_a_head_is_the_document_of_the_design(void **state)
{
    (void)state;
    struct frame_view json;
    struct frame_view signature;
    struct head opened;
    struct buffer frame = seal();
    assert_int_equal(frame_document_split(frame.data, frame.length, "head.json", HEAD_FILE_MAX,
                         &json, &signature, &err),
        STATUS_OK);
    assert_int_equal(json.length, strlen(JSON));
    assert_memory_equal(json.bytes, JSON, json.length);
    assert_int_equal(minisign_document_verify(minisign_key_public(secret), json.bytes, json.length,
                         COMMENT, signature.bytes, signature.length, &err),
        STATUS_OK);
    assert_int_equal(
        head_open(frame.data, frame.length, minisign_key_public(secret), &opened, &err), STATUS_OK);
    assert_memory_equal(&opened, &head, sizeof head);
    buffer_free(&frame);
}

static void test_another_key_is_refused(void **state)
{
    (void)state;
    struct head opened;
    struct minisign_secret *other = NULL;
    struct buffer frame = seal();
    other = minisign_key_generate();
    assert_refused(head_open(frame.data, frame.length, minisign_key_public(other), &opened, &err),
        err, REASON_BAD_SIGNATURE);
    minisign_key_free(other);
    buffer_free(&frame);
}

static void test_S2_a_head_is_not_read_before_its_signature_holds(void **state)
{
    (void)state;
    struct buffer frame = seal();
    for (size_t i = 512; i < 512 + strlen(JSON); i++) {
        frame.data[i] ^= 1;
        refuse_frame(&frame, REASON_BAD_SIGNATURE);
        frame.data[i] ^= 1;
    }
    buffer_free(&frame);
}

static void test_what_is_not_a_head_is_refused(void **state)
{
    (void)state;
    refuse_change("\"count\":17", "\"count\":-1", REASON_BAD_SYNTAX);
    refuse_change("\"count\":17", "\"count\":\"17\"", REASON_BAD_VALUE);
    refuse_change("\"count\":17,", "", REASON_BAD_VALUE);
    refuse_change("sigill-head/1", "sigill-head/2", REASON_UNKNOWN_FORMAT);
    refuse_change("5e", "5E", REASON_BAD_VALUE);
    refuse_change("5e", "", REASON_BAD_VALUE);
    refuse_change("a1", "a1a1", REASON_BAD_VALUE);
    refuse_change("22:26:40Z", "22:26:60Z", REASON_BAD_VALUE);
    refuse_change(",\"time\"", ",\"tim\":1,\"time\"", REASON_BAD_VALUE);
    refuse_change("17,", "17, ", REASON_BAD_SYNTAX);
    refuse_signed("[]", COMMENT, REASON_BAD_VALUE);
    refuse_signed(JSON, "sigill-head/1 16", REASON_BAD_SIGNATURE);
    refuse_signed(JSON, "sigill-head/1 017", REASON_BAD_SIGNATURE);
    refuse_signed(JSON, "sigill-card/1 17", REASON_BAD_SIGNATURE);
}

/* ---- the file ---- */

static enum status load(bool *found, struct head *loaded)
{
    return head_load(
        fixture_directory_path(""), head.id, minisign_key_public(secret), found, loaded, &err);
}

static enum status keep(bool lower)
{
    return head_keep(fixture_directory_path(""), &head, secret, lower, &err);
}

static void assert_kept(uint64_t count)
{
    struct head loaded;
    bool found = false;
    assert_int_equal(load(&found, &loaded), STATUS_OK);
    assert_true(found);
    assert_int_equal(loaded.count, count);
}

static void test_a_head_that_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct head loaded;
    bool found = true;
    assert_int_equal(load(&found, &loaded), STATUS_OK);
    assert_false(found);
    assert_int_equal(loaded.count, 0);
}

static void test_a_head_is_kept_for_its_owner(void **state)
{
    (void)state;
    struct stat about;
    assert_int_equal(keep(false), STATUS_OK);
    assert_kept(17);
    assert_int_equal(stat(fixture_directory_path("heads"), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0700);
    assert_int_equal(stat(fixture_directory_path(FILE_NAME), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
}

static void test_a_lower_head_is_kept_only_when_told(void **state)
{
    (void)state;
    assert_int_equal(keep(false), STATUS_OK);
    head.count = 16;
    assert_int_equal(keep(false), STATUS_OK);
    assert_kept(17);
    head.count = 18;
    assert_int_equal(keep(false), STATUS_OK);
    assert_kept(18);
    head.count = 3;
    assert_int_equal(keep(true), STATUS_OK);
    assert_kept(3);
}

static void test_a_head_of_no_rows_has_no_link(void **state)
{
    (void)state;
    struct buffer frame = {0};
    head.count = 0;
    assert_refused(head_seal(&head, secret, &frame, &err), err, REASON_BAD_VALUE);
    memset(head.link, 0, sizeof head.link);
    assert_int_equal(keep(false), STATUS_OK);
    assert_kept(0);
    buffer_free(&frame);
}

static void test_a_first_head_is_taken_back(void **state)
{
    (void)state;
    assert_int_equal(keep(false), STATUS_OK);
    head_take_back(fixture_directory_path(""), head.id);
    assert_false(file_exists(fixture_directory_path("heads")));
    assert_int_equal(keep(false), STATUS_OK);
    fixture_directory_write("heads/other.head", "x", 1);
    head_take_back(fixture_directory_path(""), head.id);
    assert_false(file_exists(fixture_directory_path(FILE_NAME)));
    assert_true(file_exists(fixture_directory_path("heads/other.head")));
    head_take_back(fixture_directory_path("none"), head.id);
}

static void test_a_head_of_another_register_in_its_place_is_refused(void **state)
{
    (void)state;
    struct head loaded;
    bool found = false;
    struct buffer frame = seal();
    assert_int_equal(keep(false), STATUS_OK);
    head.id[0] ^= 1;
    fixture_directory_write("heads/a0" /* the file of that id */
                            "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1.head",
        frame.data, frame.length);
    assert_refused(load(&found, &loaded), err, REASON_BAD_VALUE);
    buffer_free(&frame);
}

static void test_what_a_cut_run_left_is_removed(void **state)
{
    (void)state;
    assert_int_equal(keep(false), STATUS_OK);
    fixture_directory_write("heads/.sigill-0123456789abcdef.tmp", "x", 1);
    fixture_directory_write("heads/.sigill-0123456789abcdeg.tmp", "x", 1);
    head.count = 18;
    assert_int_equal(keep(false), STATUS_OK);
    assert_false(file_exists(fixture_directory_path("heads/.sigill-0123456789abcdef.tmp")));
    assert_true(file_exists(fixture_directory_path("heads/.sigill-0123456789abcdeg.tmp")));
}

static void test_R2_a_head_that_cannot_be_kept_is_told(void **state)
{
    (void)state;
    fixture_directory_write("heads", "", 0);
    assert_int_equal(keep(false), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_true(err.text[0] != '\0');
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_a_head_is_the_document_of_the_design),
        TEST(test_another_key_is_refused),
        TEST(test_S2_a_head_is_not_read_before_its_signature_holds),
        TEST(test_what_is_not_a_head_is_refused),
        TEST(test_a_head_that_is_not_there_is_not_found),
        TEST(test_a_head_is_kept_for_its_owner),
        TEST(test_a_lower_head_is_kept_only_when_told),
        TEST(test_a_head_of_no_rows_has_no_link),
        TEST(test_a_first_head_is_taken_back),
        TEST(test_a_head_of_another_register_in_its_place_is_refused),
        TEST(test_what_a_cut_run_left_is_removed),
        TEST(test_R2_a_head_that_cannot_be_kept_is_told),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
