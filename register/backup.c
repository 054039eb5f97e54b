#include "register/backup.h"

#include "register/proof.h"

#include <string.h>

/* The chain is walked before its end is signed. */
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
    TRY_OUT(proof_write(path, &audit.last, audit.sign, err));
out:
    if (status == STATUS_FAILED && err != NULL && strstr(err->text, path) == NULL)
        error_prefix(err, path);
    audit_close(&audit);
    store_close(&store);
    return status;
}
