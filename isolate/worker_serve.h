/* A worker's side of the wire: serves one bundle until the other end is closed, or one card. */
#ifndef ISOLATE_WORKER_SERVE_H
#define ISOLATE_WORKER_SERVE_H

#include "format/edition.h"

#include <stddef.h>

/* Takes requests for the bundle, or the one for a card, from the socket and answers them with the
 * functions of isolate/worker.h. Returns when the other end is gone or asks for what is not of the
 * protocol. catalog: the language of the texts that are sent up. */
void worker_serve(int bundle, int socket, const struct catalog *catalog,
    struct edition *const *editions, size_t edition_count);

#endif
