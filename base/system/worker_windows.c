#include "base/system/worker_windows.h"

#include "base/memory.h"
#include "base/system/channel.h"
#include "base/system/channel_windows.h"
#include "base/system/confinement_windows.h"
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"
#include "base/system/worker_image_windows.h"

#include <errno.h>
#include <io.h>
#include <stdlib.h>

struct worker_source {
    struct worker_image image; /* what is started */
    const struct worker_work *work;
    HANDLE handed; /* for all workers; NULL if there is nothing */
    bool lesser;
    bool over; /* makes no more */
};

/* What a worker begins with of this process, beside its confinement. */
struct worker_beginning {
    int channel[2]; /* the worker's end is the second; -1 if there is none */
    HANDLE file;    /* NULL if there is none */
    HANDLE handed;  /* likewise */
};

static void end_beginning(struct worker_beginning *beginning)
{
    if (beginning->channel[1] != -1)
        channel_close(beginning->channel[1]);
    if (beginning->file != NULL)
        (void)CloseHandle(beginning->file);
    if (beginning->handed != NULL)
        (void)CloseHandle(beginning->handed);
}

static HANDLE file_handle(int file)
{
    return (HANDLE)_get_osfhandle(file);
}

/* The same file, opened anew: what is read in one process moves nothing in the other, and there is
 * no right but to read. */
static bool open_to_read(HANDLE file, HANDLE *handle)
{
    static const DWORD all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    HANDLE opened = ReOpenFile(file, GENERIC_READ, all, 0);
    *handle = opened == INVALID_HANDLE_VALUE ? NULL : opened;
    return *handle != NULL || failure_last();
}

/* Confined before its first instruction. *process is its job. */
static bool start_confined(const struct worker_source *source, const struct worker_order *order,
    const struct worker_beginning *beginning, int *process)
{
    struct confinement confinement;
    HANDLE const handles[WORKER_IMAGE_HANDLES] = {
        channel_handle(beginning->channel[1]), beginning->file, beginning->handed};
    bool good = confinement_make(&order->limits, &confinement) &&
                worker_image_start(&source->image, &confinement, handles);
    *process = WORKER_NONE;
    if (good) {
        *process = channel_of_handle(confinement.job);
        confinement.job = NULL;
    }
    int number = errno;
    confinement_free(&confinement);
    errno = number;
    return good;
}

static bool is_confined(const struct worker_answer *answer)
{
    return (answer->lacking & ~(uint32_t)CONFINEMENT_LACKS_INTEGRITY) == 0;
}

/* file: -1 for none. */
static enum worker_made make_process(const struct worker_source *source,
    const struct worker_order *order, int file, int64_t deadline, struct worker_answer *answer,
    int *process, int *channel)
{
    struct worker_beginning beginning = {.channel = {-1, -1}};
    if (!channel_open(beginning.channel))
        return WORKER_NO_CHANNEL;
    bool begun = (file < 0 || open_to_read(file_handle(file), &beginning.file)) &&
                 (source->handed == NULL || open_to_read(source->handed, &beginning.handed)) &&
                 start_confined(source, order, &beginning, process);
    end_beginning(&beginning);
    if (begun && channel_send(beginning.channel[0], order, sizeof *order, deadline) &&
        channel_receive(beginning.channel[0], answer, sizeof *answer, deadline) &&
        is_confined(answer)) {
        *channel = beginning.channel[0];
        return WORKER_MADE;
    }
    if (begun)
        worker_kill(*process);
    channel_close(beginning.channel[0]);
    *process = WORKER_NONE;
    return WORKER_NOT_MADE;
}

/* Whether this system confines a worker is asked of one that has no work. */
static bool try_confinement(struct worker_source *source, int64_t deadline)
{
    static const struct worker_order nothing = {
        .kind = -1, .limits = {.memory = UINT64_C(256) << 20, .seconds = 60}};
    struct worker_answer answer;
    int process;
    int channel;
    if (make_process(source, &nothing, -1, deadline, &answer, &process, &channel) != WORKER_MADE)
        return false;
    source->lesser = (answer.lacking & CONFINEMENT_LACKS_INTEGRITY) != 0;
    worker_kill(process);
    channel_close(channel);
    return true;
}

struct worker_source *worker_source_start(const char *word, const char *language, const char *more,
    const struct worker_work *work, int64_t deadline)
{
    struct worker_source *source = memory_new(1, sizeof *source);
    source->work = work;
    if (worker_image_find(&source->image, word, language, more) &&
        try_confinement(source, deadline))
        return source;
    worker_source_stop(source);
    errno = 0;
    return NULL;
}

void worker_source_stop(struct worker_source *source)
{
    if (source == NULL)
        return;
    if (source->handed != NULL)
        (void)CloseHandle(source->handed);
    free(source);
}

bool worker_source_is_lesser(const struct worker_source *source)
{
    return source->lesser;
}

const char *worker_source_needs(void)
{
    return N_("restricted tokens and job objects");
}

bool worker_source_tell(struct worker_source *source, int file, int64_t deadline)
{
    (void)deadline;
    return source->handed == NULL && open_to_read(file_handle(file), &source->handed);
}

enum worker_made worker_make(
    struct worker_source *source, int kind, int file, int64_t deadline, int *process, int *channel)
{
    struct worker_answer answer;
    struct worker_order order = {.kind = kind, .handed = source->handed != NULL};
    *process = WORKER_NONE;
    *channel = -1;
    if (source->over || !source->work->limit(kind, file, &order.limits))
        return WORKER_NOT_MADE;
    enum worker_made made = make_process(source, &order, file, deadline, &answer, process, channel);
    source->over = made != WORKER_MADE && channel_clock() >= deadline;
    return made;
}

void worker_kill(int process)
{
    (void)TerminateJobObject(channel_handle(process), STATUS_FAILED);
    (void)CloseHandle(channel_handle(process));
}
