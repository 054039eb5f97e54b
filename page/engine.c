/* What the form page needs of scoring/, compiled to WebAssembly: numbers in, numbers out.
 *
 * The page names the model (engine_question, engine_value, engine_follow_up, engine_level,
 * engine_area), then the answers (engine_answer), then has them scored (engine_score) and asks for
 * what came of it. The state stands here because the page cannot hold it: an instance of the module
 * is one questionnaire. Nothing is imported. An index beyond what scoring/model.h has room for is
 * passed over, or answered with 0. */
#include "scoring/answered.h"
#include "scoring/levels.h"
#include "scoring/score.h"

#define EXPORTED __attribute__((visibility("default")))

static struct model model;
static struct answer_set answers;
static struct score score;
static struct answered answered;
static struct levels_missing missing; /* to the next level; all zero at the highest */

EXPORTED void engine_question(unsigned place, unsigned id, unsigned section, unsigned kind,
    unsigned options, bool offers_none, bool offers_partly);
EXPORTED void engine_value(unsigned place, uint32_t least, uint32_t most);
EXPORTED void engine_follow_up(unsigned place, unsigned asked_if, uint32_t options);
EXPORTED void engine_level(unsigned level, uint32_t sections, unsigned min_points_each,
    unsigned min_total, unsigned max_uncertain_percent);
EXPORTED void engine_area(unsigned area, unsigned place, uint32_t options, unsigned gate_from);
EXPORTED void engine_answer(unsigned place, bool yes, bool unknown_option, unsigned no,
    unsigned assessment, unsigned step, uint32_t options, uint32_t value);
EXPORTED void engine_score(void);
EXPORTED unsigned engine_total_level(void);
EXPORTED unsigned engine_total_points(void);
EXPORTED unsigned engine_total_measures(void);
EXPORTED unsigned engine_total_unsure(void);
EXPORTED unsigned engine_standing(unsigned figure);
EXPORTED unsigned engine_status(unsigned place);
EXPORTED unsigned engine_points(unsigned place);
EXPORTED unsigned engine_area_points(unsigned area);
EXPORTED unsigned engine_area_max(unsigned area);
EXPORTED unsigned engine_area_level(unsigned area);
EXPORTED unsigned engine_answered(unsigned section);
EXPORTED unsigned engine_asked(unsigned section);
EXPORTED unsigned engine_missing_questions(void);
EXPORTED unsigned engine_missing_place(unsigned entry);
EXPORTED unsigned engine_missing_points(unsigned entry);
EXPORTED unsigned engine_missing_total(void);
EXPORTED unsigned engine_missing_unsure(void);
EXPORTED unsigned engine_unsure_allowed(void);

/* ---- the model ---- */

/* Places are named in order, from 0. */
void engine_question(unsigned place, unsigned id, unsigned section, unsigned kind, unsigned options,
    bool offers_none, bool offers_partly)
{
    if (place >= MODEL_QUESTIONS_MAX)
        return;
    model.question[place] = (struct model_question){
        .id = (uint16_t)id,
        .section = (uint8_t)section,
        .kind = (uint8_t)kind,
        .options = (uint8_t)options,
        .offers_none = offers_none,
        .offers_partly = offers_partly,
    };
    model.questions = (uint16_t)(place + 1);
}

/* Of a question that was named: which values it takes, and what it is asked after. */
void engine_value(unsigned place, uint32_t least, uint32_t most)
{
    if (place >= model.questions)
        return;
    model.question[place].least = least;
    model.question[place].most = most;
}

void engine_follow_up(unsigned place, unsigned asked_if, uint32_t options)
{
    if (place >= model.questions || asked_if > place)
        return;
    model.question[place].asked_if = (uint8_t)asked_if;
    model.question[place].asked_options = options;
}

/* Levels are named in order, from 1. */
void engine_level(unsigned level, uint32_t sections, unsigned min_points_each, unsigned min_total,
    unsigned max_uncertain_percent)
{
    if (level == 0 || level > MODEL_LEVELS_MAX)
        return;
    model.level[level - 1] = (struct model_level){
        .sections = sections,
        .min_points_each = (uint8_t)min_points_each,
        .min_total = (uint16_t)min_total,
        .max_uncertain_percent = (uint8_t)max_uncertain_percent,
    };
    model.levels = (uint16_t)level;
}

/* Areas are named in order, from 0, question by question. */
void engine_area(unsigned area, unsigned place, uint32_t options, unsigned gate_from)
{
    if (area >= MODEL_AREAS_MAX || place >= MODEL_QUESTIONS_MAX)
        return;
    model.area[area].options[place] = options;
    model.area[area].gate_from[place] = (uint8_t)gate_from;
    model.areas = (uint16_t)(area + 1);
}

/* ---- the answers and their score ---- */

void engine_answer(unsigned place, bool yes, bool unknown_option, unsigned no, unsigned assessment,
    unsigned step, uint32_t options, uint32_t value)
{
    if (place >= MODEL_QUESTIONS_MAX)
        return;
    answers.answer[place] = (struct answer){
        .yes = yes,
        .unknown_option = unknown_option,
        .no = (uint8_t)no,
        .assessment = (uint8_t)assessment,
        .step = (uint8_t)step,
        .options = options,
        .value = value,
    };
}

void engine_score(void)
{
    score_compute(&model, &answers, &score);
    answered_count(&model, &answers, &answered);
    missing = (struct levels_missing){0};
    if (score.level < model.levels)
        levels_missing(&model, score.level + 1, score.question, score.points, &missing);
}

/* ---- what came of it ---- */

unsigned engine_total_level(void)
{
    return score.level;
}

unsigned engine_total_points(void)
{
    return score.points;
}

unsigned engine_total_measures(void)
{
    return score.measures;
}

unsigned engine_total_unsure(void)
{
    return score.unsure;
}

/* enum standing_figure */
unsigned engine_standing(unsigned figure)
{
    return figure < STANDING_FIGURES ? score.standing.figure[figure] : 0;
}

/* enum answer_status */
unsigned engine_status(unsigned place)
{
    return place < MODEL_QUESTIONS_MAX ? score.question[place].status : 0;
}

unsigned engine_points(unsigned place)
{
    return place < MODEL_QUESTIONS_MAX ? score.question[place].points : 0;
}

unsigned engine_area_points(unsigned area)
{
    return area < MODEL_AREAS_MAX ? score.area[area].points : 0;
}

unsigned engine_area_max(unsigned area)
{
    return area < model.areas ? areas_most(&model, area) : 0;
}

unsigned engine_area_level(unsigned area)
{
    return area < MODEL_AREAS_MAX ? score.area[area].level : 0;
}

/* Of the questions of a section, from 1; of all questions for 0. */
static struct answered_part part_of(unsigned section)
{
    if (section > MODEL_SECTIONS_MAX)
        return (struct answered_part){0};
    return section == 0 ? answered.all : answered.section[section - 1];
}

unsigned engine_answered(unsigned section)
{
    return part_of(section).answered;
}

unsigned engine_asked(unsigned section)
{
    return part_of(section).of;
}

unsigned engine_missing_questions(void)
{
    return missing.questions;
}

unsigned engine_missing_place(unsigned entry)
{
    return entry < MODEL_QUESTIONS_MAX ? missing.question[entry].question : 0;
}

unsigned engine_missing_points(unsigned entry)
{
    return entry < MODEL_QUESTIONS_MAX ? missing.question[entry].points : 0;
}

unsigned engine_missing_total(void)
{
    return missing.total;
}

unsigned engine_missing_unsure(void)
{
    return missing.unsure;
}

/* How many answers to the next level's questions may be unsure; 0 at the highest. */
unsigned engine_unsure_allowed(void)
{
    return score.level < model.levels ? levels_unsure_allowed(&model, score.level + 1) : 0;
}
