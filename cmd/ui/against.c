#include "cmd/ui/against.h"

#include "base/file.h"
#include "base/memory.h"
#include "cmd/ui/targets.h"
#include "format/json.h"
#include "report/benchmark_name.h"
#include "report/main_points.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec OPTION_AGAINST = {"against", 0, N_("PROFILE"),
    N_("compare with a target profile (foreskrift, or the one in a file), or with the benchmarks of the "
       "authority's feedback (aterkoppling.json) or of its document"),
    false};

bool against_is_given(const struct app *app)
{
    return option_given(app->options, &OPTION_AGAINST) || benchmarks_are_given(app);
}

/* ---- a profile ---- */

static void use_profile(struct app *app, const struct edition *edition,
    const struct answer_set *answers, struct against *against)
{
    const struct target *profile = against->profile;
    score_compute(&edition->model, &profile->set, &against->target);
    difference_find(&edition->model, answers, &profile->set, &against->lacking[0]);
    against->reference[0] = (struct score_reference){
        .label = profile->name, .score = &against->target, .head = text_of(app, "Demanded")};
    against->catch_up[0] = (struct html_catch_up){profile->name, &against->lacking[0]};
    against->references = 1;
}

/* ---- benchmarks ---- */

static void use_benchmark(struct app *app, const struct edition *edition,
    const struct answer_set *answers, const struct published_benchmark *one,
    struct against *against)
{
    unsigned place = against->references++;
    struct buffer *name = &against->name[place];
    const char *group = one->group[0] == '\0' ? NULL : one->group;
    const char *label = one->best > 0 ? text_of(app, "Benchmark of the best")
                                      : text_of(app, "The group's benchmark");
    benchmark_name(name, app->catalog, edition, group, one->best, one->benchmark.members);
    difference_find(&edition->model, answers, &one->benchmark.answers, &against->lacking[place]);
    against->reference[place] = (struct score_reference){
        .label = against->given.one != NULL ? buffer_string(name) : label,
        .score = &one->benchmark.score,
        .head = one->best > 0 ? text_of(app, "The best") : text_of(app, "The group"),
        .benchmark = one,
    };
    against->catch_up[place] =
        (struct html_catch_up){buffer_string(name), &against->lacking[place]};
}

/* Of a document those of the own group. */
static enum status use_own_group(struct app *app, const struct edition *edition,
    const struct answers *answers, const char *path, struct against *against, struct error *err)
{
    const struct benchmarks *all = &against->given.all;
    for (size_t i = 0; i < all->count && against->references < SCORE_REFERENCES_MAX; i++) {
        if (strcmp(all->one[i].group, answers->organisation.group) == 0)
            use_benchmark(app, edition, &answers->set, &all->one[i], against);
    }
    if (against->references > 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: holds no benchmark of the answers' group \"%s\"; name another with --benchmarks %s "
        "--benchmark ID",
        path, answers->organisation.group, path);
}

/* ---- which of them ---- */

static enum status load_file(struct app *app, const struct edition *edition,
    const struct answers *answers, const char *path, struct against *against, struct error *err)
{
    struct buffer bytes = {0};
    enum status status;
    TRY_OUT(file_read_given(path, JSON_LENGTH_MAX, &bytes, err));
    status = benchmarks_load_or_feedback(edition, bytes.data, bytes.length, path, &against->given.all, err);
    if (status == STATUS_OK)
        status = use_own_group(app, edition, answers, path, against, err);
    else if (status == STATUS_REFUSED && err->reason == REASON_UNKNOWN_FORMAT) {
        against->profile = memory_allocate(sizeof *against->profile);
        TRY_OUT(target_load(edition, bytes.data, bytes.length, path, against->profile, err));
        use_profile(app, edition, &answers->set, against);
    }
out:
    buffer_free(&bytes);
    return status;
}

enum status against_load(struct app *app, const struct edition *edition,
    const struct answers *answers, struct against *against, struct error *err)
{
    const char *word = option_text(app->options, &OPTION_AGAINST);
    bool known = false;
    if (word != NULL && benchmarks_are_given(app))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--against and --benchmark exclude each other; give one of them");
    if (benchmarks_are_given(app)) {
        TRY(benchmarks_given_load(app, edition, answers->organisation.group, &against->given, err));
        use_benchmark(app, edition, &answers->set, against->given.one, against);
        return STATUS_OK;
    }
    if (word == NULL)
        return STATUS_OK;
    TRY(targets_has_id(app, word, &known, err));
    if (!known)
        return load_file(app, edition, answers, word, against, err);
    against->profile = memory_allocate(sizeof *against->profile);
    TRY(target_named(app, edition, word, against->profile, err));
    use_profile(app, edition, &answers->set, against);
    return STATUS_OK;
}

void against_free(struct against *against)
{
    for (unsigned i = 0; i < SCORE_REFERENCES_MAX; i++)
        buffer_free(&against->name[i]);
    benchmarks_given_free(&against->given);
    free(against->profile);
    *against = (struct against){0};
}

/* ---- how it stands beside ---- */

static void say_lacking(const struct app *app, const struct against *against, struct buffer *out)
{
    const struct difference *difference = &against->lacking[0];
    if (difference->questions == 0)
        buffer_printf(
            out, text_of(app, "All that this demands is there: %s."), against->profile->name);
    else
        buffer_printf(out,
            tr_count(app->catalog, "%u measure is lacking of what this demands: %s.",
                "%u measures are lacking of what this demands: %s.", difference->lacks.measures),
            difference->lacks.measures, against->profile->name);
}

void against_say(const struct app *app, const struct edition *edition, const struct score *score,
    const struct against *against, struct buffer *out)
{
    const struct catalog *catalog = app->catalog;
    if (against->profile != NULL)
        say_lacking(app, against, out);
    for (unsigned i = 0; i < against->references; i++) {
        const struct score_reference *reference = &against->reference[i];
        if (against->profile == NULL)
            main_points_beside(out, catalog, score, reference);
        main_points_behind(out, catalog, edition, score, reference);
    }
}
