#include "format/kit_rounds.h"

#include "base/clock.h"
#include "format/json_file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int compare_kit_rounds(const void *a, const void *b)
{
    const struct kit_round *left = a;
    const struct kit_round *right = b;
    if (left->opens != right->opens)
        return left->opens < right->opens ? -1 : 1;
    return strcmp(left->id, right->id);
}

static bool has_round_id(const struct kit_rounds *rounds, const char *id)
{
    for (size_t i = 0; i < rounds->count; i++) {
        if (strcmp(rounds->round[i].id, id) == 0)
            return true;
    }
    return false;
}

static enum status read_round_word(const struct json_place *place, const char *key,
    char word[EDITION_WORD_SIZE], struct error *err)
{
    const char *line;
    TRY(json_file_line(place, key, EDITION_WORD_SIZE - 1, &line, err));
    return json_require_text(place, key, word, EDITION_WORD_SIZE, err);
}

static enum status read_kit_round(
    const struct json_place *place, struct kit_rounds *rounds, struct error *err)
{
    static const char *const keys[] = {"id", "edition", "opens", "closes", NULL};
    struct kit_round *round = &rounds->round[rounds->count];
    TRY(json_expect_object(place, keys, err));
    TRY(read_round_word(place, "id", round->id, err));
    TRY(read_round_word(place, "edition", round->edition, err));
    TRY(json_require_day(place, "opens", &round->opens, err));
    TRY(json_require_day(place, "closes", &round->closes, err));
    if (round->closes < round->opens)
        return json_refuse(place, err, "closes: the last day is before the first");
    if (has_round_id(rounds, round->id))
        return json_refuse(place, err, "id: \"%s\" stands twice", round->id);
    if (rounds->count > 0 && compare_kit_rounds(round - 1, round) >= 0)
        return json_refuse(place, err, "the rounds are expected by their first day, then by id");
    rounds->count++;
    return STATUS_OK;
}

static enum status read_kit_rounds(
    const struct json_place *root, struct kit_rounds *rounds, struct error *err)
{
    static const char *const keys[] = {"format", "rounds", NULL};
    struct json_place list;
    size_t count = 0;
    TRY(json_expect_object(root, keys, err));
    TRY(json_require_array(root, "rounds", KIT_ROUNDS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_kit_round(&place, rounds, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "at least one round is expected");
    return STATUS_OK;
}

enum status kit_rounds_read(const void *bytes, size_t length, const char *name,
    struct kit_rounds *rounds, struct error *err)
{
    struct json_place root;
    memset(rounds, 0, sizeof *rounds);
    TRY(json_file_read(bytes, length, name, KIT_ROUNDS_FORMAT, &root, err));
    enum status status = read_kit_rounds(&root, rounds, err);
    json_decref(root.value);
    if (status != STATUS_OK)
        memset(rounds, 0, sizeof *rounds);
    return status;
}

static json_t *kit_round_json(const struct kit_round *round)
{
    char opens[DAY_SIZE];
    char closes[DAY_SIZE];
    day_format(opens, round->opens);
    day_format(closes, round->closes);
    return json_pack("{s:s,s:s,s:s,s:s}", "id", round->id, "edition", round->edition, "opens",
        opens, "closes", closes);
}

enum status kit_rounds_write(const struct kit_rounds *rounds, struct buffer *out, struct error *err)
{
    struct kit_rounds ordered = *rounds;
    struct kit_rounds again;
    struct buffer made = {0};
    json_t *list = json_array();
    qsort(ordered.round, ordered.count, sizeof ordered.round[0], compare_kit_rounds);
    for (size_t i = 0; i < ordered.count; i++)
        (void)json_array_append_new(list, kit_round_json(&ordered.round[i]));
    json_t *root = json_pack("{s:s,s:o}", "format", KIT_ROUNDS_FORMAT, "rounds", list);
    enum status status;
    TRY_OUT(json_write_canonical(root, &made, err));
    TRY_OUT(kit_rounds_read(made.data, made.length, "round.json", &again, err));
    buffer_append(out, made.data, made.length);
out:
    json_decref(root);
    buffer_free(&made);
    return status;
}

const struct kit_round *kit_rounds_find(
    const struct kit_rounds *rounds, const char *edition, int64_t today)
{
    const struct kit_round *found = NULL;
    for (size_t i = 0; i < rounds->count; i++) {
        const struct kit_round *round = &rounds->round[i];
        if (edition != NULL && strcmp(round->edition, edition) != 0)
            continue;
        if (found == NULL || round->opens <= today)
            found = round;
    }
    return found;
}
