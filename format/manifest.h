/* The manifest: what a bundle holds, who sealed it and for whom, signed by the sender.
 *
 * struct manifest is a plain record without pointers. A process that may be taken over parses the
 * JSON and hands up the record; one that holds keys checks the record, builds the JSON anew with
 * manifest_encode and compares bytes, so that it never parses what came from outside (S9). */
#ifndef FORMAT_MANIFEST_H
#define FORMAT_MANIFEST_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "format/document.h"
#include "scoring/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MANIFEST_FORMAT "sigill-bundle/1"
#define MANIFEST_ID_SIZE 16
#define MANIFEST_ID_HEX (2 * MANIFEST_ID_SIZE + 1)
#define MANIFEST_DIGEST_SIZE 32 /* BLAKE2b-256 */
#define MANIFEST_NAME_SIZE 201  /* a shown name: at most 200 bytes, and a NUL */
#define MANIFEST_NUMBER_SIZE 12 /* "212000-0001" and a NUL; "" for the authority */
#define MANIFEST_WORD_SIZE 64   /* an id of an edition, group, area or marking, and a NUL */
#define MANIFEST_PATH_SIZE 100 /* as long as a name in a ustar header can be, and a NUL */
#define MANIFEST_RECIPIENTS_MAX 8
#define MANIFEST_SUPERSEDES_MAX 32

/* Limits of a bundle (docs/format.md, "Limits"), refused before work. */
#define MANIFEST_ATTACHMENTS_MAX 200
#define MANIFEST_FILES_MAX (2 + MANIFEST_ATTACHMENTS_MAX)
#define MANIFEST_ATTACHED_BYTES_MAX (UINT64_C(1) << 30)
#define MANIFEST_ANSWERS_MAX ((size_t)1 << 20)
/* Deflate grows what it cannot shrink by 5 bytes each 16 KiB; this is far above that. */
#define MANIFEST_PAYLOAD_MAX (MANIFEST_ATTACHED_BYTES_MAX + (UINT64_C(16) << 20))

enum manifest_type { MANIFEST_SUBMISSION, MANIFEST_FEEDBACK };

/* Ids of the sender's earlier bundles that a bundle replaces, the newest first; all of them, so
 * that it replaces what came although one between was never handed in. Zeros behind the last. */
struct manifest_supersedes {
    uint16_t count; /* 0 to MANIFEST_SUPERSEDES_MAX */
    uint8_t id[MANIFEST_SUPERSEDES_MAX][MANIFEST_ID_SIZE];
};

struct manifest_sender {
    char name[MANIFEST_NAME_SIZE];
    char number[MANIFEST_NUMBER_SIZE];
    char group[MANIFEST_WORD_SIZE];
    uint8_t fingerprint[MANIFEST_DIGEST_SIZE]; /* of the sender's card */
};

struct manifest_area {
    char id[MANIFEST_WORD_SIZE];
    uint16_t level;
    uint16_t points;
};

struct manifest_result {
    uint16_t level;
    uint16_t points;
    uint16_t measures;
    uint16_t areas;
    struct manifest_area area[MODEL_AREAS_MAX]; /* in the edition's order */
};

struct manifest_file {
    char path[MANIFEST_PATH_SIZE]; /* answers.json, answers.json.minisig, attachments/001, ... */
    char name[MANIFEST_NAME_SIZE]; /* as it is shown */
    uint64_t size;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
};

struct manifest {
    uint8_t type; /* enum manifest_type */
    uint8_t id[MANIFEST_ID_SIZE];
    int64_t created; /* seconds since 1970 */
    char marking[MANIFEST_WORD_SIZE];
    struct manifest_sender sender;
    uint16_t recipients; /* 1 to MANIFEST_RECIPIENTS_MAX */
    uint8_t recipient[MANIFEST_RECIPIENTS_MAX][MANIFEST_DIGEST_SIZE];
    char edition[MANIFEST_WORD_SIZE];
    uint8_t edition_digest[MANIFEST_DIGEST_SIZE];
    struct manifest_supersedes supersedes; /* none twice, and never its own */
    struct manifest_result result;
    uint16_t files; /* in the order of the payload */
    struct manifest_file file[MANIFEST_FILES_MAX];
    uint64_t payload_size;
    uint8_t payload_digest[MANIFEST_DIGEST_SIZE];
};

/* The only path that the file at that place of the payload may have. */
void manifest_path(char path[MANIFEST_PATH_SIZE], size_t place);

/* Whether a shown name may stand: 1 to 200 bytes of plain UTF-8, no slash or backslash. */
bool manifest_name_is_plain(const char *name, size_t length);

/* Whether the id is one of the list's. */
bool manifest_lists(
    const struct manifest_supersedes *supersedes, const uint8_t id[MANIFEST_ID_SIZE]);

/* As it stands in JSON: an array of ids in hexadecimal digits. */
json_t *manifest_supersedes_json(const struct manifest_supersedes *supersedes);

/* Adds an id behind the others, unless it is there already or the list is full. */
void manifest_list(struct manifest_supersedes *supersedes, const uint8_t id[MANIFEST_ID_SIZE]);

/* Whether every field of a record is within its bounds, strings terminated and plain, numbers in
 * range, paths as manifest_path has them (STATUS_REFUSED, REASON_BAD_VALUE), and then within the
 * limits above (REASON_TOO_LARGE). Of more files than a bundle may have none is looked at. */
enum status manifest_check(const struct manifest *manifest, struct error *err) MUST_USE;

/* The manifest as a signed document, its record a struct manifest. */
extern const struct document_type manifest_document;

/* Appends the canonical JSON of a record that manifest_check accepts. */
enum status manifest_encode(
    const struct manifest *manifest, struct buffer *out, struct error *err) MUST_USE;

/* Reads canonical JSON into a record, which is all zero on failure. STATUS_REFUSED:
 * REASON_UNKNOWN_FORMAT if "format" is another one, REASON_TOO_LARGE over a limit,
 * REASON_BAD_SYNTAX or REASON_BAD_VALUE otherwise. */
enum status manifest_parse(
    const uint8_t *json, size_t length, struct manifest *manifest, struct error *err) MUST_USE;

/* "sigill-bundle/1 TYPE ID", the trusted comment of the manifest's signature. */
#define MANIFEST_COMMENT_SIZE 80
void manifest_comment(char comment[MANIFEST_COMMENT_SIZE], const struct manifest *manifest);

#endif
