/* Memory for passphrases, private keys, file keys and register keys (S6): locked, guarded, left out
 * of core dumps, and wiped when it is released. */
#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Starts libsodium and forbids core dumps and tracing by others of this process. To be called once,
 * first of all in every program and test. */
enum status secret_start(struct error *err) MUST_USE;

/* Whether as much memory as all secrets of a command together take, 1 MiB, can be kept from being
 * written to a disk. Where it cannot (setrlimit(2), RLIMIT_MEMLOCK), secret_new gives memory all
 * the same, and whoever uses it is to be told. */
bool secret_can_be_locked(void);

/* size bytes of secret memory, zeroed. Without memory the process ends (base/memory.h). */
void *secret_new(size_t size);

/* Wipes and releases; accepts NULL. */
void secret_free(void *secret);

/* A secret of variable length, such as a passphrase. A zeroed struct holds none. */
struct secret {
    unsigned char *bytes; /* from secret_new; owned */
    size_t length;        /* in use */
    size_t size;          /* allocated */
};

/* One of size bytes, zeroed, none of them in use; the caller's to clear. */
struct secret secret_make(size_t size);

/* One that holds a copy of the bytes. */
struct secret secret_copy(const void *bytes, size_t length);

/* Wipes and releases; the struct then holds none. */
void secret_clear(struct secret *secret);

#endif
