#include "isolate/worker_card.h"

#include "base/file.h"
#include "isolate/wire.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static enum status refuse(struct error *err)
{
    return error_set(
        err, STATUS_REFUSED, REASON_BAD_SYNTAX, "is not a card that this program can read");
}

/* By pread, which is what a worker may do. */
static enum status read_file(int fd, struct buffer *frame, struct error *err)
{
    uint8_t *place = buffer_reserve(frame, CARD_FILE_MAX + 1);
    for (;;) {
        ssize_t got = pread(
            fd, place + frame->length, CARD_FILE_MAX + 1 - frame->length, (off_t)frame->length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(err, "reading failed");
        if (got == 0)
            return frame->length > CARD_FILE_MAX ? refuse(err) : STATUS_OK;
        frame->length += (size_t)got;
        if (frame->length > CARD_FILE_MAX)
            return refuse(err);
    }
}

enum status worker_card(
    int fd, struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct buffer frame = {0};
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    enum status status = read_file(fd, &frame, err);
    if (status == STATUS_OK)
        status = card_open(frame.data, frame.length, NULL, card, fingerprint, err);
    buffer_free(&frame);
    return status;
}

/* A worker's refusal is told in our own words: it is a stranger's card that it speaks of. */
enum status worker_do_card(struct worker *worker, struct card *card, struct error *err)
{
    struct wire_verdict verdict;
    struct buffer message = {0};
    enum status status = wire_send(worker->socket, WIRE_CARD, NULL, 0, err);
    if (status == STATUS_OK)
        status = wire_expect(
            worker->socket, WIRE_VERDICT, sizeof verdict, worker->deadline, &message, err);
    if (status == STATUS_OK && message.length != sizeof verdict)
        status = wire_failed(err);
    if (status != STATUS_OK)
        goto out;
    memcpy(&verdict, message.data, sizeof verdict);
    if (verdict.status != STATUS_OK) {
        status = refuse(err);
        goto out;
    }
    status = wire_expect(worker->socket, WIRE_BYTES, sizeof *card, worker->deadline, &message, err);
    if (status == STATUS_OK && message.length != sizeof *card)
        status = wire_failed(err);
    if (status == STATUS_OK)
        memcpy(card, message.data, sizeof *card);
out:
    buffer_free(&message);
    return status;
}

static enum status ask_worker(
    const struct spawner *spawner, int fd, struct card *card, struct error *err)
{
    struct worker worker = WORKER_NONE;
    worker.deadline = wire_clock() + spawner->patience;
    enum status status = spawner_worker(spawner, fd, &worker.socket, &worker.process, err);
    if (status == STATUS_OK)
        status = worker_do_card(&worker, card, err);
    worker_end(&worker);
    return status;
}

/* A worker that said a card was good and hands up another one did not do its work. */
static enum status compare(
    int fd, const struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct buffer frame = {0};
    enum status status = read_file(fd, &frame, err);
    if (status == STATUS_OK)
        status = card_confirm(frame.data, frame.length, card, fingerprint, err);
    buffer_free(&frame);
    return status == STATUS_REFUSED ? wire_failed(err) : status;
}

enum status worker_card_look(const struct spawner *spawner, const char *path, struct card *card,
    struct fingerprint *fingerprint, struct error *err)
{
    int fd = -1;
    uint64_t size = 0;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    enum status status = file_open(path, false, &fd, &size, err);
    if (status != STATUS_OK)
        return status;
    if (size > CARD_FILE_MAX)
        status = refuse(err);
    else if (spawner->inside)
        status = worker_card(fd, card, fingerprint, err);
    else
        status = ask_worker(spawner, fd, card, err);
    if (status == STATUS_OK)
        status = compare(fd, card, fingerprint, err);
    (void)close(fd);
    if (status == STATUS_REFUSED && err != NULL && err->reason != REASON_WORKER_FAILED)
        status = refuse(err);
    if (status != STATUS_OK) {
        *card = (struct card){0};
        *fingerprint = (struct fingerprint){0};
    }
    return status;
}
