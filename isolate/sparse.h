/* Plain records on their way from a worker, without their zeros: of the 200 kB that a manifest and
 * answers have room for, some 6 kB are used.
 *
 * The form is a row of runs: how many zeros (4 bytes), how many bytes behind them (4 bytes), both
 * in the machine's own order as all of isolate/wire.h, and these bytes. */
#ifndef ISOLATE_SPARSE_H
#define ISOLATE_SPARSE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* The most bytes that the form of a record of that size takes: one head more than the record. Each
 * further run stands for at least twice as many zeros as its head has bytes. */
#define SPARSE_MOST(size) ((size) + 8)

/* Appends the form of a record of at most UINT32_MAX bytes. */
void sparse_pack(struct buffer *out, const void *record, size_t size);

/* Fills a record with the runs. False if they are not just so many bytes: then it is of no use. */
bool sparse_unpack(const void *bytes, size_t length, void *record, size_t size) MUST_USE;

#endif
