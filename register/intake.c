#include "register/intake.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/bundle.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PART = 65536 };

static enum status copy_bytes(
    const char *name, int from, struct new_file *to, struct intake *intake, struct error *err)
{
    crypto_generichash_state hash;
    (void)crypto_generichash_init(&hash, NULL, 0, FINGERPRINT_SIZE);
    struct descriptor descriptor = {from, name};
    struct source source = source_from_descriptor(&descriptor);
    uint8_t *part = memory_allocate(PART);
    enum status status = STATUS_OK;
    size_t got = PART;
    while (status == STATUS_OK && got == PART) {
        status = source_fill(&source, part, PART, &got, err);
        if (status != STATUS_OK)
            break;
        intake->size += got;
        if (intake->size > BUNDLE_SIZE_MAX)
            status = error_set(
                err, STATUS_REFUSED, REASON_TOO_LARGE, "the file is larger than any bundle can be");
        (void)crypto_generichash_update(&hash, part, got);
        if (status == STATUS_OK)
            status = new_file_write(to, part, got, err);
    }
    (void)crypto_generichash_final(&hash, intake->sealed.bytes, FINGERPRINT_SIZE);
    free(part);
    return status;
}

static char *incoming_name(const struct store *store)
{
    uint8_t random[FINGERPRINT_SIZE];
    randombytes_buf(random, sizeof random);
    return store_file(store, STORE_INCOMING, random, BUNDLE_SUFFIX);
}

enum status intake_copy(
    const struct store *store, const char *path, struct intake *intake, struct error *err)
{
    struct new_file copy = NEW_FILE_NONE;
    int from = -1;
    uint64_t size = 0;
    *intake = INTAKE_NONE;
    char *name = incoming_name(store);
    enum status status =
        name == NULL ? error_memory(err) : file_open(path, false, &from, &size, err);
    if (status == STATUS_OK && size > BUNDLE_SIZE_MAX)
        status = error_set(
            err, STATUS_REFUSED, REASON_TOO_LARGE, "the file is larger than any bundle can be");
    if (status == STATUS_OK)
        status = new_file_create(&copy, name, S_IRUSR | S_IWUSR, false, err);
    if (status == STATUS_OK)
        status = copy_bytes(path, from, &copy, intake, err);
    if (status == STATUS_OK)
        status = new_file_commit(&copy, err);
    if (status == STATUS_OK) {
        intake->path = name;
        name = NULL;
        status = file_open(intake->path, false, &intake->fd, &size, err);
    }
    new_file_abandon(&copy);
    if (from >= 0)
        (void)close(from);
    if (name != NULL) /* the name may have been given before the failure */
        (void)unlink(name);
    free(name);
    if (status != STATUS_OK)
        intake_release(intake);
    return status;
}

static enum status move_to(
    const struct store *store, const char *directory, struct intake *intake, struct error *err)
{
    char *parent = path_join(store->path, directory);
    char *path = store_file(store, directory, intake->sealed.bytes, BUNDLE_SUFFIX);
    enum status status = STATUS_OK;
    if (status == STATUS_OK && rename(intake->path, path) != 0)
        status = error_system(err, "%s: cannot be given its name", path);
    if (status == STATUS_OK) {
        free(intake->path);
        intake->path = NULL;
        status = directory_sync(parent, err);
    }
    free(path);
    free(parent);
    return status;
}

enum status intake_keep(const struct store *store, struct intake *intake, struct error *err)
{
    return move_to(store, STORE_ORIGINALS, intake, err);
}

bool intake_remove(
    const struct store *store, const char *directory, const struct fingerprint *sealed)
{
    char *path = store_file(store, directory, sealed->bytes, BUNDLE_SUFFIX);
    bool removed = path != NULL && unlink(path) == 0;
    free(path);
    return removed;
}

/* Calls visit with the path of each file in one of the register's directories. */
static enum status each_file(const struct store *store, const char *directory,
    void (*visit)(void *context, const char *path), void *context, struct error *err)
{
    char *parent = path_join(store->path, directory);
    enum status status = STATUS_OK;
    DIR *list = opendir(parent);
    if (list == NULL) {
        status = error_system(err, "%s: cannot be read", parent);
        free(parent);
        return status;
    }
    for (struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        char *path = entry->d_type == DT_DIR ? NULL : path_join(parent, entry->d_name);
        if (path != NULL)
            visit(context, path);
        free(path);
    }
    (void)closedir(list);
    free(parent);
    return status;
}

static bool is_there(
    const struct store *store, const char *directory, const struct fingerprint *sealed)
{
    char *path = store_file(store, directory, sealed->bytes, BUNDLE_SUFFIX);
    bool there = path != NULL && file_exists(path);
    free(path);
    return there;
}

enum status intake_quarantine(const struct store *store, struct intake *intake,
    uint64_t *quarantined, bool *kept, struct error *err)
{
    bool there = is_there(store, STORE_QUARANTINE, &intake->sealed);
    uint64_t more = there ? 0 : intake->size;
    *kept = false;
    if (*quarantined + more > INTAKE_QUARANTINE_MAX && !there)
        return STATUS_OK;
    enum status status = move_to(store, STORE_QUARANTINE, intake, err);
    *kept = status == STATUS_OK;
    *quarantined += *kept ? more : 0;
    return status;
}

void intake_release(struct intake *intake)
{
    if (intake->fd >= 0)
        (void)close(intake->fd);
    if (intake->path != NULL)
        (void)unlink(intake->path);
    free(intake->path);
    intake->fd = -1;
    intake->path = NULL;
}

static void remove_file(void *context, const char *path)
{
    (void)context;
    (void)unlink(path);
}

static void remove_temporary(void *context, const char *path)
{
    if (file_is_temporary(path_name(path)))
        remove_file(context, path);
}

enum status intake_clean(const struct store *store, struct error *err)
{
    enum status status = each_file(store, STORE_INCOMING, remove_file, NULL, err);
    if (status == STATUS_OK)
        status = each_file(store, STORE_RECEIPTS, remove_temporary, NULL, err);
    return status;
}
