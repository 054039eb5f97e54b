#include "format/succession.h"

#include "base/memory.h"
#include "base/messages.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

/* ---- one step ---- */

static enum status refuse_question(
    const struct edition *to, unsigned place, const char *what, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE, "%s: \"follows\", question %u: %s",
        to->id, (unsigned)to->model.question[place].id,
        tr(err == NULL ? NULL : err->catalog, what));
}

static bool is_same_form(const struct model_question *one, const struct model_question *other)
{
    return one->kind == other->kind && one->options == other->options &&
           one->offers_none == other->offers_none && one->offers_partly == other->offers_partly &&
           one->least == other->least && one->most == other->most;
}

static enum status map_question(
    const struct edition *from, unsigned place, struct succession *out, struct error *err)
{
    const struct edition *to = out->to;
    const struct edition_follows_question *follows = &to->follows.question[place];
    const struct model_question *now = &to->model.question[place];
    struct succession_question *question = &out->question[place];
    if (follows->from == 0)
        return STATUS_OK;
    int before = edition_find_question(from, follows->from);
    if (before < 0)
        return refuse_question(to, place, N_("the earlier edition has no such question"), err);
    const struct model_question *then = &from->model.question[before];
    if (then->kind != now->kind)
        return refuse_question(to, place, N_("the earlier question is of another kind"), err);
    if (!follows->changed && !is_same_form(then, now))
        return refuse_question(
            to, place, N_("it is not as the earlier question; name the options that go on"), err);
    question->from = (unsigned)before;
    question->kind = follows->changed ? SUCCESSION_CHANGED : SUCCESSION_SAME;
    for (unsigned i = 0; i < now->options; i++) {
        question->option[i] = follows->changed ? follows->option[i] : (uint8_t)(i + 1);
        if (question->option[i] > then->options)
            return refuse_question(to, place, N_("the earlier question has no such option"), err);
    }
    out->gone[before] = false;
    return STATUS_OK;
}

static enum status map_area(
    const struct edition *from, unsigned place, struct succession *out, struct error *err)
{
    const struct edition *to = out->to;
    const char *id = to->follows.area[place];
    if (id[0] == '\0')
        return STATUS_OK;
    int before = edition_find_area(from, id);
    if (before < 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: \"follows\", area %s: the earlier edition has no area %s", to->id,
            to->area[place].id, id);
    out->area[place] = (struct succession_area){SUCCESSION_CHANGED, (unsigned)before};
    out->gone_area[before] = false;
    return STATUS_OK;
}

/* That what is not continued is said to be gone, and nothing else. */
static enum status judge_gone(const struct succession *out, struct error *err)
{
    const struct edition_follows *follows = &out->to->follows;
    unsigned gone = 0;
    unsigned gone_areas = 0;
    for (unsigned i = 0; i < out->from->model.questions; i++) {
        if (out->gone[i] && (gone >= follows->gone ||
                                follows->gone_question[gone] != out->from->model.question[i].id))
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s: \"follows\": what becomes of the question %u of %s is not said; continue it, or "
                "name it under \"gone\", in order",
                out->to->id, (unsigned)out->from->model.question[i].id, out->from->id);
        gone += out->gone[i];
    }
    for (unsigned i = 0; i < out->from->model.areas; i++) {
        if (out->gone_area[i] &&
            (gone_areas >= follows->gone_areas ||
                strcmp(follows->gone_area[gone_areas], out->from->area[i].id) != 0))
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s: \"follows\": what becomes of the area %s of %s is not said; continue it, or name "
                "it under \"gone_areas\", in order",
                out->to->id, out->from->area[i].id, out->from->id);
        gone_areas += out->gone_area[i];
    }
    if (gone == follows->gone && gone_areas == follows->gone_areas)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s: \"follows\": something is said to be gone that %s does not have", out->to->id,
        out->from->id);
}

static void begin(const struct edition *from, const struct edition *to, struct succession *out)
{
    *out = (struct succession){.from = from, .to = to};
    for (unsigned i = 0; i < from->model.questions; i++)
        out->gone[i] = true;
    for (unsigned i = 0; i < from->model.areas; i++)
        out->gone_area[i] = true;
}

static enum status map_step(
    const struct edition *from, const struct edition *to, struct succession *out, struct error *err)
{
    begin(from, to, out);
    for (unsigned i = 0; i < to->model.questions; i++)
        TRY(map_question(from, i, out, err));
    for (unsigned i = 0; i < to->model.areas; i++)
        TRY(map_area(from, i, out, err));
    return judge_gone(out, err);
}

static void map_itself(const struct edition *from, const struct edition *to, struct succession *out)
{
    *out = (struct succession){.from = from, .to = to};
    for (unsigned i = 0; i < to->model.questions; i++) {
        out->question[i] = (struct succession_question){.kind = SUCCESSION_SAME, .from = i};
        for (unsigned k = 0; k < to->model.question[i].options; k++)
            out->question[i].option[k] = (uint8_t)(k + 1);
    }
    for (unsigned i = 0; i < to->model.areas; i++)
        out->area[i] = (struct succession_area){SUCCESSION_SAME, i};
}

/* ---- several steps ---- */

static void compose_question(
    const struct succession *first, struct succession_question *question, struct succession *out)
{
    const struct succession_question *before = &first->question[question->from];
    if (question->kind == SUCCESSION_NEW || before->kind == SUCCESSION_NEW) {
        *question = (struct succession_question){.kind = SUCCESSION_NEW};
        return;
    }
    for (unsigned k = 0; k < MODEL_OPTIONS_MAX; k++)
        question->option[k] =
            question->option[k] == 0 ? 0 : before->option[question->option[k] - 1];
    if (before->kind == SUCCESSION_CHANGED)
        question->kind = SUCCESSION_CHANGED;
    question->from = before->from;
    out->gone[question->from] = false;
}

/* last: from the edition between to the later one; first: from the earlier one to that between. */
static void compose(const struct succession *first, struct succession *last)
{
    struct succession step = *last;
    begin(first->from, step.to, last);
    for (unsigned i = 0; i < step.to->model.questions; i++) {
        last->question[i] = step.question[i];
        compose_question(first, &last->question[i], last);
    }
    for (unsigned i = 0; i < step.to->model.areas; i++) {
        const struct succession_area *area = &step.area[i];
        if (area->kind == SUCCESSION_NEW || first->area[area->from].kind == SUCCESSION_NEW)
            continue;
        last->area[i] = (struct succession_area){SUCCESSION_CHANGED, first->area[area->from].from};
        last->gone_area[last->area[i].from] = false;
    }
}

/* ---- what an area consists of ---- */

/* All that it had is continued, and all that it has now continues that. */
static bool is_same_area(const struct succession *out, unsigned place)
{
    const struct model_area *now = &out->to->model.area[place];
    const struct model_area *then = &out->from->model.area[out->area[place].from];
    uint32_t seen[MODEL_QUESTIONS_MAX] = {0};
    for (unsigned i = 0; i < out->to->model.questions; i++) {
        const struct succession_question *question = &out->question[i];
        if (now->options[i] == 0)
            continue;
        if (question->kind == SUCCESSION_NEW ||
            (now->options[i] & ~succession_continuing(out, i)) != 0 ||
            now->options[i] != succession_carried(out, i, then->options[question->from]) ||
            now->gate_from[i] != then->gate_from[question->from])
            return false;
        seen[question->from] = then->options[question->from] & succession_continued(out, i);
    }
    return memcmp(seen, then->options, sizeof seen) == 0;
}

static void judge_areas(struct succession *out)
{
    for (unsigned i = 0; i < out->to->model.areas; i++) {
        if (out->area[i].kind == SUCCESSION_CHANGED && is_same_area(out, i))
            out->area[i].kind = SUCCESSION_SAME;
    }
}

/* ---- between two editions ---- */

static enum status refuse_unrelated(
    const struct edition *from, const struct edition *to, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
        "the edition %s does not say that it follows %s, and no edition that is known here does so "
        "between them; nothing tells which of their questions are comparable",
        to->id, from->id);
}

/* From the later one back, step by step; steps: no edition comes twice. */
static enum status go_back(const struct editions *known, const struct edition *from,
    const struct edition *to, size_t steps, struct succession *out, struct error *err)
{
    const char *id = to->follows.edition;
    if (strcmp(id, from->id) == 0)
        return map_step(from, to, out, err);
    const struct edition *between = id[0] == '\0' ? NULL : editions_find(known, id);
    if (between == NULL || steps == 0)
        return refuse_unrelated(from, to, err);
    struct succession *first = memory_new(1, sizeof *first);
    enum status status;
    TRY_OUT(go_back(known, from, between, steps - 1, first, err));
    TRY_OUT(map_step(between, to, out, err));
    compose(first, out);
out:
    free(first);
    return status;
}

enum status succession_between(const struct editions *known, const struct edition *from,
    const struct edition *to, struct succession *out, struct error *err)
{
    if (memcmp(from->digest, to->digest, EDITION_DIGEST_SIZE) == 0) {
        map_itself(from, to, out);
        return STATUS_OK;
    }
    TRY(go_back(known, from, to, known->count, out, err));
    judge_areas(out);
    return STATUS_OK;
}

/* ---- what is comparable ---- */

uint32_t succession_continued(const struct succession *succession, unsigned place)
{
    uint32_t mask = 0;
    for (unsigned i = 0; i < succession->to->model.question[place].options; i++) {
        if (succession->question[place].option[i] > 0)
            mask |= UINT32_C(1) << (succession->question[place].option[i] - 1);
    }
    return mask;
}

uint32_t succession_continuing(const struct succession *succession, unsigned place)
{
    return succession_carried(succession, place, UINT32_MAX);
}

uint32_t succession_carried(const struct succession *succession, unsigned place, uint32_t earlier)
{
    uint32_t mask = 0;
    for (unsigned i = 0; i < succession->to->model.question[place].options; i++) {
        unsigned from = succession->question[place].option[i];
        if (from > 0 && (earlier & UINT32_C(1) << (from - 1)) != 0)
            mask |= UINT32_C(1) << i;
    }
    return mask;
}

unsigned succession_count(const struct succession *succession, enum succession_kind kind)
{
    unsigned count = 0;
    for (unsigned i = 0; i < succession->to->model.questions; i++)
        count += succession->question[i].kind == kind;
    return count;
}

unsigned succession_gone(const struct succession *succession)
{
    unsigned count = 0;
    for (unsigned i = 0; i < succession->from->model.questions; i++)
        count += succession->gone[i];
    return count;
}

/* ---- carrying over ---- */

/* A no is about all options that there were. */
static bool carry_no(
    const struct succession *succession, unsigned place, const struct answer *earlier)
{
    const struct model_question *now = &succession->to->model.question[place];
    bool offered = earlier->no == ANSWER_NO_PLAIN ||
                   (earlier->no == ANSWER_NO_NONE && now->offers_none) ||
                   (earlier->no == ANSWER_NO_PARTLY && now->offers_partly);
    return offered && succession_continuing(succession, place) == question_options(now);
}

static bool carry_yes(const struct succession *succession, unsigned place,
    const struct answer *earlier, struct answer *out)
{
    const struct model_question *now = &succession->to->model.question[place];
    const struct model_question *then =
        &succession->from->model.question[succession->question[place].from];
    if (!question_offers(then, earlier))
        return false;
    uint32_t chosen = succession_carried(succession, place, question_chosen(then, earlier));
    if (chosen == 0)
        return false;
    if (question_traits(now)->single)
        out->step = (uint8_t)question_highest(chosen);
    else
        out->options = chosen;
    return true;
}

bool succession_carry(const struct succession *succession, unsigned place,
    const struct answer *earlier, struct answer *out)
{
    struct answer carried = *earlier;
    enum succession_kind kind = succession->question[place].kind;
    *out = (struct answer){0};
    if (kind == SUCCESSION_NEW)
        return false;
    if (kind == SUCCESSION_CHANGED) {
        bool certain = earlier->yes && earlier->no == ANSWER_NO_ABSENT && !earlier->unknown_option
                           ? carry_yes(succession, place, earlier, &carried)
                           : !earlier->yes && carry_no(succession, place, earlier);
        if (!certain)
            return false;
    }
    *out = carried;
    return carried.yes || carried.no != ANSWER_NO_ABSENT;
}
