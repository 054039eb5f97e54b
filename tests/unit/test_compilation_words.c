#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "format/edition.h"
#include "report/compilation_words.h"
#include "scoring/question.h"

/* A typical organisation of ten, of whom so many say yes to what is named, all with the same. */
struct typical {
    struct edition *edition;
    struct benchmark_result *result;
};

static int setup(void **state)
{
    struct typical *typical = memory_new(1, sizeof *typical);
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(edition_builtin("infosakkollen-2021", &typical->edition, &err), STATUS_OK);
    typical->result = memory_new(1, sizeof *typical->result);
    typical->result->scope.edition = typical->edition;
    typical->result->counts.members = 10;
    *state = typical;
    return 0;
}

static int teardown(void **state)
{
    struct typical *typical = *state;
    edition_free(typical->edition);
    free(typical->result);
    free(typical);
    return 0;
}

/* Option n, from 0, is chosen by count[n] of those who say yes. */
static void answered(
    struct typical *typical, unsigned id, unsigned yes, const unsigned count[], unsigned options)
{
    int place = edition_find_question(typical->edition, id);
    assert_true(place >= 0);
    typical->result->counts.yes[place] = yes;
    for (unsigned i = 0; i < options; i++)
        typical->result->counts.chosen[place][i] = count[i];
}

static void find_words(struct typical *typical, const char *area, struct compilation_words *words)
{
    const struct model *model = &typical->edition->model;
    benchmark_compute(model, &typical->result->counts, &typical->result->benchmark);
    for (unsigned i = 0; i < model->questions; i++)
        typical->result->yes[i] = (struct stats_cell){typical->result->counts.yes[i], STATS_NUMBER};
    int place = edition_find_area(typical->edition, area);
    assert_true(place >= 0);
    compilation_words(words, NULL, typical->result, (unsigned)place);
}

static bool in_list(const struct list *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (strcmp(((char **)texts->items)[i], text) == 0)
            return true;
    }
    return false;
}

static void expect_in(const struct list *texts, const char *text)
{
    if (in_list(texts, text))
        return;
    for (size_t i = 0; i < texts->count; i++)
        print_message("%s\n", ((char **)texts->items)[i]);
    fail_msg("not said: %s", text);
}

static void test_options_that_belong_are_had_or_lacked(void **state)
{
    struct typical *typical = *state;
    struct compilation_words words;
    answered(typical, 13, 8, (const unsigned[]){8, 8, 0, 0, 0}, 5);
    answered(typical, 6, 8, (const unsigned[]){0, 0, 0, 8, 8}, 5);
    find_words(typical, "procurement", &words);
    assert_int_equal(words.has.count, 2);
    expect_in(&words.has, "Arbetssätt för säkerhet vid upphandling: organisationen har beslutat om "
                          "det eller medvetet valt det; det anger roller och ansvar");
    expect_in(&words.has, "Tillgång till särskild kompetens: säkerhet vid upphandling");
    assert_int_equal(words.lacks.count, 3);
    expect_in(&words.lacks, "Upphandlingar enligt arbetssättet: nothing of what the question is "
                            "about");
    expect_in(&words.lacks,
        "Innehåll i sättet att upphandla säkert: nothing of what the question is about");
    assert_int_equal(words.withheld.count, 0);
    compilation_words_free(&words);
    find_words(typical, "risk", &words);
    assert_int_equal(words.has.count, 0);
    expect_in(&words.lacks, "Tillgång till särskild kompetens: informationsklassning och "
                            "riskanalys");
    expect_in(&words.lacks,
        "Innehåll i sättet att upphandla säkert: klassa och analysera det som ska köpas; bedöma "
        "behovet och ta fram säkerhetsåtgärder; införa de säkerhetsåtgärder som är "
        "organisationens egna; ställa krav på leverantören");
    compilation_words_free(&words);
}

static void test_a_scale_is_had_up_to_its_step(void **state)
{
    struct typical *typical = *state;
    struct compilation_words words;
    answered(typical, 4, 8, (const unsigned[]){8, 0, 0, 0, 0}, 5);
    answered(typical, 19, 8, (const unsigned[]){0, 0, 0, 0, 8}, 5);
    find_words(typical, "survey", &words);
    expect_in(&words.has, "Inventering av information, system och nätverk: högst 25 %");
    expect_in(&words.lacks, "Inventering av information, system och nätverk: more than the step "
                            "\"Högst 25 %\"");
    expect_in(&words.has, "Omvärldsbevakning som sprids varje kvartal: alla (100 %)");
    assert_false(in_list(&words.lacks, "Omvärldsbevakning som sprids varje kvartal"));
    assert_int_equal(words.lacks.count, 5);
    compilation_words_free(&words);
}

static void test_minority_answers_ties_and_even_splits_are_said(void **state)
{
    struct typical *typical = *state;
    struct compilation_words words;
    answered(typical, 28, 8, (const unsigned[]){3, 2, 3, 0, 0}, 5);
    answered(typical, 13, 6, (const unsigned[]){6, 0, 0, 0, 0}, 5);
    answered(typical, 37, 5, (const unsigned[]){5, 0, 0, 0, 0}, 5);
    find_words(typical, "procurement", &words);
    expect_in(&words.has, "Upphandlingar enligt arbetssättet: högst 25 % or 50–75 % (a minority "
                          "answer: as many gave the one as the other)");
    expect_in(&words.has, "Arbetssätt för säkerhet vid upphandling: organisationen har beslutat om "
                          "det eller medvetet valt det (6 of 10 have points on the question)");
    expect_in(&words.lacks, "Innehåll i sättet att upphandla säkert: nothing of what the question "
                            "is about (5 of 10 have points on the question)");
    compilation_words_free(&words);
    answered(typical, 13, 8, (const unsigned[]){4, 4, 1, 0, 0}, 5);
    answered(typical, 28, 8, (const unsigned[]){4, 2, 2, 0, 0}, 5);
    find_words(typical, "procurement", &words);
    expect_in(&words.has, "Arbetssätt för säkerhet vid upphandling: organisationen har beslutat om "
                          "det eller medvetet valt det; det anger roller och ansvar (a minority "
                          "answer: as many ticked each of them)");
    expect_in(&words.has, "Upphandlingar enligt arbetssättet: högst 25 % (a minority answer)");
    compilation_words_free(&words);
}

static void test_what_is_hidden_or_withheld_is_not_said(void **state)
{
    struct typical *typical = *state;
    struct compilation_words words;
    int hidden = edition_find_question(typical->edition, 13);
    answered(typical, 13, 6, (const unsigned[]){6, 0, 0, 0, 0}, 5);
    typical->result->counts.left_out[edition_find_question(typical->edition, 28)] = true;
    find_words(typical, "procurement", &words);
    typical->result->yes[hidden] = (struct stats_cell){0, STATS_HIDDEN};
    compilation_words_free(&words);
    compilation_words(&words, NULL, typical->result,
        (unsigned)edition_find_area(typical->edition, "procurement"));
    expect_in(&words.has, "Arbetssätt för säkerhet vid upphandling: organisationen har beslutat om "
                          "det eller medvetet valt det");
    assert_int_equal(words.withheld.count, 1);
    expect_in(&words.withheld, "Upphandlingar enligt arbetssättet");
    compilation_words_free(&words);
}

static void test_what_rounding_leaves_open_is_said(void **state)
{
    struct typical *typical = *state;
    struct compilation_words words;
    answered(typical, 13, 8, (const unsigned[]){8, 0, 0, 0, 0}, 5);
    typical->result->close[edition_find_question(typical->edition, 13)] = true;
    typical->result->close[edition_find_question(typical->edition, 28)] = true;
    find_words(typical, "procurement", &words);
    expect_in(&words.has, "Arbetssätt för säkerhet vid upphandling: organisationen har beslutat om "
                          "det eller medvetet valt det (rounding may have decided)");
    expect_in(&words.lacks, "Upphandlingar enligt arbetssättet: nothing of what the question is "
                            "about (rounding may have decided)");
    expect_in(&words.lacks,
        "Innehåll i sättet att upphandla säkert: nothing of what the question is about");
    compilation_words_free(&words);
}

static void test_markup_says_when_there_is_nothing(void **state)
{
    struct typical *typical = *state;
    struct compilation_words words;
    struct buffer out = {0};
    find_words(typical, "procurement", &words);
    compilation_words_free(&words);
    unsigned area = (unsigned)edition_find_area(typical->edition, "procurement");
    compilation_words_html(&out, NULL, typical->result, area);
    assert_non_null(strstr(buffer_string(&out), "Has nothing of what the area is about."));
    assert_non_null(strstr(buffer_string(&out), "<li>Upphandlingar enligt"));
    buffer_free(&out);
    for (unsigned i = 0; i < typical->edition->model.questions; i++) {
        const struct model_question *question = &typical->edition->model.question[i];
        bool scale = question->kind == QUESTION_SCALE;
        unsigned all[MODEL_OPTIONS_MAX];
        for (unsigned k = 0; k < question->options; k++)
            all[k] = !scale || k + 1 == question->options ? 10 : 0;
        answered(typical, question->id, 10, all, question->options);
    }
    find_words(typical, "procurement", &words);
    assert_int_equal(words.lacks.count, 0);
    compilation_words_free(&words);
    compilation_words_html(&out, NULL, typical->result, area);
    assert_non_null(strstr(buffer_string(&out), "Lacks nothing of what the area is about."));
    buffer_free(&out);
}

static void expect_within(const char *wording, const char *within)
{
    struct buffer out = {0};
    compilation_words_within(&out, wording);
    assert_string_equal(buffer_string(&out), within);
    buffer_free(&out);
}

static void test_a_wording_stands_within_a_sentence(void **state)
{
    (void)state;
    expect_within("It-säkerhet", "it-säkerhet");
    expect_within("ISO 27001", "ISO 27001");
    expect_within("Övning", "övning");
    expect_within("50–75 %", "50–75 %");
    expect_within("A", "a");
    expect_within("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_options_that_belong_are_had_or_lacked, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_scale_is_had_up_to_its_step, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_minority_answers_ties_and_even_splits_are_said, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_what_is_hidden_or_withheld_is_not_said, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_rounding_leaves_open_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(test_markup_says_when_there_is_nothing, setup, teardown),
        cmocka_unit_test(test_a_wording_stands_within_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
