/* Why an input was found wanting, as a stable code.
 *
 * The codes are a contract: they stand in JSON results, in the register and in receipts, where
 * other versions of the program read them. New ones are added at the end; none is renamed. What a
 * code may be used for stands in one table, in reason.c. */
#ifndef BASE_REASON_H
#define BASE_REASON_H

#include <stdbool.h>

#define REASON_CODE_SIZE 41 /* a code has at most 40 bytes; and a NUL */

enum reason {
    REASON_NONE = 0,

    /* Verdicts on a bundle. */
    REASON_NOT_A_BUNDLE,     /* not a binary age v1 file with one to eight hybrid stanzas */
    REASON_NOT_FOR_US,       /* no identity here opens it */
    REASON_DAMAGED,          /* it opens, but its header, chunks or frame are not whole */
    REASON_UNKNOWN_FORMAT,   /* signed by a known sender, in a version not known here */
    REASON_UNKNOWN_SENDER,   /* no enrolled key has the number of its signature */
    REASON_REVOKED_KEY,      /* the key was withdrawn */
    REASON_EXPIRED_KEY,      /* the card is not valid today */
    REASON_BAD_SIGNATURE,    /* the signature does not hold, or is not in our profile */
    REASON_SENDER_MISMATCH,  /* names another organisation than the key's */
    REASON_WRONG_RECIPIENT,  /* the signed manifest names other recipients */
    REASON_WRONG_TYPE,       /* a type that its signer may not seal */
    REASON_ALREADY_IMPORTED, /* these very bytes are in the register */
    REASON_ID_REUSED,        /* the sender's id is taken by another bundle of the same sender */
    REASON_UNKNOWN_EDITION,  /* an edition, or a digest of one, not known here */
    REASON_TOO_LARGE,        /* over a limit of the format */
    REASON_CONTENT_MISMATCH, /* the payload is not what the manifest promises */
    REASON_INVALID_ANSWERS,  /* the answers are not canonical, or have errors */
    REASON_RESULT_MISMATCH,  /* the manifest's result is not the one computed here */
    REASON_WORKER_FAILED,    /* the process that parses did not answer as it must */
    REASON_IO_ERROR,         /* the surroundings failed: disk, memory, medium */

    /* What the layers below found, before anyone judged a bundle by it. */
    REASON_BAD_HEADER,  /* age: the header is not canonical */
    REASON_BAD_ARMOR,   /* age: the armor is not canonical */
    REASON_NO_MATCH,    /* age: no identity opens any stanza */
    REASON_BAD_MAC,     /* age: the header's authenticator does not hold */
    REASON_BAD_PAYLOAD, /* age: a chunk does not authenticate, or the stream is cut or goes on */
    REASON_BAD_SYNTAX,  /* text or key material that is not of its form */
    REASON_BAD_VALUE,   /* well formed, but outside what is allowed */
    REASON_WRONG_PASSPHRASE,
    REASON_FINGERPRINT_MISMATCH,
    REASON_EXAMPLE_KEY, /* a key that everyone has */
    REASON_NOT_TRUSTED, /* no card here that was checked */
    REASON_EXISTS,      /* something is there already and is left as it is */
    REASON_NOT_FOUND,   /* nothing of that name or number */

    REASON_OLDER_REGISTER, /* the register lacks what its signed head says that it had */
    REASON_BROKEN_CHAIN,   /* an audit row is not the one that was appended */
    REASON_CLOCK_BEHIND,   /* this machine's clock is earlier than what the register last noted */

    REASON_NO_CONSENT, /* an organisation has not agreed to be compared by name */
    REASON_TOO_FEW,    /* so few that what is published would reveal single ones */

    REASON_UNPROVEN_REGISTER, /* no signed head says that this register is the authority's */
    REASON_REPLACED_KEY, /* the register's key is not the one that its signed head commits to */

    REASON_SECRET_KEY,       /* on a medium: no bundle, but a secret key */
    REASON_UNREAD_CONTAINER, /* on a medium: may hold bundles, but is not looked into, or not whole
                              */
    REASON_CLOCK_DOUBTED,    /* this machine's clock is far from what is known here */
    REASON_OLDER_KIT,        /* a kit's number is not above that of the one that was taken in */
    REASON_COUNT
};

/* What a code may be used for. Every code may stand in an error and in JSON. */
enum reason_use {
    /* A verdict on a bundle: it may stand in the register and in a receipt. */
    REASON_IN_RECEIPT = 1,
    /* A verdict that was reached by reading the bundle: its sender gets a receipt. Without it, the
     * reading itself failed, and whoever receives may try again. */
    REASON_JUDGED = 2,
    /* What a confined process may find in what it reads (isolate/client.h). */
    REASON_BY_WORKER = 4,
};

/* The code as it is written, such as "not-a-bundle"; "none" for REASON_NONE. Static text. */
const char *reason_code(enum reason reason);

/* Whether a code may be used so. */
bool reason_may(enum reason reason, enum reason_use use);

/* The one sentence that is said when a worker finds this in what it reads, English and to be
 * translated; NULL if a worker may not find it. A worker's own words are a stranger's, and nobody
 * reads them (S9). */
const char *reason_of_worker(enum reason reason);

/* Whether text can be a code, of this version or a newer one: lower-case letters with single
 * hyphens between, at most REASON_CODE_SIZE - 1 bytes, and not "none". */
bool reason_code_is_formed(const char *text);

/* The reason that has this code; REASON_NONE if this version does not know it. */
enum reason reason_from_code(const char *code);

#endif
