/* Protected tables of random rounds: what is shown is true, and adding and subtracting within a
 * group, among the groups and from all together tells no small count. The reader here knows nothing
 * of the rule by which something is hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/disclosure_stats.h"
#include "analysis/stats_fill.h"
#include "fixture_thinned.h"
#include "format/edition.h"

#include <stdlib.h>
#include <string.h>

enum {
    GROUPS = 3,
    ROWS = GROUPS + 1,
    LEVELS = 4,
    AREAS = 2,
    MOST = 200,
    CELLS_MAX = 200,
    SUMS_MAX = 60,
    PARTS_MAX = 40,
    TRIALS = 1000
};

/* ---- random rounds ---- */

static unsigned trials(void)
{
    return TRIALS / (unsigned)fixture_thinned(1);
}

static uint64_t state;

static unsigned below(unsigned limit)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % limit;
}

static struct edition *make_edition(void)
{
    static const uint16_t needs[LEVELS] = {23, 70, 133, 180};
    struct edition *edition = calloc(1, sizeof *edition);
    assert_non_null(edition);
    edition->groups = GROUPS;
    edition->points = MOST;
    edition->model.levels = LEVELS;
    edition->model.areas = AREAS;
    edition->model.questions = 3;
    for (unsigned i = 0; i < LEVELS; i++)
        edition->model.level[i].min_total = needs[i];
    return edition;
}

/* An organisation with any points, a level for which they suffice, and any area levels. */
static void join(const struct edition *edition, struct stats_source *one, struct stats_source *all)
{
    unsigned points = below(4) > 0 ? below(80) : below(MOST + 1);
    unsigned enough = 0, step = below(TABLES_LACKS_MAX + 2), role = below(2);
    while (enough < LEVELS && points >= edition->model.level[enough].min_total)
        enough++;
    unsigned level = enough > 0 && below(2) > 0 ? below(enough) : enough;
    unsigned area[AREAS] = {below(LEVELS + 1), below(2)};
    struct stats_source *into[] = {one, all};
    for (unsigned i = 0; i < 2; i++) {
        struct tables *tables = &into[i]->tables;
        struct tables_held *held = &tables->held[level < LEVELS ? level : 0];
        unsigned *part[TABLES_LACKS_MAX + 2] = {&held->more, &held->unsure_only};
        for (unsigned steps = 0; steps < TABLES_LACKS_MAX; steps++)
            part[2 + steps] = &held->lacks[steps];
        into[i]->response.on_time++;
        tables->group.members++;
        tables->group.points += points;
        tables->group.measures += points;
        tables->group.with_points[points]++;
        tables->group.at_level[level]++;
        tables->role[role][level]++;
        for (unsigned a = 0; a < AREAS; a++)
            tables->group.area[a].at_level[area[a]]++;
        if (level < enough) {
            held->enough++;
            ++*part[step];
            tables->as_many += step >= 2 && role == 0;
        }
    }
}

static void fill(struct stats_table *table, const struct edition *edition)
{
    static const unsigned sizes[] = {0, 1, 4, 5, 6, 9, 15, 40, 150};
    struct stats_source *source = calloc(ROWS, sizeof *source);
    assert_non_null(source);
    *table = (struct stats_table){.edition = edition, .round = "", .opens = "", .closes = ""};
    table->groups = ROWS;
    for (unsigned group = 0; group < GROUPS; group++) {
        for (unsigned left = sizes[below(sizeof sizes / sizeof sizes[0])]; left > 0; left--)
            join(edition, &source[group], &source[GROUPS]);
    }
    for (unsigned row = 0; row < ROWS; row++)
        stats_fill(table, row, row < GROUPS ? (int)row : -1, &source[row]);
    free(source);
}

/* ---- a reader ---- */

/* Cells by their offset in a group, and which of them add up to which. */
struct sum {
    unsigned parts;
    unsigned part[PARTS_MAX];
    unsigned whole;
};

struct reader {
    unsigned cells;
    size_t cell[CELLS_MAX];
    unsigned sums;
    struct sum sum[SUMS_MAX];
    long least[ROWS][CELLS_MAX];
    long most[ROWS][CELLS_MAX];
    bool narrowed;
};

static unsigned cell_at(struct reader *reader, size_t offset)
{
    for (unsigned i = 0; i < reader->cells; i++) {
        if (reader->cell[i] == offset)
            return i;
    }
    assert_true(reader->cells < CELLS_MAX);
    reader->cell[reader->cells] = offset;
    return reader->cells++;
}

static struct sum *new_sum(struct reader *reader, size_t whole)
{
    assert_true(reader->sums < SUMS_MAX);
    struct sum *sum = &reader->sum[reader->sums++];
    *sum = (struct sum){.whole = cell_at(reader, whole)};
    return sum;
}

static void add_part(struct reader *reader, struct sum *sum, size_t offset)
{
    assert_true(sum->parts < PARTS_MAX);
    sum->part[sum->parts++] = cell_at(reader, offset);
}

/* Cells first to last of a row of them add up to a whole. */
static void cells_are(
    struct reader *reader, size_t cells, unsigned first, unsigned last, size_t stride, size_t whole)
{
    struct sum *sum = new_sum(reader, whole);
    for (unsigned i = first; i <= last; i++)
        add_part(reader, sum, cells + i * stride);
}

#define AT(member) offsetof(struct stats_group, member)
#define CELL sizeof(struct stats_cell)

static void learn_sums(struct reader *reader, unsigned classes)
{
    cells_are(reader, AT(level), 0, LEVELS, CELL, AT(response.counted));
    cells_are(reader, AT(level), 1, LEVELS, CELL, AT(any_level));
    cells_are(reader, AT(class[0].count), 0, classes - 1, sizeof(struct stats_class),
        AT(response.counted));
    for (unsigned area = 0; area < AREAS; area++) {
        size_t base = AT(area) + area * sizeof(struct stats_area);
        size_t cells = base + offsetof(struct stats_area, at_level);
        size_t above = base + offsetof(struct stats_area, above);
        cells_are(reader, cells, 0, LEVELS, CELL, AT(response.counted));
        for (unsigned level = 0; level + 1 < LEVELS; level++)
            cells_are(reader, cells, level + 1, LEVELS, CELL, above + level * CELL);
    }
    for (unsigned level = 0; level <= LEVELS; level++)
        cells_are(reader, AT(role) + level * CELL, 0, 1, (MODEL_LEVELS_MAX + 1) * CELL,
            AT(level) + level * CELL);
    for (unsigned level = 1; level <= LEVELS; level++) {
        size_t held = AT(held) + (level - 1) * sizeof(struct stats_held);
        struct sum *sum = new_sum(reader, held + offsetof(struct stats_held, enough));
        for (unsigned steps = 0; steps < TABLES_LACKS_MAX; steps++)
            add_part(reader, sum, held + offsetof(struct stats_held, lacks) + steps * CELL);
        add_part(reader, sum, held + offsetof(struct stats_held, more));
        add_part(reader, sum, held + offsetof(struct stats_held, unsure_only));
    }
}

static const struct stats_cell *cell_of(const struct stats_group *group, size_t offset)
{
    const void *at = (const char *)group + offset;
    return at;
}

static void read_cells(struct reader *reader, const struct stats_table *table)
{
    for (unsigned row = 0; row < ROWS; row++) {
        for (unsigned i = 0; i < reader->cells; i++) {
            const struct stats_cell *cell = cell_of(&table->group[row], reader->cell[i]);
            bool shown = cell->show == STATS_NUMBER;
            bool small = cell->show == STATS_SMALL;
            reader->least[row][i] = shown ? (long)cell->value : small ? 1 : 0;
            reader->most[row][i] = shown ? (long)cell->value : small ? 2 : 1000;
        }
    }
}

static void narrow(struct reader *reader, long *least, long *most, long low, long high)
{
    if (low > *least) {
        *least = low;
        reader->narrowed = true;
    }
    if (high < *most) {
        *most = high;
        reader->narrowed = true;
    }
    assert_true(*least <= *most);
}

/* What the bounds of some cells tell of their sum, and the other way round. */
static void apply(
    struct reader *reader, long *least[], long *most[], unsigned parts, long *low, long *high)
{
    long lows = 0, highs = 0;
    for (unsigned i = 0; i < parts; i++) {
        lows += *least[i];
        highs += *most[i];
    }
    narrow(reader, low, high, lows, highs);
    for (unsigned i = 0; i < parts; i++)
        narrow(reader, least[i], most[i], *low - (highs - *most[i]), *high - (lows - *least[i]));
}

static void apply_within(struct reader *reader, unsigned row, const struct sum *sum)
{
    long *least[PARTS_MAX];
    long *most[PARTS_MAX];
    for (unsigned i = 0; i < sum->parts; i++) {
        least[i] = &reader->least[row][sum->part[i]];
        most[i] = &reader->most[row][sum->part[i]];
    }
    apply(reader, least, most, sum->parts, &reader->least[row][sum->whole],
        &reader->most[row][sum->whole]);
}

static void apply_among(struct reader *reader, unsigned cell)
{
    long *least[GROUPS];
    long *most[GROUPS];
    for (unsigned row = 0; row < GROUPS; row++) {
        least[row] = &reader->least[row][cell];
        most[row] = &reader->most[row][cell];
    }
    apply(reader, least, most, GROUPS, &reader->least[GROUPS][cell], &reader->most[GROUPS][cell]);
}

static void read_all(struct reader *reader, const struct stats_table *table)
{
    *reader = (struct reader){0};
    learn_sums(reader, table->group[0].classes);
    read_cells(reader, table);
    do {
        reader->narrowed = false;
        for (unsigned row = 0; row < ROWS; row++) {
            for (unsigned i = 0; i < reader->sums; i++)
                apply_within(reader, row, &reader->sum[i]);
        }
        for (unsigned i = 0; i < reader->cells; i++)
            apply_among(reader, i);
    } while (reader->narrowed);
}

/* How many cells that are not shown are known to be 1, or to be 2. */
static unsigned told(const struct reader *reader, const struct stats_table *table)
{
    unsigned count = 0;
    for (unsigned row = 0; row < ROWS; row++) {
        for (unsigned i = 0; i < reader->cells; i++) {
            bool small = reader->least[row][i] >= 1 && reader->most[row][i] <= STATS_SMALL_MOST;
            count += small && reader->least[row][i] == reader->most[row][i] &&
                     cell_of(&table->group[row], reader->cell[i])->show != STATS_NUMBER;
        }
    }
    return count;
}

/* ---- tests ---- */

struct fixture {
    struct edition *edition;
    struct stats_table *raw;
    struct stats_table *table;
    struct reader *reader;
};

static void begin(struct fixture *fixture)
{
    state = 20211001;
    fixture->edition = make_edition();
    fixture->raw = calloc(1, sizeof *fixture->raw);
    fixture->table = calloc(1, sizeof *fixture->table);
    fixture->reader = calloc(1, sizeof *fixture->reader);
    assert_true(fixture->raw != NULL && fixture->table != NULL && fixture->reader != NULL);
}

static void end(struct fixture *fixture)
{
    free(fixture->edition);
    free(fixture->raw);
    free(fixture->table);
    free(fixture->reader);
}

static void judge_cell(const struct stats_cell *cell, const struct stats_cell *raw, bool size)
{
    if (cell->show == STATS_NUMBER) {
        assert_int_equal(cell->value, raw->value);
        assert_true(size || raw->value == 0 || raw->value > STATS_SMALL_MOST);
    } else {
        assert_int_equal(cell->value, 0);
        assert_true(cell->show != STATS_SMALL || raw->value == 1 || raw->value == 2);
    }
}

static void test_random_tables_tell_no_small_count(void **unused)
{
    (void)unused;
    struct fixture fixture;
    unsigned shown = 0, hidden = 0;
    begin(&fixture);
    for (unsigned trial = 0; trial < trials(); trial++) {
        fill(fixture.raw, fixture.edition);
        *fixture.table = *fixture.raw;
        disclosure_stats(fixture.table, 5);
        read_all(fixture.reader, fixture.table);
        assert_int_equal(told(fixture.reader, fixture.table), 0);
        for (unsigned row = 0; row < ROWS; row++) {
            for (unsigned i = 0; i < fixture.reader->cells; i++) {
                size_t at = fixture.reader->cell[i];
                const struct stats_cell *cell = cell_of(&fixture.table->group[row], at);
                judge_cell(cell, cell_of(&fixture.raw->group[row], at), at == AT(response.counted));
                shown += cell->show == STATS_NUMBER;
                hidden += cell->show != STATS_NUMBER;
            }
        }
    }
    /* Neither everything nor nothing. */
    assert_true(shown > trials() * 20 && hidden > trials() * 20);
    end(&fixture);
}

/* The reader can subtract: of tables that hide only the small counts it finds some. */
static void test_hiding_only_what_is_small_is_not_enough(void **unused)
{
    (void)unused;
    struct fixture fixture;
    unsigned found = 0;
    begin(&fixture);
    for (unsigned trial = 0; trial < trials() / 20; trial++) {
        fill(fixture.table, fixture.edition);
        read_all(fixture.reader, fixture.table);
        for (unsigned row = 0; row < ROWS; row++) {
            for (unsigned level = 0; level <= LEVELS; level++) {
                struct stats_cell *cell = &fixture.table->group[row].level[level];
                if (cell->value == 1 || cell->value == 2)
                    *cell = (struct stats_cell){0, STATS_SMALL};
            }
        }
        read_all(fixture.reader, fixture.table);
        found += told(fixture.reader, fixture.table);
    }
    assert_true(found > trials() / 20);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables_tell_no_small_count),
        cmocka_unit_test(test_hiding_only_what_is_small_is_not_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
