/* An editor's texts: what is read can be written, and is then read as the same. */
#include "base/text.h"
#include "format/editor_texts.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const struct editor_place PLACES[] = {{"1", "sammanfattning", "a"}, {"2", "kommun", "b"},
    {"3", "kommun risk", "c"}, {"4", "tabell 1", "d"}};
enum { PLACES_COUNT = sizeof PLACES / sizeof PLACES[0] };

static void look_at(const struct editor_texts *texts)
{
    for (size_t i = 0; i < texts->places; i++) {
        const struct list *paragraphs = &texts->text[i].paragraphs;
        fuzz_require(paragraphs->count <= EDITOR_TEXT_PARAGRAPHS_MAX);
        for (size_t k = 0; k < paragraphs->count; k++) {
            const char *text = ((char **)paragraphs->items)[k];
            size_t length = strlen(text);
            fuzz_require(length > 0 && length <= EDITOR_TEXT_PARAGRAPH_MAX);
            fuzz_require(text_is_plain(text, length, false) && text[0] != '#' && text[0] != ' ');
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct editor_texts texts;
    struct editor_texts again;
    struct buffer written = {0};
    struct buffer rewritten = {0};
    editor_texts_init(&texts, PLACES, PLACES_COUNT);
    editor_texts_init(&again, PLACES, PLACES_COUNT);
    if (editor_texts_read(data, size, "input", &texts, NULL) == STATUS_OK) {
        look_at(&texts);
        editor_texts_write(&written, NULL, &texts);
        fuzz_require(
            editor_texts_read(written.data, written.length, "written", &again, NULL) == STATUS_OK);
        editor_texts_write(&rewritten, NULL, &again);
        fuzz_require(strcmp(buffer_string(&written), buffer_string(&rewritten)) == 0);
    }
    editor_texts_free(&again);
    editor_texts_free(&texts);
    buffer_free(&rewritten);
    buffer_free(&written);
    return 0;
}
