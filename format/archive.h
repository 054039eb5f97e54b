/* Reading of archives that other programs make, on libarchive.
 *
 * Only formats that are named here are tried, no compression around them, no programs, no
 * passwords. What is read is checked as far as the format has checks (CRC of zip, checksum of tar),
 * and only regular files are passed on; anything that libarchive merely warns of is refused. Sizes
 * are held to limits while the bytes come, not as the archive claims them.
 *
 * Our own archives (format/frame.h, format/payload.h) are not read with this: their readers accept
 * one form only. This is their judge in tests, and reads what has no such form. libarchive parses
 * freely, so what a stranger made belongs in a process without keys. */
#ifndef FORMAT_ARCHIVE_H
#define FORMAT_ARCHIVE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum archive_format {
    ARCHIVE_ZIP, /* APPNOTE.TXT 6.3, read by the directory at its end */
    ARCHIVE_TAR, /* POSIX.1-1988 ustar, and what libarchive knows beside it: pax, GNU */
    ARCHIVE_7Z,  /* 7-Zip's own */
    ARCHIVE_ISO, /* an image of ECMA-119, with Rock Ridge or Joliet */
};

/* What is read: bytes, or a file from its beginning, without moving the descriptor's position.
 * Borrowed while the reader is open. */
struct archive_input {
    const uint8_t *bytes;
    int descriptor; /* -1: bytes */
    uint64_t length;
};

struct archive_limits {
    size_t members;
    uint64_t bytes; /* of the content of all members together */
};

struct archive_reader;

/* STATUS_REFUSED with REASON_BAD_SYNTAX for what is not an archive of that format, STATUS_FAILED if
 * the descriptor cannot be read. *reader is the caller's (archive_reader_close); NULL on failure.
 */
enum status archive_reader_open(enum archive_format format, const struct archive_input *input,
    const struct archive_limits *limits, struct archive_reader **reader,
    struct error *err) MUST_USE;
void archive_reader_close(struct archive_reader *reader);

/* Goes to the next member. *name is as the archive has it, in bytes that mean nothing yet: never a
 * path to write to. It is the reader's until the next call; NULL at the end, which is STATUS_OK.
 * STATUS_REFUSED with REASON_BAD_SYNTAX for what is no regular file or is not whole, with
 * REASON_TOO_LARGE for more members than are allowed. */
enum status archive_reader_next(
    struct archive_reader *reader, const char **name, struct error *err) MUST_USE;

/* Gives the whole content of the present member to take, block by block, until that fails.
 * Refusals as above; REASON_TOO_LARGE for more bytes than are allowed. */
enum status archive_reader_each_block(struct archive_reader *reader,
    enum status (*take)(void *context, const void *bytes, size_t length, struct error *err),
    void *context, struct error *err) MUST_USE;

/* Appends it to out. */
enum status archive_reader_content(
    struct archive_reader *reader, struct buffer *out, struct error *err) MUST_USE;

#endif
