#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/json.h"

static json_t *read_ok(const char *text)
{
    struct error err;
    json_t *json;
    error_init(&err, NULL);
    if (json_read(text, strlen(text), "file.json", &json, &err) != STATUS_OK)
        fail_msg("%s: %s", text, err.text);
    return json;
}

static void read_refused(const char *text, enum reason reason, const char *told)
{
    struct error err;
    json_t *json = (json_t *)&err;
    error_init(&err, NULL);
    assert_int_equal(json_read(text, strlen(text), "file.json", &json, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_null(json);
    if (strncmp(err.text, told, strlen(told)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, told);
}

static void test_read_takes_what_people_write(void **state)
{
    (void)state;
    json_t *json = read_ok("\xEF\xBB\xBF{ \"å\" :\r\n [1, 2.5, true, null, \"\\u00e5\"] }\n\n");
    assert_int_equal(json_array_size(json_object_get(json, "å")), 5);
    json_decref(json);
}

static void test_read_tells_line_and_column(void **state)
{
    static const struct {
        const char *text;
        const char *told;
    } cases[] = {
        {"{\"a\": 1,\n \"b\": 2,\n \"a\": 3}",
            "file.json: line 3, column 4: this name stands twice"},
        {"{\"a\": 1,\n}", "file.json: line 1, column 8: nothing follows this comma"},
        {"{\"a\": {\"ö\": 1, \"ö\": 2}}", "file.json: line 1, column 18: this name stands twice"},
        {"{\"a\":\n \"\\u0000\"}", "file.json: line 2, column 9: \\u0000 is not allowed"},
        {"{\"a\\u0000b\": 1}", "file.json: line 1, column 11: \\u0000 is not allowed"},
        {"{\"a\": \"\xE5\"}", "file.json: line 1, column 7: this is not UTF-8"},
        {"{\"a\": 99999999999999999999}", "file.json: line 1, column 26: this number is too large"},
        {"{\"a\": [1, 2", "file.json: line 1, column 11: the file ends too early"},
        {"PK\x03\x04[[[[[[[[[[[[", "file.json: line 1, column 1: this is a workbook"},
        {"{\"a\": 1} x", "file.json: line 1, column 10: the file should end here"},
        {"", "file.json: line 1, column 0: "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        read_refused(cases[i].text, REASON_BAD_SYNTAX, cases[i].told);
}

static void test_read_limits_depth(void **state)
{
    (void)state;
    json_decref(read_ok("[[[[[[[[1]]]]]]]]"));
    json_decref(read_ok("[[1],[2],[3],[4],[5],[6],[7],[8],[9],[10]]"));
    json_decref(read_ok("[\"[[[[[[[[[[[\", \"\\\"[[[[[[[[[[\"]"));
    read_refused("[[[[\n[[[[\n  [1]]]]]]]]]", REASON_BAD_SYNTAX, "file.json: line 3, column 3: ");
    read_refused("{\"å\":[[[[[[[[", REASON_BAD_SYNTAX, "file.json: line 1, column 13: ");
}

static void test_read_limits_length(void **state)
{
    (void)state;
    char *text = malloc(JSON_LENGTH_MAX + 2);
    assert_non_null(text);
    memset(text, ' ', JSON_LENGTH_MAX + 1);
    text[0] = '[';
    text[1] = ']';
    text[JSON_LENGTH_MAX] = '\0';
    json_decref(read_ok(text));
    text[JSON_LENGTH_MAX] = ' ';
    text[JSON_LENGTH_MAX + 1] = '\0';
    read_refused(text, REASON_TOO_LARGE, "file.json: the file has 1048577 bytes");
    free(text);
}

static void test_canonical_form_is_read_and_written_alike(void **state)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        "{\"1\":{},\"10\":[],\"2\":null,\"B\":9007199254740991,\"a\":0}",
        "{\"a\":\"å\xF0\x9F\x98\x80 \\\" \\\\ / \\n \\t\xC2\xA0\"}",
        "[[[[[[[[1]]]]]]]]",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct error err;
        struct buffer out = {0};
        json_t *json;
        error_init(&err, NULL);
        assert_int_equal(
            json_read_canonical(texts[i], strlen(texts[i]), NULL, &json, &err), STATUS_OK);
        assert_int_equal(json_write_canonical(json, &out, &err), STATUS_OK);
        assert_string_equal(buffer_string(&out), texts[i]);
        json_decref(json);
        buffer_free(&out);
    }
}

static void test_canonical_reader_refuses_any_other_form(void **state)
{
    static const char *const texts[] = {
        "{ }",
        "{}\n",
        "\xEF\xBB\xBF{}",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":1}",
        "[1.0]",
        "[1e2]",
        "[-0]",
        "[-1]",
        "[9007199254740992]",
        "[true]",
        "[\"\\u0041\"]",
        "[\"\\/\"]",
        "[\"\\u00e5\"]",
        "[\"\\r\"]",
        "[\"\\u0001\"]",
        "[\"\x7F\"]",
        "[\"\xC2\x85\"]",
        "{\"å\":1}",
        "{\"\\n\":1}",
        "[[[[[[[[[1]]]]]]]]]",
        "[1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct error err;
        json_t *json = (json_t *)&err;
        error_init(&err, NULL);
        if (json_read_canonical(texts[i], strlen(texts[i]), "m", &json, &err) != STATUS_REFUSED)
            fail_msg("not refused: %s", texts[i]);
        assert_int_equal(err.reason, REASON_BAD_SYNTAX);
        assert_null(json);
        assert_memory_equal(err.text, "m: ", 3);
    }
}

static void test_canonical_writer_refuses_and_appends_nothing(void **state)
{
    static const struct {
        const char *text;
        const char *told;
    } cases[] = {
        {"{\"a\": {\"b\": [1, 1.5]}}", "a.b[1]: neither fractions"},
        {"{\"a\": {\"b\": -1}}", "a.b: the number is not"},
        {"{\"a\": [[false]]}", "a[0][0]: neither fractions"},
        {"{\"a\": \"\\u001b\"}", "a: the text holds a control character"},
        {"{\"ä\": 1}", "ä: a key must be printable ASCII"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error err;
        struct buffer out = {0};
        json_t *json = read_ok(cases[i].text);
        error_init(&err, NULL);
        buffer_text(&out, "before");
        assert_int_equal(json_write_canonical(json, &out, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_VALUE);
        assert_ptr_equal(strstr(err.text, cases[i].told), err.text);
        assert_string_equal(buffer_string(&out), "before");
        json_decref(json);
        buffer_free(&out);
    }
}

/* What Jansson makes of a text that is not UTF-8. */
static void test_nothing_is_written_of_what_is_not_utf8(void **state)
{
    (void)state;
    struct error err;
    struct buffer out = {0};
    json_t *json = json_pack("{s:s}", "name", "\xE5r");
    assert_null(json);
    error_init(&err, NULL);
    assert_int_equal(json_write_canonical(json, &out, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    error_init(&err, NULL);
    assert_int_equal(json_write_pretty(json, &out, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    assert_int_equal(out.length, 0);
    buffer_free(&out);
}

static void test_pretty_keeps_the_order(void **state)
{
    (void)state;
    struct error err;
    struct buffer out = {0};
    json_t *json = read_ok("{\"b\":{},\"a\":[\"ö\"]}");
    error_init(&err, NULL);
    assert_int_equal(json_write_pretty(json, &out, &err), STATUS_OK);
    assert_string_equal(buffer_string(&out), "{\n \"b\": {},\n \"a\": [\n  \"ö\"\n ]\n}\n");
    json_decref(json);
    buffer_free(&out);
}

static void test_a_line_and_a_path(void **state)
{
    (void)state;
    struct buffer out = {0};
    json_t *json = json_pack("{s:i, s:o}", "b", 1, "a", json_shown("r\xE4k\x1B\xC3"));
    assert_non_null(json);
    json_write_line(json, &out);
    assert_string_equal(
        buffer_string(&out), "{\"b\":1,\"a\":\"r\xEF\xBF\xBDk\xEF\xBF\xBD\xEF\xBF\xBD\"}\n");
    json_decref(json);
    buffer_free(&out);
}

static void assert_told(const struct error *err, const char *text)
{
    assert_int_equal(err->status, STATUS_REFUSED);
    assert_int_equal(err->reason, REASON_BAD_VALUE);
    assert_string_equal(err->text, text);
}

static void test_errors_tell_the_path(void **state)
{
    (void)state;
    struct error err;
    const char *text;
    struct json_place answers, seven, yes, second;
    json_t *json = read_ok("{\"answers\":{\"7\":{\"yes\":[\"a\",2]}}}");
    struct json_place root = json_root(json, "svar.json");
    error_init(&err, NULL);
    assert_true(json_member(&root, "answers", &answers));
    assert_true(json_member(&answers, "7", &seven));
    assert_true(json_member(&seven, "yes", &yes));
    second = json_element(&yes, 1);
    assert_int_equal(json_expect_string(&second, 9, false, &text, &err), STATUS_REFUSED);
    assert_told(&err, "svar.json: answers.7.yes[1]: a text in quotation marks is expected: \"…\"");
    assert_int_equal(json_require(&seven, "no", &second, &err), STATUS_REFUSED);
    assert_told(&err, "svar.json: answers.7.no: this key is missing; add it");
    assert_false(json_member(&seven, "no", &second));
    json_decref(json);
}

static void test_unknown_keys_are_shown_safely(void **state)
{
    static const char *const keys[] = {"one", "two", NULL};
    (void)state;
    struct error err;
    json_t *json = read_ok("{\"one\":1,\"\\u001b[2J\":2}");
    struct json_place root = json_root(json, NULL);
    error_init(&err, NULL);
    assert_int_equal(json_expect_object(&root, keys, &err), STATUS_REFUSED);
    assert_told(&err,
        "\xEF\xBF\xBD[2J: unknown key; correct its spelling or remove it (known here: "
        "one, two)");
    assert_int_equal(json_expect_object(&root, NULL, &err), STATUS_OK);
    json_decref(json);
}

/* As deep as may be, and one deeper, in lists and in objects and in both by turns. */
static void test_what_is_written_has_a_depth(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < 3; kind++) {
        json_t *json = json_integer(1);
        for (size_t depth = 1; depth <= JSON_DEPTH_MAX + 1; depth++) {
            struct buffer out = {0};
            struct error err;
            bool list = kind == 0 || (kind == 2 && depth % 2 == 0);
            json = list ? json_pack("[o]", json) : json_pack("{s:o}", "a", json);
            assert_non_null(json);
            error_init(&err, NULL);
            assert_int_equal(json_write_canonical(json, &out, &err),
                depth <= JSON_DEPTH_MAX ? STATUS_OK : STATUS_REFUSED);
            buffer_free(&out);
        }
        json_decref(json);
    }
}

/* Brackets that close nothing do not count against those that open. */
static void test_too_many_closing_brackets_are_told_as_such(void **state)
{
    (void)state;
    read_refused("]", REASON_BAD_SYNTAX, "file.json: line 1, column 1: this is not JSON");
    read_refused("[]]", REASON_BAD_SYNTAX, "file.json: line 1, column 3: the file should end here");
}

static void test_what_is_shown_is_one_line(void **state)
{
    (void)state;
    json_t *json = json_shown("a\nb\x1b\tc");
    assert_string_equal(json_string_value(json), "a\xEF\xBF\xBD"
                                                 "b\xEF\xBF\xBD\xEF\xBF\xBD"
                                                 "c");
    json_decref(json);
}

static void test_strings_have_limits(void **state)
{
    (void)state;
    struct error err;
    const char *text;
    char copy[6];
    json_t *json = read_ok("[\"fem å\", \"a\\nb\", \"\\u202eabc\", \"åå\"]");
    struct json_place root = json_root(json, NULL);
    struct json_place place = json_element(&root, 0);
    error_init(&err, NULL);
    assert_int_equal(json_expect_string(&place, 6, false, &text, &err), STATUS_OK);
    assert_string_equal(text, "fem å");
    assert_int_equal(json_expect_string(&place, 5, false, &text, &err), STATUS_REFUSED);
    assert_told(&err, "[0]: the text has 6 bytes; shorten it to 5");
    assert_int_equal(json_copy_string(&place, copy, sizeof copy, false, &err), STATUS_REFUSED);
    place = json_element(&root, 1);
    assert_int_equal(json_expect_string(&place, 9, true, &text, &err), STATUS_OK);
    assert_int_equal(json_expect_string(&place, 9, false, &text, &err), STATUS_REFUSED);
    place = json_element(&root, 2);
    assert_int_equal(json_expect_string(&place, 9, true, &text, &err), STATUS_REFUSED);
    place = json_element(&root, 3);
    memset(copy, 'x', sizeof copy);
    assert_int_equal(json_copy_string(&place, copy, sizeof copy, false, &err), STATUS_OK);
    assert_memory_equal(copy, "åå\0", sizeof copy);
    json_decref(json);
}

static void test_numbers_and_lists_have_limits(void **state)
{
    (void)state;
    struct error err;
    uint64_t number = 77;
    size_t count;
    json_t *json = read_ok("{\"n\":5,\"minus\":-1,\"real\":5.0,\"list\":[1,2,3]}");
    struct json_place root = json_root(json, NULL);
    struct json_place place;
    error_init(&err, NULL);
    assert_int_equal(json_require_integer(&root, "n", 5, 5, &number, &err), STATUS_OK);
    assert_int_equal(number, 5);
    assert_int_equal(json_require_integer(&root, "n", 6, 9, &number, &err), STATUS_REFUSED);
    assert_told(&err, "n: a whole number from 6 to 9 is expected");
    assert_int_equal(json_require_integer(&root, "n", 0, 4, &number, &err), STATUS_REFUSED);
    assert_int_equal(json_require_integer(&root, "minus", 0, 9, &number, &err), STATUS_REFUSED);
    assert_int_equal(json_require_integer(&root, "real", 0, 9, &number, &err), STATUS_REFUSED);
    assert_int_equal(json_require_array(&root, "list", 3, &place, &count, &err), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(json_require_array(&root, "list", 2, &place, &count, &err), STATUS_REFUSED);
    assert_told(&err, "list: the list has 3 elements; at most 2 are allowed");
    assert_int_equal(json_require_array(&root, "n", 3, &place, &count, &err), STATUS_REFUSED);
    assert_int_equal(json_expect_object(&place, NULL, &err), STATUS_REFUSED);
    assert_told(&err, "n: an object is expected: {…}");
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_takes_what_people_write),
        cmocka_unit_test(test_read_tells_line_and_column),
        cmocka_unit_test(test_read_limits_depth),
        cmocka_unit_test(test_read_limits_length),
        cmocka_unit_test(test_canonical_form_is_read_and_written_alike),
        cmocka_unit_test(test_canonical_reader_refuses_any_other_form),
        cmocka_unit_test(test_canonical_writer_refuses_and_appends_nothing),
        cmocka_unit_test(test_nothing_is_written_of_what_is_not_utf8),
        cmocka_unit_test(test_pretty_keeps_the_order),
        cmocka_unit_test(test_a_line_and_a_path),
        cmocka_unit_test(test_errors_tell_the_path),
        cmocka_unit_test(test_unknown_keys_are_shown_safely),
        cmocka_unit_test(test_what_is_written_has_a_depth),
        cmocka_unit_test(test_too_many_closing_brackets_are_told_as_such),
        cmocka_unit_test(test_what_is_shown_is_one_line),
        cmocka_unit_test(test_strings_have_limits),
        cmocka_unit_test(test_numbers_and_lists_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
