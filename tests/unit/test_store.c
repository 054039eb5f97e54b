#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

static struct error err;
static struct fixture_register fixture;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return 0;
}

static void assert_failed(enum status status, enum reason reason)
{
    assert_int_equal(status, STATUS_FAILED);
    assert_int_equal(err.status, STATUS_FAILED);
    assert_string_equal(reason_code(err.reason), reason_code(reason));
    assert_true(err.text[0] != '\0');
}

static bool is_empty(const struct store *store)
{
    return store->path == NULL && store->db == NULL && store->lock == -1;
}

static mode_t mode_of(const char *name)
{
    struct stat about;
    assert_int_equal(stat(fixture_directory_path(name), &about), 0);
    return about.st_mode & 07777;
}

static void test_a_new_register_is_for_its_owner_alone(void **state)
{
    (void)state;
    mode_t before = umask(0);
    assert_int_equal(store_create(fixture_directory_path("open"), false, &err), STATUS_OK);
    umask(before);
    assert_int_equal(mode_of("open"), 0700);
    assert_int_equal(mode_of("open/originals"), 0700);
    assert_int_equal(mode_of("open/incoming"), 0700);
    assert_int_equal(mode_of("open/quarantine"), 0700);
    assert_int_equal(mode_of("open/receipts"), 0700);
    assert_int_equal(mode_of("open/register.db"), 0600);
}

static void test_a_register_is_not_made_twice(void **state)
{
    (void)state;
    struct buffer before = fixture_directory_read("register/register.db");
    assert_failed(store_create(fixture.path, true, &err), REASON_EXISTS);
    struct buffer after = fixture_directory_read("register/register.db");
    assert_int_equal(after.length, before.length);
    assert_memory_equal(after.data, before.data, before.length);
    buffer_free(&before);
    buffer_free(&after);
}

static void test_each_register_has_an_id_of_its_own(void **state)
{
    (void)state;
    struct store other;
    uint8_t id[STORE_ID_SIZE];
    memcpy(id, fixture.store.id, sizeof id);
    assert_int_equal(store_create(fixture_directory_path("other"), false, &err), STATUS_OK);
    assert_int_equal(store_open(fixture_directory_path("other"), false, &other, &err), STATUS_OK);
    assert_memory_not_equal(other.id, id, sizeof id);
    store_close(&other);
    store_close(&fixture.store);
    assert_int_equal(
        store_open(fixture_directory_path("register"), true, &fixture.store, &err), STATUS_OK);
    assert_memory_equal(fixture.store.id, id, sizeof id);
}

static void test_what_is_no_register_is_not_opened(void **state)
{
    (void)state;
    struct store store;
    assert_failed(store_open(fixture_directory_path("none"), true, &store, &err), REASON_NOT_FOUND);
    assert_true(is_empty(&store));
    assert_false(file_exists(fixture_directory_path("none")));
    assert_int_equal(mkdir(fixture_directory_path("rubbish"), 0700), 0);
    fixture_directory_write("rubbish/register.db", "not a database at all, but long enough", 38);
    assert_failed(
        store_open(fixture_directory_path("rubbish"), false, &store, &err), REASON_IO_ERROR);
    assert_true(is_empty(&store));
    fixture_directory_write("rubbish/register.db", "", 0);
    assert_failed(
        store_open(fixture_directory_path("rubbish"), false, &store, &err), REASON_IO_ERROR);
    assert_int_equal(mkdir(fixture_directory_path("linked"), 0700), 0);
    assert_int_equal(symlink(fixture_directory_path("register/register.db"),
                         fixture_directory_path("linked/register.db")),
        0);
    assert_failed(
        store_open(fixture_directory_path("linked"), false, &store, &err), REASON_IO_ERROR);
    assert_true(is_empty(&store));
}

static void execute(const char *sql)
{
    assert_int_equal(sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void test_another_version_is_not_opened(void **state)
{
    (void)state;
    struct store store;
    static const char *const others[] = {"0", "3", "-1"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char sql[64];
        (void)snprintf(sql, sizeof sql, "UPDATE meta SET version = %s", others[i]);
        execute(sql);
        assert_failed(store_open(fixture.path, false, &store, &err), REASON_UNKNOWN_FORMAT);
        assert_non_null(strstr(err.text, others[i]));
        assert_true(is_empty(&store));
    }
    execute("UPDATE meta SET version = 1, id = x'00'");
    assert_failed(store_open(fixture.path, false, &store, &err), REASON_IO_ERROR);
    execute("DELETE FROM meta");
    assert_failed(store_open(fixture.path, false, &store, &err), REASON_IO_ERROR);
}

static void open_again(int64_t version)
{
    const char *path = fixture_directory_path("register");
    store_close(&fixture.store);
    assert_int_equal(store_open(path, true, &fixture.store, &err), STATUS_OK);
    fixture.path = fixture.store.path;
    assert_int_equal(fixture.store.version, version);
}

static void test_a_register_of_the_first_version_gets_this_one_with_its_first_change(void **state)
{
    (void)state;
    execute("UPDATE meta SET version = 1");
    open_again(1);
    assert_int_equal(store_take_over(&fixture.store, &err), STATUS_OK);
    assert_int_equal(fixture.store.version, 2);
    open_again(2);
}

/* An index could lie, and a view stand for a table: what a query gives would be what they say. */
static void test_a_schema_that_somebody_else_made_is_not_opened(void **state)
{
    static const char *const added[] = {"INDEX i ON refusals(reason)", "VIEW i AS SELECT 1",
        "TABLE i(a)", "TRIGGER i AFTER INSERT ON refusals BEGIN DELETE FROM refusals; END"};
    char sql[256];
    struct store store;
    (void)state;
    for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) {
        (void)snprintf(sql, sizeof sql, "CREATE %s", added[i]);
        execute(sql);
        assert_failed(store_open(fixture.path, false, &store, &err), REASON_DAMAGED);
        assert_true(is_empty(&store));
        (void)snprintf(sql, sizeof sql, "DROP %.*s i", (int)strcspn(added[i], " "), added[i]);
        execute(sql);
        assert_int_equal(store_open(fixture.path, false, &store, &err), STATUS_OK);
        store_close(&store);
    }
}

static void test_one_process_writes_at_a_time(void **state)
{
    (void)state;
    struct store store;
    assert_failed(store_open(fixture.path, true, &store, &err), REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "another sigill-msb"));
    assert_true(is_empty(&store));
    assert_int_equal(store_open(fixture.path, false, &store, &err), STATUS_OK);
    assert_int_equal(store.lock, -1);
    store_close(&store);
    store_close(&fixture.store);
    assert_int_equal(store_open(fixture_directory_path("register"), true, &store, &err), STATUS_OK);
    store_close(&store);
}

static void test_S10_the_mark_of_a_demonstration_stays(void **state)
{
    (void)state;
    struct store store;
    assert_false(fixture.store.demo);
    assert_int_equal(store_mark_demo(&fixture.store, &err), STATUS_OK);
    assert_true(fixture.store.demo);
    assert_int_equal(store_open(fixture.path, false, &store, &err), STATUS_OK);
    assert_true(store.demo);
    store_close(&store);
    assert_int_equal(store_create(fixture_directory_path("demo"), true, &err), STATUS_OK);
    assert_int_equal(store_open(fixture_directory_path("demo"), false, &store, &err), STATUS_OK);
    assert_true(store.demo);
    store_close(&store);
}

static int rows(void)
{
    sqlite3_stmt *select;
    assert_int_equal(
        store_prepare(&fixture.store, "SELECT count(*) FROM refusals", &select, &err), STATUS_OK);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    int count = sqlite3_column_int(select, 0);
    assert_int_equal(sqlite3_finalize(select), SQLITE_OK);
    return count;
}

static void test_a_transaction_is_all_or_nothing(void **state)
{
    (void)state;
    static const char insert[] = "INSERT INTO refusals VALUES(x'00','damaged',1,1,'')";
    assert_int_equal(store_begin(&fixture.store, &err), STATUS_OK);
    execute(insert);
    assert_int_equal(store_end(&fixture.store, STATUS_REFUSED, &err), STATUS_REFUSED);
    assert_int_equal(rows(), 0);
    assert_int_equal(store_begin(&fixture.store, &err), STATUS_OK);
    assert_failed(store_begin(&fixture.store, &err), REASON_IO_ERROR);
    execute(insert);
    assert_int_equal(store_end(&fixture.store, STATUS_OK, &err), STATUS_OK);
    assert_int_equal(rows(), 1);
    assert_failed(store_end(&fixture.store, STATUS_OK, &err), REASON_IO_ERROR);
}

static void test_a_prepared_schema_runs_nothing(void **state)
{
    (void)state;
    execute("CREATE TRIGGER t AFTER INSERT ON refusals BEGIN DELETE FROM refusals; END");
    execute("CREATE VIEW v AS SELECT 1");
    execute("INSERT INTO refusals VALUES(x'00','damaged',1,1,'')");
    assert_int_equal(rows(), 1);
    sqlite3_stmt *select = NULL;
    assert_failed(store_prepare(&fixture.store, "SELECT * FROM v", &select, &err), REASON_IO_ERROR);
    assert_null(select);
}

static void test_what_is_removed_is_overwritten(void **state)
{
    (void)state;
    sqlite3_stmt *select;
    assert_int_equal(
        store_prepare(&fixture.store, "PRAGMA secure_delete", &select, &err), STATUS_OK);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(select, 0), 1);
    (void)sqlite3_finalize(select);
    assert_int_equal(store_prepare(&fixture.store, "PRAGMA synchronous", &select, &err), STATUS_OK);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(select, 0), 2);
    (void)sqlite3_finalize(select);
}

static void test_the_path_of_a_file(void **state)
{
    (void)state;
    uint8_t digest[32];
    memset(digest, 0xAB, sizeof digest);
    char *path = store_file(&fixture.store, STORE_ORIGINALS, digest, ".sigill");
    assert_non_null(path);
    assert_string_equal(path,
        fixture_directory_path("register/originals/"
                               "abababababababababababababababababababababababababababababababab"
                               ".sigill"));
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_new_register_is_for_its_owner_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_register_is_not_made_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_register_has_an_id_of_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_no_register_is_not_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_version_is_not_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_register_of_the_first_version_gets_this_one_with_its_first_change, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_schema_that_somebody_else_made_is_not_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_process_writes_at_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S10_the_mark_of_a_demonstration_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_transaction_is_all_or_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_prepared_schema_runs_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_removed_is_overwritten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_path_of_a_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
