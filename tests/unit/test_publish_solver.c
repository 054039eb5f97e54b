/* What a reader, or one or two of the counted, can work out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/publish_rounding.h"
#include "analysis/publish_solver.h"
#include "crypto/secret.h"

#include <stdio.h>

enum { COLUMNS_MOST = 8, TABLE = 7 };

/* One table: how many are truly in each column, and what is shown. */
struct one_table {
    struct publish_solver solver;
    unsigned columns;
    unsigned count[COLUMNS_MOST];
    unsigned members;
};

static void parts_of(void *context, size_t member, struct list *parts)
{
    const struct one_table *table = context;
    uint32_t column = 0;
    for (size_t left = member; left >= table->count[column]; column++)
        left -= table->count[column];
    *(struct publish_part *)list_add(parts) = (struct publish_part){column, 1};
}

static void bound(struct one_table *table, uint32_t variable, unsigned shown)
{
    struct publish_variable *at = publish_solver_at(&table->solver, variable);
    at->least = shown > PUBLISH_ROUNDING_MOST ? shown - PUBLISH_ROUNDING_MOST : 0;
    at->most = shown + PUBLISH_ROUNDING_MOST;
}

/* Their sum is known. */
static void make_table(
    struct one_table *table, unsigned columns, const unsigned count[], const unsigned shown[])
{
    *table = (struct one_table){.columns = columns};
    publish_solver_begin(&table->solver);
    for (unsigned i = 0; i < columns; i++) {
        uint32_t variable = publish_solver_variable(&table->solver, TABLE, true);
        publish_solver_at(&table->solver, variable)->count = count[i];
        bound(table, variable, shown[i]);
        table->count[i] = count[i];
        table->members += count[i];
    }
    uint32_t all = publish_solver_variable(&table->solver, TABLE, false);
    *publish_solver_at(&table->solver, all) = (struct publish_variable){
        .least = table->members, .most = table->members, .count = table->members};
    publish_solver_rule(&table->solver);
    publish_solver_term(&table->solver, all, -1);
    for (unsigned i = 0; i < columns; i++)
        publish_solver_term(&table->solver, i, 1);
}

static bool reveals(unsigned columns, const unsigned count[], const unsigned shown[])
{
    struct one_table table;
    unsigned found = 0;
    make_table(&table, columns, count, shown);
    bool revealed = publish_solver_reveals(&table.solver, table.members, parts_of, &table, &found);
    assert_int_equal(found, revealed ? TABLE : 0);
    publish_solver_free(&table.solver);
    return revealed;
}

static void test_S14_what_rounding_gives_away_is_withheld(void **state)
{
    (void)state;
    /* An outsider: five are at most two each, and are ten. */
    assert_true(reveals(5, (unsigned[]){2, 2, 2, 2, 2}, (unsigned[]){0, 0, 0, 0, 0}));
    assert_false(reveals(5, (unsigned[]){2, 2, 2, 2, 2}, (unsigned[]){0, 0, 3, 0, 0}));
    /* At least 4 + 4 + 1 + 1. */
    assert_true(reveals(5, (unsigned[]){4, 4, 1, 1, 0}, (unsigned[]){6, 6, 3, 3, 0}));
    /* One member, the one in the fourth column: at least 4 + 4 + 1, and itself. */
    assert_true(reveals(4, (unsigned[]){4, 4, 1, 1}, (unsigned[]){6, 6, 3, 0}));
    /* Two members, of the last column: 7 + 1, and both of them. */
    assert_true(reveals(3, (unsigned[]){7, 1, 2}, (unsigned[]){9, 3, 0}));
    assert_false(reveals(3, (unsigned[]){7, 2, 2}, (unsigned[]){9, 3, 0}));
    /* What is found is no small rest: of ten who all say so, nothing is left. */
    assert_false(reveals(2, (unsigned[]){10, 0}, (unsigned[]){12, 0}));
}

/* Two tables of the same members: whoever is in the second's first column is in the first's. */
static void test_what_ties_tables_together_is_followed(void **state)
{
    struct one_table table;
    unsigned found = 0;
    (void)state;
    make_table(&table, 2, (unsigned[]){2, 9}, (unsigned[]){0, 9});
    uint32_t inner = publish_solver_variable(&table.solver, TABLE + 1, true);
    uint32_t rest = publish_solver_variable(&table.solver, 0, false);
    *publish_solver_at(&table.solver, inner) =
        (struct publish_variable){.least = 2, .most = 6, .count = 2, .cell = true, .table = 8};
    *publish_solver_at(&table.solver, rest) = (struct publish_variable){.most = 11};
    publish_solver_rule(&table.solver);
    publish_solver_term(&table.solver, 0, 1);
    publish_solver_term(&table.solver, inner, -1);
    publish_solver_term(&table.solver, rest, -1);
    assert_true(publish_solver_reveals(&table.solver, 0, parts_of, &table, &found));
    assert_true(found == TABLE || found == TABLE + 1);
    publish_solver_free(&table.solver);
}

/* ---- rounding ---- */

static uint8_t *rounding_key;

static unsigned rounded(unsigned count, const char *cell, uint8_t seed)
{
    _Alignas(64) struct publish_rounding rounding;
    publish_rounding_begin(&rounding, rounding_key, "2021", cell);
    for (unsigned i = 0; i < count; i++) {
        char number[MANIFEST_NUMBER_SIZE];
        uint8_t id[MANIFEST_ID_SIZE] = {seed};
        (void)snprintf(number, sizeof number, "%06u-0000", i % 1000000);
        publish_rounding_add(&rounding, number, id);
    }
    return publish_rounding_end(&rounding);
}

static void test_a_count_is_rounded_to_a_multiple_of_three(void **state)
{
    long off = 0;
    (void)state;
    for (unsigned count = 0; count < 30; count++) {
        unsigned up = 0;
        for (unsigned seed = 0; seed < 200; seed++) {
            unsigned shown = rounded(count, "levels 1 with", (uint8_t)seed);
            assert_int_equal(shown % PUBLISH_ROUNDING_STEP, 0);
            assert_in_range(
                shown + PUBLISH_ROUNDING_MOST, count, count + 2U * PUBLISH_ROUNDING_MOST);
            assert_true(count % 3 > 0 || shown == count);
            assert_int_equal(shown, rounded(count, "levels 1 with", (uint8_t)seed));
            up += shown > count;
            off += (long)shown - (long)count;
        }
        if (count % 3 > 0) /* 67 or 133 of 200; ten standard errors would be 66 */
            assert_in_range(up, count % 3 == 1 ? 40 : 105, count % 3 == 1 ? 95 : 160);
    }
    assert_in_range(off + 450, 0, 900); /* of 6000, of which 4000 are off by 1.4: 5 of 90 */
}

static void test_another_cell_or_key_is_rounded_anew(void **state)
{
    unsigned other_cell = 0;
    unsigned other_key = 0;
    (void)state;
    for (unsigned seed = 0; seed < 200; seed++) {
        unsigned shown = rounded(7, "levels 1 with", (uint8_t)seed);
        other_cell += shown != rounded(7, "levels 2 with", (uint8_t)seed);
        rounding_key[0] ^= 1;
        other_key += shown != rounded(7, "levels 1 with", (uint8_t)seed);
        rounding_key[0] ^= 1;
    }
    assert_true(other_cell > 40 && other_key > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S14_what_rounding_gives_away_is_withheld),
        cmocka_unit_test(test_what_ties_tables_together_is_followed),
        cmocka_unit_test(test_a_count_is_rounded_to_a_multiple_of_three),
        cmocka_unit_test(test_another_cell_or_key_is_rounded_anew),
    };
    if (secret_start(NULL) != STATUS_OK)
        return 1;
    rounding_key = secret_new(VAULT_KEY_SIZE);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    secret_free(rounding_key);
    return failed;
}
