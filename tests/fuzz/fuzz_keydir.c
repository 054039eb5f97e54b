/* A key directory of which one file is the input: all that reads it comes back, and what it takes
 * is whole. The first byte chooses the file. */
#include "base/file.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INPUT_MAX = 1 << 20, NAME_SIZE = 128, PATH_SIZE = 512 };

/* Of the example keys, and of the cards of another. */
static const char *const OWN[] = {"sign.key", "sign.pub", "receive.key", "receive.pub", "own.card"};
enum { OWN_COUNT = sizeof OWN / sizeof OWN[0], HISTORY = OWN_COUNT, TRUSTED, STRANGE, FILES };

static char home[64];

static void put(const char *name, const void *bytes, size_t length)
{
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/%s", home, name);
    fuzz_require(file_write(path, bytes, length, S_IRUSR | S_IWUSR, true, NULL) == STATUS_OK);
}

static void put_card(
    const char *folder, const struct fuzz_party *party, const void *bytes, size_t length)
{
    char name[NAME_SIZE];
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, &party->fingerprint);
    (void)snprintf(name, sizeof name, "%s/%s.card", folder, hex);
    put(name, bytes, length);
}

static void read_example(const char *name, struct buffer *content)
{
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "keys-example/%s", name);
    fuzz_require(file_read(path, INPUT_MAX, content, NULL) == STATUS_OK);
}

static void put_example(size_t place)
{
    struct buffer content = {0};
    char name[NAME_SIZE];
    (void)snprintf(name, sizeof name, "ankeborg/%s", place < OWN_COUNT ? OWN[place] : "own.card");
    if (place == TRUSTED || place == STRANGE)
        (void)snprintf(name, sizeof name, "msb/own.card");
    read_example(name, &content);
    if (place < OWN_COUNT)
        put(OWN[place], content.data, content.length);
    else if (place == HISTORY)
        put_card("history", fuzz_municipality(), content.data, content.length);
    else
        put_card("trusted", fuzz_authority(), content.data, content.length);
    buffer_free(&content);
}

static void remove_home(void)
{
    char command[PATH_SIZE];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", home);
    fuzz_ignore((enum status)(system(command) != 0));
}

static void make_home(void)
{
    char path[PATH_SIZE];
    (void)snprintf(home, sizeof home, "%s/sigill-fuzz-XXXXXX",
        access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    fuzz_require(mkdtemp(home) != NULL);
    (void)snprintf(path, sizeof path, "%s/history", home);
    fuzz_require(mkdir(path, S_IRWXU) == 0);
    (void)snprintf(path, sizeof path, "%s/trusted", home);
    fuzz_require(mkdir(path, S_IRWXU) == 0);
    for (size_t place = 0; place < STRANGE; place++)
        put_example(place);
    (void)atexit(remove_home);
}

static void look_at_cards(
    const struct keydir *dir, enum status (*list_of)(const struct keydir *dir,
                                  struct keydir_trusted **list, size_t *count, struct error *err))
{
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    if (list_of(dir, &list, &count, NULL) != STATUS_OK) {
        fuzz_require(list == NULL && count == 0);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct buffer json = {0};
        fuzz_require(card_encode(&list[i].card, &json, NULL) == STATUS_OK);
        struct fingerprint fingerprint;
        fingerprint_of(&fingerprint, json.data, json.length);
        fuzz_require(fingerprint_equal(&fingerprint, &list[i].fingerprint));
        buffer_free(&json);
    }
    free(list);
}

static void look_at_all(void)
{
    struct keydir dir;
    struct keydir_secrets secrets;
    struct card card;
    struct fingerprint fingerprint;
    if (keydir_load(home, &dir, NULL) != STATUS_OK)
        return;
    if (keydir_unlock(&dir, NULL, &secrets, NULL) == STATUS_OK)
        keydir_lock(&secrets);
    if (keydir_own_card(&dir, &card, &fingerprint, NULL) == STATUS_OK)
        fuzz_require(minisign_public_equal(&card.sign, &dir.sign));
    fuzz_ignore(keydir_latest_card(&dir, &card, &fingerprint, NULL));
    look_at_cards(&dir, keydir_history);
    look_at_cards(&dir, keydir_trusted_list);
    keydir_free(&dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (home[0] == '\0')
        make_home();
    if (size == 0)
        return 0;
    size_t place = data[0] % FILES;
    if (place < OWN_COUNT)
        put(OWN[place], data + 1, size - 1);
    else if (place == HISTORY)
        put_card("history", fuzz_municipality(), data + 1, size - 1);
    else if (place == TRUSTED)
        put_card("trusted", fuzz_authority(), data + 1, size - 1);
    else
        put("trusted/card.card", data + 1, size - 1);
    look_at_all();
    if (place == STRANGE) {
        char path[PATH_SIZE];
        (void)snprintf(path, sizeof path, "%s/trusted/card.card", home);
        fuzz_require(unlink(path) == 0);
    } else
        put_example(place);
    return 0;
}
