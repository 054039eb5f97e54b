/* Nothing confines a process here yet, so that there are no workers. */
#include "base/system/worker.h"

#include <errno.h>

struct worker_source *worker_source_start(const char *word, const char *language, const char *more,
    const struct worker_work *work, int64_t deadline)
{
    (void)word;
    (void)language;
    (void)more;
    (void)work;
    (void)deadline;
    errno = 0;
    return NULL;
}

void worker_source_stop(struct worker_source *source)
{
    (void)source;
}

bool worker_source_tell(struct worker_source *source, int file, int64_t deadline)
{
    (void)source;
    (void)file;
    (void)deadline;
    return false;
}

enum worker_made worker_make(
    struct worker_source *source, int kind, int file, int64_t deadline, int *process, int *channel)
{
    (void)source;
    (void)kind;
    (void)file;
    (void)deadline;
    *process = WORKER_NONE;
    *channel = -1;
    return WORKER_NOT_MADE;
}

void worker_kill(int process)
{
    (void)process;
}

enum status worker_serve(const struct worker_work *work, void *context, struct error *err)
{
    (void)work;
    (void)context;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the process that reads bundles cannot be confined here");
}
