/* sigill-msb round: the rounds of the register, and declaring one. */
#include "analysis/respondents.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/authority/opened_register.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/load.h"
#include "register/changes.h"
#include "register/population.h"
#include "register/rounds.h"
#include "report/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_WIDTH = 16, EDITION_WIDTH = 18, ASKED_WIDTH = 11, ANSWERED_WIDTH = 9 };

static const struct option_spec OPTION_OF = {
    "edition", 0, N_("EDITION"), N_("the round's edition: its id, or its file"), false};
static const struct option_spec OPTION_OPENS = {
    "opens", 0, N_("DAY"), N_("the first day of collecting, as YYYY-MM-DD"), false};
static const struct option_spec OPTION_CLOSES = {
    "closes", 0, N_("DAY"), N_("the last day; what comes later is late"), false};

/* A round with what is shown of it. */
struct told {
    struct round round;
    size_t population;
    size_t answered; /* organisations */
};

static const char *or_null(const char *day)
{
    return day[0] == '\0' ? NULL : day;
}

static json_t *told_json(const struct told *told)
{
    const struct round *round = &told->round;
    json_t *population =
        told->population == 0 ? json_null() : json_integer((json_int_t)told->population);
    return json_pack("{s:s,s:s,s:s?,s:s?,s:o,s:I}", "id", round->id, "edition", round->edition,
        "opens", or_null(round->opens), "closes", or_null(round->closes), "population", population,
        "answered", (json_int_t)told->answered);
}

static enum status tell(
    struct store *store, const struct round *round, struct told *told, struct error *err)
{
    struct population_entry *list = NULL;
    struct respondents answered = {0};
    *told = (struct told){.round = *round};
    enum status status;
    TRY_OUT(population_load(store, round->id, &list, &told->population, err));
    TRY_OUT(respondents_load(store, round, &answered, err));
out:
    told->answered = answered.count;
    respondents_free(&answered);
    free(list);
    return status;
}

/* ---- all rounds ---- */

static void put_heading(const struct app *app, struct buffer *out)
{
    layout_cell(out, text_of(app, "Round"), ID_WIDTH + 1);
    layout_cell(out, text_of(app, "Edition"), EDITION_WIDTH + 1);
    layout_cell(out, text_of(app, "Opens"), DAY_SIZE);
    layout_cell(out, text_of(app, "Closes"), DAY_SIZE);
    layout_right(out, text_of(app, "Asked"), ASKED_WIDTH);
    layout_right(out, text_of(app, "Answered"), ANSWERED_WIDTH);
    buffer_text(out, "\n");
}

static void put_count(struct buffer *out, size_t count, size_t width, bool known)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%zu", count);
    layout_right(out, known ? text : "–", width);
}

static void put_round(struct buffer *out, const struct told *told)
{
    const struct round *round = &told->round;
    layout_cell(out, round->id, ID_WIDTH);
    buffer_text(out, " ");
    layout_cell(out, round->edition, EDITION_WIDTH);
    buffer_text(out, " ");
    layout_cell(out, round->opens[0] == '\0' ? "–" : round->opens, DAY_SIZE);
    layout_cell(out, round->closes[0] == '\0' ? "–" : round->closes, DAY_SIZE);
    put_count(out, told->population, ASKED_WIDTH, told->population > 0);
    put_count(out, told->answered, ANSWERED_WIDTH, true);
    buffer_text(out, "\n");
}

static enum status print_table(
    struct app *app, const struct opened_register *opened, struct buffer *table, struct error *err)
{
    struct buffer out = {0};
    opened_register_mark(app, opened, &out);
    if (table->length == 0)
        buffer_printf(&out, "%s\n", text_of(app, "No round is declared, and nothing has come."));
    else
        put_heading(app, &out);
    buffer_append(&out, table->data, table->length);
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

/* An implicit round of which there is nothing to show is passed over. */
static enum status list_rounds(struct app *app, struct opened_register *opened, struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    struct buffer table = {0};
    json_t *array = json_array();
    enum status status;
    TRY_OUT(rounds_all(&opened->store, &opened->editions, &rounds, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct told told;
        TRY_OUT(tell(&opened->store, &rounds[i], &told, err));
        if (rounds[i].implicit && told.population + told.answered == 0)
            continue;
        put_round(&table, &told);
        json_array_append_new(array, told_json(&told));
    }
    TRY_OUT(app->json ? app_print_json(app, json_incref(array), err)
                      : print_table(app, opened, &table, err));
out:
    json_decref(array);
    buffer_free(&table);
    free(rounds);
    return status;
}

/* ---- one round ---- */

/* An id of the known editions, or else a file's. */
static enum status edition_given(const struct opened_register *opened, const char *given,
    char id[MANIFEST_WORD_SIZE], struct error *err)
{
    struct edition *edition = NULL;
    if (editions_find(&opened->editions, given) != NULL) {
        text_copy(id, MANIFEST_WORD_SIZE, given);
        return STATUS_OK;
    }
    if (!file_exists(given))
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "--edition %s: is neither an edition that is known here, such as %s, nor the file of one",
            given, edition_builtin_id(0));
    TRY(edition_load_file(given, &edition, err));
    text_copy(id, MANIFEST_WORD_SIZE, edition->id);
    edition_free(edition);
    return STATUS_OK;
}

/* The round as it is now; an empty one if it is new. */
static enum status find_declared(
    struct opened_register *opened, const char *id, struct round *round, struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    *round = (struct round){0};
    TRY(rounds_load(&opened->store, &rounds, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rounds[i].id, id) == 0)
            *round = rounds[i];
    }
    free(rounds);
    return STATUS_OK;
}

static enum status take_word(
    const char *given, char *field, size_t size, const char *option, struct error *err)
{
    if (given == NULL)
        return STATUS_OK;
    int length = snprintf(field, size, "%s", given);
    if (length < 0 || (size_t)length >= size)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: \"%s\" is too long; expected at most %zu characters", option, given, size - 1);
    return STATUS_OK;
}

/* What is not given stays as it was; a new round needs all. */
static enum status round_given(
    struct app *app, struct opened_register *opened, struct round *round, struct error *err)
{
    const char *id = app->options->operand[0];
    const char *edition = option_text(app->options, &OPTION_OF);
    const char *opens = option_text(app->options, &OPTION_OPENS);
    const char *closes = option_text(app->options, &OPTION_CLOSES);
    TRY(find_declared(opened, id, round, err));
    if (round->id[0] == '\0' && (edition == NULL || opens == NULL || closes == NULL))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "%s is a new round, which needs --edition, --opens and --closes", id);
    TRY(take_word(id, round->id, sizeof round->id, "ID", err));
    if (edition != NULL)
        TRY(edition_given(opened, edition, round->edition, err));
    TRY(take_word(opens, round->opens, sizeof round->opens, "--opens", err));
    return take_word(closes, round->closes, sizeof round->closes, "--closes", err);
}

static enum status put_one(struct app *app, struct opened_register *opened, struct error *err)
{
    struct told told;
    struct round round;
    bool changed = false;
    size_t taken = 0;
    TRY(round_given(app, opened, &round, err));
    TRY(changes_round(
        &opened->audit, &opened->editions, &round, clock_now(), &changed, &taken, err));
    TRY(tell(&opened->store, &round, &told, err));
    if (app->json)
        return app_print_json(app, told_json(&told), err);
    say(app, "The round %s of %s collects from %s to %s.\n", round.id, round.edition, round.opens,
        round.closes);
    if (taken > 0)
        say(app, "The population list that was imported before (%zu organisations) is now its.\n",
            taken);
    return STATUS_OK;
}

static enum status judge_options(struct app *app, struct error *err)
{
    if (app->options->operands == 0 &&
        (option_given(app->options, &OPTION_OF) || option_given(app->options, &OPTION_OPENS) ||
            option_given(app->options, &OPTION_CLOSES)))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--edition, --opens and --closes are about one round; give its ID");
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    bool one = app->options->operands == 1;
    enum status status;
    TRY_OUT(judge_options(app, err));
    TRY_OUT(opened_register_open(app, one ? OPENED_TO_CHANGE : OPENED_TO_READ, &opened, err));
    TRY_OUT(one ? put_one(app, &opened, err) : list_rounds(app, &opened, err));
out:
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_OF,
    &OPTION_OPENS, &OPTION_CLOSES, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON,
    &OPTION_CLOCK_RIGHT, NULL};

const struct command round_command = {
    .name = "round",
    .summary = N_("Declares or changes a round of collecting, or lists the rounds."),
    .options = {TAKES, N_("[ID]"), 0, 1},
    .run = run,
};
