/* Files as they are copied in: how far that is, and the MAC that is left of them, which extracting
 * goes by (register/originals.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "format/bundle.h"
#include "register/answer_record.h"
#include "register/intake.h"
#include "register/receive_queue.h"
#include "register/record_blocks.h"

static struct fixture_intake fixture;
static struct error err;

static int make_all(void **state)
{
    (void)state;
    fixture_intake_make(&fixture);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    return 0;
}

static enum status take_verdict(
    void *context, void *file, enum status judged, struct verdict *verdict, struct error *ignored)
{
    (void)context;
    (void)file;
    (void)ignored;
    assert_int_equal(judged, STATUS_OK);
    assert_int_equal(verdict->reason, REASON_NONE);
    return STATUS_OK;
}

/* A file on a medium, or what stands in a container on it. */
static void receive(const char *name, bool contained)
{
    const char *path = fixture_directory_path(name);
    struct descriptor from = {-1, path};
    struct source source = source_from_descriptor(&from);
    uint64_t size = 0;
    struct receive_queue *queue = receive_queue_new(&fixture.receiver, NULL, take_verdict, NULL);
    assert_int_equal(file_open(path, false, &from.fd, &size, &err), STATUS_OK);
    if (contained)
        assert_int_equal(receive_queue_source(queue, &source, NULL, &err), STATUS_OK);
    else
        assert_int_equal(receive_queue_file(queue, path, NULL, &err), STATUS_OK);
    assert_int_equal(receive_queue_flush(queue, &err), STATUS_OK);
    receive_queue_free(queue);
    assert_int_equal(close(from.fd), 0);
}

/* Whether the record of the one row has a MAC, which is that of its original then. */
static bool has_mac(void)
{
    struct submission row;
    struct answer_record record;
    struct buffer bytes = {0};
    uint64_t size = 0;
    bool holds = false;
    int fd = -1;
    assert_int_equal(submissions_by_serial(&fixture.store, 1, &row, &err), STATUS_OK);
    assert_int_equal(record_block_read(&fixture.store, fixture.key, &row, &bytes, &err), STATUS_OK);
    assert_true(
        answer_record_decode(fixture.editions.edition[0], bytes.data, bytes.length, &record));
    if (record.mac != NULL) {
        struct file_mac mac;
        char *path = store_file(&fixture.store, STORE_ORIGINALS, row.sealed.bytes, BUNDLE_SUFFIX);
        memcpy(&mac, record.mac, sizeof mac);
        assert_int_equal(file_open(path, false, &fd, &size, &err), STATUS_OK);
        assert_int_equal(file_mac_check(fd, size, &mac, NULL, &holds, &err), STATUS_OK);
        assert_true(holds);
        assert_true(size >= INTAKE_MAC_MIN);
        assert_int_equal(close(fd), 0);
        free(path);
    }
    buffer_free(&bytes);
    return holds;
}

static void test_a_large_file_leaves_its_mac_and_a_small_one_none(void **state)
{
    static const struct {
        const char *name;
        size_t attached;
        bool holds;
    } cases[] = {{"none", 0, false}, {"small", 700000, false}, {"large", 3 << 20, true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture_intake_seal(&fixture, cases[i].name, true, cases[i].attached);
        for (int contained = 0; contained < 2; contained++) {
            assert_int_equal(begin(state), 0);
            receive(cases[i].name, contained == 1);
            assert_int_equal(has_mac(), cases[i].holds);
        }
    }
}

struct told {
    uint64_t bytes;
    uint64_t most; /* at once */
};

static void note(void *context, uint64_t bytes)
{
    struct told *told = context;
    told->bytes += bytes;
    told->most = bytes > told->most ? bytes : told->most;
}

static void test_the_bytes_of_a_file_are_told_as_they_are_copied(void **state)
{
    struct told told = {0};
    const struct stream_progress copying = {note, &told};
    struct stat about;
    fixture_intake_seal(&fixture, "counted", true, 3 << 20);
    assert_int_equal(stat(fixture_directory_path("counted"), &about), 0);
    for (int contained = 0; contained < 2; contained++) {
        assert_int_equal(begin(state), 0);
        told = (struct told){0};
        fixture.receiver.copying = &copying;
        receive("counted", contained == 1);
        fixture.receiver.copying = NULL;
        assert_int_equal(told.bytes, contained == 1 ? 0 : about.st_size);
        assert_true(told.most <= 1 << 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_bytes_of_a_file_are_told_as_they_are_copied),
        cmocka_unit_test(test_a_large_file_leaves_its_mac_and_a_small_one_none),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
