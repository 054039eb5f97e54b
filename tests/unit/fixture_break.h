/* Text that was laid out, as it stands in a file. */
#ifndef TESTS_UNIT_FIXTURE_BREAK_H
#define TESTS_UNIT_FIXTURE_BREAK_H

#include "base/buffer.h"

/* Breaks the lines of text that was laid out, as they are broken for a file. What is broken stays
 * so, and what is no such text. */
void fixture_break(struct buffer *text);

#endif
