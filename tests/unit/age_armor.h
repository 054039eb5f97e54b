/* The text form of an age file, which the programs neither write nor read: strict PEM with the
 * label AGE ENCRYPTED FILE (c2sp.org/age, "ASCII armor"; RFC 7468, section 3, figure 3).
 *
 * Reading accepts LF and CRLF, and white space before and after, at most AGE_ARMOR_SPACE_MAX bytes
 * each; everything else must be as the writer writes it. */
#ifndef AGE_ARMOR_H
#define AGE_ARMOR_H

#include "base/error.h"
#include "base/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AGE_ARMOR_BEGIN "-----BEGIN AGE ENCRYPTED FILE-----"
#define AGE_ARMOR_END "-----END AGE ENCRYPTED FILE-----"
#define AGE_ARMOR_COLUMNS 64     /* RFC 7468, section 2 */
#define AGE_ARMOR_LINE_BYTES 48  /* bytes of a full line */
#define AGE_ARMOR_SPACE_MAX 1024 /* ours */

/* Whether the bytes, the first ones of a file, can be armor: white space, then AGE_ARMOR_BEGIN.
 * Bytes that end within the white space or the mark do not suffice. */
bool age_armor_begins(const void *bytes, size_t length);

/* Reads the binary file out of armored text. STATUS_REFUSED and REASON_BAD_ARMOR at the first thing
 * that is not canonical; the bytes of the lines before may have come out already. */
struct age_armor_reader;

struct age_armor_reader *age_armor_reader_open(struct source text);
struct source source_from_age_armor(struct age_armor_reader *reader);
void age_armor_reader_close(struct age_armor_reader *reader); /* accepts NULL */

/* Writes a binary file as armored text. */
struct age_armor_writer {
    struct sink text;
    uint8_t line[AGE_ARMOR_LINE_BYTES]; /* not yet written */
    size_t length;
    bool begun;
};

void age_armor_writer_init(struct age_armor_writer *writer, struct sink text);
struct sink sink_to_age_armor(struct age_armor_writer *writer);

/* Writes the last line and the closing mark. To be called once, after all is written. */
enum status age_armor_writer_finish(struct age_armor_writer *writer, struct error *err) MUST_USE;

#endif
