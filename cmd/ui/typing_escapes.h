/* What keys such as the arrows leave in a line that the terminal itself collects. */
#ifndef CMD_UI_TYPING_ESCAPES_H
#define CMD_UI_TYPING_ESCAPES_H

#include <stddef.h>
#include <stdint.h>

/* Drops the sequences of arrow and function keys (ECMA-48, CSI and SS3) and a lone Escape; returns
 * the length that is left. A sequence that no such key sends, or that was half erased, stays: what
 * it would take along may be text. */
size_t typing_drop_escapes(uint8_t *bytes, size_t length);

#endif
