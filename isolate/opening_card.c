#include "isolate/opening_card.h"

#include "base/file.h"
#include "base/system/descriptor.h"
#include "isolate/client.h"
#include "isolate/serve.h"
#include "isolate/wire.h"

static enum status ask_for_card(
    const struct spawner *spawner, int fd, struct card *card, struct error *err)
{
    struct client worker = CLIENT_NONE;
    enum status status = STATUS_OK;
    worker.deadline = channel_clock() + spawner->patience;
    TRY_OUT(spawner_worker(spawner, fd, &worker.socket, &worker.process, err));
    TRY_OUT(client_card(&worker, card, err));
out:
    client_end(&worker);
    return status;
}

/* A worker that said a card was good and hands up another one did not do its work. */
static enum status confirm_card(
    int fd, const struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct buffer frame = {0};
    enum status status = STATUS_OK;
    TRY_OUT(serve_read_card(fd, &frame, err));
    TRY_OUT(card_confirm(frame.data, frame.length, card, fingerprint, err));
out:
    buffer_free(&frame);
    return status == STATUS_REFUSED ? wire_failed(err) : status;
}

static enum status read_card(const struct spawner *spawner, int fd, uint64_t size,
    struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    if (size > CARD_FILE_MAX)
        return serve_refuse_card(err);
    if (spawner->inside)
        TRY(serve_card(fd, card, fingerprint, err));
    else
        TRY(ask_for_card(spawner, fd, card, err));
    return confirm_card(fd, card, fingerprint, err);
}

enum status opening_card(const struct spawner *spawner, const char *path, struct card *card,
    struct fingerprint *fingerprint, struct error *err)
{
    int fd = -1;
    uint64_t size = 0;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    TRY(file_open(path, false, &fd, &size, err));
    enum status status = read_card(spawner, fd, size, card, fingerprint, err);
    (void)descriptor_close(fd);
    if (status == STATUS_OK)
        return STATUS_OK;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    if (status == STATUS_REFUSED && err != NULL && err->reason != REASON_WORKER_FAILED)
        return serve_refuse_card(err);
    return status;
}
