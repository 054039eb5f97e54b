/* A payload that is verified and read by a manifest which promises it. */
#ifndef FIXTURE_READING_H
#define FIXTURE_READING_H

#include "fixture_bundle.h"
#include "format/payload.h"
#include "format/payload_shares.h"

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

/* The places in it, noted by parts of that size. */
struct payload_places reading_places(const struct buffer *payload, size_t step);

/* Reads it share by share, up to the first that is refused. received: of all of them. */
enum status reading_read_shares(const struct buffer *payload, const struct payload_share *share,
    size_t count, struct fixture_received *received);

/* Reads it three times where its bytes are the promised ones: without knowing that, knowing it, and
 * with members that are judged elsewhere; all end alike, and so does reading it in 2 and in 8
 * shares where it can be cut. And wherever a share could be said to begin: what is taken in shares
 * is taken as a whole. received: of the first time. */
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
