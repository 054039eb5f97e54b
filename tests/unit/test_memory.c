/* What is left when memory ends, of each that asks for some: a child process runs out of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "fixture_death.h"
#include "format/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than there is. */
static volatile size_t too_much = SIZE_MAX / 4;

/* What a sanitizer would call a mistake is the very case here. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static struct error err;

/* ---- each way to ask for memory ---- */

static void ask_new(void)
{
    (void)memory_new(1, too_much);
}

static void ask_new_product(void)
{
    (void)memory_new(too_much, too_much);
}

static void ask_allocate(void)
{
    (void)memory_allocate(too_much);
}

static void ask_resize(void)
{
    (void)memory_resize(memory_allocate(10), too_much, 1);
}

static void ask_resize_product(void)
{
    (void)memory_resize(NULL, too_much, too_much);
}

static void ask_buffer(void)
{
    struct buffer buffer = {0};
    buffer_text(&buffer, "a");
    (void)buffer_reserve(&buffer, too_much);
}

static void ask_buffer_sum(void)
{
    struct buffer buffer = {0};
    buffer_text(&buffer, "ab");
    (void)buffer_reserve(&buffer, SIZE_MAX - 1);
}

static void ask_secret(void)
{
    (void)secret_new(too_much);
}

static void ask_system(void)
{
    errno = ENOMEM;
    (void)error_system(&err, "a file");
}

static void test_none_of_them_returns(void **state)
{
    (void)state;
    static void (*const asks[])(void) = {ask_new, ask_new_product, ask_allocate, ask_resize,
        ask_resize_product, ask_buffer, ask_buffer_sum, ask_secret, ask_system};
    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++)
        fixture_expect_death(asks[i], FIXTURE_DEATH_ENGLISH);
}

static void say_in_swedish(void)
{
    memory_words("sigill", tr(catalog_for(LANGUAGE_SWEDISH), memory_sentence()));
    memory_exhausted();
}

static void test_the_sentence_is_the_users(void **state)
{
    (void)state;
    fixture_expect_death(
        say_in_swedish, "sigill: minnet är slut; stäng andra program och försök igen\n");
}

/* What is printed so far is half a result. */
static void print_half(void)
{
    (void)dup2(STDERR_FILENO, STDOUT_FILENO);
    (void)printf("half a result");
    memory_exhausted();
}

static void test_nothing_half_is_printed(void **state)
{
    (void)state;
    char said[200];
    int status = fixture_death_of(print_half, said, sizeof said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == STATUS_FAILED);
    assert_string_equal(said, FIXTURE_DEATH_ENGLISH);
}

static void test_there_is_always_something(void **state)
{
    (void)state;
    void *blocks[] = {memory_new(0, 0), memory_new(3, 0), memory_allocate(0),
        memory_resize(NULL, 0, 8), memory_text(""), memory_part("abc", 0), memory_printf("%s", "")};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        assert_non_null(blocks[i]);
        free(blocks[i]);
    }
    char *part = memory_part("abc", 2);
    assert_string_equal(part, "ab");
    free(part);
    part = memory_part("abc", 9);
    assert_string_equal(part, "abc");
    free(part);
    const unsigned char *zeroed = memory_new(4, 4);
    for (size_t i = 0; i < 16; i++)
        assert_int_equal(zeroed[i], 0);
    free((void *)(uintptr_t)zeroed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none_of_them_returns),
        cmocka_unit_test(test_the_sentence_is_the_users),
        cmocka_unit_test(test_nothing_half_is_printed),
        cmocka_unit_test(test_there_is_always_something),
    };
    error_init(&err, NULL);
    if (secret_start(&err) != STATUS_OK)
        return 1;
    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
