/* A kit whose signature holds (format/kit.h): what is in it, read by a worker of its own kind that
 * never gets a key, and handed up as a plain record and bytes (S13). */
#ifndef ISOLATE_UNPACKED_KIT_H
#define ISOLATE_UNPACKED_KIT_H

#include "base/error.h"
#include "format/kit_content.h"
#include "isolate/spawner.h"

#include <stdint.h>

/* A kit's file as it was read, whose card is believed and whose signature by it was verified
 * (kit_verify). All is borrowed. */
struct kit_opened {
    const uint8_t *bytes;
    size_t length;
    struct kit_frame frame; /* points into it */
    const struct minisign_public *key;
    const struct fingerprint *card;
};

/* Has kit.json read and the payload unpacked and judged (kit_judge) in a worker or, if the spawner
 * has none (inside), in this process. The worker gets these bytes, not the file, which a medium may
 * give otherwise the second time. What the worker says is confirmed here: the record against
 * the bytes that were signed, each member against the record. What is refused is said in our own
 * words. STATUS_REFUSED: REASON_WORKER_FAILED if the worker died, was late, or said what it must
 * not; the reasons of kit_confirm, kit_content_unpack and kit_judge; STATUS_FAILED if there is no
 * spawner, or it makes none. *content is the caller's (kit_content_free), also on failure. */
enum status unpacked_kit_read(const struct spawner *spawner, const struct kit_opened *opened,
    struct kit_content *content, struct error *err) MUST_USE;

/* The same of a worker that was started: from its end of the socket, until the deadline of
 * isolate/wire.h. */
enum status unpacked_kit_take(int socket, const struct kit_opened *opened, int64_t deadline,
    struct kit_content *content, struct error *err) MUST_USE;

#endif
