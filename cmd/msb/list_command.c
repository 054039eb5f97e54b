/* sigill-msb list: the submissions of a register. */
#include "analysis/collection.h"
#include "base/clock.h"
#include "base/text.h"
#include "cmd/authority/json_stream.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/parts.h"
#include "cmd/authority/response.h"
#include "cmd/authority/whom.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/progress.h"
#include "register/record_walk.h"
#include "report/layout.h"

#include <stdlib.h>

static const struct option_spec UNCLEAR = {"unclear", 0, NULL,
    N_("only submissions of one organisation, edition and period that do not replace each other"),
    false};

enum { ID_SHOWN = 8, COUNTS_WIDTH = 8, NAME_WIDTH = 26, NUMBER_WIDTH = 12, DAY_WIDTH = 11 };

static json_t *figure_json(const struct scored *entry, unsigned figure)
{
    return entry->has_points ? json_integer(figure) : json_null();
}

static json_t *entry_json(const struct scored *entry)
{
    char id[MANIFEST_ID_HEX];
    char created[MOMENT_SIZE];
    char imported[MOMENT_SIZE];
    hex_encode(id, entry->id, MANIFEST_ID_SIZE);
    moment_format(created, entry->created);
    moment_format(imported, entry->imported);
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:{s:s,s:s},s:s,s:s,s:b,s:b,s:o,s:o,s:b,s:b}", "id", id,
        "organisation", entry->name, "number", entry->number, "group", entry->group, "edition",
        entry->edition, "period", "from", entry->from, "to", entry->to, "created", created,
        "imported", imported, "current", entry->current ? 1 : 0, "unclear", entry->unclear ? 1 : 0,
        "level", figure_json(entry, entry->level), "points", figure_json(entry, entry->points),
        "chosen", entry->chosen ? 1 : 0, "suspect", entry->suspect ? 1 : 0);
}

static enum status print_json(struct app *app, const struct scored_list *list, struct error *err)
{
    struct json_stream stream = {0};
    enum status status;
    TRY_OUT(json_stream_begin(app, json_array(), NULL, &stream, err));
    for (size_t i = 0; i < list->count; i++)
        TRY_OUT(json_stream_put(&stream, entry_json(&list->row[i]), err));
    status = json_stream_end(&stream, err);
out:
    json_stream_free(&stream);
    return status;
}

/* Where no questionnaire that was answered gives points, no column is for them. */
static bool any_has_points(const struct scored_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->row[i].has_points)
            return true;
    }
    return false;
}

static void put_heading(const struct app *app, struct buffer *out, bool points)
{
    layout_cell(out, text_of(app, "Id"), ID_SHOWN + 1);
    layout_cell(out, text_of(app, "Counts"), COUNTS_WIDTH);
    layout_cell(out, text_of(app, "Organisation"), NAME_WIDTH + 1);
    layout_cell(out, text_of(app, "Number"), NUMBER_WIDTH);
    layout_cell(out, text_of(app, "Imported"), DAY_WIDTH);
    buffer_printf(out, "%s\n", points ? text_of(app, "Level Points") : "");
}

/* Whether a submission counts, in one word, and what that means where it is not plain. */
enum counts {
    COUNTS_YES,
    COUNTS_NO,
    COUNTS_SUSPECT,
    COUNTS_SUSPECT_CHOSEN,
    COUNTS_CHOSEN,
    COUNTS_UNCLEAR,
    COUNTS_BESIDE,
    COUNTS,
};

static const struct {
    const char *word; /* narrower than COUNTS_WIDTH */
    const char *meaning;
} COUNTS_WORDS[COUNTS] = {
    [COUNTS_YES] = {N_("yes"), NULL},
    [COUNTS_NO] = {N_("no"), N_("no: not the current submission of that organisation")},
    [COUNTS_SUSPECT] = {N_("revoked"),
        N_("revoked: suspect, its key was revoked as of before the import; it "
           "counts only if it is chosen")},
    [COUNTS_SUSPECT_CHOSEN] = {N_("chosen!"), N_("chosen!: suspect, but chosen, and so it counts")},
    [COUNTS_CHOSEN] = {N_("chosen"),
        N_("chosen: it counts, for it was chosen among several of which none replaces the others; they "
           "stand here until the organisation seals answers that replace them all")},
    [COUNTS_UNCLEAR] = {N_("unclear"),
        N_("unclear: it counts, but others of that organisation stand beside it, and none replaces the "
           "others; ask the organisation, or decide with `choose`")},
    [COUNTS_BESIDE] = {N_("beside"),
        N_("beside: stands beside one that counts; none replaces the other")},
};

static enum counts counts_of(const struct scored *entry)
{
    bool chosen = entry->chosen && entry->current;
    if (entry->suspect)
        return chosen ? COUNTS_SUSPECT_CHOSEN : COUNTS_SUSPECT;
    if (chosen && entry->unclear)
        return COUNTS_CHOSEN;
    if (entry->unclear)
        return entry->current ? COUNTS_UNCLEAR : COUNTS_BESIDE;
    return entry->current ? COUNTS_YES : COUNTS_NO;
}

static void put_figures(struct buffer *out, const struct scored *entry)
{
    if (entry->has_points)
        buffer_printf(out, "%5u %6u", entry->level, entry->points);
    else
        buffer_printf(out, "%5s %6s", "-", "-");
}

static void put_entry(
    const struct app *app, struct buffer *out, const struct scored *entry, bool points)
{
    char id[MANIFEST_ID_HEX];
    char imported[DAY_SIZE];
    hex_encode(id, entry->id, MANIFEST_ID_SIZE);
    id[ID_SHOWN] = '\0';
    day_format(imported, entry->imported);
    layout_cell(out, id, ID_SHOWN + 1);
    layout_cell(out, text_of(app, COUNTS_WORDS[counts_of(entry)].word), COUNTS_WIDTH);
    layout_cell(out, entry->name, NAME_WIDTH);
    buffer_text(out, " ");
    layout_cell(out, entry->number, NUMBER_WIDTH);
    layout_cell(out, imported, DAY_WIDTH);
    if (points)
        put_figures(out, entry);
    buffer_text(out, "\n");
}

/* The response of each round that has a population list. */
static enum status put_responses(struct app *app, struct opened_register *opened,
    const struct scored_list *list, struct buffer *out, struct error *err)
{
    const struct editions *editions = &opened->editions;
    struct round *rounds = NULL;
    size_t round_count = 0;
    enum status status = rounds_all(&opened->store, editions, &rounds, &round_count, err);
    for (size_t i = 0; status == STATUS_OK && i < round_count; i++) {
        struct collection collection = {0};
        status =
            collection_from_scored(&opened->store, editions, &rounds[i], list, &collection, err);
        if (status == STATUS_OK && collection.populations > 0) {
            buffer_text(out, "\n");
            response_put(app, &collection, out);
        }
        collection_free(&collection);
        if (status == STATUS_REFUSED && err->reason == REASON_UNKNOWN_EDITION) {
            error_init(err, app->catalog);
            status = STATUS_OK;
        }
    }
    free(rounds);
    return status;
}

/* What the words mean, those that are there. */
static void put_legend(const struct app *app, const struct scored_list *list, struct buffer *out)
{
    for (enum counts word = 0; word < COUNTS; word++) {
        size_t i = 0;
        while (i < list->count && counts_of(&list->row[i]) != word)
            i++;
        if (i == list->count || COUNTS_WORDS[word].meaning == NULL)
            continue;
        buffer_text(out, "\n");
        layout_paragraph(out, "", text_of(app, COUNTS_WORDS[word].meaning));
    }
}

static void put_none(const struct app *app, struct buffer *out)
{
    const char *said = N_("The register holds no submission yet.");
    if (option_given(app->options, &UNCLEAR))
        said = N_("Of every organisation it is clear which submission counts.");
    else if (app->options->operands > 0)
        said = N_("The register holds no submission of these organisations.");
    buffer_printf(out, "%s\n", text_of(app, said));
}

/* What may still be refused is judged before the first row is printed. */
static enum status print_table(struct app *app, struct opened_register *opened,
    const struct scored_list *list, struct error *err)
{
    bool all = !option_given(app->options, &UNCLEAR) && app->options->operands == 0;
    bool points = any_has_points(list);
    struct parts parts;
    struct buffer out = {0};
    struct buffer responses = {0};
    enum status status;
    parts_start(app, true, &parts);
    if (all)
        TRY_OUT(put_responses(app, opened, list, &responses, err));
    opened_register_mark(app, opened, &out);
    if (list->count > 0)
        put_heading(app, &out, points);
    else
        put_none(app, &out);
    for (size_t i = 0; i < list->count; i++) {
        put_entry(app, &out, &list->row[i], points);
        parts_pass(&parts, &out);
    }
    put_legend(app, list, &out);
    buffer_append(&out, responses.data, responses.length);
    status = parts_end(&parts, &out, err);
out:
    parts_free(&parts);
    buffer_free(&responses);
    buffer_free(&out);
    return status;
}

static void keep_unclear(struct scored_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->row[i].unclear)
            list->row[kept++] = list->row[i];
    }
    list->count = kept;
}

/* Leaves those of the organisations that are named. */
static enum status keep_named(
    struct app *app, struct opened_register *opened, struct scored_list *list, struct error *err)
{
    struct list whom = WHOM_NONE;
    size_t kept = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < app->options->operands; i++)
        TRY_OUT(whom_find(&opened->store, app->options->operand[i], false, &whom, err));
    for (size_t i = 0; i < list->count; i++) {
        if (whom_has(&whom, list->row[i].number))
            list->row[kept++] = list->row[i];
    }
    list->count = kept;
out:
    free(whom.items);
    return status;
}

static enum status load(struct app *app, struct opened_register *opened,
    struct stored_answers *stored, struct scored_list *list, struct error *err)
{
    struct progress progress;
    uint64_t submissions = 0;
    TRY(record_walk_rows(&opened->store, &submissions, err));
    progress_start_counting(&progress, app, text_of(app, "Reading submissions"), submissions);
    struct stream_progress advance = progress_stream(&progress);
    enum status status = scored_load(stored, &advance, list, err);
    progress_finish(&progress);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct stored_answers stored = {.store = &opened.store, .editions = &opened.editions};
    struct scored_list list = {0};
    enum status status;
    TRY_OUT(opened_register_open(app, OPENED_TO_COUNT, &opened, err));
    stored.key = opened.key;
    TRY_OUT(load(app, &opened, &stored, &list, err));
    if (option_given(app->options, &UNCLEAR))
        keep_unclear(&list);
    if (app->options->operands > 0)
        TRY_OUT(keep_named(app, &opened, &list, err));
    TRY_OUT(app->json ? print_json(app, &list, err) : print_table(app, &opened, &list, err));
out:
    stored_answers_close(&stored);
    scored_list_free(&list);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &UNCLEAR,
    &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command list_command = {
    .name = "list",
    .summary = N_("Lists the submissions in the register."),
    .options = {TAKES, N_("[ORGANISATION...]"), 0, OPERANDS_ANY},
    .run = run,
};
