#include "cmd/ui/editions.h"

#include "cmd/ui/load.h"

enum status editions_load(const char *path, struct editions *editions, struct error *err)
{
    enum status status = STATUS_OK;
    *editions = (struct editions){0};
    for (size_t i = 0; status == STATUS_OK && i + 1 < EDITIONS_MAX; i++) {
        const char *id = edition_builtin_id(i);
        if (id == NULL)
            break;
        status = edition_builtin(id, &editions->edition[editions->count], err);
        editions->count += status == STATUS_OK ? 1 : 0;
    }
    if (status == STATUS_OK && path != NULL) {
        status = load_edition_file(path, &editions->edition[editions->count], err);
        editions->count += status == STATUS_OK ? 1 : 0;
    }
    return status;
}

void editions_free(struct editions *editions)
{
    for (size_t i = 0; i < editions->count; i++)
        edition_free(editions->edition[i]);
    *editions = (struct editions){0};
}
