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
#include "scoring/question.h"
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
    if (question->kind == QUESTION_SCALE) {
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
    if (answer.yes && question->kind == QUESTION_SCALE)
        answer.step = (uint8_t)draw(s, question->options + 1u);
    if (answer.yes && question->kind == QUESTION_CHECKLIST)
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
                bool scale = s->model.question[i].kind == QUESTION_SCALE;
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

/* A choice of steps under way, told by its effect on what the level asks for. */
struct trial {
    unsigned has[MODEL_QUESTIONS_MAX];
    unsigned needs[MODEL_QUESTIONS_MAX];
    unsigned lacking; /* points, to what the questions need */
    unsigned points;
    unsigned needs_in_all;
};

static struct trial begin_trial(const struct setting *s, unsigned level)
{
    struct trial trial = {.points = s->score.points};
    for (unsigned i = 0; i < s->model.questions; i++)
        trial.has[i] = s->score.question[i].points;
    for (unsigned l = 1; l <= level; l++) {
        const struct model_level *facts = &s->model.level[l - 1];
        if (facts->min_total > trial.needs_in_all)
            trial.needs_in_all = facts->min_total;
        for (unsigned i = 0; i < s->model.questions; i++) {
            if (levels_has_question(&s->model, l, i) && facts->min_points_each > trial.needs[i])
                trial.needs[i] = facts->min_points_each;
        }
    }
    for (unsigned i = 0; i < s->model.questions; i++)
        trial.lacking += trial.needs[i] > trial.has[i] ? trial.needs[i] - trial.has[i] : 0;
    return trial;
}

/* Whether some list of at most so many steps reaches the level: every one is tried, whatever it
 * does, those on the questions from one on. */
static bool some_list_reaches(
    const struct model *model, struct trial *trial, unsigned first, unsigned steps)
{
    bool reached = trial->lacking == 0 && trial->points >= trial->needs_in_all;
    if (reached || steps == 0)
        return reached;
    for (unsigned i = first; i < model->questions && !reached; i++) {
        if (trial->has[i] == model->question[i].options)
            continue;
        unsigned counted = trial->has[i] < trial->needs[i];
        trial->has[i]++;
        trial->points++;
        trial->lacking -= counted;
        reached = some_list_reaches(model, trial, i, steps - 1);
        trial->has[i]--;
        trial->points--;
        trial->lacking += counted;
    }
    return reached;
}

static struct answer without_points(struct setting *s)
{
    struct answer answer = {.assessment = (uint8_t)(1 + draw(s, 2))};
    unsigned form = draw(s, 4);
    if (form == 0)
        return (struct answer){0};
    answer.yes = form == 1;
    answer.no = form == 1 && draw(s, 2) == 0 ? ANSWER_NO_ABSENT : ANSWER_NO_PLAIN;
    return answer;
}

/* Answers that reach a level if all are sure, often with no point to spare, less a few points. */
static void answers_near(struct setting *s, unsigned level)
{
    unsigned sum = 0, points[MODEL_QUESTIONS_MAX];
    unsigned aim = s->model.level[level - 1].min_total + draw(s, 3) * draw(s, 10);
    unsigned away = draw(s, 8);
    for (unsigned i = 0; i < s->model.questions; i++) {
        bool asked = levels_has_question(&s->model, level, i);
        points[i] = asked ? s->model.level[level - 1].min_points_each : 0;
        sum += points[i];
    }
    while (sum < aim || away > 0) {
        unsigned i = draw(s, s->model.questions);
        if (sum < aim && points[i] < s->model.question[i].options) {
            points[i]++;
            sum++;
        } else if (sum >= aim && points[i] > 0) {
            points[i]--;
            sum--;
            aim = 0;
            away--;
        }
    }
    for (unsigned i = 0; i < s->model.questions; i++) {
        fixture_points(&s->model, &s->answers, s->model.question[i].id, points[i]);
        if (draw(s, 3) == 0)
            s->answers.answer[i].assessment = ASSESSMENT_UNSURE;
        if (points[i] == 0)
            s->answers.answer[i] = without_points(s);
    }
}

/* The level when so many assessments are made sure, those of the first sections first: they belong
 * to every level that others belong to. */
static unsigned level_when_resolved(
    const struct model *model, const struct answer_set *answers, unsigned resolve)
{
    struct answer_set after = *answers;
    struct score score;
    for (unsigned section = 1; section <= MODEL_SECTIONS_MAX; section++) {
        for (unsigned i = 0; i < model->questions; i++) {
            bool chosen = resolve > 0 && model->question[i].section == section &&
                          after.answer[i].assessment == ASSESSMENT_UNSURE;
            if (chosen) {
                after.answer[i].assessment = ASSESSMENT_SURE;
                resolve--;
            }
        }
    }
    score_compute(model, &after, &score);
    return score.level;
}

static void expect_shortest(struct setting *s, unsigned level)
{
    unsigned add[MODEL_QUESTIONS_MAX];
    struct trial trial = begin_trial(s, level);
    assert_false(some_list_reaches(&s->model, &trial, 0, s->gap.count - 1));
    added_points(&s->gap, add);
    for (unsigned i = 0; i < s->model.questions; i++) {
        assert_in_range(trial.has[i] + add[i], trial.needs[i], s->model.question[i].options);
        trial.points += add[i];
    }
    assert_true(trial.points >= trial.needs_in_all);
}

/* A thousand lists of one to six steps on the whole questionnaire, against every shorter list. */
static void test_no_shorter_list_reaches_the_level(void **state)
{
    struct setting *s = *state;
    struct answer_set after;
    unsigned tried = 0, by_count[7] = {0}, for_total = 0, resolved = 0;
    unsigned add[MODEL_QUESTIONS_MAX];
    while (tried < 1000) {
        unsigned level = 1 + draw(s, s->model.levels);
        answers_near(s, level);
        assert_true(find(s, level));
        added_points(&s->gap, add);
        apply(&s->model, &s->answers, add, &after);
        assert_true(level_when_resolved(&s->model, &after, s->gap.resolve_unsure) >= level);
        if (s->gap.resolve_unsure > 0)
            assert_true(level_when_resolved(&s->model, &after, s->gap.resolve_unsure - 1) < level);
        if (s->gap.count == 0 || s->gap.count > 6)
            continue;
        expect_shortest(s, level);
        tried++;
        by_count[s->gap.count]++;
        resolved += s->gap.resolve_unsure > 0;
        for_total += s->gap.steps > 0 && s->gap.step[s->gap.steps - 1].why == GAP_TOTAL;
    }
    for (unsigned count = 1; count <= 6; count++)
        assert_true(by_count[count] >= 60);
    assert_true(resolved > 200);
    assert_in_range(for_total, 200, 800);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_no_plan_is_shorter_than_the_one_found),
        TEST(test_plans_on_the_whole_questionnaire_reach_the_level),
        TEST(test_no_shorter_list_reaches_the_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
