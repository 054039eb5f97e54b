/* A register with one enrolled organisation, and bundles to receive into it. */
#ifndef FIXTURE_INTAKE_H
#define FIXTURE_INTAKE_H

#include "format/card.h"
#include "format/editions.h"
#include "format/keydir.h"
#include "register/fsck.h"
#include "register/receive.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>

/* One party's keys and card. */
struct intake_side {
    struct minisign_secret *sign;
    struct age_identities identities;
    struct card card;
    struct fingerprint fingerprint;
    struct buffer card_file;
};

struct fixture_intake {
    struct intake_side sender; /* 212999-0012 */
    struct intake_side authority;
    struct keydir_trusted own; /* the authority's card */
    struct editions editions;  /* the newest built-in one */
    struct store store;
    struct spawner spawner; /* SPAWNER_NONE until a test starts one */
    uint8_t *key;
    unsigned made;   /* how many registers */
    char keys[4096]; /* the directory that keeps the audit's head */
    struct audit audit;
    struct intake_room room;
    struct receiver receiver;
};

/* Makes both parties, in a directory of the test's own (fixture_directory.h), which goes with them.
 */
void fixture_intake_make(struct fixture_intake *fixture);
void fixture_intake_free(struct fixture_intake *fixture);

/* An empty register with the sender enrolled, in place of the one before. */
void fixture_intake_renew(struct fixture_intake *fixture);

/* Starts its spawner at that plan (fixture_hostile.h), which waits for a worker for so many
 * milliseconds. */
void fixture_intake_start(struct fixture_intake *fixture, const char *plan, int64_t patience);

/* Answers of the sender, the points of its first question as given by yes or no; the caller frees
 * the record. signature gets the sender's on their JSON. */
struct answers *fixture_intake_answers(
    const struct fixture_intake *fixture, bool more, struct buffer *json, struct buffer *signature);

/* Seals such answers as the program does into the file `name` of the test's directory, with so many
 * attached bytes that do not shrink. */
void fixture_intake_seal(
    const struct fixture_intake *fixture, const char *name, bool more, size_t attached);

/* The same with so many zeros, which shrink. */
void fixture_intake_seal_zeros(
    const struct fixture_intake *fixture, const char *name, size_t attached);

/* The same with several attachments of these lengths, at most FIXTURE_INTAKE_ATTACHED, of which
 * some bytes shrink. What is to be signed, and the payload, may be changed before (NULL: are not).
 */
#define FIXTURE_INTAKE_ATTACHED 6
typedef void fixture_change(struct manifest *manifest, struct buffer *payload, size_t which);
void fixture_intake_forge(const struct fixture_intake *fixture, const char *name,
    const size_t *attached, size_t count, fixture_change *change, size_t which);

/* A copy of such a file whose last byte is another. Returns its length. */
size_t fixture_intake_break(const char *name, const char *copy);

/* Receives that file. STATUS_OK unless the surroundings fail. */
enum status fixture_intake_receive(
    struct fixture_intake *fixture, const char *name, struct verdict *verdict);

/* fsck of the register, without a report. */
struct fsck fixture_intake_fsck(struct fixture_intake *fixture);

/* The manifest of a kept original, as fsck asks for it: originals_manifest, with the sender's card.
 */
enum status fixture_intake_manifest(const struct fixture_intake *fixture,
    const struct submission *row, struct manifest *manifest, struct error *err);

/* The rows of its submissions: that of serial n at row[n - 1], for which there is room. */
void fixture_intake_rows(struct fixture_intake *fixture, struct submission *row);

/* How many submissions the register holds. */
size_t fixture_intake_count(struct fixture_intake *fixture);

#endif
