#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/stats_fill.h"
#include "fixture_model.h"
#include "fixture_scored.h"
#include "format/edition.h"
#include "report/html_organisation.h"
#include "report/html_page.h"
#include "report/html_round.h"
#include "scoring/gap.h"
#include "scoring/question.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MUNICIPALITY "tests/data/typical-municipality.json"
#define REGION "tests/data/typical-region.json"

static void has(struct buffer *page, const char *part)
{
    if (strstr(buffer_string(page), part) == NULL)
        fail_msg("\"%s\" is not in the page", part);
}

static void lacks(struct buffer *page, const char *part)
{
    if (strstr(buffer_string(page), part) != NULL)
        fail_msg("\"%s\" is in the page", part);
}

/* ---- escaping ---- */

static void test_text_is_escaped_for_content_and_attributes(void **state)
{
    (void)state;
    struct buffer out = {0};
    html_text(&out, "<a href=\"x\">R&D 'åäö'</a>");
    assert_string_equal(
        buffer_string(&out), "&lt;a href=&quot;x&quot;&gt;R&amp;D &#39;åäö&#39;&lt;/a&gt;");
    buffer_free(&out);
}

static void test_markup_escapes_what_it_is_given_and_nothing_of_its_own(void **state)
{
    (void)state;
    struct buffer out = {0};
    html_add(&out, "<p class=\"%s\">%u %% %s</p>", "\"><script>", 17U, "<&");
    assert_string_equal(
        buffer_string(&out), "<p class=\"&quot;&gt;&lt;script&gt;\">17 % &lt;&amp;</p>");
    buffer_free(&out);
    html_say(&out, "%s <b> %04u", "&", 7U);
    assert_string_equal(buffer_string(&out), "&amp; &lt;b&gt; 0007");
    buffer_free(&out);
}

static void test_markup_knows_no_other_conversion(void **state)
{
    (void)state;
    int ended = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct buffer out = {0};
        (void)signal(SIGABRT, SIG_DFL);
        html_add(&out, "<p>%d</p>", 1);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFSIGNALED(ended));
    assert_int_equal(WTERMSIG(ended), SIGABRT);
}

/* ---- an organisation's page ---- */

struct subject {
    struct scored one;
    struct scored other;
    struct gap gap;
    struct html_organisation input;
};

/* The municipality's page, with the first occurrence of from in its file replaced by to. */
static void prepare(struct subject *subject, const char *from, const char *to)
{
    memset(subject, 0, sizeof *subject);
    scored_read(&subject->one, MUNICIPALITY, from, to);
    scored_read(&subject->other, REGION, NULL, NULL);
    const struct model *model = &subject->one.edition->model;
    assert_true(gap_find(model, &subject->one.score, subject->one.score.level + 1, &subject->gap));
    subject->input = (struct html_organisation){
        .edition = subject->one.edition,
        .answers = subject->one.answers,
        .score = &subject->one.score,
        .gap = &subject->gap,
        .issued = "2021-10-01",
    };
}

static void release(struct subject *subject)
{
    scored_free(&subject->one);
    scored_free(&subject->other);
}

/* The card's name and group are known better than those that the answers say. */
static void test_page_is_headed_as_the_card_says(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer page = {0};
    prepare(&subject, NULL, NULL);
    subject.input.name = "Exempelregionen";
    subject.input.group = "region";
    html_organisation(&page, &subject.input);
    has(&page, "<title>Exempelregionen – Infosäkkollen 2021</title>");
    has(&page,
        "<h1>Exempelregionen</h1>\n<p class=\"facts\"><span>212999-0012</span>\n<span>Region</span>");
    assert_null(strstr(buffer_string(&page), "Exempelby"));
    assert_null(strstr(buffer_string(&page), "Kommun<"));
    buffer_free(&page);
    release(&subject);
}

static void test_page_tells_the_result(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer page = {0};
    prepare(&subject, NULL, NULL);
    html_organisation(&page, &subject.input);
    has(&page, "<html lang=\"en\">");
    has(&page, "content=\"default-src 'none'; style-src 'unsafe-inline'; ");
    has(&page, "<title>Exempelby kommun – Infosäkkollen 2021</title>");
    has(&page, "<strong class=\"marking\">begränsat hemlig</strong>");
    has(&page,
        "<span>212999-0012</span>\n<span>Kommun</span>\n<span>period 2019-10-01 to 2021-09-30"
        "</span>\n<span>report of 2021-10-01</span>");
    has(&page,
        "<h2>Level 0 of 4</h2>\n<p>Level 1 (Grunderna) is held back by 6 questions that have "
        "fewer points than the 1 required: 8, 10, 11, 13, 14 and 15. The points alone "
        "suffice for level 1.</p>");
    has(&page, "<dt>Points</dt><dd><b>50</b> of 200</dd>");
    has(&page, "Analys och hantering av informationssäkerhetsrisker: 6 %.");
    has(&page, "<td class=\"num\">18/45</td><td class=\"num\"><b>1</b></td>");
    has(&page, "<td class=\"num\">8</td><th scope=\"row\">Arbetssätt för analys och hantering av "
               "risker</th><td>no</td><td class=\"num\">0/5</td><td class=\"num\"><span "
               "class=\"lack\">+1</span></td>");
    has(&page, "From level 0 to level 1: 6 steps, 6 new measures.");
    has(&page, "handled by its marking: begränsat hemlig.");
    lacks(&page, "class=\"notice\"");
    release(&subject);
    buffer_free(&page);
}

/* Question 14 decides the levels of two areas, 15 of two, 13 and the others of one or two. */
static void test_page_begins_with_the_steps_that_decide_most_areas(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer page = {0};
    prepare(&subject, NULL, NULL);
    html_organisation(&page, &subject.input);
    has(&page,
        "<h2>The most important steps to level 1</h2>\n<ol class=\"top-steps\">\n"
        "<li><b>Sammanställning och analys av resultaten</b> Question 14: 1 point more. It "
        "decides the level in 2 areas.</li>\n<li><b>Hur ledningen håller sig informerad</b>");
    has(&page, "The shortest way has 6 steps in all");
    release(&subject);
    buffer_free(&page);
}

static void test_page_escapes_every_name(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer page = {0};
    prepare(&subject, "Exempelby kommun", "</title><script>alert('x')</script> & C:o %s");
    subject.input.place = "<i>place</i>";
    subject.input.references = 1;
    subject.input.reference[0].label = "<i>label</i>";
    subject.input.reference[0].score = &subject.other.score;
    html_organisation(&page, &subject.input);
    has(&page,
        "<h1>&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; C:o %s</h1>");
    has(&page, "<p>&lt;i&gt;place&lt;/i&gt;</p>");
    lacks(&page, "<script");
    lacks(&page, "<i>");
    release(&subject);
    buffer_free(&page);
}

static void test_page_compares_with_references(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer page = {0};
    prepare(&subject, NULL, NULL);
    subject.input.references = 2;
    subject.input.reference[0].label = "Benchmark of the group";
    subject.input.reference[0].score = &subject.other.score;
    subject.input.reference[1].label = "Benchmark of the best";
    subject.input.reference[1].score = &subject.other.score;
    html_organisation(&page, &subject.input);
    has(&page, "<th scope=\"col\" class=\"num\">Benchmark of the group</th>");
    has(&page, "<path class=\"ref line\"");
    has(&page, "<path class=\"best line\"");
    has(&page, "; Benchmark of the best: ");
    release(&subject);
    buffer_free(&page);
}

static void test_page_without_a_next_level_has_no_way_there(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer page = {0};
    prepare(&subject, NULL, NULL);
    for (unsigned i = 0; i < subject.one.edition->model.questions; i++) {
        struct answer *answer = &subject.one.answers->set.answer[i];
        const struct model_question *question = &subject.one.edition->model.question[i];
        bool scale = question->kind == QUESTION_SCALE;
        *answer = (struct answer){.yes = true,
            .assessment = ASSESSMENT_SURE,
            .step = scale ? question->options : 0,
            .options = scale ? 0 : (1U << question->options) - 1};
    }
    score_compute(&subject.one.edition->model, &subject.one.answers->set, &subject.one.score);
    subject.input.gap = NULL;
    html_organisation(&page, &subject.input);
    has(&page, "<p>The highest level is reached.</p>");
    has(&page, "<dd><b>200</b> of 200</dd>");
    lacks(&page, "id=\"gap\"");
    lacks(&page, "class=\"lack\"");
    lacks(&page, "class=\"top-steps\"");
    release(&subject);
    buffer_free(&page);
}

static void test_page_says_what_it_must_be_read_with(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer page = {0};
    prepare(&subject, "\"8\": {\"no\": \"no\", ", "\"8\": {\"yes\": [], ");
    subject.input.demo = true;
    subject.input.issued = "";
    html_organisation(&page, &subject.input);
    has(&page, "<strong class=\"demo\">Demonstration</strong>");
    has(&page, "Demonstration: ");
    has(&page, "1 answer has an error and gives no points.");
    has(&page, "<td>error in the answer</td>");
    lacks(&page, "report of");
    release(&subject);
    buffer_free(&page);
}

static void test_R5_page_is_the_same_each_time_and_speaks_its_language(void **state)
{
    (void)state;
    struct subject subject;
    struct buffer first = {0};
    struct buffer second = {0};
    prepare(&subject, NULL, NULL);
    html_organisation(&first, &subject.input);
    html_organisation(&second, &subject.input);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    buffer_free(&second);
    subject.input.catalog = catalog_for(LANGUAGE_SWEDISH);
    html_organisation(&second, &subject.input);
    has(&second, "<html lang=\"sv\">");
    has(&second, "<dt>Poäng</dt>");
    release(&subject);
    buffer_free(&first);
    buffer_free(&second);
}

/* ---- a round's page ---- */

enum { MEMBERS = 4, GROUPS = 2 };

/* One group of four, and all together, of which nothing is hidden. */
static struct stats_table *make_table(struct scored *one)
{
    struct stats_table *table = calloc(1, sizeof *table);
    struct stats_source *source = calloc(1, sizeof *source);
    assert_true(table != NULL && source != NULL);
    scored_read(one, MUNICIPALITY, NULL, NULL);
    fixture_points(&one->edition->model, &one->answers->set, 10, 1); /* five left to level 1 */
    score_compute(&one->edition->model, &one->answers->set, &one->score);
    table->edition = one->edition;
    table->round = "höst & <vår>";
    table->opens = "2021-05-01";
    table->closes = "2021-09-30";
    source->response.listed = true;
    source->response.population = 10;
    source->response.on_time = MEMBERS;
    for (int i = 0; i < MEMBERS; i++)
        tables_add(&one->edition->model, &one->score, i == 0, &source->tables);
    stats_fill(table, 0, 0, source);
    stats_fill(table, 1, -1, source);
    table->groups = GROUPS;
    free(source);
    return table;
}

static void test_round_page_tells_the_tables(void **state)
{
    (void)state;
    struct scored one;
    struct stats_table *table = make_table(&one);
    struct standing standing[MEMBERS];
    struct html_round input = {.table = table,
        .standing = standing,
        .standings = MEMBERS,
        .marking = "begränsat hemlig",
        .issued = "2021-12-01"};
    struct buffer page = {0};
    for (int i = 0; i < MEMBERS; i++)
        standing[i] = one.score.standing;
    html_round(&page, &input);
    has(&page, "<h1>Round höst &amp; &lt;vår&gt;</h1>");
    has(&page, "<span>2021-05-01 – 2021-09-30</span>\n<span>report of 2021-12-01</span>");
    has(&page, "<strong class=\"marking\">begränsat hemlig</strong>");
    has(&page, "<td class=\"num\"><b>40 %</b></td>");
    has(&page, "<th scope=\"row\">Level 0</th><td class=\"num\">4 <span class=\"percent\">100 %");
    has(&page, "Level 0: 4; from 51 to 51 points. ");
    has(&page, "<p><b>Kommun</b> <span class=\"soft\">4 counted</span></p>");
    has(&page, "<th scope=\"row\">Median</th><td class=\"num\">51</td>");
    has(&page, "<caption>With a security role</caption>");
    has(&page, "<th scope=\"row\">Level 0</th><td class=\"num\">1 <span class=\"percent\">100 %");
    has(&page, "<th scope=\"row\">Level 0</th><td class=\"num\">3 <span class=\"percent\">100 %");
    has(&page, "Question 8: 4 organisations</li>");
    lacks(&page, "<vår>");
    buffer_free(&page);
    free(table);
    scored_free(&one);
}

static void test_round_page_shows_what_is_hidden_as_hidden(void **state)
{
    (void)state;
    struct scored one;
    struct stats_table *table = make_table(&one);
    struct html_round input = {.table = table, .marking = "öppen", .issued = ""};
    struct buffer page = {0};
    struct stats_group *all = &table->group[1];
    table->published = true;
    table->min_group = 7;
    all->level[0] = (struct stats_cell){0, STATS_HIDDEN};
    all->level[1] = (struct stats_cell){0, STATS_SMALL};
    all->response.population = (struct stats_cell){0, STATS_NONE};
    all->response.rate.whole = all->response.population;
    for (unsigned i = 0; i < all->classes; i++)
        all->class[i].count = (struct stats_cell){0, STATS_HIDDEN};
    html_round(&page, &input);
    has(&page, "a group of fewer than 7, as a dash.");
    has(&page, "<desc id=\"levels-1-desc\">Level 0: –. Level 1: &lt;3. Level 2: 0. ");
    has(&page, "100 %</span></td><td class=\"num\">–</td></tr>");
    has(&page, "<td class=\"num\">&lt;3</td></tr>");
    has(&page, "All</figcaption>\n<p class=\"soft\">– not shown</p>");
    lacks(&page, "id=\"standings-title\"");
    lacks(&page, "report of");
    buffer_free(&page);
    free(table);
    scored_free(&one);
}

/* Groups that do not fit beside each other stand in one table after the other. */
static void test_round_page_repeats_tables_for_many_groups(void **state)
{
    (void)state;
    struct scored one;
    struct stats_table *table = make_table(&one);
    struct html_round input = {.table = table, .marking = "öppen", .issued = ""};
    struct buffer page = {0};
    for (size_t i = 2; i < 6; i++)
        table->group[i] = table->group[0];
    table->group[5] = table->group[1];
    table->groups = 6;
    html_round(&page, &input);
    const char *first = strstr(buffer_string(&page), "<th scope=\"row\">Median</th>");
    assert_non_null(first);
    const char *second = strstr(first + 1, "<th scope=\"row\">Median</th>");
    assert_non_null(second);
    assert_null(strstr(second + 1, "<th scope=\"row\">Median</th>"));
    buffer_free(&page);
    free(table);
    scored_free(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_escaped_for_content_and_attributes),
        cmocka_unit_test(test_markup_escapes_what_it_is_given_and_nothing_of_its_own),
        cmocka_unit_test(test_markup_knows_no_other_conversion),
        cmocka_unit_test(test_page_is_headed_as_the_card_says),
        cmocka_unit_test(test_page_tells_the_result),
        cmocka_unit_test(test_page_begins_with_the_steps_that_decide_most_areas),
        cmocka_unit_test(test_page_escapes_every_name),
        cmocka_unit_test(test_page_compares_with_references),
        cmocka_unit_test(test_page_without_a_next_level_has_no_way_there),
        cmocka_unit_test(test_page_says_what_it_must_be_read_with),
        cmocka_unit_test(test_R5_page_is_the_same_each_time_and_speaks_its_language),
        cmocka_unit_test(test_round_page_tells_the_tables),
        cmocka_unit_test(test_round_page_shows_what_is_hidden_as_hidden),
        cmocka_unit_test(test_round_page_repeats_tables_for_many_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
