#include "register/receive_parts.h"

/* ---- opened while it is copied ---- */

/* A file of at least so many bytes is opened while it is copied, and its worker told of each so
 * many that are there. */
enum { GROWING = 1 << 20 };

/* What is opened must be what came, and whose digest the row will have, whoever else can write to
 * the register: fsck goes by what the import saw of it (register/answer_record.h). Behind the
 * header only who has the file key can have put something else. */
static enum status unwrap_copy(struct passage *passage, struct error *err)
{
    const struct intake *intake = &passage->intake;
    TRY(opening_unwrap(
        passage->opening, intake->fd, intake->size, passage->receiver->identities, err));
    if (bundle_begins_with(
            &passage->opening->envelope, intake->beginning.data, intake->beginning.length))
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s/%s: somebody else has written to a file that was just copied there; keep the register "
        "where only its users write",
        passage->receiver->store->path, STORE_INCOMING);
}

static enum status start_growing(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    TRY(unwrap_copy(passage, err));
    TRY(opening_start_ahead(passage->opening, receiver->spawner, receiver->editions, err));
    opening_leave(passage->opening); /* a slow medium's time is not its own */
    return STATUS_OK;
}

static void open_growing(void *context, uint64_t bytes)
{
    struct passage *passage = context;
    const struct stream_progress *copying = passage->receiver->copying;
    if (copying != NULL)
        copying->advance(copying->context, bytes);
    passage->copied += bytes;
    passage->promised = passage->intake.size;
    if (passage->status != STATUS_OK || passage->intake.size < GROWING)
        return;
    if (passage->opening->step == OPENING_NEW)
        passage->status = start_growing(passage, &passage->why);
    else if (passage->copied - passage->told >= GROWING) {
        passage->told = passage->copied;
        passage->status = opening_ahead(passage->opening, passage->told, &passage->why);
    }
}

/* As if nothing of it had been opened. */
static void open_anew(struct passage *passage)
{
    opening_free(passage->opening);
    passage->opening = opening_new(&passage->policy);
    passage->status = STATUS_OK;
}

/* ---- the copy ---- */

static enum status copy_origin(
    struct passage *passage, const struct origin *origin, struct error *err)
{
    const struct store *store = passage->receiver->store;
    const struct stream_progress growing = {open_growing, passage};
    if (origin->path != NULL)
        TRY(intake_copy(store, origin->path, &growing, &passage->intake, err));
    else
        TRY(intake_copy_from(store, origin->source, &passage->intake, err));
    passage->verdict->sealed_known = true;
    passage->verdict->sealed = passage->intake.sealed;
    return STATUS_OK;
}

bool passage_is_copied(const struct passage *passage)
{
    return passage->verdict->sealed_known;
}

/* When these bytes were first here, by the audit: what lies in quarantine came before today, and
 * its sender's card may have ended since. 0 if they were not. */
static enum status find_arrival(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    int64_t first = 0;
    bool refused = false;
    passage->policy.arrived = receiver->arrived_at;
    TRY(submissions_is_refused(receiver->store, &passage->intake.sealed, &refused, err));
    if (refused)
        TRY(submissions_first_refused(receiver->store, &passage->intake.sealed, &first, err));
    if (first != 0 && (passage->policy.arrived == 0 || first < passage->policy.arrived))
        passage->policy.arrived = first;
    return STATUS_OK;
}

/* What is in the register already is not opened. */
static enum status start_opening(struct passage *passage, struct error *err)
{
    bool known = false;
    TRY(submissions_by_sealed(
        passage->receiver->store, &passage->intake.sealed, &known, &passage->submission, err));
    if (known) {
        open_anew(passage);
        return STATUS_OK;
    }
    TRY(find_arrival(passage, err));
    passage->opens = true;
    if (passage->opening->step != OPENING_STARTED)
        return STATUS_OK;
    opening_return(passage->opening);
    return opening_ask_split(passage->opening, err);
}

void passage_start(struct passage *passage, const struct origin *origin)
{
    struct error why;
    error_init(&why, passage->why.catalog);
    enum status copied = copy_origin(passage, origin, &why);
    if (copied != STATUS_OK || passage->promised != passage->intake.size)
        open_anew(passage);
    if (copied != STATUS_OK) {
        passage->status = copied;
        passage->why = why;
    }
    if (passage->status == STATUS_OK)
        passage->status = start_opening(passage, &passage->why);
    opening_leave(passage->opening);
}

/* ---- a step, by whoever takes it ---- */

static enum status judge_parties_and_edition(struct passage *passage, struct error *err)
{
    struct opening *opening = passage->opening;
    TRY(opening_parties(opening, err));
    TRY(judge_edition(passage->receiver->editions, &opening->manifest, &passage->edition, err));
    return opening_ask_answers(opening, passage->edition, err);
}

enum status passage_take_step(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    struct opening *opening = passage->opening;
    switch (opening->step) {
    case OPENING_NEW:
        return unwrap_copy(passage, err);
    case OPENING_UNWRAPPED:
        return opening_start(opening, receiver->spawner, receiver->editions, err);
    case OPENING_STARTED:
        return opening_split(opening, err);
    case OPENING_SPLIT:
        return opening_signature(opening, err);
    case OPENING_SIGNED:
        return opening_manifest(opening, err);
    case OPENING_REBUILT:
        return judge_parties_and_edition(passage, err);
    case OPENING_HASHING:
        return opening_divide(opening, receiver->spawner, passage->edition, err);
    case OPENING_DIVIDED:
        return opening_join(opening, passage->edition, err);
    default:
        return opening_answers(opening, passage->edition, err);
    }
}

static void take_helped_step(void *context)
{
    struct passage *passage = context;
    passage->status = passage_take_step(passage, &passage->why);
}

static bool is_for_helper(const struct passage *passage)
{
    return passage->opens && passage->status == STATUS_OK && opening_asks_nobody(passage->opening);
}

static bool is_for_caller(const struct passage *passage)
{
    return passage->opens && passage->status == STATUS_OK &&
           (passage->opening->step == OPENING_UNWRAPPED || opening_is_ready(passage->opening)) &&
           !opening_asks_nobody(passage->opening);
}

void passage_advance(struct passage *passage)
{
    while (helpers_have_done(passage->helpers, &passage->task)) {
        opening_return(passage->opening);
        while (is_for_caller(passage))
            passage->status = passage_take_step(passage, &passage->why);
        opening_leave(passage->opening);
        if (!is_for_helper(passage))
            return;
        passage->task = (struct helper_task){.work = take_helped_step, .context = passage};
        helpers_give(passage->helpers, &passage->task);
    }
}
