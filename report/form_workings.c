/* The hidden sheet of a form: what scoring/ does, as formulas of a spreadsheet, with one row a
 * question, option and area. Each formula names the function whose rule it has. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "scoring/levels.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct form_ref form_work(const struct form_book *book, lxw_col_t column, unsigned place)
{
    return form_ref(book, FORM_WORKINGS, FORM_WORK_ROW + place, column);
}

struct form_ref form_work_all(const struct form_book *book, lxw_col_t column)
{
    return form_range(book, FORM_WORKINGS, FORM_WORK_ROW, column,
        FORM_WORK_ROW + book->edition->model.questions - 1U, column);
}

bool form_is_answered(const struct form_book *book, unsigned place)
{
    const struct points *points = &book->score.question[place];
    return points_asked(points) && points->status != ANSWER_UNANSWERED &&
           points->status != ANSWER_EMPTY;
}

static struct form_ref level_needs(const struct form_book *book, unsigned level)
{
    return form_ref(
        book, FORM_WORKINGS, FORM_WORK_NEEDS_ROW, (lxw_col_t)(FORM_WORK_LEVELS + level - 1));
}

/* A figure of the edition; an empty cell counts as 0, and most of them are. */
static void put_fact(struct form_book *book, lxw_row_t row, unsigned column, unsigned fact)
{
    if (fact != 0)
        form_number(book, FORM_WORKINGS, row, (lxw_col_t)column, FORM_FORMAT_NUMBER, fact);
}

/* ---- what it is worth ---- */

/* points_of: the first that holds. A yes to nothing cannot be typed. */
static void add_state(struct buffer *formula, const struct form_book *book, unsigned place)
{
    struct form_ref chosen = form_work(book, FORM_WORK_CHOSEN, place);
    struct form_ref no = form_work(book, FORM_WORK_NO, place);
    buffer_printf(formula, "IF(%s>0,%d,IF(AND(%s=0,%s=0),%d,IF(AND(%s>0,%s>0),%d,",
        form_work(book, FORM_WORK_WRONG, place).text, (int)ANSWER_UNKNOWN_OPTION, chosen.text,
        no.text, (int)ANSWER_UNANSWERED, chosen.text, no.text, (int)ANSWER_CONTRADICTORY);
    if (question_is_scored(&book->edition->model.question[place]))
        buffer_printf(formula, "IF(%s=0,%d,", form_work(book, FORM_WORK_ASSESSMENT, place).text,
            (int)ANSWER_NO_ASSESSMENT);
    else
        buffer_text(formula, "(");
    buffer_printf(formula, "IF(%s>0,%d,%d)))))", chosen.text, (int)ANSWER_YES, (int)ANSWER_NO);
}

/* points_at. */
static void put_state(struct form_book *book, unsigned place)
{
    unsigned status = book->score.question[place].status;
    struct buffer formula = {0};
    if (book->edition->model.question[place].asked_if != 0)
        buffer_printf(&formula, "IF(%s=0,IF(OR(%s>0,%s>0,%s>0),%d,%d),",
            form_work(book, FORM_WORK_ASKED, place).text,
            form_work(book, FORM_WORK_WRONG, place).text,
            form_work(book, FORM_WORK_CHOSEN, place).text,
            form_work(book, FORM_WORK_NO, place).text, (int)ANSWER_UNCALLED, (int)ANSWER_NOT_ASKED);
    else
        buffer_text(&formula, "(");
    add_state(&formula, book, place);
    buffer_text(&formula, ")");
    form_formula(book, FORM_WORKINGS, FORM_WORK_ROW + place, FORM_WORK_STATE, FORM_FORMAT_NUMBER,
        status == ANSWER_EMPTY ? ANSWER_UNANSWERED : status, "=%s", buffer_string(&formula));
    buffer_free(&formula);
}

/* question_held, of one option. */
static void put_held(struct form_book *book, unsigned place, unsigned option, lxw_row_t row)
{
    const struct model_question *question = &book->edition->model.question[place];
    const struct answer *answer = &book->set->answer[place];
    struct form_ref state = form_work(book, FORM_WORK_STATE, place);
    bool held = book->score.question[place].status == ANSWER_YES &&
                (question_held(question, question_chosen(question, answer)) >> option & 1) != 0;
    if (question_traits(question)->single) {
        form_formula(book, FORM_WORKINGS, row, FORM_WORK_HELD, FORM_FORMAT_NUMBER, held,
            "=IF(AND(%s=%d,%s%s%u),1,0)", state.text, (int)ANSWER_YES,
            form_work(book, FORM_WORK_CHOSEN, place).text,
            question_traits(question)->stacked ? ">=" : "=", option + 1);
        return;
    }
    struct buffer terms = {0};
    form_add_written(&terms, book, ANSWER_WORDS_TICK, "yes",
        form_ref(book, FORM_ANSWERS, book->rows[place].choice + option, FORM_COLUMN_AT_ANSWER)
            .text);
    form_formula(book, FORM_WORKINGS, row, FORM_WORK_HELD, FORM_FORMAT_NUMBER, held,
        "=IF(AND(%s=%d,0%s>0),1,0)", state.text, (int)ANSWER_YES, buffer_string(&terms));
    buffer_free(&terms);
}

/* One row an option; returns the next free one. */
static lxw_row_t put_options(struct form_book *book, unsigned place, lxw_row_t row)
{
    const struct model *model = &book->edition->model;
    const struct model_question *question = &model->question[place];
    for (unsigned i = 0; i < question->options; i++, row++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(question, i, name);
        char *key = memory_printf("%u.%s", (unsigned)question->id, name);
        form_text(book, FORM_WORKINGS, row, FORM_WORK_OPTION, FORM_FORMAT_TEXT, key);
        free(key);
        put_held(book, place, i, row);
        put_fact(book, row, FORM_WORK_FIRST, question->section == AREAS_FIRST_SECTION);
        for (unsigned area = 0; area < model->areas; area++)
            put_fact(
                book, row, FORM_WORK_BELONGS + area, model->area[area].options[place] >> i & 1);
    }
    return row;
}

/* first: the row of the question's first option. */
static void put_worth(struct form_book *book, unsigned place, lxw_row_t first)
{
    const struct model_question *question = &book->edition->model.question[place];
    const struct points *points = &book->score.question[place];
    lxw_row_t row = FORM_WORK_ROW + place;
    struct form_ref own = form_work(book, FORM_WORK_POINTS, place);
    form_formula(book, FORM_WORKINGS, row, FORM_WORK_POINTS, FORM_FORMAT_NUMBER, points->points,
        "=SUM(%s)",
        form_range(book, FORM_WORKINGS, first, FORM_WORK_HELD, first + question->options - 1U,
            FORM_WORK_HELD)
            .text);
    form_formula(book, FORM_WORKINGS, row, FORM_WORK_MEASURES, FORM_FORMAT_NUMBER, points->measures,
        question_traits(question)->one_measure ? "=MIN(1,%s)" : "=MIN(99,%s)", own.text);
    form_formula(book, FORM_WORKINGS, row, FORM_WORK_UNSURE, FORM_FORMAT_NUMBER,
        points_unsure(points), "=IF(%s=%d,%s,0)", form_work(book, FORM_WORK_ASSESSMENT, place).text,
        (int)ASSESSMENT_UNSURE, form_work(book, FORM_WORK_ASKED, place).text);
}

/* ---- what the next level needs ---- */

static unsigned lacks_for_next(const struct form_book *book, unsigned place)
{
    const struct model *model = &book->edition->model;
    unsigned next = book->score.level + 1;
    unsigned has = book->score.question[place].points;
    if (next > model->levels || !levels_has_question(model, next, place) ||
        !points_asked(&book->score.question[place]))
        return 0;
    unsigned needs = model->level[next - 1].min_points_each;
    return needs > has ? needs - has : 0;
}

/* levels_missing, of the level after the one that is reached. listed: grows with each question. */
static void put_lacks(struct form_book *book, unsigned place, struct buffer *listed)
{
    const struct model *model = &book->edition->model;
    lxw_col_t last = (lxw_col_t)(FORM_WORK_LEVELS + model->levels - 1);
    lxw_row_t row = FORM_WORK_ROW + place;
    struct form_ref level = form_ref(book, FORM_RESULT, FORM_RESULT_LEVEL_ROW, FORM_RESULT_FIGURE);
    struct form_ref lacks = form_work(book, FORM_WORK_LACKS, place);
    unsigned count = lacks_for_next(book, place);
    form_formula(book, FORM_WORKINGS, row, FORM_WORK_LACKS, FORM_FORMAT_NUMBER, count,
        "=IF(%s>=%u,0,%s*MAX(0,INDEX(%s,1,%s+1)*INDEX(%s,1,%s+1)-%s))", level.text,
        (unsigned)model->levels, form_work(book, FORM_WORK_ASKED, place).text,
        form_range(book, FORM_WORKINGS, row, FORM_WORK_LEVELS, row, last).text, level.text,
        form_range(
            book, FORM_WORKINGS, FORM_WORK_NEEDS_ROW, FORM_WORK_LEVELS, FORM_WORK_NEEDS_ROW, last)
            .text,
        level.text, form_work(book, FORM_WORK_POINTS, place).text);
    if (count > 0)
        buffer_printf(
            listed, "%s%u", listed->length > 0 ? ", " : "", (unsigned)model->question[place].id);
    if (place == 0) {
        form_formula_text(book, FORM_WORKINGS, row, FORM_WORK_LISTED, FORM_FORMAT_TEXT,
            buffer_string(listed), "=IF(%s>0,\"%u\",\"\")", lacks.text,
            (unsigned)model->question[place].id);
        return;
    }
    struct form_ref before = form_work(book, FORM_WORK_LISTED, place - 1);
    form_formula_text(book, FORM_WORKINGS, row, FORM_WORK_LISTED, FORM_FORMAT_TEXT,
        buffer_string(listed), "=%s&IF(%s>0,IF(%s=\"\",\"\",\", \")&\"%u\",\"\")", before.text,
        lacks.text, before.text, (unsigned)model->question[place].id);
}

/* ---- levels and areas ---- */

static void put_level_columns(struct form_book *book)
{
    const struct model *model = &book->edition->model;
    for (unsigned level = 1; level <= model->levels; level++) {
        lxw_col_t column = (lxw_col_t)(FORM_WORK_LEVELS + level - 1);
        form_number(book, FORM_WORKINGS, FORM_WORK_NEEDS_ROW, column, FORM_FORMAT_NUMBER,
            model->level[level - 1].min_points_each);
        for (unsigned i = 0; i < model->questions; i++)
            put_fact(book, FORM_WORK_ROW + i, column, levels_has_question(model, level, i));
    }
}

/* areas_score: the gates that are closed. */
static unsigned closed_gates(const struct form_book *book, unsigned area, unsigned level)
{
    const struct model *model = &book->edition->model;
    unsigned closed = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        unsigned from = model->area[area].gate_from[i];
        closed += from != 0 && from <= level && levels_has_question(model, level, i) &&
                  points_asked(&book->score.question[i]) &&
                  book->score.question[i].points < model->level[level - 1].min_points_each;
    }
    return closed;
}

static unsigned first_section_points(const struct form_book *book, unsigned area)
{
    const struct model *model = &book->edition->model;
    unsigned points = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *question = &model->question[i];
        if (question->section != AREAS_FIRST_SECTION ||
            book->score.question[i].status != ANSWER_YES)
            continue;
        uint32_t chosen = question_chosen(question, &book->set->answer[i]);
        points += question_count(question_held(question, chosen) & model->area[area].options[i]);
    }
    return points;
}

/* last: the row of the last option. */
static void put_area(struct form_book *book, unsigned area, lxw_row_t last)
{
    const struct model *model = &book->edition->model;
    lxw_row_t row = FORM_WORK_ROW + area;
    lxw_col_t gates = (lxw_col_t)(FORM_WORK_GATES + area);
    lxw_col_t belongs = (lxw_col_t)(FORM_WORK_BELONGS + area);
    for (unsigned i = 0; i < model->questions; i++)
        put_fact(book, FORM_WORK_ROW + i, gates, model->area[area].gate_from[i]);
    form_formula(book, FORM_WORKINGS, row, FORM_WORK_AREA, FORM_FORMAT_NUMBER,
        first_section_points(book, area), "=SUMPRODUCT(%s*%s*%s)",
        form_range(book, FORM_WORKINGS, FORM_WORK_ROW, FORM_WORK_HELD, last, FORM_WORK_HELD).text,
        form_range(book, FORM_WORKINGS, FORM_WORK_ROW, FORM_WORK_FIRST, last, FORM_WORK_FIRST).text,
        form_range(book, FORM_WORKINGS, FORM_WORK_ROW, belongs, last, belongs).text);
    for (unsigned level = 1; level <= model->levels; level++) {
        struct form_ref gate = form_work_all(book, gates);
        form_formula(book, FORM_WORKINGS, row, (lxw_col_t)(FORM_WORK_CLOSED + level - 1),
            FORM_FORMAT_NUMBER, closed_gates(book, area, level),
            "=SUMPRODUCT((%s>0)*(%s<=%u)*%s*%s*(%s<%s))", gate.text, gate.text, level,
            form_work_all(book, (lxw_col_t)(FORM_WORK_LEVELS + level - 1)).text,
            form_work_all(book, FORM_WORK_ASKED).text, form_work_all(book, FORM_WORK_POINTS).text,
            level_needs(book, level).text);
    }
}

/* ---- the whole ---- */

lxw_row_t form_workings(struct form_book *book)
{
    const struct model *model = &book->edition->model;
    struct buffer listed = {0};
    lxw_row_t row = FORM_WORK_ROW;
    form_text(book, FORM_WORKINGS, 0, 0, FORM_FORMAT_NOTE,
        tr(book->catalog, "What the result is computed with. Nothing is typed here."));
    put_level_columns(book);
    for (unsigned i = 0; i < model->questions; i++) {
        lxw_row_t first = row;
        form_workings_typed(book, i);
        put_state(book, i);
        if (edition_has_points(book->edition))
            put_lacks(book, i, &listed);
        if (!question_is_scored(&model->question[i]))
            continue;
        row = put_options(book, i, row);
        put_worth(book, i, first);
    }
    for (unsigned i = 0; i < model->areas; i++)
        put_area(book, i, row - 1);
    buffer_free(&listed);
    return row - 1;
}
