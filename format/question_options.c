#include "format/question_options.h"

#include <string.h>

static json_t *option_json(const struct model_question *question, unsigned option)
{
    char name[QUESTION_NAME_SIZE];
    if (question_traits(question)->numbered)
        return json_integer((json_int_t)option + 1);
    question_option_name(question, option, name);
    return json_string(name);
}

json_t *question_options_json(const struct model_question *question, uint32_t options)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < question->options; i++) {
        if ((options >> i & 1U) != 0)
            (void)json_array_append_new(list, option_json(question, i));
    }
    return list;
}

/* As it would be written. */
static bool is_option(const json_t *value, const struct model_question *question, unsigned option)
{
    json_t *written = option_json(question, option);
    bool same = json_equal(value, written) == 1;
    json_decref(written);
    return same;
}

enum status question_options_read(const struct json_place *place,
    const struct model_question *question, uint32_t *options, struct error *err)
{
    size_t count;
    *options = 0;
    TRY(json_expect_array(place, MODEL_OPTIONS_MAX, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place element = json_element(place, i);
        unsigned option = 0;
        while (option < question->options && !is_option(element.value, question, option))
            option++;
        if (option == question->options)
            return json_refuse(&element, err, "the question has no such option");
        if ((*options >> option & 1U) != 0)
            return json_refuse(&element, err, "the option stands twice");
        *options |= UINT32_C(1) << option;
    }
    return STATUS_OK;
}
