#include "cmd/ui/benchmarks_given.h"

#include "base/file.h"
#include "cmd/ui/held_kit.h"
#include "format/json.h"
#include "report/benchmark_name.h"

const struct option_spec OPTION_BENCHMARK_ID = {"benchmark", 0, N_("ID"),
    N_("compare with a published benchmark, such as kommun or kommun-30-best"), false};

const struct option_spec OPTION_BENCHMARKS_GIVEN = {"benchmarks", 0, N_("FILE"),
    N_("the published benchmarks, not those of the kit, or the authority's feedback "
       "(aterkoppling.json); without --benchmark that of the own group"),
    false};

/* What is put in front of what is wrong in the kit's. */
static const char KIT_SAID[] = "benchmarks.json";

bool benchmarks_are_given(const struct app *app)
{
    return option_given(app->options, &OPTION_BENCHMARK_ID) ||
           option_given(app->options, &OPTION_BENCHMARKS_GIVEN);
}

static enum status read_benchmarks(struct app *app, const struct edition *edition,
    struct benchmarks_given *given, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_BENCHMARKS_GIVEN);
    struct buffer bytes = {0};
    bool found = true;
    enum status status;
    if (path != NULL)
        TRY_OUT(file_read_given(path, JSON_LENGTH_MAX, &bytes, err));
    else
        TRY_OUT(kit_member_of(app, KIT_BENCHMARKS, edition->id, &bytes, &found, err));
    if (!found)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "--benchmark: no benchmarks of the edition %s are at hand; name the key directory whose "
            "kit has them with -k, or a file with --benchmarks FILE",
            edition->id));
    status = benchmarks_load_or_feedback(
        edition, bytes.data, bytes.length, path != NULL ? path : KIT_SAID, &given->all, err);
out:
    buffer_free(&bytes);
    return status;
}

static enum status refuse_id(
    const struct benchmarks_given *given, const char *id, struct error *err)
{
    struct buffer ids = {0};
    for (size_t i = 0; i < given->all.count; i++) {
        char own[BENCHMARKS_ID_SIZE];
        benchmarks_id(&given->all.one[i], own);
        buffer_printf(&ids, "%s%s", i == 0 ? "" : ", ", own);
    }
    enum status status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "no benchmark \"%s\" is published of the round %s; there are: %s", id, given->all.round,
        buffer_string(&ids));
    buffer_free(&ids);
    return status;
}

enum status benchmarks_given_load(struct app *app, const struct edition *edition, const char *group,
    struct benchmarks_given *given, struct error *err)
{
    const char *id = option_text(app->options, &OPTION_BENCHMARK_ID);
    TRY(read_benchmarks(app, edition, given, err));
    if (id == NULL)
        id = group;
    given->one = benchmarks_find(&given->all, id);
    if (given->one == NULL)
        return refuse_id(given, id, err);
    benchmark_name(&given->name, app->catalog, edition,
        given->one->group[0] == '\0' ? NULL : given->one->group, given->one->best,
        given->one->benchmark.members);
    return STATUS_OK;
}

void benchmarks_given_free(struct benchmarks_given *given)
{
    benchmarks_free(&given->all);
    buffer_free(&given->name);
    *given = (struct benchmarks_given){0};
}
