/* Rows of a register that somebody edited, and stored answers whose content was made with the
 * register's key: all that reads them comes back, and what it takes is within bounds. The input is
 * columns: a byte for the type, two for the length, the value. The first byte chooses the table. */
#include "crypto/secret.h"
#include "format/editions.h"
#include "register/changes_parts.h"
#include "register/population.h"
#include "register/rounds.h"
#include "register/senders.h"
#include "register/store_parts.h"
#include "register/stored_answers.h"
#include "register/submissions.h"
#include "register/vault.h"
#include "scoring/score.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS_MAX = 20, PATH_SIZE = 128 };

/* By table. */
static const char *const INSERTS[] = {
    ("INSERT INTO submissions (number, id, sender, edition, edition_digest, created, imported, "
     "supersedes, manifest_digest, sealed_digest, arrived, reference, chosen, suspect, rewrapped, "
     "rewrapped_to, answers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    ("INSERT INTO senders (fingerprint, number, key_number, series, card, enrolled, revoked, "
     "reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
    "INSERT INTO rounds (id, edition, opens, closes) VALUES (?, ?, ?, ?)",
    ("INSERT INTO population (round, number, name, \"group\", tags) "
     "VALUES ('round', ?, ?, ?, ?)"),
    "INSERT INTO refusals (sealed_digest, reason, refused, size) VALUES (?, ?, ?, ?)",
};
enum { SUBMISSIONS, SENDERS, ROUNDS, POPULATION, REFUSALS, TABLES, ANSWERS = TABLES };

static struct store store;
static char home[PATH_SIZE];

static void remove_home(void)
{
    char command[PATH_SIZE + 16];
    store_close(&store);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", home);
    fuzz_ignore((enum status)(system(command) != 0));
}

static void make_home(void)
{
    char path[PATH_SIZE + 16];
    (void)snprintf(home, sizeof home, "%s/sigill-fuzz-XXXXXX",
        access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    fuzz_require(mkdtemp(home) != NULL);
    (void)snprintf(path, sizeof path, "%s/register", home);
    fuzz_require(store_create(path, false, NULL) == STATUS_OK);
    fuzz_require(store_open(path, true, &store, NULL) == STATUS_OK);
    fuzz_require(
        sqlite3_exec(store.db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL) == SQLITE_OK);
    (void)atexit(remove_home);
}

/* One value for a column; returns how much of the input it took. */
static size_t bind(sqlite3_stmt *row, int column, const uint8_t *data, size_t size)
{
    int64_t number = 0;
    if (size < 3)
        return size;
    size_t length = (size_t)data[1] | (size_t)data[2] << 8;
    length = length < size - 3 ? length : size - 3;
    memcpy(&number, data + 3, length < sizeof number ? length : sizeof number);
    switch (data[0] % 4) {
    case 0:
        (void)sqlite3_bind_text(row, column, (const char *)data + 3, (int)length, SQLITE_TRANSIENT);
        break;
    case 1:
        store_bind_blob(row, column, data + 3, length);
        break;
    case 2:
        store_bind_number(row, column, number);
        break;
    default:
        (void)sqlite3_bind_null(row, column);
        break;
    }
    return 3 + length;
}

static bool insert(size_t table, const uint8_t *data, size_t size)
{
    sqlite3_stmt *row = NULL;
    fuzz_require(store_prepare(&store, INSERTS[table], &row, NULL) == STATUS_OK);
    int columns = sqlite3_bind_parameter_count(row);
    for (int column = 1; column <= columns; column++) {
        size_t took = bind(row, column, data, size);
        data += took;
        size -= took;
    }
    return store_run(&store, row, NULL) == STATUS_OK;
}

static enum status look_at_submission(
    void *context, const struct submission *submission, struct error *err)
{
    const uint8_t *key = context;
    struct buffer answers = {0};
    struct buffer signature = {0};
    (void)err;
    fuzz_require(memchr(submission->number, '\0', sizeof submission->number) != NULL);
    fuzz_require(memchr(submission->reference, '\0', sizeof submission->reference) != NULL);
    fuzz_require(
        submissions_answers(&store, key, submission, &answers, &signature, NULL) != STATUS_OK);
    buffer_free(&answers);
    buffer_free(&signature);
    return STATUS_OK;
}

static enum status look_at_sender(void *context, const struct sender *sender, struct error *err)
{
    (void)context;
    (void)err;
    struct buffer json = {0};
    fuzz_require(card_encode(&sender->card, &json, NULL) == STATUS_OK);
    buffer_free(&json);
    return STATUS_OK;
}

static void look_at_lists(void)
{
    struct population_entry *list = NULL;
    struct round *rounds = NULL;
    size_t count = 0;
    if (population_load(&store, "round", &list, &count, NULL) == STATUS_OK) {
        for (size_t i = 0; i < count; i++)
            fuzz_require(list[i].tags <= POPULATION_TAGS_MAX);
    }
    free(list);
    fuzz_ignore(rounds_load(&store, &rounds, &count, NULL));
    free(rounds);
}

static void read_rows(const uint8_t *key)
{
    uint64_t count = 0;
    bool known = false;
    void *context = (void *)(uintptr_t)key;
    fuzz_ignore(submissions_each(&store, look_at_submission, context, NULL));
    fuzz_ignore(submissions_count(&store, &count, NULL));
    fuzz_ignore(senders_each(&store, look_at_sender, NULL, NULL));
    fuzz_ignore(senders_known(&store, "212999-0004", &known, NULL));
    look_at_lists();
}

/* What rests for a submission, in the row that it belongs to. */
static void put_answers(
    const uint8_t *key, const uint8_t *data, size_t size, struct submission *submission)
{
    sqlite3_stmt *update = NULL;
    struct buffer blob = {0};
    struct vault_binding binding = {
        "submissions", submission->number, submission->edition, submission->manifest_digest};
    struct buffer nothing = {0};
    buffer_text(&nothing, "{}");
    fuzz_require(submissions_add(&store, key, submission, &nothing, &nothing, NULL, NULL) == STATUS_OK);
    fuzz_require(vault_seal(&store, key, &binding, data, size, &blob, NULL) == STATUS_OK);
    fuzz_require(
        store_prepare(&store, "UPDATE submissions SET answers = ?", &update, NULL) == STATUS_OK);
    store_bind_blob(update, 1, blob.data, blob.length);
    fuzz_require(store_run(&store, update, NULL) == STATUS_OK);
    buffer_free(&blob);
    buffer_free(&nothing);
}

static void look_at_answers(const uint8_t *key, const uint8_t *data, size_t size)
{
    static struct editions editions;
    struct submission submission = {.number = "212999-0004"};
    if (editions.count == 0)
        fuzz_require(editions_load(NULL, &editions, NULL) == STATUS_OK);
    memcpy(submission.edition, fuzz_edition()->id, sizeof submission.edition);
    memcpy(submission.edition_digest, fuzz_edition()->digest, sizeof submission.edition_digest);
    put_answers(key, data, size, &submission);
    struct stored_answers stored = {.store = &store, .key = key, .editions = &editions};
    if (stored_answers_open(&stored, &submission, NULL) == STATUS_OK) {
        struct score score;
        score_compute(&stored.edition->model, &stored.answers->set, &score);
        fuzz_require(score.points <= stored.edition->points);
    }
    stored_answers_close(&stored);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t *key;
    if (home[0] == '\0') {
        make_home();
        key = secret_new(VAULT_KEY_SIZE);
    }
    if (size == 0)
        return 0;
    fuzz_require(store_begin(&store, NULL) == STATUS_OK);
    size_t table = data[0] % (TABLES + 1);
    if (table == ANSWERS)
        look_at_answers(key, data + 1, size - 1);
    else if (insert(table, data + 1, size - 1))
        read_rows(key);
    fuzz_require(store_end(&store, STATUS_REFUSED, NULL) == STATUS_REFUSED);
    return 0;
}
