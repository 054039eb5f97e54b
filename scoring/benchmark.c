/* Why it is decided so.
 *
 * Yes or no. The benchmark answers as more than half of all members do. A tie is no majority, and
 * who has not answered, or not validly, cannot carry a yes: so all members are counted, and what is
 * not a valid yes counts as a no.
 *
 * What is kept of a yes. Only those who said yes have chosen anything, so they alone are counted:
 * what more than half of them chose is kept. There may be no such option, above all on a scale,
 * where each chose one step. To keep nothing would be a yes to nothing, which is no valid answer:
 * then what most of them chose is kept, and of equals each, since none is more typical.
 *
 * More than half of n is n / 2 + 1 or more, where n / 2 is rounded down. */
#include "scoring/benchmark.h"

#include "scoring/question.h"

static bool strict_majority(unsigned part, unsigned whole)
{
    return part > whole / 2;
}

void benchmark_add(
    const struct model *model, const struct answer_set *answers, struct benchmark_counts *counts)
{
    counts->members++;
    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *question = &model->question[i];
        const struct answer *answer = &answers->answer[i];
        if (!question_is_scored(question) || points_at(model, answers, i).status != ANSWER_YES)
            continue;
        counts->yes[i]++;
        uint32_t chosen = question_chosen(question, answer);
        for (unsigned option = 0; chosen != 0; option++, chosen >>= 1)
            counts->chosen[i][option] += chosen & 1;
    }
}

void benchmark_join(const struct benchmark_counts *others, struct benchmark_counts *counts)
{
    counts->members += others->members;
    for (unsigned i = 0; i < MODEL_QUESTIONS_MAX; i++) {
        counts->yes[i] += others->yes[i];
        for (unsigned option = 0; option < MODEL_OPTIONS_MAX; option++)
            counts->chosen[i][option] += others->chosen[i][option];
        counts->left_out[i] = counts->left_out[i] || others->left_out[i];
    }
}

/* The options or steps that at least so many chose. */
static uint32_t chosen_by(const unsigned chosen[MODEL_OPTIONS_MAX], unsigned least)
{
    uint32_t options = 0;
    for (unsigned option = 0; option < MODEL_OPTIONS_MAX; option++) {
        if (chosen[option] >= least)
            options |= (uint32_t)1 << option;
    }
    return options;
}

static unsigned most_chosen(const unsigned chosen[MODEL_OPTIONS_MAX])
{
    unsigned most = 0;
    for (unsigned option = 0; option < MODEL_OPTIONS_MAX; option++)
        most = chosen[option] > most ? chosen[option] : most;
    return most;
}

/* A benchmark that keeps two steps of a scale has two measures, though as an answer it has the
 * points and the one measure of the higher step. */
static void count_kept_measures(const struct model *model, struct benchmark *out)
{
    out->score.measures = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        struct points *worth = &out->score.question[i];
        if (worth->measures > 0)
            worth->measures = (uint8_t)question_count(out->question[i].kept);
        out->score.measures += worth->measures;
    }
}

void benchmark_compute(
    const struct model *model, const struct benchmark_counts *counts, struct benchmark *out)
{
    *out = (struct benchmark){.members = counts->members};
    for (unsigned i = 0; i < model->questions; i++) {
        unsigned yes = counts->yes[i];
        unsigned most = most_chosen(counts->chosen[i]);
        out->question[i].yes_count = yes;
        if (!question_is_scored(&model->question[i])) {
            out->question[i].kind = BENCHMARK_NONE;
            continue;
        }
        if (counts->left_out[i]) {
            out->question[i].kind = BENCHMARK_LEFT_OUT;
            continue;
        }
        if (strict_majority(yes, counts->members)) {
            bool majority = strict_majority(most, yes);
            out->question[i].kind = majority ? BENCHMARK_MAJORITY : BENCHMARK_MINORITY;
            out->question[i].kept = chosen_by(counts->chosen[i], majority ? yes / 2 + 1 : most);
        }
    }
    benchmark_complete(model, out);
}

void benchmark_complete(const struct model *model, struct benchmark *out)
{
    out->answers = (struct answer_set){0};
    for (unsigned i = 0; i < model->questions; i++) {
        uint8_t kind = out->question[i].kind;
        if (kind != BENCHMARK_LEFT_OUT && kind != BENCHMARK_NONE)
            out->answers.answer[i] = question_answer(&model->question[i], out->question[i].kept);
    }
    score_compute_all_asked(model, &out->answers, &out->score);
    count_kept_measures(model, out);
}

unsigned benchmark_left_out(const struct model *model, const struct benchmark *benchmark)
{
    unsigned left_out = 0;
    for (unsigned i = 0; i < model->questions; i++)
        left_out += benchmark->question[i].kind == BENCHMARK_LEFT_OUT;
    return left_out;
}

unsigned benchmark_area_measures(
    const struct model *model, const struct benchmark *benchmark, unsigned area)
{
    unsigned measures = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        if (benchmark->score.question[i].measures > 0)
            measures += question_count(benchmark->question[i].kept & model->area[area].options[i]);
    }
    return measures;
}

struct benchmark_strength benchmark_strength(
    const struct benchmark_counts *counts, const struct benchmark *benchmark, unsigned question)
{
    unsigned yes = benchmark->question[question].yes_count;
    struct benchmark_strength strength = {benchmark->members - yes, benchmark->members};
    if (benchmark->question[question].kind == BENCHMARK_NO)
        return strength;
    strength = (struct benchmark_strength){yes, yes};
    for (unsigned option = 0; option < MODEL_OPTIONS_MAX; option++) {
        unsigned chosen = counts->chosen[question][option];
        bool kept = (benchmark->question[question].kept >> option & 1) != 0;
        if (kept && chosen < strength.part)
            strength.part = chosen;
    }
    return strength;
}
