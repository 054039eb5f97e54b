/* The fields of what is built into the programs, an edition and a catalogue of support, one after
 * another. One walk over them writes the table that stands in the programs (tools/table.c), fills a
 * struct from it, and compares two in the tests.
 *
 * A table holds no address: a program with many would have to correct each of them whenever it
 * starts, whether the table is used or not. */
#ifndef FORMAT_FIELDS_H
#define FORMAT_FIELDS_H

#include "format/edition.h"
#include "format/support.h"

#include <stddef.h>
#include <stdint.h>

/* What is done with each field. A number has 1, 2, 4 or 8 bytes and is at most UINT32_MAX. */
struct fields {
    void (*text)(void *context, const char **text);
    void (*number)(void *context, void *number, size_t size);
    void *context;
};

/* Every field but the document, in an order of its own; of an array as many as its count says,
 * which goes before it. */
void fields_of_edition(struct edition *edition, const struct fields *fields);
void fields_of_support(struct support *support, const struct fields *fields);

/* A number of one of those sizes, and the place of such a one for a value that fits. */
uint64_t fields_number(const void *number, size_t size);
void fields_set_number(void *number, size_t size, uint64_t value);

/* What a walk came across: the texts, each with its NUL, and the numbers. */
struct fields_table {
    const char *texts;
    const uint32_t *numbers;
};

/* A walk that gives each field what the table has next. *rest is at the table's beginning before
 * and at its end after; texts borrow from the table. */
struct fields fields_from_table(struct fields_table *rest);

#endif
