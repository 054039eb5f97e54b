#include "base/system/worker_linux.h"

#include "base/memory.h"
#include "base/system/channel.h"
#include "base/system/channel_linux.h"
#include "base/system/leash_linux.h"
#include "base/system/passing_linux.h"
#include "base/system/worker_image_linux.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Milliseconds for a process that was told to end, before it is killed. */
enum { PATIENCE_TO_END = 2000, BETWEEN_LOOKS = 2 };

/* The source says one byte when it is ready. It has no work yet: what hinders it is this system. */
static bool wait_until_ready(int socket, int64_t deadline)
{
    char ready;
    return channel_receive(socket, &ready, 1, deadline);
}

/* *ended: how; zeros if the system has taken it away itself, since a program ignores the end of its
 * children: its number may be another one's then. Else it stays to be waited for. */
static bool has_ended(const struct worker_source *source, siginfo_t *ended)
{
    *ended = (siginfo_t){0};
    if (waitid(P_PID, (id_t)source->child, ended, WEXITED | WNOWAIT | WNOHANG) != 0)
        return errno == ECHILD;
    return ended->si_pid == source->child;
}

/* Waits for the end of a source, which is killed if it takes its time: nobody else waits for it, so
 * its number is its own. Where the kernel gives no descriptor to wait at, it is looked at now and
 * then. */
static void wait_for_end(const struct worker_source *source)
{
    siginfo_t ended;
    int64_t deadline = channel_clock() + PATIENCE_TO_END;
    bool over = source->process >= 0 ? channel_wait(source->process, POLLIN, deadline)
                                     : has_ended(source, &ended);
    while (!over && channel_clock() < deadline) {
        (void)poll(NULL, 0, BETWEEN_LOOKS);
        over = has_ended(source, &ended);
    }
    if (!over)
        (void)kill(source->child, SIGKILL);
}

/* A source that has ended, or does so, has closed its end. */
static bool has_hung_up(int socket)
{
    struct pollfd end = {.fd = socket};
    return poll(&end, 1, 0) > 0 && (end.revents & POLLHUP) != 0;
}

/* One that ended with STATUS_FAILED had no memory. */
static bool had_no_memory(const struct worker_source *source)
{
    siginfo_t ended;
    if (source->child <= 0)
        return false;
    (void)shutdown(source->socket, SHUT_RDWR);
    wait_for_end(source);
    return has_ended(source, &ended) && ended.si_code == CLD_EXITED &&
           ended.si_status == STATUS_FAILED;
}

struct worker_source *worker_source_start(const char *word, const char *language, const char *more,
    const struct worker_work *work, int64_t deadline)
{
    int pair[2];
    (void)work;
    if (!channel_open(pair))
        return NULL;
    pid_t child = fork();
    if (child == 0)
        worker_image_execute(pair[1], word, language, more);
    if (child < 0 && errno == ENOMEM)
        memory_exhausted();
    (void)close(pair[1]);
    struct worker_source *source = memory_new(1, sizeof *source);
    *source = (struct worker_source){.socket = pair[0], .process = -1};
    if (child > 0) {
        source->child = child;
        source->process = (int)syscall(SYS_pidfd_open, child, 0);
    }
    if (source->child > 0 && wait_until_ready(pair[0], deadline))
        return source;
    bool hungry = had_no_memory(source);
    worker_source_stop(source);
    if (hungry)
        memory_exhausted();
    errno = 0;
    return NULL;
}

void worker_source_stop(struct worker_source *source)
{
    if (source == NULL)
        return;
    if (source->socket >= 0) {
        (void)shutdown(source->socket, SHUT_RDWR); /* it ends even if the closing fails */
        (void)close(source->socket);
    }
    if (source->child > 0) {
        siginfo_t ended;
        wait_for_end(source);
        (void)waitid(P_PID, (id_t)source->child, &ended, WEXITED);
    }
    if (source->process >= 0)
        (void)close(source->process);
    free(source);
}

/* What came of a request to the source. */
struct worker_request {
    bool sent;
    bool made;
    char why;    /* it says; WORKER_UNHEARD if it said nothing */
    int process; /* of what was made */
};

static struct worker_request ask_for_worker(
    const struct worker_source *source, char kind, int file, int theirs, int64_t deadline)
{
    struct worker_request request = {.why = WORKER_UNHEARD};
    int fd[PASSED_FOR_WORK] = {file, theirs};
    request.sent = passing_send(source->socket, kind, fd, PASSED_FOR_WORK, deadline);
    request.made =
        request.sent && passing_take(source->socket, &request.why, &request.process, 1, deadline);
    return request;
}

/* A source that was late, or whose answer could not be heard, is done with: what it says later
 * would be taken for the answer to the next request. One that was not asked at all, since this
 * system could not send just now, is not. */
static void judge_source(
    const struct worker_source *source, const struct worker_request *request, int64_t deadline)
{
    bool unheard = request->sent ? request->why == WORKER_UNHEARD : has_hung_up(source->socket);
    if (channel_clock() >= deadline)
        (void)shutdown(source->socket, SHUT_RDWR);
    else if (unheard && had_no_memory(source))
        memory_exhausted();
}

bool worker_source_is_lesser(const struct worker_source *source)
{
    (void)source;
    return false;
}

const char *worker_source_needs(void)
{
    return "seccomp";
}

bool worker_source_tell(struct worker_source *source, int file, int64_t deadline)
{
    struct worker_request request = ask_for_worker(source, FOR_ALL_LATER, file, file, deadline);
    if (request.why == ALL_LATER_TAKEN)
        return true;
    judge_source(source, &request, deadline);
    return false;
}

enum worker_made worker_make(
    struct worker_source *source, int kind, int file, int64_t deadline, int *process, int *channel)
{
    int pair[2];
    if (!channel_open(pair))
        return WORKER_NO_CHANNEL;
    struct worker_request request = ask_for_worker(source, (char)kind, file, pair[1], deadline);
    (void)close(pair[1]);
    if (!request.made) {
        (void)close(pair[0]);
        judge_source(source, &request, deadline);
        return request.why == WORKER_LACKS_LIBRARY ? WORKER_LACKS_LIBRARY : WORKER_NOT_MADE;
    }
    *process = request.process;
    *channel = pair[0];
    return WORKER_MADE;
}

void worker_kill(int process)
{
    leash_pull(process);
}
