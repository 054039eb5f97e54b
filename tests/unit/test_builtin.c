#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_text.h"
#include "format/fields.h"

/* What is built in is a table of the file's, so the two must hold the same in every field, also in
 * one that is added one day and that the walk over the fields was not told of: the texts that it
 * comes across are compared and blanked, and then no byte may differ. */

struct walked {
    const char **text;
    size_t texts;
};

static void blank_text(void *context, const char **text)
{
    struct walked *walked = context;
    walked->text = realloc(walked->text, (walked->texts + 1) * sizeof *walked->text);
    assert_non_null(walked->text);
    walked->text[walked->texts++] = *text;
    *text = NULL;
}

static void pass_number(void *context, void *number, size_t size)
{
    (void)context;
    assert_true(fields_number(number, size) <= UINT32_MAX);
}

static struct fields blanking(struct walked *walked)
{
    return (struct fields){blank_text, pass_number, walked};
}

static void assert_same_texts(struct walked walked[2], size_t least)
{
    assert_true(walked[0].texts >= least);
    assert_int_equal(walked[0].texts, walked[1].texts);
    for (size_t i = 0; i < walked[0].texts; i++)
        assert_string_equal(walked[0].text[i], walked[1].text[i]);
    free(walked[0].text);
    free(walked[1].text);
}

static void test_a_built_in_edition_is_its_file(void **state)
{
    (void)state;
    const char *id;
    for (size_t place = 0; (id = edition_builtin_id(place)) != NULL; place++) {
        struct edition *edition[2];
        struct walked walked[2] = {{NULL, 0}, {NULL, 0}};
        char path[128];
        assert_true(snprintf(path, sizeof path, "editions/%s.json", id) < (int)sizeof path);
        assert_int_equal(edition_builtin(id, &edition[0], NULL), STATUS_OK);
        assert_int_equal(edition_load_file(path, &edition[1], NULL), STATUS_OK);
        json_t *document = edition[1]->document;
        assert_null(edition[0]->document);
        edition[1]->document = NULL;
        for (size_t i = 0; i < 2; i++) {
            const struct fields fields = blanking(&walked[i]);
            fields_of_edition(edition[i], &fields);
        }
        assert_same_texts(walked, 100);
        assert_memory_equal(edition[0], edition[1], sizeof *edition[0]);
        edition_free(edition[0]);
        edition_free(edition[1]);
        json_decref(document);
    }
}

static void test_the_built_in_catalogue_is_its_file(void **state)
{
    (void)state;
    struct support *support[2] = {support_builtin(), NULL};
    struct walked walked[2] = {{NULL, 0}, {NULL, 0}};
    char *text = fixture_read("editions/support-2024.json");
    struct edition *edition;
    assert_int_equal(edition_builtin(support[0]->edition, &edition, NULL), STATUS_OK);
    assert_int_equal(
        support_load(edition, text, strlen(text), "support", &support[1], NULL), STATUS_OK);
    json_t *document = support[1]->document_read;
    assert_null(support[0]->document_read);
    support[1]->document_read = NULL;
    for (size_t i = 0; i < 2; i++) {
        const struct fields fields = blanking(&walked[i]);
        fields_of_support(support[i], &fields);
    }
    assert_same_texts(walked, 100);
    assert_memory_equal(support[0], support[1], sizeof *support[0]);
    support_free(support[0]);
    support_free(support[1]);
    edition_free(edition);
    json_decref(document);
    free(text);
}

static void test_numbers_of_each_size_are_kept(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 2, 4, 8};
    static const uint64_t values[] = {0xA1, 0xA1B2, 0xA1B2C3D4, 0xA1B2C3D4};
    for (size_t i = 0; i < 4; i++) {
        uint64_t number[2] = {0, 0};
        fields_set_number(number, sizes[i], values[i]);
        assert_int_equal(fields_number(number, sizes[i]), values[i]);
        assert_int_equal(number[1], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_built_in_edition_is_its_file),
        cmocka_unit_test(test_the_built_in_catalogue_is_its_file),
        cmocka_unit_test(test_numbers_of_each_size_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
