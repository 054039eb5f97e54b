/* The directory at the end of a zip archive, held against the archive (APPNOTE.TXT 6.3).
 *
 * libarchive reads zip archives as widely as they are written. A workbook is taken only if there is
 * one way to read it: this goes through the directory and every header before libarchive opens the
 * archive, unpacks nothing, and refuses what two readers could see differently. */
#ifndef FORMAT_ZIP_DIRECTORY_H
#define FORMAT_ZIP_DIRECTORY_H

#include "format/sheet_fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZIP_MEMBERS_MAX 1000
#define ZIP_INFLATED_MAX (UINT64_C(64) << 20) /* of all members together, as the directory says */
#define ZIP_NAME_SIZE 256                     /* at most 255 bytes and a NUL */

struct zip_member {
    char name[ZIP_NAME_SIZE]; /* bytes, none of them NUL or a backslash; ends in a slash if it is a
                                 directory */
    uint32_t size;            /* unpacked */
    uint32_t begin;           /* of its header in the archive, and where its content ends */
    uint32_t end;
    bool behind; /* its sizes and sum stand behind the content too */
};

struct zip_directory {
    struct zip_member *member; /* owned, in the order of the archive */
    size_t members;
};

/* Reads the directory of an archive of size bytes, without moving the descriptor's position.
 * Accepted: one disk, no comment, no zip64, nothing after the directory's end; members stored or
 * deflated, regular files and directories, no two of one name in whatever case; each begins where
 * the one before ends, and nothing stands in front or between; in front of each the header that the
 * directory promises, the same in name, method, and in sizes and sum unless these stand behind the
 * content. Else: SHEET_UNREADABLE, SHEET_DAMAGED, SHEET_ENCRYPTED, SHEET_TWICE, SHEET_OVERLAP,
 * SHEET_DISAGREE, SHEET_LINK, SHEET_MEMBERS, SHEET_INFLATED.
 * *directory is the caller's (zip_directory_free), also on failure. */
enum status zip_directory_read(
    int fd, uint64_t size, struct zip_directory *directory, enum sheet_fault *why) MUST_USE;
void zip_directory_free(struct zip_directory *directory);

/* The member of that name, letters of ASCII in whatever case; NULL if there is none. */
const struct zip_member *zip_directory_find(
    const struct zip_directory *directory, const char *name);

#endif
