/* What a file is, as far as its first bytes show.
 *
 * A guess that decides who looks at the file next, and no more: whoever does judges all of it. No
 * name is looked at. */
#ifndef FORMAT_BEGINNING_H
#define FORMAT_BEGINNING_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* So many bytes show all kinds: the longest header of an age file that is written here, and the
 * volume descriptors of an image, which begin at 32768. */
#define BEGINNING_SIZE 49152
#define BEGINNING_END_SIZE 512 /* some images are known by their last bytes only */

#define BEGINNING_LONG (UINT64_C(1) << 40) /* the size of a file that is longer, if not known */

enum beginning {
    BEGINNING_OTHER,
    BEGINNING_AGE, /* a binary age v1 file that is none of the keys below: perhaps a bundle */

    /* Secret keys. */
    BEGINNING_KEY_LOCKED,   /* an age file that a passphrase opens, as receive.key is one */
    BEGINNING_KEY_IDENTITY, /* the text of an age identity: AGE-SECRET-KEY-… */
    BEGINNING_KEY_SIGN,     /* minisign's secret key file */
    BEGINNING_KEY_REGISTER, /* an age file that holds 32 bytes: a register's key */

    /* A card, a receipt, a kit or a register's head: our own documents, which are tar archives
     * too.  */
    BEGINNING_DOCUMENT,
    BEGINNING_OFFICE, /* a text or workbook of an office program: a zip archive, but of its own */
    BEGINNING_OFFICE_OLD, /* the same before 2007 ([MS-CFB]), and what is under a password */

    BEGINNING_PDF,
    BEGINNING_PICTURE, /* PNG, JPEG, GIF, TIFF, WebP, HEIF */

    /* Containers that are looked into. */
    BEGINNING_ZIP,
    BEGINNING_TAR,
    BEGINNING_7Z,
    BEGINNING_ISO, /* ISO 9660, ECMA-119 */

    /* Containers and images that are not. */
    BEGINNING_COMPRESSED, /* gzip, bzip2, xz or zstd, with whatever in it */
    BEGINNING_RAR,
    BEGINNING_CAB,
    BEGINNING_UDF,
    BEGINNING_DISK,         /* a disk or a partition: FAT, exFAT, NTFS, ext, MBR, GPT */
    BEGINNING_VIRTUAL_DISK, /* VHD, VHDX, VMDK, VDI, QCOW */
    BEGINNING_DMG,
};

/* length: at most BEGINNING_SIZE bytes are looked at; size: of the whole file. end: its last
 * BEGINNING_END_SIZE bytes, or NULL. */
enum beginning beginning_of(const uint8_t *bytes, size_t length, uint64_t size, const uint8_t *end);

/* The same of an open file, read without moving its position. STATUS_FAILED if it cannot be read.
 */
enum status beginning_read(
    int fd, uint64_t size, const char *path, enum beginning *kind, struct error *err) MUST_USE;

bool beginning_is_key(enum beginning kind);
bool beginning_is_container(enum beginning kind); /* looked into */
bool beginning_is_closed(enum beginning kind);    /* one that is not */

/* What it is called, English and to be translated (base/messages.h), such as "a ZIP archive"; ""
 * for BEGINNING_OTHER. */
const char *beginning_name(enum beginning kind);

#endif
