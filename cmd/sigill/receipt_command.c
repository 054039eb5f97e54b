/* sigill receipt: what became of the bundles that were handed in. */
#include "base/list.h"
#include "base/local_time.h"
#include "cmd/commands.h"
#include "cmd/ui/receipt_files.h"
#include "cmd/ui/receipt_reading.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

/* ---- one ---- */

static enum status print_one(
    struct app *app, const struct receipt_reading *reading, struct error *err)
{
    struct buffer text = {0};
    if (app->json)
        return app_print_json(app, receipt_json(reading), err);
    receipt_describe(app, reading, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status read_one(
    struct app *app, const struct receipt_reader *reader, const char *path, struct error *err)
{
    struct receipt_reading reading;
    TRY(receipt_read(reader, path, &reading, err));
    TRY(print_one(app, &reading, err));
    return receipt_is_imported(&reading) && reading.entry != NULL ? STATUS_OK : STATUS_REFUSED;
}

/* ---- many ---- */

/* The receipts that lie together. Of several words on one bundle the last counts: it may have been
 * refused first and imported then. */
struct receipt_heap {
    struct app *app;
    const struct receipt_reader *reader;
    struct list own;    /* struct receipt_reading, one a bundle of ours */
    size_t others;      /* about bundles of others */
    size_t earlier;     /* earlier words on a bundle of ours */
    size_t unread;      /* files and folders */
    enum status status; /* of what could not be read */
};

static void heap_add(struct receipt_heap *heap, const struct receipt_reading *reading)
{
    struct receipt_reading *own = heap->own.items;
    if (reading->entry == NULL) {
        heap->others++;
        return;
    }
    for (size_t i = 0; i < heap->own.count; i++) {
        if (own[i].entry != reading->entry)
            continue;
        heap->earlier++;
        if (reading->receipt.time >= own[i].receipt.time)
            own[i] = *reading;
        return;
    }
    *(struct receipt_reading *)list_add(&heap->own) = *reading;
}

static void heap_read(struct receipt_heap *heap, const char *path)
{
    struct receipt_reading reading;
    struct error why;
    error_init(&why, heap->app->catalog);
    enum status status = receipt_read(heap->reader, path, &reading, &why);
    if (status == STATUS_OK) {
        heap_add(heap, &reading);
        return;
    }
    heap->unread++;
    heap->status = status > heap->status ? status : heap->status;
    hint(heap->app, "%s", why.text);
}

static bool is_answered(const struct receipt_heap *heap, const struct journal_entry *entry)
{
    const struct receipt_reading *own = heap->own.items;
    for (size_t i = 0; i < heap->own.count; i++) {
        if (own[i].entry == entry)
            return true;
    }
    return false;
}

/* Whoever sealed once more wants to know whether that one came. */
static void put_missing(const struct receipt_heap *heap, struct buffer *text)
{
    const struct journal *journal = &heap->reader->journal;
    const struct journal_entry *last = NULL;
    char groups[FINGERPRINT_SHORT_SIZE];
    char created[LOCAL_TIME_SIZE];
    for (size_t i = 0; i < journal->count; i++) {
        if (last == NULL || journal->entry[i].created >= last->created)
            last = &journal->entry[i];
    }
    if (last == NULL || is_answered(heap, last))
        return;
    fingerprint_short(groups, &last->sealed);
    local_time_format(created, last->created);
    layout_say(text, "",
        text_of(
            heap->app, "There is no receipt here for what was sealed last: %s, short digest %s"),
        created, groups);
}

static size_t count_imported(const struct receipt_heap *heap)
{
    const struct receipt_reading *own = heap->own.items;
    size_t imported = 0;
    for (size_t i = 0; i < heap->own.count; i++)
        imported += receipt_is_imported(&own[i]) ? 1 : 0;
    return imported;
}

/* "2 of that" behind a comma, if there are any: format, translated, is of the count. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void put_part(struct buffer *line, const char *format, size_t count)
{
    if (count == 0)
        return;
    buffer_text(line, line->length > 0 ? ", " : "");
    buffer_printf(line, format, count);
}
#pragma GCC diagnostic pop

static void put_sum(const struct receipt_heap *heap, struct buffer *text)
{
    const struct app *app = heap->app;
    size_t imported = count_imported(heap);
    struct buffer own = {0};
    struct buffer passed = {0};
    size_t refused = heap->own.count - imported;
    put_part(&own, tr_count(app->catalog, "%zu imported", "%zu imported", imported), imported);
    put_part(&own, tr_count(app->catalog, "%zu refused", "%zu refused", refused), refused);
    put_part(&passed, text_of(app, "%zu for bundles that were not sealed with these keys"),
        heap->others);
    put_part(&passed, text_of(app, "%zu that a later one replaces"), heap->earlier);
    put_part(&passed, text_of(app, "%zu that cannot be relied on or read"), heap->unread);
    layout_say(text, "", text_of(app, "For bundles of these keys: %s."),
        own.length > 0 ? buffer_string(&own) : text_of(app, "none"));
    if (passed.length > 0)
        layout_say(text, "", text_of(app, "Passed over: %s."), buffer_string(&passed));
    buffer_free(&own);
    buffer_free(&passed);
}

/* Of several that were imported, the one that the authority counts with: what was sealed last, and
 * so stands last in the journal, replaces the rest, and of several periods the latest counts. */
static void put_counting(const struct receipt_heap *heap, struct buffer *text)
{
    const struct receipt_reading *own = heap->own.items;
    const struct journal_entry *counts = NULL;
    char groups[FINGERPRINT_SHORT_SIZE];
    char created[LOCAL_TIME_SIZE];
    for (size_t i = 0; i < heap->own.count; i++) {
        const struct journal_entry *entry = own[i].entry;
        int later = counts == NULL ? 1 : strcmp(entry->to, counts->to);
        if (receipt_is_imported(&own[i]) && (later > 0 || (later == 0 && entry >= counts)))
            counts = entry;
    }
    if (counts == NULL || count_imported(heap) < 2)
        return;
    fingerprint_short(groups, &counts->sealed);
    local_time_format(created, counts->created);
    layout_say(text, "",
        text_of(heap->app,
            "Of those that were imported this one counts: short digest %s, sealed %s, "
            "period %s to %s."),
        groups, created, counts->from, counts->to);
}

/* The receipts do not say whose the others are. */
static void put_other_keys(const struct receipt_heap *heap, struct buffer *text)
{
    if (heap->others > 0 && count_imported(heap) > 0)
        layout_paragraph(text, "",
            text_of(heap->app,
                "If one of those passed over is yours, sealed with other keys, it may count instead: read "
                "the receipts with those keys too."));
}

static enum status print_heap(const struct receipt_heap *heap, struct error *err)
{
    struct app *app = heap->app;
    const struct receipt_reading *own = heap->own.items;
    struct buffer text = {0};
    for (size_t i = 0; i < heap->own.count; i++) {
        receipt_describe(app, &own[i], &text);
        buffer_text(&text, "\n");
    }
    put_sum(heap, &text);
    put_counting(heap, &text);
    put_other_keys(heap, &text);
    put_missing(heap, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status print_heap_json(const struct receipt_heap *heap, struct error *err)
{
    const struct receipt_reading *own = heap->own.items;
    json_t *array = json_array();
    for (size_t i = 0; i < heap->own.count; i++)
        (void)json_array_append_new(array, receipt_json(&own[i]));
    return app_print_json(heap->app, array, err);
}

static enum status read_many(struct app *app, const struct receipt_reader *reader,
    const struct receipt_files *files, struct error *err)
{
    struct receipt_heap heap = {
        .app = app, .reader = reader, .own = {.size = sizeof(struct receipt_reading)}};
    enum status status;
    for (size_t i = 0; i < files->count; i++)
        heap_read(&heap, files->path[i]);
    for (size_t i = 0; i < files->unreads; i++) {
        hint(app, "%s: the folder cannot be read", files->unread[i]);
        heap.unread++;
        heap.status = STATUS_FAILED;
    }
    TRY_OUT(app->json ? print_heap_json(&heap, err) : print_heap(&heap, err));
    status = heap.status;
    if (status == STATUS_OK && (heap.own.count == 0 || count_imported(&heap) < heap.own.count))
        status = STATUS_REFUSED;
out:
    free(heap.own.items);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct receipt_reader reader = {0};
    struct receipt_files files = {0};
    const struct options *options = app->options;
    enum status status;
    TRY_OUT(receipt_reader_open(app, &reader, err));
    TRY_OUT(receipt_files_find(options->operand, options->operands, &files, err));
    status = files.count == 1 && !files.folders ? read_one(app, &reader, files.path[0], err)
                                                : read_many(app, &reader, &files, err);
out:
    receipt_files_free(&files);
    receipt_reader_close(&reader);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

static const struct option_spec *const NEEDS[] = {&OPTION_KEYS, NULL};

const struct command receipt_command = {
    .name = "receipt",
    .summary = N_("Reads the authority's receipts for bundles that were sealed here."),
    .example = N_("/media/usb -k keys"),
    .options = {OPTIONS, N_("PATH..."), 1, OPERANDS_ANY},
    .needs = NEEDS,
    .run = run,
};
