#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_two_senders.h"

struct error two_err;
struct fixture_register two_register;
struct fixture_party two_ankeborg;
struct fixture_party two_exempelby;
struct small *two_small;

int two_set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&two_ankeborg, "Ankeborgs kommun", "212999-0004");
    fixture_party_make(&two_exempelby, "Exempelby kommun", "212999-0012");
    return 0;
}

int two_tear_down_group(void **state)
{
    (void)state;
    fixture_party_free(&two_ankeborg);
    fixture_party_free(&two_exempelby);
    return 0;
}

int two_set_up(void **state)
{
    error_init(&two_err, NULL);
    (void)small_set_up(state);
    two_small = *state;
    (void)fixture_directory_make();
    fixture_register_make(&two_register);
    fixture_enrol(&two_register, &two_ankeborg);
    fixture_enrol(&two_register, &two_exempelby);
    return 0;
}

int two_tear_down(void **state)
{
    fixture_register_free(&two_register);
    fixture_directory_remove();
    return small_tear_down(state);
}

const struct editions *two_known(void)
{
    static struct editions editions;
    editions = (struct editions){.edition = &two_small->edition, .count = 1};
    return &editions;
}

void two_list_id(struct submission *row, uint8_t id)
{
    uint8_t whole[MANIFEST_ID_SIZE];
    memset(whole, id, sizeof whole);
    if (id != TWO_NONE)
        manifest_list(&row->supersedes, whole);
}

void two_add(const struct fixture_party *party, uint8_t id, struct two_wanted wanted)
{
    struct submission row;
    struct buffer json = {0};
    (void)snprintf(two_small->answers->period_to, sizeof two_small->answers->period_to, "%s",
        wanted.to == NULL ? "2029-12-31" : wanted.to);
    assert_int_equal(
        answers_encode(two_small->edition, two_small->answers, &json, &two_err), STATUS_OK);
    fixture_row(&row, party, two_small->edition, id);
    if (wanted.arrived != NULL)
        (void)snprintf(row.arrived, sizeof row.arrived, "%s", wanted.arrived);
    two_list_id(&row, wanted.supersedes);
    assert_int_equal(fixture_add(&two_register, &row, buffer_string(&json), &two_err), STATUS_OK);
    buffer_free(&json);
}

enum status two_load_scored(const struct editions *editions, struct scored_list *list)
{
    struct stored_answers stored = {
        .store = &two_register.store, .key = two_register.key, .editions = editions};
    scored_list_free(list);
    enum status status = scored_load(&stored, NULL, list, &two_err);
    stored_answers_close(&stored);
    return status;
}
