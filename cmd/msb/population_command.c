/* sigill-msb population: who was asked to answer in a round, and who has not answered yet. */
#include "analysis/collection.h"
#include "analysis/result_response.h"
#include "base/clock.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/response.h"
#include "cmd/authority/whom.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/keys.h"
#include "register/changes.h"
#include "register/population_file.h"
#include "report/layout.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GROUP_WIDTH = 20,
    COUNT_WIDTH = 12,
    NUMBER_WIDTH = 12,
    REMOVED_SHOWN = 20,
    CHANGED_SHOWN = 20
};

static const struct option_spec OPTION_MISSING = {"missing", 0, NULL,
    N_("list those who have not answered, and whom no other's answers cover"), false};

/* A round with its list, and who has answered. */
struct asked {
    struct round round;
    const struct edition *edition;
    struct population_entry *list;
    size_t count;
    struct collection collection; /* where it is shown */
};

static enum status asked_load(
    struct app *app, struct opened_register *opened, struct asked *asked, struct error *err)
{
    char today[DAY_SIZE];
    *asked = (struct asked){0};
    day_format(today, clock_now());
    TRY(rounds_choose(&opened->store, &opened->editions, option_text(app->options, &OPTION_ROUND),
        today, &asked->round, err));
    asked->edition = editions_find(&opened->editions, asked->round.edition);
    if (asked->edition == NULL)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "the round %s is about the edition %s, which is not known here; "
            "add its file with `sigill-msb edition add`",
            asked->round.id, asked->round.edition);
    return population_load(&opened->store, asked->round.id, &asked->list, &asked->count, err);
}

static void asked_free(struct asked *asked)
{
    collection_free(&asked->collection);
    free(asked->list);
}

/* ---- importing ---- */

static enum status print_change_json(struct app *app, const struct asked *before, size_t count,
    const struct population_change *change, struct error *err)
{
    return app_print_json(app,
        json_pack("{s:s,s:I,s:I,s:I,s:I,s:I}", "round", before->round.id, "population",
            (json_int_t)count, "added", (json_int_t)change->added, "removed",
            (json_int_t)change->removed, "changed", (json_int_t)change->changed, "same",
            (json_int_t)change->same),
        err);
}

static void put_pair(struct buffer *out, const char *old, const char *new)
{
    if (strcmp(old, new) == 0)
        buffer_printf(out, " %s", new);
    else
        buffer_printf(out, " %s → %s", old[0] == '\0' ? "-" : old, new[0] == '\0' ? "-" : new);
}

static void put_tags(
    struct buffer *out, const struct population_entry *old, const struct population_entry *new)
{
    for (unsigned i = 0; i < new->tags; i++) {
        const char *was = population_value(old, new->tag[i].name);
        if (was != NULL && strcmp(was, new->tag[i].value) == 0)
            continue;
        buffer_printf(out, " %s", new->tag[i].name);
        put_pair(out, was == NULL ? "" : was, new->tag[i].value);
    }
    for (unsigned i = 0; i < old->tags; i++) {
        if (population_value(new, old->tag[i].name) != NULL)
            continue;
        buffer_printf(out, " %s", old->tag[i].name);
        put_pair(out, old->tag[i].value, "");
    }
}

/* Whoever was taken away by mistake is seen here. */
static void put_removed(const struct app *app, const struct asked *before,
    const struct population_entry *list, size_t count, struct buffer *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < before->count; i++) {
        const struct population_entry *entry = &before->list[i];
        if (population_find(list, count, entry->number) != NULL)
            continue;
        if (++shown > REMOVED_SHOWN) {
            buffer_printf(out, "  …\n");
            return;
        }
        buffer_printf(out, "  %s %s %s\n", text_of(app, "removed:"), entry->number, entry->name);
    }
}

/* What a changed row was before: its name, group and tags. */
static void put_changed(const struct app *app, const struct asked *before,
    const struct population_entry *list, size_t count, struct buffer *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < before->count; i++) {
        const struct population_entry *old = &before->list[i];
        const struct population_entry *new = population_find(list, count, old->number);
        if (new == NULL || population_same(old, new))
            continue;
        if (++shown > CHANGED_SHOWN) {
            buffer_printf(out, "  …\n");
            return;
        }
        buffer_printf(out, "  %s %s", text_of(app, "changed:"), old->number);
        put_pair(out, old->name, new->name);
        put_pair(out, old->group, new->group);
        put_tags(out, old, new);
        buffer_text(out, "\n");
    }
}

/* Figures go by the list's group, feedback and lists by it too: one that differs from the card's is
 * said, lest it be a slip. */
static enum status put_other_groups(const struct app *app, struct opened_register *opened,
    const struct population_entry *list, size_t count, struct buffer *out, struct error *err)
{
    struct list found = WHOM_NONE;
    size_t shown = 0;
    enum status status;
    TRY_OUT(whom_all(&opened->store, &found, err));
    for (size_t i = 0; i < found.count && shown <= CHANGED_SHOWN; i++) {
        const struct whom *whom = (const struct whom *)found.items + i;
        const struct population_entry *entry = population_find(list, count, whom->number);
        if (entry == NULL || strcmp(entry->group, whom->group) == 0)
            continue;
        if (++shown > CHANGED_SHOWN)
            buffer_printf(out, "  …\n");
        else
            buffer_printf(out,
                text_of(app,
                    "  note: %s %s is of the group %s in the list, and %s by its card; the "
                    "list's is used\n"),
                entry->number, entry->name, entry->group, whom->group);
    }
out:
    free(found.items);
    return status;
}

static enum status print_change(struct app *app, struct opened_register *opened,
    const struct asked *before, const struct population_entry *list, size_t count,
    struct error *err)
{
    struct population_change change = population_compare(before->list, before->count, list, count);
    struct buffer out = {0};
    if (app->json)
        return print_change_json(app, before, count, &change, err);
    opened_register_mark(app, opened, &out);
    buffer_printf(&out,
        text_of(app, "The population list of the round %s has %zu organisations.\n"),
        before->round.id, count);
    buffer_printf(&out, text_of(app, "added: %zu, removed: %zu, changed: %zu, as before: %zu\n"),
        change.added, change.removed, change.changed, change.same);
    put_removed(app, before, list, count, &out);
    put_changed(app, before, list, count, &out);
    enum status status = put_other_groups(app, opened, list, count, &out, err);
    if (status == STATUS_OK)
        status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

static enum status import(
    struct app *app, struct opened_register *opened, struct asked *before, struct error *err)
{
    struct population_entry *list = NULL;
    size_t count = 0;
    enum status status;
    TRY_OUT(population_file_read(before->edition, app->options->operand[0], &list, &count, err));
    TRY_OUT(changes_population(&opened->audit, before->round.id, list, count, clock_now(), err));
    TRY_OUT(print_change(app, opened, before, list, count, err));
out:
    free(list);
    return status;
}

/* ---- showing ---- */

static bool is_missing(const struct asked *asked, const char *number)
{
    return collection_find(&asked->collection, number) == NULL &&
           covered_find(&asked->collection, number) == NULL;
}

/* Who has answered is counted here, and who is covered, late or not. group: an id; NULL for all. */
static struct stats_response tally_of(const struct asked *asked, const char *group)
{
    return result_response(&asked->collection, &(struct selection){.late = true}, group);
}

static size_t outside_of(const struct asked *asked)
{
    return (size_t)tally_of(asked, NULL).outside.value;
}

static json_t *tally_json(const struct asked *asked, const char *group)
{
    struct stats_response tally = tally_of(asked, group);
    return json_pack("{s:s?,s:I,s:I,s:I,s:I}", "group", group, "population",
        (json_int_t)tally.population.value, "answered", (json_int_t)tally.counted.value, "covered",
        (json_int_t)tally.covered.value, "missing", (json_int_t)tally.missing.value);
}

static json_t *missing_json(const struct asked *asked)
{
    json_t *array = json_array();
    for (size_t i = 0; i < asked->count; i++) {
        const struct population_entry *entry = &asked->list[i];
        if (!is_missing(asked, entry->number))
            continue;
        json_t *tags = json_object();
        for (unsigned t = 0; t < entry->tags; t++)
            json_object_set_new(tags, entry->tag[t].name, json_string(entry->tag[t].value));
        json_array_append_new(array, json_pack("{s:s,s:s,s:s,s:o}", "number", entry->number, "name",
                                         entry->name, "group", entry->group, "tags", tags));
    }
    return array;
}

static enum status print_json(struct app *app, const struct asked *asked, struct error *err)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < asked->edition->groups; i++)
        json_array_append_new(groups, tally_json(asked, asked->edition->group[i].id));
    json_array_append_new(groups, tally_json(asked, NULL));
    return app_print_json(app,
        json_pack("{s:s,s:s,s:o,s:I,s:I,s:I,s:o}", "round", asked->round.id, "edition",
            asked->round.edition, "groups", groups, "outside", (json_int_t)outside_of(asked),
            "covered_outside", (json_int_t)covered_unlisted(&asked->collection), "unnumbered",
            (json_int_t)asked->collection.unnumbered, "missing", missing_json(asked)),
        err);
}

static void put_tally(
    struct buffer *out, const char *name, const struct asked *asked, const char *group)
{
    struct stats_response tally = tally_of(asked, group);
    const uint64_t counts[] = {
        tally.population.value, tally.counted.value, tally.covered.value, tally.missing.value};
    layout_cell(out, name, GROUP_WIDTH);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        char text[24];
        (void)snprintf(text, sizeof text, "%" PRIu64, counts[i]);
        layout_right(out, text, COUNT_WIDTH);
    }
    buffer_text(out, "\n");
}

static void put_tallies(const struct app *app, const struct asked *asked, struct buffer *out)
{
    layout_cell(out, text_of(app, "Group"), GROUP_WIDTH);
    layout_right(out, text_of(app, "Asked"), COUNT_WIDTH);
    layout_right(out, text_of(app, "Answered"), COUNT_WIDTH);
    layout_right(out, text_of(app, "Covered"), COUNT_WIDTH);
    layout_right(out, text_of(app, "Missing"), COUNT_WIDTH);
    buffer_text(out, "\n");
    for (size_t i = 0; i < asked->edition->groups; i++) {
        const char *group = asked->edition->group[i].id;
        if (tally_of(asked, group).population.value > 0)
            put_tally(out, group, asked, group);
    }
    put_tally(out, text_of(app, "All"), asked, NULL);
    if (outside_of(asked) > 0)
        buffer_printf(out, text_of(app, "Beside these have answered, outside the list: %zu\n"),
            outside_of(asked));
    if (tally_of(asked, NULL).covered.value > 0)
        buffer_printf(out, "%s\n",
            text_of(app, "Covered: have not answered, and the answers of another cover them."));
}

static void put_missing(const struct app *app, const struct asked *asked, struct buffer *out)
{
    buffer_printf(out, "\n%s\n", text_of(app, "Have not answered:"));
    for (size_t i = 0; i < asked->count; i++) {
        const struct population_entry *entry = &asked->list[i];
        if (!is_missing(asked, entry->number))
            continue;
        layout_cell(out, entry->number, NUMBER_WIDTH);
        layout_cell(out, entry->group, GROUP_WIDTH);
        buffer_printf(out, "%s\n", entry->name);
    }
}

static enum status print_text(struct app *app, const struct opened_register *opened,
    const struct asked *asked, struct error *err)
{
    struct buffer out = {0};
    opened_register_mark(app, opened, &out);
    buffer_printf(&out, "%s ", text_of(app, "Population,"));
    response_put_round(app, &asked->round, &out);
    buffer_text(&out, ":\n");
    put_tallies(app, asked, &out);
    if (option_given(app->options, &OPTION_MISSING))
        put_missing(app, asked, &out);
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

static enum status show(
    struct app *app, struct opened_register *opened, struct asked *asked, struct error *err)
{
    if (asked->count == 0)
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "the round %s has no population list yet; import one: sigill-msb population FILE",
            asked->round.id);
    TRY(analysis_load(app, opened, asked->round.id, &asked->collection, err));
    counted_note_covered(app, &asked->collection);
    return app->json ? print_json(app, asked, err) : print_text(app, opened, asked, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    struct asked asked = {0};
    bool imports = app->options->operands == 1;
    enum status status;
    if (imports && option_given(app->options, &OPTION_MISSING))
        TRY_OUT(error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--missing is about the list that was imported; leave out FILE"));
    TRY_OUT(opened_register_open(app, imports ? OPENED_TO_CHANGE : OPENED_TO_COUNT, &opened, err));
    TRY_OUT(asked_load(app, &opened, &asked, err));
    TRY_OUT(imports ? import(app, &opened, &asked, err) : show(app, &opened, &asked, err));
out:
    asked_free(&asked);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_MISSING, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON,
    &OPTION_CLOCK_RIGHT, NULL};

const struct command population_command = {
    .name = "population",
    .summary = N_("Imports the list of those who were asked to answer, or shows it."),
    .options = {TAKES, N_("[FILE]"), 0, 1},
    .run = run,
};
