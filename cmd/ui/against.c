#include "cmd/ui/against.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/json.h"
#include "report/main_points.h"
#include "scoring/difference.h"

#include <stdlib.h>

const struct option_spec OPTION_AGAINST = {"against", 0, N_("FILE"),
    N_("compare with a target profile, or with the benchmarks of the authority's feedback "
       "(aterkoppling.json)"),
    false};

static enum status against_profile(struct app *app, const struct edition *edition,
    const struct buffer *bytes, const char *path, struct against *against, struct error *err)
{
    against->profile = memory_allocate(sizeof *against->profile);
    TRY(target_load(edition, bytes->data, bytes->length, path, against->profile, err));
    text_copy(against->name, sizeof against->name, against->profile->name);
    score_compute(&edition->model, &against->profile->set, &against->target);
    against->reference[0] =
        (struct score_reference){against->name, &against->target, text_of(app, "Demanded")};
    against->references = 1;
    return STATUS_OK;
}

static enum status against_feedback(
    struct app *app, const char *path, size_t count, struct against *against, struct error *err)
{
    if (count == 0)
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: this feedback holds no benchmark, because too few of the group have answered; leave "
            "--against out",
            path);
    for (size_t i = 0; i < count; i++) {
        bool best = against->benchmark[i].best;
        against->reference[i] = (struct score_reference){
            best ? text_of(app, "Benchmark of the best") : text_of(app, "The group's benchmark"),
            &against->benchmark[i].score,
            best ? text_of(app, "The best") : text_of(app, "The group")};
    }
    against->references = (unsigned)count;
    return STATUS_OK;
}

enum status against_load(
    struct app *app, const struct edition *edition, struct against *against, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_AGAINST);
    struct buffer bytes = {0};
    size_t count = 0;
    enum status status = STATUS_OK;
    if (path == NULL)
        return STATUS_OK;
    TRY_OUT(file_read_given(path, JSON_LENGTH_MAX, &bytes, err));
    status = feedback_benchmarks_load(
        edition, bytes.data, bytes.length, path, against->benchmark, &count, err);
    if (status == STATUS_REFUSED && err->reason == REASON_UNKNOWN_FORMAT)
        TRY_OUT(against_profile(app, edition, &bytes, path, against, err));
    else if (status == STATUS_OK)
        TRY_OUT(against_feedback(app, path, count, against, err));
out:
    buffer_free(&bytes);
    return status;
}

void against_free(struct against *against)
{
    free(against->profile);
    *against = (struct against){0};
}

static void say_lacking(const struct app *app, const struct edition *edition,
    const struct answer_set *answers, const struct against *against, struct buffer *out)
{
    struct difference difference;
    difference_find(&edition->model, answers, &against->profile->set, &difference);
    if (difference.questions == 0)
        buffer_printf(out, text_of(app, "All that this demands is there: %s."), against->name);
    else
        buffer_printf(out,
            tr_count(app->catalog, "%u measure is lacking of what this demands: %s.",
                "%u measures are lacking of what this demands: %s.", difference.lacks.measures),
            difference.lacks.measures, against->name);
}

void against_say(const struct app *app, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct against *against,
    struct buffer *out)
{
    const struct catalog *catalog = app->catalog;
    if (against->profile != NULL)
        say_lacking(app, edition, answers, against, out);
    for (unsigned i = 0; i < against->references; i++) {
        const struct score_reference *reference = &against->reference[i];
        if (against->profile == NULL)
            main_points_beside(out, catalog, score, reference);
        main_points_behind(out, catalog, edition, score, reference);
    }
}
