/* What is said when a worker refuses what it read: one sentence of ours for each reason
 * (base/reason.h). A worker reads what a stranger wrote and may have been taken over by it, so it
 * has no words of its own that anybody reads (S9). */
#ifndef ISOLATE_REFUSAL_H
#define ISOLATE_REFUSAL_H

#include "base/error.h"

#include <stdint.h>

/* Fills *err with the sentence for a reason that a worker may find (REASON_BY_WORKER); for any
 * other number with REASON_WORKER_FAILED. Returns STATUS_REFUSED. */
enum status refusal_of_worker(uint32_t reason, struct error *err);

/* The same where a worker's work was done in this process, or what it handed up was judged here:
 * another status than STATUS_REFUSED is passed on as it is. err: the refusal, may be NULL. */
enum status refusal_in_our_words(enum status status, struct error *err);

#endif
