/* Small bundles: sealed as the program seals them, and made by hand where they shall be wrong. */
#ifndef FIXTURE_BUNDLE_H
#define FIXTURE_BUNDLE_H

#include "crypto/age_keys.h"
#include "crypto/minisign_key.h"
#include "format/bundle.h"
#include "format/fingerprint.h"
#include "format/manifest.h"
#include "format/payload.h"

/* Who seals, and for whom. */
struct fixture_parties {
    struct minisign_secret *sign;
    struct age_identities identities;
    struct age_recipients recipients; /* one hybrid */
    size_t hands;                     /* that seal; 0: as many as there are processors */
};

void fixture_parties_make(struct fixture_parties *parties);
void fixture_parties_free(struct fixture_parties *parties);

/* A submission of 212999-0004, complete but for files and payload. */
void fixture_manifest(struct manifest *manifest);

/* One member of a payload to be written. */
struct fixture_member {
    const void *bytes;
    size_t length;
    const char *name;
};

/* A payload's output that appends to the buffer, and fails nowhere. */
struct payload_output fixture_output(struct buffer *payload, size_t hands);

/* Writes the payload of the members and fills in the manifest. */
void fixture_payload(const struct fixture_member *members, size_t count, struct manifest *manifest,
    struct buffer *payload);

/* Seals into the file `name` of the test's directory (fixture_directory.h). Returns what
 * seal_bundle returned; the file is committed if that is STATUS_OK, else abandoned. */
enum status fixture_seal(const struct fixture_parties *parties,
    const struct fixture_member *members, size_t count, const char *name, struct manifest *manifest,
    struct fingerprint *digest, struct error *err);

/* A ustar member, and the whole frame of a bundle in its right order and length. */
void fixture_tar_member(struct buffer *out, const char *name, const void *bytes, size_t length);
void fixture_frame(const struct buffer *payload, const struct buffer *manifest,
    const struct buffer *signature, struct buffer *frame);

/* The manifest's JSON and its signature. */
void fixture_sign(const struct fixture_parties *parties, const struct manifest *manifest,
    struct buffer *json, struct buffer *signature);

/* One gzip member without name and with time 0 around the bytes. */
void fixture_gzip(const void *bytes, size_t length, struct buffer *out);

/* An age file around any frame. */
void fixture_age(
    const struct fixture_parties *parties, const struct buffer *frame, struct buffer *sealed);

/* The parts of a bundle that is right, to be changed before they are put together. */
struct fixture_parts {
    struct buffer payload;
    struct buffer json; /* of the manifest */
    struct buffer signature;
    struct buffer frame;
    struct buffer sealed; /* empty until fixture_age is called */
};
struct fixture_parts fixture_parts(const struct fixture_parties *parties,
    const struct fixture_member *members, size_t count, struct manifest *manifest);
void fixture_parts_free(struct fixture_parts *parts);

/* Counts what reaches it and keeps the first members. */
#define FIXTURE_KEPT 8
struct fixture_received {
    size_t begun;
    uint64_t bytes;
    struct buffer kept[FIXTURE_KEPT];
};
struct payload_receiver fixture_receiver(struct fixture_received *received);
void fixture_received_free(struct fixture_received *received);

/* Opens a file from its first byte to its last: unwraps, splits, verifies under the parties' sign
 * key, parses, unpacks. received may be NULL. */
enum status fixture_open_fd(const struct fixture_parties *parties, int fd, uint64_t size,
    struct fixture_received *received, struct error *err);
enum status fixture_open(const struct fixture_parties *parties, const void *bytes, size_t length,
    struct fixture_received *received, struct error *err);

/* A file in memory; to be closed. */
int fixture_memory_file(const void *bytes, size_t length);

#endif
