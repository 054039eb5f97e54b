#include "report/main_points.h"

#include "scoring/held.h"
#include "scoring/levels.h"

enum { NAMED_QUESTIONS = 6 };

/* Whose result it is, in the user's language. */
struct subject {
    const struct catalog *catalog;
    const struct edition *edition;
    const struct score *score;
};

void main_points_invalid(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score)
{
    unsigned invalid = 0;
    for (unsigned i = 0; i < edition->model.questions; i++)
        invalid += points_invalid(&score->question[i]);
    if (invalid > 0 && !edition_has_points(edition))
        buffer_printf(out,
            tr_count(catalog, "%u answer has an error.", "%u answers have errors.", invalid),
            invalid);
    else if (invalid > 0)
        buffer_printf(out,
            tr_count(catalog, "%u answer has an error and gives no points.",
                "%u answers have errors and give no points.", invalid),
            invalid);
}

/* ---- what holds back ---- */

/* "Level 2 (Genomförandet)" for the first sentence, "It" for those that follow. */
static const char *next_level_words(
    struct buffer *text, const struct subject *input, unsigned level, bool first)
{
    const char *name = edition_level_name(input->edition, level);
    if (!first)
        return tr(input->catalog, "It");
    buffer_printf(text, tr(input->catalog, "Level %u"), level);
    if (name[0] != '\0')
        buffer_printf(text, " (%s)", name);
    return buffer_string(text);
}

/* ": 8, 21 and 22", or nothing where they are too many to name. */
static void say_questions(
    struct buffer *out, const struct subject *input, const struct levels_missing *missing)
{
    if (missing->questions > NAMED_QUESTIONS)
        return;
    buffer_text(out, ": ");
    for (unsigned i = 0; i < missing->questions; i++) {
        if (i > 0 && i + 1 == missing->questions)
            buffer_printf(out, " %s ", tr(input->catalog, "and"));
        else if (i > 0)
            buffer_text(out, ", ");
        buffer_printf(
            out, "%u", (unsigned)input->edition->model.question[missing->question[i].question].id);
    }
}

static void say_missing_questions(struct buffer *out, const struct subject *input,
    const char *level, const struct levels_missing *missing)
{
    unsigned next = input->score->level + 1;
    buffer_printf(out,
        tr_count(input->catalog,
            "%s is held back by %u question that has fewer points than the %u required",
            "%s is held back by %u questions that have fewer points than the %u required",
            missing->questions),
        level, missing->questions, (unsigned)input->edition->model.level[next - 1].min_points_each);
    say_questions(out, input, missing);
    buffer_text(out, ".");
}

static void say_missing_total(
    struct buffer *out, const struct subject *input, const char *level, unsigned need)
{
    buffer_text(out, out->length > 0 ? " " : "");
    buffer_printf(out, tr(input->catalog, "%s requires %u points in all; there are %u."), level,
        need, input->score->points);
}

static void say_missing_sure(struct buffer *out, const struct subject *input, const char *level,
    unsigned allowed, unsigned over)
{
    buffer_text(out, out->length > 0 ? " " : "");
    buffer_printf(out,
        tr(input->catalog,
            "%s allows at most %u unsure answers to its questions; there are %u too many."),
        level, allowed, over);
}

/* What holds the next level back, in a few short sentences. */
void main_points_held_back(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score)
{
    const struct subject *input = &(struct subject){catalog, edition, score};
    const struct model *model = &input->edition->model;
    unsigned next = input->score->level + 1;
    struct levels_missing missing;
    unsigned enough_for = held_enough_for(model, score);
    struct buffer level = {0};
    if (next > model->levels) {
        buffer_text(out, tr(input->catalog, "The highest level is reached."));
        return;
    }
    levels_missing(model, next, input->score->question, input->score->points, &missing);
    if (missing.questions > 0)
        say_missing_questions(out, input, next_level_words(&level, input, next, true), &missing);
    if (missing.total > 0)
        say_missing_total(out, input, next_level_words(&level, input, next, out->length == 0),
            model->level[next - 1].min_total);
    if (missing.unsure > 0)
        say_missing_sure(out, input, next_level_words(&level, input, next, out->length == 0),
            levels_unsure_allowed(model, next), missing.unsure);
    if (enough_for > score->level) {
        buffer_text(out, " ");
        buffer_printf(
            out, tr(input->catalog, "The points alone suffice for level %u."), enough_for);
    }
    buffer_free(&level);
}

/* ---- the first steps ---- */

unsigned main_points_gates(const struct model *model, unsigned question)
{
    unsigned count = 0;
    for (unsigned i = 0; i < model->areas; i++)
        count += model->area[i].gate_from[question] != 0;
    return count;
}

/* Whether step a of the gap matters more than b: what a question itself needs before what the total
 * needs, then what is a gate of more areas, then question order. */
static bool matters_more(const struct model *model, const struct gap *gap, unsigned a, unsigned b)
{
    const struct gap_step *left = &gap->step[a];
    const struct gap_step *right = &gap->step[b];
    if (left->why != right->why)
        return left->why == GAP_MINIMUM;
    unsigned areas_left = main_points_gates(model, left->question);
    unsigned areas_right = main_points_gates(model, right->question);
    return areas_left != areas_right ? areas_left > areas_right : a < b;
}

unsigned main_points_steps(
    const struct model *model, const struct gap *gap, unsigned chosen[MAIN_STEPS])
{
    unsigned count = 0;
    for (unsigned i = 0; i < gap->steps; i++) {
        unsigned at = count < MAIN_STEPS ? count++ : MAIN_STEPS;
        while (at > 0 && matters_more(model, gap, i, chosen[at - 1])) {
            if (at < MAIN_STEPS)
                chosen[at] = chosen[at - 1];
            at--;
        }
        if (at < MAIN_STEPS)
            chosen[at] = i;
    }
    return count;
}

void main_points_step(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct gap_step *step)
{
    unsigned areas = main_points_gates(&edition->model, step->question);
    buffer_printf(out,
        tr_count(catalog, "Question %u: %u point more.", "Question %u: %u points more.", step->add),
        (unsigned)edition->model.question[step->question].id, (unsigned)step->add);
    if (areas == 0)
        return;
    buffer_text(out, " ");
    buffer_printf(out,
        tr_count(catalog, "It decides the level in %u area.", "It decides the level in %u areas.",
            areas),
        areas);
}

/* ---- beside others ---- */

/* The area that has the least of what the reference has there; -1 if none is behind. */
static int furthest_behind(
    const struct edition *edition, const struct score *score, const struct score *reference)
{
    int found = -1;
    unsigned most = 0;
    for (unsigned i = 0; i < edition->model.areas; i++) {
        unsigned own = score->area[i].points;
        unsigned other = reference->area[i].points;
        unsigned behind = other > own ? (other - own) * 1000 / edition->area_points[i] : 0;
        if (behind > most) {
            most = behind;
            found = (int)i;
        }
    }
    return found;
}

void main_points_beside(struct buffer *out, const struct catalog *catalog,
    const struct score *score, const struct score_reference *reference)
{
    buffer_text(out, out->length > 0 ? " " : "");
    buffer_printf(out, tr(catalog, "%s: level %u and %u points, beside %u here."), reference->label,
        reference->score->level, reference->score->points, score->points);
}

void main_points_behind(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score,
    const struct score_reference *reference)
{
    const struct score *other = reference->score;
    int area = furthest_behind(edition, score, other);
    if (area < 0)
        return;
    buffer_text(out, " ");
    buffer_printf(out, tr(catalog, "Furthest behind in %s: %u of %u points, beside %u there."),
        edition->area[area].name, score->area[area].points, edition->area_points[area],
        other->area[area].points);
}
