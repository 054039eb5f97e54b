/* A result that is printed element by element has the text that the whole has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/authority/json_stream.h"
#include "format/json.h"

static json_t *element(int number)
{
    return json_pack("{s:i,s:s,s:{s:[ii]},s:[]}", "number", number, "text",
        "one\nline, \"rows\": []", "within", "list", 1, number, "empty");
}

static json_t *around(bool object)
{
    return object ? json_pack("{s:s,s:s,s:[],s:i}", "before", "\n \"rows\": [] [", "list", "[]",
                        "rows", "behind", 1)
                  : json_array();
}

static char *streamed(bool object, bool demo, int elements)
{
    char *text = NULL;
    size_t length = 0;
    struct json_stream stream;
    const struct options none = {0};
    struct app app = {.out = open_memstream(&text, &length), .demo = demo, .options = &none};
    assert_non_null(app.out);
    assert_int_equal(
        json_stream_begin(&app, around(object), object ? "rows" : NULL, &stream, NULL), STATUS_OK);
    for (int i = 0; i < elements; i++)
        assert_int_equal(json_stream_put(&stream, element(i), NULL), STATUS_OK);
    assert_int_equal(json_stream_end(&stream, NULL), STATUS_OK);
    json_stream_free(&stream);
    assert_int_equal(fclose(app.out), 0);
    return text;
}

static char *printed(bool object, bool demo, int elements)
{
    char *text = NULL;
    size_t length = 0;
    struct app app = {.out = open_memstream(&text, &length), .demo = demo};
    json_t *whole = around(object);
    json_t *list = object ? json_object_get(whole, "rows") : whole;
    assert_non_null(app.out);
    for (int i = 0; i < elements; i++)
        json_array_append_new(list, element(i));
    assert_int_equal(app_print_json(&app, whole, NULL), STATUS_OK);
    assert_int_equal(fclose(app.out), 0);
    return text;
}

static void test_parts_give_the_whole(void **state)
{
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        for (int elements = 0; elements < 4; elements++) {
            bool object = (kind & 1) != 0;
            bool demo = (kind & 2) != 0;
            char *parts = streamed(object, demo, elements);
            char *whole = printed(object, demo, elements);
            assert_string_equal(parts, whole);
            free(parts);
            free(whole);
        }
    }
}

static void test_an_element_that_is_none_is_refused(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length = 0;
    struct json_stream stream;
    const struct options none = {0};
    struct app app = {.out = open_memstream(&text, &length), .options = &none};
    assert_int_equal(json_stream_begin(&app, json_array(), NULL, &stream, NULL), STATUS_OK);
    assert_int_not_equal(json_stream_put(&stream, NULL, NULL), STATUS_OK);
    json_stream_free(&stream);
    assert_int_equal(fclose(app.out), 0);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_give_the_whole),
        cmocka_unit_test(test_an_element_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
