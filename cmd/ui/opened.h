/* Opening a bundle as the party that it was sealed to: who signed it, is it meant for this party,
 * and what is in it. Between parties that trust each other's cards; an authority's register has its
 * own judge, and a process of its own for what is parsed. */
#ifndef CMD_UI_OPENED_H
#define CMD_UI_OPENED_H

#include "base/error.h"
#include "format/bundle.h"
#include "format/card.h"
#include "format/fingerprint.h"
#include "format/keydir.h"
#include "format/manifest.h"
#include "format/payload.h"
#include "isolate/client.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The party that opens. */
struct opened_reader {
    const struct card *card; /* its newest */
    const struct fingerprint *fingerprint;
    const struct keydir_trusted *signer; /* the cards that a bundle may be signed by */
    size_t signers;
    int64_t now; /* seconds since 1970: the signer's card must be valid then */
    const struct keydir_trusted *history; /* all cards that the party ever had: each is good until
                                             its end, for bundles on the road */
    size_t history_count;
};

/* A bundle that was verified. Some 60 kB: better kept off small stacks. */
struct opened {
    struct bundle_front front;
    struct manifest manifest;
    const struct keydir_trusted *signer; /* one of the reader's */
    const struct card *answering;        /* whose answers it holds: the signer's card if it is a
                                            submission, the reader's own if it is feedback */
    bool signed_before; /* feedback on answers that another key than the reader's present one
                           signed: their signature was not verified; set by opened_unpack */
};

/* A submission comes from an organisation and feedback from an authority; feedback holds the
 * answers that it is about, as the reader once signed them (docs/format.md).
 *
 * Has the bundle split, verifies the manifest's signature under the trusted card that it names, and
 * only then has the manifest parsed, builds it anew, compares, and judges what it says.
 * STATUS_REFUSED, beside what the worker finds: REASON_UNKNOWN_SENDER, REASON_BAD_SIGNATURE,
 * REASON_CONTENT_MISMATCH, REASON_SENDER_MISMATCH, REASON_EXPIRED_KEY, REASON_WRONG_TYPE,
 * REASON_WRONG_RECIPIENT.
 * *opened is the caller's (opened_free), empty on failure. */
enum status opened_verify(struct client *worker, const struct opened_reader *reader,
    struct opened *opened, struct error *err) MUST_USE;
void opened_free(struct opened *opened);

/* Hands the members to the receiver, and verifies the organisation's signature on its answers as
 * well: REASON_BAD_SIGNATURE. The receiver must let nothing out before this has succeeded. */
enum status opened_unpack(struct client *worker, struct opened *opened,
    const struct payload_receiver *receiver, struct error *err) MUST_USE;

#endif
