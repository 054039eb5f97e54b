#include "isolate/spawner.h"

#include "base/late.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "format/json.h"
#include "isolate/handed_editions.h"
#include "isolate/sandbox.h"
#include "isolate/serve.h"
#include "isolate/spawner_image.h"
#include "isolate/unkeyed.h"
#include "isolate/wire.h"

#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PASSED = UNKEYED_DESCRIPTORS
}; /* descriptors to the spawner: the bundle, the worker's end of its socket */

/* The byte that the descriptors come with: what the worker shall be for; or that they are the
 * memory with the editions (twice), for which no worker is wanted. */
enum { FOR_BUNDLE, FOR_CONTAINER, FOR_WORKBOOK, FOR_KIT, FOR_ALL_LATER };

/* The byte that a worker's process comes with, or that comes alone. */
enum { WORKER_MADE, WORKER_NOT_MADE, WORKER_LACKS_LIBRARY, WORKER_UNHEARD, EDITIONS_TAKEN };

/* Milliseconds for a process that was told to end, before it is killed. */
enum { PATIENCE_TO_END = 2000 };

/* The spawner's own side waits as long as its starter lives; the starter never without a deadline.
 */
static bool may_go_on(int socket, short events, int64_t deadline)
{
    return deadline == WIRE_NO_DEADLINE || wire_wait(socket, events, deadline);
}

/* Sends descriptors with one byte. */
static bool send_descriptors(int socket, char byte, const int *fd, size_t count, int64_t deadline)
{
    struct iovec part = {&byte, 1};
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(PASSED * sizeof(int))] = {0};
    struct msghdr message = {.msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = space,
        .msg_controllen = CMSG_SPACE(count * sizeof(int))};
    struct cmsghdr *control = CMSG_FIRSTHDR(&message);
    if (control == NULL || !may_go_on(socket, POLLOUT, deadline))
        return false;
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(control), fd, count * sizeof(int));
    int flags = MSG_NOSIGNAL | (deadline == WIRE_NO_DEADLINE ? 0 : MSG_DONTWAIT);
    return sendmsg(socket, &message, flags) == 1;
}

/* How many descriptors came; they are in fd. */
static size_t copy_descriptors(struct msghdr *message, int fd[PASSED])
{
    const struct cmsghdr *control = CMSG_FIRSTHDR(message);
    if (control == NULL || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
        return 0;
    size_t came = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fd, CMSG_DATA(control), came * sizeof(int));
    return came;
}

/* Takes exactly count descriptors, or none, and the byte that they came with. */
static bool take_descriptors(int socket, char *byte, int *fd, size_t count, int64_t deadline)
{
    int taken[PASSED];
    struct iovec part = {byte, 1};
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(PASSED * sizeof(int))] = {0};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    int flags = MSG_CMSG_CLOEXEC | (deadline == WIRE_NO_DEADLINE ? 0 : MSG_DONTWAIT);
    ssize_t got;
    do {
        if (!may_go_on(socket, POLLIN, deadline))
            return false;
        got = recvmsg(socket, &message, flags);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    size_t came = got == 1 ? copy_descriptors(&message, taken) : 0;
    if (came == count)
        memcpy(fd, taken, count * sizeof(int));
    for (size_t i = 0; came != count && i < came; i++)
        (void)close(taken[i]);
    return came == count;
}

/* What a worker is made of. */
struct making {
    struct sandbox *sandbox; /* owned */
    struct editions *editions;
    int waiting;   /* the socket of the worker that waits; -1 if none does */
    pid_t process; /* it */
    bool loaded;   /* what reads containers and workbooks is */
};

/* In the new process, which waits until it is known what it is for: then it takes its two
 * descriptors, and from there on it is confined, and nothing of the spawner's is open to it. */
static _Noreturn void be_worker(pid_t spawner, const struct making *making, int socket)
{
    char kind;
    int fd[PASSED];
    (void)close(SPAWNER_SOCKET);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == spawner &&
        take_descriptors(socket, &kind, fd, PASSED, WIRE_NO_DEADLINE)) {
        if (kind == FOR_CONTAINER)
            unkeyed_read_container(making->sandbox, fd);
        else if (kind == FOR_WORKBOOK)
            unkeyed_read_workbook(making->sandbox, fd);
        else if (kind == FOR_KIT)
            unkeyed_read_kit(making->sandbox, fd);
        else if (sandbox_enter(making->sandbox, fd[0], fd[1]))
            serve_requests(SANDBOX_BUNDLE, SANDBOX_SOCKET, making->editions);
    }
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
    pid_t spawner = getpid();
    if (making->waiting >= 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return;
    making->process = fork();
    if (making->process == 0) {
        (void)close(pair[0]);
        be_worker(spawner, making, pair[1]);
    }
    (void)close(pair[1]);
    making->waiting = pair[0];
    if (making->process < 0)
        forget_waiting(making);
}

/* Whether the worker that waits has got the two; one that died in waiting is replaced. */
static bool hand_on(struct making *making, char kind, const int fd[PASSED])
{
    for (int tries = 0; tries < 2; tries++) {
        start_ahead(making);
        if (making->waiting >= 0 &&
            send_descriptors(making->waiting, kind, fd, PASSED, WIRE_NO_DEADLINE))
            return true;
        forget_waiting(making);
    }
    return false;
}

/* Gives the other end a descriptor of a new process, or one byte: why there is none. */
static bool show_process(int process, char why)
{
    return process >= 0 ? send_descriptors(SPAWNER_SOCKET, why, &process, 1, WIRE_NO_DEADLINE)
                        : send(SPAWNER_SOCKET, &why, 1, MSG_NOSIGNAL) == 1;
}

/* What a worker of this kind calls is loaded before there is one, and stays: no worker opens it.
 * One that was made before that is of no use for it. */
static bool has_library(struct making *making, char kind)
{
    if (kind == FOR_BUNDLE || kind == FOR_KIT || making->loaded)
        return true;
    making->loaded = late_archive(NULL) == STATUS_OK;
    if (making->loaded)
        forget_waiting(making);
    return making->loaded;
}

/* What is handed over is known to the workers that are made from now on. */
static bool take_editions(struct making *making, const int fd[PASSED])
{
    bool taken = handed_editions_read(fd[0], making->editions, NULL) == STATUS_OK;
    (void)close(fd[0]);
    (void)close(fd[1]);
    forget_waiting(making);
    return show_process(-1, (char)(taken ? EDITIONS_TAKEN : WORKER_NOT_MADE));
}

/* false when the other end is gone: the spawner's work is done then. */
static bool make_worker(struct making *making)
{
    char kind;
    int fd[PASSED];
    if (!take_descriptors(SPAWNER_SOCKET, &kind, fd, PASSED, WIRE_NO_DEADLINE))
        return false;
    if (kind == FOR_ALL_LATER)
        return take_editions(making, fd);
    bool ready = has_library(making, kind);
    bool made = ready && hand_on(making, kind, fd);
    (void)close(fd[0]);
    (void)close(fd[1]);
    int process = made ? (int)syscall(SYS_pidfd_open, making->process, 0) : -1;
    char why = (char)(process >= 0 ? WORKER_MADE : ready ? WORKER_NOT_MADE : WORKER_LACKS_LIBRARY);
    if (made)
        forget_waiting(making);
    bool shown = show_process(process, why);
    if (process >= 0)
        (void)close(process);
    return shown;
}

/* Children that have ended are taken away by the next round; the last ones go with the spawner. */
static void reap_workers(void)
{
    pid_t child;
    do {
        child = waitpid(-1, NULL, WNOHANG);
    } while (child > 0);
}

enum status spawner_serve(struct editions *editions, struct error *err)
{
    struct making making = {.editions = editions, .waiting = -1};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    json_object_seed(0);
    TRY(sandbox_prepare(&making.sandbox, err));
    char ready = 0;
    bool go_on = write(SPAWNER_SOCKET, &ready, 1) == 1;
    while (go_on) {
        start_ahead(&making);
        go_on = make_worker(&making);
        reap_workers();
    }
    forget_waiting(&making);
    sandbox_free(making.sandbox);
    return STATUS_OK;
}

bool spawner_is_asked_for(int argc, char **argv)
{
    return argc >= 3 && strcmp(argv[1], SPAWNER_WORD) == 0;
}

int spawner_main(char **argv)
{
    struct editions editions = {0};
    struct error err;
    error_init(&err, catalog_for(strcmp(argv[2], "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH));
    json_start();
    memory_words(NULL, ""); /* whoever started this process says it */
    enum status status = STATUS_OK;
    TRY_OUT(secret_start(&err));
    TRY_OUT(editions_load(NULL, &editions, &err));
    TRY_OUT(spawner_serve(&editions, &err));
out:
    if (status != STATUS_OK)
        (void)fprintf(stderr, "%s\n", err.text);
    editions_free(&editions);
    return status == STATUS_OK ? STATUS_OK : SPAWNER_UNABLE;
}

static enum status refuse_workers(struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the confined process that reads bundles could not be started; ask whoever runs this "
        "machine to allow seccomp (--allow-no-sandbox reads them without that protection)");
}

static enum status refuse_without_library(struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
        "the library that reads workbooks and containers (libarchive) cannot be loaded; install the "
        "package that has it again");
}

/* The spawner says one byte when it is ready. It has no bundle yet: what hinders it is this system.
 */
static bool wait_until_ready(int socket)
{
    char ready;
    ssize_t got;
    int64_t deadline = wire_clock() + SPAWNER_PATIENCE;
    do {
        if (!wire_wait(socket, POLLIN, deadline))
            return false;
        got = recv(socket, &ready, 1, MSG_DONTWAIT);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    return got == 1;
}

/* Waits for the end of a process, which is killed if it takes its time. */
static void wait_for_end(int process)
{
    if (!wire_wait(process, POLLIN, wire_clock() + PATIENCE_TO_END))
        (void)syscall(SYS_pidfd_send_signal, process, SIGKILL, NULL, 0);
}

/* A spawner that has ended, or does so, has closed its end. */
static bool has_hung_up(int socket)
{
    struct pollfd end = {.fd = socket};
    return poll(&end, 1, 0) > 0 && (end.revents & POLLHUP) != 0;
}

/* A spawner that ended with STATUS_FAILED had no memory. */
static bool had_no_memory(const struct spawner *spawner)
{
    siginfo_t ended = {0};
    (void)shutdown(spawner->socket, SHUT_RDWR);
    wait_for_end(spawner->process);
    return waitid(P_PIDFD, (id_t)spawner->process, &ended, WEXITED | WNOWAIT) == 0 &&
           ended.si_code == CLD_EXITED && ended.si_status == STATUS_FAILED;
}

enum status spawner_start(
    const char *word, const char *language, struct spawner *spawner, struct error *err)
{
    int pair[2];
    *spawner = SPAWNER_NONE;
#ifdef SPAWNER_INSIDE
    /* Sanitizers make calls that no worker may make: their builds work in this process. */
    *spawner = SPAWNER_UNPROTECTED;
    return STATUS_OK;
#endif
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return error_system(err, "a process to read bundles cannot be started");
    pid_t child = fork();
    if (child == 0)
        spawner_execute(pair[1], word, language);
    if (child < 0 && errno == ENOMEM)
        memory_exhausted();
    (void)close(pair[1]);
    if (child > 0)
        spawner->process = (int)syscall(SYS_pidfd_open, child, 0);
    spawner->socket = pair[0];
    spawner->patience = SPAWNER_PATIENCE;
    if (spawner->process >= 0 && wait_until_ready(pair[0]))
        return STATUS_OK;
    bool hungry = spawner->process >= 0 && had_no_memory(spawner);
    spawner_stop(spawner);
    if (hungry)
        memory_exhausted();
    return refuse_workers(err);
}

void spawner_stop(struct spawner *spawner)
{
    if (spawner->socket >= 0) {
        (void)shutdown(spawner->socket, SHUT_RDWR); /* it ends even if the closing fails */
        (void)close(spawner->socket);
    }
    if (spawner->process >= 0) {
        siginfo_t ended;
        wait_for_end(spawner->process);
        (void)waitid(P_PIDFD, (id_t)spawner->process, &ended, WEXITED);
        (void)close(spawner->process);
    }
    *spawner = SPAWNER_NONE;
}

/* What came of a request to the spawner. */
struct worker_request {
    bool sent;
    bool made;
    char why;    /* it says; WORKER_UNHEARD if it said nothing */
    int process; /* of what was made */
};

static struct worker_request ask_for_worker(
    const struct spawner *spawner, char kind, int file, int theirs, int64_t deadline)
{
    struct worker_request request = {.why = WORKER_UNHEARD};
    int fd[PASSED] = {file, theirs};
    request.sent = send_descriptors(spawner->socket, kind, fd, PASSED, deadline);
    request.made = request.sent &&
                   take_descriptors(spawner->socket, &request.why, &request.process, 1, deadline);
    return request;
}

/* A spawner that was late, or whose answer could not be heard, is done with: what it says later
 * would be taken for the answer to the next request. One that was not asked at all, since this
 * system could not send just now, is not. */
static void judge_spawner(
    const struct spawner *spawner, const struct worker_request *request, int64_t deadline)
{
    bool unheard = request->sent ? request->why == WORKER_UNHEARD : has_hung_up(spawner->socket);
    if (wire_clock() >= deadline)
        (void)shutdown(spawner->socket, SHUT_RDWR);
    else if (unheard && had_no_memory(spawner))
        memory_exhausted();
}

enum status spawner_tell(
    const struct spawner *spawner, const struct editions *editions, struct error *err)
{
    int memory = -1;
    if (spawner->socket < 0)
        return STATUS_OK;
    TRY(handed_editions_write(editions, &memory, err));
    if (memory < 0)
        return STATUS_OK;
    int64_t deadline = wire_clock() + spawner->patience;
    struct worker_request request =
        ask_for_worker(spawner, FOR_ALL_LATER, memory, memory, deadline);
    (void)close(memory);
    if (request.why == EDITIONS_TAKEN)
        return STATUS_OK;
    judge_spawner(spawner, &request, deadline);
    return refuse_workers(err);
}

static enum status start_worker(const struct spawner *spawner, char kind, int file, int *socket,
    int *process, struct error *err)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return error_system(err, "a process to read bundles cannot be started");
    int64_t deadline = wire_clock() + spawner->patience;
    struct worker_request request = ask_for_worker(spawner, kind, file, pair[1], deadline);
    (void)close(pair[1]);
    if (!request.made) {
        (void)close(pair[0]);
        judge_spawner(spawner, &request, deadline);
        return request.why == WORKER_LACKS_LIBRARY ? refuse_without_library(err)
                                                   : refuse_workers(err);
    }
    *process = request.process;
    *socket = pair[0];
    return STATUS_OK;
}

enum status spawner_worker(
    const struct spawner *spawner, int bundle, int *socket, int *process, struct error *err)
{
    return start_worker(spawner, FOR_BUNDLE, bundle, socket, process, err);
}

enum status spawner_container_worker(
    const struct spawner *spawner, int container, int *socket, int *process, struct error *err)
{
    return start_worker(spawner, FOR_CONTAINER, container, socket, process, err);
}

enum status spawner_workbook_worker(
    const struct spawner *spawner, int workbook, int *socket, int *process, struct error *err)
{
    return start_worker(spawner, FOR_WORKBOOK, workbook, socket, process, err);
}

enum status spawner_kit_worker(
    const struct spawner *spawner, int kit, int *socket, int *process, struct error *err)
{
    return start_worker(spawner, FOR_KIT, kit, socket, process, err);
}
