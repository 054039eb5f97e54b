#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/age_stream.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_directory.h"
#include "format/seal.h"

/* ---- the system calls that a broken medium would answer otherwise ---- */

/* This program's own definitions stand before the C library's. */

enum { WRITES_MAX = 64 };

static struct {
    void (*after_sync)(int fd); /* what the medium does to the file that was synced */
    int sync_error;             /* errno of the next fsync; 0: none */
    size_t writes_left;         /* pwrite calls until the disk is full */
    size_t most;                /* bytes that one pwrite takes */
    size_t writes;
    struct {
        off_t offset;
        size_t length;
    } write[WRITES_MAX];
} medium;

int fsync(int fd)
{
    if (medium.sync_error != 0) {
        errno = medium.sync_error;
        return -1;
    }
    int synced = (int)syscall(SYS_fsync, fd);
    if (medium.after_sync != NULL)
        medium.after_sync(fd);
    return synced;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    if (medium.writes_left == 0) {
        errno = ENOSPC;
        return -1;
    }
    medium.writes_left--;
    length = length < medium.most ? length : medium.most;
    if (medium.writes < WRITES_MAX) {
        medium.write[medium.writes].offset = offset;
        medium.write[medium.writes].length = length;
    }
    medium.writes++;
    return syscall(SYS_pwrite64, fd, bytes, length, offset);
}

/* ---- fixture ---- */

static struct error err;
static struct fixture_parties parties;
static struct manifest manifest;
static struct fingerprint digest;
static uint8_t *noise;

enum { NOISE = 200000, HEADER_LEAST = 1600 };

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_parties_make(&parties);
    noise = malloc(NOISE);
    fixture_bytes(noise, NOISE, 4);
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_parties_free(&parties);
    free(noise);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_manifest(&manifest);
    memset(&medium, 0, sizeof medium);
    medium.writes_left = SIZE_MAX;
    medium.most = SIZE_MAX;
    (void)fixture_directory_make();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

/* Answers, their signature, and an attachment of that many bytes if any. */
static enum status seal(size_t attached)
{
    const struct fixture_member members[] = {
        {"{\"answers\":1}", 13, "answers.json"},
        {"untrusted comment: sigill\n", 26, "answers.json.minisig"},
        {noise, attached, "a.bin"},
    };
    return fixture_seal(
        &parties, members, attached == 0 ? 2 : 3, "out.sigill", &manifest, &digest, &err);
}

static void assert_directory_is_empty(void)
{
    assert_false(file_exists(fixture_directory_path("out.sigill")));
    assert_int_equal(rmdir(fixture_directory_path("")), 0);
    assert_int_equal(mkdir(fixture_directory_path(""), 0700), 0);
}

static void assert_failed(enum status status)
{
    assert_int_equal(status, STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "out.sigill"));
    assert_directory_is_empty();
}

/* ---- what is right ---- */

static void check_sealed(size_t attached, uint64_t frame_size)
{
    struct fixture_received received = {0};
    struct fingerprint found;
    assert_int_equal(seal(attached), STATUS_OK);
    medium.most = SIZE_MAX;
    struct buffer sealed = fixture_directory_read("out.sigill");
    assert_true(sealed.length > fixture_sealed_size(frame_size) + HEADER_LEAST);
    fingerprint_of(&found, sealed.data, sealed.length);
    assert_true(fingerprint_equal(&found, &digest));
    assert_int_equal(
        fixture_open(&parties, sealed.data, sealed.length, &received, &err), STATUS_OK);
    assert_int_equal(received.begun, attached == 0 ? 2 : 3);
    assert_int_equal(received.kept[2].length, attached);
    assert_int_equal(manifest.files, received.begun);
    fixture_received_free(&received);
    buffer_free(&sealed);
    assert_int_equal(unlink(fixture_directory_path("out.sigill")), 0);
}

static void test_what_is_sealed_is_opened(void **state)
{
    (void)state;
    check_sealed(0, 65536);
    check_sealed(1, 65536);
    fixture_manifest(&manifest);
    check_sealed(NOISE, frame_padme(NOISE + 4096));
}

static void test_the_file_is_for_its_owner_alone(void **state)
{
    (void)state;
    struct stat about;
    assert_int_equal(seal(0), STATUS_OK);
    assert_int_equal(stat(fixture_directory_path("out.sigill"), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
}

/* Around two chunks the last one is nearly full, full, or just begun. */
static void test_frames_that_just_fill_their_chunks_are_opened(void **state)
{
    (void)state;
    for (size_t attached = 131072 - 4096; attached < 131072 + 2048; attached += 256) {
        fixture_manifest(&manifest);
        assert_int_equal(seal(attached), STATUS_OK);
        assert_int_equal(unlink(fixture_directory_path("out.sigill")), 0);
    }
}

static void test_no_place_of_the_file_is_written_twice(void **state)
{
    (void)state;
    assert_int_equal(seal(NOISE), STATUS_OK);
    assert_in_range(medium.writes, 4, WRITES_MAX);
    for (size_t i = 0; i < medium.writes; i++) {
        for (size_t j = 0; j < i; j++) {
            off_t first_end = medium.write[i].offset + (off_t)medium.write[i].length;
            off_t second_end = medium.write[j].offset + (off_t)medium.write[j].length;
            assert_true(
                first_end <= medium.write[j].offset || second_end <= medium.write[i].offset);
        }
    }
    /* The chunk with the payload's header, behind the age header, comes last. */
    assert_int_equal(medium.write[medium.writes - 1].offset, medium.write[0].length);
}

static void test_two_bundles_of_the_same_answers_have_nothing_in_common(void **state)
{
    (void)state;
    assert_int_equal(seal(0), STATUS_OK);
    struct buffer first = fixture_directory_read("out.sigill");
    assert_int_equal(unlink(fixture_directory_path("out.sigill")), 0);
    fixture_manifest(&manifest);
    assert_int_equal(seal(0), STATUS_OK);
    struct buffer second = fixture_directory_read("out.sigill");
    assert_int_equal(first.length, second.length);
    size_t chunk = first.length - fixture_sealed_size(65536);
    assert_memory_not_equal(first.data + chunk, second.data + chunk, 32);
    buffer_free(&first);
    buffer_free(&second);
}

/* ---- R2, R3 ---- */

static off_t flip_at; /* negative: from the end */

static void flip(int fd)
{
    uint8_t byte = 0;
    struct stat about;
    assert_int_equal(fstat(fd, &about), 0);
    off_t offset = flip_at < 0 ? about.st_size + flip_at : flip_at;
    assert_int_equal(pread(fd, &byte, 1, offset), 1);
    byte ^= 1;
    assert_int_equal(syscall(SYS_pwrite64, fd, &byte, 1, offset), 1);
}

static void test_R3_a_byte_that_was_written_wrongly_is_found(void **state)
{
    (void)state;
    static const off_t places[] = {
        0, 21, 22, 100, 1000, 1700, 2500, 30000, 66000, 100000, 140000, 200000, -17, -16, -1};
    medium.after_sync = flip;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        flip_at = places[i];
        fixture_manifest(&manifest);
        assert_failed(seal(NOISE));
    }
}

static void cut(int fd)
{
    struct stat about;
    assert_int_equal(fstat(fd, &about), 0);
    assert_int_equal(ftruncate(fd, about.st_size - 1), 0);
}

static void lengthen(int fd)
{
    struct stat about;
    assert_int_equal(fstat(fd, &about), 0);
    assert_int_equal(ftruncate(fd, about.st_size + 1), 0);
}

static void empty(int fd)
{
    assert_int_equal(ftruncate(fd, 0), 0);
}

static void test_R3_a_file_of_another_length_is_found(void **state)
{
    (void)state;
    medium.after_sync = cut;
    assert_failed(seal(0));
    medium.after_sync = lengthen;
    assert_failed(seal(0));
    medium.after_sync = empty;
    assert_failed(seal(0));
}

static void test_R2_a_sync_that_fails_leaves_nothing(void **state)
{
    (void)state;
    medium.sync_error = EIO;
    assert_failed(seal(0));
}

static void test_R2_a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    assert_int_equal(seal(NOISE), STATUS_OK);
    assert_int_equal(unlink(fixture_directory_path("out.sigill")), 0);
    size_t writes = medium.writes;
    for (size_t i = 0; i < writes; i++) {
        fixture_manifest(&manifest);
        medium.writes_left = i;
        assert_failed(seal(NOISE));
    }
}

static void test_writes_that_take_a_part_are_continued(void **state)
{
    (void)state;
    medium.most = 5000;
    check_sealed(NOISE, frame_padme(NOISE + 4096));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_sealed_is_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_file_is_for_its_owner_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_frames_that_just_fill_their_chunks_are_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_no_place_of_the_file_is_written_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_two_bundles_of_the_same_answers_have_nothing_in_common, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_R3_a_byte_that_was_written_wrongly_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_R3_a_file_of_another_length_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_R2_a_sync_that_fails_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_R2_a_full_disk_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_writes_that_take_a_part_are_continued, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
