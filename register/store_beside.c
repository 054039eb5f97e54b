/* A second connection to the database of an open register. */
#include "register/store_parts.h"

#include <stdlib.h>

static enum status read_version(struct store_beside *beside, int64_t *version, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(&beside->store, "PRAGMA data_version", &select, err));
    return store_number(&beside->store, select, version, err);
}

void store_beside_open(const struct store *store, struct store_beside *beside)
{
    *beside = (struct store_beside){.store = {.lock = -1}};
    beside->open = store_connect_again(store, &beside->store, NULL) == STATUS_OK &&
                   read_version(beside, &beside->version, NULL) == STATUS_OK;
}

/* SQLite gives a connection another number once somebody else has committed: so nobody has since it
 * was opened, and what the first one began to read in between is of the same moment. */
bool store_beside_begin(struct store_beside *beside)
{
    int64_t version = 0;
    return beside->open && store_begin_reading(&beside->store, NULL) == STATUS_OK &&
           read_version(beside, &version, NULL) == STATUS_OK && version == beside->version;
}

void store_beside_close(struct store_beside *beside)
{
    if (beside->store.db != NULL)
        (void)sqlite3_close(beside->store.db);
    *beside = (struct store_beside){.store = {.lock = -1}};
}
