/* publish_rounds: publishes made-up rounds rounded, without a register, as the programs would.
 *
 * Reads a round a line on standard input: {"round","key" (64 hexadecimal digits),"least","members":
 * [{"number","id" (32 hexadecimal digits),"group","value" (of a tag; "" for none),"security_role",
 * "answers": [[yes, no, assessment, step, options] as numbers, by question]}]}; members by number.
 * Writes a line for each: {"stats","benchmarks": {group or "all": what `benchmark --json` prints,
 * or null},"tagged": the same as stats by the tag, or why that is refused}. */
#include "analysis/publish_benchmark.h"
#include "analysis/publish_stats.h"
#include "analysis/publish_tagged.h"
#include "analysis/result_benchmark.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "crypto/secret.h"
#include "format/edition.h"
#include "format/json.h"
#include "register/answer_record.h"
#include "report/benchmark_report.h"
#include "report/json_stats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TAG_NAME "tag"

struct round_read {
    struct collection collection;
    struct buffer answers;
    struct publish_source source;
    uint8_t key[VAULT_KEY_SIZE];
    unsigned least;
};

static void fail(const char *what)
{
    (void)fprintf(stderr, "publish_rounds: %s\n", what);
    exit(2);
}

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL)
        fail(key);
    return text;
}

static struct answer read_answer(const json_t *numbers)
{
    unsigned number[5];
    for (size_t i = 0; i < 5; i++)
        number[i] = (unsigned)json_integer_value(json_array_get(numbers, i));
    return (struct answer){.yes = number[0] != 0,
        .no = (uint8_t)number[1],
        .assessment = (uint8_t)number[2],
        .step = (uint8_t)number[3],
        .options = number[4]};
}

static void read_listed(struct round_read *read, const json_t *json, size_t place)
{
    struct population_entry *listed = &read->collection.population[place];
    const char *value = text_at(json, "value");
    *listed = (struct population_entry){.tags = value[0] == '\0' ? 0 : 1};
    text_copy(listed->group, sizeof listed->group, text_at(json, "group"));
    text_copy(listed->tag[0].name, sizeof listed->tag[0].name, TAG_NAME);
    text_copy(listed->tag[0].value, sizeof listed->tag[0].value, value);
    read->collection.member[place].listed = listed;
}

static void read_member(struct round_read *read, const json_t *json, size_t place)
{
    const struct edition *edition = read->collection.edition;
    struct member *member = &read->collection.member[place];
    const char *id = text_at(json, "id");
    struct answer_set set = {0};
    *member = (struct member){.name = "", .group = text_at(json, "group"), .slot = place};
    text_copy(member->number, sizeof member->number, text_at(json, "number"));
    if (!hex_decode(read->source.id[place], MANIFEST_ID_SIZE, id, strlen(id)))
        fail(id);
    member->security_role = json_is_true(json_object_get(json, "security_role"));
    for (unsigned i = 0; i < edition->model.questions; i++)
        set.answer[i] = read_answer(json_array_get(json_object_get(json, "answers"), i));
    if (!answer_record_put_answers(edition, &set, &read->answers))
        fail("answers that no form has");
}

static void read_round(struct round_read *read, const struct edition *edition, const json_t *json)
{
    const json_t *members = json_object_get(json, "members");
    const char *key = text_at(json, "key");
    *read = (struct round_read){.collection.edition = edition};
    read->collection.answers_size = answer_record_answers_size(edition);
    text_copy(read->collection.round.id, sizeof read->collection.round.id, text_at(json, "round"));
    if (!hex_decode(read->key, sizeof read->key, key, strlen(key)))
        fail(key);
    read->least = (unsigned)json_integer_value(json_object_get(json, "least"));
    read->collection.members = read->collection.slots = json_array_size(members);
    read->collection.member = memory_new(read->collection.members + 1, sizeof(struct member));
    read->collection.populations = read->collection.members;
    read->collection.population =
        memory_new(read->collection.members + 1, sizeof(struct population_entry));
    read->source = (struct publish_source){.collection = &read->collection,
        .register_key = read->key,
        .id = memory_new(read->collection.members, sizeof *read->source.id)};
    for (size_t i = 0; i < read->collection.members; i++) {
        read_member(read, json_array_get(members, i), i);
        read_listed(read, json_array_get(members, i), i);
    }
    read->collection.answers = read->answers.data;
}

static json_t *one_benchmark(
    const struct round_read *read, const struct publish_rounded *rounded, const char *group)
{
    struct benchmark_result *found = memory_new(1, sizeof *found);
    const struct selection selection = {.group = group};
    struct error err;
    error_init(&err, NULL);
    result_benchmark(&read->collection, &selection, 0, found);
    json_t *json =
        publish_benchmark(rounded, &read->source, &selection, 0, found, &err) == STATUS_OK
            ? benchmark_json(found)
            : json_null();
    free(found);
    return json;
}

static json_t *publish_tag(const struct round_read *read, struct publish_rounded *rounded)
{
    const struct selection selection = {0};
    struct publish_tagged *tagged = memory_new(1, sizeof *tagged);
    struct stats_table *table = memory_new(1, sizeof *table);
    json_t *json = NULL;
    struct error err;
    error_init(&err, NULL);
    if (publish_tagged_make(&read->source, &selection, rounded, TAG_NAME, tagged, &err) ==
        STATUS_OK) {
        publish_stats_tagged(rounded, tagged, &read->collection, false, table);
        json = json_stats(table);
    } else {
        json = json_string(err.text);
    }
    publish_tagged_free(tagged);
    free(tagged);
    free(table);
    return json;
}

static json_t *publish_round(const struct round_read *read)
{
    const struct edition *edition = read->collection.edition;
    const struct selection selection = {0};
    struct publish_rounded *rounded = memory_new(1, sizeof *rounded);
    struct stats_table *table = memory_new(1, sizeof *table);
    json_t *benchmarks = json_object();
    struct error err;
    error_init(&err, NULL);
    if (publish_rounded_make(&read->source, &selection, read->least, rounded, &err) != STATUS_OK)
        fail("a group that the edition lacks");
    result_stats(&read->collection, &selection, false, table);
    publish_stats(rounded, table);
    for (size_t i = 0; i <= edition->groups; i++) {
        const char *group = i < edition->groups ? edition->group[i].id : NULL;
        (void)json_object_set_new(
            benchmarks, group == NULL ? "all" : group, one_benchmark(read, rounded, group));
    }
    json_t *json = json_pack("{s:o, s:o, s:o}", "stats", json_stats(table), "benchmarks",
        benchmarks, "tagged", publish_tag(read, rounded));
    publish_rounded_free(rounded);
    free(rounded);
    free(table);
    return json;
}

static void publish_line(const struct edition *edition, const char *line)
{
    struct round_read read;
    json_t *json = json_loads(line, 0, NULL);
    if (json == NULL)
        fail("a line that is no JSON");
    read_round(&read, edition, json);
    json_t *published = publish_round(&read);
    char *text = json_dumps(published, JSON_COMPACT);
    (void)puts(text == NULL ? "null" : text);
    free(text);
    json_decref(published);
    json_decref(json);
    free(read.collection.member);
    free(read.collection.population);
    publish_source_free(&read.source);
    buffer_free(&read.answers);
}

int main(void)
{
    struct edition *edition = NULL;
    struct error err;
    char *line = NULL;
    size_t size = 0;
    error_init(&err, NULL);
    json_start();
    if (secret_start(&err) != STATUS_OK ||
        edition_builtin("infosakkollen-2021", &edition, &err) != STATUS_OK)
        fail(err.text);
    while (getline(&line, &size, stdin) > 0)
        publish_line(edition, line);
    free(line);
    edition_free(edition);
    return 0;
}
