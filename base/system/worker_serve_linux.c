/* The process that forks workers, and what they begin with. */
#include "base/late.h"
#include "base/system/channel.h"
#include "base/system/channel_linux.h"
#include "base/system/leash_linux.h"
#include "base/system/passing_linux.h"
#include "base/system/sandbox_linux.h"
#include "base/system/worker_linux.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a worker is made of. */
struct making {
    struct sandbox *sandbox; /* owned */
    struct leash_ends ends;  /* of the workers' leashes */
    const struct worker_work *work;
    void *context;
    int waiting;                   /* the socket of the worker that waits; -1 if none does */
    pid_t process;                 /* it */
    bool loaded[WORKER_KINDS_MAX]; /* what that kind calls is */
};

/* Nothing of the file is read before the process is confined. */
static void do_work(const struct making *making, int kind, const int fd[PASSED_FOR_WORK])
{
    const struct worker_work *work = making->work;
    struct worker_limits limits;
    if (work->prepare(kind) && work->limit(kind, fd[0], &limits) &&
        sandbox_enter(making->sandbox, fd[0], fd[1], &limits))
        work->serve(making->context, kind, SANDBOX_FILE, SANDBOX_SOCKET);
}

/* In the new process, which waits until it is known what it is for: then it takes its two
 * descriptors, and from there on it is confined, and nothing of who forked it is open to it. */
static _Noreturn void be_worker(pid_t source, const struct making *making, int socket)
{
    char kind;
    int fd[PASSED_FOR_WORK];
    (void)close(WORKER_SOCKET);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == source &&
        passing_take(socket, &kind, fd, PASSED_FOR_WORK, CHANNEL_NO_DEADLINE))
        do_work(making, kind, fd);
    _exit(0);
}

/* Forgets the worker that waits: it has its work, or is dead. */
static void forget_waiting(struct making *making)
{
    if (making->waiting >= 0)
        (void)close(making->waiting);
    making->waiting = -1;
}

/* Makes the next worker ahead, so that nobody waits for its making. Without one it is made when it
 * is asked for. */
static void start_ahead(struct making *making)
{
    int pair[2];
    pid_t source = getpid();
    if (making->waiting >= 0 || !channel_open(pair))
        return;
    making->process = fork();
    if (making->process == 0) {
        (void)close(pair[0]);
        be_worker(source, making, pair[1]);
    }
    (void)close(pair[1]);
    making->waiting = pair[0];
    if (making->process < 0)
        forget_waiting(making);
}

/* Whether the worker that waits has got the two; one that died in waiting is replaced. */
static bool hand_on(struct making *making, char kind, const int fd[PASSED_FOR_WORK])
{
    for (int tries = 0; tries < 2; tries++) {
        start_ahead(making);
        if (making->waiting >= 0 &&
            passing_send(making->waiting, kind, fd, PASSED_FOR_WORK, CHANNEL_NO_DEADLINE))
            return true;
        forget_waiting(making);
    }
    return false;
}

/* Gives the other end the leash of a new process, or one byte: why there is none. */
static bool show_process(int process, char why)
{
    return process >= 0 ? passing_send(WORKER_SOCKET, why, &process, 1, CHANNEL_NO_DEADLINE)
                        : send(WORKER_SOCKET, &why, 1, MSG_NOSIGNAL) == 1;
}

/* What a worker of this kind calls is loaded before there is one, and stays: no worker opens it. */
static bool has_libraries(struct making *making, int kind)
{
    bool any = false;
    if (making->loaded[kind])
        return true;
    making->loaded[kind] = making->work->load(kind, &any);
    if (making->loaded[kind] && any)
        forget_waiting(making);
    return making->loaded[kind];
}

/* What is handed on is known to the workers that are made from now on. */
static bool take_for_all_later(struct making *making, const int fd[PASSED_FOR_WORK])
{
    bool taken = making->work->learn(making->context, fd[0]);
    (void)close(fd[0]);
    (void)close(fd[1]);
    forget_waiting(making);
    return show_process(-1, (char)(taken ? ALL_LATER_TAKEN : WORKER_NOT_MADE));
}

/* false when the other end is gone: the work is done then. */
static bool make_worker(struct making *making)
{
    char kind;
    int fd[PASSED_FOR_WORK];
    if (!passing_take(WORKER_SOCKET, &kind, fd, PASSED_FOR_WORK, CHANNEL_NO_DEADLINE))
        return false;
    if (kind == FOR_ALL_LATER)
        return take_for_all_later(making, fd);
    bool ready = has_libraries(making, kind);
    bool made = ready && hand_on(making, kind, fd);
    (void)close(fd[0]);
    (void)close(fd[1]);
    int process = made ? leash_make(&making->ends, making->process) : -1;
    if (made && process < 0)
        (void)kill(making->process, SIGKILL); /* nobody else can; it has not been waited for */
    char why = (char)(process >= 0 ? WORKER_MADE : ready ? WORKER_NOT_MADE : WORKER_LACKS_LIBRARY);
    if (made)
        forget_waiting(making);
    bool shown = show_process(process, why);
    if (process >= 0)
        (void)close(process);
    return shown;
}

/* Children that have ended are taken away by the next round; the last ones go with this process. */
static void reap_workers(struct making *making)
{
    pid_t child;
    do {
        child = waitpid(-1, NULL, WNOHANG);
        leash_ended(&making->ends, child);
    } while (child > 0);
}

enum status worker_serve(const struct worker_work *work, void *context, struct error *err)
{
    struct making making = {.work = work, .context = context, .waiting = -1};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    TRY(sandbox_prepare(&making.sandbox, err));
    char ready = 0;
    bool go_on = write(WORKER_SOCKET, &ready, 1) == 1;
    while (go_on) {
        start_ahead(&making);
        go_on = make_worker(&making);
        reap_workers(&making);
    }
    forget_waiting(&making);
    sandbox_free(making.sandbox);
    return STATUS_OK;
}
