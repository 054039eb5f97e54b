/* sigill-msb trend: an organisation or a group from round to round. */
#include "report/trend.h"
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/analysis_scope.h"
#include "scoring/score.h"

#include <stdlib.h>
#include <string.h>

/* One round as it was counted. */
struct counted {
    struct round round;
    const struct edition *edition;
    struct group *group; /* owned */
};

struct trending {
    struct opened_register opened;
    const char *number; /* of the organisation; NULL for a group */
    struct selection selection;
    char name[MANIFEST_NAME_SIZE]; /* of the organisation, from the last round that has it */
    struct counted *counted;       /* owned */
    size_t rounds;
};

/* ---- which rounds ---- */

static const char *opening_day(const struct counted *counted)
{
    return counted->round.implicit ? counted->edition->opens : counted->round.opens;
}

static int by_day(const void *a, const void *b)
{
    int order = strcmp(opening_day(a), opening_day(b));
    return order != 0 ? order
                      : strcmp(((const struct counted *)a)->round.id,
                            ((const struct counted *)b)->round.id);
}

static bool has_round(const struct trending *trending, const char *edition)
{
    for (size_t i = 0; i < trending->rounds; i++) {
        if (strcmp(trending->counted[i].round.edition, edition) == 0)
            return true;
    }
    return false;
}

/* The implicit rounds of the editions that have no declared one, but submissions. */
static enum status add_implicit(struct trending *trending, struct error *err)
{
    const struct editions *editions = &trending->opened.editions;
    for (size_t i = 0; i < editions->count; i++) {
        struct round round;
        uint64_t submissions = 0;
        if (has_round(trending, editions->edition[i]->id))
            continue;
        round_implicit(&round, editions->edition[i]->id);
        enum status status = rounds_submissions(&trending->opened.store, &round, &submissions, err);
        if (status != STATUS_OK)
            return status;
        if (submissions > 0)
            trending->counted[trending->rounds++] =
                (struct counted){round, editions->edition[i], NULL};
    }
    return STATUS_OK;
}

static enum status find_rounds(struct trending *trending, struct error *err)
{
    struct round *declared = NULL;
    size_t count = 0;
    enum status status = rounds_load(&trending->opened.store, &declared, &count, err);
    if (status != STATUS_OK)
        return status;
    trending->counted = memory_new(count + EDITIONS_MAX, sizeof *trending->counted);
    if (trending->counted == NULL)
        status = error_memory(err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct edition *edition =
            editions_find(&trending->opened.editions, declared[i].edition);
        if (edition == NULL)
            status = error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
                "the round %s is of the edition %s, which is not known here; name its file with --edition",
                declared[i].id, declared[i].edition);
        else
            trending->counted[trending->rounds++] = (struct counted){declared[i], edition, NULL};
    }
    free(declared);
    if (status == STATUS_OK)
        status = add_implicit(trending, err);
    if (status == STATUS_OK && trending->rounds > 0)
        qsort(trending->counted, trending->rounds, sizeof *trending->counted, by_day);
    return status;
}

/* ---- counting ---- */

static void count_member(
    const struct collection *collection, size_t member, struct counted *counted)
{
    struct answer_set answers;
    struct score score;
    collection_answers(collection, member, &answers);
    score_compute(&collection->edition->model, &answers, &score);
    group_add(&collection->edition->model, &score, counted->group);
}

static void count_members(
    struct trending *trending, const struct collection *collection, struct counted *counted)
{
    counted->edition = collection->edition;
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        bool one = trending->number != NULL;
        if (one ? strcmp(member->number, trending->number) != 0
                : !collection_selects(collection, &trending->selection, member))
            continue;
        count_member(collection, i, counted);
        if (one)
            memcpy(trending->name, member->name, sizeof trending->name);
    }
}

static enum status count_round(
    struct app *app, struct trending *trending, struct counted *counted, struct error *err)
{
    struct collection collection;
    counted->group = memory_new(1, sizeof *counted->group);
    enum status status = analysis_load(app, &trending->opened, counted->round.id, &collection, err);
    if (status == STATUS_OK)
        count_members(trending, &collection, counted);
    collection_free(&collection);
    return status;
}

/* ---- the subcommand ---- */

static enum status judge_group(const struct trending *trending, struct error *err)
{
    const char *group = trending->selection.group;
    for (size_t i = 0; group != NULL && i < trending->rounds; i++) {
        if (edition_find_group(trending->counted[i].edition, group) >= 0)
            return STATUS_OK;
    }
    if (group == NULL || trending->rounds == 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: no edition of the questionnaire that was answered has such a group", group);
}

static enum status judge_found(const struct trending *trending, struct error *err)
{
    if (trending->number == NULL || trending->name[0] != '\0')
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: no round has a submission of an organisation with this number; `list` tells which "
        "there are",
        trending->number);
}

static enum status print(struct app *app, const struct trending *trending, struct error *err)
{
    struct trend_round *round = memory_new(trending->rounds + 1, sizeof *round);
    struct buffer text = {0};
    enum status status;
    for (size_t i = 0; i < trending->rounds; i++) {
        const struct counted *counted = &trending->counted[i];
        round[i] = (struct trend_round){counted->round.id, counted->round.opens,
            counted->round.closes, counted->edition, counted->group};
    }
    struct trend trend = {trending->number, trending->number == NULL ? NULL : trending->name,
        trending->selection.group, trending->rounds, round};
    if (app->json) {
        status = app_print_json(app, json_trend(&trend), err);
    } else {
        opened_register_mark(app, &trending->opened, &text);
        text_trend(&text, app->catalog, &trend);
        status = app_print(app, &text, err);
    }
    buffer_free(&text);
    free(round);
    return status;
}

static void release(struct trending *trending)
{
    for (size_t i = 0; i < trending->rounds; i++)
        free(trending->counted[i].group);
    free(trending->counted);
    opened_register_close(&trending->opened);
}

static enum status run(struct app *app, struct error *err)
{
    struct trending trending = {.selection = {.group = option_text(app->options, &OPTION_GROUP),
                                    .late = option_given(app->options, &OPTION_LATE)}};
    char number[ORGANISATION_NUMBER_SIZE];
    if (app->options->operands > 0)
        trending.number = analysis_number(app->options->operand[0], number);
    if (trending.number != NULL && (trending.selection.group != NULL || trending.selection.late))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--group and --late are about a group; leave out the organisation, or them");
    enum status status = opened_register_open(app, OPENED_TO_READ, &trending.opened, err);
    if (status == STATUS_OK)
        status = find_rounds(&trending, err);
    if (status == STATUS_OK)
        status = judge_group(&trending, err);
    for (size_t i = 0; status == STATUS_OK && i < trending.rounds; i++)
        status = count_round(app, &trending, &trending.counted[i], err);
    if (status == STATUS_OK)
        status = judge_found(&trending, err);
    if (status == STATUS_OK)
        status = print(app, &trending, err);
    release(&trending);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_GROUP,
    &OPTION_LATE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON,
    NULL};

const struct command trend_command = {
    .name = "trend",
    .summary = N_("Shows an organisation, or a group, from round to round."),
    .options = {TAKES, N_("[NUMBER]"), 0, 1},
    .run = run,
};
