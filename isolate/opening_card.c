#include "isolate/opening_card.h"

#include "base/file.h"
#include "isolate/client.h"
#include "isolate/serve.h"
#include "isolate/wire.h"

#include <unistd.h>

static enum status ask_worker(
    const struct spawner *spawner, int fd, struct card *card, struct error *err)
{
    struct client worker = CLIENT_NONE;
    worker.deadline = wire_clock() + spawner->patience;
    enum status status = spawner_worker(spawner, fd, &worker.socket, &worker.process, err);
    if (status == STATUS_OK)
        status = client_card(&worker, card, err);
    client_end(&worker);
    return status;
}

/* A worker that said a card was good and hands up another one did not do its work. */
static enum status compare(
    int fd, const struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct buffer frame = {0};
    enum status status = serve_read_card(fd, &frame, err);
    if (status == STATUS_OK)
        status = card_confirm(frame.data, frame.length, card, fingerprint, err);
    buffer_free(&frame);
    return status == STATUS_REFUSED ? wire_failed(err) : status;
}

enum status opening_card(const struct spawner *spawner, const char *path, struct card *card,
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
        status = serve_refuse_card(err);
    else if (spawner->inside)
        status = serve_card(fd, card, fingerprint, err);
    else
        status = ask_worker(spawner, fd, card, err);
    if (status == STATUS_OK)
        status = compare(fd, card, fingerprint, err);
    (void)close(fd);
    if (status == STATUS_REFUSED && err != NULL && err->reason != REASON_WORKER_FAILED)
        status = serve_refuse_card(err);
    if (status != STATUS_OK) {
        *card = (struct card){0};
        *fingerprint = (struct fingerprint){0};
    }
    return status;
}
