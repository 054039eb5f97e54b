#include "format/question_form.h"

#include "format/json_file.h"
#include "format/question_value.h"
#include "scoring/points.h"

#include <string.h>

enum { NAME_MAX_BYTES = 63, WORDS_MAX_BYTES = 200 };

/* ---- options that stand side by side and are named by letters ---- */

/* "abc": the letters from a on, without a gap. */
static enum status letters_model(
    const struct json_place *place, struct model_question *question, struct error *err)
{
    const char *letters;
    uint32_t options;
    TRY(json_require_string(place, "options", QUESTION_FORM_LETTERS_MAX, &letters, err));
    question->options = (uint8_t)strlen(letters);
    if (!question_form_letters(question, letters, &options) ||
        options != question_options(question))
        return json_refuse(
            place, err, "options: the letters from a on are expected, in order and each once");
    return STATUS_OK;
}

static enum status letters_wording(const struct json_place *place, const struct json_place *scales,
    const struct model_question *question, struct edition_question *words, struct error *err)
{
    struct json_place options;
    (void)scales;
    TRY(json_require(place, "options", &options, err));
    TRY(json_expect_object(&options, NULL, err));
    if (json_object_size(options.value) != question->options)
        return json_refuse(
            &options, err, "%zu options are expected, as in the model", (size_t)question->options);
    for (unsigned i = 0; i < question->options; i++) {
        char letter[QUESTION_NAME_SIZE];
        question_option_name(question, i, letter);
        TRY(json_file_line(&options, letter, WORDS_MAX_BYTES, &words->option[i], err));
    }
    return STATUS_OK;
}

static enum status refuse_no_list(
    const struct json_place *place, enum question_form_reading reading, struct error *err)
{
    if (reading == QUESTION_FORM_DEMAND)
        return json_refuse(place, err, "a list of options is expected: [\"a\", …]");
    return json_refuse(place, err, "a list of the ticked options is expected: [\"a\", …]");
}

static enum status letters_name(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err)
{
    const char *name;
    uint32_t option;
    TRY(json_expect_string(place, NAME_MAX_BYTES, false, &name, err));
    if (strlen(name) != 1 || !question_form_letters(question, name, &option)) {
        answer->unknown_option = true;
        if (reading == QUESTION_FORM_DEMAND)
            return json_refuse(place, err, "the question has the options a to %c, and no \"%s\"",
                'a' + question->options - 1, name);
        return STATUS_OK;
    }
    if ((answer->options & option) != 0 && reading == QUESTION_FORM_DEMAND)
        return json_refuse(place, err, "the option \"%s\" stands twice", name);
    if ((answer->options & option) != 0)
        return json_refuse(place, err, "the option \"%s\" stands twice; keep one of the two", name);
    answer->options |= option;
    return STATUS_OK;
}

static enum status letters_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err)
{
    size_t count;
    if (!json_is_array(place->value))
        return refuse_no_list(place, reading, err);
    TRY(json_expect_array(place, MODEL_OPTIONS_MAX, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place element = json_element(place, i);
        TRY(letters_name(&element, question, reading, answer, err));
    }
    if (reading == QUESTION_FORM_DEMAND && count == 0)
        return json_refuse(place, err, "at least one option is expected");
    return STATUS_OK;
}

static json_t *letters_json(const struct model_question *question, const struct answer *answer)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < question->options; i++) {
        char letter[QUESTION_NAME_SIZE];
        question_option_name(question, i, letter);
        if ((answer->options >> i & 1U) != 0)
            (void)json_array_append_new(list, json_string(letter));
    }
    return list;
}

static void letters_unknown(const struct model_question *question, struct findings *findings)
{
    findings_add(findings, FINDING_ERROR, question->id, points_status_code(ANSWER_UNKNOWN_OPTION),
        "question %u: an option or a no is given that the question does not have; its options "
        "are a to %c",
        (unsigned)question->id, 'a' + question->options - 1);
}

/* ---- steps of which one is reached ---- */

static enum status step_model(
    const struct json_place *place, struct model_question *question, struct error *err)
{
    uint64_t steps;
    TRY(json_require_integer(place, "steps", 1, MODEL_OPTIONS_MAX, &steps, err));
    question->options = (uint8_t)steps;
    return STATUS_OK;
}

/* The scale's name, and its steps among those that several questions share. */
static enum status step_wording(const struct json_place *place, const struct json_place *scales,
    const struct model_question *question, struct edition_question *words, struct error *err)
{
    struct json_place list;
    const char *name;
    size_t found;
    TRY(json_file_line(place, "scale", NAME_MAX_BYTES, &name, err));
    TRY(json_require_array(scales, name, MODEL_OPTIONS_MAX, &list, &found, err));
    if (found != question->options)
        return json_refuse(
            &list, err, "%zu steps are expected, as in the model", (size_t)question->options);
    for (size_t i = 0; i < found; i++) {
        struct json_place element = json_element(&list, i);
        TRY(json_expect_string(&element, WORDS_MAX_BYTES, false, &words->option[i], err));
    }
    return STATUS_OK;
}

static enum status step_yes(const struct json_place *place, const struct model_question *question,
    enum question_form_reading reading, struct answer *answer, struct error *err)
{
    uint64_t demanded;
    if (reading == QUESTION_FORM_DEMAND) {
        TRY(json_expect_integer(place, 1, question->options, &demanded, err));
        answer->step = (uint8_t)demanded;
        return STATUS_OK;
    }
    if (!json_is_integer(place->value))
        return json_refuse(place, err,
            "the step of a scale is expected: a number from 1 to %u without quotation marks",
            (unsigned)question->options);
    json_int_t step = json_integer_value(place->value);
    if (step < 0 || step > question->options)
        answer->unknown_option = true;
    else
        answer->step = (uint8_t)step;
    return STATUS_OK;
}

static json_t *step_json(const struct model_question *question, const struct answer *answer)
{
    (void)question;
    return json_integer(answer->step);
}

static void step_unknown(const struct model_question *question, struct findings *findings)
{
    findings_add(findings, FINDING_ERROR, question->id, points_status_code(ANSWER_UNKNOWN_OPTION),
        "question %u: a step or a no is given that the question does not have; its steps are 1 "
        "to %u",
        (unsigned)question->id, (unsigned)question->options);
}

/* ---- one of several options, by its letter ---- */

static enum status choice_yes(const struct json_place *place, const struct model_question *question,
    enum question_form_reading reading, struct answer *answer, struct error *err)
{
    const char *letter;
    uint32_t option;
    (void)reading;
    if (!json_is_string(place->value))
        return json_refuse(place, err, "the letter of one option is expected: \"a\"");
    TRY(json_expect_string(place, NAME_MAX_BYTES, false, &letter, err));
    if (strlen(letter) == 1 && question_form_letters(question, letter, &option))
        answer->step = (uint8_t)question_highest(option);
    else
        answer->unknown_option = true;
    return STATUS_OK;
}

static json_t *choice_json(const struct model_question *question, const struct answer *answer)
{
    char letter[QUESTION_NAME_SIZE] = "";
    if (answer->step > 0)
        question_option_name(question, answer->step - 1U, letter);
    return json_string(letter);
}

/* ---- the table ---- */

struct form {
    const char *name;       /* of the kind, in an edition's model */
    const char *model[8];   /* keys of the question's object in the model, ended by NULL */
    const char *wording[6]; /* and in the wording */
    enum status (*read_model)(const struct json_place *, struct model_question *, struct error *);
    enum status (*read_wording)(const struct json_place *, const struct json_place *,
        const struct model_question *, struct edition_question *, struct error *);
    enum status (*read_yes)(const struct json_place *, const struct model_question *,
        enum question_form_reading, struct answer *, struct error *);
    json_t *(*write_yes)(const struct model_question *, const struct answer *);
    void (*add_unknown)(const struct model_question *, struct findings *);
    void (*value_text)(uint32_t, char *);          /* of kinds with a value */
    bool (*typed_value)(const char *, uint64_t *); /* likewise */
};

static const struct form forms[] =
    {
        [QUESTION_CHECKLIST] =
            {
                .name = "checklist",
                .model = {"id", "section", "kind", "options", "zero_answers", "asked_if", NULL},
                .wording = {"id", "topic", "text", "help", "options", NULL},
                .read_model = letters_model,
                .read_wording = letters_wording,
                .read_yes = letters_yes,
                .write_yes = letters_json,
                .add_unknown = letters_unknown,
            },
        [QUESTION_SCALE] =
            {
                .name = "scale",
                .model = {"id", "section", "kind", "steps", "zero_answers", "asked_if", NULL},
                .wording = {"id", "topic", "text", "help", "scale", NULL},
                .read_model = step_model,
                .read_wording = step_wording,
                .read_yes = step_yes,
                .write_yes = step_json,
                .add_unknown = step_unknown,
            },
        [QUESTION_CHOICE] =
            {
                .name = "choice",
                .model = {"id", "section", "kind", "options", "asked_if", "validates", NULL},
                .wording = {"id", "topic", "text", "help", "options", NULL},
                .read_model = letters_model,
                .read_wording = letters_wording,
                .read_yes = choice_yes,
                .write_yes = choice_json,
                .add_unknown = letters_unknown,
            },
        [QUESTION_CHOICES] =
            {
                .name = "choices",
                .model = {"id", "section", "kind", "options", "asked_if", NULL},
                .wording = {"id", "topic", "text", "help", "options", NULL},
                .read_model = letters_model,
                .read_wording = letters_wording,
                .read_yes = letters_yes,
                .write_yes = letters_json,
                .add_unknown = letters_unknown,
            },
        [QUESTION_NUMBER] =
            {
                .name = "number",
                .model = {"id", "section", "kind", "least", "most", "asked_if", NULL},
                .wording = {"id", "topic", "text", "help", "unit", NULL},
                .read_model = question_value_number_model,
                .read_wording = question_value_number_wording,
                .read_yes = question_value_number_yes,
                .write_yes = question_value_number_json,
                .add_unknown = question_value_number_unknown,
                .value_text = question_value_number_text,
                .typed_value = question_value_number_typed,
            },
        [QUESTION_DATE] =
            {
                .name = "date",
                .model = {"id", "section", "kind", "earliest", "latest", "asked_if", NULL},
                .wording = {"id", "topic", "text", "help", NULL},
                .read_model = question_value_date_model,
                .read_wording = question_value_date_wording,
                .read_yes = question_value_date_yes,
                .write_yes = question_value_date_json,
                .add_unknown = question_value_date_unknown,
                .value_text = question_value_date_text,
                .typed_value = question_value_date_typed,
            },
};

_Static_assert(sizeof forms / sizeof forms[0] == QUESTION_KINDS, "each kind has its row");

enum status question_form_read_model(
    const struct json_place *place, struct model_question *question, struct error *err)
{
    const char *name;
    TRY(json_require_string(place, "kind", NAME_MAX_BYTES + 1, &name, err));
    for (uint8_t kind = 0; kind < QUESTION_KINDS; kind++) {
        if (strcmp(name, forms[kind].name) != 0)
            continue;
        question->kind = kind;
        TRY(json_expect_object(place, forms[kind].model, err));
        return forms[kind].read_model(place, question, err);
    }
    return json_refuse(place, err,
        "kind: this program knows no questions of the kind \"%s\"; a newer program is needed, or "
        "the kind is mistyped (\"checklist\", \"scale\", \"choice\", \"choices\", \"number\" and "
        "\"date\" are known)",
        name);
}

const char *const *question_form_wording_keys(const struct model_question *question)
{
    return forms[question->kind].wording;
}

enum status question_form_read_wording(const struct json_place *place,
    const struct json_place *scales, const struct model_question *question,
    struct edition_question *words, struct error *err)
{
    words->unit = "";
    return forms[question->kind].read_wording(place, scales, question, words, err);
}

enum status question_form_read_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err)
{
    if (reading == QUESTION_FORM_DEMAND && !question_is_scored(question))
        return json_refuse(place, err,
            "the question %u gives no points, so nothing is demanded of it",
            (unsigned)question->id);
    answer->yes = true;
    return forms[question->kind].read_yes(place, question, reading, answer, err);
}

json_t *question_form_write_yes(const struct model_question *question, const struct answer *answer)
{
    return forms[question->kind].write_yes(question, answer);
}

void question_form_add_unknown(const struct model_question *question, struct findings *findings)
{
    forms[question->kind].add_unknown(question, findings);
}

bool question_form_letters(
    const struct model_question *question, const char *letters, uint32_t *options)
{
    uint32_t found = 0;
    for (; *letters != '\0'; letters++) {
        uint32_t option = 0;
        if (*letters >= 'a' && *letters < 'a' + question->options)
            option = UINT32_C(1) << (*letters - 'a');
        if (found >= option)
            return false;
        found |= option;
    }
    *options = found;
    return found != 0;
}

void question_form_value_text(
    const struct model_question *question, uint32_t value, char text[QUESTION_FORM_VALUE_SIZE])
{
    forms[question->kind].value_text(value, text);
}

bool question_form_typed_value(
    const struct model_question *question, const char *written, uint32_t *value)
{
    uint64_t found;
    if (!forms[question->kind].typed_value(written, &found) || found < question->least ||
        found > question->most)
        return false;
    *value = (uint32_t)found;
    return true;
}

void question_form_asked_after(
    const struct model *model, unsigned place, const struct catalog *catalog, struct buffer *out)
{
    const struct model_question *before = &model->question[model->question[place].asked_if - 1];
    uint32_t options = model->question[place].asked_options;
    struct buffer list = {0};
    for (unsigned i = 0; i < before->options; i++) {
        char name[QUESTION_NAME_SIZE];
        if ((options >> i & 1U) == 0)
            continue;
        question_option_name(before, i, name);
        if (list.length > 0)
            buffer_text(&list, (options >> i) == 1 ? tr(catalog, " or ") : ", ");
        buffer_printf(&list, "\"%s\"", name);
    }
    if (options == 0)
        buffer_printf(out, tr(catalog, "a yes to question %u"), (unsigned)before->id);
    else
        buffer_printf(
            out, tr(catalog, "%s to question %u"), buffer_string(&list), (unsigned)before->id);
    buffer_free(&list);
}
