#include "register/backup.h"

#include "base/file.h"
#include "register/copy.h"

#include <stdlib.h>
#include <sys/stat.h>

/* The chain was walked. */
static enum status write_head(const struct audit *audit, const char *path, struct error *err)
{
    struct buffer frame = {0};
    struct head head = audit->last;
    char *file = path_join(path, COPY_HEAD);
    enum status status;
    TRY_OUT(head_seal(&head, audit->sign, &frame, err));
    TRY_OUT(file_write(file, frame.data, frame.length, S_IRUSR | S_IWUSR, false, err));
out:
    buffer_free(&frame);
    free(file);
    return status;
}

enum status backup_read_back(
    const struct fsck *of, const char *path, struct fsck_counts *counts, struct error *err)
{
    struct store store;
    struct audit audit;
    struct fsck fsck = *of;
    enum status status;
    TRY(store_open(path, false, &store, err));
    audit_open(&audit, &store, of->audit->keys, of->audit->sign, of->key);
    fsck.store = &store;
    fsck.audit = &audit;
    fsck.headless = true;
    TRY_OUT(fsck_run(&fsck, counts, err));
    TRY_OUT(audit_walk(&audit, NULL, NULL, err));
    TRY_OUT(write_head(&audit, path, err));
out:
    audit_close(&audit);
    store_close(&store);
    return status;
}
