/* What a refusal means to the one who sealed. */
#ifndef CMD_UI_RECEIPT_SENTENCE_H
#define CMD_UI_RECEIPT_SENTENCE_H

#include "base/reason.h"

/* A sentence, N_("…"): why a bundle was refused and what to do. code: as the receipt has it,
 * perhaps one that this version does not know. Static text, never NULL. */
const char *receipt_sentence(const char *code);

#endif
