#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fixture_text.h"
#include "format/support.h"

static const char path[] = "editions/support-2024.json";

static void test_every_area_of_the_edition_has_support_at_each_level(void **state)
{
    (void)state;
    struct error err;
    struct edition *edition;
    struct support *support = support_builtin();
    error_init(&err, NULL);
    assert_int_equal(edition_builtin(edition_builtin_id(0), &edition, &err), STATUS_OK);
    assert_string_equal(support->id, "support-2024");
    assert_string_equal(support->edition, edition->id);
    assert_int_equal(support->areas, edition->model.areas);
    for (size_t i = 0; i < edition->model.areas; i++) {
        const struct support_area *area = support_find_area(support, edition->area[i].id);
        assert_non_null(area);
        assert_string_equal(area->id, edition->area[i].id);
        for (size_t level = 0; level < SUPPORT_LEVELS; level++)
            assert_true(area->level[level].items > 0);
    }
    assert_null(support_find_area(support, "Risk"));
    edition_free(edition);
    support_free(support);
}

static void check_item(const struct support_item *item, size_t level, unsigned seen[5])
{
    assert_int_equal(item->level, level);
    assert_in_range(item->kind, SUPPORT_GUIDANCE, SUPPORT_ADVICE);
    seen[item->kind]++;
    assert_in_range(text_width(item->name), 1, 60);
    size_t length = strlen(item->description);
    assert_true(length > 1 && item->description[length - 1] == '.');
    assert_null(strstr(item->description, "http"));
    assert_null(strstr(item->description, "www"));
}

static void test_items_are_of_every_kind_and_need_no_network(void **state)
{
    (void)state;
    unsigned seen[5] = {0};
    struct support *support = support_builtin();
    for (size_t i = 0; i < support->areas; i++) {
        for (size_t level = 0; level < SUPPORT_LEVELS; level++) {
            const struct support_list *list = &support->area[i].level[level];
            for (size_t j = 0; j < list->items; j++)
                check_item(&list->item[j], level, seen);
        }
    }
    for (size_t kind = 0; kind < 5; kind++)
        assert_true(seen[kind] > 0);
    const struct support_item *first = &support->area[0].level[SUPPORT_BASIC].item[1];
    assert_string_equal(first->name, "KLASSA");
    assert_int_equal(first->kind, SUPPORT_TOOL);
    support_free(support);
}

static void test_an_area_without_its_foundations_gets_the_basics(void **state)
{
    (void)state;
    assert_int_equal(support_for(0), SUPPORT_BASIC);
    assert_int_equal(support_for(1), SUPPORT_BASIC);
    assert_int_equal(support_for(2), SUPPORT_ADVANCED);
    assert_int_equal(support_for(4), SUPPORT_ADVANCED);
    assert_string_equal(support_level_code(SUPPORT_MANAGEMENT), "management");
    assert_string_equal(support_kind_code(SUPPORT_ADVICE), "advice");
}

static void refused(const char *text, enum reason reason, const char *told)
{
    struct error err;
    struct support *support = (struct support *)&err;
    error_init(&err, NULL);
    if (support_load(text, strlen(text), "stöd", &support, &err) != STATUS_REFUSED)
        fail_msg("not refused: %s", told);
    if (strncmp(err.text, told, strlen(told)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, told);
    assert_int_equal(err.reason, reason);
    assert_null(support);
}

static void test_wrong_catalogues_are_refused_with_their_path(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        const char *told;
    } changes[] = {
        {"\"kind\": \"method\"", "\"kind\": \"book\"", "stöd: areas[0].basic[0]: kind: "},
        {"\"kind\": \"method\"", "\"kind\": 7", "stöd: areas[0].basic[0].kind: a text"},
        {"\"kind\": \"method\",", "", "stöd: areas[0].basic[0].kind: this key is missing"},
        {"\"kind\": \"method\"", "\"kind\": \"method\", \"link\": \"x\"",
            "stöd: areas[0].basic[0].link: unknown key"},
        {"\"KLASSA\"", "\"\"", "stöd: areas[0].basic[1]: name: the text is empty"},
        {"\"KLASSA\"", "\"ååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå\"",
            "stöd: areas[0].basic[1]: name: shorten it to 60 characters"},
        {"\"KLASSA\"", "\"KLASSA\\n\"", "stöd: areas[0].basic[1].name: the text"},
        {"fall.\"", "fall\"", "stöd: areas[0].basic[2]: description: a sentence"},
        {"\"advanced\": [", "\"advanced\": [], \"x\": [", "stöd: areas[0].x: unknown key"},
        {"\"management\": [", "\"ledning\": [", "stöd: areas[0].ledning: unknown key"},
        {"\"id\": \"incident\"", "\"id\": \"risk\"", "stöd: areas[1]: id: \"risk\" stands twice"},
        {"\"id\": \"incident\"", "\"id\": \"\"", "stöd: areas[1]: id: the text is empty"},
        {"\"id\": \"support-2024\"", "\"id\": \"\"", "stöd: id: the id is empty"},
        {"\"edition\": \"infosakkollen-2021\"", "\"edition\": 2021", "stöd: edition: a text"},
        {"\"areas\": [", "\"areas\": {}, \"x\": [", "stöd: x: unknown key"},
    };
    (void)state;
    char *text = fixture_read(path);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *changed = fixture_replace(text, changes[i].from, changes[i].to);
        refused(changed, REASON_BAD_VALUE, changes[i].told);
        free(changed);
    }
    free(text);
}

static const char one_area[] =
    "{\"format\":\"sigill-support/"
    "1\",\"id\":\"s\",\"edition\":\"e\",\"title\":\"t\",\"about\":\"a\","
    "\"areas\":[{\"id\":\"x\",\"basic\":[{\"kind\":\"tool\",\"name\":\"n\",\"description\":\"d.\"}]"
    ","
    "\"advanced\":[{\"kind\":\"tool\",\"name\":\"n\",\"description\":\"d.\"}],"
    "\"management\":[]}]}";

static void test_a_level_needs_an_item(void **state)
{
    (void)state;
    refused(one_area, REASON_BAD_VALUE, "stöd: areas[0].management: at least one");
    char *filled = fixture_replace(one_area, "\"management\":[]",
        "\"management\":[{\"kind\":\"tool\",\"name\":\"n\",\"description\":\"d.\"}]");
    struct error err;
    struct support *support;
    error_init(&err, NULL);
    assert_int_equal(support_load(filled, strlen(filled), "stöd", &support, &err), STATUS_OK);
    assert_int_equal(support->areas, 1);
    support_free(support);
    free(filled);
}

static void test_another_format_is_refused(void **state)
{
    (void)state;
    char *newer = fixture_replace(one_area, "sigill-support/1", "sigill-support/2");
    refused(newer, REASON_UNKNOWN_FORMAT, "stöd: the format is not sigill-support/1");
    refused("[]", REASON_BAD_VALUE, "stöd: ");
    refused("{\"format\":", REASON_BAD_SYNTAX, "stöd: line 1, column 10: ");
    free(newer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_area_of_the_edition_has_support_at_each_level),
        cmocka_unit_test(test_items_are_of_every_kind_and_need_no_network),
        cmocka_unit_test(test_an_area_without_its_foundations_gets_the_basics),
        cmocka_unit_test(test_wrong_catalogues_are_refused_with_their_path),
        cmocka_unit_test(test_a_level_needs_an_item),
        cmocka_unit_test(test_another_format_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
