/* Armor: what is accepted is what the writer writes, but for line ends and white space around. */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/age_armor.h"

static void armor(const struct buffer *binary, struct buffer *text)
{
    struct age_armor_writer writer;
    age_armor_writer_init(&writer, sink_to_buffer(text));
    struct sink sink = sink_to_age_armor(&writer);
    fuzz_require(sink_write(&sink, binary->data, binary->length, NULL) == STATUS_OK);
    fuzz_require(age_armor_writer_finish(&writer, NULL) == STATUS_OK);
}

static bool is_space(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The input without carriage returns and white space around. */
static void normalise(const uint8_t *data, size_t size, struct buffer *out)
{
    while (size > 0 && is_space(data[0])) {
        data++;
        size--;
    }
    while (size > 0 && is_space(data[size - 1]))
        size--;
    for (size_t i = 0; i < size; i++) {
        if (data[i] != '\r')
            buffer_append(out, &data[i], 1);
    }
    buffer_append(out, "\n", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cursor cursor = {data, size, 0};
    struct buffer binary = {0};
    uint8_t part[100];
    size_t got = 0;
    struct age_armor_reader *reader = age_armor_reader_open(source_from_bytes(&cursor));
    struct source source = source_from_age_armor(reader);
    enum status status;
    do {
        status = source.read(source.context, part, sizeof part, &got, NULL);
        if (status == STATUS_OK)
            buffer_append(&binary, part, got);
    } while (status == STATUS_OK && got > 0);
    age_armor_reader_close(reader);
    if (status == STATUS_OK && binary.length > 0) {
        struct buffer text = {0};
        struct buffer wanted = {0};
        armor(&binary, &text);
        normalise(data, size, &wanted);
        fuzz_require(fuzz_same(&text, wanted.data, wanted.length));
        fuzz_require(age_armor_begins(data, size));
        buffer_free(&text);
        buffer_free(&wanted);
    }
    buffer_free(&binary);
    return 0;
}
