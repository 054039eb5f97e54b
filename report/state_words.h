/* The state of an answer in words, each worded once. */
#ifndef REPORT_STATE_WORDS_H
#define REPORT_STATE_WORDS_H

#include "base/messages.h"
#include "scoring/points.h"

/* Such as "not answered" or "contradictory". Static text. */
const char *state_words(const struct catalog *catalog, enum answer_status status);

#endif
