/* Our ustar codec, judged by libarchive: an archive of which every header is one that ustar_size
 * accepts holds for libarchive the same members. The input is the archive; each header is asked
 * about under the name that it says, if that is one that our formats could use. */
#include "format/ustar.h"
#include "tests/fuzz/fuzz.h"

#include <sodium.h>
#include <string.h>

enum { MEMBERS = 32 };

struct names {
    char text[MEMBERS][USTAR_NAME_MAX + 1];
};

/* Letters, digits, and the signs of "attachments/001" and "answers.json.minisig". */
static bool take_name(const uint8_t *header, char name[USTAR_NAME_MAX + 1])
{
    static const char signs[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
    memcpy(name, header, USTAR_NAME_MAX);
    name[USTAR_NAME_MAX] = '\0';
    size_t length = strlen(name);
    return length > 0 && strspn(name, signs) == length && name[length - 1] != '/';
}

/* false if our readers would refuse what stands there. */
static bool take_member(
    const uint8_t *data, size_t size, size_t *at, char *name, struct fuzz_member *member)
{
    uint64_t length;
    if (size - *at < USTAR_BLOCK || !take_name(data + *at, name) ||
        ustar_size(data + *at, name, &length, NULL) != STATUS_OK ||
        length > size - *at - USTAR_BLOCK ||
        ustar_padding(length) > size - *at - USTAR_BLOCK - length)
        return false;
    *member = (struct fuzz_member){name, data + *at + USTAR_BLOCK, (size_t)length};
    *at += (size_t)ustar_member_size(length);
    return sodium_is_zero(member->bytes + member->length, (size_t)ustar_padding(length)) == 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_member member[MEMBERS];
    struct names names;
    size_t at = 0;
    size_t count = 0;
    while (size - at > USTAR_END) {
        if (count == MEMBERS || !take_member(data, size, &at, names.text[count], &member[count]))
            return 0;
        count++;
    }
    if (size - at != USTAR_END || !sodium_is_zero(data + at, USTAR_END))
        return 0;
    fuzz_judge_archive(data, size, member, count);
    return 0;
}
