/* Examples in texts that name a medium. */
#ifndef CMD_UI_MEDIUM_EXAMPLE_H
#define CMD_UI_MEDIUM_EXAMPLE_H

#include "base/buffer.h"

/* Appends a text, with the directory of a medium as this system has it for each "/media/usb" in it.
 */
void medium_example_put(struct buffer *out, const char *text);

#endif
