#include "format/digest_sink.h"

static enum status pass_hashed(void *context, const void *bytes, size_t length, struct error *err)
{
    struct digest_sink *digest = context;
    digest->size += length;
    (void)crypto_generichash_update(&digest->hash, bytes, length);
    return digest->next == NULL ? STATUS_OK : sink_write(digest->next, bytes, length, err);
}

void digest_sink_start(struct digest_sink *digest, const struct sink *next)
{
    digest->next = next;
    digest->size = 0;
    (void)crypto_generichash_init(&digest->hash, NULL, 0, FINGERPRINT_SIZE);
}

struct sink digest_sink(struct digest_sink *digest)
{
    return (struct sink){.write = pass_hashed, .context = digest};
}

void digest_sink_end(struct digest_sink *digest, struct fingerprint *fingerprint)
{
    (void)crypto_generichash_final(&digest->hash, fingerprint->bytes, FINGERPRINT_SIZE);
}

enum status digest_sink_source(const struct source *source, const struct sink *next,
    const struct stream_progress *progress, struct fingerprint *fingerprint, struct error *err)
{
    struct digest_sink digest;
    digest_sink_start(&digest, next);
    struct sink sink = digest_sink(&digest);
    TRY(source_copy(source, &sink, progress, err));
    digest_sink_end(&digest, fingerprint);
    return STATUS_OK;
}
