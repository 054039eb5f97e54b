#include "format/target.h"

#include "format/json.h"

#include <string.h>

/* A refusal for a reason of its own, not that of json_refuse. */
static enum status refused_as(struct error *err, enum reason reason)
{
    if (err != NULL)
        err->reason = reason;
    return STATUS_REFUSED;
}

static enum status read_options(const struct json_place *list,
    const struct model_question *question, struct answer *answer, struct error *err)
{
    size_t count = 0;
    const char *name;
    if (!json_is_array(list->value))
        return json_refuse(list, err, "a list of options is expected: [\"a\", …]");
    enum status status = json_expect_array(list, MODEL_OPTIONS_MAX, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct json_place place = json_element(list, i);
        status = json_expect_string(&place, EDITION_WORD_SIZE - 1, false, &name, err);
        if (status != STATUS_OK)
            return status;
        if (name[0] < 'a' || name[0] >= 'a' + question->options || name[1] != '\0')
            return json_refuse(&place, err, "the question has the options a to %c, and no \"%s\"",
                'a' + question->options - 1, name);
        uint32_t option = UINT32_C(1) << (name[0] - 'a');
        if ((answer->options & option) != 0)
            return json_refuse(&place, err, "the option \"%s\" stands twice", name);
        answer->options |= option;
    }
    if (status == STATUS_OK && count == 0)
        return json_refuse(list, err, "at least one option is expected");
    return status;
}

static enum status read_step(const struct json_place *place, const struct model_question *question,
    struct answer *answer, struct error *err)
{
    uint64_t step;
    enum status status = json_expect_integer(place, 1, question->options, &step, err);
    if (status == STATUS_OK)
        answer->step = (uint8_t)step;
    return status;
}

static enum status read_measure(const struct json_place *place, const struct edition *edition,
    struct answer_set *set, struct error *err)
{
    static const char *const keys[] = {"question", "yes", NULL};
    struct json_place yes;
    uint64_t id;
    enum status status = json_expect_object(place, keys, err);
    if (status == STATUS_OK)
        status = json_require_integer(place, "question", 1, UINT16_MAX, &id, err);
    if (status == STATUS_OK)
        status = json_require(place, "yes", &yes, err);
    if (status != STATUS_OK)
        return status;
    int found = edition_find_question(edition, (unsigned)id);
    if (found < 0)
        return json_refuse(place, err, "the edition has no question %u", (unsigned)id);
    struct answer *answer = &set->answer[found];
    if (answer->yes)
        return json_refuse(place, err, "the question %u stands twice", (unsigned)id);
    answer->yes = true;
    answer->assessment = ASSESSMENT_SURE;
    const struct model_question *question = &edition->model.question[found];
    return question->kind == MODEL_SCALE ? read_step(&yes, question, answer, err)
                                         : read_options(&yes, question, answer, err);
}

static enum status read_format(const struct json_place *root, struct error *err)
{
    const char *format;
    enum status status = json_require_string(root, "format", EDITION_WORD_SIZE - 1, &format, err);
    if (status != STATUS_OK || strcmp(format, TARGET_FORMAT) == 0)
        return status;
    (void)json_refuse(
        root, err, "the format is not %s; get a newer version of this program", TARGET_FORMAT);
    return refused_as(err, REASON_UNKNOWN_FORMAT);
}

static enum status read_edition(
    const struct json_place *root, const struct edition *edition, struct error *err)
{
    const char *id;
    enum status status = json_require_string(root, "edition", EDITION_WORD_SIZE - 1, &id, err);
    if (status != STATUS_OK || strcmp(id, edition->id) == 0)
        return status;
    (void)json_refuse(root, err,
        "edition: the profile is for \"%s\", but the answers are to \"%s\"; get a profile for the "
        "same edition",
        id, edition->id);
    return refused_as(err, REASON_UNKNOWN_EDITION);
}

static enum status read_name(const struct json_place *root, struct target *out, struct error *err)
{
    struct json_place place;
    enum status status = json_require(root, "name", &place, err);
    if (status == STATUS_OK)
        status = json_copy_string(&place, out->name, sizeof out->name, false, err);
    if (status == STATUS_OK && out->name[0] == '\0')
        return json_refuse(&place, err, "the name is empty; write one");
    if (status == STATUS_OK && json_member(root, "about", &place))
        status = json_copy_string(&place, out->about, sizeof out->about, true, err);
    return status;
}

static enum status read_document(const struct json_place *root, const struct edition *edition,
    struct target *out, struct error *err)
{
    static const char *const keys[] = {"format", "edition", "name", "about", "measures", NULL};
    struct json_place list;
    size_t count = 0;
    enum status status = read_format(root, err);
    if (status == STATUS_OK)
        status = json_expect_object(root, keys, err);
    if (status == STATUS_OK)
        status = read_edition(root, edition, err);
    if (status == STATUS_OK)
        status = read_name(root, out, err);
    if (status == STATUS_OK)
        status = json_require_array(root, "measures", MODEL_QUESTIONS_MAX, &list, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct json_place place = json_element(&list, i);
        status = read_measure(&place, edition, &out->set, err);
    }
    if (status == STATUS_OK && count == 0)
        return json_refuse(&list, err, "at least one measure is expected");
    return status;
}

enum status target_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct target *out, struct error *err)
{
    json_t *document;
    memset(out, 0, sizeof *out);
    enum status status = json_read(bytes, length, name, &document, err);
    if (status != STATUS_OK)
        return status;
    struct json_place root = json_root(document, name);
    status = read_document(&root, edition, out, err);
    json_decref(document);
    return status;
}
