#include "format/zip_directory.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Bytes of the fixed parts, and the signatures that they begin with. */
enum { END_SIZE = 22, LOCATOR_SIZE = 20, ENTRY_SIZE = 46, HEADER_SIZE = 30 };
static const uint32_t END_SIGN = 0x06054b50, LOCATOR_SIGN = 0x07064b50, ENTRY_SIGN = 0x02014b50,
                      HEADER_SIGN = 0x04034b50;

enum { STORED = 0, DEFLATED = 8, AES = 99 };
enum { FLAG_ENCRYPTED = 0x0001, FLAG_BEHIND = 0x0008, FLAGS_HIDDEN = 0x2040 };
enum { FLAGS_READ = FLAG_ENCRYPTED | FLAG_BEHIND | FLAGS_HIDDEN }; /* others change no reading */
enum { DIRECTORY_MAX = 1 << 20, MADE_BY_UNIX = 3 };

/* An entry of the directory, as it stands there. */
struct zip_entry {
    uint16_t made_by, flags, method, name_length;
    uint32_t sum, packed, size, mode, begin;
};

struct zip_scan {
    int fd;
    uint64_t entries; /* where they begin: no member reaches beyond */
    struct zip_directory *directory;
    uint64_t inflated;
    enum sheet_fault *why;
};

static uint16_t two_at(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static uint32_t four_at(const uint8_t *bytes)
{
    return two_at(bytes) | (uint32_t)two_at(bytes + 2) << 16;
}

static enum status zip_damaged(const struct zip_scan *scan)
{
    return sheet_refuse(scan->why, SHEET_DAMAGED);
}

static enum status read_wholly(
    const struct zip_scan *scan, void *bytes, size_t size, uint64_t place)
{
    size_t got;
    if (!descriptor_read_at(scan->fd, bytes, size, place, &got))
        return sheet_refuse(scan->why, SHEET_UNREADABLE);
    if (got < size)
        return zip_damaged(scan);
    return STATUS_OK;
}

/* ---- the end ---- */

/* Whether the directory goes on in the form for large archives. */
static bool has_locator(const uint8_t *end)
{
    return four_at(end - LOCATOR_SIZE) == LOCATOR_SIGN;
}

static enum status read_end(struct zip_scan *scan, uint64_t size, size_t *entries, size_t *length)
{
    uint8_t bytes[LOCATOR_SIZE + END_SIZE];
    const uint8_t *end = bytes + LOCATOR_SIZE;
    if (size < sizeof bytes || size > UINT32_MAX)
        return zip_damaged(scan);
    TRY(read_wholly(scan, bytes, sizeof bytes, size - sizeof bytes));
    if (four_at(end) != END_SIGN)
        return zip_damaged(scan);
    *entries = two_at(end + 10);
    *length = four_at(end + 12);
    scan->entries = four_at(end + 16);
    if (*entries > ZIP_MEMBERS_MAX)
        return sheet_refuse(scan->why, SHEET_MEMBERS);
    if (has_locator(end) || two_at(end + 4) != 0 || two_at(end + 6) != 0 ||
        two_at(end + 8) != *entries || two_at(end + 20) != 0 || *length > DIRECTORY_MAX ||
        scan->entries + *length != size - END_SIZE)
        return zip_damaged(scan);
    return STATUS_OK;
}

/* ---- an entry ---- */

static bool is_directory_name(const char *name)
{
    return name[strlen(name) - 1] == '/';
}

/* Of stat(2), as Unix systems have them. */
enum { UNIX_KIND = 0170000, UNIX_FILE = 0100000, UNIX_DIRECTORY = 0040000 };

/* A file or a directory, as far as the system that it was made on says. */
static bool is_plain_member(const struct zip_entry *entry)
{
    uint32_t type = entry->mode >> 16 & UNIX_KIND;
    return entry->made_by >> 8 != MADE_BY_UNIX || type == 0 || type == UNIX_FILE ||
           type == UNIX_DIRECTORY;
}

static enum status judge_entry(
    struct zip_scan *scan, const struct zip_entry *entry, const char *name)
{
    if ((entry->flags & FLAG_ENCRYPTED) != 0 || entry->method == AES)
        return sheet_refuse(scan->why, SHEET_ENCRYPTED);
    if (!is_plain_member(entry))
        return sheet_refuse(scan->why, SHEET_LINK);
    if ((entry->flags & FLAGS_HIDDEN) != 0 ||
        (entry->method != STORED && entry->method != DEFLATED) ||
        (entry->method == STORED && entry->packed != entry->size) ||
        (is_directory_name(name) && entry->size != 0))
        return zip_damaged(scan);
    scan->inflated += entry->size;
    if (scan->inflated > ZIP_INFLATED_MAX)
        return sheet_refuse(scan->why, SHEET_INFLATED);
    return STATUS_OK;
}

/* Whether the header says the same sizes and sum, or leaves them to what stands behind. */
static bool header_agrees(const struct zip_entry *entry, const uint8_t *header)
{
    uint32_t sum = four_at(header + 14), packed = four_at(header + 18), size = four_at(header + 22);
    if (sum == entry->sum && packed == entry->packed && size == entry->size)
        return true;
    return (entry->flags & FLAG_BEHIND) != 0 && sum == 0 && packed == 0 && size == 0;
}

/* What stands in front of the content; *end is where that ends. */
static enum status judge_header(
    struct zip_scan *scan, const struct zip_entry *entry, const char *name, uint32_t *end)
{
    uint8_t header[HEADER_SIZE];
    char again[ZIP_NAME_SIZE];
    if ((uint64_t)entry->begin + HEADER_SIZE + entry->name_length > scan->entries)
        return zip_damaged(scan);
    TRY(read_wholly(scan, header, sizeof header, entry->begin));
    TRY(read_wholly(scan, again, entry->name_length, (uint64_t)entry->begin + HEADER_SIZE));
    if (four_at(header) != HEADER_SIGN)
        return zip_damaged(scan);
    if ((two_at(header + 6) & FLAGS_READ) != (entry->flags & FLAGS_READ) ||
        two_at(header + 8) != entry->method || two_at(header + 26) != entry->name_length ||
        memcmp(again, name, entry->name_length) != 0 || !header_agrees(entry, header))
        return sheet_refuse(scan->why, SHEET_DISAGREE);
    uint64_t ends = (uint64_t)entry->begin + HEADER_SIZE + entry->name_length +
                    two_at(header + 28) + entry->packed;
    if (ends > scan->entries)
        return zip_damaged(scan);
    *end = (uint32_t)ends;
    return STATUS_OK;
}

static enum status take_zip_name(
    struct zip_scan *scan, const uint8_t *bytes, size_t length, char name[ZIP_NAME_SIZE])
{
    if (length == 0 || length >= ZIP_NAME_SIZE || memchr(bytes, '\0', length) != NULL ||
        memchr(bytes, '\\', length) != NULL)
        return zip_damaged(scan);
    memcpy(name, bytes, length);
    name[length] = '\0';
    return zip_directory_find(scan->directory, name) == NULL ? STATUS_OK
                                                             : sheet_refuse(scan->why, SHEET_TWICE);
}

/* Puts the member that was added last where it belongs. qsort(3) would ask how much memory the
 * system has, which a confined process may not. */
static void keep_in_order(struct zip_directory *directory)
{
    struct zip_member added = directory->member[directory->members - 1];
    size_t place = directory->members - 1;
    for (; place > 0 && directory->member[place - 1].begin > added.begin; place--)
        directory->member[place] = directory->member[place - 1];
    directory->member[place] = added;
}

/* One entry; *size is how many bytes it has. */
static enum status read_zip_entry(
    struct zip_scan *scan, const uint8_t *bytes, size_t left, size_t *size)
{
    struct zip_directory *directory = scan->directory;
    struct zip_member *member = &directory->member[directory->members];
    if (left < ENTRY_SIZE || four_at(bytes) != ENTRY_SIGN)
        return zip_damaged(scan);
    struct zip_entry entry = {.made_by = two_at(bytes + 4),
        .flags = two_at(bytes + 8),
        .method = two_at(bytes + 10),
        .name_length = two_at(bytes + 28),
        .sum = four_at(bytes + 16),
        .packed = four_at(bytes + 20),
        .size = four_at(bytes + 24),
        .mode = four_at(bytes + 38),
        .begin = four_at(bytes + 42)};
    *size = (size_t)ENTRY_SIZE + entry.name_length + two_at(bytes + 30) + two_at(bytes + 32);
    if (*size > left || two_at(bytes + 34) != 0)
        return zip_damaged(scan);
    TRY(take_zip_name(scan, bytes + ENTRY_SIZE, entry.name_length, member->name));
    TRY(judge_entry(scan, &entry, member->name));
    TRY(judge_header(scan, &entry, member->name, &member->end));
    member->begin = entry.begin;
    member->size = entry.size;
    member->behind = (entry.flags & FLAG_BEHIND) != 0;
    directory->members++;
    keep_in_order(directory);
    return STATUS_OK;
}

/* ---- all of them ---- */

/* Whether nothing stands between a member and that place but what may stand behind it: sum and
 * sizes, perhaps with a signature in front. A reader that goes through the archive from its
 * beginning then finds the same members. */
static bool zip_follows(const struct zip_member *member, uint64_t place)
{
    enum { BEHIND = 12, SIGNED = 16 };
    uint64_t between = place - member->end;
    return between == 0 || (member->behind && (between == BEHIND || between == SIGNED));
}

static enum status judge_places(const struct zip_scan *scan)
{
    const struct zip_directory *directory = scan->directory;
    const struct zip_member none = {0}, *before = &none;
    for (size_t i = 0; i < directory->members; i++) {
        const struct zip_member *member = &directory->member[i];
        if (member->begin < before->end)
            return sheet_refuse(scan->why, SHEET_OVERLAP);
        if (!zip_follows(before, member->begin))
            return sheet_refuse(scan->why, SHEET_DISAGREE);
        before = member;
    }
    return zip_follows(before, scan->entries) ? STATUS_OK : sheet_refuse(scan->why, SHEET_DISAGREE);
}

static enum status read_zip_entries(
    struct zip_scan *scan, size_t entries, const uint8_t *bytes, size_t length)
{
    size_t place = 0;
    for (size_t i = 0; i < entries; i++) {
        size_t size = 0;
        TRY(read_zip_entry(scan, bytes + place, length - place, &size));
        place += size;
    }
    return place == length ? judge_places(scan) : zip_damaged(scan);
}

enum status zip_directory_read(
    int fd, uint64_t size, struct zip_directory *directory, enum sheet_fault *why)
{
    struct zip_scan scan = {.fd = fd, .directory = directory, .why = why};
    size_t entries = 0, length = 0;
    uint8_t *bytes = NULL;
    enum status status;
    *directory = (struct zip_directory){0};
    TRY_OUT(read_end(&scan, size, &entries, &length));
    bytes = memory_allocate(length + 1);
    directory->member = memory_new(entries + 1, sizeof *directory->member);
    TRY_OUT(read_wholly(&scan, bytes, length, scan.entries));
    status = read_zip_entries(&scan, entries, bytes, length);
out:
    free(bytes);
    return status;
}

void zip_directory_free(struct zip_directory *directory)
{
    free(directory->member);
    *directory = (struct zip_directory){0};
}

const struct zip_member *zip_directory_find(const struct zip_directory *directory, const char *name)
{
    for (size_t i = 0; i < directory->members; i++) {
        if (strcasecmp(directory->member[i].name, name) == 0)
            return &directory->member[i];
    }
    return NULL;
}
