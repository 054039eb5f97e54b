/* The transfer slip: one A4 page that goes with the medium on which a bundle is carried
 * (docs/format.md, "Slip"). Nothing of what is sealed stands on it. */
#ifndef REPORT_HTML_SLIP_H
#define REPORT_HTML_SLIP_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/fingerprint.h"
#include "format/manifest.h"

#include <stdint.h>

/* What the QR code says: this word, the id in hexadecimal digits or a hyphen, and the digest in
 * hexadecimal digits, one space between. */
#define HTML_SLIP_CODE "sigill-slip/1"

/* What is NULL is not known and has a line to be filled in by hand. */
struct html_slip_party {
    const char *name;
    const char *number;             /* NULL for an authority too */
    const struct fingerprint *card; /* its fingerprint */
};

/* All borrowed. */
struct html_slip {
    const struct catalog *catalog; /* the page's language */
    const char *marking;           /* that the medium is handled under */
    const char *name;              /* of the bundle's file, without its directory */
    uint64_t size;
    struct fingerprint digest; /* of the bundle's file */

    /* What the file itself does not show; NULL if it is not known. */
    const uint8_t *id; /* MANIFEST_ID_SIZE bytes */
    const char *day;   /* on which it was sealed */
    const char *about; /* such as the edition's title */
    const char *from;  /* the period's days */
    const char *to;
    struct html_slip_party sender;
    struct html_slip_party recipient;
};

/* Appends the whole page. The same input gives the same bytes everywhere. */
void html_slip(struct buffer *out, const struct html_slip *input);

#endif
