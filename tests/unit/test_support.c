#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "fixture_text.h"
#include "format/support.h"

static const char path[] = "editions/support-2024.json";

static int read_the_edition(void **state)
{
    struct edition *edition;
    assert_int_equal(edition_builtin(edition_builtin_id(0), &edition, NULL), STATUS_OK);
    *state = edition;
    return 0;
}

static int free_the_edition(void **state)
{
    edition_free(*state);
    return 0;
}

static void test_the_built_in_catalogue_is_for_the_built_in_edition(void **state)
{
    const struct edition *edition = *state;
    struct support *support = support_builtin();
    size_t of[SUPPORT_SECTIONS] = {0};
    assert_string_equal(support->id, "support-2024");
    assert_true(support_is_for(support, edition));
    for (size_t i = 0; i < support->items; i++)
        of[support->item[i].section]++;
    assert_int_equal(of[SUPPORT_START], 3);
    assert_int_equal(of[SUPPORT_CATALOGUE], 46);
    assert_int_equal(of[SUPPORT_NETWORK], 3);
    assert_true(of[SUPPORT_EARLIER] > 0);
    support_free(support);
}

static void test_every_area_has_support_at_both_levels(void **state)
{
    const struct edition *edition = *state;
    struct support *support = support_builtin();
    for (unsigned area = 0; area < edition->model.areas; area++) {
        unsigned of[SUPPORT_LEVELS] = {0};
        for (size_t i = 0; i < support->items; i++) {
            if ((support->item[i].areas >> area & 1U) != 0)
                of[support->item[i].level]++;
        }
        assert_true(of[SUPPORT_ANY_LEVEL] > 0 && of[SUPPORT_ADVANCED] > 0);
    }
    support_free(support);
}

static void test_items_are_of_every_kind_and_need_no_network(void **state)
{
    unsigned seen[SUPPORT_CATEGORIES] = {0};
    struct support *support = support_builtin();
    (void)state;
    for (size_t i = 0; i < support->items; i++) {
        const struct support_item *item = &support->item[i];
        size_t length = strlen(item->description);
        seen[item->category]++;
        assert_in_range(text_width(item->name), 1, 120);
        assert_true(item->areas != 0 && item->judged != 0 && item->source < support->documents);
        assert_true(length > 1 && item->description[length - 1] == '.');
        assert_null(strstr(item->description, "http"));
        assert_null(strstr(item->description, "www"));
    }
    for (size_t category = 0; category < SUPPORT_CATEGORIES; category++)
        assert_true(seen[category] > 0);
    support_free(support);
}

static void test_what_is_not_said_has_no_word(void **state)
{
    (void)state;
    assert_null(support_category_code(SUPPORT_ANY_CATEGORY));
    assert_null(support_level_code(SUPPORT_ANY_LEVEL));
    assert_null(support_cost_code(SUPPORT_COST_UNSAID));
    assert_string_equal(support_section_code(SUPPORT_EARLIER), "earlier");
    assert_string_equal(support_category_code(SUPPORT_CONTACTS), "contacts");
    assert_string_equal(support_level_code(SUPPORT_MANAGEMENT), "management");
    assert_string_equal(support_cost_code(SUPPORT_PAID), "paid");
    assert_string_equal(support_judged_code(4), "questions");
    assert_null(support_judged_code(5));
    assert_null(support_judged_code(99));
}

static void refused(
    const struct edition *edition, const char *text, enum reason reason, const char *told)
{
    struct error err;
    struct support *support = (struct support *)&err;
    error_init(&err, NULL);
    if (support_load(edition, text, strlen(text), "stöd", &support, &err) != STATUS_REFUSED)
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
        {"\"category\": \"reports\"", "\"category\": \"books\"",
            "stöd: items[3].category: one of these words is expected: reports, training, guidance, "
            "measuring, support, contacts"},
        {"\"category\": \"reports\"", "\"category\": \"\"", "stöd: items[3].category: one of"},
        {"\"category\": \"reports\"", "\"category\": 7", "stöd: items[3].category: a text"},
        {"\"category\": \"reports\"", "\"category\": null", "stöd: items[3]: what is in the"},
        {"\"level\": \"basic\"", "\"level\": null", "stöd: items[3]: what is in the"},
        {"\"level\": \"basic\", ", "", "stöd: items[3].level: this key is missing"},
        {"\"level\": \"basic\"", "\"level\": \"expert\"", "stöd: items[3].level: one of"},
        {"\"cost\": \"free\"", "\"cost\": 0", "stöd: items[39].cost: a text"},
        {"\"section\": \"start\"", "\"section\": null", "stöd: items[0].section: a text"},
        {"\"section\": \"start\"", "\"section\": \"first\"", "stöd: items[0].section: one of"},
        {"\"year\": 2015", "\"year\": 1066", "stöd: items[52].year: a whole number"},
        {"\"KLASSA\"", "\"\"", "stöd: items[39]: name: the text is empty"},
        {"\"KLASSA\"",
            "\"åååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå"
            "ååååååååååååååååååååååååååååååååååååååååå\"",
            "stöd: items[39]: name: shorten it to 120 characters"},
        {"\"KLASSA\"", "\"KLASSA\\n\"", "stöd: items[39].name: the text"},
        {"\"SKR\", \"category\"", "\"\", \"category\"",
            "stöd: items[39]: issuer: the text is empty"},
        {"\"SKR\", \"category\"", "false, \"category\"", "stöd: items[39].issuer: a text"},
        {"krav till upphandlingen.\"", "krav\"", "stöd: items[39]: description: a sentence"},
        {"\"id\": \"klassa\"", "\"id\": \"disa\"", "stöd: items[39]: id: \"disa\" stands twice"},
        {"\"id\": \"klassa\"", "\"id\": \"KLASSA\"", "stöd: items[39]: id: small letters"},
        {"\"id\": \"klassa\"", "\"id\": \"klassa\", \"link\": \"x\"",
            "stöd: items[39].link: unknown key"},
        {"[\"risk\", \"classification\", ", "[\"risk\", \"risk\", ",
            "stöd: items[39].areas[1]: \"risk\" stands twice"},
        {"[\"management\", \"followup\"]", "[\"management\", \"Uppföljning\"]",
            "stöd: items[2].areas[1]: the edition has no area \"Uppföljning\""},
        {"[19, 22]", "[19, 41]", "stöd: items[3].questions[1]: the edition has no question 41"},
        {"[19, 22]", "[19, 19]", "stöd: items[3].questions[1]: question 19 stands twice"},
        {"[19, 22]", "[0]", "stöd: items[3].questions[0]: a whole number"},
        {"\"judged\": [\"areas\", ", "\"judged\": [\"name\", ",
            "stöd: items[0].judged[0]: one of these words is expected: category, level, cost"},
        {"\"judged\": [\"areas\", ", "\"judged\": [\"questions\", ",
            "stöd: items[0].judged[1]: \"questions\" stands twice"},
        {"\"source\": \"guide\"", "\"source\": \"boken\"",
            "stöd: items[0]: source: there is no document \"boken\""},
        {"{\"id\": \"kommun\", ", "{\"id\": \"guide\", ",
            "stöd: documents[1]: id: \"guide\" stands twice"},
        {"\"2013-11-28\"", "\"2013-11-31\"", "stöd: documents[1].published: "},
        {"\"documents\": [", "\"documents\": [], \"x\": [", "stöd: x: unknown key"},
        {"\"id\": \"support-2024\"", "\"id\": \"\"", "stöd: id: the text is empty"},
        {"\"edition\": \"infosakkollen-2021\"", "\"edition\": 2021", "stöd: edition: a text"},
    };
    char *text = fixture_read(path);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *changed = fixture_replace(text, changes[i].from, changes[i].to);
        refused(*state, changed, REASON_BAD_VALUE, changes[i].told);
        free(changed);
    }
    free(text);
}

static const char one_item[] =
    "{\"format\":\"sigill-support/1\",\"id\":\"s\",\"edition\":\"infosakkollen-2021\","
    "\"title\":\"t\",\"about\":\"a\","
    "\"documents\":[{\"id\":\"d\",\"name\":\"n\",\"issuer\":\"i\",\"published\":null}],"
    "\"items\":[{\"id\":\"x\",\"section\":\"network\",\"name\":\"n\",\"issuer\":null,"
    "\"category\":null,\"level\":null,\"cost\":null,\"year\":null,\"areas\":[],\"questions\":[40],"
    "\"judged\":[],\"source\":\"d\",\"description\":\"d.\"}]}";

static void test_the_least_catalogue_is_read(void **state)
{
    struct support *support;
    assert_int_equal(
        support_load(*state, one_item, strlen(one_item), "stöd", &support, NULL), STATUS_OK);
    assert_int_equal(support->items, 1);
    assert_string_equal(support->item[0].issuer, "");
    assert_true(support_serves(&support->item[0], 39));
    assert_false(support_serves(&support->item[0], 38));
    assert_false(support_serves(&support->item[0], MODEL_QUESTIONS_MAX - 1));
    support_free(support);
    support_free(NULL);
}

static void test_nothing_and_too_much_are_refused(void **state)
{
    refused(*state,
        "{\"format\":\"sigill-support/1\",\"id\":\"s\",\"edition\":\"infosakkollen-2021\","
        "\"title\":\"t\",\"about\":\"a\",\"documents\":[],\"items\":[]}",
        REASON_BAD_VALUE, "stöd: documents: at least one document");
    refused(*state,
        "{\"format\":\"sigill-support/1\",\"id\":\"s\",\"edition\":\"infosakkollen-2021\","
        "\"title\":\"t\",\"about\":\"a\",\"documents\":[{\"id\":\"d\",\"name\":\"n\","
        "\"issuer\":\"i\",\"published\":null}],\"items\":[]}",
        REASON_BAD_VALUE, "stöd: items: at least one kind of support");
    struct buffer text = {0};
    buffer_append(&text, one_item, (size_t)(strstr(one_item, "\"items\"") - one_item));
    for (size_t i = 0; i <= SUPPORT_ITEMS_MAX; i++)
        buffer_text(&text, i == 0 ? "\"items\":[0" : ",0");
    buffer_text(&text, "]}");
    refused(*state, buffer_string(&text), REASON_BAD_VALUE,
        "stöd: items: the list has 257 elements; at most 256");
    buffer_free(&text);
}

static void test_another_format_or_edition_is_refused(void **state)
{
    char *newer = fixture_replace(one_item, "sigill-support/1", "sigill-support/2");
    char *other = fixture_replace(one_item, "infosakkollen-2021", "infosakkollen-2023");
    refused(*state, newer, REASON_UNKNOWN_FORMAT, "stöd: the format is not sigill-support/1");
    refused(*state, other, REASON_UNKNOWN_EDITION,
        "stöd: edition: it is for \"infosakkollen-2023\", and not for \"infosakkollen-2021\"");
    refused(*state, "[]", REASON_BAD_VALUE, "stöd: ");
    refused(*state, "{\"format\":", REASON_BAD_SYNTAX, "stöd: line 1, column 10: ");
    free(newer);
    free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_built_in_catalogue_is_for_the_built_in_edition),
        cmocka_unit_test(test_every_area_has_support_at_both_levels),
        cmocka_unit_test(test_items_are_of_every_kind_and_need_no_network),
        cmocka_unit_test(test_what_is_not_said_has_no_word),
        cmocka_unit_test(test_wrong_catalogues_are_refused_with_their_path),
        cmocka_unit_test(test_the_least_catalogue_is_read),
        cmocka_unit_test(test_nothing_and_too_much_are_refused),
        cmocka_unit_test(test_another_format_or_edition_is_refused),
    };
    return cmocka_run_group_tests(tests, read_the_edition, free_the_edition);
}
