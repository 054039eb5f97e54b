/* The journal of what was sealed: what can be read is written again as it was understood. */
#include "format/journal.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct journal journal;
    struct journal again;
    struct buffer text = {0};
    if (journal_parse(data, size, &journal, NULL) != STATUS_OK) {
        fuzz_require(journal.entry == NULL && journal.count == 0);
        return 0;
    }
    fuzz_require(journal.count <= JOURNAL_ENTRIES_MAX);
    fuzz_require(journal_encode(&journal, &text, NULL) == STATUS_OK);
    fuzz_require(journal_parse(text.data, text.length, &again, NULL) == STATUS_OK);
    fuzz_require(again.count == journal.count);
    for (size_t i = 0; i < journal.count; i++) {
        const struct journal_entry *entry = &journal.entry[i];
        fuzz_require(memcmp(entry, &again.entry[i], sizeof *entry) == 0);
        struct manifest_supersedes earlier = {0};
        journal_earlier(&journal, entry->edition, entry->from, entry->to, &earlier);
        fuzz_require(earlier.count > 0 && earlier.count <= MANIFEST_SUPERSEDES_MAX);
        fuzz_require(
            earlier.count == MANIFEST_SUPERSEDES_MAX || manifest_lists(&earlier, entry->id));
        fuzz_require(journal_by_id(&journal, entry->id) <= entry);
        fuzz_require(journal_by_digest(&journal, &entry->sealed) <= entry);
    }
    journal_free(&journal);
    journal_free(&again);
    buffer_free(&text);
    return 0;
}
