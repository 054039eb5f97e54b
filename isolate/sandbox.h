/* What a worker may do: read one file and one socket, write to that socket, and use memory. Every
 * other system call, and each of these with another descriptor, flag or address than
 * isolate/wire.c, malloc and libsodium use, ends it at once (seccomp(2), SECCOMP_RET_KILL_PROCESS).
 */
#ifndef ISOLATE_SANDBOX_H
#define ISOLATE_SANDBOX_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* The only descriptors that a worker has. */
#define SANDBOX_BUNDLE 3 /* may be read at any offset */
#define SANDBOX_SOCKET 4 /* may be received from and sent to */

#define SANDBOX_MEMORY (UINT64_C(192) << 20) /* address space, bytes */
#define SANDBOX_SECONDS 300                  /* of the processor */

/* The same of a worker that reads a container: how many seconds depends on its size, which costs a
 * stranger nothing where it is sparse and so counts to a limit. */
#define SANDBOX_CONTAINER_MEMORY (UINT64_C(256) << 20)
#define SANDBOX_CONTAINER_SECONDS 30 /* and one for each */
#define SANDBOX_BYTES_PER_SECOND (UINT64_C(4) << 20)
#define SANDBOX_CONTAINER_SIZE (UINT64_C(4) << 30)

/* And of one that reads a workbook, whatever its size. */
#define SANDBOX_WORKBOOK_MEMORY (UINT64_C(256) << 20)
#define SANDBOX_WORKBOOK_SECONDS 20

/* And of one that reads a kit, of 10 MiB at most. */
#define SANDBOX_KIT_MEMORY (UINT64_C(256) << 20)
#define SANDBOX_KIT_SECONDS 20

struct sandbox;

/* Prepares the filter. STATUS_FAILED if this kernel does not have what it needs. *sandbox is the
 * caller's (sandbox_free). */
enum status sandbox_prepare(struct sandbox **sandbox, struct error *err) MUST_USE;
void sandbox_free(struct sandbox *sandbox);

/* Takes every right from the calling process but those above, for ever: closes all other
 * descriptors, sets the limits, allows no new privileges, loads the filter. false if any of it
 * fails; the process must then end. */
bool sandbox_enter(const struct sandbox *sandbox, int bundle, int socket);

/* The same for a container of that many bytes in place of the bundle. */
bool sandbox_enter_container(
    const struct sandbox *sandbox, int container, uint64_t size, int socket);

/* The same for a workbook in place of the bundle. */
bool sandbox_enter_workbook(const struct sandbox *sandbox, int workbook, int socket);

/* The same for a kit in place of the bundle. */
bool sandbox_enter_kit(const struct sandbox *sandbox, int kit, int socket);

#endif
