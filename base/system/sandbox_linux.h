/* What a worker may do: read one file and one socket, write to that socket, and use memory. Every
 * other system call, and each of these with another descriptor, flag or address than
 * base/system/channel_linux.c, malloc and libsodium use, ends it at once (seccomp(2),
 * SECCOMP_RET_KILL_PROCESS). */
#ifndef BASE_SYSTEM_SANDBOX_LINUX_H
#define BASE_SYSTEM_SANDBOX_LINUX_H

#include "base/error.h"
#include "base/system/worker.h"

#include <stdbool.h>

/* The only descriptors that a worker has. */
#define SANDBOX_FILE 3   /* may be read at any offset */
#define SANDBOX_SOCKET 4 /* may be received from and sent to */

struct sandbox;

/* Prepares the filter. STATUS_FAILED if this kernel does not have what it needs. *sandbox is the
 * caller's (sandbox_free). */
enum status sandbox_prepare(struct sandbox **sandbox, struct error *err) MUST_USE;
void sandbox_free(struct sandbox *sandbox);

/* Takes every right from the calling process but those above, for ever: closes all other
 * descriptors, sets the limits (memory is address space), allows no new privileges, loads the
 * filter. false if any of it fails; the process must then end. */
bool sandbox_enter(
    const struct sandbox *sandbox, int file, int socket, const struct worker_limits *limits);

#endif
