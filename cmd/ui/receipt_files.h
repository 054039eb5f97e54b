/* The receipts among files and folders that are named. */
#ifndef CMD_UI_RECEIPT_FILES_H
#define CMD_UI_RECEIPT_FILES_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define RECEIPT_FILES_MAX 100000
#define RECEIPT_FILES_DEPTH_MAX 8

struct receipt_files {
    char **path; /* owned, as each of them */
    size_t count;
    char **unread; /* folders that could not be read; owned, as each of them */
    size_t unreads;
    bool folders; /* a folder was named */
};

/* Goes through what is named: a file is taken whatever its name, and though it may not be there; a
 * folder is searched for files that end in .kvittens, in order of their names,
 * RECEIPT_FILES_DEPTH_MAX deep, links in it not followed. STATUS_REFUSED, REASON_TOO_LARGE beyond
 * RECEIPT_FILES_MAX. *files is the caller's (receipt_files_free), also on failure. */
enum status receipt_files_find(
    char *const *operand, size_t operands, struct receipt_files *files, struct error *err) MUST_USE;
void receipt_files_free(struct receipt_files *files);

#endif
