#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "format/keydir.h"

static const char *const key_files[] = {
    KEYDIR_SIGN_KEY, KEYDIR_RECEIVE_KEY, KEYDIR_SIGN_PUB, KEYDIR_RECEIVE_PUB};

static mode_t mode_of(const char *name)
{
    struct stat about;
    assert_int_equal(stat(fixture_directory_path(name), &about), 0);
    return about.st_mode & 07777;
}

static void change_mode(const char *name, mode_t mode)
{
    assert_int_equal(chmod(fixture_directory_path(name), mode), 0);
}

/* Makes keys without a passphrase in NAME and loads them. */
static struct keydir make_dir(const char *name)
{
    struct keydir dir;
    assert_int_equal(keydir_create(fixture_directory_path(name), NULL, NULL), STATUS_OK);
    assert_int_equal(keydir_load(fixture_directory_path(name), &dir, NULL), STATUS_OK);
    return dir;
}

static void append_file(const char *name, const char *more)
{
    struct buffer content = fixture_directory_read(name);
    buffer_text(&content, more);
    fixture_directory_write(name, content.data, content.length);
    buffer_free(&content);
}

static void copy_file(const char *to, const char *from)
{
    struct buffer content = fixture_directory_read(from);
    fixture_directory_write(to, content.data, content.length);
    buffer_free(&content);
}

static void test_created_directory_opens_with_its_passphrase(void **state)
{
    (void)state;
    struct secret right = fixture_passphrase("hemligt");
    struct secret wrong = fixture_passphrase("hemlig");
    struct keydir dir;
    struct keydir_secrets secrets;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_create(fixture_directory_path("k"), &right, NULL), STATUS_OK);
    assert_int_equal(keydir_load(fixture_directory_path("k"), &dir, NULL), STATUS_OK);
    assert_true(dir.encrypted);
    assert_false(dir.exposed);
    assert_int_equal(dir.recipients.count, 1);
    assert_int_equal(dir.recipients.items[0].kind, AGE_HYBRID);

    assert_int_equal(keydir_unlock(&dir, &right, &secrets, NULL), STATUS_OK);
    assert_true(minisign_public_equal(&dir.sign, minisign_key_public(secrets.sign)));
    assert_int_equal(secrets.receive.count, 1);
    struct age_recipient recipient;
    age_identity_recipient(&secrets.receive.items[0], &recipient);
    assert_true(age_recipient_equal(&recipient, &dir.recipients.items[0]));
    keydir_lock(&secrets);

    assert_int_equal(keydir_unlock(&dir, &wrong, &secrets, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_WRONG_PASSPHRASE);
    assert_null(secrets.sign);
    assert_int_equal(secrets.receive.count, 0);
    error_init(&err, NULL);
    assert_int_equal(keydir_unlock(&dir, NULL, &secrets, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_WRONG_PASSPHRASE);

    keydir_free(&dir);
    secret_clear(&right);
    secret_clear(&wrong);
}

/* receive.key alone: its passphrase is another than that of sign.key, which is not encrypted. */
static void test_receive_key_wants_its_passphrase(void **state)
{
    (void)state;
    struct secret right = fixture_passphrase("hemligt");
    struct secret wrong = fixture_passphrase("hemlig");
    struct secret empty = fixture_passphrase("");
    const struct secret *const refused[] = {&wrong, &empty, NULL};
    assert_int_equal(keydir_create(fixture_directory_path("e"), &right, NULL), STATUS_OK);
    struct keydir dir = make_dir("k");
    keydir_free(&dir);
    copy_file("k/" KEYDIR_RECEIVE_KEY, "e/" KEYDIR_RECEIVE_KEY);
    copy_file("k/" KEYDIR_RECEIVE_PUB, "e/" KEYDIR_RECEIVE_PUB);
    assert_int_equal(keydir_load(fixture_directory_path("k"), &dir, NULL), STATUS_OK);
    assert_true(dir.encrypted);
    struct keydir_secrets secrets;
    for (size_t i = 0; i < 3; i++) {
        struct error err;
        error_init(&err, NULL);
        assert_int_equal(keydir_unlock(&dir, refused[i], &secrets, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_WRONG_PASSPHRASE);
        assert_null(secrets.sign);
    }
    assert_int_equal(keydir_unlock(&dir, &right, &secrets, NULL), STATUS_OK);
    keydir_lock(&secrets);
    keydir_free(&dir);
    secret_clear(&right);
    secret_clear(&wrong);
    secret_clear(&empty);
}

static void test_S6_no_secret_stands_in_an_encrypted_file(void **state)
{
    (void)state;
    static const char mark[] = "AGE-SECRET-KEY";
    struct secret passphrase = fixture_passphrase("x");
    assert_int_equal(keydir_create(fixture_directory_path("k"), &passphrase, NULL), STATUS_OK);
    struct buffer receive = fixture_directory_read("k/" KEYDIR_RECEIVE_KEY);
    assert_null(memmem(receive.data, receive.length, mark, strlen(mark)));
    buffer_free(&receive);
    bool encrypted = false;
    struct buffer sign = fixture_directory_read("k/" KEYDIR_SIGN_KEY);
    assert_int_equal(
        minisign_secret_is_encrypted(sign.data, sign.length, &encrypted, NULL), STATUS_OK);
    assert_true(encrypted);
    buffer_free(&sign);
    secret_clear(&passphrase);
}

static void test_S6_modes_do_not_follow_the_umask(void **state)
{
    (void)state;
    mode_t before = umask(0);
    struct keydir dir = make_dir("k");
    (void)umask(before);
    assert_int_equal(mode_of("k"), 0700);
    assert_int_equal(mode_of("k/" KEYDIR_SIGN_KEY), 0600);
    assert_int_equal(mode_of("k/" KEYDIR_RECEIVE_KEY), 0600);
    assert_int_equal(mode_of("k/" KEYDIR_SIGN_PUB), 0644);
    assert_int_equal(mode_of("k/" KEYDIR_RECEIVE_PUB), 0644);
    assert_false(dir.encrypted);
    assert_false(dir.exposed);
    keydir_free(&dir);
}

static void assert_exposed(const char *name, mode_t mode, bool expected)
{
    struct keydir dir;
    char path[64];
    (void)snprintf(path, sizeof path, "k/%s", name);
    mode_t before = mode_of(path);
    change_mode(path, mode);
    assert_int_equal(keydir_load(fixture_directory_path("k"), &dir, NULL), STATUS_OK);
    assert_int_equal(dir.exposed, expected);
    keydir_free(&dir);
    change_mode(path, before);
}

static void test_exposed_secrets_are_told(void **state)
{
    (void)state;
    struct keydir dir = make_dir("k");
    keydir_free(&dir);
    assert_int_equal(mkdir(fixture_directory_path("k/trusted"), 0700), 0);
    assert_exposed(KEYDIR_SIGN_KEY, 0640, true);
    assert_exposed(KEYDIR_SIGN_KEY, 0604, true);
    assert_exposed(KEYDIR_RECEIVE_KEY, 0644, true);
    assert_exposed(KEYDIR_RECEIVE_KEY, 0400, false);
    assert_exposed(".", 0755, false);
    assert_exposed(".", 0770, true);
    assert_exposed(KEYDIR_TRUSTED, 0777, true);
    assert_exposed(KEYDIR_SIGN_PUB, 0644, false);
}

static void test_unencrypted_directory_opens_without_passphrase(void **state)
{
    (void)state;
    struct keydir dir = make_dir("k");
    struct keydir_secrets secrets;
    struct minisign_secret *sign = NULL;
    assert_int_equal(keydir_unlock(&dir, NULL, &secrets, NULL), STATUS_OK);
    assert_int_equal(secrets.receive.count, 1);
    keydir_lock(&secrets);
    assert_int_equal(keydir_unlock_sign(&dir, NULL, &sign, NULL), STATUS_OK);
    assert_true(minisign_public_equal(&dir.sign, minisign_key_public(sign)));
    minisign_key_free(sign);
    keydir_free(&dir);
}

static void test_create_leaves_keys_that_are_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char name[64];
        char path[64];
        (void)snprintf(name, sizeof name, "k%zu", i);
        (void)snprintf(path, sizeof path, "k%zu/%s", i, key_files[i]);
        assert_int_equal(mkdir(fixture_directory_path(name), 0700), 0);
        assert_false(keydir_has_keys(fixture_directory_path(name)));
        fixture_directory_write(path, "mine", 4);
        assert_true(keydir_has_keys(fixture_directory_path(name)));
        struct error err;
        error_init(&err, NULL);
        assert_int_equal(keydir_create(fixture_directory_path(name), NULL, &err), STATUS_FAILED);
        assert_int_equal(err.reason, REASON_EXISTS);
        struct buffer content = fixture_directory_read(path);
        assert_string_equal(buffer_string(&content), "mine");
        buffer_free(&content);
        assert_int_equal(unlink(fixture_directory_path(path)), 0);
        assert_int_equal(rmdir(fixture_directory_path(name)), 0); /* nothing else was written */
    }
}

static void test_create_refuses_empty_passphrases(void **state)
{
    (void)state;
    struct secret empty = fixture_passphrase("");
    struct secret broken = fixture_passphrase("ab");
    broken.bytes[0] = '\0';
    const struct secret *const refused[] = {&empty, &broken};
    for (size_t i = 0; i < 2; i++) {
        struct error err;
        error_init(&err, NULL);
        assert_int_equal(
            keydir_create(fixture_directory_path("k"), refused[i], &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_VALUE);
        assert_false(file_exists(fixture_directory_path("k")));
    }
    secret_clear(&empty);
    secret_clear(&broken);
}

static void test_R2_failed_create_leaves_no_key(void **state)
{
    (void)state;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_create(fixture_directory_path("no/such"), NULL, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_false(file_exists(fixture_directory_path("no")));
    fixture_directory_write("file", "x", 1);
    error_init(&err, NULL);
    assert_int_equal(keydir_create(fixture_directory_path("file"), NULL, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
}

/* No file may be longer than 1000 bytes: sign.key can be written, receive.key cannot. */
static void test_R2_half_made_keys_are_removed(void **state)
{
    (void)state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 1000, .rlim_max = before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(mkdir(fixture_directory_path("k"), S_IRWXU), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(keydir_create(fixture_directory_path("new"), NULL, &err), STATUS_FAILED);
    enum status status = keydir_create(fixture_directory_path("k"), NULL, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    assert_int_equal(status, STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, KEYDIR_RECEIVE_KEY));
    assert_int_equal(rmdir(fixture_directory_path("k")), 0); /* nothing was left in it */
    assert_false(file_exists(fixture_directory_path("new")));
}

static void assert_not_loaded(enum status status, enum reason reason)
{
    struct keydir dir;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_load(fixture_directory_path("k"), &dir, &err), status);
    assert_int_equal(err.reason, reason);
    assert_null(dir.path);
    assert_int_equal(dir.recipients.count, 0);
}

static void test_load_refuses_missing_and_foreign_files(void **state)
{
    (void)state;
    assert_not_loaded(STATUS_FAILED, REASON_IO_ERROR);
    for (size_t i = 0; i < 4; i++) {
        struct keydir dir = make_dir("k");
        char path[64];
        (void)snprintf(path, sizeof path, "k/%s", key_files[i]);
        keydir_free(&dir);
        assert_int_equal(unlink(fixture_directory_path(path)), 0);
        assert_not_loaded(STATUS_FAILED, REASON_IO_ERROR);
        if (strcmp(key_files[i], KEYDIR_RECEIVE_KEY) != 0) { /* that is read when it is opened */
            fixture_directory_write(path, "junk\n", 5);
            assert_not_loaded(STATUS_REFUSED, REASON_BAD_SYNTAX);
        }
        for (size_t j = 0; j < 4; j++) {
            (void)snprintf(path, sizeof path, "k/%s", key_files[j]);
            (void)unlink(fixture_directory_path(path));
        }
    }
}

static void test_several_recipients_are_taken_and_nine_refused(void **state)
{
    (void)state;
    struct keydir dir = make_dir("k");
    keydir_free(&dir);
    append_file("k/" KEYDIR_RECEIVE_PUB, "# offline backup\n");
    for (int i = 2; i <= CARD_RECIPIENTS_MAX; i++) {
        struct age_identity identity;
        struct age_recipient recipient;
        char text[AGE_RECIPIENT_TEXT_SIZE];
        age_identity_generate(&identity, AGE_HYBRID);
        age_identity_recipient(&identity, &recipient);
        age_recipient_encode(&recipient, text);
        age_identity_clear(&identity);
        append_file("k/" KEYDIR_RECEIVE_PUB, text);
        append_file("k/" KEYDIR_RECEIVE_PUB, "\n");
    }
    struct keydir_secrets secrets;
    assert_int_equal(keydir_load(fixture_directory_path("k"), &dir, NULL), STATUS_OK);
    assert_int_equal(dir.recipients.count, CARD_RECIPIENTS_MAX);
    assert_int_equal(keydir_unlock(&dir, NULL, &secrets, NULL), STATUS_OK);
    keydir_lock(&secrets);
    struct card card = {0};
    keydir_fill_card(&dir, &card);
    assert_int_equal(card.recipients, CARD_RECIPIENTS_MAX);
    assert_true(minisign_public_equal(&card.sign, &dir.sign));
    keydir_free(&dir);

    struct age_identity identity;
    struct age_recipient recipient;
    char text[AGE_RECIPIENT_TEXT_SIZE];
    age_identity_generate(&identity, AGE_HYBRID);
    age_identity_recipient(&identity, &recipient);
    age_recipient_encode(&recipient, text);
    age_identity_clear(&identity);
    append_file("k/" KEYDIR_RECEIVE_PUB, text);
    assert_not_loaded(STATUS_REFUSED, REASON_BAD_VALUE);
}

static void assert_locked(const struct keydir *dir, enum reason reason)
{
    struct keydir_secrets secrets;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_unlock(dir, NULL, &secrets, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_null(secrets.sign);
    assert_int_equal(secrets.receive.count, 0);
}

static void append_identity(const char *name, enum age_kind kind)
{
    struct age_identity identity;
    char text[AGE_IDENTITY_TEXT_SIZE];
    age_identity_generate(&identity, kind);
    age_identity_encode(&identity, text);
    age_identity_clear(&identity);
    append_file(name, text);
    append_file(name, "\n");
}

static void test_twenty_identities_are_taken_and_one_more_refused(void **state)
{
    (void)state;
    struct keydir dir = make_dir("k");
    struct keydir_secrets secrets;
    for (int i = 2; i <= KEYDIR_IDENTITIES_MAX; i++)
        append_identity("k/" KEYDIR_RECEIVE_KEY, AGE_HYBRID);
    assert_int_equal(keydir_unlock(&dir, NULL, &secrets, NULL), STATUS_OK);
    assert_int_equal(secrets.receive.count, KEYDIR_IDENTITIES_MAX);
    keydir_lock(&secrets);
    append_identity("k/" KEYDIR_RECEIVE_KEY, AGE_HYBRID);
    assert_locked(&dir, REASON_BAD_VALUE);
    keydir_free(&dir);
}

static void test_other_kinds_of_identities_are_refused(void **state)
{
    (void)state;
    struct keydir dir = make_dir("k");
    append_identity("k/" KEYDIR_RECEIVE_KEY, AGE_X25519);
    assert_locked(&dir, REASON_BAD_VALUE);
    fixture_directory_write("k/" KEYDIR_RECEIVE_KEY, "", 0);
    assert_locked(&dir, REASON_BAD_SYNTAX);
    keydir_free(&dir);
}

static void test_secrets_of_another_directory_are_refused(void **state)
{
    (void)state;
    struct keydir dir = make_dir("k");
    struct keydir other = make_dir("other");
    struct keydir kept = make_dir("kept");
    copy_file("k/" KEYDIR_SIGN_KEY, "other/" KEYDIR_SIGN_KEY);
    assert_locked(&dir, REASON_BAD_SYNTAX);
    copy_file("kept/" KEYDIR_RECEIVE_KEY, "other/" KEYDIR_RECEIVE_KEY);
    assert_locked(&kept, REASON_BAD_SYNTAX);
    keydir_free(&dir);
    keydir_free(&other);
    keydir_free(&kept);
}

static int start(void **state)
{
    (void)state;
    return secret_start(NULL) == STATUS_OK ? 0 : -1;
}

static int enter(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    return 0;
}

static int leave(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(test_created_directory_opens_with_its_passphrase),
        IN_DIRECTORY(test_receive_key_wants_its_passphrase),
        IN_DIRECTORY(test_S6_no_secret_stands_in_an_encrypted_file),
        IN_DIRECTORY(test_S6_modes_do_not_follow_the_umask),
        IN_DIRECTORY(test_exposed_secrets_are_told),
        IN_DIRECTORY(test_unencrypted_directory_opens_without_passphrase),
        IN_DIRECTORY(test_create_leaves_keys_that_are_there),
        IN_DIRECTORY(test_create_refuses_empty_passphrases),
        IN_DIRECTORY(test_R2_failed_create_leaves_no_key),
        IN_DIRECTORY(test_R2_half_made_keys_are_removed),
        IN_DIRECTORY(test_load_refuses_missing_and_foreign_files),
        IN_DIRECTORY(test_several_recipients_are_taken_and_nine_refused),
        IN_DIRECTORY(test_twenty_identities_are_taken_and_one_more_refused),
        IN_DIRECTORY(test_other_kinds_of_identities_are_refused),
        IN_DIRECTORY(test_secrets_of_another_directory_are_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
