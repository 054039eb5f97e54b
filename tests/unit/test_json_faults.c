/* All that is wrong with what somebody typed, at once, and in words for who typed it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "format/json.h"
#include "format/json_faults.h"
#include "format/json_spot.h"
#include "fixture_thinned.h"

enum { FAULTS_MAX = 4 };

static void expect_faults(const char *text, const char *const told[FAULTS_MAX])
{
    struct findings faults;
    size_t count = 0;
    findings_init(&faults, NULL);
    json_faults(text, strlen(text), &faults);
    for (; count < FAULTS_MAX && told[count] != NULL; count++) {
        if (count >= faults.count ||
            strstr(faults.list[count].text, told[count]) != faults.list[count].text)
            fail_msg("%s: \"%s\", not \"%s\"", text,
                count < faults.count ? faults.list[count].text : "nothing", told[count]);
    }
    if (faults.count != count)
        fail_msg("%s: %s", text, faults.list[count].text);
    assert_int_equal(faults.errors, count);
    findings_free(&faults);
}

static void test_each_fault_is_named_where_it_stands(void **state)
{
    static const struct {
        const char *text;
        const char *told[FAULTS_MAX];
    } cases[] = {
        {"{\"a\": [1, 2], \"b\": {\"c\": \"d\\n\\u00e5\"}, \"e\": null}", {NULL}},
        {"[]", {NULL}},
        {" {\"a\": -1}\n", {NULL}},
        {"{“a”: 1}", {"line 1, column 2: this quotation mark is not a straight one"}},
        {"{\"å\": «b»,\n \"c\": 'd'}",
            {"line 1, column 7: this quotation mark", "line 2, column 7: this quotation mark"}},
        {"{\"a\": “Vi’s”, \"b\": 1}", {"line 1, column 7: this quotation mark"}},
        {"{\"a\": \"b”,\n \"c\": 1,}", {"line 1, column 9: this quotation mark",
                                           "line 2, column 8: nothing follows this comma"}},
        {"{\"a\": [1, 2,], \"b\": 2,\n}",
            {"line 1, column 12: nothing follows", "line 1, column 22: nothing follows"}},
        {"{\"a\": 1 \"b\": [1 2]}",
            {"line 1, column 9: a comma is missing", "line 1, column 17: a comma is missing"}},
        {"{\"a\" 1, \"b\": 2}", {"line 1, column 6: a colon is missing"}},
        {"{a: yes, 7: 1}", {"line 1, column 2: quotation marks are missing around this text",
                               "line 1, column 5: quotation marks are missing around this text",
                               "line 1, column 10: quotation marks are missing around this name"}},
        {"{\"a\": 1.5.2}", {"line 1, column 7: quotation marks are missing around this text, or"}},
        {"{\"a\": [\"b\", \"c\": 1}", {"line 1, column 16: a ] is missing before the name"}},
        {"{\"a\": [\"b\"}", {"line 1, column 11: a ] is missing before this }"}},
        {"[{\"a\": 1]", {"line 1, column 9: a } is missing before this ]"}},
        {"{\"a\": 1, // so\n \"b\": 2} /* end */",
            {"line 1, column 10: comments", "line 2, column 10: comments"}},
        {"{\"a\":\xC2\xA0"
         "1}",
            {"line 1, column 6: this is a no-break space"}},
        {"{\"a\": \"C:\\dir\"}", {"line 1, column 10: a backslash in a text is written twice"}},
        {"{\"a\": \"b \"c\" d\", \"e\": 1}",
            {"line 1, column 10: a quotation mark within a text is written \\\"",
                "line 1, column 12: a quotation mark within a text"}},
        {"{\"a\": \"b \"c\"}", {"line 1, column 10: a quotation mark within a text"}},
        {"{\"a\": \"b\tc\"}", {"line 1, column 9: a tab in a text"}},
        {"{\"a\": 1, \"a\": 2, \"a\": 3}", {"line 1, column 10: this name stands twice",
                                               "line 1, column 18: this name stands twice"}},
        {"{\"a\": \"b,\n \"c\": 1}",
            {"line 1, column 7: this text has no quotation mark at its end"}},
        {"{\"a\": [1,", {"line 1, column 10: the file ends too early"}},
        {"", {"line 1, column 1: the file ends too early"}},
        {"{\"a\": 1}}", {"line 1, column 9: the file should end here"}},
        {"{,}", {"line 1, column 2: this is not JSON"}},
        {"{\"a\": , \"b\": }",
            {"line 1, column 7: this is not JSON", "line 1, column 14: this is not JSON"}},
        {"[1, 2]]", {"line 1, column 7: the file should end here"}},
        {"]", {"line 1, column 1: this is not JSON"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_faults(cases[i].text, cases[i].told);
}

/* Texts of all letters that mean something, up to a length: what is JSON has no fault (but names
 * that stand twice are the reader's), what is not has one. */
static void test_what_is_json_has_no_fault_and_the_rest_has_one(void **state)
{
    static const char letters[] = "{}[]:,\"a1 ";
    enum { LETTERS = sizeof letters - 1, LENGTH = 6 };
    (void)state;
    for (unsigned number = 0, all = 1; number < 1000000; number += (unsigned)fixture_thinned(7)) {
        char text[LENGTH + 1] = "";
        json_error_t none;
        struct findings faults;
        all = number;
        for (size_t i = 0; i < LENGTH; i++, all /= LETTERS)
            text[i] = letters[all % LETTERS];
        json_t *json = json_loadb(text, LENGTH, JSON_REJECT_DUPLICATES, &none);
        findings_init(&faults, NULL);
        json_faults(text, LENGTH, &faults);
        if ((json != NULL) != (faults.count == 0))
            fail_msg("<%s>: %s", text, faults.count > 0 ? faults.list[0].text : "no fault");
        findings_free(&faults);
        json_decref(json);
    }
}

static void test_no_more_than_a_screenful_is_looked_for(void **state)
{
    struct findings faults;
    char *text = memory_allocate(4096);
    (void)state;
    memset(text, ',', 4096);
    text[0] = '[';
    findings_init(&faults, NULL);
    json_faults(text, 4096, &faults);
    assert_int_equal(faults.count, JSON_FAULTS_MAX);
    findings_free(&faults);
    memset(text, '[', 4096);
    json_faults(text, 4096, &faults);
    findings_free(&faults);
    free(text);
}

/* ---- where a value stands ---- */

static void test_a_place_is_found_in_its_text(void **state)
{
    static const char text[] =
        "\xEF\xBB\xBF{\n \"å\": [1, {\"b\\\"\": \"x,]\", \"c\": [ true, \"y\" ]}],\n \"d\" : {}\n}";
    json_t *json = json_loads(text + 3, 0, NULL);
    struct json_place root = json_root(json, NULL), list, object, member, element;
    (void)state;
    assert_non_null(json);
    assert_true(json_member(&root, "å", &list));
    object = json_element(&list, 1);
    assert_true(json_member(&object, "c", &member));
    element = json_element(&member, 1);
    struct json_spot spot = json_spot_of(&element, text, sizeof text - 1);
    assert_int_equal(spot.line, 2);
    assert_int_equal(spot.column, 39);
    assert_true(json_member(&root, "d", &member));
    spot = json_spot_of(&member, text, sizeof text - 1);
    assert_int_equal(spot.line, 3);
    assert_int_equal(spot.column, 8);
    struct json_place missing = {.parent = &member, .key = "e"};
    spot = json_spot_of(&missing, text, sizeof text - 1);
    assert_int_equal(spot.line, 3);
    assert_int_equal(spot.column, 8);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_fault_is_named_where_it_stands),
        cmocka_unit_test(test_what_is_json_has_no_fault_and_the_rest_has_one),
        cmocka_unit_test(test_no_more_than_a_screenful_is_looked_for),
        cmocka_unit_test(test_a_place_is_found_in_its_text),
    };
    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
