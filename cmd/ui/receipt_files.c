#include "cmd/ui/receipt_files.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/place.h"
#include "format/receipt.h"

#include <stdlib.h>
#include <string.h>

static bool is_receipt_name(const char *name)
{
    size_t length = strlen(name);
    size_t suffix = strlen(RECEIPT_SUFFIX);
    return length > suffix && strcmp(name + length - suffix, RECEIPT_SUFFIX) == 0;
}

static enum status add_path(char ***list, size_t *count, const char *path, struct error *err)
{
    if (*count == RECEIPT_FILES_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "more than %d receipts; name one folder at a time", RECEIPT_FILES_MAX);
    if ((*count & (*count - 1)) == 0)
        *list = memory_resize(*list, *count == 0 ? 1 : 2 * *count, sizeof **list);
    (*list)[(*count)++] = memory_text(path);
    return STATUS_OK;
}

static enum status search_receipts(
    struct receipt_files *files, const char *folder, unsigned depth, struct error *err);

static enum status take_receipt_entry(
    struct receipt_files *files, const char *path, unsigned depth, struct error *err)
{
    enum place_kind kind;
    if (!place_look(path, false, &kind))
        return add_path(&files->unread, &files->unreads, path, err);
    if (kind == PLACE_DIRECTORY && depth < RECEIPT_FILES_DEPTH_MAX)
        return search_receipts(files, path, depth + 1, err);
    if (kind == PLACE_FILE && is_receipt_name(path_name(path)))
        return add_path(&files->path, &files->count, path, err);
    return STATUS_OK;
}

/* One that cannot be read hinders nothing that lies beside it. */
static enum status search_receipts(
    struct receipt_files *files, const char *folder, unsigned depth, struct error *err)
{
    struct list names = {.size = sizeof(char *)};
    enum status status = STATUS_OK;
    if (!directory_names(folder, &names))
        return add_path(&files->unread, &files->unreads, folder, err);
    char **name = names.items;
    for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
        char *path = path_join(folder, name[i]);
        status = take_receipt_entry(files, path, depth, err);
        free(path);
    }
    list_free_texts(&names);
    return status;
}

static enum status take_receipt_operand(
    struct receipt_files *files, const char *path, struct error *err)
{
    if (!directory_is_there(path))
        return add_path(&files->path, &files->count, path, err);
    files->folders = true;
    return search_receipts(files, path, 0, err);
}

enum status receipt_files_find(
    char *const *operand, size_t operands, struct receipt_files *files, struct error *err)
{
    *files = (struct receipt_files){0};
    for (size_t i = 0; i < operands; i++)
        TRY(take_receipt_operand(files, operand[i], err));
    return STATUS_OK;
}

static void free_paths(char **list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(list[i]);
    free(list);
}

void receipt_files_free(struct receipt_files *files)
{
    free_paths(files->path, files->count);
    free_paths(files->unread, files->unreads);
    *files = (struct receipt_files){0};
}
