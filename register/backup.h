/* A copy of a register is read back before it gets its name, and gets the signed head of its audit.
 */
#ifndef REGISTER_BACKUP_H
#define REGISTER_BACKUP_H

#include "base/error.h"
#include "register/fsck.h"

/* Reads the copy in path as if it were a register, and puts the head of its audit into it. of: how
 * the register that was copied would be looked through; of it the keys, the report and the progress
 * are used. What is amiss in the copy was so in the register. */
enum status backup_read_back(const struct fsck *of, const char *path, struct fsck_counts *counts,
    struct error *err) MUST_USE;

#endif
