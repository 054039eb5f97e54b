/* A workbook as the zip archive of parts that it is (ISO/IEC 29500-2, OpenDocument 1.3 part 2). */
#ifndef FORMAT_PACKAGE_H
#define FORMAT_PACKAGE_H

#include "format/sheet_fault.h"
#include "format/zip_directory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACKAGE_SIZE_MAX (UINT64_C(16) << 20) /* of the file */

struct package {
    int fd; /* borrowed */
    uint64_t size;
    struct zip_directory directory;
    uint64_t left; /* bytes that may still be unpacked, though a part be read again */
};

/* Judges the archive (zip_directory_read), SHEET_LENGTH first. *package is the caller's
 * (package_close), also on failure. */
enum status package_open(
    int fd, uint64_t size, struct package *package, enum sheet_fault *why) MUST_USE;
void package_close(struct package *package);

/* Whether there is a part of that name, letters of ASCII in whatever case. */
bool package_has(const struct package *package, const char *part);

/* Where a part's bytes go. */
struct package_sink {
    enum status (*take)(
        void *context, const void *bytes, size_t length, bool last, enum sheet_fault *why);
    void *context;
};

/* Unpacks one part into the sink; last is true once, with no bytes. It is never more than the
 * directory promises, and exactly that, with the sum that it has, when it comes to last. Else
 * SHEET_DISAGREE or SHEET_DAMAGED, also where there is no such part. What is read of all parts
 * together has the limit ZIP_INFLATED_MAX (SHEET_INFLATED). Its other faults are those of the sink,
 * SHEET_MEMORY and SHEET_UNREADABLE. */
enum status package_read(struct package *package, const char *part, const struct package_sink *sink,
    enum sheet_fault *why) MUST_USE;

#endif
