/* Bundles that are received one after the other, and imported in groups.
 *
 * Several are opened at once, as far as their workers need not be waited for, the steps that ask
 * nobody by helpers (base/helpers.h); each is judged in its turn, the order in which they were
 * given. Those that are good wait for each other, so that one
 * transaction, one signed head and few syncs serve many. A group is imported in this order (R1,
 * R2): each original is on the disk; all have their names; these are on the disk; one transaction;
 * the head; the receipts, and their syncs; and only then each is said to be imported. A group is
 * closed by its number, its size or its age, by a worker that keeps this process waiting longer
 * than that, by a bundle that is judged beside one of them, and by whatever is not imported: what
 * is said of files, and what the register notes of them, has the order in which they were given. */
#ifndef REGISTER_RECEIVE_QUEUE_H
#define REGISTER_RECEIVE_QUEUE_H

#include "base/error.h"
#include "base/stream.h"
#include "register/changes.h"
#include "register/receive.h"

#include <stdint.h>

/* At which a group is closed. Sixty-four bundles (CHANGES_IMPORT_MAX) of the usual size come to
 * 4 MiB; what else is in a group is held in memory meanwhile. */
#define RECEIVE_GROUP_BYTES (UINT64_C(64) << 20)
#define RECEIVE_GROUP_AGE 200 /* milliseconds since its first */

/* Called for each file when all is done that is done with it. file: as it was given. judged:
 * STATUS_OK if it was judged, *verdict says how; then either it is in the register wholly, or not
 * at all, and a refused one may be in quarantine. STATUS_FAILED if the surroundings failed:
 * *verdict has REASON_IO_ERROR, and a further run with the same file completes what is lacking, be
 * it the import or only its receipt. *verdict is the function's to release (verdict_free). */
typedef enum status receive_shown(
    void *context, void *file, enum status judged, struct verdict *verdict, struct error *err);

struct receive_queue;

/* receiver and context: borrowed. catalog: the language of the verdicts' texts, or NULL. */
struct receive_queue *receive_queue_new(const struct receiver *receiver,
    const struct catalog *catalog, receive_shown *shown, void *context);

/* Forgets what waits, none of which is imported. */
void receive_queue_free(struct receive_queue *queue);

/* Receives a file, or what comes from a source, such as a file in a container: what the source
 * refuses is the verdict, and of such a file nothing is recorded. It is copied now, and judged
 * later. What fails here is only what shown says. */
enum status receive_queue_file(
    struct receive_queue *queue, const char *path, void *file, struct error *err) MUST_USE;
enum status receive_queue_source(struct receive_queue *queue, const struct source *source,
    void *file, struct error *err) MUST_USE;

/* Judges and imports what waits. */
enum status receive_queue_flush(struct receive_queue *queue, struct error *err) MUST_USE;

#endif
