#include "isolate/container.h"

#include "format/archive.h"
#include "isolate/task.h"
#include "isolate/wire.h"

#include <string.h>

/* Milliseconds more for each MiB of a container. */
enum { PATIENCE_PER_MIB = 400 };

static enum status refuse_container(struct error *err, const char *why)
{
    return error_set(err, STATUS_REFUSED, REASON_UNREAD_CONTAINER, "%s",
        tr(err == NULL ? NULL : err->catalog, why));
}

/* A worker has no words of its own. */
static enum status refuse_in_our_words(uint32_t reason, struct error *err)
{
    switch (reason) {
    case REASON_NO_MATCH:
        return refuse_container(err, N_("the container is encrypted; unpack it with its password, "
                                        "and receive the folder"));
    case REASON_TOO_LARGE:
        return refuse_container(err, N_("the container needs more memory than is allowed; unpack "
                                        "it, and receive the folder"));
    case REASON_IO_ERROR:
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "the container cannot be read from the medium; copy it, and try again");
    default:
        return refuse_container(err, N_("the container is damaged, or not of the kind that it "
                                        "begins as; unpack it, and receive the folder"));
    }
}

/* The worker died, was late, or said what it must not. */
static enum status refuse_worker(struct error *err)
{
    return refuse_container(err,
        N_("the process that reads the container did not come to its end and was ended; unpack it "
           "elsewhere, and receive the folder"));
}

static enum status refuse_size(struct error *err)
{
    return refuse_container(
        err, N_("the container holds more than is allowed, 10000 files or 4 GiB; "
                "unpack it, and receive the folder"));
}

static enum status worker_or(enum status status, struct error *err)
{
    return status == STATUS_REFUSED ? refuse_worker(err) : status;
}

enum status container_unread(const struct container *container, struct error *err)
{
    return refuse_in_our_words(container->why, err);
}

/* ---- messages ---- */

/* The time since the last answer was not the worker's. */
static void resume(struct container *container)
{
    container->worker.deadline += channel_clock() - container->idle;
}

static enum status container_ask(struct container *container, enum wire_kind kind,
    const void *bytes, size_t length, struct error *err)
{
    return worker_or(
        wire_send(container->worker.socket, kind, bytes, length, container->worker.deadline, err),
        err);
}

static enum status container_take(struct container *container, size_t limit, enum wire_kind *kind,
    struct buffer *out, struct error *err)
{
    return worker_or(
        wire_receive(container->worker.socket, limit, container->worker.deadline, kind, out, err),
        err);
}

static enum status container_expect(struct container *container, enum wire_kind wanted,
    size_t limit, struct buffer *out, struct error *err)
{
    enum wire_kind kind = WIRE_END;
    TRY(container_take(container, limit, &kind, out, err));
    return kind == wanted ? STATUS_OK : refuse_worker(err);
}

/* The message that came last. */
static enum status read_verdict(const struct container *container, struct error *err)
{
    struct wire_verdict verdict;
    if (container->part.length != sizeof verdict)
        return refuse_worker(err);
    memcpy(&verdict, container->part.data, sizeof verdict);
    return verdict.status == STATUS_OK ? STATUS_OK : refuse_in_our_words(verdict.reason, err);
}

static enum status container_verdict(struct container *container, struct error *err)
{
    TRY(container_expect(
        container, WIRE_VERDICT, sizeof(struct wire_verdict), &container->part, err));
    return read_verdict(container, err);
}

/* ---- begin and end ---- */

static enum archive_format format_of(enum beginning kind)
{
    switch (kind) {
    case BEGINNING_ZIP:
        return ARCHIVE_ZIP;
    case BEGINNING_7Z:
        return ARCHIVE_7Z;
    case BEGINNING_ISO:
        return ARCHIVE_ISO;
    default:
        return ARCHIVE_TAR;
    }
}

static enum status start_reading(
    struct container *container, const struct wire_container *wanted, struct error *err)
{
    TRY(container_ask(container, WIRE_CONTAINER, wanted, sizeof *wanted, err));
    return container_verdict(container, err);
}

enum status container_open(const struct spawner *spawner, int fd, uint64_t size,
    enum beginning kind, struct container *container, struct error *err)
{
    struct client *worker = &container->worker;
    struct wire_container wanted = {.size = size, .format = (uint32_t)format_of(kind)};
    *container = (struct container){.worker = CLIENT_NONE};
    if (spawner->inside)
        return refuse_container(err, N_("without a confined process no container is looked into; "
                                        "unpack it, and receive the folder"));
    uint64_t counted = size < TASK_CONTAINER_SIZE ? size : TASK_CONTAINER_SIZE;
    worker->deadline =
        channel_clock() + spawner->patience + PATIENCE_PER_MIB * (int64_t)(counted >> 20);
    TRY(spawner_container_worker(spawner, fd, &worker->socket, &worker->process, err));
    enum status status = start_reading(container, &wanted, err);
    container->idle = channel_clock();
    return status;
}

void container_close(struct container *container)
{
    client_end(&container->worker);
    buffer_free(&container->name);
    buffer_free(&container->beginning);
    buffer_free(&container->part);
}

/* ---- members ---- */

static enum status count_bytes(struct container *container, size_t length, struct error *err)
{
    if (length > CONTAINER_BYTES_MAX - container->bytes)
        return refuse_size(err);
    container->bytes += length;
    return STATUS_OK;
}

static enum status read_member(struct container *container, struct error *err)
{
    struct wire_member member;
    const struct buffer *message = &container->part;
    memcpy(&member, message->data, sizeof member);
    container->unread = member.unread != 0;
    container->why = member.unread;
    if (member.named != 0)
        buffer_append(
            &container->name, message->data + sizeof member, message->length - sizeof member);
    TRY(container_expect(container, WIRE_BYTES, BEGINNING_SIZE, &container->beginning, err));
    return count_bytes(container, container->beginning.length, err);
}

/* The next part of the rest, or its end. */
static enum status take_rest(struct container *container, struct error *err)
{
    enum wire_kind kind = WIRE_END;
    if (!container->asked)
        TRY(container_ask(container, WIRE_REST, NULL, 0, err));
    container->asked = true;
    container->taken = 0;
    TRY(container_take(container, WIRE_PART, &kind, &container->part, err));
    if (kind == WIRE_BYTES && container->part.length > 0)
        return count_bytes(container, container->part.length, err);
    if (kind == WIRE_VERDICT)
        TRY(read_verdict(container, err));
    if (kind != WIRE_END || container->part.length > 0)
        return refuse_worker(err);
    container->ended = true;
    enum status status = container_verdict(container, err);
    container->part.length = 0;
    return status;
}

static void forget_member(struct container *container)
{
    buffer_free(&container->name);
    container->beginning.length = 0;
    container->given = 0;
    container->asked = false;
    container->ended = false;
    container->part.length = 0;
    container->taken = 0;
}

/* What of the present member has been asked for comes before the next. */
static enum status pass_member(struct container *container, struct error *err)
{
    enum status status = STATUS_OK;
    while (container->asked && !container->ended && status == STATUS_OK)
        status = take_rest(container, err);
    if (!container->ended && status != STATUS_OK)
        return status;
    forget_member(container);
    return STATUS_OK;
}

static enum status next_member(struct container *container, bool *found, struct error *err)
{
    enum wire_kind kind = WIRE_END;
    TRY(pass_member(container, err));
    TRY(container_ask(container, WIRE_NEXT, NULL, 0, err));
    TRY(container_verdict(container, err));
    TRY(container_take(
        container, sizeof(struct wire_member) + WIRE_NAME_MAX, &kind, &container->part, err));
    if (kind == WIRE_END)
        return STATUS_OK;
    if (kind != WIRE_MEMBER || container->part.length < sizeof(struct wire_member))
        return refuse_worker(err);
    if (container->members == CONTAINER_MEMBERS_MAX)
        return refuse_size(err);
    container->members++;
    *found = true;
    return read_member(container, err);
}

enum status container_next(struct container *container, bool *found, struct error *err)
{
    *found = false;
    resume(container);
    enum status status = next_member(container, found, err);
    container->idle = channel_clock();
    return status;
}

/* ---- the content ---- */

static size_t give(const struct buffer *from, size_t *given, void *bytes, size_t size)
{
    size_t left = from->length - *given;
    size_t length = left < size ? left : size;
    if (length > 0)
        memcpy(bytes, from->data + *given, length);
    *given += length;
    return length;
}

static enum status give_content(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct container *container = context;
    *got = give(&container->beginning, &container->given, bytes, size);
    if (*got > 0 || container->ended)
        return STATUS_OK;
    if (container->taken == container->part.length || !container->asked) {
        resume(container);
        enum status status = take_rest(container, err);
        container->idle = channel_clock();
        TRY(status);
    }
    *got = give(&container->part, &container->taken, bytes, size);
    return STATUS_OK;
}

struct source container_source(struct container *container)
{
    return (struct source){give_content, container};
}
