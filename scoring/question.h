/* What a kind of question does: one table, with one row a kind (question.c).
 *
 * Nobody else asks of what kind a question is: one asks here for what follows from it. How a kind
 * is written in files stands in format/question_form.h, in a table of the same order. A new kind is
 * a name below and a row in each of the two.
 *
 * What somebody chose or has of a question is a bit mask: its first option, "a" or step 1, is bit
 * 0. */
#ifndef SCORING_QUESTION_H
#define SCORING_QUESTION_H

#include "scoring/model.h"

enum question_kind {
    QUESTION_CHECKLIST, /* each ticked option gives one point and is one measure */
    QUESTION_SCALE,     /* step n gives n points; a scale with points is one measure */
    QUESTION_CHOICE,    /* one of several options, without points */
    QUESTION_CHOICES,   /* any number of them, without points */
    QUESTION_NUMBER,    /* a whole number, without points */
    QUESTION_DATE,      /* a day, without points */
    QUESTION_KINDS
};

struct question_traits {
    bool single;    /* one option is chosen, as answer.step; else any number, as answer.options */
    bool valued;    /* it has no options: a number is given, as answer.value */
    bool day;       /* that number is a day */
    bool stacked;   /* an option stands on those before it: who has it has them all, and they are
                       gained in their order */
    bool scored;    /* each option that one has gives a point, and it is assessed how sure that is;
                       what is not scored is part of no level, area, benchmark or plan */
    bool refusable; /* a no answers it too */
    bool one_measure; /* to have any of them is one measure; else each is a measure */
    bool numbered;    /* people call the options 1, 2, 3; else a, b, c */
};

extern const struct question_traits question_rows[QUESTION_KINDS]; /* by kind */

static inline const struct question_traits *question_traits(const struct model_question *question)
{
    return &question_rows[question->kind];
}

static inline bool question_is_scored(const struct model_question *question)
{
    return question_traits(question)->scored;
}

/* All options of the question; its first ones, so many or as many as there are. */
static inline uint32_t question_first_options(const struct model_question *question, unsigned count)
{
    count = count < question->options ? count : question->options;
    return count == 0 ? 0 : UINT32_MAX >> (MODEL_OPTIONS_MAX - count);
}
static inline uint32_t question_options(const struct model_question *question)
{
    return question_first_options(question, MODEL_OPTIONS_MAX);
}

/* Whether the question has what a yes names, and nothing is set that its kind does not use. */
static inline bool question_offers(
    const struct model_question *question, const struct answer *answer)
{
    if (question_traits(question)->valued) {
        bool within = answer->yes ? answer->value >= question->least : answer->value == 0;
        return answer->options == 0 && answer->step == 0 && within &&
               answer->value <= question->most;
    }
    if (question_traits(question)->single)
        return answer->options == 0 && answer->value == 0 && answer->step <= question->options;
    return answer->step == 0 && answer->value == 0 &&
           (answer->options & ~question_options(question)) == 0;
}

/* The options that an answer names, which must be one that question_offers accepts; 0 for none. */
static inline uint32_t question_chosen(
    const struct model_question *question, const struct answer *answer)
{
    if (!question_traits(question)->single)
        return answer->options;
    return answer->step == 0 ? 0 : UINT32_C(1) << (answer->step - 1);
}

/* Whether a yes, which question_offers accepts, is to something. */
static inline bool question_says_something(
    const struct model_question *question, const struct answer *answer)
{
    return question_traits(question)->valued || question_chosen(question, answer) != 0;
}

/* The yes that chooses these options, or the highest of them where only one can be chosen; the
 * plain no for none of them, or nothing where there is no no. It is sure if the kind is assessed.
 * Of a kind with options. */
struct answer question_answer(const struct model_question *question, uint32_t chosen);

/* How many options each byte of a mask has, in its place: counted in pairs, fours and eights of
 * bits; and the whole mask, all bytes added in the highest (Warren: Hacker's Delight, 2nd edition,
 * 5-1). */
static inline uint32_t question_count_bytes(uint32_t options)
{
    options -= (options >> 1) & UINT32_C(0x55555555);
    options = (options & UINT32_C(0x33333333)) + ((options >> 2) & UINT32_C(0x33333333));
    return (options + (options >> 4)) & UINT32_C(0x0F0F0F0F);
}
static inline unsigned question_count(uint32_t options)
{
    return (question_count_bytes(options) * UINT32_C(0x01010101)) >> 24;
}

/* The place of the highest option of a mask, from 1; 0 for none. */
static inline unsigned question_highest(uint32_t options)
{
    for (unsigned shift = 1; shift < MODEL_OPTIONS_MAX; shift *= 2)
        options |= options >> shift;
    return question_count(options);
}

/* The options that give points when these are chosen: of a scale each step up to the highest. */
static inline uint32_t question_held(const struct model_question *question, uint32_t chosen)
{
    const struct question_traits *kind = question_traits(question);
    if (!kind->scored)
        return 0;
    return kind->stacked ? question_first_options(question, question_highest(chosen)) : chosen;
}

/* The most points that the question can give. */
unsigned question_most(const struct model_question *question);

/* The measures of an answer with so many points, and how many more so many more points make. */
static inline unsigned question_measures(const struct model_question *question, unsigned points)
{
    return question_traits(question)->one_measure && points > 0 ? 1 : points;
}
unsigned question_new_measures(const struct model_question *question, unsigned has, unsigned more);

/* What people call an option: "c", or "3". 0 <= option < question->options. */
#define QUESTION_NAME_SIZE 3
void question_option_name(
    const struct model_question *question, unsigned option, char name[QUESTION_NAME_SIZE]);

#endif
