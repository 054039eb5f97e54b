/* A small kit of an authority with the key pair of fixture_minisign. */
#ifndef FIXTURE_KIT_H
#define FIXTURE_KIT_H

#include "format/card.h"
#include "format/kit_content.h"

#define FIXTURE_KIT_DATE INT64_C(1795219200) /* 2026-11-21 */

/* The built-in edition, one round of it, which closes on 2026-12-15, and the built-in
 * recommendations. The caller's (kit_content_free). */
void fixture_kit_content(struct kit_content *content, uint32_t number);

/* The authority's card, its frame and fingerprint, and the content's kit made with it, appended. */
void fixture_kit_card(struct card *card, struct buffer *frame, struct fingerprint *fingerprint);
void fixture_kit_seal(struct kit_content *content, struct buffer *out);

#endif
