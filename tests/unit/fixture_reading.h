/* A payload that is verified and read by a manifest which promises it. */
#ifndef FIXTURE_READING_H
#define FIXTURE_READING_H

#include "fixture_bundle.h"
#include "format/payload.h"

/* Of the last call, and what is promised; both anew before each test (reading_set_up). */
extern struct error reading_err;
extern struct manifest reading_manifest;
int reading_set_up(void **state);

enum { READING_ALL = 3 };
extern const struct fixture_member READING_MEMBERS[READING_ALL];

enum status reading_verify(const struct buffer *payload);

/* Reads it, knowing so much of it already (enum payload_known). */
enum status reading_read_knowing(
    const struct buffer *payload, unsigned known, struct fixture_received *received);

/* Reads it three times where its bytes are the promised ones: without knowing that, knowing it, and
 * with members that are judged elsewhere; all end alike. received: of the first time. */
enum status reading_read(const struct buffer *payload, struct fixture_received *received);

/* Makes the manifest promise these very bytes, so that what is found wrong is within them. */
void reading_promise(const struct buffer *payload);

/* It is packed, and refused for its content though the manifest's digest is right. Released. */
void reading_refuse_archive(struct buffer *archive);

/* The archive of members under their paths; the caller's. */
struct buffer reading_archive_of(const struct fixture_member *members, size_t count);

/* Makes the manifest that of READING_MEMBERS. */
void reading_promise_members(void);

#endif
