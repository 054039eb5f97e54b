/* The questionnaire and one organisation's answers, as plain numbers.
 *
 * This directory imports nothing but the compiler's own headers: no allocation, no I/O, no locale,
 * so that the same files give the same score everywhere (R5). format/edition fills struct model
 * from an edition's file, format/answers fills struct answer_set; both have checked every bound
 * below. */
#ifndef SCORING_MODEL_H
#define SCORING_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#define MODEL_QUESTIONS_MAX 128
#define MODEL_OPTIONS_MAX 32 /* of a checklist, as a bit mask: option "a" is bit 0 */
#define MODEL_AREAS_MAX 16
#define MODEL_LEVELS_MAX 8
#define MODEL_SECTIONS_MAX 32 /* as a bit mask: section 1 is bit 0 */
#define MODEL_FIELDS_MAX 16
#define MODEL_FIELD_STEPS_MAX 8 /* options of a follow-up, and levels of maturity */

struct model_question {
    uint16_t id;        /* the number that people use */
    uint8_t section;    /* 1 to MODEL_SECTIONS_MAX */
    uint8_t kind;       /* enum question_kind (scoring/question.h) */
    uint8_t options;    /* how many options or steps: 1 to MODEL_OPTIONS_MAX; 0 of a value */
    bool offers_none;   /* may be answered with "none of the options" */
    bool offers_partly; /* may be answered with "under development, or part of the period" */
    uint8_t asked_if;   /* asked only after a yes to the question at this place, from 1, which is an
                           earlier one; 0: always asked */
    uint8_t validates; /* says again whether the question at this place, from 1, has points; or 0 */
    uint32_t asked_options; /* bit mask: those of the earlier one that are the yes; 0: any yes */
    uint32_t validates_options; /* bit mask: its own options that say that there are points */
    uint32_t least; /* of a value: the least and the most that it can be; of a day: days since */
    uint32_t most;  /* 1970-01-01 */
};

/* Level n+1 stands at index n; its sections hold those of every level below. */
struct model_level {
    uint32_t sections;             /* bit mask */
    uint8_t min_points_each;       /* of each question in those sections */
    uint16_t min_total;            /* of all questions of the edition */
    uint8_t max_uncertain_percent; /* of the questions in those sections */
};

struct model_area {
    /* By question: the options that belong to the area, as a bit mask; of a scale all steps, if it
     * belongs. */
    uint32_t options[MODEL_QUESTIONS_MAX];
    /* By question: the first level at which the question is a gate; 0 if it never is. */
    uint8_t gate_from[MODEL_QUESTIONS_MAX];
};

/* A subject on which an edition without points asks yes or no, how far a yes has come, and which
 * level of maturity is reached (scoring/maturity.h). Places of questions without points from which
 * one option is chosen, from 1; 0: the field has no such question. */
struct model_field {
    uint8_t question;  /* of two options: yes and no */
    uint8_t follow_up; /* asked only after the yes */
    uint8_t maturity;  /* its options are the levels, from 1 up */
};

/* Without levels no question gives points, and there are no areas. */
struct model {
    uint16_t questions;
    uint16_t levels;
    uint16_t areas;
    uint8_t fields;
    uint8_t target; /* the level of maturity that is aimed at; 0 if no field has levels */
    struct model_field field[MODEL_FIELDS_MAX];
    struct model_question question[MODEL_QUESTIONS_MAX]; /* in the edition's order */
    struct model_level level[MODEL_LEVELS_MAX];
    struct model_area area[MODEL_AREAS_MAX];
};

enum answer_no { ANSWER_NO_ABSENT, ANSWER_NO_PLAIN, ANSWER_NO_NONE, ANSWER_NO_PARTLY };

enum answer_assessment { ASSESSMENT_ABSENT, ASSESSMENT_SURE, ASSESSMENT_UNSURE };

/* One answer as it was given, valid or not. A zeroed struct is an unanswered question. */
struct answer {
    bool yes;            /* a yes was given, perhaps to nothing */
    bool unknown_option; /* it named an option or step, or a no, that the question does not have */
    uint8_t no;          /* enum answer_no */
    uint8_t assessment;  /* enum answer_assessment */
    uint8_t step;        /* of a scale, or the one that was chosen, from 1; 0 if none */
    uint8_t spare[3];    /* zeros, and no padding: answers are handed over and compared as bytes */
    uint32_t options;    /* of a checklist and the like, as a bit mask; 0 if none */
    uint32_t value;      /* a number, or a day as days since 1970-01-01; 0 if none */
};

struct answer_set {
    struct answer answer[MODEL_QUESTIONS_MAX]; /* in the edition's order */
};

/* What an answer is worth as an answer. Only ANSWER_YES gives points. When several faults meet, the
 * first of uncalled, unknown-option, contradictory, empty, no-assessment counts. */
enum answer_status {
    ANSWER_UNANSWERED,
    ANSWER_YES,
    ANSWER_NO,
    ANSWER_CONTRADICTORY,  /* yes and no */
    ANSWER_EMPTY,          /* yes to nothing */
    ANSWER_NO_ASSESSMENT,  /* neither sure nor unsure */
    ANSWER_UNKNOWN_OPTION, /* see above */
    ANSWER_NOT_ASKED,      /* not answered, and not to be (scoring/asked.h) */
    ANSWER_UNCALLED,       /* answered, though it was not asked */
    ANSWER_STATUSES
};

#endif
