/* Open files and directories, each a number as the C library has it, -1 for none. What gives a bool
 * gives false, with errno, where it failed (error_system). A call that a signal breaks off is made
 * again. */
#ifndef BASE_SYSTEM_DESCRIPTOR_H
#define BASE_SYSTEM_DESCRIPTOR_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DESCRIPTOR_INPUT,
    DESCRIPTOR_OUTPUT,
    DESCRIPTOR_ERROR
}; /* standard ones, as they were opened for us */

/* Also false if what was written before turns out not to be there; it is closed all the same. */
bool descriptor_close(int fd);

/* 1 to size bytes, at its position; *got is 0 at the end alone. */
bool descriptor_read(int fd, void *bytes, size_t size, size_t *got) MUST_USE;

/* From a place on, until there are size bytes or no more: *got says how many. Its own position is
 * neither used nor moved. */
bool descriptor_read_at(int fd, void *bytes, size_t size, uint64_t place, size_t *got) MUST_USE;

/* Its position is the beginning again. */
bool descriptor_rewind(int fd) MUST_USE;

/* All of the bytes, at its position; or at a place, the position left where it is. */
bool descriptor_write(int fd, const void *bytes, size_t length) MUST_USE;
bool descriptor_write_at(int fd, const void *bytes, size_t length, uint64_t place) MUST_USE;

/* The size of an open file. */
bool descriptor_size(int fd, uint64_t *size) MUST_USE;

/* A second number for what is open, for this process alone. */
bool descriptor_duplicate(int fd, int *second) MUST_USE;

/* Brings the bytes of a file, or the entries of a directory, to the disk. */
bool descriptor_sync(int fd) MUST_USE;

/* Asks for the beginning of that; nothing is awaited, and nothing is certain. */
void descriptor_begin_sync(int fd);

/* Asks the system to drop a file's bytes from its cache, so that a reading that follows comes from
 * the medium as far as the system allows. */
void descriptor_drop_cache(int fd);

#endif
