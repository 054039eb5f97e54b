/* A path or name as a word of a command that is offered for pasting into a shell. */
#ifndef BASE_PASTE_H
#define BASE_PASTE_H

#include "base/buffer.h"

/* Replaces what is in out by one word of a POSIX shell that means exactly this path, and returns it
 * (buffer_string). What no shell reads as anything else stays as it is; all else stands between
 * single quotes. What text_show would not show is written in octal between $' and ' (POSIX.1-2024,
 * 2.2.4): a shell that does not know this form takes it for a name that is not there. A path that
 * begins with a hyphen gets "./" in front, so that no command takes it for an option. */
const char *paste_path(struct buffer *out, const char *path);

/* The same for a word of any kind, a hyphen at its beginning kept: a path among such words is one
 * that no command takes for an option already. */
const char *paste_word(struct buffer *out, const char *word);

#endif
