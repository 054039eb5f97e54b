/* sigill-msb cooperate: who can teach and who can learn. */
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/analysis_scope.h"
#include "report/cooperation.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const struct option_spec OPTION_LIMIT = {
    "limit", 0, N_("N"), N_("show the N most suitable partners; without it, 10"), false};

enum { PARTNERS_SHOWN = 10 };

/* ---- a group ---- */

static enum status print_group(struct app *app, const struct analysis *analysis, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    const struct model *model = &collection->edition->model;
    struct cooperate_counts counts = {0};
    struct cooperate_question question[MODEL_QUESTIONS_MAX];
    struct cooperation cooperation = {analysis_scope(analysis), question};
    struct buffer text = {0};
    for (size_t i = 0; i < collection->members; i++) {
        struct score score;
        if (!collection_selects(collection, &analysis->selection, &collection->member[i]))
            continue;
        analysis_scored(analysis, &collection->member[i], NULL, &score);
        cooperate_add(model, &score, &counts);
    }
    cooperate_questions(model, &counts, question);
    if (app->json)
        return app_print_json(app, json_cooperation(&cooperation), err);
    analysis_mark(app, analysis, &text);
    text_cooperation(&text, app->catalog, &cooperation);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

/* ---- an organisation ---- */

struct candidate {
    const struct member *member;
    bool same_group;
    struct cooperate_partner suits;
};

/* Best first: of the same group before others, more suitable ones before less, then by number. */
static int by_suitability(const void *a, const void *b)
{
    const struct candidate *first = a;
    const struct candidate *second = b;
    if (first->same_group != second->same_group)
        return first->same_group ? -1 : 1;
    int order = cooperate_compare(&second->suits, &first->suits);
    return order != 0 ? order : strcmp(first->member->number, second->member->number);
}

static size_t find_candidates(const struct analysis *analysis, const struct member *own,
    const struct score *own_score, struct candidate *candidate)
{
    const struct collection *collection = &analysis->collection;
    size_t count = 0;
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        struct score score;
        if (member == own || !collection_selects(collection, &analysis->selection, member))
            continue;
        analysis_scored(analysis, member, NULL, &score);
        struct cooperate_partner suits =
            cooperate_pair(&collection->edition->model, own_score, &score);
        if (cooperate_suits(&suits))
            candidate[count++] =
                (struct candidate){member, strcmp(member->group, own->group) == 0, suits};
    }
    qsort(candidate, count, sizeof *candidate, by_suitability);
    return count;
}

static struct cooperating cooperating(const struct member *member, const struct score *score)
{
    return (struct cooperating){
        member->number, member->name, member->group, member->consents, score};
}

static enum status print(struct app *app, const struct analysis *analysis,
    const struct partners *partners, struct error *err)
{
    struct buffer text = {0};
    if (app->json)
        return app_print_json(app, json_partners(partners), err);
    analysis_mark(app, analysis, &text);
    text_partners(&text, app->catalog, partners);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status print_partners(struct app *app, const struct analysis *analysis,
    const struct member *own, unsigned limit, struct error *err)
{
    size_t room = analysis->collection.members;
    struct candidate *candidate = memory_new(room, sizeof *candidate);
    struct score own_score;
    analysis_scored(analysis, own, NULL, &own_score);
    size_t suitable = find_candidates(analysis, own, &own_score, candidate);
    size_t shown = suitable < limit ? suitable : limit;
    struct partner *partner = memory_new(shown + 1, sizeof *partner);
    struct score *score = memory_new(shown + 1, sizeof *score);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < shown; i++) {
        analysis_scored(analysis, candidate[i].member, NULL, &score[i]);
        partner[i] = (struct partner){cooperating(candidate[i].member, &score[i]),
            candidate[i].same_group, candidate[i].suits};
    }
    if (status == STATUS_OK) {
        struct partners partners = {
            analysis_scope(analysis), cooperating(own, &own_score), suitable, shown, partner};
        status = print(app, analysis, &partners, err);
    }
    free(score);
    free(partner);
    free(candidate);
    return status;
}

/* ---- the subcommand ---- */

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    const struct member *own = NULL;
    unsigned limit = PARTNERS_SHOWN;
    enum status status = option_number(app->options, &OPTION_LIMIT, 1, UINT_MAX, &limit, err);
    if (status != STATUS_OK)
        return status;
    status = analysis_open(app, &analysis, err);
    if (status == STATUS_OK && app->options->operands > 0)
        status = analysis_member(&analysis, app->options->operand[0], &own, err);
    if (status == STATUS_OK)
        status = own != NULL ? print_partners(app, &analysis, own, limit, err)
                             : print_group(app, &analysis, err);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_LIMIT, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command cooperate_command = {
    .name = "cooperate",
    .summary = N_("Shows who can teach and who can learn, in a group or for an organisation."),
    .options = {TAKES, N_("[NUMBER]"), 0, 1},
    .run = run,
};
