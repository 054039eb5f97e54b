/* The drawing on the sheet of the result. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "report/svg_radar.h"
#include "report/workbook_library.h"

enum { CHART_ROWS = 26 };

static lxw_chart_series *add_series(
    struct form_book *book, lxw_chart *chart, const struct form_chart *drawn)
{
    lxw_row_t last = drawn->first + drawn->rows - 1;
    lxw_chart_series *series = chart == NULL ? NULL : chart_add_series(chart, NULL, NULL);
    if (series == NULL)
        memory_exhausted();
    chart_series_set_categories(series, book->name[FORM_RESULT], drawn->first, 0, last, 0);
    chart_series_set_values(
        series, book->name[FORM_RESULT], drawn->first, drawn->column, last, drawn->column);
    chart_series_set_name(series, drawn->shown);
    return series;
}

/* A radar; bars where there are too few for one. */
lxw_row_t form_chart(struct form_book *book, const struct form_chart *drawn, lxw_row_t row)
{
    bool radar = drawn->rows >= SVG_RADAR_AXES_LEAST;
    lxw_chart_options size = {.x_offset = 5,
        .y_offset = 5,
        .x_scale = 1.75,
        .y_scale = 1.7,
        .description = workbook_library_lent(drawn->shown)};
    lxw_chart_fill fill = {.color = 0x2E75B6, .transparency = 60};
    lxw_chart_line line = {.color = 0x1F4E79, .width = 2.25F};
    if (drawn->rows == 0)
        return row;
    lxw_chart *chart =
        workbook_add_chart(book->book, radar ? LXW_CHART_RADAR_FILLED : LXW_CHART_BAR);
    lxw_chart_series *series = add_series(book, chart, drawn);
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &line);
    chart_title_set_name(chart, drawn->shown);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    lxw_chart_axis *figures = radar ? chart->y_axis : chart->x_axis;
    chart_axis_set_min(figures, 0);
    chart_axis_set_max(figures, drawn->most);
    chart_axis_set_major_unit(figures, drawn->step);
    chart_axis_set_num_format(figures, drawn->number);
    workbook_library_keep(
        &book->failure, worksheet_insert_chart_opt(book->page[FORM_RESULT], row, 0, chart, &size));
    return row + CHART_ROWS;
}
