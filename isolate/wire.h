/* Messages between the process with the keys and a worker, over a channel
 * (base/system/channel.h).
 *
 * A message is a kind (4 bytes), a length (4 bytes), both in the machine's own order, and its
 * bytes: both ends are the same program on the same machine. The reader names the most that it
 * takes; a longer one is a failure of the other end. A deadline is a moment of channel_clock, or
 * CHANNEL_NO_DEADLINE. */
#ifndef ISOLATE_WIRE_H
#define ISOLATE_WIRE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/system/channel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wire_kind {
    WIRE_BUNDLE = 1, /* to the worker: struct bundle_envelope, then the file key */
    WIRE_SPLIT,      /* to the worker: split the frame */
    WIRE_MANIFEST,   /* to the worker: parse the manifest, which was verified */
    WIRE_ANSWERS,    /* to the worker: unpack and parse the answers; the edition's place, uint32_t,
                        and after WIRE_HASH perhaps a struct payload_share: no more than that */
    WIRE_MEMBERS,    /* to the worker: unpack and hand up all members; whether what bundle_front
                        calls hashed is known, uint32_t */
    WIRE_VERDICT,    /* from the worker: struct wire_verdict */
    WIRE_BYTES,      /* from the worker: what belongs to a good verdict */
    WIRE_MEMBER,     /* from the worker: a member's place begins */
    WIRE_END,        /* from the worker: no more members */
    WIRE_CARD,       /* to the worker, instead of all others: the file is a card, open it */

    /* Of a worker for containers (isolate/serve_container.h) and no other. */
    WIRE_CONTAINER, /* to it, first: struct wire_container */
    WIRE_NEXT,      /* to it: go to the next member */
    WIRE_REST,      /* to it: hand up the rest of the member */

    /* Of a worker for workbooks (isolate/serve_workbook.h) and no other. */
    WIRE_WORKBOOK, /* to it, once: the file's size, uint64_t */

    /* Of a worker for kits (isolate/serve_kit.h), before WIRE_MEMBERS. */
    WIRE_KIT, /* to it, first: struct wire_kit */

    WIRE_AHEAD,  /* to a bundle's worker, before it splits: so many bytes are there, uint64_t */
    WIRE_RECORD, /* from it: a manifest or answers, as isolate/sparse.h has it */
    WIRE_HASH,   /* to it, after the manifest: hash the payload; what it notes comes as bytes */
    WIRE_SHARE,  /* to another one, after WIRE_BUNDLE: read a share of a payload that was hashed;
                    struct payload_share, then the manifest as isolate/sparse.h has it */
};

#define WIRE_REQUEST_MAX 4096              /* bytes of a message to a worker, but a bundle's */
#define WIRE_INBOX_MAX ((size_t)256 << 10) /* bytes that are kept of those that came from it */

/* How a request went: two numbers, for a worker has no words of its own. */
struct wire_verdict {
    uint32_t status;
    uint32_t reason;
};

/* What a container is, as far as its first bytes show. */
struct wire_container {
    uint64_t size;
    uint32_t format; /* enum archive_format */
};

/* A member of a container; its name follows. */
struct wire_member {
    uint32_t unread; /* why its content cannot be read (enum reason), or 0 */
    uint32_t named;  /* whether the name can be written in UTF-8; without, none follows */
};

/* Where the parts of a kit's file stand, in bytes. */
struct wire_kit {
    uint64_t json;
    uint64_t json_size;
    uint64_t payload;
    uint64_t payload_size;
};

#define WIRE_NAME_MAX 4096 /* bytes of a member's name */
#define WIRE_PART 65536    /* bytes of a container's content that come at once */

/* Bytes of a bundle's member that come at once: what a gzip member inflates to. */
#define WIRE_MEMBER_PART ((size_t)1 << 20)

/* Of records of cells that come at once (format/sheet_cells.h): a part, and the one that goes
 * beyond it, which is less than another two. */
#define WIRE_CELLS (3 * WIRE_PART)

/* Sends a whole message until the deadline. STATUS_REFUSED, REASON_WORKER_FAILED if the other end
 * is gone, or does not read. */
enum status wire_send(int end, enum wire_kind kind, const void *bytes, size_t length,
    int64_t deadline, struct error *err) MUST_USE;

/* Sends a record as WIRE_RECORD. */
enum status wire_send_record(
    int end, const void *record, size_t size, int64_t deadline, struct error *err) MUST_USE;

/* Sends a message of at most WIRE_OFFER_MAX bytes if there is room for it now, and else does not;
 * STATUS_REFUSED as above. */
#define WIRE_OFFER_MAX 16
enum status wire_offer(int end, enum wire_kind kind, const void *bytes, size_t length,
    int64_t deadline, struct error *err) MUST_USE;

/* Waits until the deadline for a message of at most limit bytes, which replace what is in out.
 * STATUS_REFUSED with REASON_WORKER_FAILED for a longer one, for the deadline, and for the end of
 * the other process. */
enum status wire_receive(int end, size_t limit, int64_t deadline, enum wire_kind *kind,
    struct buffer *out, struct error *err) MUST_USE;

/* Waits until that moment, or if it is past not at all, for so many messages, or for one verdict
 * that is no STATUS_OK, and keeps what comes of them in inbox; whether they are there. They are, as
 * far as this goes, also when there is nothing more to wait for: at the end of the other process,
 * or when more came than inbox takes, which is WIRE_INBOX_MAX. Of what is kept nothing is judged.
 */
bool wire_gather(int end, size_t messages, int64_t until, struct buffer *inbox);

/* Whether they, or that verdict, are kept wholly: then whoever takes them asks the channel nothing.
 */
bool wire_has_gathered(size_t messages, const struct buffer *inbox);

/* Whether what is kept begins with such a verdict. */
bool wire_is_refusal(const struct buffer *inbox);

/* wire_receive, of what was kept before what comes. */
enum status wire_receive_kept(int end, struct buffer *inbox, size_t limit, int64_t deadline,
    enum wire_kind *kind, struct buffer *out, struct error *err) MUST_USE;

/* The same for a message of one kind; any other is refused in the same way. */
enum status wire_expect(int end, enum wire_kind wanted, size_t limit, int64_t deadline,
    struct buffer *out, struct error *err) MUST_USE;

/* Fills *err: the worker did not do what it must. Returns STATUS_REFUSED. */
enum status wire_failed(struct error *err);

#endif
