#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "fixture_scored.h"
#include "fixture_break.h"
#include "report/csv_plan.h"
#include "report/json_answers.h"
#include "report/json_difference.h"
#include "report/json_support.h"
#include "report/layout.h"
#include "report/plan_measures.h"
#include "report/question_areas.h"
#include "report/support_choice.h"
#include "report/text_difference.h"
#include "report/text_gap.h"
#include "report/text_support.h"

#include <stdlib.h>
#include <string.h>

#define MUNICIPALITY "tests/data/typical-municipality.json"
#define REGION "tests/data/typical-region.json"

/* The municipality, its gap to a level, what the region has beyond it, and the support. */
struct plan {
    struct scored one;
    struct scored other;
    struct gap gap;
    struct difference difference;
    struct support *support;
};

static int set_up(void **state)
{
    struct plan *plan = calloc(1, sizeof *plan);
    assert_non_null(plan);
    scored_read(&plan->one, MUNICIPALITY, NULL, NULL);
    scored_read(&plan->other, REGION, NULL, NULL);
    assert_true(gap_find(&plan->one.edition->model, &plan->one.score, 1, &plan->gap));
    difference_find(&plan->one.edition->model, &plan->one.answers->set, &plan->other.answers->set,
        &plan->difference);
    plan->support = support_builtin();
    *state = plan;
    return 0;
}

static int tear_down(void **state)
{
    struct plan *plan = *state;
    scored_free(&plan->one);
    scored_free(&plan->other);
    support_free(plan->support);
    free(plan);
    return 0;
}

static size_t count(struct buffer *text, const char *part)
{
    fixture_break(text);
    size_t found = 0;
    for (const char *next = buffer_string(text); (next = strstr(next, part)) != NULL; next++)
        found++;
    return found;
}

static void has(struct buffer *text, const char *part)
{
    if (count(text, part) == 0)
        fail_msg("\"%s\" is not in:\n%s", part, buffer_string(text));
}

static void lacks(struct buffer *text, const char *part)
{
    if (count(text, part) != 0)
        fail_msg("\"%s\" is in:\n%s", part, buffer_string(text));
}

static void fits(struct buffer *text)
{
    fixture_break(text);
    for (const char *next = buffer_string(text); *next != '\0'; next += strspn(next, "\n")) {
        char line[400];
        size_t length = strcspn(next, "\n");
        assert_true(length < sizeof line);
        memcpy(line, next, length);
        line[length] = '\0';
        if (text_width(line) > LAYOUT_WIDTH)
            fail_msg("too wide: \"%s\"", line);
        next += length;
    }
}

static uint32_t area(const struct edition *edition, const char *id)
{
    int place = edition_find_area(edition, id);
    assert_true(place >= 0);
    return UINT32_C(1) << place;
}

static unsigned place_of(const struct edition *edition, unsigned id)
{
    int place = edition_find_question(edition, id);
    assert_true(place >= 0);
    return (unsigned)place;
}

/* ---- areas ---- */

static void test_a_question_is_about_the_areas_that_hold_it_whole(void **state)
{
    const struct plan *plan = *state;
    const struct edition *edition = plan->one.edition;
    const struct model *model = &edition->model;
    assert_int_equal(question_areas(model, place_of(edition, 8)), area(edition, "risk"));
    assert_int_equal(question_areas(model, place_of(edition, 14)),
        area(edition, "management") | area(edition, "followup"));
    assert_int_equal(question_areas(model, place_of(edition, 22)),
        area(edition, "risk") | area(edition, "classification") | area(edition, "survey"));
}

static void test_a_question_that_none_holds_whole_is_about_those_that_hold_a_part(void **state)
{
    const struct plan *plan = *state;
    const struct edition *edition = plan->one.edition;
    assert_int_equal(question_areas(&edition->model, place_of(edition, 6)),
        area(edition, "risk") | area(edition, "classification") | area(edition, "training") |
            area(edition, "safeguards") | area(edition, "followup") | area(edition, "procurement"));
}

static void test_options_gain_only_the_areas_that_they_belong_to(void **state)
{
    const struct plan *plan = *state;
    const struct edition *edition = plan->one.edition;
    const struct model *model = &edition->model;
    assert_int_equal(question_areas_of_options(model, place_of(edition, 7), 0x1),
        area(edition, "classification"));
    assert_int_equal(question_areas_of_options(model, place_of(edition, 7), 0x11),
        area(edition, "classification") | area(edition, "followup"));
    assert_int_equal(question_areas_of_options(model, place_of(edition, 7), 0), 0);
    assert_int_equal(
        question_areas_of_options(model, place_of(edition, 27), 0x10), area(edition, "incident"));
}

/* ---- support ---- */

static const struct support_item *find_item(const struct support *support, const char *id)
{
    for (size_t i = 0; i < support->items; i++) {
        if (strcmp(support->item[i].id, id) == 0)
            return &support->item[i];
    }
    fail_msg("there is no item %s", id);
    return NULL;
}

/* What is chosen for a question, as ids with a blank between. */
static void assert_chosen(const struct plan *plan, unsigned question, const char *expected)
{
    const struct support_item *item[SUPPORT_CHOICE_MAX];
    struct buffer ids = {0};
    size_t items = support_choice(plan->support, plan->one.edition, &plan->one.score,
        place_of(plan->one.edition, question), item);
    for (size_t i = 0; i < items; i++)
        buffer_printf(&ids, "%s%s", i == 0 ? "" : " ", item[i]->id);
    assert_string_equal(buffer_string(&ids), expected);
    buffer_free(&ids);
}

static void set_levels(struct plan *plan, unsigned level)
{
    for (unsigned i = 0; i < plan->one.edition->model.areas; i++)
        plan->one.score.area[i].level = (uint8_t)level;
}

static void test_support_is_chosen_by_question_and_level(void **state)
{
    struct plan *plan = *state;
    set_levels(plan, 1);
    assert_int_equal(support_choice_level(plan->one.edition, &plan->one.score, 0), SUPPORT_BASIC);
    assert_chosen(plan, 37, "klassa upphandla-informationssakert");
    assert_chosen(plan, 16, "disa cyberlyftet");
    set_levels(plan, 2);
    assert_int_equal(
        support_choice_level(plan->one.edition, &plan->one.score, 0), SUPPORT_ADVANCED);
    assert_chosen(plan, 37, "upphandla-informationssakert upphandling-samhallsviktigt");
    assert_chosen(plan, 16, "disa cyberlyftet");
}

static void test_the_lowest_area_decides_the_level(void **state)
{
    struct plan *plan = *state;
    set_levels(plan, 4);
    plan->one.score.area[edition_find_area(plan->one.edition, "followup")].level = 1;
    assert_int_equal(
        support_choice_level(plan->one.edition, &plan->one.score, place_of(plan->one.edition, 14)),
        SUPPORT_BASIC);
    assert_int_equal(
        support_choice_level(plan->one.edition, &plan->one.score, place_of(plan->one.edition, 27)),
        SUPPORT_ADVANCED);
}

static void test_the_management_gets_its_support_where_it_lays_the_foundations(void **state)
{
    struct plan *plan = *state;
    set_levels(plan, 0);
    assert_chosen(plan, 1, "metodstod metodstod-skr ovning-ledningen");
    assert_chosen(plan, 40, "ledningsperspektiv mognadsdialogen");
}

static void test_earlier_support_is_the_last_resort(void **state)
{
    struct plan *plan = *state;
    set_levels(plan, 0);
    assert_chosen(plan, 24, "kommunenkat-2015-rekommendation-4");
    assert_chosen(plan, 17, "");
    assert_int_equal(
        find_item(plan->support, "kommunenkat-2015-rekommendation-4")->section, SUPPORT_EARLIER);
}

static void test_support_is_named_and_described_once(void **state)
{
    const struct plan *plan = *state;
    struct buffer text = {0};
    struct support_chosen chosen;
    const struct edition *edition = plan->one.edition;
    support_choice_of_gap(plan->support, edition, &plan->one.score, &plan->gap, &chosen);
    text_gap(
        &text, NULL, edition, &plan->one.answers->set, &plan->one.score, &plan->gap, plan->support);
    has(&text, "\n    Support: Upphandla informationssäkert; Upphandling till samhällsviktig\n");
    buffer_free(&text);
    text_support(&text, NULL, plan->support, &chosen);
    assert_int_equal(count(&text, "  - "), chosen.count);
    assert_int_equal(
        count(&text, "  - Upphandla informationssäkert, guidance, advanced level. "), 1);
    has(&text, "Networks: Informationssäkerhetsnätverket Sveriges Kommuner (KIS); HoSIS; SNITS.\n");
    has(&text, "kinds of support in the catalogue");
    has(&text, "Namn och utgivare är tagna ur");
    fits(&text);
    buffer_free(&text);
}

static void test_what_is_lacking_has_its_support(void **state)
{
    const struct plan *plan = *state;
    const struct edition *edition = plan->one.edition;
    struct support_chosen chosen;
    support_choice_of_difference(
        plan->support, edition, &plan->one.score, &plan->difference, &chosen);
    size_t found = 0;
    for (size_t i = 0; i < plan->support->items; i++)
        found += chosen.item[i];
    assert_int_equal(found, chosen.count);
    assert_true(
        chosen
            .item[find_item(plan->support, "upphandla-informationssakert") - plan->support->item]);
    assert_false(chosen.item[find_item(plan->support, "ncc-se") - plan->support->item]);
}

static void test_no_support_where_nothing_is_lacking_or_for_another_edition(void **state)
{
    struct plan *plan = *state;
    const struct edition *edition = plan->one.edition;
    const struct score *score = &plan->one.score;
    struct buffer text = {0};
    struct support_chosen chosen;
    struct gap nothing = {0};
    support_choice_of_gap(plan->support, edition, score, &nothing, &chosen);
    assert_int_equal(chosen.count, 0);
    plan->support->edition = "smaprov-2030";
    support_choice_of_gap(plan->support, edition, score, &plan->gap, &chosen);
    assert_int_equal(chosen.count, 0);
    support_choice_of_gap(NULL, edition, score, &plan->gap, &chosen);
    assert_int_equal(chosen.count, 0);
    text_support(&text, NULL, NULL, &chosen);
    assert_int_equal(text.length, 0);
    json_t *json = json_gap(edition, &plan->gap);
    json_support_put(json, "steps", edition, NULL, score, &chosen);
    assert_int_equal(json_array_size(json_object_get(json, "support")), 0);
    assert_true(json_is_array(json_object_get(json, "support")));
    json_decref(json);
}

static void test_support_contract(void **state)
{
    const struct plan *plan = *state;
    const struct edition *edition = plan->one.edition;
    struct support_chosen chosen;
    support_choice_of_gap(plan->support, edition, &plan->one.score, &plan->gap, &chosen);
    json_t *json = json_gap(edition, &plan->gap);
    json_support_put(json, "steps", edition, plan->support, &plan->one.score, &chosen);
    const json_t *step = json_array_get(json_object_get(json, "steps"), 3);
    assert_int_equal(json_integer_value(json_object_get(step, "question")), 13);
    const json_t *ids = json_object_get(step, "support");
    assert_int_equal(json_array_size(ids), 2);
    assert_string_equal(json_string_value(json_array_get(ids, 0)), "upphandla-informationssakert");
    const json_t *items = json_object_get(json, "support");
    assert_int_equal(json_array_size(items), chosen.count + 5); /* one is a starting point itself */
    const json_t *last = json_array_get(items, json_array_size(items) - 1);
    assert_int_equal(json_object_size(last), 13);
    assert_string_equal(json_string_value(json_object_get(last, "section")), "network");
    assert_string_equal(json_string_value(json_object_get(last, "id")), "snits");
    json_decref(json);
    json = json_support_item(edition, plan->support, find_item(plan->support, "klassa"));
    static const char expected[] =
        "{\"id\":\"klassa\",\"section\":\"catalogue\",\"name\":\"KLASSA\",\"issuer\":\"SKR\","
        "\"category\":\"support\",\"level\":\"basic\",\"cost\":\"free\",\"year\":null,"
        "\"areas\":[\"risk\",\"classification\",\"safeguards\",\"procurement\"],"
        "\"questions\":[7,20,21,23,32,37],\"judged\":[\"areas\",\"questions\"],"
        "\"source\":\"Guide till en cybersäker kommun\",\"description\":";
    char *text = json_dumps(json, JSON_COMPACT);
    assert_memory_equal(text, expected, sizeof expected - 1);
    free(text);
    json_decref(json);
}

/* ---- difference ---- */

static void test_difference_tells_what_is_lacking(void **state)
{
    const struct plan *plan = *state;
    struct edition *edition = plan->one.edition;
    struct difference lacking = {0};
    struct buffer text = {0};
    struct answer_set target = {0};
    target.answer[place_of(edition, 8)] =
        (struct answer){.yes = true, .assessment = ASSESSMENT_SURE, .options = 0x12};
    target.answer[place_of(edition, 27)] =
        (struct answer){.yes = true, .assessment = ASSESSMENT_SURE, .step = 3};
    difference_find(&edition->model, &(struct answer_set){0}, &target, &lacking);
    text_difference(&text, NULL, edition, &lacking, "Målet", NULL, &plan->one.score);
    has(&text, "Compared with: Målet\nLacking: 3 measures, 5 points, in 2 questions.\n");
    has(&text, "  - Question 8. Arbetssätt för analys och hantering av risker\n"
               "    Area: Analys och hantering av informationssäkerhetsrisker; Uppföljning och\n"
               "    utvärdering\n"
               "      [ ] b  Det anger roller och ansvar\n"
               "      [ ] e  Det har följts upp och utvärderats minst en gång\n");
    has(&text, "      from step 0 to step 3: 50–75 %\n");
    has(&text,
        "\nIncident- och kontinuitetshantering                                   1        3\n");
    lacks(&text, "Upphandling");
    fits(&text);
    buffer_free(&text);
    difference_find(&edition->model, &target, &target, &lacking);
    text_difference(&text, NULL, edition, &lacking, "Målet", NULL, &plan->one.score);
    fixture_break(&text);
    assert_string_equal(buffer_string(&text), "Compared with: Målet\nNothing is lacking.\n");
    buffer_free(&text);
}

static void test_difference_contract(void **state)
{
    const struct plan *plan = *state;
    json_t *json = json_difference(plan->one.edition, &plan->difference, "Regionen");
    static const char *const keys[] = {"target", "points", "measures", "questions", "areas"};
    assert_int_equal(json_object_size(json), 5);
    for (size_t i = 0; i < 5; i++)
        assert_non_null(json_object_get(json, keys[i]));
    const json_t *questions = json_object_get(json, "questions");
    assert_int_equal(json_array_size(questions), plan->difference.questions);
    assert_int_equal(json_array_size(json_object_get(json, "areas")), 10);
    json_int_t points = 0;
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *question = json_array_get(questions, i);
        bool scale = json_is_null(json_object_get(question, "options"));
        points += json_integer_value(json_object_get(question, "points"));
        assert_int_equal(json_object_size(question), 8);
        assert_int_equal(json_is_integer(json_object_get(question, "to")), scale);
        assert_int_equal(json_is_integer(json_object_get(question, "from")), scale);
        assert_true(json_array_size(json_object_get(question, "areas")) > 0);
    }
    assert_int_equal(points, plan->difference.lacks.points);
    json_decref(json);
}

/* ---- the plan ---- */

/* The plan of a gap; NULL: of what the target has. */
static void write_plan(const struct plan *plan, const struct gap *gap, struct buffer *text)
{
    const struct edition *edition = plan->one.edition;
    const struct answer_set *answers = &plan->one.answers->set;
    struct list measures = {.size = sizeof(struct plan_measure)};
    if (gap == NULL)
        plan_measures_of_difference(&measures, NULL, edition, &plan->difference, "=\"Regionen\"");
    else
        plan_measures_of_gap(&measures, NULL, edition, answers, &plan->one.score, gap);
    plan_measures_support(&measures, plan->support, edition, &plan->one.score);
    csv_plan(text, NULL, edition, answers, &measures);
    plan_measures_free(&measures);
}

static void test_plan_has_a_line_for_each_measure_with_room_to_fill_in(void **state)
{
    const struct plan *plan = *state;
    struct buffer text = {0};
    write_plan(plan, &plan->gap, &text);
    const char *head =
        "\xEF\xBB\xBFKey;Question;Topic;Area;What to add;Why;Responsible;Start;Hours;"
        "Cost;Status;Value;Support\r\n";
    assert_ptr_equal(strstr(buffer_string(&text), head), buffer_string(&text));
    assert_int_equal(count(&text, ";;;;;planned;;"), plan->gap.steps);
    assert_int_equal(
        count(&text, ";;;;;planned;;") + count(&text, ";;;;;optional;;") + 3, count(&text, "\r\n"));
    has(&text, ";;;;;planned;;\"Upphandla informationssäkert; Upphandling till samhällsviktig "
               "verksamhet\"\r\n");
    has(&text, ";;;;;planned;;ANTS (CERT-SE)\r\n");
    has(&text, "\r\n8.a;8;Arbetssätt för analys och hantering av risker;"
               "Analys och hantering av informationssäkerhetsrisker;"
               "a) Organisationen har beslutat om det eller medvetet valt det;"
               "The question needs more points for level 1. Any 1 of these ");
    has(&text,
        ";\"Analys och hantering av informationssäkerhetsrisker; Uppföljning och utvärdering\";");
    has(&text, "\r\nedition;;;;;;;;;;;infosakkollen-2021;\r\nanswers;;;;;;;;;;;\"{\"\"1\"\":");
    buffer_free(&text);
}

static void test_plan_counts_on_from_the_step_before(void **state)
{
    struct plan *plan = *state;
    struct buffer text = {0}, step = {0};
    const struct edition *edition = plan->one.edition;
    uint16_t place = (uint16_t)place_of(edition, 27);
    unsigned has_now = plan->one.score.question[place].points;
    struct gap gap = {.to = 2, .steps = 2};
    gap.step[0] = (struct gap_step){.question = place, .why = GAP_MINIMUM, .add = 1};
    gap.step[1] = (struct gap_step){.question = place, .why = GAP_TOTAL, .add = 2};
    assert_true(has_now + 3 <= 5);
    write_plan(plan, &gap, &text);
    buffer_printf(&step, ";to step %u: %s;The question needs more points for level 2;", has_now + 3,
        edition->question[place].option[has_now + 2]);
    has(&text, buffer_string(&step));
    assert_int_equal(count(&text, "to step "), 1); /* the higher step has the lower one in it */
    buffer_free(&step);
    buffer_free(&text);
}

static void test_plan_for_a_target_names_what_is_lacking(void **state)
{
    const struct plan *plan = *state;
    struct buffer text = {0};
    write_plan(plan, NULL, &text);
    size_t lines = count(&text, ";\"Compared with: =\"\"Regionen\"\"\";;;;;planned;;");
    assert_true(lines >= plan->difference.questions);
    assert_int_equal(count(&text, "\r\n"), 3 + lines);
    lacks(&text, "optional");
    buffer_free(&text);
}

static void test_what_a_spreadsheet_would_take_for_a_formula_stays_a_text(void **state)
{
    static const char *const topics[][2] = {{"=1+1", ";'=1+1;"}, {"+1", ";'+1;"}, {"-1", ";'-1;"},
        {"@a", ";'@a;"}, {"=\"a\";b", ";\"'=\"\"a\"\";b\";"}, {"a=1", ";a=1;"}};
    struct plan *plan = *state;
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++) {
        struct buffer text = {0};
        plan->one.edition->question[place_of(plan->one.edition, 8)].topic = topics[i][0];
        write_plan(plan, &plan->gap, &text);
        has(&text, topics[i][1]);
        buffer_free(&text);
    }
}

#define WITH_PLAN(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLAN(test_a_question_is_about_the_areas_that_hold_it_whole),
        WITH_PLAN(test_a_question_that_none_holds_whole_is_about_those_that_hold_a_part),
        WITH_PLAN(test_options_gain_only_the_areas_that_they_belong_to),
        WITH_PLAN(test_support_is_chosen_by_question_and_level),
        WITH_PLAN(test_the_lowest_area_decides_the_level),
        WITH_PLAN(test_the_management_gets_its_support_where_it_lays_the_foundations),
        WITH_PLAN(test_earlier_support_is_the_last_resort),
        WITH_PLAN(test_support_is_named_and_described_once),
        WITH_PLAN(test_what_is_lacking_has_its_support),
        WITH_PLAN(test_no_support_where_nothing_is_lacking_or_for_another_edition),
        WITH_PLAN(test_support_contract),
        WITH_PLAN(test_difference_tells_what_is_lacking),
        WITH_PLAN(test_difference_contract),
        WITH_PLAN(test_plan_has_a_line_for_each_measure_with_room_to_fill_in),
        WITH_PLAN(test_plan_counts_on_from_the_step_before),
        WITH_PLAN(test_plan_for_a_target_names_what_is_lacking),
        WITH_PLAN(test_what_a_spreadsheet_would_take_for_a_formula_stays_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
