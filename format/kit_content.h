/* What is in a kit (format/kit.h): its members as bytes, put together and sealed, or unpacked.
 *
 * Writing and reading are those of payload.tar.gz (format/payload.h): the reader knows from a
 * verified kit.json every byte that a header may have and how much may be inflated (S8). */
#ifndef FORMAT_KIT_CONTENT_H
#define FORMAT_KIT_CONTENT_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/stream.h"
#include "format/kit.h"

/* A zeroed struct is an empty one. */
struct kit_content {
    struct kit kit;
    struct buffer file[KIT_FILES_MAX]; /* the content of kit.file[] at that place; owned */
};

void kit_content_free(struct kit_content *content);

/* Adds a member at its place by name. name: what it is called in errors, such as the file it came
 * from. STATUS_REFUSED: REASON_BAD_VALUE for an id that cannot stand in a name, REASON_EXISTS for a
 * name that is there, REASON_TOO_LARGE over a limit. */
enum status kit_content_add(struct kit_content *content, enum kit_member member, const char *id,
    const void *bytes, size_t length, const char *name, struct error *err) MUST_USE;

/* The content of the member at that place of kit.file[], or of that kind and id: NULL if there is
 * none. */
const struct buffer *kit_content_find(
    const struct kit_content *content, enum kit_member member, const char *id);

/* Appends the kit's file. card: the authority's card as its file has it, whose sign key is the
 * secret's; kit.card, kit.number and kit.date are the caller's, all else of content->kit is filled
 * in. */
enum status kit_content_seal(struct kit_content *content, const void *card, size_t length,
    const struct minisign_secret *secret, struct buffer *out, struct error *err) MUST_USE;

/* Unpacks the payload, whose source ends where it ends, into content->file[], which must be empty;
 * content->kit was verified. Its size and digest are compared before anything is inflated (S2).
 * again: the same source from its beginning. STATUS_REFUSED, REASON_CONTENT_MISMATCH for any
 * difference. */
enum status kit_content_unpack(const struct source *source, const struct source *again,
    struct kit_content *content, struct error *err) MUST_USE;

/* Whether bytes are those of the member at that place. STATUS_REFUSED, REASON_CONTENT_MISMATCH. */
enum status kit_file_verify(
    const struct kit_file *file, const struct buffer *bytes, struct error *err) MUST_USE;

#endif
