/* The kits that the authority has given out (format/kit.h), as the audit reports them: a number is
 * used once. */
#ifndef REGISTER_KITS_H
#define REGISTER_KITS_H

#include "base/error.h"
#include "format/fingerprint.h"
#include "register/audit.h"

#include <stdint.h>

/* The number of the kit that was given out last; 0 if none was. Walks the chain; after audit_check.
 */
enum status kits_last(struct audit *audit, uint32_t *number, struct error *err) MUST_USE;

/* The words of a kit's row in the audit; sealed: the digest of its file. */
void kits_words(char words[AUDIT_SUBJECT_SIZE], uint32_t number, const struct fingerprint *sealed);

#endif
