#include "format/beginning.h"

#include "base/file.h"
#include "base/system/descriptor.h"
#include "base/text_find.h"

#include "base/memory.h"
#include "base/messages.h"
#include "crypto/age_header.h"
#include "format/card.h"
#include "format/head.h"
#include "format/kit.h"
#include "format/receipt.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The bytes that are looked at. */
struct looked_at {
    const uint8_t *bytes;
    size_t length;
    uint64_t size;
    const uint8_t *end;
};

static bool has_at(const struct looked_at *file, size_t place, const char *magic, size_t length)
{
    return file->length >= length && place <= file->length - length &&
           memcmp(file->bytes + place, magic, length) == 0;
}

/* ---- kinds that are known by fixed bytes ---- */

enum { SECTOR = 2048, DESCRIPTORS = 16 * SECTOR }; /* ECMA-119 6.2.1 */

#define MAGIC(place, bytes, kind)                                                                  \
    {                                                                                              \
        (place), (bytes), sizeof(bytes) - 1, (kind)                                                \
    }

/* Each as its format's own page has it. A hybrid image has several: the first here counts. */
static const struct {
    size_t place;
    const char *bytes;
    size_t length;
    enum beginning kind;
} MAGICS[] = {
    MAGIC(0, "PK\3\4", BEGINNING_ZIP),
    MAGIC(0, "PK\7\10", BEGINNING_ZIP),
    MAGIC(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", BEGINNING_OFFICE_OLD),
    MAGIC(0, "%PDF-", BEGINNING_PDF),
    MAGIC(0, "\x89PNG\r\n\x1A\n", BEGINNING_PICTURE),
    MAGIC(0, "\xFF\xD8\xFF", BEGINNING_PICTURE),
    MAGIC(0, "GIF8", BEGINNING_PICTURE),
    MAGIC(0, "II*\0", BEGINNING_PICTURE),
    MAGIC(0, "MM\0*", BEGINNING_PICTURE),
    MAGIC(8, "WEBP", BEGINNING_PICTURE),
    MAGIC(4, "ftyphei", BEGINNING_PICTURE),
    MAGIC(0, "7z\xBC\xAF\x27\x1C", BEGINNING_7Z),
    MAGIC(DESCRIPTORS, "\1CD001", BEGINNING_ISO),
    MAGIC(DESCRIPTORS, "\0BEA01", BEGINNING_UDF),
    MAGIC(DESCRIPTORS, "\0CD001", BEGINNING_ISO),
    MAGIC(0, "Rar!\x1A\7", BEGINNING_RAR),
    MAGIC(0, "MSCF\0\0\0\0", BEGINNING_CAB),
    MAGIC(0, "\x1F\x8B\x08", BEGINNING_COMPRESSED),
    MAGIC(0, "BZh", BEGINNING_COMPRESSED),
    MAGIC(0,
        "\xFD"
        "7zXZ",
        BEGINNING_COMPRESSED),
    MAGIC(0, "\x28\xB5\x2F\xFD", BEGINNING_COMPRESSED),
    MAGIC(0, "conectix", BEGINNING_VIRTUAL_DISK),
    MAGIC(0, "vhdxfile", BEGINNING_VIRTUAL_DISK),
    MAGIC(0, "KDMV", BEGINNING_VIRTUAL_DISK),
    MAGIC(0, "QFI\xFB", BEGINNING_VIRTUAL_DISK),
    MAGIC(64, "\x7F\x10\xDA\xBE", BEGINNING_VIRTUAL_DISK),
    MAGIC(3, "NTFS    ", BEGINNING_DISK),
    MAGIC(3, "EXFAT   ", BEGINNING_DISK),
    MAGIC(512, "EFI PART", BEGINNING_DISK),
};

static enum beginning kind_by_magic(const struct looked_at *file)
{
    for (size_t i = 0; i < sizeof MAGICS / sizeof MAGICS[0]; i++) {
        if (has_at(file, MAGICS[i].place, MAGICS[i].bytes, MAGICS[i].length))
            return MAGICS[i].kind;
    }
    return BEGINNING_OTHER;
}

/* The two bytes at the end of a boot record, and those of an ext file system, are few: its size
 * must be that of a disk too. */
static bool is_disk(const struct looked_at *file)
{
    enum { BLOCK = 512, LEAST = 65536 };
    return file->size >= LEAST && file->size % BLOCK == 0 &&
           (has_at(file, 510, "\x55\xAA", 2) || has_at(file, 1080, "\x53\xEF", 2));
}

static enum beginning kind_by_end(const struct looked_at *file)
{
    if (file->end == NULL)
        return BEGINNING_OTHER;
    if (memcmp(file->end, "koly", 4) == 0)
        return BEGINNING_DMG;
    return memcmp(file->end, "conectix", 8) == 0 ? BEGINNING_VIRTUAL_DISK : BEGINNING_OTHER;
}

/* By the checksum of its first header, which older ones without "ustar" have too: the sum of all
 * bytes, those of the sum itself counted as spaces. */
static bool is_tar(const struct looked_at *file)
{
    enum { HEADER = 512, SUM = 148, DIGITS = 8 };
    char digits[DIGITS + 1] = "";
    unsigned long sum = 0;
    if (file->length < HEADER || file->bytes[0] == '\0')
        return false;
    for (size_t i = 0; i < HEADER; i++)
        sum += i >= SUM && i < SUM + DIGITS ? ' ' : file->bytes[i];
    memcpy(digits, file->bytes + SUM, DIGITS);
    return strtoul(digits, NULL, 8) == sum;
}

/* By the name of its first member (ISO/IEC 29500-2, OpenDocument 1.3 part 2). */
static bool is_office(const struct looked_at *file)
{
    enum { NAME = 30 };
    static const char *const members[] = {"[Content_Types].xml", "_rels/.rels", "mimetype"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (has_at(file, NAME, members[i], strlen(members[i])))
            return true;
    }
    return false;
}

/* By the name of its first member, and no larger than one may be. */
static bool is_document(const struct looked_at *file)
{
    enum { DOCUMENT_MAX = 65536 };
    if (kit_begins(file->bytes, file->length))
        return file->size <= KIT_FRAME_MAX;
    static const char *const members[] = {CARD_NAME, RECEIPT_NAME, HEAD_NAME};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (has_at(file, 0, members[i], strlen(members[i]) + 1))
            return file->size <= DOCUMENT_MAX;
    }
    return false;
}

/* ---- keys ---- */

/* Where a text stands in what is looked at, or NULL. */
static const uint8_t *find_text(const struct looked_at *file, const char *text)
{
    return text_find(file->bytes, file->length, text);
}

/* Bytes of the header of an age file, 0 if its end is not in what is looked at. */
static size_t age_size(const struct looked_at *file)
{
    static const char last[] = "\n--- ";
    enum { MAC_LETTERS = 43 };
    const uint8_t *end = find_text(file, last);
    return end == NULL ? 0 : (size_t)(end - file->bytes) + sizeof last - 1 + MAC_LETTERS + 1;
}

static enum beginning age_kind(const struct looked_at *file)
{
    enum { NONCE = 16, TAG = 16, REGISTER_KEY = 32 };
    static const char locked[] = AGE_MAGIC "-> " AGE_TYPE_PASSPHRASE " ";
    if (has_at(file, 0, locked, sizeof locked - 1))
        return BEGINNING_KEY_LOCKED;
    size_t header = age_size(file);
    return header != 0 && file->size == header + NONCE + REGISTER_KEY + TAG ? BEGINNING_KEY_REGISTER
                                                                            : BEGINNING_AGE;
}

/* Whether so many letters, digits and hyphens follow a text, in whatever case, and in whatever of
 * the encodings that an editor gives it: those of two bytes have a zero beside each letter. A text
 * is found at once: none here begins anew within itself. */
static bool has_words(const struct looked_at *file, const char *text, size_t more)
{
    enum { LINES = 4096 }; /* comments may stand in front */
    size_t length = file->length < LINES ? file->length : LINES;
    size_t wanted = strlen(text);
    size_t found = 0;
    for (size_t i = 0; i < length && found < wanted + more; i++) {
        int letter = toupper(file->bytes[i]);
        if (letter == '\0')
            continue;
        bool fits = found < wanted ? letter == text[found] : isalnum(letter) || letter == '-';
        found = fits ? found + 1 : letter == text[0] ? 1 : 0;
    }
    return found == wanted + more;
}

/* What the second line of a secret key begins with: Ed, Sc or nothing, B2, in base64. */
static bool is_sign_key(const struct looked_at *file)
{
    return find_text(file, "\nRWRTY0Iy") != NULL || find_text(file, "\nRWQAAEIy") != NULL;
}

/* An age file that was made text, by the letters for its first line and the stanza's type. */
static bool is_armored_key(const struct looked_at *file)
{
    return find_text(file, "\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdC") != NULL;
}

static enum beginning text_kind(const struct looked_at *file)
{
    enum { KEY_LETTERS = 50 }; /* a text about keys has fewer */
    if (has_words(file, "AGE-SECRET-KEY-", KEY_LETTERS))
        return BEGINNING_KEY_IDENTITY;
    if (is_armored_key(file))
        return BEGINNING_KEY_LOCKED;
    return is_sign_key(file) ? BEGINNING_KEY_SIGN : BEGINNING_OTHER;
}

/* ---- all ---- */

enum beginning beginning_of(const uint8_t *bytes, size_t length, uint64_t size, const uint8_t *end)
{
    struct looked_at file = {bytes, length < BEGINNING_SIZE ? length : BEGINNING_SIZE, size, end};
    if (has_at(&file, 0, AGE_MAGIC, sizeof AGE_MAGIC - 1))
        return age_kind(&file);
    enum beginning kind = kind_by_magic(&file);
    if (kind == BEGINNING_ZIP && is_office(&file))
        kind = BEGINNING_OFFICE;
    if (kind == BEGINNING_OTHER && is_tar(&file))
        kind = is_document(&file) ? BEGINNING_DOCUMENT : BEGINNING_TAR;
    if (kind == BEGINNING_OTHER)
        kind = kind_by_end(&file);
    if (kind == BEGINNING_OTHER && is_disk(&file))
        kind = BEGINNING_DISK;
    return kind == BEGINNING_OTHER ? text_kind(&file) : kind;
}

enum status beginning_read(
    int fd, uint64_t size, const char *path, enum beginning *kind, struct error *err)
{
    uint8_t end[BEGINNING_END_SIZE];
    size_t looked = size > 0 && size < BEGINNING_SIZE ? (size_t)size : BEGINNING_SIZE;
    uint8_t *bytes = memory_allocate(looked);
    size_t got = 0;
    size_t ended = 0;
    enum status status = STATUS_OK;
    *kind = BEGINNING_OTHER;
    if (!descriptor_read_at(fd, bytes, looked, 0, &got) ||
        (size >= sizeof end && !descriptor_read_at(fd, end, sizeof end, size - sizeof end, &ended)))
        TRY_OUT(error_system(err, "%s: reading failed", path));
    *kind = beginning_of(bytes, got, size, ended == sizeof end ? end : NULL);
out:
    sodium_memzero(end, sizeof end); /* perhaps of answers */
    free(bytes);
    return status;
}

bool beginning_is_key(enum beginning kind)
{
    return kind >= BEGINNING_KEY_LOCKED && kind <= BEGINNING_KEY_REGISTER;
}

bool beginning_is_container(enum beginning kind)
{
    return kind >= BEGINNING_ZIP && kind <= BEGINNING_ISO;
}

bool beginning_is_closed(enum beginning kind)
{
    return kind >= BEGINNING_COMPRESSED;
}

const char *beginning_name(enum beginning kind)
{
    static const char *const names[] = {
        [BEGINNING_OTHER] = "",
        [BEGINNING_AGE] = N_("an age file"),
        [BEGINNING_KEY_LOCKED] = N_("a key under a passphrase"),
        [BEGINNING_KEY_IDENTITY] = N_("a key to receive with, in the open"),
        [BEGINNING_KEY_SIGN] = N_("a key to sign with"),
        [BEGINNING_KEY_REGISTER] = N_("a register's key"),
        [BEGINNING_DOCUMENT] = N_("a card or a receipt"),
        [BEGINNING_OFFICE] = N_("an office document"),
        [BEGINNING_OFFICE_OLD] = N_("an older office document, or one that is locked"),
        [BEGINNING_PDF] = N_("a PDF"),
        [BEGINNING_PICTURE] = N_("a picture"),
        [BEGINNING_ZIP] = N_("a ZIP archive"),
        [BEGINNING_TAR] = N_("a tar archive"),
        [BEGINNING_7Z] = N_("a 7z archive"),
        [BEGINNING_ISO] = N_("an ISO 9660 image"),
        [BEGINNING_COMPRESSED] = N_("a compressed file"),
        [BEGINNING_RAR] = N_("a RAR archive"),
        [BEGINNING_CAB] = N_("a CAB archive"),
        [BEGINNING_UDF] = N_("a UDF image"),
        [BEGINNING_DISK] = N_("the image of a disk"),
        [BEGINNING_VIRTUAL_DISK] = N_("a virtual disk"),
        [BEGINNING_DMG] = N_("a DMG image"),
    };
    return names[kind];
}
