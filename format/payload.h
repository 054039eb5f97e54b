/* payload.tar.gz: the answers, the organisation's signature on them, and attachments; a ustar
 * archive in gzip, one member or a row of them (docs/format.md, "Payload").
 *
 * Writing and reading are one pass in bounded memory, writing on several processors. The reader
 * knows from a verified manifest every byte that a header may have and how much may be inflated. */
#ifndef FORMAT_PAYLOAD_H
#define FORMAT_PAYLOAD_H

#include "base/error.h"
#include "base/stream.h"
#include "format/manifest.h"

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

/* The most gzip members that a payload within the limits of format/manifest.h is written in: its
 * attachments, and 2 MiB for the answers, the signature, headers and zeros. */
#define PAYLOAD_PARTS_MAX ((size_t)(MANIFEST_ATTACHED_BYTES_MAX >> 20) + 2)

/* One member to be written. Its source must give exactly size bytes. */
struct payload_member {
    struct source source;
    uint64_t size;
    const char *name; /* the shown name, also for errors */
};

/* Where the compressed bytes go, one gzip member a call (docs/format.md, "Payload"). Several hands
 * call it (base/crew.h), each with its own number below hands. */
struct payload_output {
    size_t hands; /* at most, 1 to CREW_HANDS_MAX */
    /* Takes the next bytes, one call at a time and in their order. They stay as they are until the
     * same hand has called finish. */
    enum status (*take)(
        void *context, size_t hand, const uint8_t *bytes, size_t length, struct error *err);
    /* Does with them what need not wait for its turn. */
    enum status (*finish)(void *context, size_t hand, struct error *err);
    void *context;
};

/* Writes the members, in order, into the output, the progress (which may be NULL) told of their
 * bytes as they pass, and fills in manifest: files, file[], payload_size and payload_digest. What
 * is written depends on the members alone, not on how many hands there are. The sources and the
 * progress are called by one hand at a time, not always the same. STATUS_FAILED if a source gives
 * more or less than it promised. */
enum status payload_write(const struct payload_member *members, size_t count,
    const struct payload_output *output, const struct stream_progress *progress,
    struct manifest *manifest, struct error *err) MUST_USE;

/* The same under names that stand in manifest->file[].path already, 1 to MANIFEST_FILES_MAX of
 * them, and within the limits of whoever calls: it fills in the rest. */
enum status payload_write_named(const struct payload_member *members, size_t count,
    const struct payload_output *output, const struct stream_progress *progress,
    struct manifest *manifest, struct error *err) MUST_USE;

/* What the payload's archive takes, from the sizes of its members alone. */
uint64_t payload_inflated_size(const struct manifest *manifest);

/* Hashes the compressed payload from the source, which must end where the payload ends, and
 * compares size and digest with the manifest: nothing is inflated before this has succeeded (S2).
 * STATUS_REFUSED with REASON_CONTENT_MISMATCH for any difference. */
enum status payload_verify(
    const struct source *source, const struct manifest *manifest, struct error *err) MUST_USE;

/* The beginning of a compressed payload, which was hashed before. */
struct payload_beginning {
    crypto_generichash_state hash; /* of MANIFEST_DIGEST_SIZE */
    uint64_t size;                 /* bytes that went into it */
};

struct payload_places; /* format/payload_places.h */

/* payload_verify, of what follows that beginning unless begun is NULL. The places of what is hashed
 * are noted behind those of the beginning, unless places is NULL. */
enum status payload_verify_rest(const struct payload_beginning *begun, const struct source *source,
    const struct manifest *manifest, struct payload_places *places, struct error *err) MUST_USE;

/* Takes the content of the members as they are inflated. Bytes reach it before their digest was
 * compared: it must not let anything out before payload_read succeeded. */
struct payload_receiver {
    enum status (*begin)(
        void *context, size_t place, const struct manifest_file *file, struct error *err);
    enum status (*write)(void *context, const void *bytes, size_t length, struct error *err);
    void *context;
};

/* Reads the compressed payload from the source, which must end where the payload ends, and compares
 * everything with the manifest: digest and size of the compressed bytes, each member's header, size
 * and digest, and both ends. STATUS_REFUSED with REASON_CONTENT_MISMATCH for any difference. */
enum status payload_read(const struct source *source, const struct manifest *manifest,
    const struct payload_receiver *receiver, struct error *err) MUST_USE;

/* What somebody else sees to, so that payload_read_known leaves it. */
enum payload_known {
    PAYLOAD_HASHED = 1,   /* payload_verify has, of these bytes, which nobody changes meanwhile */
    PAYLOAD_COMPARED = 2, /* the receiver compares the digest of each member */
    PAYLOAD_JUDGED = 4,   /* these very bytes were read to the end before, without this: zlib takes
                             them, and libdeflate, which takes more, may inflate them */
};

/* The same but for what is known: a sum of enum payload_known. */
enum status payload_read_known(const struct source *source, const struct manifest *manifest,
    unsigned known, const struct payload_receiver *receiver, struct error *err) MUST_USE;

#endif
