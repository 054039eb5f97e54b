#include "isolate/unpacked_kit.h"

#include "base/sealed_copy.h"
#include "base/system/descriptor.h"
#include "format/kit_judge.h"
#include "isolate/client.h"
#include "isolate/wire.h"

#include <string.h>

/* Milliseconds for all of it: a worker has less of the processor (isolate/task.h). */
enum { PATIENCE_FOR_KIT = 30000 };

/* The worker died, was late, or said what it must not. */
static enum status refuse_kit_worker(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_WORKER_FAILED,
        "the process that reads the kit did not come to its end and was ended; try again; if it "
        "comes again the kit may be hostile: ask the authority");
}

/* ---- refusals, in our own words ---- */

static enum status refuse_kit_json(enum reason reason, struct error *err)
{
    if (reason == REASON_UNKNOWN_FORMAT)
        return error_set(err, STATUS_REFUSED, reason,
            "the kit holds what this version of the program does not know; get a newer one, and "
            "take the kit then");
    if (reason == REASON_IO_ERROR)
        return error_set(
            err, STATUS_FAILED, reason, "the kit cannot be read; copy it, and try again");
    if (reason == REASON_TOO_LARGE)
        return error_set(err, STATUS_REFUSED, reason,
            "the kit needs more memory than is allowed; ask the authority for a smaller one");
    return error_set(err, STATUS_REFUSED, reason,
        "kit.json is not as a kit has it; ask the authority for the kit again");
}

/* What its maker's program takes is not refused here, unless this one is older: makers judge all
 * members before they sign. */
static enum status refuse_kit_member(const char *path, enum reason reason, struct error *err)
{
    if (reason == REASON_EXISTS)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: this program has that edition with another model, so answers would not be worth "
            "the same; ask the authority for a kit whose edition has an id of its own",
            path);
    if (reason == REASON_BAD_SYNTAX)
        return error_set(err, STATUS_REFUSED, reason,
            "%s: not whole, though it was signed so; ask the authority for the kit again", path);
    if (reason == REASON_TOO_LARGE)
        return error_set(err, STATUS_REFUSED, reason,
            "%s: more than this version of the program takes; get a newer one", path);
    return error_set(err, STATUS_REFUSED, reason,
        "%s: has what this version of the program does not know, such as a new kind of question; "
        "get a newer one, and take the kit then",
        path);
}

static enum status refuse_kit_payload(enum reason reason, struct error *err)
{
    if (reason == REASON_CONTENT_MISMATCH)
        return error_set(err, STATUS_REFUSED, reason,
            "kit.tar.gz is not what was signed; the file is damaged: copy it again, or ask the "
            "authority for it");
    return refuse_kit_json(reason, err);
}

static bool may_be_found_in_kit(uint32_t reason)
{
    switch ((enum reason)reason) {
    case REASON_CONTENT_MISMATCH:
    case REASON_TOO_LARGE:
    case REASON_BAD_SYNTAX:
    case REASON_BAD_VALUE:
    case REASON_UNKNOWN_FORMAT:
    case REASON_UNKNOWN_EDITION:
    case REASON_EXISTS:
    case REASON_IO_ERROR:
        return true;
    default:
        return false;
    }
}

static enum status refuse_by_place(
    const struct kit *kit, uint32_t reason, size_t place, struct error *err)
{
    return place < kit->files ? refuse_kit_member(kit->file[place].path, (enum reason)reason, err)
                              : refuse_kit_payload((enum reason)reason, err);
}

/* ---- asking ---- */

struct kit_asking {
    int socket;
    int64_t deadline;
    struct buffer message;
};

static enum status expect_of_kit(
    struct kit_asking *asking, enum wire_kind wanted, size_t limit, struct error *err)
{
    return wire_expect(asking->socket, wanted, limit, asking->deadline, &asking->message, NULL) ==
                   STATUS_OK
               ? STATUS_OK
               : refuse_kit_worker(err);
}

/* What came last; *reason is REASON_NONE for a good one. */
static enum status take_kit_verdict(struct kit_asking *asking, uint32_t *reason, struct error *err)
{
    struct wire_verdict verdict;
    TRY(expect_of_kit(asking, WIRE_VERDICT, sizeof verdict, err));
    if (asking->message.length != sizeof verdict)
        return refuse_kit_worker(err);
    memcpy(&verdict, asking->message.data, sizeof verdict);
    *reason = verdict.status == STATUS_OK ? REASON_NONE : verdict.reason;
    return verdict.status == STATUS_OK || may_be_found_in_kit(verdict.reason)
               ? STATUS_OK
               : refuse_kit_worker(err);
}

static enum status ask_kit(struct kit_asking *asking, enum wire_kind kind, const void *bytes,
    size_t length, struct error *err)
{
    return wire_send(asking->socket, kind, bytes, length, asking->deadline, NULL) == STATUS_OK
               ? STATUS_OK
               : refuse_kit_worker(err);
}

static enum status take_kit_record(
    struct kit_asking *asking, const struct kit_opened *opened, struct kit *kit, struct error *err)
{
    const struct frame_view *json = &opened->frame.signed_json.json;
    const struct wire_kit places = {
        .json = (uint64_t)(json->bytes - opened->bytes),
        .json_size = json->length,
        .payload = (uint64_t)(opened->frame.payload.bytes - opened->bytes),
        .payload_size = opened->frame.payload.length,
    };
    uint32_t reason = REASON_NONE;
    TRY(ask_kit(asking, WIRE_KIT, &places, sizeof places, err));
    TRY(take_kit_verdict(asking, &reason, err));
    if (reason != REASON_NONE)
        return refuse_kit_json((enum reason)reason, err);
    TRY(expect_of_kit(asking, WIRE_BYTES, sizeof *kit, err));
    if (asking->message.length != sizeof *kit)
        return refuse_kit_worker(err);
    memcpy(kit, asking->message.data, sizeof *kit);
    if (kit_confirm(&opened->frame.signed_json, kit, opened->key, opened->card, err) == STATUS_OK)
        return STATUS_OK;
    memset(kit, 0, sizeof *kit);
    return STATUS_REFUSED;
}

static enum status take_refused_member(
    struct kit_asking *asking, const struct kit *kit, uint32_t reason, struct error *err)
{
    uint32_t place;
    TRY(expect_of_kit(asking, WIRE_MEMBER, sizeof place, err));
    if (asking->message.length != sizeof place)
        return refuse_kit_worker(err);
    memcpy(&place, asking->message.data, sizeof place);
    return refuse_by_place(kit, reason, place, err);
}

/* Bytes that are not those that were signed no worker of ours hands up. */
static enum status take_kit_members(
    struct kit_asking *asking, struct kit_content *content, struct error *err)
{
    uint32_t reason = REASON_NONE;
    TRY(ask_kit(asking, WIRE_MEMBERS, NULL, 0, err));
    TRY(take_kit_verdict(asking, &reason, err));
    if (reason != REASON_NONE)
        return take_refused_member(asking, &content->kit, reason, err);
    for (size_t i = 0; i < content->kit.files; i++) {
        TRY(expect_of_kit(asking, WIRE_BYTES, content->kit.file[i].size, err));
        if (kit_file_verify(&content->kit.file[i], &asking->message, NULL) != STATUS_OK)
            return refuse_kit_worker(err);
        buffer_append(&content->file[i], asking->message.data, asking->message.length);
    }
    return expect_of_kit(asking, WIRE_END, 0, err);
}

enum status unpacked_kit_take(int socket, const struct kit_opened *opened, int64_t deadline,
    struct kit_content *content, struct error *err)
{
    struct kit_asking asking = {.socket = socket, .deadline = deadline};
    enum status status;
    *content = (struct kit_content){0};
    TRY_OUT(take_kit_record(&asking, opened, &content->kit, err));
    status = take_kit_members(&asking, content, err);
out:
    buffer_free(&asking.message);
    return status;
}

/* ---- in this process ---- */

static enum status read_kit_inside(
    const struct kit_opened *opened, struct kit_content *content, struct error *err)
{
    const struct frame_view *payload = &opened->frame.payload;
    struct cursor first = {payload->bytes, payload->length, 0};
    struct cursor second = first;
    const struct source source = source_from_bytes(&first);
    const struct source again = source_from_bytes(&second);
    struct error own = {0};
    size_t place = KIT_FILES_MAX;
    if (document_read(&kit_document, &opened->frame.signed_json.json, &content->kit, &own) !=
        STATUS_OK)
        return refuse_kit_json(own.reason, err);
    TRY(kit_confirm(&opened->frame.signed_json, &content->kit, opened->key, opened->card, err));
    if (kit_content_unpack(&source, &again, content, &own) != STATUS_OK)
        return refuse_kit_payload(own.reason, err);
    if (kit_judge(content, &place, &own) != STATUS_OK)
        return refuse_by_place(&content->kit, own.reason, place, err);
    return STATUS_OK;
}

enum status unpacked_kit_read(const struct spawner *spawner, const struct kit_opened *opened,
    struct kit_content *content, struct error *err)
{
    struct client worker = CLIENT_NONE;
    int64_t deadline = channel_clock() + spawner->patience + PATIENCE_FOR_KIT;
    int memory = -1;
    enum status status;
    *content = (struct kit_content){0};
    if (spawner->inside)
        return read_kit_inside(opened, content, err);
    TRY_OUT(sealed_copy_make("kit", opened->bytes, opened->length, &memory, err));
    TRY_OUT(spawner_kit_worker(spawner, memory, &worker.socket, &worker.process, err));
    status = unpacked_kit_take(worker.socket, opened, deadline, content, err);
out:
    client_end(&worker);
    if (memory >= 0)
        (void)descriptor_close(memory);
    return status;
}
