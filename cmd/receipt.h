/* What a refusal means to the one who sealed. */
#ifndef CMD_RECEIPT_H
#define CMD_RECEIPT_H

#include "base/reason.h"

/* A sentence, N_("…"): why a bundle was refused and what to do. Static text, never NULL. */
const char *receipt_sentence(enum reason reason);

#endif
