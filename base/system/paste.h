/* Commands that users are given to paste into a shell that comes with the system, and a path or
 * name as a word of one. */
#ifndef BASE_SYSTEM_PASTE_H
#define BASE_SYSTEM_PASTE_H

#include "base/buffer.h"
#include "base/messages.h"

/* Replaces what is in out by one word that means exactly this path, and returns it (buffer_string).
 * What no shell reads as anything else stays as it is; all else is quoted. What text_show would not
 * show is written by its number. A path that begins with a hyphen gets "./" in front, so that no
 * command takes it for an option.
 *
 * Linux: a word of a POSIX shell, between single quotes; with numbers in octal, between $' and '
 * (POSIX.1-2024, 2.2.4): a shell that does not know this form takes it for a name that is not
 * there.
 *
 * Windows: between double quotes, which cmd.exe and PowerShell read alike. What PowerShell alone
 * has a meaning for ($ and `, quotes, numbers) is written as it takes it, and wrong in cmd.exe,
 * which never reads any of it as a command; a name between two % is a variable there, whatever is
 * around it. */
const char *paste_path(struct buffer *out, const char *path);

/* The same for a word of any kind, a hyphen at its beginning kept: a path among such words is one
 * that no command takes for an option already. */
const char *paste_word(struct buffer *out, const char *word);

/* Replace what is in out by what closes a file to all but its owner, or a directory with all that
 * is in it, and return it. A text puts it between two `, as it does a command; where the system
 * needs two commands there are words of the catalog's language between them, outside of those. */
const char *paste_close_file(struct buffer *out, const char *path, const struct catalog *catalog);
const char *paste_close_directory(
    struct buffer *out, const char *path, const struct catalog *catalog);

/* The same by a command that copies a directory. word: as it stands in the command. */
const char *paste_copy_directory(struct buffer *out, const char *path, const char *word);

#endif
