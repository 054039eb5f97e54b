/* An empty register: its directory filled while it has a temporary name (base/new_directory.h). The
 * key directory must keep the first head before the register gets its own name: under its name a
 * register always opens (register/audit.h). */
#ifndef REGISTER_CREATION_H
#define REGISTER_CREATION_H

#include "base/error.h"
#include "crypto/age_keys.h"
#include "crypto/minisign_key.h"
#include "format/head.h"

#include <stdbool.h>

/* Fills an empty directory: a new key sealed to the recipients, the database, and the proof. *first
 * gets the head that the key directory is to keep: of no rows, committing to the key. */
enum status creation_fill(const char *path, bool demo, const struct age_recipients *recipients,
    const struct minisign_secret *sign, struct head *first, struct error *err) MUST_USE;

#endif
