/* What a bundle shows to everyone. */
#ifndef CMD_UI_ENVELOPE_H
#define CMD_UI_ENVELOPE_H

#include "base/error.h"
#include "format/bundle.h"
#include "format/fingerprint.h"

/* Reads a bundle's file without any key: what is in the clear, and the digest of all its bytes.
 * STATUS_REFUSED as bundle_look; of a card or a receipt the text says what it is. */
enum status envelope_look(const char *path, struct bundle_envelope *envelope,
    struct fingerprint *digest, struct error *err) MUST_USE;

#endif
