#include "format/target.h"

#include "format/json_file.h"
#include "format/question_form.h"

#include <string.h>

extern const unsigned char embedded_target_foreskrift_2021_json[];
extern const size_t embedded_target_foreskrift_2021_json_size;

static const char builtin_id[] = TARGET_REGULATION;

static enum status read_measure(const struct json_place *place, const struct edition *edition,
    struct answer_set *set, struct error *err)
{
    static const char *const keys[] = {"question", "yes", NULL};
    struct json_place yes;
    uint64_t id;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_integer(place, "question", 1, UINT16_MAX, &id, err));
    TRY(json_require(place, "yes", &yes, err));
    int found = edition_find_question(edition, (unsigned)id);
    if (found < 0)
        return json_refuse(place, err, "the edition has no question %u", (unsigned)id);
    struct answer *answer = &set->answer[found];
    if (answer->yes)
        return json_refuse(place, err, "the question %u stands twice", (unsigned)id);
    answer->assessment = ASSESSMENT_SURE;
    const struct model_question *question = &edition->model.question[found];
    return question_form_read_yes(&yes, question, QUESTION_FORM_DEMAND, answer, err);
}

static enum status expect_edition_of_profile(
    const struct json_place *root, const struct edition *edition, struct error *err)
{
    const char *id;
    TRY(json_require_string(root, "edition", EDITION_WORD_SIZE - 1, &id, err));
    if (strcmp(id, edition->id) == 0)
        return STATUS_OK;
    (void)json_refuse(root, err,
        "edition: the profile is for \"%s\", but the answers are to \"%s\"; get a profile for the "
        "same edition",
        id, edition->id);
    return json_file_refused_as(err, REASON_UNKNOWN_EDITION);
}

static enum status read_profile_name(
    const struct json_place *root, struct target *out, struct error *err)
{
    struct json_place place;
    if (json_member(root, "id", &place)) {
        TRY(json_copy_string(&place, out->id, sizeof out->id, false, err));
        TRY(json_judge_id(&place, out->id, err));
    }
    TRY(json_require(root, "name", &place, err));
    TRY(json_copy_string(&place, out->name, sizeof out->name, false, err));
    if (out->name[0] == '\0')
        return json_refuse(&place, err, "the name is empty; write one");
    if (json_member(root, "about", &place))
        TRY(json_copy_string(&place, out->about, sizeof out->about, true, err));
    return STATUS_OK;
}

static enum status read_profile(const struct json_place *root, const struct edition *edition,
    struct target *out, struct error *err)
{
    static const char *const keys[] = {
        "format", "id", "edition", "name", "about", "measures", NULL};
    struct json_place list;
    size_t count = 0;
    TRY(json_expect_object(root, keys, err));
    TRY(expect_edition_of_profile(root, edition, err));
    TRY(read_profile_name(root, out, err));
    TRY(json_require_array(root, "measures", MODEL_QUESTIONS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_measure(&place, edition, &out->set, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "at least one measure is expected");
    return STATUS_OK;
}

enum status target_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct target *out, struct error *err)
{
    struct json_place root;
    const struct json_source source = {.text = bytes, .length = length};
    memset(out, 0, sizeof *out);
    TRY(json_file_read(bytes, length, name, TARGET_FORMAT, &root, err));
    root.source = &source;
    enum status status = read_profile(&root, edition, out, err);
    json_decref(root.value);
    return status;
}

bool target_is_builtin(const char *id)
{
    return strcmp(id, builtin_id) == 0;
}

enum status target_builtin(
    const struct edition *edition, const char *id, struct target *out, struct error *err)
{
    if (!target_is_builtin(id))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: neither a file nor the id of a target profile; %s is one that is built in", id,
            builtin_id);
    return target_load(edition, embedded_target_foreskrift_2021_json,
        embedded_target_foreskrift_2021_json_size, builtin_id, out, err);
}
