/* Reading: each object is read into what it says, completed by what follows from that, and written
 * anew; where that is not what came, its figures are not those of its answers. */
#include "format/benchmarks.h"
#include "format/json_file.h"
#include "format/question_options.h"
#include "scoring/question.h"

#include <string.h>

/* A rounded count is of the whole group, though it may be rounded up beyond it. */
enum { MEMBERS_MOST = 1000000, YES_MOST = 2 * MEMBERS_MOST };

/* ---- one question ---- */

static enum status read_kind(
    const struct json_place *place, enum benchmark_kind *kind, struct error *err)
{
    const char *answer;
    const char *word;
    struct json_place member;
    TRY(json_require(place, "answer", &member, err));
    if (json_is_null(member.value)) {
        *kind = BENCHMARK_LEFT_OUT;
        return STATUS_OK;
    }
    TRY(json_expect_string(&member, EDITION_WORD_SIZE - 1, false, &answer, err));
    *kind = BENCHMARK_NO;
    if (strcmp(answer, "no") == 0)
        return STATUS_OK;
    if (strcmp(answer, "yes") != 0)
        return json_refuse(&member, err, "expected \"yes\", \"no\" or null");
    TRY(json_require(place, "kind", &member, err));
    TRY(json_expect_string(&member, EDITION_WORD_SIZE - 1, false, &word, err));
    *kind = strcmp(word, "minority") == 0 ? BENCHMARK_MINORITY : BENCHMARK_MAJORITY;
    if (*kind == BENCHMARK_MAJORITY && strcmp(word, "majority") != 0)
        return json_refuse(&member, err, "expected \"majority\" or \"minority\"");
    return STATUS_OK;
}

static enum status read_kept(const struct json_place *place, const struct model_question *question,
    enum benchmark_kind kind, uint32_t *kept, struct error *err)
{
    struct json_place list;
    TRY(json_require(place, "yes", &list, err));
    TRY(question_options_read(&list, question, kept, err));
    if ((*kept != 0) != (kind != BENCHMARK_NO))
        return json_refuse(&list, err, "a yes has at least one option, and a no has none");
    if (kind == BENCHMARK_MAJORITY && question_traits(question)->single &&
        question_count(*kept) > 1)
        return json_refuse(&list, err, "more than half of them can have chosen one step only");
    return STATUS_OK;
}

static enum status read_yes_count(const struct json_place *place, unsigned question,
    struct published_benchmark *out, struct error *err)
{
    struct json_place member;
    uint64_t count;
    bool yes = out->benchmark.question[question].kind != BENCHMARK_NO;
    unsigned half = out->benchmark.members / 2;
    TRY(json_require(place, "yes_count", &member, err));
    out->yes[question] = BENCHMARKS_YES_HIDDEN;
    if (json_is_null(member.value))
        return STATUS_OK;
    if (json_is_string(member.value)) {
        out->yes[question] = BENCHMARKS_YES_SMALL;
        return STATUS_OK;
    }
    TRY(json_expect_integer(&member, 0, YES_MOST, &count, err));
    out->yes[question] = BENCHMARKS_YES_NUMBER;
    out->benchmark.question[question].yes_count = (unsigned)count;
    if ((count > half) != yes)
        return json_refuse(&member, err,
            "more than half of them say yes where the answer is yes, and no more where it is no");
    return STATUS_OK;
}

static enum status read_question(const struct json_place *place, const struct edition *edition,
    bool rounded, unsigned number, struct published_benchmark *out, struct error *err)
{
    static const char *const keys[] = {
        "id", "answer", "kind", "close", "yes", "yes_count", "points", NULL};
    const struct model_question *question = &edition->model.question[number];
    struct json_place close;
    enum benchmark_kind kind;
    uint64_t id;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_integer(place, "id", 1, UINT16_MAX, &id, err));
    if (id != question->id)
        return json_refuse(place, err, "the question %u is expected here", (unsigned)question->id);
    TRY(read_kind(place, &kind, err));
    if (!question_is_scored(question)) {
        if (kind != BENCHMARK_LEFT_OUT)
            return json_refuse(place, err,
                "the question %u gives no points, so it has no benchmark", (unsigned)question->id);
        kind = BENCHMARK_NONE;
    }
    out->benchmark.question[number].kind = (uint8_t)kind;
    if (kind == BENCHMARK_LEFT_OUT || kind == BENCHMARK_NONE)
        return STATUS_OK;
    TRY(read_kept(place, question, kind, &out->benchmark.question[number].kept, err));
    TRY(json_require(place, "close", &close, err));
    out->close[number] = rounded && json_is_true(close.value);
    return read_yes_count(place, number, out, err);
}

/* ---- one benchmark ---- */

static enum status read_whose(const struct json_place *place, const struct edition *edition,
    struct published_benchmark *out, struct error *err)
{
    struct json_place member;
    uint64_t number;
    TRY(json_require(place, "group", &member, err));
    if (!json_is_null(member.value)) {
        TRY(json_copy_string(&member, out->group, sizeof out->group, false, err));
        if (edition_find_group(edition, out->group) < 0)
            return json_refuse(&member, err, "the edition has no group \"%s\"", out->group);
    }
    TRY(json_require(place, "best", &member, err));
    if (!json_is_null(member.value)) {
        TRY(json_expect_integer(&member, 1, BENCHMARKS_BEST, &number, err));
        out->best = (unsigned)number;
    }
    TRY(json_require_integer(place, "n", 1, MEMBERS_MOST, &number, err));
    out->benchmark.members = (unsigned)number;
    return STATUS_OK;
}

/* What is expected of figures, and of whatever stands in one way only. */
static enum status judge_rebuilt(const struct json_place *place, const struct edition *edition,
    bool rounded, const struct published_benchmark *one, struct error *err)
{
    json_t *rebuilt = benchmarks_one_json(edition, one, rounded);
    bool figures = json_equal(json_object_get(place->value, "result"),
                       json_object_get(rebuilt, "result")) == 1;
    bool same = json_equal(place->value, rebuilt) == 1;
    json_decref(rebuilt);
    if (!figures)
        return json_refuse(
            place, err, "result: other figures are stated than these answers come to");
    if (!same)
        return json_refuse(place, err,
            "something stands otherwise than Sigill writes it: an id, a point, or a word that "
            "something else decides");
    return STATUS_OK;
}

static enum status read_benchmark(const struct json_place *place, const struct edition *edition,
    bool rounded, struct published_benchmark *out, struct error *err)
{
    static const char *const keys[] = {"id", "group", "best", "n", "questions", "result", NULL};
    struct json_place questions;
    size_t count;
    TRY(json_expect_object(place, keys, err));
    TRY(read_whose(place, edition, out, err));
    TRY(json_require_array(place, "questions", MODEL_QUESTIONS_MAX, &questions, &count, err));
    if (count != edition->model.questions)
        return json_refuse(&questions, err, "%u questions are expected", edition->model.questions);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        struct json_place question = json_element(&questions, i);
        TRY(read_question(&question, edition, rounded, i, out, err));
    }
    benchmark_complete(&edition->model, &out->benchmark);
    return judge_rebuilt(place, edition, rounded, out, err);
}

static enum status read_benchmarks_of(const struct json_place *list, const struct edition *edition,
    struct benchmarks *out, struct error *err)
{
    size_t count;
    TRY(json_expect_array(list, BENCHMARKS_MAX, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(list, i);
        char id[BENCHMARKS_ID_SIZE];
        struct published_benchmark *one = benchmarks_add(out);
        TRY(read_benchmark(&place, edition, out->rounded, one, err));
        benchmarks_id(one, id);
        if (benchmarks_find(out, id) != one)
            return json_refuse(&place, err, "the benchmark %s stands twice", id);
    }
    return STATUS_OK;
}

/* ---- the document ---- */

static enum status read_document_head(const struct json_place *root, const struct edition *edition,
    struct benchmarks *out, struct error *err)
{
    struct json_place round;
    const char *format;
    const char *form;
    TRY(json_require_string(root, "format", EDITION_WORD_SIZE - 1, &format, err));
    if (strcmp(format, BENCHMARKS_FORMAT) != 0)
        return json_refuse(root, err, "format: expected %s", BENCHMARKS_FORMAT);
    TRY(json_require_text(root, "edition", out->edition, sizeof out->edition, err));
    if (strcmp(out->edition, edition->id) != 0) {
        (void)json_refuse(root, err,
            "edition: the benchmarks are of answers to \"%s\", but these answer \"%s\"",
            out->edition, edition->id);
        return json_file_refused_as(err, REASON_UNKNOWN_EDITION);
    }
    TRY(json_require(root, "round", &round, err));
    TRY(json_copy_string(&round, out->round, sizeof out->round, false, err));
    if (out->round[0] == '\0')
        return json_refuse(&round, err, "the id of a round is expected");
    TRY(json_require_string(root, "form", EDITION_WORD_SIZE - 1, &form, err));
    out->rounded = strcmp(form, "rounded") == 0;
    if (!out->rounded && strcmp(form, "hidden") != 0)
        return json_refuse(root, err, "form: expected \"hidden\" or \"rounded\"");
    return STATUS_OK;
}

static enum status read_document(const struct json_place *root, const struct edition *edition,
    struct benchmarks *out, struct error *err)
{
    static const char *const keys[] = {"format", "edition", "round", "form", "benchmarks", NULL};
    struct json_place list;
    TRY(json_expect_object(root, keys, err));
    TRY(read_document_head(root, edition, out, err));
    TRY(json_require(root, "benchmarks", &list, err));
    TRY(read_benchmarks_of(&list, edition, out, err));
    if (out->count == 0)
        return json_refuse(&list, err, "at least one benchmark is expected");
    return STATUS_OK;
}

/* Of feedback what it holds of them; of its other members nothing is looked at. */
static enum status read_in_feedback(const struct json_place *root, const struct edition *edition,
    struct benchmarks *out, struct error *err)
{
    struct json_place held;
    if (!json_member(root, "published", &held) || json_is_null(held.value))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: this feedback holds no benchmark, because too few of the group have answered",
            root->key);
    return read_document(&held, edition, out, err);
}

/* Reads a document of that format. */
static enum status load_as(const char *format, const struct edition *edition, const void *bytes,
    size_t length, const char *name,
    enum status (*read)(const struct json_place *root, const struct edition *edition,
        struct benchmarks *out, struct error *err),
    struct benchmarks *out, struct error *err)
{
    struct json_place root;
    const struct json_source source = {.text = bytes, .length = length};
    *out = (struct benchmarks){0};
    TRY(json_file_read(bytes, length, name, format, &root, err));
    root.source = &source;
    enum status status = read(&root, edition, out, err);
    json_decref(root.value);
    if (status != STATUS_OK)
        benchmarks_free(out);
    return status;
}

enum status benchmarks_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct benchmarks *out, struct error *err)
{
    return load_as(BENCHMARKS_FORMAT, edition, bytes, length, name, read_document, out, err);
}

/* What is neither is refused for what it is expected to be. */
enum status benchmarks_load_or_feedback(const struct edition *edition, const void *bytes,
    size_t length, const char *name, struct benchmarks *out, struct error *err)
{
    struct json_place root;
    bool feedback =
        json_file_read(bytes, length, name, BENCHMARKS_FEEDBACK, &root, NULL) == STATUS_OK;
    if (feedback)
        json_decref(root.value);
    return feedback ? load_as(BENCHMARKS_FEEDBACK, edition, bytes, length, name, read_in_feedback,
                          out, err)
                    : benchmarks_load(edition, bytes, length, name, out, err);
}
