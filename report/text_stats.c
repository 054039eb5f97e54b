#include "report/text_stats.h"

#include "base/text.h"
#include "format/edition.h"
#include "report/layout.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    COLUMNS = 4,      /* groups beside each other */
    LABEL_WIDTH = 31, /* of a row; the columns share what is left */
    COLUMN_MOST = 16,
    SHARE_WIDTH = 6, /* of a column, if it has shares */
    CLASS_LABEL = 12,
    CLASS_COLUMN = 9,
    CLASS_GAP = 2,
    RESPONSE_LABEL = 20,
    RESPONSE_COLUMN = 9,
    RESPONSE_GAP = 1,
    HOLDING_SHOWN = 10,
    CELL_SIZE = 32,
    NUMBER_SIZE = CELL_SIZE
};

/* What the functions below all need: the groups first to first + groups - 1 are shown. */
struct view {
    struct buffer *out;
    const struct catalog *catalog;
    const struct stats_table *table;
    size_t first;
    size_t groups;
};

static const struct stats_group *group_of(const struct view *view, size_t column)
{
    return &view->table->group[view->first + column];
}

static const char *name_of(const struct view *view, const struct stats_group *group)
{
    return group->id == NULL ? tr(view->catalog, "All") : group->name;
}

/* ---- cells ---- */

static void figure(char text[CELL_SIZE], const struct stats_cell *cell)
{
    switch (cell->show) {
    case STATS_NUMBER:
        (void)snprintf(text, CELL_SIZE, "%" PRIu64, cell->value);
        break;
    case STATS_SMALL:
        (void)snprintf(text, CELL_SIZE, "%s", STATS_SMALL_TEXT);
        break;
    case STATS_HIDDEN:
        (void)snprintf(text, CELL_SIZE, "·");
        break;
    case STATS_NONE:
        (void)snprintf(text, CELL_SIZE, "-");
        break;
    }
}

/* The percentage of part in whole, rounded; 0 where it cannot be shown. */
static unsigned percent(const struct stats_cell *part, const struct stats_cell *whole)
{
    bool known = part->show == STATS_NUMBER && whole->show == STATS_NUMBER && whole->value > 0;
    return known ? (unsigned)((200 * part->value + whole->value) / (2 * whole->value)) : 0;
}

/* A figure, and its share of whole if that is not NULL, at the right of so many columns. */
static void put_cell(
    struct buffer *out, const struct stats_cell *part, const struct stats_cell *whole, size_t width)
{
    char text[CELL_SIZE];
    figure(text, part);
    if (whole == NULL) {
        layout_right(out, text, width);
        return;
    }
    layout_right(out, text, width - SHARE_WIDTH);
    text[0] = '\0';
    if (part->show == STATS_NUMBER && whole->show == STATS_NUMBER && whole->value > 0)
        (void)snprintf(text, sizeof text, "%u %%", percent(part, whole));
    layout_right(out, text, SHARE_WIDTH);
}

/* Ends a line; a last cell without its share leaves no blanks. */
static void end_line(struct buffer *out)
{
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        out->length--;
    buffer_text(out, "\n");
}

static size_t column_width(const struct view *view)
{
    size_t width = (LAYOUT_WIDTH - LABEL_WIDTH) / view->groups;
    return width < COLUMN_MOST ? width : COLUMN_MOST;
}

static void put_title(const struct view *view, const char *title, size_t label, size_t column)
{
    buffer_text(view->out, "\n");
    layout_cell(view->out, title, label);
    for (size_t i = 0; i < view->groups; i++) {
        const char *name = name_of(view, group_of(view, i));
        buffer_text(view->out, " ");
        if (text_width(name) >= column)
            layout_cell(view->out, name, column - 1);
        else
            layout_right(view->out, name, column - 1);
    }
    end_line(view->out);
}

/* A table's title, with the groups as the heads of its columns. */
static void title(const struct view *view, const char *text)
{
    put_title(view, text, LABEL_WIDTH, column_width(view));
}

/* One row: the cell of each group, which stands as far from the group's beginning as at stands from
 * that of the first group shown. */
static void row(
    const struct view *view, const char *label, const struct stats_cell *at, bool shares)
{
    size_t offset = (size_t)((const char *)at - (const char *)group_of(view, 0));
    layout_cell(view->out, label, LABEL_WIDTH);
    for (size_t i = 0; i < view->groups; i++) {
        const struct stats_group *group = group_of(view, i);
        const void *cell = (const char *)group + offset;
        put_cell(view->out, cell, shares ? &group->response.counted : NULL, column_width(view));
    }
    end_line(view->out);
}

/* ---- tables ---- */

static void response_line(const struct view *view, const struct stats_group *group)
{
    const struct stats_cell *cell[] = {&group->response.population, &group->response.on_time,
        &group->response.late, &group->response.missing, &group->response.outside};
    size_t used = RESPONSE_LABEL;
    layout_cell(view->out, name_of(view, group), RESPONSE_LABEL);
    for (size_t i = 0; i < sizeof cell / sizeof cell[0]; i++, used += RESPONSE_COLUMN)
        put_cell(view->out, cell[i], NULL, RESPONSE_COLUMN);
    const struct stats_share *rate = &group->response.rate;
    if (rate->part.show == STATS_NUMBER && rate->whole.show == STATS_NUMBER &&
        rate->whole.value > 0) {
        unsigned share = percent(&rate->part, &rate->whole);
        char text[NUMBER_SIZE];
        (void)snprintf(text, sizeof text, "%u %% ", share);
        layout_right(view->out, text, SHARE_WIDTH + RESPONSE_GAP);
        layout_bar(view->out, share, 100, LAYOUT_WIDTH - used - SHARE_WIDTH - RESPONSE_GAP);
    }
    end_line(view->out);
}

static void response(const struct view *view)
{
    const struct stats_table *table = view->table;
    const char *head[] = {tr(view->catalog, "Population"), tr(view->catalog, "On time"),
        tr(view->catalog, "Late"), tr(view->catalog, "Missing"), tr(view->catalog, "Outside")};
    buffer_text(view->out, "\n");
    layout_cell(view->out, tr(view->catalog, "Response rate"), RESPONSE_LABEL);
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        buffer_text(view->out, " ");
        layout_right(view->out, head[i], RESPONSE_COLUMN - 1);
    }
    buffer_text(view->out, "\n");
    for (size_t i = 0; i < table->groups; i++)
        response_line(view, &table->group[i]);
}

static void levels(const struct view *view)
{
    const struct stats_group *first = group_of(view, 0);
    title(view, tr(view->catalog, "Overall level"));
    row(view, tr(view->catalog, "Organisations"), &first->response.counted, false);
    for (unsigned level = 0; level <= view->table->edition->model.levels; level++) {
        char label[NUMBER_SIZE];
        (void)snprintf(label, sizeof label, tr(view->catalog, "Level %u"), level);
        row(view, label, &first->level[level], true);
    }
    row(view, tr(view->catalog, "Level 1 or higher"), &first->any_level, true);
}

static void areas(const struct view *view)
{
    const struct edition *edition = view->table->edition;
    const struct stats_group *first = group_of(view, 0);
    for (unsigned above = 0; above + 1 < edition->model.levels; above++) {
        char text[2 * NUMBER_SIZE];
        (void)snprintf(text, sizeof text, tr(view->catalog, "Area level above %u"), above);
        title(view, text);
        for (unsigned i = 0; i < edition->model.areas; i++)
            row(view, edition->area[i].name, &first->area[i].above[above], true);
    }
}

/* The average, with one decimal, where both figures may be shown. */
static void average(const struct view *view, const char *label, bool measures)
{
    layout_cell(view->out, label, LABEL_WIDTH);
    for (size_t i = 0; i < view->groups; i++) {
        const struct stats_group *group = group_of(view, i);
        const struct stats_cell *sum = measures ? &group->measures : &group->points;
        uint64_t members = group->response.counted.value;
        char text[NUMBER_SIZE] = "-";
        if (sum->show != STATS_NUMBER)
            figure(text, sum);
        else if (members > 0) {
            uint64_t tenths = (20 * sum->value + members) / (2 * members);
            (void)snprintf(text, sizeof text, "%" PRIu64 "%s%" PRIu64, tenths / 10,
                tr(view->catalog, "."), tenths % 10);
        }
        layout_right(view->out, text, column_width(view));
    }
    end_line(view->out);
}

static void points(const struct view *view)
{
    const struct stats_group *first = group_of(view, 0);
    title(view, tr(view->catalog, "Points"));
    row(view, tr(view->catalog, "Lowest"), &first->lowest, false);
    row(view, tr(view->catalog, "Median"), &first->median, false);
    row(view, tr(view->catalog, "Highest"), &first->highest, false);
    average(view, tr(view->catalog, "Average"), false);
    average(view, tr(view->catalog, "Average number of measures"), true);
}

/* The bars are of the last group, which is all of them if there are several. */
static void classes(const struct view *view)
{
    const struct stats_group *last = group_of(view, view->groups - 1);
    size_t used = CLASS_LABEL + view->groups * CLASS_COLUMN + CLASS_GAP;
    unsigned most = 0;
    for (unsigned i = 0; i < last->classes; i++)
        most = last->class[i].count.value > most ? (unsigned)last->class[i].count.value : most;
    put_title(view, tr(view->catalog, "Points from"), CLASS_LABEL, CLASS_COLUMN);
    for (unsigned i = 0; i < last->classes; i++) {
        char label[2 * NUMBER_SIZE];
        (void)snprintf(label, sizeof label, "%u-%u", last->class[i].from, last->class[i].to);
        layout_cell(view->out, label, CLASS_LABEL);
        for (size_t column = 0; column < view->groups; column++)
            put_cell(view->out, &group_of(view, column)->class[i].count, NULL, CLASS_COLUMN);
        if (last->class[i].count.show == STATS_NUMBER && most > 0) {
            buffer_text(view->out, "  ");
            layout_bar(view->out, (unsigned)last->class[i].count.value, most, LAYOUT_WIDTH - used);
        }
        end_line(view->out);
    }
}

static void held_of_level(const struct view *view, unsigned level)
{
    const struct stats_held *held = &group_of(view, 0)->held[level - 1];
    char text[2 * NUMBER_SIZE];
    (void)snprintf(text, sizeof text, tr(view->catalog, "Points enough for level %u"), level);
    title(view, text);
    row(view, tr(view->catalog, "Organisations held back"), &held->enough, true);
    for (unsigned steps = 1; steps <= TABLES_LACKS_MAX; steps++) {
        (void)snprintf(text, sizeof text,
            tr_count(view->catalog, "  lack %u step", "  lack %u steps", steps), steps);
        row(view, text, &held->lacks[steps - 1], false);
    }
    row(view, tr(view->catalog, "  lack more"), &held->more, false);
    row(view, tr(view->catalog, "  only too many unsure"), &held->unsure_only, false);
}

/* The questions are those of the last group. */
static void holding(const struct view *view)
{
    const struct edition *edition = view->table->edition;
    const struct stats_group *all = &view->table->group[view->table->groups - 1];
    if (all->holdings > 0)
        title(view, tr(view->catalog, "Questions that hold back"));
    for (unsigned i = 0; i < all->holdings && i < HOLDING_SHOWN; i++) {
        unsigned question = all->holding[i].question;
        char label[4 * NUMBER_SIZE];
        (void)snprintf(label, sizeof label, "%2u %s",
            (unsigned)edition->model.question[question].id, edition->question[question].topic);
        layout_cell(view->out, label, LABEL_WIDTH);
        for (size_t column = 0; column < view->groups; column++)
            put_cell(view->out, stats_holding_of(group_of(view, column), question), NULL,
                column_width(view));
        end_line(view->out);
    }
}

static void background(const struct view *view, unsigned with, const char *text)
{
    unsigned levels = view->table->edition->model.levels;
    title(view, text);
    for (unsigned level = 0; level <= levels; level++) {
        char label[NUMBER_SIZE];
        (void)snprintf(label, sizeof label, tr(view->catalog, "Level %u"), level);
        layout_cell(view->out, label, LABEL_WIDTH);
        for (size_t i = 0; i < view->groups; i++) {
            const struct stats_group *group = group_of(view, i);
            struct stats_cell total = stats_sum(group->role[with], levels + 1);
            put_cell(view->out, &group->role[with][level], &total, column_width(view));
        }
        end_line(view->out);
    }
}

/* ---- the whole ---- */

static void heading(const struct view *view)
{
    const struct stats_table *table = view->table;
    struct buffer text = {0};
    buffer_printf(&text, tr(view->catalog, "Round %s"), table->round);
    if (table->opens[0] != '\0')
        buffer_printf(&text, ", %s - %s", table->opens, table->closes);
    buffer_printf(&text, ". %s.", table->edition->title);
    if (table->late_included)
        buffer_printf(&text, " %s", tr(view->catalog, "Late submissions are counted."));
    layout_paragraph(view->out, "", buffer_string(&text));
    buffer_free(&text);
    if (!table->published)
        return;
    buffer_printf(&text,
        tr(view->catalog, "For publication: a count of one or two is shown as <3, and what would "
                          "reveal one, or a group of fewer than %u, as a dot."),
        table->min_group);
    layout_paragraph(view->out, "", buffer_string(&text));
    buffer_free(&text);
}

static void tables(const struct view *view)
{
    levels(view);
    areas(view);
    points(view);
    classes(view);
    for (unsigned level = 1; level <= view->table->edition->model.levels; level++)
        held_of_level(view, level);
    holding(view);
    background(view, 1, tr(view->catalog, "With a security role"));
    background(view, 0, tr(view->catalog, "Without a security role"));
}

void text_stats(struct buffer *out, const struct catalog *catalog, const struct stats_table *table)
{
    struct view view = {out, catalog, table, 0, 0};
    heading(&view);
    response(&view);
    for (; view.first < table->groups; view.first += view.groups) {
        size_t left = table->groups - view.first;
        view.groups = left < COLUMNS ? left : COLUMNS;
        tables(&view);
    }
}
