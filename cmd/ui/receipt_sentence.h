/* What a refusal means to the one who sealed. */
#ifndef CMD_UI_RECEIPT_SENTENCE_H
#define CMD_UI_RECEIPT_SENTENCE_H

#include "base/reason.h"

/* A sentence, N_("…"): why a bundle was refused and what to do. Static text, never NULL. */
const char *receipt_sentence(enum reason reason);

#endif
