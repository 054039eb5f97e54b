/* A card of the organisation 212999-0004 with the key pair of fixture_minisign. */
#ifndef FIXTURE_CARD_H
#define FIXTURE_CARD_H

#include "format/card.h"

#define FIXTURE_CARD_FROM INT64_C(1793491200)  /* 2026-11-01 */
#define FIXTURE_CARD_UNTIL INT64_C(1856649600) /* 2028-11-01 */

/* Its recipients are new at every call. */
void fixture_card(struct card *card, uint32_t recipients);

/* Adds the text of a new recipient of that kind. */
void fixture_card_recipient(struct card *card, enum age_kind kind);

#endif
