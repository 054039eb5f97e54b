#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "crypto/age_keys.h"
#include "fixture_age.h"
#include "fixture_mappings.h"

/* The examples of c2sp.org/age: hybrid identity and recipient, X25519 identity and recipient. */
struct examples {
    struct buffer text;
    const char *lines[4];
};

static void read_examples(struct examples *examples)
{
    *examples = (struct examples){0};
    fixture_file("tests/vectors/age_keys.txt", &examples->text);
    buffer_string(&examples->text);
    char *rest = NULL;
    char *line = strtok_r((char *)examples->text.data, "\n", &rest);
    for (size_t i = 0; i < 4; i++) {
        line = strtok_r(NULL, "\n", &rest);
        assert_non_null(line);
        examples->lines[i] = line;
    }
}

static void assert_pair(const char *identity_text, const char *recipient_text, enum age_kind kind)
{
    struct error err;
    struct age_identity identity;
    struct age_recipient recipient, parsed;
    char text[AGE_RECIPIENT_TEXT_SIZE];
    char secret_text[AGE_IDENTITY_TEXT_SIZE];
    error_init(&err, NULL);
    assert_int_equal(
        age_identity_parse(&identity, identity_text, strlen(identity_text), &err), STATUS_OK);
    assert_int_equal(identity.kind, kind);
    age_identity_recipient(&identity, &recipient);
    age_recipient_encode(&recipient, text);
    assert_string_equal(text, recipient_text);
    age_identity_encode(&identity, secret_text);
    assert_string_equal(secret_text, identity_text);
    assert_int_equal(
        age_recipient_parse(&parsed, recipient_text, strlen(recipient_text), &err), STATUS_OK);
    assert_true(age_recipient_equal(&parsed, &recipient));
    age_identity_clear(&identity);
    assert_null(identity.secret.bytes);
}

static void test_examples_of_the_specification(void **state)
{
    (void)state;
    struct examples examples;
    read_examples(&examples);
    assert_pair(examples.lines[0], examples.lines[1], AGE_HYBRID);
    assert_pair(examples.lines[2], examples.lines[3], AGE_X25519);
    assert_int_equal(strlen(examples.lines[1]) + 1, AGE_RECIPIENT_TEXT_SIZE);
    assert_int_equal(strlen(examples.lines[0]) + 1, AGE_IDENTITY_TEXT_SIZE);
    buffer_free(&examples.text);
}

static void test_generated_keys_differ_and_come_back(void **state)
{
    (void)state;
    static const enum age_kind kinds[] = {AGE_HYBRID, AGE_X25519};
    for (size_t i = 0; i < 2; i++) {
        struct age_identities ids = {0};
        struct age_recipients to = {0};
        char identity[AGE_IDENTITY_TEXT_SIZE], recipient[AGE_RECIPIENT_TEXT_SIZE];
        fixture_pair(kinds[i], &ids, &to);
        fixture_pair(kinds[i], &ids, &to);
        assert_false(age_recipient_equal(&to.items[0], &to.items[1]));
        assert_true(age_recipient_equal(&to.items[0], &to.items[0]));
        age_identity_encode(&ids.items[0], identity);
        age_recipient_encode(&to.items[0], recipient);
        assert_pair(identity, recipient, kinds[i]);
        age_identities_free(&ids);
        age_recipients_free(&to);
    }
}

static void assert_no_recipient(const char *text, enum reason reason)
{
    struct age_recipient recipient;
    struct error err;
    error_init(&err, NULL);
    memset(&recipient, 0xff, sizeof recipient);
    assert_refused(age_recipient_parse(&recipient, text, strlen(text), &err), err, reason);
    assert_true(sodium_is_zero(recipient.key, sizeof recipient.key));
    assert_null(recipient.passphrase.bytes);
}

static void assert_no_identity(const char *text)
{
    struct age_identity identity;
    struct error err;
    error_init(&err, NULL);
    assert_refused(age_identity_parse(&identity, text, strlen(text), &err), err, REASON_BAD_SYNTAX);
    assert_null(identity.secret.bytes);
    if (strlen(text) > 20)
        assert_null(strstr(err.text, text + 20));
}

static void test_texts_that_are_no_keys_are_refused(void **state)
{
    (void)state;
    struct examples e;
    char text[AGE_RECIPIENT_TEXT_SIZE + 1];
    read_examples(&e);
    assert_no_recipient("", REASON_BAD_SYNTAX);
    assert_no_identity("");
    for (size_t i = 0; i < 4; i++) {
        if (i % 2 == 0)
            assert_no_recipient(e.lines[i], REASON_BAD_SYNTAX);
        else
            assert_no_identity(e.lines[i]);
        (void)snprintf(text, sizeof text, "%s ", e.lines[i]);
        assert_no_recipient(text, REASON_BAD_SYNTAX);
        assert_no_identity(text);
        (void)snprintf(text, sizeof text, "%s", e.lines[i]);
        for (char *c = text; *c != '\0'; c++) { /* a key in the other case */
            if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z'))
                *c = (char)(*c ^ 0x20);
        }
        assert_no_recipient(text, REASON_BAD_SYNTAX);
        assert_no_identity(text);
    }
    buffer_free(&e.text);
}

static void test_invalid_hybrid_public_key_is_refused(void **state)
{
    (void)state;
    struct age_recipients to = {0};
    char text[AGE_RECIPIENT_TEXT_SIZE];
    fixture_pair(AGE_HYBRID, NULL, &to);
    memset(to.items[0].key, 0xff, 3); /* coefficients over the modulus */
    age_recipient_encode(&to.items[0], text);
    assert_no_recipient(text, REASON_BAD_VALUE);
    age_recipients_free(&to);
}

static void test_passphrases(void **state)
{
    (void)state;
    struct age_identity identity;
    struct age_recipient a, b;
    struct error err;
    error_init(&err, NULL);
    assert_refused(age_identity_passphrase(&identity, "", 0, 18, &err), err, REASON_BAD_VALUE);
    assert_refused(age_identity_passphrase(&identity, "p", 1, 0, &err), err, REASON_BAD_VALUE);
    assert_refused(age_identity_passphrase(&identity, "p", 1, 31, &err), err, REASON_BAD_VALUE);
    assert_refused(age_recipient_passphrase(&a, "", 0, 18, &err), err, REASON_BAD_VALUE);
    assert_refused(age_recipient_passphrase(&a, "p", 1, 31, &err), err, REASON_BAD_VALUE);
    assert_int_equal(age_recipient_passphrase(&a, "same", 4, 18, &err), STATUS_OK);
    assert_int_equal(age_recipient_passphrase(&b, "same", 4, 18, &err), STATUS_OK);
    assert_false(age_recipient_equal(&a, &b));
    age_recipient_clear(&a);
    age_recipient_clear(&b);
    assert_null(a.passphrase.bytes);
}

static void test_S6_a_passphrase_goes_with_its_recipient(void **state)
{
    struct age_recipient recipient;
    size_t before = 0;
    (void)state;
    for (unsigned i = 0; i < 11; i++) {
        assert_int_equal(age_recipient_passphrase(&recipient, "same", 4, 18, NULL), STATUS_OK);
        age_recipient_clear(&recipient);
        if (i == 0)
            before = fixture_mappings();
    }
    assert_in_range(fixture_mappings(), 1, before + 5);
}

static enum status parse_recipients(struct age_recipients *list, const char *text,
    enum age_policy policy, size_t limit, struct error *err)
{
    error_init(err, NULL);
    *list = (struct age_recipients){0};
    return age_recipients_parse(list, text, strlen(text), policy, limit, err);
}

static void test_recipients_files_are_read(void **state)
{
    (void)state;
    struct examples e;
    struct buffer file = {0};
    struct age_recipients list;
    struct error err;
    read_examples(&e);
    buffer_printf(&file, "# two keys\r\n\n%s\n#\n\r\n%s\r\n", e.lines[3], e.lines[1]);
    const char *text = buffer_string(&file);
    assert_int_equal(parse_recipients(&list, text, AGE_ANY_KEY, 2, &err), STATUS_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].kind, AGE_X25519);
    assert_int_equal(list.items[1].kind, AGE_HYBRID);
    age_recipients_free(&list);
    assert_int_equal(parse_recipients(&list, e.lines[1], AGE_HYBRID_ONLY, 1, &err), STATUS_OK);
    assert_int_equal(list.count, 1);
    age_recipients_free(&list);
    assert_null(list.items);
    buffer_free(&file);
    buffer_free(&e.text);
}

static void assert_no_recipients(
    const char *text, enum age_policy policy, size_t limit, enum reason reason, const char *where)
{
    struct age_recipients list;
    struct error err;
    assert_refused(parse_recipients(&list, text, policy, limit, &err), err, reason);
    assert_null(list.items);
    assert_int_equal(list.count, 0);
    assert_non_null(strstr(err.text, where));
}

static void test_recipients_files_that_are_wrong_are_refused(void **state)
{
    (void)state;
    struct examples e;
    struct buffer file = {0};
    read_examples(&e);
    buffer_printf(&file, "%s\n# a comment\n%s\n", e.lines[1], e.lines[3]);
    const char *both = buffer_string(&file);
    assert_no_recipients(both, AGE_HYBRID_ONLY, 8, REASON_BAD_VALUE, "line 3: ");
    assert_no_recipients(both, AGE_ANY_KEY, 1, REASON_BAD_VALUE, "line 3: ");
    assert_no_recipients("", AGE_ANY_KEY, 8, REASON_BAD_SYNTAX, "no key");
    assert_no_recipients("# nothing\n", AGE_ANY_KEY, 8, REASON_BAD_SYNTAX, "no key");
    assert_no_recipients("\n\nage1x\n", AGE_ANY_KEY, 8, REASON_BAD_SYNTAX, "line 3: ");
    assert_no_recipients(e.lines[0], AGE_ANY_KEY, 8, REASON_BAD_SYNTAX, "line 1: ");
    file.length = 0;
    buffer_printf(&file, "x %s", e.lines[3]);
    assert_no_recipients(buffer_string(&file), AGE_ANY_KEY, 8, REASON_BAD_SYNTAX, "line 1: ");
    file.length = 0;
    buffer_printf(&file, "%s\n%s\n", e.lines[3], e.lines[3]);
    assert_no_recipients(buffer_string(&file), AGE_ANY_KEY, 8, REASON_BAD_VALUE, "line 2: ");
    buffer_free(&file);
    buffer_free(&e.text);
}

static void test_identities_files(void **state)
{
    (void)state;
    struct examples e;
    struct buffer file = {0};
    struct age_identities list = {0};
    struct error err;
    error_init(&err, NULL);
    read_examples(&e);
    buffer_printf(&file, "# created: 2021\n%s\n%s", e.lines[0], e.lines[2]);
    assert_int_equal(
        age_identities_parse(&list, file.data, file.length, AGE_ANY_KEY, 2, &err), STATUS_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].kind, AGE_HYBRID);
    assert_int_equal(list.items[1].kind, AGE_X25519);
    age_identities_free(&list);
    assert_refused(age_identities_parse(&list, file.data, file.length, AGE_HYBRID_ONLY, 2, &err),
        err, REASON_BAD_VALUE);
    assert_non_null(strstr(err.text, "line 3: "));
    assert_null(list.items);
    assert_refused(age_identities_parse(&list, file.data, file.length, AGE_ANY_KEY, 1, &err), err,
        REASON_BAD_VALUE);
    assert_refused(age_identities_parse(&list, file.data, file.length - 1, AGE_ANY_KEY, 2, &err),
        err, REASON_BAD_SYNTAX);
    assert_null(strstr(err.text, e.lines[2] + 20));
    assert_refused(
        age_identities_parse(&list, "#\n", 2, AGE_ANY_KEY, 2, &err), err, REASON_BAD_SYNTAX);
    assert_null(list.items);
    buffer_free(&file);
    buffer_free(&e.text);
}

static void test_lists_take_over_what_is_added(void **state)
{
    (void)state;
    struct age_identities list = {0};
    struct age_identity identity;
    age_identity_generate(&identity, AGE_HYBRID);
    unsigned char *bytes = identity.secret.bytes;
    age_identities_add(&list, &identity);
    assert_null(identity.secret.bytes);
    assert_ptr_equal(list.items[0].secret.bytes, bytes);
    age_identities_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples_of_the_specification),
        cmocka_unit_test(test_generated_keys_differ_and_come_back),
        cmocka_unit_test(test_texts_that_are_no_keys_are_refused),
        cmocka_unit_test(test_invalid_hybrid_public_key_is_refused),
        cmocka_unit_test(test_passphrases),
        cmocka_unit_test(test_S6_a_passphrase_goes_with_its_recipient),
        cmocka_unit_test(test_recipients_files_are_read),
        cmocka_unit_test(test_recipients_files_that_are_wrong_are_refused),
        cmocka_unit_test(test_identities_files),
        cmocka_unit_test(test_lists_take_over_what_is_added),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
