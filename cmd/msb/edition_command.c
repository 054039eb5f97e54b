/* sigill-msb edition: the editions that a register knows, and one that it keeps from now on. */
#include "cmd/commands.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/local_time.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/opened_register.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/confirm.h"
#include "format/json.h"
#include "format/succession.h"
#include "register/changes.h"
#include "report/layout.h"
#include "report/text_edition.h"

#include <stdlib.h>
#include <string.h>

#define ADD_WORD "add"

/* ---- which there are ---- */

/* What is told of an edition, one that the register knows or one that only its answers name. */
struct told_edition {
    const char *id;
    const struct edition *edition; /* NULL: not known */
    const struct editions_source *source;
    json_t *rounds; /* owned: the ids of those that are declared */
    uint64_t submissions;
};

static const struct editions_source *source_of(
    const struct editions *editions, const struct edition *edition)
{
    for (size_t i = 0; i < editions->count; i++) {
        if (editions->edition[i] == edition)
            return &editions->source[i];
    }
    return NULL;
}

static enum status tell_edition(struct opened_register *opened, const char *id,
    const struct round *rounds, size_t count, struct told_edition *told, struct error *err)
{
    struct round all;
    const struct edition *edition = editions_find(&opened->editions, id);
    *told = (struct told_edition){.id = id,
        .edition = edition,
        .source = source_of(&opened->editions, edition),
        .rounds = json_array()};
    for (size_t i = 0; i < count; i++) {
        if (!rounds[i].implicit && strcmp(rounds[i].edition, id) == 0)
            json_array_append_new(told->rounds, json_string(rounds[i].id));
    }
    round_implicit(&all, id);
    return rounds_submissions(&opened->store, &all, &told->submissions, err);
}

static json_t *told_edition_json(const struct told_edition *told)
{
    char digest[2 * EDITION_DIGEST_SIZE + 1] = "";
    char added[MOMENT_SIZE];
    bool kept = told->source != NULL && told->source->origin == EDITIONS_KEPT;
    if (kept)
        moment_format(added, told->source->added);
    if (told->edition != NULL)
        hex_encode(digest, told->edition->digest, EDITION_DIGEST_SIZE);
    return json_pack("{s:s,s:s?,s:s?,s:s?,s:s?,s:O,s:I}", "id", told->id, "title",
        told->edition == NULL ? NULL : told->edition->title, "digest",
        told->edition == NULL ? NULL : digest, "from",
        told->edition == NULL ? NULL
        : kept                ? "register"
                              : "program",
        "added", kept ? added : NULL, "rounds", told->rounds, "submissions",
        (json_int_t)told->submissions);
}

static void put_where_from(
    const struct app *app, const struct told_edition *told, struct buffer *out)
{
    char moment[LOCAL_TIME_SIZE];
    if (told->edition == NULL) {
        layout_paragraph(out, "  ",
            text_of(app,
                "not known here, though answers to it lie in the register: add its file with "
                "`sigill-msb edition add`"));
        return;
    }
    if (told->source->origin == EDITIONS_KEPT) {
        local_time_format(moment, told->source->added);
        layout_say(out, "  ", text_of(app, "kept in the register since %s"), moment);
    } else {
        layout_paragraph(out, "  ", text_of(app, "built into the program"));
    }
}

static void put_told_edition(
    const struct app *app, const struct told_edition *told, struct buffer *out)
{
    struct buffer rounds = {0};
    char digest[2 * EDITION_DIGEST_SIZE + 1];
    size_t place;
    const json_t *id;
    if (told->edition != NULL)
        text_edition(out, app->catalog, told->edition);
    else
        buffer_printf(out, "%s\n", told->id);
    put_where_from(app, told, out);
    if (told->edition != NULL) {
        hex_encode(digest, told->edition->digest, EDITION_DIGEST_SIZE);
        layout_say(out, "  ", text_of(app, "Digest: %s"), digest);
    }
    json_array_foreach(told->rounds, place, id) buffer_comma(&rounds, json_string_value(id));
    layout_say(out, "  ", text_of(app, "Rounds: %s. Submissions: %llu"),
        rounds.length == 0 ? text_of(app, "none declared") : buffer_string(&rounds),
        (unsigned long long)told->submissions);
    buffer_free(&rounds);
}

/* Each id once, though the register may keep other words for a built-in one. */
static bool was_told(const json_t *array, const char *id)
{
    size_t place;
    const json_t *entry;
    json_array_foreach(array, place, entry)
    {
        if (strcmp(json_string_value(json_object_get(entry, "id")), id) == 0)
            return true;
    }
    return false;
}

static enum status list_editions(struct app *app, struct opened_register *opened, struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    struct buffer text = {0};
    json_t *array = json_array();
    enum status status;
    opened_register_mark(app, opened, &text);
    TRY_OUT(rounds_all(&opened->store, &opened->editions, &rounds, &count, err));
    for (size_t i = 0; i < count + opened->editions.count; i++) {
        struct told_edition told;
        const char *id = i < count ? rounds[i].edition : opened->editions.edition[i - count]->id;
        if (was_told(array, id))
            continue;
        status = tell_edition(opened, id, rounds, count, &told, err);
        if (status == STATUS_OK) {
            json_array_append_new(array, told_edition_json(&told));
            put_told_edition(app, &told, &text);
        }
        json_decref(told.rounds);
        TRY_OUT(status);
    }
    status = app->json ? app_print_json(app, json_incref(array), err) : app_print(app, &text, err);
out:
    json_decref(array);
    buffer_free(&text);
    free(rounds);
    return status;
}

/* ---- one more ---- */

/* What is known of its model already is shown with what becomes of it. */
static enum status confirm_wording(
    struct app *app, const struct edition *before, const struct edition *now, struct error *err)
{
    struct buffer changes = {0};
    if (!text_edition_changes(&changes, app->catalog, before, now))
        buffer_printf(
            &changes, "  %s\n", text_of(app, "No words differ, only how the file is written."));
    hint(app, "%s is known here; another wording of it is put in its place:", now->id);
    app_show(app, app->err, &changes);
    buffer_free(&changes);
    return confirm(app, text_of(app, "Replace the wording?"), err);
}

/* What became of it, as JSON has it, and as a sentence. */
struct outcome {
    const char *word;
    const char *sentence;
};

static const struct outcome ADDED = {"added", N_("The register keeps this edition from now on:")};
static const struct outcome REPLACED = {
    "replaced", N_("The register keeps this edition with these words from now on:")};
static const struct outcome SAME = {"same",
    N_("The register keeps this edition as it stands in the file already; nothing was done:")};

static bool is_kept_so(const struct editions_source *source, const struct buffer *file)
{
    return source != NULL && source->origin == EDITIONS_KEPT &&
           source->file.length == file->length &&
           memcmp(source->file.data, file->data, file->length) == 0;
}

/* Against the edition that it follows, if that is known here. */
static enum status judge_followed(
    const struct editions *editions, const struct edition *edition, struct error *err)
{
    const struct edition *earlier = editions_find(editions, edition->follows.edition);
    if (earlier == NULL)
        return STATUS_OK;
    struct succession *succession = memory_new(1, sizeof *succession);
    enum status status = succession_between(editions, earlier, edition, succession, err);
    free(succession);
    return status;
}

static enum status keep_edition(struct app *app, struct opened_register *opened,
    const struct edition *edition, const struct buffer *file, const struct outcome **outcome,
    struct error *err)
{
    const struct edition *before =
        editions_find_exact(&opened->editions, edition->id, edition->digest);
    *outcome = before == NULL ? &ADDED : &REPLACED;
    if (is_kept_so(source_of(&opened->editions, before), file)) {
        *outcome = &SAME;
        return STATUS_OK;
    }
    TRY(judge_followed(&opened->editions, edition, err));
    if (before != NULL)
        TRY(confirm_wording(app, before, edition, err));
    return changes_edition(&opened->audit, &opened->editions, edition, file, clock_now(), err);
}

static enum status print_kept(struct app *app, const struct opened_register *opened,
    const struct edition *edition, const struct outcome *outcome, struct error *err)
{
    char digest[2 * EDITION_DIGEST_SIZE + 1];
    struct buffer text = {0};
    hex_encode(digest, edition->digest, EDITION_DIGEST_SIZE);
    if (app->json)
        return app_print_json(app,
            json_pack("{s:s,s:s,s:s,s:s}", "id", edition->id, "title", edition->title, "digest",
                digest, "outcome", outcome->word),
            err);
    opened_register_mark(app, opened, &text);
    layout_paragraph(&text, "", text_of(app, outcome->sentence));
    text_edition(&text, app->catalog, edition);
    layout_say(&text, "  ", text_of(app, "Digest: %s"), digest);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

/* The file is read before the passphrase is asked for. */
static enum status add_edition(struct app *app, struct opened_register *opened, struct error *err)
{
    const char *path = app->options->operand[1];
    struct edition *edition = NULL;
    const struct outcome *outcome = NULL;
    struct buffer file = {0};
    enum status status;
    TRY_OUT(file_read(path, JSON_LENGTH_MAX, &file, err));
    TRY_OUT(edition_load(file.data, file.length, path, &edition, err));
    TRY_OUT(opened_register_open(app, OPENED_TO_CHANGE, opened, err));
    status = keep_edition(app, opened, edition, &file, &outcome, err);
    if (status == STATUS_REFUSED && err->reason != REASON_NONE)
        error_prefix(err, path);
    TRY_OUT(status);
    status = print_kept(app, opened, edition, outcome, err);
out:
    edition_free(edition);
    buffer_free(&file);
    return status;
}

/* ---- which of them ---- */

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    size_t words = app->options->operands;
    enum status status;
    if (words > 0 && (words != 2 || strcmp(app->options->operand[0], ADD_WORD) != 0))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "expected on the command line: nothing, to list the editions, or add FILE");
    if (words > 0) {
        TRY_OUT(add_edition(app, &opened, err));
    } else {
        TRY_OUT(opened_register_open(app, OPENED_TO_READ, &opened, err));
        TRY_OUT(list_editions(app, &opened, err));
    }
out:
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_YES,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command edition_command = {
    .name = "edition",
    .summary =
        N_("Lists the editions of the questionnaire that the register knows, or keeps one more."),
    .options = {TAKES, N_("[add FILE]"), 0, 2},
    .run = run,
};
