#include "fixture_model.h"
#include "scoring/question.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct single_options {
    uint8_t id;
    const char *letters;
};

struct area_facts {
    uint8_t in_full[12]; /* question numbers, ended by 0; all of them are gates */
    struct single_options single[12];
};

static const uint8_t scales[] = {3, 4, 5, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 39};

static const struct area_facts areas[FIXTURE_AREAS] = {
    [AREA_RISK] = {{8, 21, 22, 23, 33, 34, 35, 36}, {{6, "a"}, {14, "d"}, {15, "d"}, {37, "abcd"}}},
    [AREA_INCIDENT] = {{9, 10, 27, 29}, {{30, "e"}, {36, "d"}, {38, "de"}}},
    [AREA_CLASSIFICATION] = {{7, 20, 22, 32}, {{6, "a"}, {14, "d"}, {37, "abcd"}}},
    [AREA_SURVEY] = {{4, 11, 19, 22, 38, 39}, {{0}}},
    [AREA_MANAGEMENT] = {{1, 2, 3, 14, 15, 23, 24, 25, 40}, {{0}}},
    [AREA_TRAINING] = {{5, 12, 16, 17, 18, 30, 31, 39}, {{6, "c"}, {14, "a"}, {15, "a"}}},
    [AREA_SAFEGUARDS] = {{23, 24, 25, 26, 38, 40}, {{6, "b"}, {14, "ce"}, {36, "b"}}},
    [AREA_FOLLOWUP] = {{14, 17, 18, 26, 30, 39},
        {{6, "d"}, {7, "e"}, {8, "e"}, {9, "e"}, {10, "e"}, {11, "e"}, {12, "e"}, {13, "e"},
            {29, "e"}, {33, "c"}, {37, "e"}}},
    [AREA_PROCUREMENT] = {{13, 28, 37}, {{6, "e"}}},
    [AREA_CULTURE] = {{1, 15, 16, 17, 18, 30, 31, 39}, {{14, "b"}, {40, "e"}}},
};

static uint32_t mask(const char *letters)
{
    uint32_t options = 0;
    for (; *letters != '\0'; letters++)
        options |= (uint32_t)1 << (*letters - 'a');
    return options;
}

unsigned fixture_index(const struct model *model, unsigned id)
{
    for (unsigned i = 0; i < model->questions; i++) {
        if (model->question[i].id == id)
            return i;
    }
    fail_msg("no question %u in the model", id);
    return 0;
}

static void add_question(
    struct model *model, unsigned id, unsigned section, enum question_kind kind, unsigned options)
{
    struct model_question *question = &model->question[model->questions++];
    question->id = (uint16_t)id;
    question->section = (uint8_t)section;
    question->kind = (uint8_t)kind;
    question->options = (uint8_t)options;
}

static void add_level(struct model *model, uint32_t sections, unsigned each, unsigned total,
    unsigned uncertain_percent)
{
    struct model_level *level = &model->level[model->levels++];
    level->sections = sections;
    level->min_points_each = (uint8_t)each;
    level->min_total = (uint16_t)total;
    level->max_uncertain_percent = (uint8_t)uncertain_percent;
}

static void add_area(struct model *model, const struct area_facts *facts)
{
    struct model_area *area = &model->area[model->areas++];
    for (unsigned i = 0; facts->in_full[i] != 0; i++) {
        unsigned question = fixture_index(model, facts->in_full[i]);
        area->options[question] = question_options(&model->question[question]);
        area->gate_from[question] = 1;
    }
    for (unsigned i = 0; facts->single[i].id != 0; i++)
        area->options[fixture_index(model, facts->single[i].id)] = mask(facts->single[i].letters);
}

static bool is_scale(unsigned id)
{
    for (unsigned i = 0; i < sizeof scales; i++) {
        if (scales[i] == id)
            return true;
    }
    return false;
}

void fixture_model_2021(struct model *model)
{
    *model = (struct model){0};
    for (unsigned id = 1; id <= 40; id++) {
        unsigned section = id <= 15 ? 1 : id <= 28 ? 2 : id <= 38 ? 3 : 4;
        add_question(model, id, section, is_scale(id) ? QUESTION_SCALE : QUESTION_CHECKLIST, 5);
        model->question[id - 1].offers_none = id >= 7 && id <= 13;
        model->question[id - 1].offers_partly = id >= 7 && id <= 13;
    }
    add_level(model, 0x1, 1, 23, 50);
    add_level(model, 0x3, 2, 70, 40);
    add_level(model, 0x7, 3, 133, 30);
    add_level(model, 0xF, 4, 180, 20);
    for (unsigned i = 0; i < FIXTURE_AREAS; i++)
        add_area(model, &areas[i]);
    model->area[AREA_MANAGEMENT].gate_from[fixture_index(model, 14)] = 2;
    model->area[AREA_MANAGEMENT].gate_from[fixture_index(model, 15)] = 2;
}

/* Five questions, 23 points, 11 measures. Question 50 is in no level but counts for the total. The
 * areas: 10 and part of 30; 20 and 35, where 20 is a gate from level 2 only; 35 alone, which has
 * nothing in section 1. */
void fixture_model_small(struct model *model)
{
    *model = (struct model){0};
    add_question(model, 10, 1, QUESTION_CHECKLIST, 3);
    add_question(model, 20, 1, QUESTION_SCALE, 7);
    add_question(model, 30, 2, QUESTION_CHECKLIST, 4);
    add_question(model, 35, 2, QUESTION_SCALE, 7);
    add_question(model, 50, 3, QUESTION_CHECKLIST, 2);
    add_level(model, 0x1, 2, 6, 50);
    add_level(model, 0x3, 3, 15, 25);
    add_area(model, &(struct area_facts){{10}, {{30, "bd"}}});
    add_area(model, &(struct area_facts){{20, 35}, {{0}}});
    add_area(model, &(struct area_facts){{35}, {{0}}});
    model->area[1].gate_from[fixture_index(model, 20)] = 2;
}

void *fixture_setting(void **state, size_t size)
{
    *state = calloc(1, size);
    assert_non_null(*state);
    fixture_model_2021(*state);
    return *state;
}

int fixture_setting_free(void **state)
{
    free(*state);
    return 0;
}

void fixture_tick(
    const struct model *model, struct answer_set *answers, unsigned id, const char *letters)
{
    answers->answer[fixture_index(model, id)] =
        (struct answer){.yes = true, .assessment = ASSESSMENT_SURE, .options = mask(letters)};
}

void fixture_points(
    const struct model *model, struct answer_set *answers, unsigned id, unsigned points)
{
    const struct model_question *question = &model->question[fixture_index(model, id)];
    answers->answer[fixture_index(model, id)] =
        question_answer(question, question_first_options(question, points));
}

void fixture_points_each(const struct model *model, struct answer_set *answers, unsigned points)
{
    for (unsigned i = 0; i < model->questions; i++) {
        unsigned most = model->question[i].options;
        fixture_points(model, answers, model->question[i].id, points < most ? points : most);
    }
}

void fixture_unsure(
    const struct model *model, struct answer_set *answers, unsigned level, unsigned count)
{
    for (unsigned i = model->questions; i > 0 && count > 0; i--) {
        uint32_t section = (uint32_t)1 << (model->question[i - 1].section - 1);
        if ((model->level[level - 1].sections & section) != 0) {
            answers->answer[i - 1].assessment = ASSESSMENT_UNSURE;
            count--;
        }
    }
    assert_int_equal(count, 0);
}

struct given {
    uint8_t id;
    uint8_t step;
    const char *letters;
};

static void give(const struct model *model, struct answer_set *answers, const struct given *given)
{
    fixture_points_each(model, answers, 0);
    for (; given->id != 0; given++) {
        if (given->letters != NULL)
            fixture_tick(model, answers, given->id, given->letters);
        else
            fixture_points(model, answers, given->id, given->step);
    }
}

void fixture_municipality(const struct model *model, struct answer_set *answers)
{
    static const struct given given[] = {{1, 0, "abcde"}, {2, 0, "abcde"}, {3, 5, NULL},
        {4, 4, NULL}, {5, 1, NULL}, {6, 0, "abcde"}, {7, 0, "abcd"}, {9, 0, "abcd"}, {12, 0, "a"},
        {16, 1, NULL}, {19, 1, NULL}, {20, 1, NULL}, {22, 1, NULL}, {23, 1, NULL}, {24, 1, NULL},
        {25, 1, NULL}, {29, 0, "abcde"}, {38, 0, "abce"}, {0}};
    give(model, answers, given);
}

void fixture_region(const struct model *model, struct answer_set *answers)
{
    static const struct given given[] = {{1, 0, "abcde"}, {2, 0, "abcde"}, {3, 5, NULL},
        {4, 2, NULL}, {5, 1, NULL}, {6, 0, "abcde"}, {7, 0, "abcd"}, {8, 0, "abcde"},
        {9, 0, "abcde"}, {10, 0, "abd"}, {11, 0, "ab"}, {12, 0, "abcd"}, {13, 0, "abcd"},
        {14, 0, "ace"}, {15, 0, "acde"}, {16, 1, NULL}, {19, 5, NULL}, {20, 3, NULL}, {21, 2, NULL},
        {22, 4, NULL}, {23, 5, NULL}, {24, 4, NULL}, {25, 3, NULL}, {26, 1, NULL}, {28, 4, NULL},
        {29, 0, "abcde"}, {30, 0, "abe"}, {31, 0, "abde"}, {32, 0, "abcd"}, {33, 0, "acd"},
        {34, 0, "abcde"}, {36, 0, "bd"}, {37, 0, "abcd"}, {38, 0, "abcde"}, {40, 0, "e"}, {0}};
    give(model, answers, given);
}
