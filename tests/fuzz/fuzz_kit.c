/* A kit: the input is its file, its kit.json, or its round.json. What is taken apart or read can be
 * put together to the same bytes, and libarchive takes the file apart in the same way. */
#include "format/kit.h"
#include "format/kit_rounds.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void split_frame(const uint8_t *data, size_t size)
{
    struct kit_frame frame;
    struct buffer again = {0};
    if (kit_split(data, size, &frame, NULL) != STATUS_OK)
        return;
    const struct frame_view *json = &frame.signed_json.json;
    const struct frame_view *signature = &frame.signed_json.signature;
    const struct fuzz_member members[] = {{KIT_CARD, frame.card.bytes, frame.card.length},
        {KIT_PAYLOAD, frame.payload.bytes, frame.payload.length},
        {KIT_NAME, json->bytes, json->length},
        {KIT_SIGNATURE, signature->bytes, signature->length}};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        frame_member_append(&again, members[i].name, members[i].bytes, members[i].length);
    frame_end_append(&again);
    fuzz_require(fuzz_same(&again, data, size));
    fuzz_judge_archive(data, size, members, sizeof members / sizeof members[0]);
    buffer_free(&again);
}

static void read_record(const uint8_t *data, size_t size)
{
    const struct frame_view json = {data, size};
    struct kit kit;
    struct buffer again = {0};
    if (document_read(&kit_document, &json, &kit, NULL) != STATUS_OK)
        return;
    fuzz_require(kit.files >= 1 && kit.files <= KIT_FILES_MAX);
    for (size_t i = 0; i < kit.files; i++) {
        enum kit_member member;
        char id[KIT_ID_SIZE];
        char path[KIT_PATH_SIZE];
        fuzz_require(strchr(kit.file[i].path, '/') == NULL);
        fuzz_require(kit_path_read(kit.file[i].path, &member, id));
        fuzz_require(kit_path_write(path, member, id) && strcmp(path, kit.file[i].path) == 0);
    }
    fuzz_require(document_encode(&kit_document, &kit, &again, NULL) == STATUS_OK);
    fuzz_require(fuzz_same(&again, data, size));
    buffer_free(&again);
}

static void read_rounds(const uint8_t *data, size_t size)
{
    struct kit_rounds rounds, again;
    struct buffer json = {0};
    if (kit_rounds_read(data, size, "round.json", &rounds, NULL) != STATUS_OK)
        return;
    fuzz_require(kit_rounds_write(&rounds, &json, NULL) == STATUS_OK);
    fuzz_require(kit_rounds_read(json.data, json.length, "round.json", &again, NULL) == STATUS_OK);
    fuzz_require(memcmp(&rounds, &again, sizeof rounds) == 0);
    buffer_free(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    split_frame(data, size);
    read_record(data, size);
    read_rounds(data, size);
    return 0;
}
