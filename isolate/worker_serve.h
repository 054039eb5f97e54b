/* A worker's side of the wire: serves one bundle until the other end is closed, or one card. */
#ifndef ISOLATE_WORKER_SERVE_H
#define ISOLATE_WORKER_SERVE_H

#include "format/editions.h"

#include <stddef.h>

/* Takes requests for the bundle, or the one for a card, from the socket and answers them with the
 * functions of isolate/worker.h. Returns when the other end is gone or asks for what is not of the
 * protocol. catalog: the language of the texts that are sent up. */
void worker_serve(
    int bundle, int socket, const struct catalog *catalog, const struct editions *editions);

#endif
