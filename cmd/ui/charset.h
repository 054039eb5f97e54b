/* The letters that a terminal has: not every one shows UTF-8, and not every one types it. */
#ifndef CMD_UI_CHARSET_H
#define CMD_UI_CHARSET_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

enum charset { CHARSET_UTF8, CHARSET_LATIN1, CHARSET_ASCII };

/* What the environment says (LC_ALL, LC_CTYPE, LANG in that order, the first that is set and not
 * empty): the codeset that the locale's name has, ISO 8859-1 or -15 as CHARSET_LATIN1. Of a name
 * without one (C, POSIX, sv_SE) and without any, the terminal's own flag for UTF-8 decides
 * (IUTF8, termios(3)): where it is missing, C and none are CHARSET_ASCII and others CHARSET_LATIN1.
 * What is no terminal has UTF-8. */
enum charset charset_of_terminal(int fd);

/* Appends UTF-8 with no letter that the terminal lacks, each in as many columns as it had: "ä" as
 * "a", a dash as "-", and what has nothing like it as "?". */
void charset_fold(struct buffer *out, const char *text, size_t length, enum charset charset);

/* Appends UTF-8, folded before, as the terminal takes it. */
void charset_encode(struct buffer *out, const char *text, size_t length, enum charset charset);

/* Appends what was typed as UTF-8, letters composed (NFC). Bytes that are not UTF-8 are taken for
 * ISO 8859-1, whatever the environment says: no Swedish text is valid as both. */
void charset_decode(struct buffer *out, const void *bytes, size_t length);

#endif
