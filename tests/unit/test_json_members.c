/* Every member of the documents that people write, however deep, is looked at: put in another kind
 * of value, or a member that nobody knows, and the document is refused with the place named. Who
 * reads a new member and forgets to look at its kind fails here without a line being added. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_text.h"

#define UNKNOWN "nobody-knows-it"

/* How a kind of document is read. */
typedef enum status read_document(const char *text, struct error *err);

struct walk {
    read_document *read;
    const char *const *of_lines; /* members that may hold more than a line; NULL at the end */
    json_t *root;
    size_t changed; /* how many changes were tried */
};

static void assert_refused_at(
    struct walk *walk, const char *what, const char *key, const char *within)
{
    struct error err;
    char *text = json_dumps(walk->root, 0);
    assert_non_null(text);
    error_init(&err, NULL);
    if (walk->read(text, &err) != STATUS_REFUSED)
        fail_msg("%s is taken at %s within %s", what, key, within);
    if (strstr(err.text, key) == NULL && (within[0] == 0 || strstr(err.text, within) == NULL))
        fail_msg("%s at %s: the place is not named: %s", what, key, err.text);
    walk->changed++;
    free(text);
}

/* Puts a value into a holder; the one that stood there is the caller's. */
static json_t *exchange(json_t *holder, const char *key, size_t index, json_t *value)
{
    json_t *old = json_incref(
        json_is_object(holder) ? json_object_get(holder, key) : json_array_get(holder, index));
    int done = json_is_object(holder) ? json_object_set(holder, key, value)
                                      : json_array_set(holder, index, value);
    assert_int_equal(done, 0);
    return old;
}

/* A value in each kind that is not its own; a number where a list stands may be the other form of
 * the same thing ("yes"), and is tried as a fraction. */
static void change_kind(struct walk *walk, json_t *holder, const char *key, size_t index)
{
    json_t *others[] = {
        json_null(), json_true(), json_real(1.5), json_string("x"), json_array(), json_object()};
    json_t *old = exchange(holder, key, index, others[0]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        bool own = json_typeof(others[i]) == json_typeof(old) ||
                   (json_is_boolean(others[i]) && json_is_boolean(old));
        bool list_for_number = json_is_array(others[i]) && json_is_integer(old);
        if (!own && !list_for_number) {
            json_decref(exchange(holder, key, index, others[i]));
            assert_refused_at(walk, "another kind", key, "");
        }
        json_decref(others[i]);
    }
    json_decref(exchange(holder, key, index, old));
    json_decref(old);
}

static bool may_have_lines(const struct walk *walk, const char *key)
{
    const char *const *name = walk->of_lines;
    while (*name != NULL && strcmp(*name, key) != 0)
        name++;
    return *name != NULL;
}

/* Texts are plain, of one line where nothing else is said, and of a length that someone set. */
static void change_text(struct walk *walk, json_t *holder, const char *key, size_t index)
{
    enum { TOO_MANY = 1 << 17 };
    char *endless = malloc(TOO_MANY + 1);
    assert_non_null(endless);
    memset(endless, 'a', TOO_MANY);
    endless[TOO_MANY] = '\0';
    const char *const wrong[] = {"a\x1b[2J", "a\xe2\x80\xae", "a\x7f", "a\r", endless, "a\nb"};
    json_t *old = json_incref(
        json_is_object(holder) ? json_object_get(holder, key) : json_array_get(holder, index));
    size_t count = sizeof wrong / sizeof wrong[0] - (may_have_lines(walk, key) ? 1 : 0);
    for (size_t i = 0; json_is_string(old) && i < count; i++) {
        json_t *text = json_string(wrong[i]);
        json_decref(exchange(holder, key, index, text));
        assert_refused_at(walk, "such a text", key, "");
        json_decref(text);
    }
    json_decref(exchange(holder, key, index, old));
    json_decref(old);
    free(endless);
}

/* Below holder, which the last key on the way names. */
static void walk_below(struct walk *walk, json_t *holder, const char *name)
{
    const char *key;
    size_t index;
    json_t *value;
    void *next;
    if (json_is_object(holder)) {
        assert_int_equal(json_object_set_new(holder, UNKNOWN, json_true()), 0);
        assert_refused_at(walk, "a member that nobody knows", UNKNOWN, name);
        assert_int_equal(json_object_del(holder, UNKNOWN), 0);
        json_object_foreach_safe(holder, next, key, value)
        {
            change_kind(walk, holder, key, 0);
            change_text(walk, holder, key, 0);
            walk_below(walk, json_object_get(holder, key), key);
        }
    }
    json_array_foreach(holder, index, value)
    {
        change_kind(walk, holder, name, index);
        change_text(walk, holder, name, index);
        walk_below(walk, json_array_get(holder, index), name);
    }
}

static void walk_file(
    const char *path, read_document *read, const char *const *of_lines, size_t at_least)
{
    struct error err;
    char *text = fixture_read(path);
    struct walk walk = {.read = read, .of_lines = of_lines, .root = json_loads(text, 0, NULL)};
    assert_non_null(walk.root);
    error_init(&err, NULL);
    assert_int_equal(read(text, &err), STATUS_OK);
    walk_below(&walk, walk.root, "");
    assert_true(walk.changed >= at_least);
    json_decref(walk.root);
    free(text);
}

static const struct edition *small_edition;

static enum status read_answers(const char *text, struct error *err)
{
    struct findings findings;
    struct answers *answers = new_answers();
    findings_init(&findings, NULL);
    enum status status =
        answers_parse(small_edition, text, strlen(text), "svar.json", answers, &findings, err);
    findings_free(&findings);
    free(answers);
    return status;
}

static void test_every_member_of_answers(void **state)
{
    const struct small *small = *state;
    small_edition = small->edition;
    static const char *const of_lines[] = {"note", "obstacles", "suppliers", NULL};
    walk_file("tests/data/small-answers.json", read_answers, of_lines, 300);
}

static enum status read_edition(const char *text, struct error *err)
{
    struct edition *edition;
    enum status status = edition_load(text, strlen(text), "edition.json", &edition, err);
    edition_free(edition);
    return status;
}

static void test_every_member_of_an_edition(void **state)
{
    (void)state;
    static const char *const of_lines[] = {NULL};
    walk_file("tests/data/small-edition.json", read_edition, of_lines, 1000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_every_member_of_answers, small_set_up, small_tear_down),
        cmocka_unit_test(test_every_member_of_an_edition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
