/* sigill-msb kit: what organisations need for a round, in one signed file that holds no secret. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/benchmarks_publish.h"
#include "cmd/authority/opened_register.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/kit_shown.h"
#include "cmd/ui/output.h"
#include "format/kit_judge.h"
#include "format/kit_rounds.h"
#include "register/changes.h"
#include "register/kits.h"
#include "register/rounds.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec OPTION_TARGET_FILE = {
    "target", 0, N_("FILE"), N_("a target profile to put in"), true};
static const struct option_spec OPTION_SUPPORT_FILE = {
    "support", 0, N_("FILE"), N_("a catalogue of support to put in"), true};
static const struct option_spec OPTION_RECOMMENDATIONS_FILE = {
    "recommendations", 0, N_("FILE"), N_("recommendations to put in"), true};

static const struct option_spec OPTION_BENCHMARKS_FILE = {"benchmarks", 0, N_("FILE"),
    N_("published benchmarks of an edition to put in, as `benchmark --all --publish` writes them"),
    true};

static const struct option_spec OPTION_BENCHMARKS_OF = {"benchmarks-of", 0, N_("ROUND"),
    N_("the benchmarks that are published of this round, as they are published, to put in"), true};

/* What its options name, and where its id stands in the file. */
static const struct named_member {
    const struct option_spec *option;
    enum kit_member member;
    const char *id;
} NAMED[] = {
    {&OPTION_BENCHMARKS_FILE, KIT_BENCHMARKS, "edition"},
    {&OPTION_TARGET_FILE, KIT_TARGET, "id"},
    {&OPTION_SUPPORT_FILE, KIT_SUPPORT, "id"},
    {&OPTION_RECOMMENDATIONS_FILE, KIT_RECOMMENDATIONS, "id"},
};

struct making_kit {
    struct app *app;
    struct analysis analysis; /* the register, and a round whose benchmarks go in */
    struct kit_content content;
    struct kit_rounds rounds;
    struct buffer card; /* the own card's file */
    struct buffer file; /* the kit's */
};

/* ---- files that are named ---- */

static enum status read_id(const struct buffer *bytes, const char *path, const char *key,
    char id[KIT_ID_SIZE], struct error *err)
{
    json_t *document = NULL;
    enum status status;
    TRY_OUT(json_read(bytes->data, bytes->length, path, &document, err));
    struct json_place root = json_root(document, path);
    TRY_OUT(json_expect_object(&root, NULL, err));
    status = json_require_text(&root, key, id, KIT_ID_SIZE, err);
out:
    json_decref(document);
    return status;
}

static enum status add_named(struct making_kit *making, const struct named_member *named,
    const char *path, struct error *err)
{
    struct buffer bytes = {0};
    char id[KIT_ID_SIZE];
    enum status status;
    TRY_OUT(file_read(path, KIT_FILE_MAX, &bytes, err));
    TRY_OUT(read_id(&bytes, path, named->id, id, err));
    status =
        kit_content_add(&making->content, named->member, id, bytes.data, bytes.length, path, err);
out:
    buffer_free(&bytes);
    return status;
}

static enum status add_all_named(struct making_kit *making, struct error *err)
{
    const struct options *options = making->app->options;
    for (size_t i = 0; i < sizeof NAMED / sizeof NAMED[0]; i++) {
        for (size_t k = 0; k < option_count(options, NAMED[i].option); k++)
            TRY(add_named(making, &NAMED[i], option_text_at(options, NAMED[i].option, k), err));
    }
    return STATUS_OK;
}

/* ---- rounds and their editions ---- */

static enum status add_round(
    struct making_kit *making, const struct round *round, struct error *err)
{
    struct kit_round *added = &making->rounds.round[making->rounds.count];
    if (making->rounds.count == KIT_ROUNDS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "more than %d rounds are going on or to come; name one with --round", KIT_ROUNDS_MAX);
    memcpy(added->id, round->id, sizeof added->id);
    memcpy(added->edition, round->edition, sizeof added->edition);
    (void)day_parse(round->opens, strlen(round->opens), &added->opens);
    (void)day_parse(round->closes, strlen(round->closes), &added->closes);
    making->rounds.count++;
    return STATUS_OK;
}

static bool is_wanted(const struct making_kit *making, const struct round *round, const char *today)
{
    const char *id = option_text(making->app->options, &OPTION_ROUND);
    return id != NULL ? strcmp(round->id, id) == 0 : strcmp(round->closes, today) >= 0;
}

static enum status refuse_no_round(const struct making_kit *making, struct error *err)
{
    const char *id = option_text(making->app->options, &OPTION_ROUND);
    if (id != NULL)
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "--round %s: no such round is declared; `sigill-msb round` lists them", id);
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "no round is going on or to come; declare one with `sigill-msb round`, or name one with "
        "--round");
}

static enum status add_rounds(struct making_kit *making, struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    char today[DAY_SIZE];
    struct buffer json = {0};
    enum status status;
    day_format(today, clock_now());
    TRY_OUT(rounds_load(&making->analysis.opened.store, &rounds, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (is_wanted(making, &rounds[i], today))
            TRY_OUT(add_round(making, &rounds[i], err));
    }
    if (making->rounds.count == 0)
        TRY_OUT(refuse_no_round(making, err));
    TRY_OUT(kit_rounds_write(&making->rounds, &json, err));
    status = kit_content_add(
        &making->content, KIT_ROUND, NULL, json.data, json.length, "round.json", err);
out:
    buffer_free(&json);
    free(rounds);
    return status;
}

static bool has_round_of(const struct making_kit *making, const char *edition)
{
    return kit_rounds_find(&making->rounds, edition, 0) != NULL;
}

static bool has_edition_of(const struct making_kit *making, const char *id)
{
    return kit_content_find(&making->content, KIT_EDITION, id) != NULL;
}

/* Whether one that is in the kit goes on from it: answers to the first of a row of editions are
 * taken over by way of all between. */
static bool is_followed(const struct making_kit *making, const char *id)
{
    const struct editions *editions = &making->analysis.opened.editions;
    for (size_t i = 0; i < editions->count; i++) {
        const struct edition *later = editions->edition[i];
        if (has_edition_of(making, later->id) && strcmp(later->follows.edition, id) == 0)
            return true;
    }
    return false;
}

/* Of several of one id the last one counts, as everywhere. A built-in one every program has. */
static enum status add_wanted_editions(struct making_kit *making, struct error *err)
{
    const struct editions *editions = &making->analysis.opened.editions;
    for (size_t i = editions->count; i > 0; i--) {
        const struct editions_source *source = &editions->source[i - 1];
        const char *id = editions->edition[i - 1]->id;
        bool wanted = source->origin == EDITIONS_GIVEN ||
                      (source->origin == EDITIONS_KEPT &&
                          (has_round_of(making, id) || is_followed(making, id)));
        if (wanted && !has_edition_of(making, id))
            TRY(kit_content_add(&making->content, KIT_EDITION, id, source->file.data,
                source->file.length, id, err));
    }
    return STATUS_OK;
}

/* Each pass may add what an edition of the one before follows. */
static enum status add_editions(struct making_kit *making, struct error *err)
{
    size_t before;
    do {
        before = making->content.kit.files;
        TRY(add_wanted_editions(making, err));
    } while (making->content.kit.files > before);
    return STATUS_OK;
}

/* ---- benchmarks that are published ---- */

static enum status add_benchmarks_of(
    struct making_kit *making, const char *round, struct error *err)
{
    struct analysis *analysis = &making->analysis;
    struct benchmarks published = {0};
    struct buffer json = {0};
    enum status status;
    TRY_OUT(analysis_load(making->app, &analysis->opened, round, &analysis->collection, err));
    TRY_OUT(benchmarks_published(analysis, &published, err));
    TRY_OUT(benchmarks_write(analysis->collection.edition, &published, &json, err));
    status = kit_content_add(&making->content, KIT_BENCHMARKS, analysis->collection.edition->id,
        json.data, json.length, round, err);
out:
    benchmarks_free(&published);
    collection_free(&analysis->collection);
    buffer_free(&json);
    return status;
}

static enum status add_all_benchmarks(struct making_kit *making, struct error *err)
{
    const struct options *options = making->app->options;
    for (size_t i = 0; i < option_count(options, &OPTION_BENCHMARKS_OF); i++)
        TRY(add_benchmarks_of(making, option_text_at(options, &OPTION_BENCHMARKS_OF, i), err));
    return STATUS_OK;
}

/* ---- the kit ---- */

static enum status read_own_card(struct making_kit *making, struct error *err)
{
    char *path = path_join(making->analysis.opened.keys.path, KEYDIR_OWN_CARD);
    enum status status = file_read(path, CARD_FILE_MAX, &making->card, err);
    free(path);
    return status;
}

/* What a reader would refuse is not signed. */
static enum status seal_kit(struct making_kit *making, struct error *err)
{
    struct kit *kit = &making->content.kit;
    uint32_t last = 0;
    size_t place = 0;
    TRY(kit_judge(&making->content, &place, err));
    TRY(kits_last(&making->analysis.opened.audit, &last, err));
    if (last == KIT_NUMBER_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE, "no number is left for a kit");
    int64_t now = clock_now();
    kit->number = last + 1;
    kit->date = now - now % 86400;
    kit->card = making->analysis.opened.own_fingerprint;
    TRY(read_own_card(making, err));
    return kit_content_seal(&making->content, making->card.data, making->card.length,
        making->analysis.opened.secrets.sign, &making->file, err);
}

/* Its number is used from the row on, whether the file gets its name or not. */
static enum status write_kit_file(struct making_kit *making, struct error *err)
{
    const char *path = option_text(making->app->options, &OPTION_OUTPUT);
    struct new_file file = NEW_FILE_NONE;
    struct fingerprint digest;
    enum status status;
    fingerprint_of(&digest, making->file.data, making->file.length);
    TRY_OUT(output_create(making->app, path, NULL, &file, err));
    TRY_OUT(new_file_write(&file, making->file.data, making->file.length, err));
    TRY_OUT(changes_kit(
        &making->analysis.opened.audit, making->content.kit.number, &digest, clock_now(), err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    return status;
}

static json_t *made_kit_json(const struct making_kit *making, const char *path)
{
    const struct kit *kit = &making->content.kit;
    char day[DAY_SIZE];
    json_t *files = json_array();
    day_format(day, kit->date);
    for (size_t i = 0; i < kit->files; i++)
        (void)json_array_append_new(files, json_string(kit->file[i].path));
    return json_pack("{s:o,s:i,s:s,s:o}", "path", json_shown(path), "number", (int)kit->number,
        "date", day, "files", files);
}

static enum status print_made(struct making_kit *making, struct error *err)
{
    struct app *app = making->app;
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    char digits[FINGERPRINT_TEXT_SIZE];
    struct buffer text = {0};
    if (app->json)
        return app_print_json(app, made_kit_json(making, path), err);
    opened_register_mark(app, &making->analysis.opened, &text);
    buffer_printf(&text, text_of(app, "Written: %s\n"), path);
    kit_shown(app, &making->analysis.opened.own, &making->content.kit, &making->rounds, &text);
    fingerprint_text(digits, &making->analysis.opened.own_fingerprint);
    buffer_printf(&text,
        text_of(app, "Who does not trust the card yet compares its fingerprint by telephone: %s\n"),
        digits);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct making_kit making = {.app = app, .analysis = {.opened = OPENED_REGISTER_NONE}};
    enum status status;
    TRY_OUT(output_judge_named(app, err));
    TRY_OUT(add_all_named(&making, err));
    TRY_OUT(opened_register_open(app, OPENED_TO_ANSWER, &making.analysis.opened, err));
    TRY_OUT(add_rounds(&making, err));
    TRY_OUT(add_editions(&making, err));
    TRY_OUT(add_all_benchmarks(&making, err));
    TRY_OUT(seal_kit(&making, err));
    TRY_OUT(write_kit_file(&making, err));
    status = print_made(&making, err);
out:
    buffer_free(&making.card);
    buffer_free(&making.file);
    kit_content_free(&making.content);
    analysis_close(&making.analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_OUTPUT,
    &OPTION_ROUND, &OPTION_EDITION, &OPTION_TARGET_FILE, &OPTION_SUPPORT_FILE,
    &OPTION_RECOMMENDATIONS_FILE, &OPTION_BENCHMARKS_FILE, &OPTION_BENCHMARKS_OF, &OPTION_FORCE,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

static const struct option_spec *const NEEDS[] = {
    &OPTION_REGISTER, &OPTION_KEYS, &OPTION_OUTPUT, NULL};

const struct command kit_command = {
    .name = "kit",
    .summary = N_("Makes the kit that organisations take in for a round: days, editions, support, "
                  "profiles."),
    .example = N_("-r register -k keys -o omgang-2026.kit"),
    .options = {TAKES, "", 0, 0},
    .needs = NEEDS,
    .run = run,
};
