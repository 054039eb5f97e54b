#include "cmd/ui/receiving.h"

#include "base/text.h"
#include "cmd/ui/beside.h"
#include "cmd/ui/not_received.h"
#include "cmd/ui/progress.h"
#include "format/json.h"

#include <string.h>

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

static enum status print_verdict(struct app *app, const char *path, const struct verdict *verdict,
    const struct beside *beside, struct error *err)
{
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
    json_t *line = json_pack("{s:s,s:s?,s:s,s:s?,s:o,s:s?,s:o,s:b,s:o,s:o,s:o,s:o,s:s?}", "file",
        path, "id", verdict->id_known ? id : NULL, "verdict", imported ? "imported" : "refused",
        "reason", imported ? NULL : reason_code(verdict->reason), "organisation", organisation,
        "sealed", verdict->sealed_known ? sealed : NULL, "message",
        imported ? json_null() : json_shown(verdict->text), "recorded",
        !verdict->unrecorded && !not_received_reason(verdict->reason), "notes",
        notes_json(&verdict->notes), "card", beside_json(beside), "current",
        place->known ? json_boolean(place->current) : json_null(), "unclear",
        place->known ? json_boolean(place->unclear) : json_null(), "lapsed",
        place->lapsed ? chosen : NULL);
    return app_print_json_line(app, line, err);
}

static enum status receive_one(struct app *app, const struct receiver *receiver,
    const struct media_file *file, struct progress *progress, struct receive_report *report,
    struct error *err)
{
    const char *path = file->path;
    struct verdict verdict;
    struct beside beside;
    struct error why;
    struct buffer plain = {0};
    error_init(&why, app->catalog);
    enum status judged = STATUS_OK;
    enum status status = STATUS_OK;
    if (!not_received(app, file, &verdict, &judged))
        judged = receive_file(receiver, path, &verdict, &why);
    beside_look(receiver, path, &verdict, &beside);
    progress_hide(progress);
    if (app->json)
        TRY_OUT(print_verdict(app, shown_path(&plain, path), &verdict, &beside, err));
    TRY_OUT(receive_report_add(report, shown_path(&plain, path), judged, &verdict, &beside, err));
out:
    beside_free(&beside);
    verdict_free(&verdict);
    buffer_free(&plain);
    return status;
}

enum status receiving_all(struct app *app, const struct receiver *receiver,
    const struct media *media, struct receive_report *report, struct error *err)
{
    struct progress progress;
    uint64_t total = 0;
    for (size_t i = 0; i < media->files; i++)
        total += media->file[i].size;
    enum status status = STATUS_OK;
    progress_start(&progress, app, text_of(app, "Receiving"), total);
    for (size_t i = 0; i < media->files; i++) {
        TRY_OUT(receive_one(app, receiver, &media->file[i], &progress, report, err));
        progress_advance(&progress, media->file[i].size);
    }
out:
    progress_finish(&progress);
    return status;
}
