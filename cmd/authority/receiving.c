#include "cmd/authority/receiving.h"

#include "base/file.h"
#include "base/list.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/beside.h"
#include "cmd/authority/not_received.h"
#include "cmd/authority/unsealed.h"
#include "cmd/ui/progress.h"
#include "format/json.h"
#include "isolate/container.h"
#include "register/receive_queue.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A path from a medium may hold anything: it is shown without what could move a terminal. */
static const char *shown_path(struct buffer *out, const char *path)
{
    buffer_free(out);
    text_show(out, path, strlen(path), false);
    return buffer_string(out);
}

static json_t *notes_json(const struct opening_notes *notes)
{
    json_t *list = json_array();
    for (size_t i = 0; i < notes->count; i++)
        json_array_append_new(list, json_shown(notes->note[i]));
    return list;
}

/* What receives; all borrowed. */
struct receiving {
    struct app *app;
    const struct receiver *receiver;
    struct media *media;
    struct progress progress; /* half of a file when it is copied, and half when it is judged */
    uint64_t copied;          /* of the present file */
    struct receive_report *report;
    size_t members;              /* of containers, that were received or refused one by one */
    struct receive_queue *queue; /* owned */
    struct list given;           /* of struct given *, all owned: what the queue was given */
};

/* A file that is received. */
struct given {
    struct buffer path;    /* as it may be shown; owned */
    const char *medium;    /* of the file on the medium; borrowed from the media */
    const char *container; /* likewise: the one that it came in, or NULL */
    uint64_t size;         /* of the file; 0 of one in a container */
};

static struct given *add_given(struct receiving *receiving, const char *medium)
{
    struct given *given = memory_new(1, sizeof *given);
    *(struct given **)list_add(&receiving->given) = given;
    given->medium = medium;
    return given;
}

static void free_given(struct receiving *receiving)
{
    struct given **given = receiving->given.items;
    for (size_t i = 0; i < receiving->given.count; i++) {
        buffer_free(&given[i]->path);
        free(given[i]);
    }
    free(given);
    receiving->given = (struct list){.size = sizeof(struct given *)};
}

/* Of what was not copied nothing is. */
static bool is_recorded(const struct verdict *verdict)
{
    bool unread = verdict->reason == REASON_NOT_A_BUNDLE && !verdict->sealed_known;
    return !verdict->unrecorded && !unread && !not_received_reason(verdict->reason);
}

static enum status print_verdict(struct receiving *receiving, const char *path,
    const struct verdict *verdict, const struct beside *beside, struct error *err)
{
    const char *inside = receiving->report->container; /* or the container itself */
    const char *container = inside != NULL && strcmp(inside, path) != 0 ? inside : NULL;
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char chosen[MANIFEST_ID_HEX];
    const struct verdict_place *place = &verdict->place;
    bool imported = verdict->reason == REASON_NONE;
    hex_encode(id, verdict->id, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, &verdict->sealed);
    hex_encode(chosen, place->chosen, MANIFEST_ID_SIZE);
    json_t *organisation = verdict->sender_known
                               ? json_pack("{s:o,s:o}", "name", json_shown(verdict->name), "number",
                                     json_shown(verdict->number))
                               : json_null();
    json_t *line = json_pack("{s:s,s:s?,s:s?,s:s,s:s?,s:o,s:s?,s:o,s:b,s:o,s:o,s:o,s:o,s:s?}",
        "file", path, "container", container, "id", verdict->id_known ? id : NULL, "verdict",
        imported ? "imported" : "refused", "reason", imported ? NULL : reason_code(verdict->reason),
        "organisation", organisation, "sealed", verdict->sealed_known ? sealed : NULL, "message",
        imported ? json_null() : json_shown(verdict->text), "recorded", is_recorded(verdict),
        "notes", notes_json(&verdict->notes), "card", beside_json(beside), "current",
        place->known ? json_boolean(place->current) : json_null(), "unclear",
        place->known ? json_boolean(place->unclear) : json_null(), "lapsed",
        place->lapsed ? chosen : NULL);
    return app_print_json_line(receiving->app, line, err);
}

/* Beside what was found of the bundle itself, where there is room. */
static void note_container(const struct app *app, const char *container, struct verdict *verdict)
{
    struct buffer plain = {0};
    struct opening_notes *notes = &verdict->notes;
    if (notes->count < OPENING_NOTES_MAX)
        (void)snprintf(notes->note[notes->count++], OPENING_NOTE_SIZE,
            text_of(app, "it came in a container, %s; it is the bundle alone that is kept"),
            shown_path(&plain, container));
    buffer_free(&plain);
}

/* Shows and counts a verdict, which is released. path: as it may be shown; medium: of the file on
 * the medium. */
static enum status show_verdict(struct receiving *receiving, const char *path, const char *medium,
    enum status judged, struct verdict *verdict, struct error *err)
{
    struct beside beside;
    enum status status = STATUS_OK;
    beside_look(receiving->receiver, medium, verdict, &beside);
    progress_hide(&receiving->progress);
    if (receiving->app->json)
        TRY_OUT(print_verdict(receiving, path, verdict, &beside, err));
    TRY_OUT(receive_report_add(receiving->report, path, judged, verdict, &beside, err));
out:
    beside_free(&beside);
    verdict_free(verdict);
    return status;
}

/* That it begins as no bundle says less than what it is. */
static void say_unsealed(const struct app *app, const char *path, struct verdict *verdict)
{
    if (verdict->reason != REASON_NOT_A_BUNDLE)
        return;
    const char *words = unsealed_words(app, unsealed_of(path, file_kind_of(path, false)));
    if (words[0] != '\0')
        text_copy(verdict->text, sizeof verdict->text, words);
}

static enum status show_received(
    void *context, void *file, enum status judged, struct verdict *verdict, struct error *err)
{
    struct receiving *receiving = context;
    struct given *given = file;
    if (given->container != NULL && judged == STATUS_OK && verdict->reason == REASON_NONE)
        note_container(receiving->app, path_name(given->container), verdict);
    if (given->container == NULL && judged == STATUS_OK)
        say_unsealed(receiving->app, given->medium, verdict);
    progress_advance(&receiving->progress, given->size / 2);
    return show_verdict(
        receiving, buffer_string(&given->path), given->medium, judged, verdict, err);
}

/* What is not received is shown when all that was given before it is. */
static enum status show_other(struct receiving *receiving, struct given *given, enum status judged,
    struct verdict *verdict, struct error *err)
{
    enum status status = receive_queue_flush(receiving->queue, err);
    if (status != STATUS_OK) {
        verdict_free(verdict);
        return status;
    }
    return show_received(receiving, given, judged, verdict, err);
}

static bool is_quarantined(const struct receiver *receiver, const struct media_file *file)
{
    char *quarantine = path_join(receiver->store->path, STORE_QUARANTINE);
    size_t length = strlen(quarantine);
    bool in_it = strncmp(file->path, quarantine, length) == 0 && file->path[length] == '/';
    free(quarantine);
    return in_it;
}

/* What lay in quarantine when the run began, and was imported from the medium since. */
static enum status is_taken_up(
    struct receiving *receiving, const struct media_file *file, bool *taken, struct error *err)
{
    *taken = is_quarantined(receiving->receiver, file);
    if (!*taken)
        return STATUS_OK;
    TRY(receive_queue_flush(receiving->queue, err));
    *taken = !file_exists(file->path);
    return STATUS_OK;
}

static enum status receive_one(
    struct receiving *receiving, const struct media_file *file, struct error *err)
{
    struct verdict verdict;
    enum status judged = STATUS_OK;
    bool taken;
    TRY(is_taken_up(receiving, file, &taken, err));
    if (taken) {
        progress_advance(&receiving->progress, file->size / 2);
        return STATUS_OK;
    }
    struct given *given = add_given(receiving, file->path);
    (void)shown_path(&given->path, file->path);
    given->size = file->size;
    if (file->odd && file->kind == BEGINNING_AGE)
        receive_report_odd(receiving->report, buffer_string(&given->path));
    if (not_received(receiving->app, file, &verdict, &judged))
        return show_other(receiving, given, judged, &verdict, err);
    return receive_queue_file(receiving->queue, file->path, given, err);
}

/* ---- containers ---- */

/* What of a container's files has no row of its own. */
struct remainder {
    size_t rows;         /* those that were, each in a row */
    size_t unread;       /* that could not be read */
    size_t inner;        /* that are containers themselves */
    struct error why;    /* of the first that could not be read */
    struct buffer first; /* name of the first of the inner ones, as it may be shown; owned */
};

/* "CONTAINER: NAME", as it may be shown. */
static void put_member_path(const struct app *app, struct buffer *out, const char *container,
    const struct container *opened)
{
    (void)shown_path(out, container);
    buffer_text(out, ": ");
    if (opened->name.length > 0)
        text_show(out, (const char *)opened->name.data, opened->name.length, false);
    else
        buffer_printf(out, text_of(app, "file %zu"), opened->members);
}

/* One that begins as no bundle, but is called so, is not read further. */
static void refuse_member(const struct app *app, struct verdict *verdict)
{
    *verdict = (struct verdict){.reason = REASON_NOT_A_BUNDLE};
    text_copy(verdict->text, sizeof verdict->text,
        text_of(app, "it does not begin as a bundle does; ask the sender for it once more"));
}

static enum status receive_member(struct receiving *receiving, const struct media_file *file,
    struct container *opened, enum beginning kind, struct remainder *rest, struct error *err)
{
    struct verdict verdict;
    struct source source = container_source(opened);
    struct given *given = add_given(receiving, file->path);
    given->container = file->path;
    put_member_path(receiving->app, &given->path, file->path, opened);
    if (kind == BEGINNING_AGE && !media_is_bundle_name(buffer_string(&given->path)))
        receive_report_odd(receiving->report, buffer_string(&given->path));
    rest->rows++;
    receiving->members++;
    if (kind == BEGINNING_AGE)
        return receive_queue_source(receiving->queue, &source, given, err);
    if (beginning_is_key(kind))
        not_received_key(receiving->app, kind, &verdict);
    else
        refuse_member(receiving->app, &verdict);
    return show_other(receiving, given, STATUS_OK, &verdict, err);
}

static void note_inner(const struct container *opened, struct remainder *rest)
{
    if (rest->inner++ == 0 && opened->name.length > 0)
        text_show(&rest->first, (const char *)opened->name.data, opened->name.length, false);
}

static enum status take_member(struct receiving *receiving, const struct media_file *file,
    struct container *opened, struct remainder *rest, struct error *err)
{
    const struct buffer *head = &opened->beginning;
    const char *name = buffer_string(&opened->name);
    if (media_pass_member(receiving->media, name))
        return STATUS_OK;
    if (opened->unread) {
        if (rest->unread++ == 0)
            (void)container_unread(opened, &rest->why);
        return STATUS_OK;
    }
    bool whole = head->length < BEGINNING_SIZE;
    enum beginning kind =
        beginning_of(head->data, head->length, whole ? head->length : BEGINNING_LONG, NULL);
    if (beginning_is_container(kind) || beginning_is_closed(kind)) {
        note_inner(opened, rest);
        return STATUS_OK;
    }
    if (media_is_plain(kind) && !media_is_bundle_name(name))
        return STATUS_OK;
    return receive_member(receiving, file, opened, kind, rest, err);
}

/* STATUS_REFUSED, if the container is not read to its end, has the reason in why. */
static enum status take_members(struct receiving *receiving, const struct media_file *file,
    struct container *opened, struct remainder *rest, struct error *why)
{
    bool found = true;
    while (found) {
        if (receiving->members >= MEDIA_FILES_MAX)
            return error_set(why, STATUS_REFUSED, REASON_UNREAD_CONTAINER,
                "more than %d files lay in containers; receive the rest by itself",
                MEDIA_FILES_MAX);
        TRY(container_next(opened, &found, why));
        if (found)
            TRY(take_member(receiving, file, opened, rest, why));
    }
    return STATUS_OK;
}

static enum status read_container(struct receiving *receiving, const struct media_file *file,
    struct remainder *rest, struct error *why)
{
    struct container opened = {.worker = CLIENT_NONE};
    int fd = -1;
    uint64_t size = 0;
    TRY(file_open(file->path, false, &fd, &size, why));
    enum status status = STATUS_OK;
    TRY_OUT(container_open(receiving->receiver->spawner, fd, size, file->kind, &opened, why));
    TRY_OUT(take_members(receiving, file, &opened, rest, why));
out:
    container_close(&opened);
    (void)close(fd);
    return status;
}

/* The container's own row, if not all of it was looked into. */
static void put_remainder(const struct app *app, struct remainder *rest, struct buffer *text)
{
    if (rest->unread > 0)
        buffer_printf(text, text_of(app, "files in it that were not read: %zu; the first: %s. "),
            rest->unread, rest->why.text);
    if (rest->inner > 0)
        buffer_printf(text,
            text_of(app,
                "files in it that are containers themselves and were not looked into: %zu, "
                "such as %s; unpack them, and receive the folder. "),
            rest->inner, rest->first.length == 0 ? "?" : buffer_string(&rest->first));
}

static enum status show_container(struct receiving *receiving, const struct media_file *file,
    enum status read, const struct error *why, struct remainder *rest, struct error *err)
{
    struct verdict verdict = {.reason = REASON_UNREAD_CONTAINER};
    struct buffer text = {0};
    struct buffer plain = {0};
    enum status status = STATUS_OK;
    put_remainder(receiving->app, rest, &text);
    if (read != STATUS_OK)
        buffer_printf(&text, "%s", why->text);
    if (read == STATUS_FAILED)
        verdict.reason = REASON_IO_ERROR;
    text_copy(verdict.text, sizeof verdict.text, buffer_string(&text));
    if (text.length > 0)
        TRY_OUT(show_verdict(receiving, shown_path(&plain, file->path), file->path,
            read == STATUS_FAILED ? STATUS_FAILED : STATUS_OK, &verdict, err));
    else if (rest->rows == 0 && receiving->media->asides < MEDIA_FILES_MAX)
        TRY_OUT(media_add_aside(receiving->media, file->path, err));
out:
    buffer_free(&text);
    buffer_free(&plain);
    return status;
}

static enum status receive_container(
    struct receiving *receiving, const struct media_file *file, struct error *err)
{
    struct remainder rest = {0};
    struct error why;
    struct buffer plain = {0};
    error_init(&why, receiving->app->catalog);
    error_init(&rest.why, receiving->app->catalog);
    enum status status;
    receive_report_container(receiving->report, shown_path(&plain, file->path));
    enum status read = read_container(receiving, file, &rest, &why);
    TRY_OUT(receive_queue_flush(receiving->queue, err));
    TRY_OUT(show_container(receiving, file, read, &why, &rest, err));
out:
    receive_report_container(receiving->report, NULL);
    buffer_free(&rest.first);
    buffer_free(&plain);
    return status;
}

/* ---- all ---- */

static void count_copied(void *context, uint64_t bytes)
{
    struct receiving *receiving = context;
    receiving->copied += bytes;
    progress_advance(&receiving->progress, bytes / 2);
}

/* What was not copied is counted when the file is done with, and so is what came of a container. */
static void count_rest(struct receiving *receiving, const struct media_file *file, bool container)
{
    uint64_t left = file->size > receiving->copied ? file->size - receiving->copied : 0;
    receiving->copied = 0;
    progress_advance(&receiving->progress, (left + (container ? file->size : 0)) / 2);
}

/* Containers come last: what stands below the line that names one came out of it. */
static enum status receive_kind(struct receiving *receiving, bool containers, struct error *err)
{
    for (size_t i = 0; i < receiving->media->files; i++) {
        const struct media_file *file = &receiving->media->file[i];
        bool container = file->failure == NULL && beginning_is_container(file->kind);
        if (container != containers)
            continue;
        TRY(container ? receive_container(receiving, file, err)
                      : receive_one(receiving, file, err));
        count_rest(receiving, file, container);
    }
    return receive_queue_flush(receiving->queue, err);
}

enum status receiving_all(struct app *app, const struct receiver *receiver, struct media *media,
    struct receive_report *report, struct error *err)
{
    struct receiving receiving = {.app = app,
        .receiver = receiver,
        .media = media,
        .report = report,
        .given = {.size = sizeof(struct given *)}};
    const struct stream_progress copying = {count_copied, &receiving};
    struct receiver watched = *receiver;
    uint64_t total = 0;
    watched.copying = &copying;
    for (size_t i = 0; i < media->files; i++)
        total += media->file[i].size;
    enum status status = STATUS_OK;
    receiving.queue = receive_queue_new(&watched, app->catalog, show_received, &receiving);
    progress_start(&receiving.progress, app, text_of(app, "Receiving"), total);
    TRY_OUT(receive_kind(&receiving, false, err));
    TRY_OUT(receive_kind(&receiving, true, err));
out:
    progress_finish(&receiving.progress);
    receive_queue_free(receiving.queue);
    free_given(&receiving);
    return status;
}
