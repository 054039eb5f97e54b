/* Text from outside: is it UTF-8, may it be shown, what is its hexadecimal form. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the bytes are valid UTF-8 (no overlong form, surrogate, or code above U+10FFFF). */
bool text_is_utf8(const void *bytes, size_t length);

/* Reads the first code point of at least one byte; returns its length in bytes, 0 if they do not
 * begin with valid UTF-8. */
size_t text_code(const void *bytes, size_t length, uint32_t *code);

/* Whether valid UTF-8 may be shown as it is: no control character (C0, DEL, C1), no character that
 * changes the direction of text or is invisible by format (U+061C, U+200B-200F, U+2028-202E,
 * U+2060-206F, U+FEFF, U+FFF9-FFFB, tags), and no noncharacter. newlines: allow \n and \t too. */
bool text_is_plain(const char *text, size_t length, bool newlines);

/* Appends text as it may be shown on a terminal: each character that text_is_plain would refuse,
 * and each byte that is not UTF-8, becomes U+FFFD. */
void text_show(struct buffer *out, const void *bytes, size_t length, bool newlines);

/* Puts '?' in the place of each byte that text_show would not show as it is, a character cut at the
 * end included. */
void text_mask(char *text);

/* Copies text into size bytes, at least 1: cut between two letters if it is longer, always
 * terminated, and what is left over zeroed. */
void text_copy(char *to, size_t size, const char *text);

/* The columns that a character takes on a terminal: none for one that joins the letter before it,
 * two for a wide one, such as a Chinese one. */
size_t text_code_width(uint32_t code);

/* The number of columns that a text takes; one for each byte that is not of valid UTF-8. */
size_t text_width(const char *text);

/* Writes 2*length lower-case digits and a NUL into hex. Of nothing secret: it looks digits up. */
void hex_encode(char *hex, const uint8_t *bytes, size_t length);

/* Reads exactly 2*length lower-case digits; false if there is anything else. */
bool hex_decode(uint8_t *bytes, size_t length, const char *hex, size_t hex_length);

#endif
