#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_bundle.h"
#include "format/manifest.h"

#define HEX32(pair) pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair
#define HEX64(pair) HEX32(pair) HEX32(pair)

static struct error err;
static struct manifest manifest;
static struct manifest parsed;

static const char EXPECTED[] =
    "{\"created\":\"2026-11-21T22:26:40Z\","
    "\"edition\":{\"digest\":\"" HEX64(
        "d4") "\",\"id\":\"infosakkollen-2021\"},"
              "\"files\":[{\"blake2b\":\"" HEX64(
                  "01") "\",\"name\":\"answers.json\","
                        "\"path\":\"answers.json\",\"size\":2000},"
                        "{\"blake2b\":\"" HEX64(
                            "02") "\",\"name\":\"answers.json.minisig\","
                                  "\"path\":\"answers.json.minisig\",\"size\":262},"
                                  "{\"blake2b\":\"" HEX64(
                                      "03") "\",\"name\":\"årsrapport \\\"2021\\\".pdf\","
                                            "\"path\":\"attachments/001\",\"size\":1073741824}],"
                                            "\"format\":\"sigill-bundle/1\",\"id\":\"" HEX32(
                                                "a1") "\","
                                                      "\"marking\":\"begränsat hemlig\","
                                                      "\"payload\":{\"blake2b\":\"" HEX64(
                                                          "04") "\",\"size\":1073742000},"
                                                                "\"recipients\":[\"" HEX64(
                                                                    "c3") "\"],"
                                                                          "\"result\":{\"areas\":[{"
                                                                          "\"id\":\"risk\","
                                                                          "\"level\":1,\"points\":"
                                                                          "7},"
                                                                          "{\"id\":\"culture\","
                                                                          "\"level\":0,\"points\":"
                                                                          "0}],\"level\":1,"
                                                                          "\"measures\":60,"
                                                                          "\"points\":96},"
                                                                          "\"sender\":{\"card\":"
                                                                          "\"" HEX64(
                                                                              "b2") "\",\"group\":"
                                                                                    "\"kommun\","
                                                                                    "\"name\":"
                                                                                    "\"Ankeborgs "
                                                                                    "kommun\","
                                                                                    "\"number\":"
                                                                                    "\"212999-"
                                                                                    "0004\"},"
                                                                                    "\"supersedes\""
                                                                                    ":[],"
                                                                                    "\"type\":"
                                                                                    "\"submission\""
                                                                                    "}";

static void set_file(size_t place, const char *name, uint64_t size, int digest)
{
    struct manifest_file *file = &manifest.file[place];
    *file = (struct manifest_file){.size = size};
    manifest_path(file->path, place);
    (void)snprintf(file->name, sizeof file->name, "%s", name);
    memset(file->digest, digest, sizeof file->digest);
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_manifest(&manifest);
    manifest.files = 3;
    set_file(0, "answers.json", 2000, 1);
    set_file(1, "answers.json.minisig", 262, 2);
    set_file(2, "årsrapport \"2021\".pdf", MANIFEST_ATTACHED_BYTES_MAX, 3);
    manifest.payload_size = 1073742000;
    memset(manifest.payload_digest, 4, MANIFEST_DIGEST_SIZE);
    return 0;
}

static struct buffer encode(void)
{
    struct buffer json = {0};
    if (manifest_encode(&manifest, &json, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return json;
}

static enum status parse_text(const char *text)
{
    return manifest_parse((const uint8_t *)text, strlen(text), &parsed, &err);
}

/* ---- both ways ---- */

static void test_encode_gives_exactly_these_bytes(void **state)
{
    (void)state;
    struct buffer json = encode();
    assert_int_equal(json.length, strlen(EXPECTED));
    assert_memory_equal(json.data, EXPECTED, json.length);
    buffer_free(&json);
}

static void check_round_trip(void)
{
    struct buffer json = encode();
    assert_int_equal(manifest_parse(json.data, json.length, &parsed, &err), STATUS_OK);
    assert_memory_equal(&parsed, &manifest, sizeof manifest);
    buffer_free(&json);
}

static void test_parse_gives_the_record_back(void **state)
{
    (void)state;
    check_round_trip();
    for (size_t i = 0; i < MANIFEST_SUPERSEDES_MAX; i++) {
        memset(manifest.supersedes.id[i], (int)i + 1, MANIFEST_ID_SIZE);
        manifest.supersedes.count++;
        check_round_trip();
    }
    manifest.type = MANIFEST_FEEDBACK;
    memset(manifest.sender.number, 0, sizeof manifest.sender.number);
    memset(manifest.sender.group, 0, sizeof manifest.sender.group);
    check_round_trip();
}

static void test_the_largest_manifest_fits(void **state)
{
    (void)state;
    manifest.files = MANIFEST_FILES_MAX;
    for (size_t i = 2; i < MANIFEST_FILES_MAX; i++) {
        set_file(i, "x", 5000000, (int)i);
        memset(manifest.file[i].name, '"', MANIFEST_NAME_SIZE - 1); /* two bytes each in JSON */
    }
    manifest.recipients = MANIFEST_RECIPIENTS_MAX;
    manifest.result.areas = MODEL_AREAS_MAX;
    for (size_t i = 0; i < MODEL_AREAS_MAX; i++) {
        memset(manifest.result.area[i].id, '"', MANIFEST_WORD_SIZE - 1);
        manifest.result.area[i].points = UINT16_MAX;
    }
    memset(manifest.sender.name, '"', MANIFEST_NAME_SIZE - 1);
    check_round_trip();
}

static void test_the_comment_names_type_and_id(void **state)
{
    (void)state;
    char comment[MANIFEST_COMMENT_SIZE];
    manifest_comment(comment, &manifest);
    assert_string_equal(comment, "sigill-bundle/1 submission " HEX32("a1"));
    manifest.type = MANIFEST_FEEDBACK;
    manifest_comment(comment, &manifest);
    assert_string_equal(comment, "sigill-bundle/1 feedback " HEX32("a1"));
}

static void test_paths_follow_from_places(void **state)
{
    (void)state;
    static const struct {
        size_t place;
        const char *path;
    } expected[] = {{0, "answers.json"}, {1, "answers.json.minisig"}, {2, "attachments/001"},
        {201, "attachments/200"}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        char path[MANIFEST_PATH_SIZE];
        manifest_path(path, expected[i].place);
        assert_string_equal(path, expected[i].path);
    }
}

static void test_inflated_size_is_the_archives(void **state)
{
    (void)state;
    manifest.file[2].size = 513;
    assert_int_equal(payload_inflated_size(&manifest), 512 + 2048 + 512 + 512 + 512 + 1024 + 1024);
}

/* ---- names ---- */

static void test_names_that_may_be_shown(void **state)
{
    (void)state;
    char longest[MANIFEST_NAME_SIZE + 1];
    memset(longest, 'a', sizeof longest);
    assert_true(manifest_name_is_plain("rapport.pdf", 11));
    assert_true(manifest_name_is_plain("..", 2)); /* shown, never used as a path */
    assert_true(manifest_name_is_plain("året.pdf", strlen("året.pdf")));
    assert_true(manifest_name_is_plain(longest, MANIFEST_NAME_SIZE - 1));
    assert_false(manifest_name_is_plain(longest, MANIFEST_NAME_SIZE));
    assert_false(manifest_name_is_plain("", 0));
    assert_false(manifest_name_is_plain("a/b", 3));
    assert_false(manifest_name_is_plain("a\\b", 3));
    assert_false(manifest_name_is_plain("a\nb", 3));
    assert_false(manifest_name_is_plain("a\0b", 3));
    assert_false(manifest_name_is_plain("\x7f", 1));
    assert_false(manifest_name_is_plain("\xc2\x9b", 2)); /* C1 */
    assert_false(manifest_name_is_plain("a\xe2\x80\xae"
                                        "b",
        5)); /* U+202E: right to left */
    assert_false(manifest_name_is_plain("\xef\xbb\xbf"
                                        "a",
        4));                                                 /* U+FEFF */
    assert_false(manifest_name_is_plain("\xed\xa0\x80", 3)); /* a surrogate */
    assert_false(manifest_name_is_plain("\xe5r.pdf", 6));    /* Latin-1 */
}

/* ---- records out of bounds ---- */

static void refuse_record(enum reason reason)
{
    struct buffer json = {0};
    assert_refused(manifest_check(&manifest, &err), err, reason);
    assert_refused(manifest_encode(&manifest, &json, &err), err, reason);
    assert_int_equal(json.length, 0);
    (void)set_up(NULL);
}

static void test_records_out_of_bounds_are_refused(void **state)
{
    (void)state;
    manifest.type = 2;
    refuse_record(REASON_BAD_VALUE);
    manifest.created = INT64_MAX;
    refuse_record(REASON_BAD_VALUE);
    manifest.created = -1;
    refuse_record(REASON_BAD_VALUE);
    manifest.marking[0] = '\0';
    refuse_record(REASON_BAD_VALUE);
    manifest.recipients = 0;
    refuse_record(REASON_BAD_VALUE);
    manifest.recipients = MANIFEST_RECIPIENTS_MAX + 1;
    refuse_record(REASON_BAD_VALUE);
    memset(manifest.edition, 'a', sizeof manifest.edition); /* without its NUL */
    refuse_record(REASON_BAD_VALUE);
    manifest.edition[30] = 'x'; /* behind its NUL */
    refuse_record(REASON_BAD_VALUE);
    manifest.supersedes.id[0][0] = 1; /* behind the last */
    refuse_record(REASON_BAD_VALUE);
    manifest.supersedes.count = MANIFEST_SUPERSEDES_MAX + 1;
    refuse_record(REASON_BAD_VALUE);
    manifest.supersedes.count = 1;
    memcpy(manifest.supersedes.id[0], manifest.id, MANIFEST_ID_SIZE); /* itself */
    refuse_record(REASON_BAD_VALUE);
    manifest.supersedes.count = 2; /* one twice, which is zeros here */
    refuse_record(REASON_BAD_VALUE);
    manifest.payload_size = MANIFEST_PAYLOAD_MAX + 1;
    refuse_record(REASON_TOO_LARGE);
}

static void test_senders_out_of_bounds_are_refused(void **state)
{
    (void)state;
    manifest.sender.name[0] = '\n';
    refuse_record(REASON_BAD_VALUE);
    memset(manifest.sender.name, 0, sizeof manifest.sender.name);
    refuse_record(REASON_BAD_VALUE);
    manifest.sender.number[10] = '5'; /* a wrong check digit */
    refuse_record(REASON_BAD_VALUE);
    memset(manifest.sender.number, '1', sizeof manifest.sender.number);
    refuse_record(REASON_BAD_VALUE);
    manifest.sender.group[0] = (char)0xff;
    refuse_record(REASON_BAD_VALUE);
}

static void test_results_out_of_bounds_are_refused(void **state)
{
    (void)state;
    manifest.result.level = MODEL_LEVELS_MAX + 1;
    refuse_record(REASON_BAD_VALUE);
    manifest.result.areas = MODEL_AREAS_MAX + 1;
    refuse_record(REASON_BAD_VALUE);
    manifest.result.area[1].level = MODEL_LEVELS_MAX + 1;
    refuse_record(REASON_BAD_VALUE);
    manifest.result.area[1].id[0] = '\0';
    refuse_record(REASON_BAD_VALUE);
}

static void test_files_out_of_bounds_are_refused(void **state)
{
    (void)state;
    manifest.files = 1;
    refuse_record(REASON_BAD_VALUE);
    manifest.files = MANIFEST_FILES_MAX + 1;
    refuse_record(REASON_TOO_LARGE);
    manifest.file[2].path[12] = '1'; /* attachments/101 */
    refuse_record(REASON_BAD_VALUE);
    memcpy(manifest.file[2].path, "../../../../etc", 15);
    refuse_record(REASON_BAD_VALUE);
    manifest.file[0].size = MANIFEST_ANSWERS_MAX + 1;
    refuse_record(REASON_TOO_LARGE);
    manifest.file[1].size = FRAME_SIGNATURE_MAX + 1;
    refuse_record(REASON_TOO_LARGE);
    manifest.file[2].size = MANIFEST_ATTACHED_BYTES_MAX + 1;
    refuse_record(REASON_TOO_LARGE);
    manifest.file[2].size = UINT64_MAX;
    refuse_record(REASON_TOO_LARGE);
    manifest.files = 4; /* together one byte too many */
    set_file(3, "b", 1, 9);
    refuse_record(REASON_TOO_LARGE);
    manifest.file[2].name[0] = '/';
    refuse_record(REASON_BAD_VALUE);
}

/* ---- JSON that is not a manifest ---- */

/* EXPECTED with the first `from` replaced. */
static void refuse_text(const char *from, const char *to, enum reason reason)
{
    struct buffer text = {0};
    const char *place = strstr(EXPECTED, from);
    assert_non_null(place);
    buffer_append(&text, EXPECTED, (size_t)(place - EXPECTED));
    buffer_text(&text, to);
    buffer_text(&text, place + strlen(from));
    assert_refused(parse_text(buffer_string(&text)), err, reason);
    buffer_free(&text);
}

static void test_a_list_of_more_files_than_may_be_is_too_large(void **state)
{
    (void)state;
    struct buffer files = {0};
    buffer_text(&files, "\"files\":[");
    for (size_t i = 0; i < MANIFEST_FILES_MAX; i++)
        buffer_text(&files,
            "{\"blake2b\":\"" HEX32("00") HEX32("00") "\",\"name\":\"x\","
                                                      "\"path\":\"x\",\"size\":0},");
    refuse_text("\"files\":[", buffer_string(&files), REASON_TOO_LARGE);
    buffer_free(&files);
}

static void test_text_that_is_not_canonical_is_refused(void **state)
{
    (void)state;
    assert_int_equal(parse_text(EXPECTED), STATUS_OK);
    refuse_text("{\"created\"", " {\"created\"", REASON_BAD_SYNTAX);
    refuse_text("\"type\":\"submission\"}", "\"type\":\"submission\"}\n", REASON_BAD_SYNTAX);
    refuse_text(":96}", ":96.0}", REASON_BAD_SYNTAX);
    refuse_text(":96}", ":096}", REASON_BAD_SYNTAX);
    refuse_text("å", "\\u00e5", REASON_BAD_SYNTAX);
    refuse_text("\"type\":\"submission\"", "\"type\":\"submission\",\"type\":\"submission\"",
        REASON_BAD_SYNTAX);
    refuse_text("\"level\":1,\"points\":7", "\"points\":7,\"level\":1", REASON_BAD_SYNTAX);
    for (size_t length = 0; length < strlen(EXPECTED); length++)
        assert_refused(manifest_parse((const uint8_t *)EXPECTED, length, &parsed, &err), err,
            REASON_BAD_SYNTAX);
}

static void test_another_format_is_told_before_anything_else(void **state)
{
    (void)state;
    refuse_text("sigill-bundle/1", "sigill-bundle/2", REASON_UNKNOWN_FORMAT);
    assert_refused(
        parse_text("{\"format\":\"sigill-bundle/2\",\"new\":1}"), err, REASON_UNKNOWN_FORMAT);
    assert_non_null(strstr(err.text, "sigill-bundle/2"));
    assert_refused(parse_text("{}"), err, REASON_BAD_VALUE);
    assert_refused(parse_text("[]"), err, REASON_BAD_VALUE);
}

static void test_values_that_may_not_stand_are_refused(void **state)
{
    (void)state;
    refuse_text("\"submission\"", "\"question\"", REASON_BAD_VALUE);
    refuse_text("2026-11-21T22", "2026-11-21T24", REASON_BAD_VALUE);
    refuse_text("\"id\":\"a1", "\"id\":\"A1", REASON_BAD_VALUE);
    refuse_text("\"id\":\"a1", "\"id\":\"", REASON_BAD_VALUE);
    refuse_text("attachments/001", "attachments/002", REASON_BAD_VALUE);
    refuse_text("attachments/001", "../001", REASON_BAD_VALUE);
    refuse_text("1073741824", "1073741825", REASON_TOO_LARGE);
    refuse_text("1073741824", "\"1\"", REASON_BAD_VALUE);
    refuse_text("1073742000", "9007199254740991", REASON_TOO_LARGE);
    refuse_text("\"supersedes\":[]", "\"supersedes\":null", REASON_BAD_VALUE);
    refuse_text("\"supersedes\":[]", "\"supersedes\":[\"\"]", REASON_BAD_VALUE);
    refuse_text("\"supersedes\":[]", "\"supersedes\":[0]", REASON_BAD_VALUE);
    refuse_text("\"supersedes\":[]", "\"supersedes\":[\"" HEX32("a1") "\"]", REASON_BAD_VALUE);
    refuse_text("\"supersedes\":[]", "\"supersedes\":[\"" HEX32("a2") "\",\"" HEX32("a2") "\"]",
        REASON_BAD_VALUE);
    refuse_text("212999-0004", "212999-0005", REASON_BAD_VALUE);
    refuse_text("\"points\":96", "\"points\":65536", REASON_BAD_VALUE);
    refuse_text("\"recipients\":[\"" HEX64("c3") "\"]", "\"recipients\":[]", REASON_BAD_VALUE);
    refuse_text("Ankeborgs",
        "Anke\xe2\x80\xae"
        "borgs",
        REASON_BAD_VALUE);
}

static void test_missing_and_unknown_members_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *to;
    } changes[] = {
        {"\"created\":\"2026-11-21T22:26:40Z\",", ""},
        {",\"type\":\"submission\"", ""},
        {"\"supersedes\":[],", ""},
        {"\"marking\":\"begränsat hemlig\",", ""},
        {",\"group\":\"kommun\"", ""},
        {",\"size\":262", ""},
        {"\"level\":1,\"measures\"", "\"measures\""},
        {",\"id\":\"infosakkollen-2021\"", ""},
        {"\"created\"", "\"comment\":\"\",\"created\""},
        {"\"name\":\"Ankeborgs", "\"kind\":\"\",\"name\":\"Ankeborgs"},
        {"{\"id\":\"risk\"", "{\"gate\":1,\"id\":\"risk\""},
        {"\"size\":262}", "\"size\":262,\"time\":0}"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        refuse_text(changes[i].from, changes[i].to, REASON_BAD_VALUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_encode_gives_exactly_these_bytes, set_up),
        cmocka_unit_test_setup(test_parse_gives_the_record_back, set_up),
        cmocka_unit_test_setup(test_the_largest_manifest_fits, set_up),
        cmocka_unit_test_setup(test_the_comment_names_type_and_id, set_up),
        cmocka_unit_test_setup(test_paths_follow_from_places, set_up),
        cmocka_unit_test_setup(test_inflated_size_is_the_archives, set_up),
        cmocka_unit_test_setup(test_names_that_may_be_shown, set_up),
        cmocka_unit_test_setup(test_records_out_of_bounds_are_refused, set_up),
        cmocka_unit_test_setup(test_senders_out_of_bounds_are_refused, set_up),
        cmocka_unit_test_setup(test_results_out_of_bounds_are_refused, set_up),
        cmocka_unit_test_setup(test_files_out_of_bounds_are_refused, set_up),
        cmocka_unit_test_setup(test_a_list_of_more_files_than_may_be_is_too_large, set_up),
        cmocka_unit_test_setup(test_text_that_is_not_canonical_is_refused, set_up),
        cmocka_unit_test_setup(test_another_format_is_told_before_anything_else, set_up),
        cmocka_unit_test_setup(test_values_that_may_not_stand_are_refused, set_up),
        cmocka_unit_test_setup(test_missing_and_unknown_members_are_refused, set_up),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
