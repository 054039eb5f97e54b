/* sigill-msb rank: the organisations of a round by standing. */
#include "base/crew.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/json_stream.h"
#include "cmd/authority/parts.h"
#include "cmd/authority/published.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "report/ranking.h"

#include <limits.h>

static const struct option_spec OPTION_LIMIT = {
    "limit", 0, N_("N"), N_("show the first N only"), false};

static const struct option_spec OPTION_NEXT = {
    "next", 0, NULL, N_("what each lacks to its next level, in place of its standing"), false};

/* ---- as JSON: rows are put together by all hands, and pass in their order ---- */

enum {
    PIECE = 256, /* rows that a hand puts together at a time */
    PASSING = 0, /* the stage */
};

struct rows {
    const struct ranking *ranking;
    struct json_stream *stream;
};

static void put_piece(const struct rows *rows, size_t first, struct buffer *text)
{
    const struct ranking *ranking = rows->ranking;
    text->length = 0;
    for (size_t i = first; i < first + PIECE && i < ranking->shown; i++) {
        if (i > first)
            buffer_append(text, ",", 1);
        ranking_put_json(text, rows->stream->depth, &ranking->ranked[i]);
    }
}

static enum status pass_pieces(
    struct crew *crew, const struct rows *rows, struct buffer *text, struct error *err)
{
    uint64_t piece = crew_piece(crew);
    for (; piece * PIECE < rows->ranking->shown; piece = crew_piece(crew)) {
        put_piece(rows, (size_t)piece * PIECE, text);
        TRY(crew_await(crew, PASSING, piece, err));
        json_stream_add(rows->stream, text);
        crew_pass(crew, PASSING);
    }
    return STATUS_OK;
}

static enum status put_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct buffer text = {0};
    (void)hand;
    enum status status = pass_pieces(crew, context, &text, err);
    buffer_wipe(&text);
    return status;
}

static enum status put_rows(
    const struct ranking *ranking, struct json_stream *stream, struct error *err)
{
    struct rows rows = {ranking, stream};
    return crew_run(ranking->shown > PIECE ? crew_hands() : 1, put_pieces, &rows, err);
}

static enum status deliver_json(struct app *app, const struct ranking *ranking, struct error *err)
{
    struct json_stream stream = {0};
    enum status status;
    TRY_OUT(json_stream_begin(app, ranking_json(ranking), "organisations", &stream, err));
    TRY_OUT(put_rows(ranking, &stream, err));
    status = json_stream_end(&stream, err);
out:
    json_stream_free(&stream);
    return status;
}

static enum status deliver_table(struct app *app, const struct analysis *analysis,
    const struct ranking *ranking, struct error *err)
{
    bool csv = option_given(app->options, &OPTION_CSV);
    struct parts parts;
    struct buffer text = {0};
    struct report report = {.catalog = app->catalog, .drain = {parts_pass, &parts}};
    parts_start(app, !csv, &parts);
    ranking_tables(&report, ranking, option_given(app->options, &OPTION_NEXT));
    analysis_show(app, analysis, &report, &text);
    if (csv)
        analysis_end_csv(app, analysis, &text);
    enum status status = parts_end(&parts, &text, err);
    buffer_free(&text);
    parts_free(&parts);
    return status;
}

static enum status deliver_ranking(
    struct app *app, struct analysis *analysis, const struct ranking *ranking, struct error *err)
{
    if (option_given(app->options, &OPTION_OUTPUT))
        TRY(exported_note(
            &analysis->opened, app->command->name, analysis->collection.round.id, err));
    return app->json ? deliver_json(app, ranking, err) : deliver_table(app, analysis, ranking, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    struct ranking ranking = {0};
    unsigned limit = UINT_MAX;
    enum status status;
    TRY(analysis_form(app, err));
    TRY(option_number(app->options, &OPTION_LIMIT, 1, UINT_MAX, &limit, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    analysis_note_selected(app, &analysis);
    result_ranking(&analysis.collection, &analysis.selection, limit, &ranking);
    status = deliver_ranking(app, &analysis, &ranking, err);
out:
    result_ranking_free(&ranking);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_LIMIT, &OPTION_NEXT, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CSV, &OPTION_OUTPUT,
    &OPTION_FORCE, &OPTION_CLOCK_RIGHT, NULL};

const struct command rank_command = {
    .name = "rank",
    .summary = N_("Lists the organisations by standing; equals share a place."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .needs_points = true,
};
