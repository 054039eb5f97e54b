#include "register/receive_queue.h"

#include "base/crew.h"
#include "base/helpers.h"
#include "base/memory.h"
#include "base/text.h"
#include "isolate/wire.h"
#include "register/receive_parts.h"

#include <stdlib.h>
#include <string.h>

/* Each core has a worker to serve, others are ready after it, and this process has what they said:
 * while it waits for the disk, its helpers go on with that. Each takes descriptors and a process,
 * of which a system may give few, so many cores have not as many more. */
enum { AHEAD_OF_CORE = 4, AHEAD_MAX = 16 };

/* Milliseconds that a worker is waited for before the others are looked after. */
enum { RECEIVE_PAUSE = 1 };

/* All that helpers can do takes less than what is left to this thread. */
enum { RECEIVE_HELPERS = 2 };

struct waiting {
    struct passage passage;
    struct verdict verdict;
    void *file;
};

struct receive_queue {
    const struct receiver *receiver;
    const struct catalog *catalog;
    receive_shown *shown;
    void *context;
    struct waiting *ahead[AHEAD_MAX]; /* that were given, and whose turn has not come; owned */
    size_t aheads;
    size_t window;                             /* so many at most */
    struct waiting *group[CHANGES_IMPORT_MAX]; /* owned */
    size_t count;
    uint64_t bytes;
    size_t closed;           /* groups so far */
    int64_t age;             /* at which the group is closed (channel_clock) */
    struct helpers *helpers; /* owned */
    struct client_pause pause;
    enum status status; /* of what was shown in a pause, */
    struct error why;   /* and its failure */
};

/* ---- one of them ---- */

static void drop_waiting(struct waiting *waiting)
{
    passage_end(&waiting->passage);
    verdict_free(&waiting->verdict);
    free(waiting);
}

/* Shows and releases it. */
static enum status show_waiting(struct receive_queue *queue, struct waiting *waiting,
    enum status judged, const struct error *why, struct error *err)
{
    struct verdict *verdict = &waiting->verdict;
    if (judged == STATUS_FAILED)
        verdict->reason = REASON_IO_ERROR;
    if (judged != STATUS_OK)
        text_copy(verdict->text, sizeof verdict->text, why->text);
    enum status status = queue->shown(queue->context, waiting->file, judged, verdict, err);
    passage_end(&waiting->passage);
    free(waiting);
    return status;
}

/* ---- the group ---- */

static void begin_group(struct receive_queue *queue)
{
    queue->count = 0;
    queue->bytes = 0;
    queue->age = INT64_MAX;
}

static enum status close_group(struct receive_queue *queue, struct error *err)
{
    struct waiting *group[CHANGES_IMPORT_MAX];
    struct passage *passage[CHANGES_IMPORT_MAX];
    enum status judged[CHANGES_IMPORT_MAX];
    size_t count = queue->count;
    enum status status = STATUS_OK;
    if (count == 0)
        return STATUS_OK;
    struct error *why = memory_new(count, sizeof *why);
    for (size_t i = 0; i < count; i++) {
        group[i] = queue->group[i];
        passage[i] = &group[i]->passage;
        error_init(&why[i], queue->catalog);
    }
    begin_group(queue);
    queue->closed++;
    passages_import(passage, count, judged, why);
    for (size_t i = 0; i < count; i++) {
        if (status == STATUS_OK)
            status = show_waiting(queue, group[i], judged[i], &why[i], err);
        else
            drop_waiting(group[i]);
    }
    free(why);
    return status;
}

/* Whatever of them need not be waited for. */
static void advance_all(struct receive_queue *queue)
{
    for (size_t i = 0; i < queue->aheads; i++)
        passage_advance(&queue->ahead[i]->passage);
}

/* A worker keeps this process waiting: the others do not wait for it. */
static void use_pause(void *context)
{
    struct receive_queue *queue = context;
    advance_all(queue);
    if (queue->status == STATUS_OK && channel_clock() >= queue->age)
        queue->status = close_group(queue, &queue->why);
    queue->pause.at = channel_clock() + RECEIVE_PAUSE;
}

/* What could not be shown in a pause ends the run as if it had been shown now. */
static enum status judge_pause(const struct receive_queue *queue, struct error *err)
{
    if (queue->status != STATUS_OK && err != NULL)
        *err = queue->why;
    return queue->status;
}

static bool is_full(const struct receive_queue *queue)
{
    return queue->count == CHANGES_IMPORT_MAX || queue->bytes >= RECEIVE_GROUP_BYTES ||
           channel_clock() >= queue->age;
}

static enum status join_group(
    struct receive_queue *queue, struct waiting *waiting, struct error *err)
{
    passage_make_ready(&waiting->passage);
    if (queue->count == 0)
        queue->age = channel_clock() + RECEIVE_GROUP_AGE;
    queue->group[queue->count++] = waiting;
    queue->bytes += waiting->passage.intake.size;
    return is_full(queue) ? close_group(queue, err) : STATUS_OK;
}

/* ---- judged beside the group ---- */

static bool has_file(const struct receive_queue *queue, const struct passage *passage)
{
    for (size_t i = 0; i < queue->count; i++) {
        if (fingerprint_equal(&queue->group[i]->passage.intake.sealed, &passage->intake.sealed))
            return true;
    }
    return false;
}

static bool has_id(const struct receive_queue *queue, const struct passage *passage)
{
    const struct manifest *manifest = &passage->opening->manifest;
    for (size_t i = 0; i < queue->count; i++) {
        const struct submission *other = &queue->group[i]->passage.submission;
        if (strcmp(other->number, manifest->sender.number) == 0 &&
            memcmp(other->id, manifest->id, MANIFEST_ID_SIZE) == 0)
            return true;
    }
    return false;
}

/* What the register holds must be asked for when the earlier ones are in it. shown: whether those
 * could be shown. */
static enum status judge_passage(struct receive_queue *queue, struct passage *passage, bool *known,
    enum status *shown, struct error *why, struct error *err)
{
    if (!passage_is_copied(passage)) {
        *why = passage->why;
        return passage->status;
    }
    if (has_file(queue, passage))
        *shown = close_group(queue, err);
    size_t closed = queue->closed;
    TRY(passage_judge(passage, known, why));
    if (*shown == STATUS_OK && has_id(queue, passage))
        *shown = close_group(queue, err);
    return queue->closed == closed ? STATUS_OK : passage_judge_again(passage, why);
}

/* Of what is not imported nothing is noted or said before all that was given earlier is. */
static enum status refuse_waiting(struct receive_queue *queue, struct waiting *waiting,
    enum status judged, bool known, struct error *why, struct error *err)
{
    struct verdict *verdict = &waiting->verdict;
    enum status status = close_group(queue, err);
    if (status != STATUS_OK) {
        drop_waiting(waiting);
        return status;
    }
    if (judged == STATUS_REFUSED) {
        verdict->reason = why->reason;
        text_copy(verdict->text, sizeof verdict->text, why->text);
        judged = known ? STATUS_OK : passage_refuse(&waiting->passage, why);
    }
    return show_waiting(queue, waiting, judged, why, err);
}

/* ---- on their way ---- */

static struct waiting *take_first(struct receive_queue *queue)
{
    struct waiting *first = queue->ahead[0];
    queue->aheads--;
    memmove(queue->ahead, queue->ahead + 1, queue->aheads * sizeof *queue->ahead);
    return first;
}

/* Its turn has come: now its worker is waited for. */
static enum status judge_first(struct receive_queue *queue, struct error *err)
{
    struct error why;
    bool known = false;
    enum status shown = STATUS_OK;
    error_init(&why, queue->catalog);
    if (is_full(queue))
        TRY(close_group(queue, err));
    struct waiting *waiting = take_first(queue);
    queue->pause.at = channel_clock() + RECEIVE_PAUSE;
    enum status judged = judge_passage(queue, &waiting->passage, &known, &shown, &why, err);
    if (shown == STATUS_OK)
        shown = judge_pause(queue, err);
    if (shown != STATUS_OK) {
        drop_waiting(waiting);
        return shown;
    }
    return judged == STATUS_OK ? join_group(queue, waiting, err)
                               : refuse_waiting(queue, waiting, judged, known, &why, err);
}

/* Copies of those whose turn has not come lie on the disk, and a stranger chooses their sizes. */
static bool is_too_far_ahead(const struct receive_queue *queue)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < queue->aheads; i++)
        bytes += queue->ahead[i]->passage.intake.size;
    return queue->aheads == queue->window || (queue->aheads > 1 && bytes > RECEIVE_GROUP_BYTES);
}

static enum status receive_origin(
    struct receive_queue *queue, const struct origin *origin, void *file, struct error *err)
{
    struct waiting *waiting = memory_new(1, sizeof *waiting);
    waiting->file = file;
    passage_begin(&waiting->passage, queue->receiver, queue->catalog, &queue->pause, queue->helpers,
        &waiting->verdict);
    passage_start(&waiting->passage, origin);
    queue->ahead[queue->aheads++] = waiting;
    advance_all(queue);
    while (is_too_far_ahead(queue))
        TRY(judge_first(queue, err));
    return STATUS_OK;
}

/* ---- the queue ---- */

static size_t ahead_at_most(void)
{
    size_t most = AHEAD_OF_CORE * crew_hands();
    return most < AHEAD_MAX ? most : AHEAD_MAX;
}

struct receive_queue *receive_queue_new(const struct receiver *receiver,
    const struct catalog *catalog, receive_shown *shown, void *context)
{
    struct receive_queue *queue = memory_new(1, sizeof *queue);
    *queue = (struct receive_queue){.receiver = receiver,
        .catalog = catalog,
        .shown = shown,
        .context = context,
        .window = ahead_at_most(),
        .pause = {.call = use_pause}};
    queue->pause.context = queue;
    size_t others = crew_hands() - 1; /* than this thread */
    queue->helpers = helpers_new(others < RECEIVE_HELPERS ? others : RECEIVE_HELPERS);
    error_init(&queue->why, catalog);
    begin_group(queue);
    return queue;
}

void receive_queue_free(struct receive_queue *queue)
{
    for (size_t i = 0; i < queue->count; i++)
        drop_waiting(queue->group[i]);
    for (size_t i = 0; i < queue->aheads; i++)
        drop_waiting(queue->ahead[i]);
    helpers_free(queue->helpers);
    free(queue);
}

enum status receive_queue_file(
    struct receive_queue *queue, const char *path, void *file, struct error *err)
{
    struct origin origin = {.path = path};
    return receive_origin(queue, &origin, file, err);
}

enum status receive_queue_source(
    struct receive_queue *queue, const struct source *source, void *file, struct error *err)
{
    struct origin origin = {.source = source};
    return receive_origin(queue, &origin, file, err);
}

enum status receive_queue_flush(struct receive_queue *queue, struct error *err)
{
    while (queue->aheads > 0) {
        advance_all(queue);
        TRY(judge_first(queue, err));
    }
    return close_group(queue, err);
}
