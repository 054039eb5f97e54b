/* A population list as people keep it: a CSV file.
 *
 * The first line names the columns, in any order: number, name and group (in Swedish nummer, namn
 * and grupp; either case), and up to POPULATION_TAGS_MAX others, each of which is a tag. Divided by
 * semicolons or commas, as the first line is. An empty field of a tag's column leaves the tag out.
 */
#ifndef REGISTER_POPULATION_FILE_H
#define REGISTER_POPULATION_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/edition.h"
#include "register/population.h"

#include <stddef.h>

#define POPULATION_FILE_MAX ((size_t)64 << 20)

/* Reads a list into entries by number. STATUS_REFUSED: what file_read finds, and with the file, the
 * line and what was expected: REASON_BAD_SYNTAX for what is not such a file, REASON_BAD_VALUE for a
 * number that is none or stands there twice, a name that is empty, too long or not plain, a group
 * that the edition lacks, a tag too long or not plain. *list is allocated, the caller frees it;
 * NULL and 0 on failure. */
enum status population_file_read(const struct edition *edition, const char *path,
    struct population_entry **list, size_t *count, struct error *err) MUST_USE;

/* The same from the file's bytes, which are used up; name: for errors. */
enum status population_file_parse(const struct edition *edition, struct buffer *content,
    const char *name, struct population_entry **list, size_t *count, struct error *err) MUST_USE;

#endif
