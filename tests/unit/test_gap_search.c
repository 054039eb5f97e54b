/* The gap against exact search: no plan is shorter, and each reaches its level. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/gap.h"
#include "scoring/levels.h"
#include "scoring/score.h"

struct setting {
    struct model model;
    struct answer_set answers;
    struct score score;
    struct gap gap;
    uint32_t random; /* state of a generator that gives the same numbers everywhere */
};

static int set_up(void **state)
{
    struct setting *setting = calloc(1, sizeof *setting);
    if (setting == NULL)
        return -1;
    fixture_model_2021(&setting->model);
    setting->random = 2021;
    *state = setting;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

/* 0 to below - 1. */
static unsigned draw(struct setting *s, unsigned below)
{
    s->random = s->random * 1664525u + 1013904223u;
    return (s->random >> 12) % below;
}

static bool find(struct setting *s, unsigned level)
{
    score_compute(&s->model, &s->answers, &s->score);
    return gap_find(&s->model, &s->score, level, &s->gap);
}

/* Carries out steps on one question: the first free options are ticked. */
static void step_on(const struct model_question *question, struct answer *answer, unsigned add)
{
    struct points worth = points_of(question, answer);
    if (add == 0)
        return;
    if (worth.status == ANSWER_NO)
        *answer = (struct answer){.assessment = answer->assessment};
    else if (worth.status != ANSWER_YES)
        *answer = (struct answer){.assessment = ASSESSMENT_SURE};
    answer->yes = true;
    if (question->kind == MODEL_SCALE) {
        answer->step = (uint8_t)(answer->step + add);
        return;
    }
    for (unsigned bit = 0; bit < question->options && add > 0; bit++) {
        if ((answer->options >> bit & 1) == 0) {
            answer->options |= (uint32_t)1 << bit;
            add--;
        }
    }
}

static void added_points(const struct gap *gap, unsigned add[MODEL_QUESTIONS_MAX])
{
    for (unsigned i = 0; i < MODEL_QUESTIONS_MAX; i++)
        add[i] = 0;
    for (unsigned i = 0; i < gap->steps; i++)
        add[gap->step[i].question] += gap->step[i].add;
}

static void apply(const struct model *model, const struct answer_set *before,
    const unsigned add[MODEL_QUESTIONS_MAX], struct answer_set *after)
{
    *after = *before;
    for (unsigned i = 0; i < model->questions; i++)
        step_on(&model->question[i], &after->answer[i], add[i]);
}

static void make_all_sure(struct answer_set *answers)
{
    for (unsigned i = 0; i < MODEL_QUESTIONS_MAX; i++) {
        if (answers->answer[i].assessment == ASSESSMENT_UNSURE)
            answers->answer[i].assessment = ASSESSMENT_SURE;
    }
}

static struct answer random_answer(struct setting *s, const struct model_question *question)
{
    struct answer answer = {.assessment = (uint8_t)(1 + draw(s, 2))};
    unsigned form = draw(s, 12);
    if (form == 0)
        return (struct answer){0};
    if (form == 1)
        answer.assessment = ASSESSMENT_ABSENT;
    if (form == 2)
        answer.unknown_option = true;
    if (form <= 5)
        answer.no = ANSWER_NO_PLAIN;
    if (form == 3 || form > 5)
        answer.yes = true;
    if (answer.yes && question->kind == MODEL_SCALE)
        answer.step = (uint8_t)draw(s, question->options + 1u);
    if (answer.yes && question->kind == MODEL_CHECKLIST)
        answer.options = draw(s, 1u << question->options);
    return answer;
}

static void random_answers(struct setting *s)
{
    s->answers = (struct answer_set){0};
    for (unsigned i = 0; i < s->model.questions; i++)
        s->answers.answer[i] = random_answer(s, &s->model.question[i]);
}

static void random_model(struct setting *s)
{
    unsigned possible = 0;
    s->model = (struct model){.questions = (uint16_t)(2 + draw(s, 3))};
    s->model.levels = (uint16_t)(1 + draw(s, 3));
    for (unsigned i = 0; i < s->model.questions; i++) {
        s->model.question[i].id = (uint16_t)(i + 1);
        s->model.question[i].section = (uint8_t)(1 + draw(s, 4));
        s->model.question[i].kind = (uint8_t)draw(s, 2);
        s->model.question[i].options = (uint8_t)(1 + draw(s, 4));
        possible += s->model.question[i].options;
    }
    for (unsigned l = 0; l < s->model.levels; l++) {
        s->model.level[l].sections = ((uint32_t)2 << l) - 1;
        s->model.level[l].min_points_each = (uint8_t)draw(s, 3);
        s->model.level[l].min_total = (uint16_t)draw(s, possible + 2);
        s->model.level[l].max_uncertain_percent = (uint8_t)draw(s, 101);
    }
}

struct best {
    bool found;
    unsigned count;
    unsigned measures;
    unsigned add[MODEL_QUESTIONS_MAX];
};

static void consider(
    struct setting *s, unsigned level, const unsigned add[], unsigned count, struct best *best)
{
    struct answer_set after;
    struct score score;
    apply(&s->model, &s->answers, add, &after);
    make_all_sure(&after);
    score_compute(&s->model, &after, &score);
    unsigned measures = score.measures - s->score.measures;
    if (score.level < level || (best->found && measures >= best->measures && count == best->count))
        return;
    best->found = true;
    best->count = count;
    best->measures = measures;
    for (unsigned i = 0; i < s->model.questions; i++)
        best->add[i] = add[i];
}

/* Tries every way to add points, those with more on the first questions first, so that of equals
 * the one that is first in question order is kept. */
static void search(struct setting *s, unsigned level, unsigned question, unsigned add[],
    unsigned count, struct best *best)
{
    if (best->found && count > best->count)
        return;
    if (question == s->model.questions) {
        consider(s, level, add, count, best);
        return;
    }
    unsigned room = s->model.question[question].options - s->score.question[question].points;
    for (unsigned more = room + 1; more > 0; more--) {
        add[question] = more - 1;
        search(s, level, question + 1, add, count + more - 1, best);
    }
}

/* The smallest set of assessments that must become sure, by trying every set. */
static unsigned fewest_resolved(struct setting *s, unsigned level, const unsigned add[])
{
    unsigned fewest = MODEL_QUESTIONS_MAX;
    struct answer_set after, trial;
    struct score score;
    apply(&s->model, &s->answers, add, &after);
    for (unsigned set = 0; set < 1u << s->model.questions; set++) {
        unsigned size = 0;
        trial = after;
        for (unsigned i = 0; i < s->model.questions; i++) {
            if ((set >> i & 1) != 0 && trial.answer[i].assessment == ASSESSMENT_UNSURE) {
                trial.answer[i].assessment = ASSESSMENT_SURE;
                size++;
            }
        }
        score_compute(&s->model, &trial, &score);
        if (score.level >= level && size < fewest)
            fewest = size;
    }
    return fewest;
}

static void compare_with_search(struct setting *s, unsigned level)
{
    struct best best = {0};
    unsigned add[MODEL_QUESTIONS_MAX] = {0};
    bool possible = find(s, level);
    search(s, level, 0, add, 0, &best);
    assert_int_equal(possible, best.found);
    if (!possible)
        return;
    assert_int_equal(s->gap.count, best.count);
    assert_int_equal(s->gap.measures, best.measures);
    added_points(&s->gap, add);
    assert_memory_equal(add, best.add, sizeof add);
    assert_int_equal(s->gap.resolve_unsure, fewest_resolved(s, level, add));
}

static void test_no_plan_is_shorter_than_the_one_found(void **state)
{
    struct setting *s = *state;
    unsigned possible = 0, resolved = 0, for_total = 0;
    for (unsigned round = 0; round < 3000; round++) {
        random_model(s);
        random_answers(s);
        unsigned level = 1 + draw(s, s->model.levels);
        compare_with_search(s, level);
        possible += s->gap.steps > 0;
        resolved += s->gap.resolve_unsure > 0;
        for_total += s->gap.steps > 0 && s->gap.step[s->gap.steps - 1].why == GAP_TOTAL;
    }
    /* The cases are worth the name only if they are of all kinds. */
    assert_true(possible > 800);
    assert_true(resolved > 300);
    assert_true(for_total > 400);
}

/* On the whole questionnaire, the fewest measures for each number of steps by dynamic programming.
 */
static unsigned fewest_measures(struct setting *s, unsigned level, unsigned steps)
{
    unsigned fewest[201];
    for (unsigned n = 0; n <= 200; n++)
        fewest[n] = n == 0 ? 0 : 10000;
    for (unsigned i = 0; i < s->model.questions; i++) {
        unsigned has = s->score.question[i].points;
        unsigned minimum = 0;
        for (unsigned l = 1; l <= level; l++) {
            if (levels_has_question(&s->model, l, i))
                minimum = s->model.level[l - 1].min_points_each;
        }
        for (unsigned n = 201; n > 0; n--) {
            unsigned best = 10000;
            for (unsigned add = minimum > has ? minimum - has : 0; add <= 5 - has; add++) {
                bool scale = s->model.question[i].kind == MODEL_SCALE;
                unsigned cost = scale ? has == 0 && add > 0 : add;
                if (add < n && fewest[n - 1 - add] + cost < best)
                    best = fewest[n - 1 - add] + cost;
            }
            fewest[n - 1] = best;
        }
    }
    return fewest[steps];
}

static void test_plans_on_the_whole_questionnaire_reach_the_level(void **state)
{
    struct setting *s = *state;
    struct answer_set after;
    struct score score;
    unsigned add[MODEL_QUESTIONS_MAX];
    for (unsigned round = 0; round < 400; round++) {
        unsigned level = 1 + round % 4;
        random_answers(s);
        assert_true(find(s, level));
        assert_int_equal(s->gap.measures, fewest_measures(s, level, s->gap.count));
        added_points(&s->gap, add);
        apply(&s->model, &s->answers, add, &after);
        make_all_sure(&after);
        score_compute(&s->model, &after, &score);
        assert_true(score.level >= level);
        assert_int_equal(score.points, s->score.points + s->gap.count);
        assert_int_equal(score.measures, s->score.measures + s->gap.measures);
        if (s->gap.steps > 0 && s->gap.step[s->gap.steps - 1].why == GAP_TOTAL)
            assert_int_equal(score.points, s->model.level[level - 1].min_total);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_no_plan_is_shorter_than_the_one_found),
        TEST(test_plans_on_the_whole_questionnaire_reach_the_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
