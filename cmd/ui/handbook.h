/* The handbook for those who work with the programs (docs/handbok.md), which is built in: its parts
 * as a terminal shows them. It is in Swedish, whatever the language. */
#ifndef CMD_UI_HANDBOOK_H
#define CMD_UI_HANDBOOK_H

#include "base/buffer.h"

#include <stdbool.h>

/* Appends the part whose heading is that topic, whatever its capitals, with what stands below it;
 * false if there is none. */
bool handbook_show(const char *topic, struct buffer *out);

/* Appends the topics: the headings, with commas between. */
void handbook_topics(struct buffer *out);

#endif
